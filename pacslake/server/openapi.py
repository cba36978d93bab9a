"""What the service says of itself: OpenAPI 3.1, and the capabilities description of PS3.18 8.9."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pacslake.version import __version__

__all__ = ["capabilities", "openapi"]


def openapi(routes: Sequence[tuple[str, str, Any, str]], prefix: str) -> dict[str, Any]:
    """The routes as OpenAPI."""
    paths: dict[str, dict[str, Any]] = {}
    for path, method, _, title in routes:
        shown = re.sub(r"\{(\w+):\w+\}", r"{\1}", path)
        names = re.findall(r"\{(\w+)\}", shown)
        entry: dict[str, Any] = {
            "summary": title,
            "parameters": [
                {"name": n, "in": "path", "required": True, "schema": {"type": "string"}} for n in names
            ],
            "responses": {str(code): {"description": text} for code, text in _ANSWERS[method].items()},
        }
        if title.startswith("Search"):
            entry["parameters"] += [
                {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 0}},
                {"name": "offset", "in": "query", "schema": {"type": "integer", "minimum": 0}},
                {"name": "includefield", "in": "query", "schema": {"type": "string"}},
                {"name": "fuzzymatching", "in": "query", "schema": {"type": "boolean"}},
            ]
        if method == "POST":
            entry["requestBody"] = {"content": {"multipart/related": {}, "application/dicom": {}}}
        paths.setdefault(shown, {})[method.lower()] = entry
    return {
        "openapi": "3.1.0",
        "info": {"title": "pacslake", "version": __version__},
        "security": [{"token": []}],
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "paths": paths,
    }


_READ = {
    200: "done", 204: "nothing matches", 400: "a wrong request", 401: "no valid token", 403: "not allowed",
    404: "nothing there", 406: "not acceptable", 410: "the original is gone",
}  # fmt: skip
_ANSWERS = {
    "GET": _READ,
    "OPTIONS": {200: "done", 401: "no valid token", 406: "not acceptable"},
    "POST": {200: "all stored", 202: "some stored", 400: "no multipart", 401: "no valid token", 403: "not allowed",
             409: "none stored", 413: "too large", 415: "not taken", 503: "kept for later"},
}  # fmt: skip


def capabilities(routes: Sequence[tuple[str, str, Any, str]], prefix: str, base: str) -> dict[str, Any]:
    """The resources and methods of the service."""
    found: dict[str, list[dict[str, str]]] = {}
    for path, method, _, title in routes:
        if path.startswith(prefix) and path != f"{prefix}/":
            found.setdefault(re.sub(r"\{(\w+):\w+\}", r"{\1}", path[len(prefix) :]) or "/", []).append(
                {"name": method, "title": title}
            )
    return {"application": {"base": base, "resources": [{"path": p, "methods": m} for p, m in found.items()]}}
