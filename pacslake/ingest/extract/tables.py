"""From groups of instances to Arrow tables: values that a group shares are converted once and repeated."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import repeat
from typing import Any

import pyarrow as pa

from pacslake.dicom.leaves import leaf_json
from pacslake.ingest.extract.columns import Plain, Problem, arrow_schema, convert, plain_columns
from pacslake.ingest.extract.computed import RULES, patient_key
from pacslake.ingest.extract.frames import frame_values
from pacslake.ingest.extract.group import Group
from pacslake.ingest.extract.issues import issue_row
from pacslake.ingest.extract.leaf_rows import LEAF_COLUMNS, VALUE_COLUMNS, leaf_place, leaf_value
from pacslake.ingest.extract.record import Bulk
from pacslake.ingest.extract.references import is_reference_path, references

__all__ = ["Tables"]

NAMES = (
    "instance_row", "frame", "header_own", "header_shared", "element_own", "element_shared", "reference_row",
)  # fmt: skip


class _Columns:
    """Columns of a table as lists, all of the same length after `close`."""

    def __init__(self, table: str) -> None:
        self.schema = arrow_schema(table)
        self.data: dict[str, list[Any]] = {name: [] for name in self.schema.names}
        self.n = 0

    def extend(self, n: int, **columns: Sequence[Any]) -> None:
        """Add `n` rows; columns that are not given become NULL."""
        self.n += n
        for name, values in columns.items():
            self.data[name].extend(values)
        for values in self.data.values():
            if len(values) < self.n:
                values.extend(repeat(None, self.n - len(values)))

    def add(self, rows: Sequence[dict[str, Any]]) -> None:
        """Add rows given as dicts; missing keys become NULL."""
        for name, values in self.data.items():
            values.extend([row.get(name) for row in rows])
        self.n += len(rows)

    def table(self) -> pa.Table:
        arrays = [pa.array(self.data[f.name], type=f.type) for f in self.schema]
        return pa.Table.from_arrays(arrays, schema=self.schema)


class Tables:
    """Collects the rows of a unit of work."""

    def __init__(self, source_name: str | None) -> None:
        self.source_name = source_name
        self.columns = {name: _Columns(name) for name in NAMES}
        self.issues: list[dict[str, Any]] = []
        self.templates: set[str] = set()

    def add(self, group: Group) -> None:
        """Rows of all instances of a group."""
        if not group.instances:
            return
        group.settle()
        template = self._template(group)
        self._instances(group, template)
        self._frames(group)
        self._headers(group, template)
        self._elements(group, template)
        self._references(group)

    def finish(self) -> dict[str, pa.Table]:
        """All tables by name; `issue` too."""
        out = {name: columns.table() for name, columns in self.columns.items()}
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

    def _instances(self, group: Group, template: str | None) -> None:
        n = len(group.instances)
        ids = [instance.version_id for instance in group.instances]
        values = self._plain(group, plain_columns("instance_row"), report=True)
        paths = [group.leaves[i].path for i in group.varying]
        shared = group.record(0)
        for rule in RULES:
            if rule.reads_any(paths):
                rows = [rule.compute(group.record(j)) for j in range(n)]
                for k, name in enumerate(rule.columns):
                    values[name] = [row[k] for row in rows]
            else:
                for name, value in zip(rule.columns, rule.compute(shared), strict=True):
                    values[name] = [value] * n
        self._no_study_date(values, ids)
        issuers, patients = values["IssuerOfPatientID"], values["PatientID"]
        values["patient_key"] = [
            patient_key(a, b, self.source_name) for a, b in zip(issuers, patients, strict=True)
        ]
        values.update(
            instance_version_id=ids,
            file_id=[x.file_id for x in group.instances],
            size_bytes=[x.size_bytes for x in group.instances],
            TransferSyntaxUID=[x.transfer_syntax for x in group.instances],
            template_id=[template] * n,
            pixel_keyword=[x.pixels.keyword for x in group.instances],
            pixel_offset=[x.pixels.offset for x in group.instances],
            pixel_length=[x.pixels.length for x in group.instances],
            n_frames=[len(x.pixels.layout.frames) or None for x in group.instances],
        )
        self.columns["instance_row"].extend(n, **values)
        for instance in group.instances:
            for code, text in instance.pixels.layout.notes:
                self.issues.append(issue_row("instance", instance.version_id, code, text, tag=0x7FE00010))

    def _no_study_date(self, values: dict[str, list[Any]], ids: list[str]) -> None:
        for day, version, study in zip(values["StudyDate"], ids, values["StudyInstanceUID"], strict=True):
            if day is None and study is not None:
                self.issues.append(
                    issue_row(
                        "instance", version, "study_date_missing", "no usable StudyDate", tag=0x00080020
                    )
                )

    def _plain(self, group: Group, columns: Sequence[Plain], *, report: bool) -> dict[str, list[Any]]:
        """Columns that copy an attribute, one value an instance."""
        n = len(group.instances)
        out: dict[str, list[Any]] = {}
        for column in columns:
            i = group.index.get(column.path)
            if i is None:
                out[column.name] = [None] * n
                continue
            leaf = group.leaves[i]
            own = group.varying.get(i)
            if own is None:
                raw = group.constant[i]
                value, problems = convert(column, leaf, raw if isinstance(raw, bytes) else b"", group.little)
                out[column.name] = [value] * n
                if report and problems:
                    for instance in group.instances:
                        self._report(instance.version_id, problems)
                continue
            cache: dict[Any, tuple[Any, list[Problem]]] = {}
            found = []
            for j, raw in enumerate(own):
                hit = cache.get(raw)
                if hit is None:
                    hit = cache[raw] = convert(
                        column, leaf, raw if isinstance(raw, bytes) else b"", group.little
                    )
                found.append(hit[0])
                if report and hit[1]:
                    self._report(group.instances[j].version_id, hit[1])
            out[column.name] = found
        return out

    def _report(self, version: str, problems: Sequence[Problem]) -> None:
        for p in problems:
            self.issues.append(issue_row("instance", version, p.code, p.message, tag=p.tag, raw=p.raw))

    def _frames(self, group: Group) -> None:
        has_groups = "52009230" in group.items or "52009229" in group.items
        table = self.columns["frame"]
        simple = not has_groups and all(len(x.pixels.layout.frames) == 1 for x in group.instances)
        shared = None if has_groups or group.varying else frame_values
        for j, instance in enumerate(group.instances):
            frames = instance.pixels.layout.frames
            if not frames:
                continue
            rows, problems = frame_values(group.record(j), len(frames), has_groups)
            self._report(instance.version_id, problems)
            for k, (offset, length, fragments) in enumerate(frames):
                rows[k].update(
                    instance_version_id=instance.version_id,
                    frame_index=k,
                    frame_offset=offset,
                    frame_length=length,
                    fragment_offsets=[f[0] for f in fragments] or None,
                    fragment_lengths=[f[1] for f in fragments] or None,
                    sha256=instance.pixels.digests[k],
                )
            table.add(rows)
        del simple, shared

    def _headers(self, group: Group, template: str | None) -> None:
        n = len(group.instances)
        shared: list[str] = []
        own: list[list[str | int]] = []
        for parts in group.members:
            text, varies = self._rendered(group, parts, everything=template is None)
            if varies:
                own.append(text)
            else:
                shared.append("".join(map(str, text)))
        members = []
        for j in range(n):
            record = group.record(j)
            rendered = []
            for parts in own:
                rendered.append(
                    "".join(p if isinstance(p, str) else _leaf_text(group, record, p) for p in parts)
                )
            members.append(",".join(rendered))
        self.columns["header_own"].extend(
            n,
            instance_version_id=[x.version_id for x in group.instances],
            template_id=[template] * n,
            members=members,
        )
        if template is not None and template not in self.templates:
            self.columns["header_shared"].extend(1, template_id=[template], members=[",".join(shared)])

    def _rendered(
        self, group: Group, parts: list[str | int], *, everything: bool
    ) -> tuple[list[str | int], bool]:
        """A member with the leaves filled in that the group shares; (parts, whether some are left)."""
        out: list[str | int] = []
        varies = everything
        record = group.record(0)
        for part in parts:
            if isinstance(part, int) and (part in group.varying):
                varies = True
                out.append(part)
                continue
            text = part if isinstance(part, str) else _leaf_text(group, record, part)
            if out and isinstance(out[-1], str):
                out[-1] += text
            else:
                out.append(text)
        return out, varies

    def _elements(self, group: Group, template: str | None) -> None:
        n = len(group.instances)
        ids = [x.version_id for x in group.instances]
        new = template is not None and template not in self.templates
        shared_rows = []
        own = self.columns["element_own"]
        for i, leaf in enumerate(group.leaves):
            place = leaf_place(leaf)
            column = group.varying.get(i)
            if column is None and template is not None:
                if new:
                    shared_rows.append((template, *place, *leaf_value(leaf, group.constant[i], group.little)))
                continue
            values = [leaf_value(leaf, x, group.little) for x in (column or [group.constant[i]])]
            data: dict[str, Sequence[Any]] = {"instance_version_id": ids}
            data.update({name: [x] * n for name, x in zip(LEAF_COLUMNS, place, strict=False)})
            data.update({name: [row[k] for row in values] for k, name in enumerate(VALUE_COLUMNS)})
            own.extend(n, **data)
        if shared_rows:
            names = ("template_id", *LEAF_COLUMNS)
            columns = {name: [row[k] for row in shared_rows] for k, name in enumerate(names)}
            self.columns["element_shared"].extend(len(shared_rows), **columns)
        if template is not None:
            self.templates.add(template)

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


def _leaf_text(group: Group, record: Any, i: int) -> str:
    leaf = group.leaves[i]
    value = record.own.get(i, group.constant[i])
    if isinstance(value, Bulk):
        if not value.length:
            return f'{{"vr":"{leaf.vr}"}}'
        return f'{{"vr":"{leaf.vr}","BulkDataURI":"#{leaf.path}"}}'
    return leaf_json(leaf, value, group.little)
