"""From groups of instances to Arrow tables: values that a group shares are converted once and repeated."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import repeat
from typing import Any

import pyarrow as pa

from pacslake.dicom.charset import DEFAULT
from pacslake.dicom.leaves import Leaf
from pacslake.ingest.extract.columns import (
    Plain,
    Problem,
    arrow_schema,
    convert,
    convert_shared,
    plain_columns,
)
from pacslake.ingest.extract.computed import RULES, derived, patient_key
from pacslake.ingest.extract.frames import FRAME_RULES, frame_columns
from pacslake.ingest.extract.group import Group
from pacslake.ingest.extract.issues import issue_row
from pacslake.ingest.extract.leaf_rows import LeafTable, decoded, memo_of, render, render_shared
from pacslake.ingest.extract.record import Bulk, Record, Value
from pacslake.ingest.extract.references import is_reference_path, references
from pacslake.ingest.extract.together import columns_of, render_together

__all__ = ["Tables"]

NAMES = ("instance_row", "frame", "header_own", "header_shared", "reference_row")


class _Columns:
    """Columns of a table as they grow: only what is not NULL is kept, with the row where it begins."""

    def __init__(self, table: str) -> None:
        self.schema = arrow_schema(table)
        self.data: dict[str, list[Any]] = {}
        self.n = 0

    def extend(self, n: int, columns: Mapping[str, Sequence[Any]]) -> None:
        """Add `n` rows; columns that are not given are NULL there."""
        start = self.n
        for name, values in columns.items():
            column = self.data.get(name)
            if column is None:
                column = self.data[name] = []
            if len(column) < start:
                column.extend(repeat(None, start - len(column)))
            column.extend(values)
        self.n += n

    def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows given as dicts; missing keys are NULL."""
        names = {name for row in rows for name in row}
        self.extend(len(rows), {name: [row.get(name) for row in rows] for name in names})

    def table(self, *, sparse: bool = False) -> pa.Table:
        """The rows as an Arrow table of the declared schema; `sparse`: without the columns that are all NULL."""
        arrays, fields = [], []
        for field in self.schema:
            column = self.data.get(field.name)
            if column is not None:
                column.extend(repeat(None, self.n - len(column)))
                arrays.append(pa.array(column, type=field.type))
            elif not sparse or not self.n:
                arrays.append(pa.nulls(self.n, field.type))
            else:
                continue
            fields.append(field)
        return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


class Tables:
    """Collects the rows of a unit of work."""

    def __init__(self, source_name: str | None) -> None:
        self.source_name = source_name
        self.columns = {name: _Columns(name) for name in NAMES}
        self.elements_own = LeafTable("element_own", "instance_version_id")
        self.elements_shared = LeafTable("element_shared", "template_id")
        self.issues: list[dict[str, Any]] = []
        self.templates: set[str] = set()

    def add(self, group: Group) -> None:
        """Rows of all instances of a group."""
        if not group.instances:
            return
        group.settle()
        template = self._template(group)
        values = self._instances(group, template)
        self._frames(group, values)
        self._leaves(group, template)
        self._references(group)

    def finish(self, *, sparse: bool = False) -> dict[str, pa.Table]:
        """All tables by name; `issue` too. `sparse`: as they travel best, to be `decoded` on arrival."""
        out = {name: columns.table(sparse=sparse) for name, columns in self.columns.items()}
        for name, leaves in (("element_own", self.elements_own), ("element_shared", self.elements_shared)):
            out[name] = leaves.table() if sparse else decoded(leaves.table(), arrow_schema(name))
        schema = arrow_schema("issue")
        out["issue"] = pa.Table.from_pylist(self.issues, schema=schema)
        return out

    # --- one table each ---------------------------------------------------------------------------------

    def _template(self, group: Group) -> str | None:
        """Name of what the group shares, by its content; None for an instance that is alone."""
        if len(group.instances) < 2:
            return None
        digest = hashlib.sha256()
        for i, leaf in enumerate(group.leaves):
            if i in group.varying:
                continue
            value = group.constant[i]
            digest.update(f"{leaf.path}|{leaf.vr}|{leaf.creator}|{leaf.charset.encodings}|".encode())
            digest.update(f"{value.length}|{value.sha256}".encode() if isinstance(value, Bulk) else value)
        return "t" + digest.hexdigest()[:30]

    def _instances(self, group: Group, template: str | None) -> dict[str, list[Any]]:
        """Rows of `instance_row`; gives the columns, without those that are NULL throughout."""
        n = len(group.instances)
        ids = [instance.version_id for instance in group.instances]
        values = self._plain(group, plain_columns("instance_row"))
        paths = [group.leaves[i].path for i in group.varying]
        values.update(derived(values, n))
        shared = group.record(0)
        records: list[Record] = []
        for rule in RULES:
            if rule.reads_any(paths):
                records = records or [group.record(j) for j in range(n)]
                rows = [rule.compute(record) for record in records]
                for k, name in enumerate(rule.columns):
                    values[name] = [row[k] for row in rows]
            else:
                for name, value in zip(rule.columns, rule.compute(shared), strict=True):
                    if value is not None:
                        values[name] = [value] * n
        self._absent(values, ids, "StudyDate", "study_date_missing", "no usable StudyDate", 0x00080020)
        self._absent(
            values,
            ids,
            "SeriesInstanceUID",
            "series_uid_missing",
            "no SeriesInstanceUID: the object is in no series and makes no volume",
            0x0020000E,
        )
        nothing = [None] * n
        issuers, patients = values.get("IssuerOfPatientID", nothing), values.get("PatientID", nothing)
        values["patient_key"] = [
            patient_key(a, b, self.source_name) for a, b in zip(issuers, patients, strict=True)
        ]
        instances = group.instances
        values.update(
            instance_version_id=ids,
            file_id=[x.file_id for x in instances],
            size_bytes=[x.size_bytes for x in instances],
            TransferSyntaxUID=[x.transfer_syntax for x in instances],
            template_id=[template] * n,
            pixel_keyword=[x.pixels.keyword for x in instances],
            pixel_offset=[x.pixels.offset for x in instances],
            pixel_length=[x.pixels.length for x in instances],
            n_frames=[len(x.pixels.layout.frames) or None for x in instances],
        )
        self.columns["instance_row"].extend(n, values)
        for instance in instances:
            for code, text in instance.pixels.layout.notes:
                self.issues.append(issue_row("instance", instance.version_id, code, text, tag=0x7FE00010))
        return values

    def _absent(
        self, values: dict[str, list[Any]], ids: list[str], column: str, code: str, message: str, tag: int
    ) -> None:
        """An issue for each instance that lacks what it should have."""
        for value, version in zip(values.get(column, [None] * len(ids)), ids, strict=True):
            if value is None:
                self.issues.append(issue_row("instance", version, code, message, tag=tag))

    def _plain(self, group: Group, columns: Sequence[Plain]) -> dict[str, list[Any]]:
        """Columns that copy an attribute, one value an instance; those without any value are left out."""
        n = len(group.instances)
        out: dict[str, list[Any]] = {}
        for column in columns:
            i = group.index.get(column.path)
            if i is None:
                continue
            own = group.varying.get(i)
            if own is not None:
                out[column.name] = self._varying(group, column, i, own)
                continue
            raw = group.constant[i]
            value, problems = convert_shared(column, group.leaves[i], _bytes(raw), group.little)
            if value is not None:
                out[column.name] = [value] * n
            if problems:
                for instance in group.instances:
                    self._report(instance.version_id, problems)
        return out

    def _varying(self, group: Group, column: Plain, i: int, own: Sequence[Value]) -> list[Any]:
        """A column whose attribute differs within the group; equal bytes are converted once."""
        together = group.together(i)
        if together is not None and (plain := columns_of(column, together)) is not None:
            return plain
        cache: dict[Value, tuple[Any, list[Problem]]] = {}
        found = []
        for j, raw in enumerate(own):
            hit = cache.get(raw)
            if hit is None:
                hit = cache[raw] = convert(column, group.leaves[i], _bytes(raw), group.little)
            found.append(hit[0])
            if hit[1]:
                self._report(group.instances[j].version_id, hit[1])
        return found

    def _report(self, version: str, problems: Sequence[Problem]) -> None:
        for p in problems:
            self.issues.append(issue_row("instance", version, p.code, p.message, tag=p.tag, raw=p.raw))

    def _frames(self, group: Group, values: Mapping[str, list[Any]]) -> None:
        """Rows of `frame`. An instance of one frame without functional groups has its own values there."""
        has_groups = "52009230" in group.items or "52009229" in group.items
        if not has_groups and all(len(x.pixels.layout.frames) == 1 for x in group.instances):
            self._single_frames(group, values)
            return
        for j, instance in enumerate(group.instances):
            frames = instance.pixels.layout.frames
            if not frames:
                continue
            columns, problems = frame_columns(group.record(j), len(frames))
            self._report(instance.version_id, problems)
            columns.update(
                instance_version_id=[instance.version_id] * len(frames),
                frame_index=list(range(len(frames))),
                frame_offset=[f[0] for f in frames],
                frame_length=[f[1] for f in frames],
                sha256=list(instance.pixels.digests),
            )
            if any(f[2] for f in frames):
                columns["fragment_offsets"] = [[x[0] for x in f[2]] or None for f in frames]
                columns["fragment_lengths"] = [[x[1] for x in f[2]] or None for f in frames]
            self.columns["frame"].extend(len(frames), columns)

    def _single_frames(self, group: Group, values: Mapping[str, list[Any]]) -> None:
        n = len(group.instances)
        table = self.columns["frame"]
        columns: dict[str, Sequence[Any]] = {
            name: values[name] for name in (*_shared_columns(), *FRAME_RULES) if name in values
        }
        rest = [c for c in plain_columns("frame") if c.name not in _shared_columns()]
        columns.update(self._plain(group, rest))
        if "ImageType" in values:
            columns["FrameType"] = values["ImageType"]
        for name in ("philips_scale_slope", "philips_scale_intercept"):
            if name in values:
                columns[name] = values[name]
        frames = [x.pixels.layout.frames[0] for x in group.instances]
        columns.update(
            instance_version_id=values["instance_version_id"],
            frame_index=[0] * n,
            frame_offset=[f[0] for f in frames],
            frame_length=[f[1] for f in frames],
            sha256=[x.pixels.digests[0] for x in group.instances],
        )
        if any(f[2] for f in frames):
            columns["fragment_offsets"] = [[x[0] for x in f[2]] or None for f in frames]
            columns["fragment_lengths"] = [[x[1] for x in f[2]] or None for f in frames]
        table.extend(n, columns)

    def _leaves(self, group: Group, template: str | None) -> None:
        """Rows of `header_*` and `element_*`: each value is decoded once for both."""
        little = group.little
        ids = [x.version_id for x in group.instances]
        new = template is not None and template not in self.templates
        texts: list[str | list[str]] = []
        owners = self.elements_own.owners(ids)
        constant: list[tuple[Any, ...]] = []
        leaves: list[Leaf] = []
        charset, memo = None, memo_of(DEFAULT, little)
        for i, leaf in enumerate(group.leaves):
            column = group.varying.get(i)
            if column is None:
                if leaf.charset is not charset:
                    charset, memo = leaf.charset, memo_of(leaf.charset, little)
                text, value = render_shared(leaf, group.constant[i], little, memo)
                texts.append(text)
                constant.append(value)
                leaves.append(leaf)
                continue
            together = group.together(i)
            shown, rows = render_together(together) if together else _rendered(leaf, column, little)
            texts.append(shown)
            self.elements_own.add(owners, leaf, rows)
        if template is None:  # an instance that is alone: all of it is its own
            self.elements_own.add_all(owners, leaves, constant)
        elif new:
            shared = self.elements_shared
            shared.add_all(shared.owners([template]), leaves, constant)
        self._headers(group, template, texts, ids, new)
        if template is not None:
            self.templates.add(template)

    def _headers(
        self, group: Group, template: str | None, texts: list[str | list[str]], ids: list[str], new: bool
    ) -> None:
        """JSON members: those without a varying leaf are shared."""
        n = len(ids)
        shared: list[str] = []
        own: list[str] = []  # with %s where a value varies
        columns: list[list[str]] = []
        for parts in group.members:
            filled = [part if type(part) is str else texts[part] for part in parts]  # type: ignore[index]
            varying = [part for part in filled if type(part) is list]
            if varying:
                own.append("".join(p.replace("%", "%%") if isinstance(p, str) else "%s" for p in filled))
                columns += varying
            else:
                shared.append("".join(filled))  # type: ignore[arg-type]
        if template is None:
            members = [",".join(shared)] * n
        elif own:
            members = list(map(",".join(own).__mod__, zip(*columns, strict=True)))
        else:
            members = [""] * n
        columns_own: dict[str, Sequence[Any]] = {
            "instance_version_id": ids,
            "template_id": [template] * n,
            "members": members,
        }
        self.columns["header_own"].extend(n, columns_own)
        if new:
            self.columns["header_shared"].extend(
                1, {"template_id": [template], "members": [",".join(shared)]}
            )

    def _references(self, group: Group) -> None:
        varies = any(is_reference_path(group.leaves[i].path) for i in group.varying if group.leaves[i].depth)
        table = self.columns["reference_row"]
        rows = None if varies else references(group.record(0))
        if rows == []:
            return
        for j, instance in enumerate(group.instances):
            record = group.record(j)
            head = {"from_instance": instance.version_id, "from_SOPInstanceUID": record.text("00080018")}
            table.add([{**head, **row} for row in (rows if rows is not None else references(record))])


def _rendered(leaf: Leaf, column: Sequence[Value], little: bool) -> tuple[list[str], list[tuple[Any, ...]]]:
    """JSON objects and rows of a varying leaf; equal bytes are rendered once."""
    once = {value: render(leaf, value, little) for value in dict.fromkeys(column)}
    rendered = [once[value] for value in column]
    return [text for text, _ in rendered], [row for _, row in rendered]


@cache
def _shared_columns() -> tuple[str, ...]:
    """Columns that `frame` and `instance_row` both have, with the same meaning."""
    of_instances = {(c.name, c.path, c.kind, c.is_list) for c in plain_columns("instance_row")}
    return tuple(
        c.name for c in plain_columns("frame") if (c.name, c.path, c.kind, c.is_list) in of_instances
    )


def _bytes(value: Value) -> bytes:
    return value if isinstance(value, bytes) else b""
