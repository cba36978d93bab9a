"""Encapsulated documents (PS3.3 A.45, A.85) as rows, with the text of PDF and CDA."""

from __future__ import annotations

import hashlib
import io
import logging
import re
from typing import Any

from pacslake.derived.codes import first_code
from pacslake.derived.values import text, whole

__all__ = ["document", "pdf_text"]

Row = dict[str, Any]

MAX_TEXT = 2_000_000
"""Characters of text that are kept of a document."""

_TAG = re.compile(r"<[^>]*>")


def document(ds: Any, *, free_text: bool) -> tuple[Row, str | None]:
    """Columns of `document`, and why its text could not be read (None: it could, or was not asked for).

    `free_text`: whether title and text may be kept.
    """
    body = bytes(ds.get("EncapsulatedDocument") or b"")
    size = whole(ds, "EncapsulatedDocumentLength")
    if size is not None and 0 <= len(body) - size <= 1:
        body = body[:size]  # a byte of padding makes the length even
    kind = text(ds, "MIMETypeOfEncapsulatedDocument")
    concept = first_code(ds, "ConceptNameCodeSequence")
    said, pages, problem = None, None, None
    if kind == "application/pdf" or body.startswith(b"%PDF"):
        said, pages, problem = pdf_text(body, wanted=free_text)
    elif kind == "text/xml" and free_text:
        said = " ".join(_TAG.sub(" ", body.decode("utf-8", "replace")).split())
    row = {
        "DocumentTitle": text(ds, "DocumentTitle") if free_text else None,
        "MIMETypeOfEncapsulatedDocument": kind,
        "concept_code": concept.value if concept else None,
        "concept_meaning": concept.meaning if concept else None,
        "BurnedInAnnotation": text(ds, "BurnedInAnnotation"),
        "size_bytes": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "n_pages": pages,
        "text": said[:MAX_TEXT] or None if said and free_text else None,
    }
    return row, problem


def pdf_text(body: bytes, *, wanted: bool = True) -> tuple[str | None, int | None, str | None]:
    """(text, pages, problem) of a PDF; text and pages None where they cannot be had, with the reason."""
    try:
        import pypdf
    except ImportError:
        return None, None, "pypdf is not installed: pip install 'pacslake[deid]'"
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns with pieces of the document
    try:
        reader = pypdf.PdfReader(io.BytesIO(body))
        pages = len(reader.pages)
        said = "\n".join(page.extract_text() for page in reader.pages) if wanted else None
    except Exception as error:
        # A PDF is a program of its own; what its reader raises on it is a fact about the document.
        return None, None, f"the PDF could not be read ({type(error).__name__})"
    return said, pages, None
