"""A spreadsheet of the user as a table of the lake: typed where every value fits, checked against the lake's keys.

A reload replaces the rows; older snapshots keep what was there.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake.clinical.values import digest
from pacslake.errors import MissingExtraError, PolicyError, UsageError

if TYPE_CHECKING:
    from pacslake.catalog import Catalog, Changes
    from pacslake.lake import Lake

__all__ = ["MATCHES", "Sheet", "load_sheet", "read_sheet"]

MATCHES = {
    "PatientID": "SELECT DISTINCT PatientID FROM patient", "patient_key": "SELECT patient_key FROM patient",
    "StudyInstanceUID": "SELECT StudyInstanceUID FROM study", "AccessionNumber": "SELECT DISTINCT AccessionNumber FROM study",
    "SeriesInstanceUID": "SELECT SeriesInstanceUID FROM series", "volume_id": "SELECT volume_id FROM volume",
}  # fmt: skip
"""What a key can be compared with."""

MISSING = frozenset({"", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "None", "."})
_RESERVED = frozenset({"row_id"})


@dataclass
class Sheet:
    """What a load did. `unmatched` are positions of rows, from 1, whose key is not in the lake."""

    table: str
    n_rows: int = 0
    n_matched: int = 0
    n_repeated: int = 0
    unmatched: list[int] = field(default_factory=list)
    columns: list[dict[str, Any]] = field(default_factory=list)
    unreadable: list[tuple[int, str]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "table": self.table, "n_rows": self.n_rows, "n_matched": self.n_matched, "n_unmatched": len(self.unmatched),
            "n_repeated": self.n_repeated, "unmatched_rows": self.unmatched, "columns": self.columns,
            "unreadable": [{"row": n, "column": c} for n, c in self.unreadable],
        }  # fmt: skip

    def __str__(self) -> str:
        return (
            f"{self.table}: {self.n_rows} rows, {self.n_matched} of them of the lake, {len(self.unmatched)} of nobody here, "
            f"{self.n_repeated} with a key that another row has too"
        )


def read_sheet(path: Path) -> tuple[list[str], list[list[Any]]]:
    """Headings and rows of a CSV (comma, semicolon or tab), Parquet or Excel file.

    Raises:
        UsageError: another ending, an empty file, headings that repeat, or text that is not UTF-8.
        MissingExtraError: an Excel file without openpyxl.
    """
    ending = path.suffix.lower()
    if ending == ".parquet":
        import pyarrow.parquet

        table = pyarrow.parquet.read_table(path)
        names, rows = (
            table.column_names,
            [list(r) for r in zip(*(c.to_pylist() for c in table.columns), strict=True)],
        )
    elif ending in (".csv", ".tsv", ".txt"):
        try:
            text = path.read_text("utf-8-sig")
        except UnicodeDecodeError:
            raise UsageError(f"{path} is not UTF-8; save it as UTF-8") from None
        mark = max(",;\t", key=text.split("\n", 1)[0].count)
        found = [
            row for row in csv.reader(io.StringIO(text), delimiter=mark) if any(cell.strip() for cell in row)
        ]
        names, rows = (found[0], [list(row) for row in found[1:]]) if found else ([], [])
    elif ending == ".xlsx":
        try:
            import openpyxl
        except ImportError:
            raise MissingExtraError("an Excel file", "openpyxl", "clinical") from None
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        cells = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        cells = [row for row in cells if any(c is not None for c in row)]
        names, rows = ([str(c or "") for c in cells[0]], cells[1:]) if cells else ([], [])
    else:
        raise UsageError(f"{path.name}: a table is a .csv, .tsv, .parquet or .xlsx file")
    names = [str(n).strip() for n in names]
    if not names:
        raise UsageError(f"{path} is empty")
    twice = [n for n, k in Counter(names).items() if k > 1]
    if twice:
        raise UsageError(f"{path}: the heading {twice[0]!r} stands twice")
    width = len(names)
    return names, [(row + [None] * width)[:width] for row in rows]


def load_sheet(
    lake: Lake,
    source: str | os.PathLike[str],
    *,
    key: str,
    table: str | None = None,
    matches: str | None = None,
    dictionary: str | os.PathLike[str] | None = None,
) -> Sheet:
    """Load a spreadsheet as a table.

    Args:
        source: CSV, TSV, Parquet or Excel (first sheet).
        key: the heading of the column that says whose a row is.
        table: name in the lake; by default the file's.
        matches: one of `MATCHES`; by default the key itself where it is one, else PatientID.
        dictionary: CSV with the columns column, type, unit, description; a type named there is held to: a value that
            does not fit is NULL and told of.

    Raises:
        UsageError: no such file, column or type; or the name belongs to the catalogue.
        PolicyError: a research lake.
    """
    from pacslake.catalog import TableDecl

    path = Path(source).expanduser()
    if not path.is_file():
        raise UsageError(f"there is no file {path}")
    if lake.zone == "research":
        raise PolicyError("a research lake holds no identities: load the table into the identified lake")
    names, rows = read_sheet(path)
    if key not in names:
        raise UsageError(f"{path.name} has no column {key!r}; it has {', '.join(names[:20])}")
    target = matches or (key if key in MATCHES else "PatientID")
    if target not in MATCHES:
        raise UsageError(f"a key cannot be compared with {target!r}; it can with {', '.join(MATCHES)}")
    name = table or re.sub(r"\W+", "_", path.stem).strip("_").lower()
    TableDecl(name)  # checks the name's form
    own = "clinical_table" in lake.catalog.snapshot.tables and lake.rows(
        "SELECT 1 FROM clinical_table WHERE table_name = ?", [name]
    )
    if lake.catalog.has_table(name) and not own:
        raise UsageError(f"{name!r} is a table or view of every lake; choose another with --table")
    said = _dictionary(dictionary, names) if dictionary is not None else {}
    known = {str(value) for (value,) in lake.rows(MATCHES[target]) if value is not None}
    return _write(lake, path, name, key, target, names, rows, said, known)


def _dictionary(path: str | os.PathLike[str], names: Sequence[str]) -> dict[str, dict[str, str]]:
    place = Path(path).expanduser()
    if not place.is_file():
        raise UsageError(f"there is no file {place}")
    headings, rows = read_sheet(place)
    if "column" not in headings:
        raise UsageError(f"{place.name}: a dictionary has the columns column, type, unit, description")
    out = {}
    for row in rows:
        entry = {h: str(v or "").strip() for h, v in zip(headings, row, strict=True)}
        if entry["column"] not in names:
            raise UsageError(f"{place.name} describes {entry['column']!r}, which the table does not have")
        if entry.get("type") and entry["type"].upper() not in _READERS:
            raise UsageError(f"{place.name}: no type {entry['type']!r}; there are {', '.join(_READERS)}")
        out[entry["column"]] = entry
    return out


def _write(
    lake: Lake, path: Path, name: str, key: str, target: str, names: Sequence[str], rows: Sequence[Sequence[Any]],
    said: Mapping[str, Mapping[str, str]], known: set[str],
) -> Sheet:  # fmt: skip
    from pacslake.catalog import Column, TableDecl

    done = Sheet(name, len(rows))
    columns, values, described = [], [], []
    used = set(_RESERVED)
    for at, heading in enumerate(names):
        raw = [_bare(row[at]) for row in rows]
        entry = said.get(heading, {})
        kind = "VARCHAR" if heading == key else entry.get("type", "").upper() or _kind(raw)
        read = [None if v is None else _READERS[kind](v) for v in raw]
        bad = [
            n for n, (v, r) in enumerate(zip(raw, read, strict=True), start=1) if v is not None and r is None
        ]
        done.unreadable += [(n, heading) for n in bad]
        unit = entry.get("unit") or _unit(heading)
        own = _name(heading, used)
        columns.append(Column(own, kind, comment=entry.get("description") or f"{heading!r} of {path.name}"))
        values.append(read)
        there = [r for r in read if r is not None]
        ordered = kind != "VARCHAR" and kind != "BOOLEAN" and bool(there)
        described.append({
            "table_name": name, "column_name": own, "position": at, "source_name": heading, "type": kind, "unit": unit,
            "description": entry.get("description") or None, "n_missing": sum(v is None for v in raw), "n_unreadable": len(bad),
            "n_distinct": len(set(there)), "smallest": str(min(there)) if ordered else None, "largest": str(max(there)) if ordered else None,
        })  # fmt: skip
    keys = [_bare(row[list(names).index(key)]) for row in rows]
    texts = [None if k is None else str(k) for k in keys]
    done.unmatched = [n for n, k in enumerate(texts, start=1) if k not in known]
    done.n_matched = done.n_rows - len(done.unmatched)
    counts = Counter(k for k in texts if k is not None)
    done.n_repeated = sum(k is not None and counts[k] > 1 for k in texts)
    done.columns = [{k: v for k, v in d.items() if k not in ("table_name", "position")} for d in described]
    made = [
        {"row_id": digest("u", name, str(n)), **dict(zip((c.name for c in columns), row, strict=True))}
        for n, row in enumerate(zip(*values, strict=True))
    ]
    about = {
        "table_name": name, "key_column": next(c.name for c, h in zip(columns, names, strict=True) if h == key), "matches": target,
        "uri": str(path.resolve()), "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "n_rows": done.n_rows,
        "n_matched": done.n_matched, "n_unmatched": len(done.unmatched), "n_repeated": done.n_repeated,
        "loaded_at": datetime.now(UTC).replace(tzinfo=None),
    }  # fmt: skip
    declaration = TableDecl(
        name,
        (Column("row_id", "VARCHAR", comment="Key of the row"), *columns),
        f"Loaded from {path.name}; see clinical_table",
    )

    def build(catalog: Catalog) -> Changes:
        from pacslake.catalog import Changes, Replace

        gone = catalog.rows(f'SELECT row_id FROM "{name}"') if name in catalog.snapshot.tables else []
        ids = list({*(i for (i,) in gone), *(row["row_id"] for row in made)})
        return Changes(
            declare=(declaration,),
            replace=[
                Replace(name, "row_id", ids, made), Replace("clinical_table", "table_name", [name], [about]),
                Replace("clinical_column", "table_name", [name], described),
            ],
        )  # fmt: skip

    lake.commit(build, note=f"the table {name}")
    return done


def _bare(value: Any) -> Any:
    """A value without what stands for none."""
    if isinstance(value, str):
        value = value.strip()
        return None if value in MISSING else value
    return None if value is None or value != value else value


def _whole(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    # A leading zero is a number of something, such as a record number, and not a quantity.
    return (
        int(value)
        if isinstance(value, str) and re.fullmatch(r"[+-]?(0|[1-9]\d{0,17})", value, re.ASCII)
        else None
    )


def _decimal(value: Any) -> float | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    good = isinstance(value, str) and re.fullmatch(
        r"[+-]?((0|[1-9]\d*)(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", value, re.ASCII
    )
    return float(value) if good else None


def _truth(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False, "yes": True, "no": False}.get(str(value).lower())


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else None
    if isinstance(value, date):
        return value
    try:
        return (
            date.fromisoformat(value)
            if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII)
            else None
        )
    except ValueError:
        return None


def _time(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    try:
        good = isinstance(value, str) and re.fullmatch(
            r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?", value, re.ASCII
        )
        return datetime.fromisoformat(value) if good else None
    except ValueError:
        return None


_READERS: dict[str, Callable[[Any], Any]] = {
    "BOOLEAN": _truth, "BIGINT": _whole, "DOUBLE": _decimal, "DATE": _day, "TIMESTAMP": _time, "VARCHAR": str,
}  # fmt: skip


def _kind(values: Sequence[Any]) -> str:
    """The narrowest type that every value fits; dates only as YYYY-MM-DD, since 01/02 may be either."""
    there = [v for v in values if v is not None]
    for kind, read in _READERS.items():
        if there and all(read(v) is not None for v in there):
            return kind
    return "VARCHAR"


def _unit(heading: str) -> str | None:
    match = re.search(r"[(\[]([^()\[\]]{1,20})[)\]]\s*$", heading)
    return match[1].strip() if match else None


def _name(heading: str, used: set[str]) -> str:
    """A heading as a column's name, its unit left out; unlike all others in any case."""
    bare = re.sub(r"\s*[(\[][^()\[\]]{1,20}[)\]]\s*$", "", heading)
    base = re.sub(r"\W+", "_", bare, flags=re.ASCII).strip("_") or "column"
    if base[0].isdigit():
        base = f"c_{base}"
    name, n = base, 2
    while name.lower() in used:
        name, n = f"{base}_{n}", n + 1
    used.add(name.lower())
    return name
