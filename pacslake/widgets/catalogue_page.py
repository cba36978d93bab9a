"""What the browser shows of the catalogue: pages of rows, counts, the tree, and what is known of one volume.

Functions of a lake and of what the page asks; no state. A condition is SQL as the reader wrote it; filters of columns
and places in the tree are bound as values.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from pacslake.errors import PacslakeError, UsageError

__all__ = ["branch", "detail", "page", "patients", "selection"]

PATIENTS = 200  # of the tree at once; the box above it finds others
_VOLUMES = """
    WITH faults AS (SELECT entity_id, count(*) AS n FROM issue WHERE level IN ('volume', 'series') GROUP BY 1)
    SELECT v.volume_id, s.Modality, s.SeriesDescription, v.kind, v.verdict, v.n_slices, v.shape,
           round(v.spacing_mm[1], 2) AS slice_mm, round(v.spacing_mm[-1], 2) AS pixel_mm,
           coalesce(a.n, 0) + coalesce(b.n, 0) AS n_issues, v.reason_codes, s.patient_key, s.StudyInstanceUID, s.SeriesInstanceUID
    FROM volume v JOIN series_base s USING (SeriesInstanceUID)
    LEFT JOIN faults a ON a.entity_id = v.volume_id LEFT JOIN faults b ON b.entity_id = v.SeriesInstanceUID
"""
TABLES = {
    "volumes": (_VOLUMES, ("Modality", "verdict", "kind")),
    "issues": (
        "SELECT severity, code, level, keyword, message, entity_id FROM issue", ("severity", "level", "code"),
    ),
    "quarantine": (
        "SELECT reason, uri, size_bytes, batch_id FROM file WHERE outcome = 'quarantined'", ("reason",),
    ),
}  # fmt: skip
"""The statement of each table, and the columns whose values are counted."""
_PLACES = {"patient": "patient_key", "study": "StudyInstanceUID", "series": "SeriesInstanceUID"}
_COMPARISON = re.compile(r"\s*(<=|>=|<>|!=|<|>|=)\s*(.+?)\s*$")
_RANGE = re.compile(r"\s*(-?[\d.]+)\s*\.\.\s*(-?[\d.]+)\s*$")
_NUMERIC = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UBIGINT", "DOUBLE", "FLOAT", "DECIMAL")


def narrowed(asked: Mapping[str, Any], types: Mapping[str, str]) -> tuple[str, list[Any]]:
    """The WHERE clause of what the page asks, and the values bound in it.

    Args:
        asked: `where` (SQL), `patient`, `study`, `series`, `filters` (column to text, see `column_filter`).
        types: SQL types of the columns that there are.
    """
    parts, values = [], []
    if str(asked.get("where") or "").strip():
        parts.append(f"(\n{asked['where']}\n)")  # on lines of its own, so that a comment in it ends there
    for name, column in _PLACES.items():
        if asked.get(name) and column in types:
            parts.append(f"{column} = ?")
            values.append(str(asked[name]))
    for column, text in (asked.get("filters") or {}).items():
        if column in types and str(text).strip():
            part, bound = column_filter(column, types[column], str(text))
            parts.append(part)
            values += bound
    return (f" WHERE {' AND '.join(parts)}" if parts else ""), values


def column_filter(column: str, type_name: str, text: str) -> tuple[str, list[Any]]:
    """A column's filter as SQL: part of a text, `=exactly`, `>50`, `<=3`, `10..20`, `=` for empty, `<>` for not empty.

    Raises:
        UsageError: a number is needed and the text is none.
    """
    name, numeric = f'"{column}"', type_name.startswith(_NUMERIC)
    if text.strip() in ("=", "<>"):
        return f"{name} IS {'NOT ' if text.strip() == '<>' else ''}NULL", []
    if numeric and (found := _RANGE.match(text)):
        return f"{name} BETWEEN ? AND ?", [_number(column, x) for x in found.groups()]
    if found := _COMPARISON.match(text):
        sign, value = found.groups()
        return f"{name} {sign} ?", [_number(column, value) if numeric else value]
    if numeric:
        return f"{name} = ?", [_number(column, text)]
    escaped = text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"CAST({name} AS VARCHAR) ILIKE ? ESCAPE '\\'", [f"%{escaped}%"]


def _number(column: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise UsageError(f"{column} is a number: filter it by 50, >50, <=3 or 10..20") from None


def page(lake: Any, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of a table: `columns`, `rows`, `total`, `offset`, `facets`; or `error` with the engine's sentence.

    Args:
        asked: as for `narrowed`, and `table` (volumes, issues, quarantine), `order`, `descending`, `limit`, `offset`.
    """
    base, counted = TABLES.get(str(asked.get("table")), TABLES["volumes"])
    limit, offset = max(1, min(500, int(asked.get("limit") or 60))), max(0, int(asked.get("offset") or 0))
    try:
        types = _types(lake, base)
        where, values = narrowed(asked, types)
        order = asked.get("order")
        way = "DESC" if asked.get("descending") else "ASC"
        by = f'"{order}" {way} NULLS LAST, ALL' if order in types else "ALL"
        by = by.replace(", ALL", "")  # a chosen column alone: ALL cannot stand beside another
        sets = ", ".join(f'("{c}")' for c in counted)
        columns = ", ".join(f'"{c}"' for c in counted)
        facets = lake.rows(
            f"SELECT {columns}, grouping_id({columns}) AS g, count(*) FROM ({base}){where} GROUP BY GROUPING SETS ({sets}, ())",
            values,
        )
        rows = lake.rows(f"SELECT * FROM ({base}){where} ORDER BY {by} LIMIT {limit} OFFSET {offset}", values)
    except PacslakeError as error:
        return {"error": str(error)}
    total, counts = _counts(facets, counted)
    return {
        "columns": list(types), "rows": [[_plain(v) for v in r] for r in rows], "total": total, "offset": offset, "facets": counts,
    }  # fmt: skip


def _types(lake: Any, base: str) -> dict[str, str]:
    relation = lake.sql(f"SELECT * FROM ({base}) LIMIT 0")
    return dict(zip(relation.columns, map(str, relation.types), strict=True))


def _counts(
    rows: list[tuple[Any, ...]], counted: tuple[str, ...]
) -> tuple[int, dict[str, list[tuple[Any, int]]]]:
    """The number of all rows, and for each counted column its values with their numbers, most first."""
    n, total = len(counted), 0
    found: dict[str, list[tuple[Any, int]]] = {c: [] for c in counted}
    for *values, group, count in rows:
        at = next((k for k in range(n) if not group >> (n - 1 - k) & 1), None)
        if at is None:
            total = int(count)
        else:
            found[counted[at]].append((_plain(values[at]), int(count)))
    return total, {
        c: sorted(pairs, key=lambda p: (-p[1], str(p[0])))[:12]
        for c, pairs in found.items()
        if len(pairs) > 1
    }


def selection(lake: Any, asked: Mapping[str, Any]) -> str:
    """What the page shows as a statement that gives `volume_id`, with the values written into it."""
    where, values = narrowed(asked, _types(lake, _VOLUMES))
    pieces = re.split(r"\?(?=(?:[^']*'[^']*')*[^']*$)", where) if values else [where]
    if len(pieces) != len(values) + 1:
        raise UsageError("a condition with a question mark of its own cannot be written out; leave it away")
    text = pieces[0] + "".join(_literal(v) + rest for v, rest in zip(values, pieces[1:], strict=True))
    return f"SELECT volume_id FROM ({_VOLUMES}){text}"


def _literal(value: Any) -> str:
    return repr(value) if isinstance(value, float) else "'" + str(value).replace("'", "''") + "'"


def patients(lake: Any, search: str = "") -> dict[str, Any]:
    """Patients with their numbers of studies and volumes, in the order of their keys.

    Args:
        search: part of the key.
    """
    found = lake.dicts(
        f"""SELECT patient_key, count(DISTINCT StudyInstanceUID) AS studies, count(volume_id) AS n
            FROM (SELECT s.patient_key, s.StudyInstanceUID, v.volume_id
                  FROM series_base s LEFT JOIN volume v USING (SeriesInstanceUID))
            WHERE patient_key ILIKE ? ESCAPE '\\' GROUP BY 1 ORDER BY 1 LIMIT {PATIENTS + 1}""",
        [f"%{_pattern(search)}%"],
    )
    ((total, n),) = lake.rows(
        "SELECT (SELECT count(DISTINCT patient_key) FROM series_base), (SELECT count(*) FROM volume)"
    )
    rows = [
        {**r, "label": str(r["patient_key"]).lstrip("|") or "no patient identifier"} for r in found[:PATIENTS]
    ]
    return {"patients": rows, "more": len(found) > PATIENTS, "total": n, "n_patients": total}


def _pattern(text: str) -> str:
    return text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def branch(lake: Any, patient_key: str) -> list[dict[str, Any]]:
    """A patient's studies in order of time, each with its series and their numbers of volumes."""
    rows = lake.dicts(
        """SELECT s.StudyInstanceUID, st.StudyDate AS date, st.StudyDescription AS study, s.SeriesInstanceUID, s.Modality,
                  s.SeriesNumber, s.SeriesDescription, s.n_instances, count(v.volume_id) AS n
           FROM series_base s JOIN study st USING (StudyInstanceUID, patient_key) LEFT JOIN volume v USING (SeriesInstanceUID)
           WHERE s.patient_key = ? GROUP BY ALL
           ORDER BY st.StudyDate, s.StudyInstanceUID, s.SeriesNumber, s.SeriesInstanceUID""",
        [patient_key],
    )
    studies: dict[str, dict[str, Any]] = {}
    for r in rows:
        study = studies.setdefault(
            r["StudyInstanceUID"], {"uid": r["StudyInstanceUID"], "date": _plain(r["date"]), "name": r["study"], "n": 0, "series": []}
        )  # fmt: skip
        study["n"] += r["n"]
        label = " ".join(
            str(x) for x in (r["Modality"], r["SeriesNumber"], r["SeriesDescription"]) if x is not None
        )
        study["series"].append(
            {"uid": r["SeriesInstanceUID"], "label": label, "n": r["n"], "objects": r["n_instances"]}
        )
    for study in studies.values():
        kinds = sorted({s["label"].split(" ")[0] for s in study["series"]})
        study["label"] = " ".join(
            filter(None, (study["date"] or "no date", study["name"] or " ".join(kinds)))
        )
    return list(studies.values())


def detail(lake: Any, volume_id: str) -> dict[str, Any]:
    """What is known of a volume's geometry and faults, in words."""
    from pacslake.widgets.viewer import reason_words

    rows = lake.dicts("SELECT * FROM volume WHERE volume_id = ?", [volume_id])
    if not rows:
        return {"id": volume_id, "error": "this volume is not in the newest snapshot"}
    (row,) = rows
    issues = lake.rows(
        "SELECT severity, code, message FROM issue WHERE entity_id IN (?, ?) ORDER BY severity, code LIMIT 50",
        [volume_id, row["SeriesInstanceUID"]],
    )
    spacing = [round(x, 3) if x else None for x in row["spacing_mm"] or []]
    return {
        "id": volume_id, "verdict": row["verdict"], "why": reason_words(row["reason_codes"] or ()), "shape": row["shape"],
        "axes": row["axes"], "spacing": spacing, "unit": row["unit_code"], "converted": row["zarr_uri"] is not None,
        "issues": [list(i) for i in issues],
    }  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value if isinstance(value, (int, float, str, bool, type(None))) else str(value)
