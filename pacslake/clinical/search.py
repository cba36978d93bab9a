"""Reports by the words in them. A scan, since the engine's own text index is an extension that is not always there."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from pacslake.errors import UsageError

if TYPE_CHECKING:
    from pacslake.lake import Lake

__all__ = ["parse_words", "search_reports"]

MOST_WORDS = 32
AROUND = 60  # characters shown on both sides of the first hit


def parse_words(query: str) -> tuple[list[str], list[str]]:
    """Words and "phrases in quotes" that must be there, and those after a minus that must not.

    >>> parse_words('nodule "ground glass" -effusion')
    (['nodule', 'ground glass'], ['effusion'])

    Raises:
        UsageError: nothing to look for, or too many words.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, phrase, word in re.findall(r'(-?)(?:"([^"]*)"|([^\s"]+))', query):
        text = " ".join((phrase or word).split())
        if text:
            (unwanted if minus else wanted).append(text)
    if not wanted:
        raise UsageError("say at least one word to look for, such as: nodule -effusion")
    if len(wanted) + len(unwanted) > MOST_WORDS:
        raise UsageError(f"at most {MOST_WORDS} words can be looked for at once")
    return wanted, unwanted


def search_reports(
    lake: Lake, query: str, *, since: date | None = None, limit: int = 100
) -> list[dict[str, Any]]:
    """Current reports that hold all the words, those with the most hits first, then the newest.

    Letters are equal without regard to case and accents; a word matches where it begins a word of the text, a phrase
    whatever the white space in it. Cancelled reports are left out.

    Args:
        query: words, "phrases" and -words, see `parse_words`.
        since: reported on that day or later.
        limit: at most so many.

    Returns:
        report_id, patient_key, StudyInstanceUID (where the report is linked), kind, status, reported_datetime, description,
        n_hits, and snippet: the text around the first hit.

    Raises:
        UsageError: nothing to look for.
    """
    wanted, unwanted = parse_words(query)
    if "report" not in lake.catalog.snapshot.tables:
        return []
    patterns = [_pattern(word) for word in wanted]
    marks = " AND ".join(
        ["regexp_matches(t.folded, ?)"] * len(wanted) + ["NOT regexp_matches(t.folded, ?)"] * len(unwanted)
    )
    hits = " + ".join(["len(regexp_extract_all(t.folded, ?))"] * len(wanted))
    params: list[Any] = [*patterns, *patterns, *(_pattern(word) for word in unwanted), since, since, limit]
    found = lake.dicts(
        f"""WITH t AS (
            SELECT *, concat_ws(chr(10), text, CASE WHEN text IS NULL THEN findings END, CASE WHEN text IS NULL THEN impression END)
                AS whole, strip_accents(lower(whole)) AS folded
            FROM report WHERE is_current AND (status IS NULL OR status NOT IN ('cancelled', 'wrong'))
        )
        SELECT t.report_id, t.patient_key, l."StudyInstanceUID", t.kind, t.status,
            coalesce(t.reported_datetime, t.observed_datetime) AS reported_datetime, t.description, {hits} AS n_hits, t.whole
        FROM t LEFT JOIN study_link l ON l.entity = 'report' AND l.entity_id = t.report_id
        WHERE {marks} AND (?::DATE IS NULL OR coalesce(t.reported_datetime, t.observed_datetime) >= ?::DATE)
        ORDER BY n_hits DESC, reported_datetime DESC NULLS LAST, t.report_id LIMIT ?""",
        params,
    )  # fmt: skip
    return [
        {**{k: v for k, v in row.items() if k != "whole"}, "snippet": _snippet(row["whole"], wanted)}
        for row in found
    ]


def _pattern(word: str) -> str:
    """A regular expression (RE2) for a word's beginning in text without case and accents."""
    folded = "".join(_plain(c) for c in word)
    parts = [re.sub(r"[^\w\s]", lambda m: "\\" + m[0], part) for part in folded.split()]
    return (r"\b" if re.match(r"[0-9A-Za-z_]", folded) else "") + r"\s+".join(parts)


def _plain(character: str) -> str:
    import unicodedata

    kept = "".join(c for c in unicodedata.normalize("NFD", character) if not unicodedata.combining(c))
    return kept.lower()


def _snippet(text: str, wanted: list[str]) -> str:
    """The text around the first word that is found in it, on one line."""
    folded = "".join(_plain(c)[:1] or c for c in text)  # one character for one, so that places agree
    at = [m.start() for w in wanted if (m := re.search(_pattern(w), folded))]
    first = max(0, min(at, default=0) - AROUND)
    piece = " ".join(text[first : min(at, default=0) + AROUND * 2].split())
    return ("... " if first else "") + piece + (" ..." if min(at, default=0) + AROUND * 2 < len(text) else "")
