"""`Extractor`: files of one unit of work in, rows out."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from mmap import mmap
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from pacslake.dicom.leaves import Parsed, parse
from pacslake.dicom.scan import Scan, scan
from pacslake.ingest.extract.form import read_by_form, remember_form
from pacslake.ingest.extract.group import BULK_FROM, Group, Instance, kept_value, kept_values, shape_key
from pacslake.ingest.extract.issues import issue_row
from pacslake.ingest.extract.memo import Match, make_plan
from pacslake.ingest.extract.pixels import attributes, find_pixel_element, judge_pixels, pixels_at
from pacslake.ingest.extract.record import Bulk, Record, Value
from pacslake.ingest.extract.tables import Tables

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Extracted", "Extractor"]

Kind = Literal["dicom", "not_dicom", "dicomdir", "quarantined"]
RECENT = 6
"""Groups that a file is compared with before it is read in full."""
MEDIA_DIRECTORY = "1.2.840.10008.1.3.10"


class Extracted(NamedTuple):
    """What one file is. UIDs are as written, padding off; None where they could not be read."""

    kind: Kind
    reason: str | None
    sha256: str
    has_preamble: bool
    TransferSyntaxUID: str | None = None
    dataset_offset: int | None = None
    pixel_offset: int | None = None
    pixel_length: int | None = None
    SOPInstanceUID: str | None = None
    SeriesInstanceUID: str | None = None
    StudyInstanceUID: str | None = None
    SOPClassUID: str | None = None
    instance_version_id: str | None = None
    issues: tuple[Mapping[str, Any], ...] = ()


class Extractor:
    """Reads the files of one unit of work, best a folder in path order; never raises on bad bytes.

    Rows of all good files come from `finish`, whatever becomes of them later (a duplicate's are dropped by
    the caller).
    """

    def __init__(self, *, source_name: str | None = None) -> None:
        self.source_name = source_name
        self._groups: dict[tuple[Any, ...], Group] = {}
        self._recent: list[Group] = []
        self._seen: set[str] = set()

    def add(self, data: bytes | mmap, *, file_id: str, uri: str, size_bytes: int) -> Extracted:
        """Read one file: `data` are all its bytes. `uri` serves for nothing but errors of our own.

        A large file comes mapped: its pixels are digested where they are and never held.
        """
        data = data if isinstance(data, bytes | mmap) else bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        try:
            return self._read(data, digest, file_id, size_bytes)
        except Exception as error:
            # A fault of ours on bytes that nobody foresaw must not stop the other files of the unit.
            reason = f"cannot be read: {type(error).__name__} in the scanner"
            issue = issue_row("file", file_id, "unreadable", reason)
            return Extracted("quarantined", reason, digest, data[128:132] == b"DICM", issues=(issue,))

    def _read(self, data: bytes | mmap, digest: str, file_id: str, size_bytes: int) -> Extracted:
        if isinstance(data, mmap):  # the scanner only slices and unpacks, which a mapped file does as well
            return self._read_whole(cast(bytes, data), digest, file_id, size_bytes)
        for group in self._recent:
            if group.plan is not None and (match := group.plan.match(data)) is not None:
                known = self._add_match(group, match, data, digest, file_id, size_bytes)
                if known is not None:
                    return known
                break
        if (known_form := read_by_form(data)) is not None:
            return self._add_scan(*known_form, data, digest, file_id, size_bytes)
        return self._read_whole(data, digest, file_id, size_bytes)

    def _read_whole(self, data: bytes, digest: str, file_id: str, size_bytes: int) -> Extracted:
        found = scan(data)
        if found.kind != "dicom":
            return Extracted("not_dicom", "no DICOM data set", digest, found.has_preamble)
        parsed = parse(found)
        if isinstance(data, bytes) and found.fault is None:
            remember_form(found, parsed, find_pixel_element(found.elements))
        return self._add_scan(found, parsed, data, digest, file_id, size_bytes)

    def finish(self, *, sparse: bool = False) -> dict[str, pa.Table]:
        """The rows of the good files by table name, and the issues at level instance.

        `sparse` leaves out columns that are NULL throughout: of some 400 most are, and rows travel between processes.
        """
        tables = Tables(self.source_name)
        with _collector_at_rest():
            for group in self._groups.values():
                tables.add(group)
            self._groups, self._recent, self._seen = {}, [], set()
            return tables.finish(sparse=sparse)

    def _remember(self, group: Group) -> None:
        """Files that follow are likely to belong to the series met last."""
        if not self._recent or self._recent[0] is not group:
            self._recent = [group, *(g for g in self._recent if g is not group)][:RECENT]

    def _add_match(
        self, group: Group, match: Match, data: bytes, digest: str, file_id: str, size_bytes: int
    ) -> Extracted | None:
        """A file that differs from its series only in values known to vary; None to read it in full after all."""
        plan = group.plan
        assert plan is not None
        values: dict[int, Value] = dict(zip(plan.leaves, match.values, strict=True))
        if max(map(len, match.values), default=0) > BULK_FROM:
            values = {
                i: kept_value(group.leaves[i], raw) for i, raw in zip(plan.leaves, match.values, strict=True)
            }
        uid = _uid(values.get(group.index["00080018"]))
        declared = group.declared
        if group.declared_varies():
            declared = attributes(_record(group, values))
        pixels = pixels_at(plan.pixel_tag, match, data, plan.little, declared)
        if uid is None or pixels.layout.fault is not None:
            return None
        end = len(data) - plan.padding
        version = hashlib.sha256(memoryview(data)[match.dataset_offset : end]).hexdigest()
        facts = dict(group.facts, SOPInstanceUID=uid, dataset_offset=match.dataset_offset)
        facts.update(pixel_offset=pixels.offset, pixel_length=pixels.length)
        study = group.index.get("0020000D")
        if study in values:
            facts["StudyInstanceUID"] = _uid(values[study])
        if version not in self._seen:
            self._seen.add(version)
            for i, column in group.varying.items():
                value = values.get(i)
                column.append(Bulk(pixels.length or 0, None) if value is None else value)
            group.instances.append(
                Instance(version, file_id, size_bytes, group.facts["TransferSyntaxUID"], pixels)
            )
        self._remember(group)
        return Extracted(
            "dicom", None, digest, data[128:132] == b"DICM", **facts, instance_version_id=version
        )

    def _add_scan(
        self, found: Scan, parsed: Parsed, data: bytes | mmap, digest: str, file_id: str, size_bytes: int
    ) -> Extracted:
        values = kept_values(parsed)
        record = Record(parsed.leaves, parsed.index, parsed.items, parsed.blocks, parsed.little, values)
        facts: dict[str, Any] = {
            "TransferSyntaxUID": found.transfer_syntax,
            "dataset_offset": found.dataset_offset,
            "SOPInstanceUID": record.text("00080018"),
            "SeriesInstanceUID": record.text("0020000E"),
            "StudyInstanceUID": record.text("0020000D"),
            "SOPClassUID": record.text("00080016"),
        }
        if found.meta.get(0x00020002) == MEDIA_DIRECTORY or record.has("00041220"):
            return Extracted("dicomdir", None, digest, found.has_preamble, **facts)
        fault = found.fault
        pixels = None
        if fault is None or fault[0] == "truncated_pixel_data":
            pixels = judge_pixels(found, attributes(record))
            facts.update(pixel_offset=pixels.offset, pixel_length=pixels.length)
            # The declared size says more than where a stream was cut.
            fault = pixels.layout.fault or fault
        if fault is None and facts["SOPInstanceUID"] is None:
            fault = ("sop_instance_uid_missing", "no SOPInstanceUID: the object cannot be told from others")
        notes = [(code, text) for code, text in found.notes]
        if fault is not None:
            notes.append(fault)
        issues = tuple(issue_row("file", file_id, code, text) for code, text in dict(notes).items())
        if fault is not None:
            return Extracted("quarantined", fault[1], digest, found.has_preamble, **facts, issues=issues)
        assert pixels is not None
        version = hashlib.sha256(memoryview(data)[found.dataset_offset : found.dataset_end]).hexdigest()
        if version not in self._seen:  # the same data set twice in a unit: one row
            self._seen.add(version)
            key = shape_key(parsed, facts["SeriesInstanceUID"])
            group = self._groups.get(key)
            if group is None:
                group = self._groups[key] = Group.begin(parsed, values)
            grown = group.append(
                values, Instance(version, file_id, size_bytes, found.transfer_syntax, pixels)
            )
            if grown or group.plan is None:
                pixel = find_pixel_element(found.elements)
                # A plan holds all that its files share: of a mapped file that may be most of it.
                small = isinstance(data, bytes)
                group.plan = make_plan(found, parsed, group.varying, pixel) if small else None
                group.declared, group.facts = attributes(record), facts
            self._remember(group)
        return Extracted(
            "dicom", None, digest, found.has_preamble, **facts, instance_version_id=version, issues=issues
        )


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """No search for cycles while rows are made: there are millions of small objects and no cycle among them.

    It takes a sixth of the time otherwise.
    """
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _uid(value: Value | None) -> str | None:
    if not isinstance(value, bytes):
        return None
    return value.decode("latin-1").split("\\")[0].strip(" \0") or None


def _record(group: Group, own: Mapping[int, Value]) -> Record:
    return Record(group.leaves, group.index, group.items, group.blocks, group.little, group.constant, own)
