"""Generated texts: the data dictionary in the docs, and the views that hold the Standard's own dictionaries.

python -m pacslake.catalog.dictionary          write docs/reference/tables.md and the dictionary views
"""

from __future__ import annotations

import atexit
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pacslake.catalog.checks import describe
from pacslake.catalog.schema import SqlFile, example_files, sql_files, table_schema

if TYPE_CHECKING:
    from pacslake.catalog.reader import Catalog

__all__ = ["dicom_dictionary_sql", "private_dictionary_sql", "tables_page", "uid_dictionary_sql"]

_NOTE = "-- Made by: python -m pacslake.catalog.dictionary"


def tables_page() -> str:
    """The text of docs/reference/tables.md: every table, view and macro with every column."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    yield "# Tables, views and macros"
    yield ""
    yield "<!-- Made by: python -m pacslake.catalog.dictionary. Do not edit. -->"
    yield ""
    yield "Columns copied from DICOM keep their keyword; computed ones are snake_case with their unit."
    yield "Counts and views are over current instances; `instance` holds all versions."
    yield ""
    for kind, title in (("tables", "Stored tables"), ("views", "Views"), ("macros", "Macros")):
        yield f"## {title}"
        yield ""
        for file in sql_files():
            if file.kind == kind:
                yield from _section(file)
    yield "## Checks"
    yield ""
    yield "Each returns offending rows; empty is good. Run them with `pacslake verify`."
    yield ""
    for file in example_files("checks"):
        yield f"- `{file.name}`: {file.title}"
    yield ""
    yield "## Questions answered"
    yield ""
    for file in example_files():
        yield f"- {file.title} (`catalog/examples/{file.name}.sql`)"


def _section(file: SqlFile) -> Iterator[str]:
    yield f"### {file.name}"
    yield ""
    yield file.title
    yield ""
    if file.kind == "macros":
        return
    rows = _columns(file)
    yield "| column | type | meaning |"
    yield "|---|---|---|"
    for name, kind, comment in rows:
        yield f"| `{name}` | {kind} | {comment.replace('|', chr(92) + '|')} |"
    yield ""


def _columns(file: SqlFile) -> list[tuple[str, str, str]]:
    if file.kind == "tables":
        return [(column.name, column.type, column.comment) for column in table_schema(file.name).columns]
    comments = describe(file.name)
    return [(name, kind, comments.get(name, "")) for name, kind in view_columns(file.name)]


def view_columns(name: str) -> list[tuple[str, str]]:
    """Names and types of a view's columns, as DuckDB gives them over empty tables."""
    return [(row[0], row[1]) for row in _empty_catalog().rows(f'DESCRIBE "{name}"')]


@cache
def _empty_catalog() -> Catalog:
    """A catalogue whose tables have no row; its folder goes with the process."""
    from pacslake.catalog.reader import Catalog
    from pacslake.layout import LakeDir

    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return Catalog.open(LakeDir.create(Path(folder.name) / "lake"))


def uid_dictionary_sql() -> str:
    """The view `uid_dictionary`: storage SOP classes and transfer syntaxes of PS3.6 Annex A."""
    from pydicom._uid_dict import UID_dictionary

    kinds = {"SOP Class": "sop_class", "Transfer Syntax": "transfer_syntax"}
    rows = sorted(
        (uid, entry[0], kinds[entry[1]])
        for uid, entry in UID_dictionary.items()
        if entry[1] in kinds and ("Storage" in entry[0] or entry[1] == "Transfer Syntax")
    )
    return _values_view(
        "uid_dictionary",
        "One row per storage SOP class and transfer syntax of the Standard (PS3.6 Annex A): its UID and name.",
        ("uid", "name", "kind"),
        rows,
        {"uid": "The UID", "name": "Its name in the Standard", "kind": "sop_class or transfer_syntax"},
    )


def dicom_dictionary_sql() -> str:
    """The view `dicom_dictionary`: data elements of PS3.6 without repeating groups."""
    from pydicom.datadict import DicomDictionary

    rows = [
        (f"{tag:08X}", keyword, vr, vm, name)
        for tag, (vr, vm, name, _, keyword) in sorted(DicomDictionary.items())
        if keyword
    ]
    return _values_view(
        "dicom_dictionary",
        "One row per data element of the Standard (PS3.6), repeating groups left out.",
        ("tag", "keyword", "vr", "vm", "name"),
        rows,
        {
            "tag": "Tag as ggggeeee",
            "keyword": "Keyword",
            "vr": "Value representation; several where the data set decides",
            "vm": "Value multiplicity",
            "name": "Name",
        },
    )


def private_dictionary_sql() -> str:
    """The view `private_dictionary`: private elements that pydicom knows, by creator."""
    from pydicom._private_dict import private_dictionaries

    rows = sorted(
        {
            (creator, key[:4].upper(), key[6:].upper()): (name, vr, vm)
            for creator, entries in private_dictionaries.items()
            for key, (vr, vm, name, _) in entries.items()
            if "|" not in creator + name and name.lower() != "unknown"
        }.items()
    )
    return _values_view(
        "private_dictionary",
        "One row per private element whose meaning is known (pydicom's dictionary): join it with private_element by "
        "private_creator, group and element_low.",
        ("private_creator", '"group"', "element_low", "name", "vr", "vm"),
        [(*key, *values) for key, values in rows],
        {
            "private_creator": "Private creator, as it stands in the data set",
            '"group"': "Group of the tag, four hexadecimal digits; X where any digit fits",
            "element_low": "Last two hexadecimal digits: the element within its block, whatever block it stands in",
            "name": "What it is, as far as known; a unit stands in the name where the vendor wrote it",
            "vr": "Value representation",
            "vm": "Value multiplicity",
        },
    )


def _values_view(
    name: str, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], comments: Mapping[str, str]
) -> str:
    """A view over one text with a row a line: DuckDB takes a second for as many single values."""
    lines = "\n".join("|".join(row) for row in rows).replace("'", "''")
    parts = ",\n".join(
        f"    split_part(line, '|', {i}) AS {column}" for i, column in enumerate(columns, start=1)
    )
    notes = "\n".join(
        f"COMMENT ON COLUMN {name}.{column} IS {_literal(text)};" for column, text in comments.items()
    )
    return (
        f"-- {title}\n\n{_NOTE}\nCREATE VIEW {name} AS\nSELECT\n{parts}\n"
        f"FROM (SELECT unnest(string_split('{lines}', chr(10))) AS line);\n\n{notes}\n"
    )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def main() -> None:
    """Write the generated files into the source tree."""
    root = Path(__file__).resolve().parents[2]
    (root / "catalog/views/uid_dictionary.sql").write_text(uid_dictionary_sql(), "utf-8")
    (root / "catalog/views/dicom_dictionary.sql").write_text(dicom_dictionary_sql(), "utf-8")
    (root / "catalog/views/private_dictionary.sql").write_text(private_dictionary_sql(), "utf-8")
    page = root / "docs/reference/tables.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(tables_page(), "utf-8")


if __name__ == "__main__":
    main()
