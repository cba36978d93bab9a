"""Rows of `issue` for files and instances."""

from __future__ import annotations

import hashlib
from typing import Any

from pacslake.dicom.dictionary import keyword_for, tag_text

__all__ = ["issue_row"]

_SEVERITY = {
    "no_file_meta": "info",
    "pixel_data_padding": "info",
    "text_truncated": "info",
    "trailing_bytes": "info",
    "value_multiplicity": "info",
    "invalid_uid": "info",
    "repaired_decimal": "warning",
    "truncated": "error",
    "truncated_pixel_data": "error",
    "deflate_bomb": "error",
    "deflate_damaged": "error",
    "nested_too_deep": "error",
    "broken_sequence": "error",
    "broken_fragments": "error",
    "sop_instance_uid_missing": "error",
    "unreadable": "error",
}


def issue_row(
    level: str, entity_id: str, code: str, message: str, *, tag: int | None = None, raw: str | None = None
) -> dict[str, Any]:
    """One issue found by ingest; the batch is added at commit."""
    text = None if tag is None else tag_text(tag)
    key = "\n".join((level, entity_id, code, text or "", "ingest"))
    return {
        "issue_id": "i" + hashlib.sha256(key.encode()).hexdigest()[:20],
        "level": level,
        "entity_id": entity_id,
        "code": code,
        "severity": _SEVERITY.get(code, "warning"),
        "tag": text,
        "keyword": None if tag is None else keyword_for(tag),
        "raw_value": raw or None,
        "message": message,
        "source": "ingest",
        "scope": "ingest:" + entity_id,
    }
