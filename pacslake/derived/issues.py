"""Rows of `issue` that this stage makes."""

from __future__ import annotations

import hashlib
from typing import Any

__all__ = ["issue"]


def issue(
    entity_id: str, code: str, severity: str, message: str, *, keyword: str | None = None
) -> dict[str, Any]:
    """A row of `issue` at level instance, found by this stage."""
    key = "\n".join(("instance", entity_id, code, keyword or "", "derived"))
    return {
        "issue_id": "i" + hashlib.sha256(key.encode()).hexdigest()[:20],
        "level": "instance",
        "entity_id": entity_id,
        "code": code,
        "severity": severity,
        "keyword": keyword,
        "message": message,
        "source": "derived",
        "scope": f"derived:{entity_id}",
    }
