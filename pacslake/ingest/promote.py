"""A tag becomes a typed column of `instance` and `dicom_all`, over the instances that are there and those to come.

The column is declared in the snapshot; its comment ends with where it comes from (`promoted from 00185100`), and
that text is all that later ingests need. Values are taken from the rows of `element` (top level of the data set),
for old and new instances by the same function, so that it does not matter when a tag was promoted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pacslake.catalog.schema import Column, TableDecl, TableSchema
from pacslake.errors import CommitConflictError, LakeError, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

    from pacslake.catalog import Catalog
    from pacslake.lake import Lake

__all__ = ["Promotion", "Tag", "fill", "parse_tag", "promote_tag", "promoted_columns"]

TABLE = "instance_row"
_TYPES = {
    **dict.fromkeys(("DS", "FL", "FD"), "DOUBLE"),
    **dict.fromkeys(("IS", "US", "SS", "UL", "SL", "UV", "SV", "TM"), "BIGINT"),
    **dict.fromkeys(
        ("AE", "AS", "CS", "LO", "SH", "UI", "PN", "ST", "LT", "UT", "UC", "UR", "AT"), "VARCHAR"
    ),
    "DA": "DATE",
    "DT": "TIMESTAMP",
}
_FROM = re.compile(
    r"promoted from (?:(?P<creator>.+):)?(?P<group>[0-9A-F]{4}),?(?P<low>[0-9A-F]{2,4}) (?P<vr>[A-Z]{2})$"
)
_VALUES = "value_text, value_double, value_int, value_list"


@dataclass(frozen=True)
class Tag:
    """A tag of the standard, or of a private creator (then `element` is its last two digits). Hex in capitals."""

    group: str
    element: str
    creator: str | None = None

    def __str__(self) -> str:
        return f"{self.creator}:{self.group},{self.element}" if self.creator else self.group + self.element

    @property
    def where(self) -> tuple[str, list[str]]:
        """The condition on rows of `element`, and its parameters."""
        if self.creator is None:
            return "depth = 0 AND tag = ?", [self.group + self.element]
        condition = "depth = 0 AND private_creator = ? AND starts_with(tag, ?) AND element_low = ?"
        return condition, [self.creator, self.group, self.element]


@dataclass(frozen=True)
class Promotion:
    """The column that a tag became; `n_instances` versions have a value in it."""

    tag: str
    name: str
    type: str
    n_instances: int
    snapshot_id: int


def parse_tag(text: str) -> Tag:
    """`SliceThickness`, `00180050` or `GEMS_PARM_01:0043,39`.

    >>> str(parse_tag("GEMS_PARM_01:0043,xx39"))
    'GEMS_PARM_01:0043,39'

    Raises: UsageError.
    """
    from pacslake.dicom.dictionary import is_private, tag_for

    creator, colon, place = text.rpartition(":")
    if colon:
        found = re.fullmatch(r"\(?([0-9A-Fa-f]{4}),(?:xx)?([0-9A-Fa-f]{2})\)?", place.strip())
        if found is None or not creator.strip() or not int(found[1], 16) % 2:
            raise UsageError(f"{text!r} is no private tag: write CREATOR:gggg,ee with an odd group")
        return Tag(found[1].upper(), found[2].upper(), creator.strip())
    found = re.fullmatch(r"\(?([0-9A-Fa-f]{4}),?([0-9A-Fa-f]{4})\)?", text.strip())
    number = int(found[1] + found[2], 16) if found else tag_for(text.strip())
    if number is None:
        raise UsageError(
            f"{text!r} is no keyword of the standard and no tag; write KEYWORD, ggggeeee or CREATOR:gggg,ee"
        )
    if is_private(number):
        raise UsageError("a private tag needs its creator, since blocks move: write CREATOR:gggg,ee")
    return Tag(f"{number >> 16:04X}", f"{number & 0xFFFF:04X}")


def promote_tag(lake: Lake, text: str, *, name: str | None = None) -> Promotion:
    """Make a typed column of a tag; to do so again changes nothing.

    Raises: UsageError for a tag that is a column already, is a sequence or binary, or a name that is taken.
    """
    tag = parse_tag(text)
    for attempt in range(20):
        lake.refresh()
        column = _column(lake.catalog, tag, name)
        done = _publish(lake, tag, column)
        if done is not None:
            lake.refresh()
            return Promotion(str(tag), column.name, column.type, done, lake.snapshot_id)
        from pacslake.catalog.writer import pause

        pause(attempt)
    raise CommitConflictError("other writers were faster again and again; try again")


def _column(catalog: Catalog, tag: Tag, name: str | None) -> Column:
    """The column for a tag: name, type by VR and multiplicity, and the comment that says where it comes from."""
    from pacslake.dicom import dictionary as d

    number = None if tag.creator else int(tag.group + tag.element, 16)
    keyword = d.keyword_for(number) if number is not None else None
    vr = _vr(catalog, tag)
    kind = _TYPES.get(vr)
    if kind is None:
        raise UsageError(f"{tag} has VR {vr}: sequences and binary values stay in `element` and `header`")
    several = number is not None and d.multiplicity(number) not in ("1", "")
    schema = catalog.snapshot.schema(TABLE)
    before = {c.name.lower(): c for c in schema.columns}
    plain = name or keyword or _slug(tag)
    chosen = plain if name or vr != "TM" else f"{plain}_us"
    same = next((c for c in schema.columns if (m := _definition(c)) and m[0] == tag), None)
    if same is not None and name in (None, same.name):
        return same
    for taken in {chosen.lower(), plain.lower()} & set(before):
        raise UsageError(
            f"{before[taken].name} is a column of instance already"
            + ("" if keyword and taken == keyword.lower() else "; give another with --name")
        )
    unit = ", microseconds since midnight" if vr == "TM" else ""
    title = f"{keyword or tag}{unit}; promoted from {tag} {vr}"
    return Column(chosen, kind + "[]" * (several and kind != "DATE"), 0, title)


def _vr(catalog: Catalog, tag: Tag) -> str:
    """The VR that most instances sent, else that of the dictionary."""
    from pacslake.dicom import dictionary as d

    where, params = tag.where
    found = catalog.rows(
        f"SELECT vr FROM element WHERE {where} AND vr <> 'UN' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
        params,
    )
    if found:
        return str(found[0][0])
    if tag.creator is None:
        return d.public_vr(int(tag.group + tag.element, 16)) or "LO"
    return d.private_vr(int(tag.group + "10" + tag.element, 16), tag.creator) or "LO"


def _slug(tag: Tag) -> str:
    words = re.sub(r"[^a-z0-9]+", "_", (tag.creator or "tag").lower()).strip("_")
    return (
        f"{words}_{tag.group}_{tag.element}".lower()
        if words[:1].isalpha()
        else f"p_{words}_{tag.group}_{tag.element}"
    )


def _publish(lake: Lake, tag: Tag, column: Column) -> int | None:
    """Write the table's files with the new column and make them a snapshot; None after a lost race."""
    from pacslake.catalog.compaction import BLOOM_COLUMNS
    from pacslake.catalog.parquet import read_table, write_table
    from pacslake.catalog.snapshot import TableFile, publish_snapshot
    from pacslake.catalog.writer import declare, still_valid, withdraw

    store, head = lake.dir.store, lake.catalog.snapshot
    declared = declare(head, [TableDecl(TABLE, (column,))])
    schema = head.child(note="", batch_id=None, declared=declared).schema(TABLE)
    where, params = tag.where
    leaves = lake.arrow(f"SELECT instance_version_id, {_VALUES} FROM element WHERE {where}", params)
    values = _values(leaves, "instance_version_id", column)
    n = sum(value is not None for value in values.values())
    if declared == dict(head.declared):
        return n
    written: list[TableFile] = []
    try:
        for file in head.tables.get(TABLE, ()):
            rows = read_table(store, [file], schema)
            rows = _set(
                rows, schema, column, [values.get(i) for i in rows.column("instance_version_id").to_pylist()]
            )
            bloom = BLOOM_COLUMNS[TABLE] if rows.num_rows > 50_000 else ()
            written.append(write_table(store, schema, rows, sorted_by=file.sorted_by, bloom=bloom))
        tables = {**head.tables, TABLE: tuple(written)} if written else dict(head.tables)
        after = head.child(
            note=f"promote {column.name}", batch_id=None, tables=tables, declared=declared,
            derived=still_valid(head, tables),
        )  # fmt: skip
        if publish_snapshot(store, after) is not None:
            return n
    except OSError as error:
        withdraw(store, written)
        raise LakeError(f"the column could not be written ({error.strerror}); nothing was changed") from error
    except BaseException:
        withdraw(store, written)
        raise
    withdraw(store, written)
    return None


# --- columns that are declared, for new instances --------------------------------------------------


def promoted_columns(schema: TableSchema) -> list[tuple[Column, Tag]]:
    """The columns of `instance_row` that tags were promoted to."""
    return [(c, found[0]) for c in schema.columns if c.field_id > 10_000 and (found := _definition(c))]


def _definition(column: Column) -> tuple[Tag, str] | None:
    found = _FROM.search(column.comment)
    return (Tag(found["group"], found["low"], found["creator"]), found["vr"]) if found else None


def fill(schema: TableSchema, instances: pa.Table, own: pa.Table | None, shared: pa.Table | None) -> pa.Table:
    """New rows of `instance_row` with their promoted columns.

    Args:
        schema: of `instance_row` in the snapshot.
        own, shared: their rows of `element_own` and `element_shared`, those of known templates included.
    """
    for column, tag in promoted_columns(schema):
        mine = _values(_only(own, tag), "instance_version_id", column)
        ours = _values(_only(shared, tag), "template_id", column)
        templates = (
            instances.column("template_id").to_pylist()
            if "template_id" in instances.column_names
            else [None] * instances.num_rows
        )
        keys = zip(instances.column("instance_version_id").to_pylist(), templates, strict=True)
        instances = _set(instances, schema, column, [mine.get(i, ours.get(t)) for i, t in keys])
    return instances


def _only(rows: pa.Table | None, tag: Tag) -> pa.Table | None:
    """The leaves of a tag at the top level; the conditions of `Tag.where`, on Arrow."""
    import pyarrow.compute as pc

    if rows is None:
        return None
    here = pc.equal(rows.column("depth"), 0)
    if tag.creator is None:
        return rows.filter(pc.and_(here, pc.equal(rows.column("tag"), tag.group + tag.element)))
    here = pc.and_(here, pc.equal(rows.column("private_creator"), tag.creator))
    here = pc.and_(here, pc.starts_with(rows.column("tag"), tag.group))
    return rows.filter(pc.and_(here, pc.equal(rows.column("element_low"), tag.element)))


def _set(rows: pa.Table, schema: TableSchema, column: Column, values: Sequence[Any]) -> pa.Table:
    import pyarrow as pa

    from pacslake.catalog.parquet import arrow_schema

    field = arrow_schema(schema).field(column.name)
    at = rows.schema.get_field_index(column.name)
    array = pa.array(values, field.type)
    return rows.append_column(field, array) if at < 0 else rows.set_column(at, field, array)


def _values(leaves: pa.Table | None, key: str, column: Column) -> dict[str, Any]:
    """Key of a row -> the column's value; equal leaves are converted once."""
    found = _definition(column)
    if leaves is None or found is None:
        return {}
    names = (key, *_VALUES.split(", "))
    known: dict[Any, Any] = {}
    result = {}
    for name, text, double, whole, items in zip(*(leaves.column(n).to_pylist() for n in names), strict=True):
        leaf = (text, double, whole, tuple(items) if items else None)
        if leaf not in known:
            known[leaf] = typed(found[1], column.type, *leaf)
        result[name] = known[leaf]
    return result


def typed(
    vr: str, kind: str, text: str | None, double: float | None, whole: int | None, items: Sequence[str] | None
) -> Any:
    """A leaf's value in the column's type; None where it is absent or cannot be read for certain."""
    from pacslake.dicom import values as v

    one = items[0] if items else text
    if kind.endswith("[]"):
        words = list(items) if items else [text] if text else []
        read = [_number(kind[:-2], word) for word in words]
        return None if not read or any(value is None for value in read) else read
    if one is None or not one.strip():
        return None
    if kind == "DATE":
        return v.parse_date(one)[0]
    if kind == "TIMESTAMP":
        return v.parse_datetime(one)[0]
    if vr == "TM":
        return v.parse_time(one)[0]
    if kind == "DOUBLE":
        return double
    if kind == "BIGINT":
        return whole
    return one.partition("=")[0].rstrip() or None if vr == "PN" else one


def _number(kind: str, word: str) -> Any:
    from pacslake.dicom import values as v

    if kind == "DOUBLE":
        return v.decimal(word.strip())
    if kind == "BIGINT":
        return v.parse_integer(word.strip())[0]
    return word


def fill_tables(catalog: Catalog, tables: Mapping[str, list[pa.Table]]) -> None:
    """Give the new rows of a commit their promoted columns, in place; nothing to do in most lakes."""
    schema = catalog.snapshot.schema(TABLE)
    if not tables.get(TABLE) or not promoted_columns(schema):
        return
    import pyarrow as pa

    own, shared = (
        pa.concat_tables(tables[name], promote_options="permissive") if tables.get(name) else None
        for name in ("element_own", "element_shared")
    )
    tables[TABLE][:] = [fill(schema, part, own, shared) for part in tables[TABLE]]
