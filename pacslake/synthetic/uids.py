"""Unique identifiers that a seed fixes."""

from __future__ import annotations

import hashlib

__all__ = ["seeded_uid"]


def seeded_uid(*parts: object) -> str:
    """The UID that belongs to `parts`: always the same, and another for any other parts.

    Under 2.25, the arc for UIDs made from a 128-bit number (PS3.5 annex B.2); at most 44 characters.
    """
    text = "/".join(str(part) for part in ("pacslake.synthetic", *parts))
    return f"2.25.{int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], 'big')}"
