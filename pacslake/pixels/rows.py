"""What the catalogue knows of a volume's frames, as facts for reading: queries live here and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pacslake.dicom.decode import PixelSpec, is_encapsulated
from pacslake.errors import DecodeError, NotFoundError, VolumeError
from pacslake.pixels.inplace import FrameSource

__all__ = [
    "FrameRow",
    "LakeLike",
    "find_volume",
    "found_rows",
    "frame_rows",
    "frame_rows_of_instances",
    "instance_frame_rows",
    "instance_rows",
    "source_of",
    "sources_of",
    "volume_rows",
]

DEFLATED = "1.2.840.10008.1.2.1.99"
_OPENABLE = ("projection", "us_clip")


class LakeLike(Protocol):
    """What this folder asks of a lake."""

    dir: Any
    catalog: Any

    def rows(self, query: str, params: Sequence[Any] | None = None) -> list[tuple[Any, ...]]: ...

    def dicts(self, query: str, params: Sequence[Any] | None = None) -> list[dict[str, Any]]: ...


@dataclass(frozen=True, slots=True)
class FrameRow:
    """One frame in its place in a volume. Positions are LPS mm; `frame_index`, `k` and `t` count from 0."""

    k: int
    t: int
    instance_version_id: str
    sop_instance_uid: str
    frame_index: int
    slice_position_mm: float | None
    position_lps: tuple[float, ...] | None
    uri: str
    offset: int | None
    length: int | None
    tile: int | None
    slope: float
    intercept: float
    spec: PixelSpec
    fragments: tuple[tuple[int, int], ...]
    pixel_offset: int | None
    inflate_from: int | None
    file_size: int | None
    sha256: str | None
    padding: int | None
    padding_limit: int | None


# `volume` leaves Modality to `series`, so that a join of the two needs no qualified names; readers want it at hand.
# A question of its own: as a join it would gather the instances of all series first.
_VOLUMES = "SELECT * FROM volume "
_MODALITIES = """
SELECT "SeriesInstanceUID", any_value("Modality") FROM instance_row
WHERE is_current AND "SeriesInstanceUID" IN (SELECT unnest(?)) GROUP BY 1
"""


def volume_rows(lake: LakeLike, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of `volume` with these ids, each with the Modality of its series."""
    return _with_modality(lake, lake.dicts(_VOLUMES + "WHERE volume_id IN (SELECT unnest(?))", [list(ids)]))


def _with_modality(lake: LakeLike, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    series = sorted({row["SeriesInstanceUID"] for row in rows})
    known = dict(lake.rows(_MODALITIES, [series])) if series else {}
    return [{**row, "Modality": known.get(row["SeriesInstanceUID"])} for row in rows]


def find_volume(lake: LakeLike, id: str) -> dict[str, Any]:
    """The row of `volume` for a volume_id, or for a SeriesInstanceUID that holds exactly one volume.

    Raises:
        NotFoundError: no volume and no series of that name.
        VolumeError: several volumes, or none that can be opened; the message gives ids and reasons.
    """
    rows = volume_rows(lake, [id])
    if not rows:
        rows = lake.dicts(_VOLUMES + 'WHERE "SeriesInstanceUID" = ? ORDER BY volume_index', [id])
        if not rows:
            raise _none_there(lake, id)
        rows = _with_modality(lake, _the_one(rows, id))
    return require_openable(rows[0])


def require_openable(row: dict[str, Any]) -> dict[str, Any]:
    """The row, if a Volume can be made of it. Raises: VolumeError."""
    if row["verdict"] == "not_a_volume" and row["kind"] not in _OPENABLE:
        reasons = tuple(row.get("reason_codes") or ())
        raise VolumeError(
            f"the frames of volume {row['volume_id']} are not a volume ({', '.join(reasons) or 'no reason given'}). "
            "Its instances can be read one by one with lake.instance(); "
            f"`pacslake volumes --explain {row['SeriesInstanceUID']}` says more.",
            reasons,
        )
    return row


def _none_there(lake: LakeLike, id: str) -> NotFoundError | VolumeError:
    """What to say of a name without a volume: a series of other objects, or nothing known."""
    kinds = lake.rows(
        'SELECT DISTINCT "Modality" FROM instance_row WHERE is_current AND "SeriesInstanceUID" = ? ORDER BY 1',
        [id],
    )
    if not kinds:
        return NotFoundError(
            f"no volume and no series {id!r} in this snapshot. `SELECT volume_id FROM volume` lists volumes."
        )
    modalities = ", ".join(kind or "no modality" for (kind,) in kinds)
    return VolumeError(
        f"series {id} is no volume: none of its objects ({modalities}) holds an image that can be one. "
        f"`pacslake volumes --explain {id}` says more; lake.instance() opens its objects one by one.",
        ("no_volume",),
    )


def _the_one(rows: list[dict[str, Any]], id: str) -> list[dict[str, Any]]:
    real = [r for r in rows if r["verdict"] != "not_a_volume"]
    openable = real or [r for r in rows if r["kind"] in _OPENABLE]
    if len(openable) > 1:
        listed = "; ".join(f"{r['volume_id']} {list(r['shape'] or ())} {r['verdict']}" for r in openable[:10])
        raise VolumeError(
            f"series {id} holds {len(openable)} volumes; open one by its volume_id: {listed}",
            ("several_volumes_in_series",),
        )
    return openable or rows[:1]


_FRAMES = """
SELECT vf.volume_id, vf.k, vf.t, vf.tile, vf.slice_position_mm, vf.rescale_slope AS vf_slope,
       vf.rescale_intercept AS vf_intercept,
       f.instance_version_id, f.frame_index, f.frame_offset, f.frame_length, f.fragment_offsets,
       f.fragment_lengths, f.sha256, f."ImagePositionPatient"
FROM volume_frame vf
JOIN frame f ON f.instance_version_id = vf.instance_version_id AND f.frame_index = vf.frame_index
WHERE vf.volume_id IN (SELECT unnest(?))
ORDER BY vf.volume_id, vf.t, vf.k
"""

_INSTANCES = """
SELECT i.instance_version_id, i."SOPInstanceUID", i."TransferSyntaxUID", i.pixel_keyword, i.pixel_offset,
       i."Rows", i."Columns", i."SamplesPerPixel", i."BitsAllocated", i."BitsStored", i."HighBit",
       i."PixelRepresentation", i."PhotometricInterpretation", i."PlanarConfiguration",
       i."PixelPaddingValue", i."PixelPaddingRangeLimit",
       fi.*
FROM instance_row i JOIN file fi ON fi.file_id = i.file_id
WHERE i.instance_version_id IN (SELECT unnest(?))
"""


_OF_INSTANCE = """
SELECT NULL AS tile, slice_position_mm, NULL AS vf_slope, NULL AS vf_intercept, instance_version_id, frame_index,
       frame_offset, frame_length, fragment_offsets, fragment_lengths, sha256, "ImagePositionPatient"
FROM frame WHERE instance_version_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY instance_version_id, frame_index
"""


def instance_rows(lake: LakeLike, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What is needed to read the pixels of instances, by instance_version_id."""
    wanted = sorted(set(ids))
    out = found_rows(lake, wanted)
    if len(out) != len(wanted):
        raise NotFoundError(
            f"{len(wanted) - len(out)} instances that the catalogue should hold are absent. Run `pacslake verify`."
        )
    return out


def found_rows(lake: LakeLike, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """As `instance_rows`, without those that the catalogue does not hold."""
    found = lake.dicts(_INSTANCES, [sorted(set(ids))])
    return {row["instance_version_id"]: row for row in _where_they_are_now(lake, found)}


_SAME_BYTES = """
SELECT sha256, uri, object_uri FROM file
WHERE sha256 IN (SELECT unnest(?)) AND outcome IN ('stored', 'duplicate') ORDER BY uri
"""


def _where_they_are_now(lake: LakeLike, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, with another file of the same bytes in the place of one that is gone.

    So an export that was moved is of use again once its new place was ingested. Where no such file is there
    either, the row stays, and reading says what is missing.
    """
    gone = {row["sha256"] for row in rows if row["sha256"] and not _is_there(lake, row)}
    if not gone:
        return rows
    others: dict[str, dict[str, Any]] = {}
    for other in lake.dicts(_SAME_BYTES, [sorted(gone)]):
        if other["sha256"] not in others and _is_there(lake, other):
            others[other["sha256"]] = other
    return [row | others.get(row["sha256"], {}) for row in rows]


def _is_there(lake: LakeLike, row: Mapping[str, Any]) -> bool:
    """Whether the file, or the archive around it, exists; one behind a URL is taken to."""
    from pacslake.source import remote, uri

    outer = uri.parse(uri_of(lake, row)).outer
    return remote.is_url(outer) or os.path.exists(uri.local_path(outer))


def frame_rows(lake: LakeLike, volume_id: str) -> list[FrameRow]:
    """The frames of a volume in the array's order, each with where its bytes lie."""
    return frame_rows_of(lake, [volume_id]).get(volume_id, [])


def frame_rows_of(lake: LakeLike, volume_ids: Sequence[str]) -> dict[str, list[FrameRow]]:
    """The frames of several volumes, asked for at once."""
    placed = lake.dicts(_FRAMES, [list(volume_ids)])
    instances = instance_rows(lake, {row["instance_version_id"] for row in placed})
    specs = {key: spec_of(row) for key, row in instances.items()}
    uris = {key: uri_of(lake, row) for key, row in instances.items()}
    out: dict[str, list[FrameRow]] = {}
    for p in placed:
        key = p["instance_version_id"]
        out.setdefault(p["volume_id"], []).append(_frame_row(p, instances[key], specs[key], uris[key]))
    return out


def spec_of(row: Mapping[str, Any]) -> PixelSpec:
    """The pixel spec of an instance's row."""
    return PixelSpec.from_mapping(row, keyword=row.get("pixel_keyword") or "PixelData")


def uri_of(lake: LakeLike, row: Mapping[str, Any]) -> str:
    """Where the original, or the lake's own copy of it, can be read."""
    from pacslake.source import locate

    return locate(row, lake.dir.root)


def _frame_row(p: Mapping[str, Any], i: Mapping[str, Any], spec: PixelSpec, uri: str) -> FrameRow:
    position = p["ImagePositionPatient"]
    deflated = i["TransferSyntaxUID"] == DEFLATED
    return FrameRow(
        k=int(p["k"] or 0),
        t=int(p["t"] or 0),
        instance_version_id=p["instance_version_id"],
        sop_instance_uid=i["SOPInstanceUID"],
        frame_index=int(p["frame_index"]),
        slice_position_mm=p["slice_position_mm"],
        position_lps=tuple(position) if position else None,
        uri=uri,
        offset=p["frame_offset"],
        length=p["frame_length"],
        tile=p["tile"],
        slope=1.0 if p["vf_slope"] is None else float(p["vf_slope"]),
        intercept=0.0 if p["vf_intercept"] is None else float(p["vf_intercept"]),
        spec=spec,
        fragments=tuple(zip(p["fragment_offsets"] or (), p["fragment_lengths"] or (), strict=False)),
        pixel_offset=i["pixel_offset"],
        inflate_from=int(i["dataset_offset"] or 0) if deflated else None,
        file_size=None if deflated else i.get("size_bytes"),
        sha256=p["sha256"],
        padding=i["PixelPaddingValue"],
        padding_limit=i["PixelPaddingRangeLimit"],
    )


def instance_frame_rows(lake: LakeLike, row: Mapping[str, Any], uri: str) -> list[FrameRow]:
    """The frames of one instance, in its own order, as `frame_rows` gives those of a volume."""
    id = row["instance_version_id"]
    return frame_rows_of_instances(lake, {id: row}, {id: uri})[id]


def frame_rows_of_instances(
    lake: LakeLike, rows: Mapping[str, Mapping[str, Any]], uris: Mapping[str, str]
) -> dict[str, list[FrameRow]]:
    """The frames of several instances, asked for at once; none of those without pixels.

    Args:
        rows: what `found_rows` gives, by instance_version_id.
        uris: where each can be read.
    """
    out: dict[str, list[FrameRow]] = {id: [] for id in rows}
    specs = {id: spec_of(row) for id, row in rows.items() if row.get("pixel_keyword") is not None}
    if not specs:
        return out
    for f in lake.dicts(_OF_INSTANCE, [list(specs)]):
        id = f["instance_version_id"]
        out[id].append(_frame_row({**f, "k": f["frame_index"], "t": 0}, rows[id], specs[id], uris[id]))
    return out


def sources_of(rows: Sequence[FrameRow], *, real_values: bool) -> list[FrameSource]:
    """Frame rows as what the in-place array reads; with `real_values` each frame is rescaled on reading."""
    return [source_of(row, real_values=real_values) for row in rows]


def source_of(row: FrameRow, *, real_values: bool = False) -> FrameSource:
    """One frame row as what the in-place array reads.

    Raises:
        DecodeError: nobody knows where the frame's bytes are.
    """
    offset, length, bit_offset = row.offset, row.length, 0
    if offset is None and row.pixel_offset is not None and not is_encapsulated(row.spec.transfer_syntax_uid):
        # Frames of 1-bit images begin inside a byte.
        span = row.spec.span(row.frame_index)
        offset, length, bit_offset = row.pixel_offset + span.offset, span.length, span.bit_offset
    if offset is None or length is None:
        raise DecodeError(
            f"frame {row.frame_index} of instance {row.instance_version_id[:12]} has no bytes of its own in the "
            f"file (transfer syntax {row.spec.transfer_syntax_uid})"
        )
    return FrameSource(
        uri=row.uri,
        instance_version_id=row.instance_version_id,
        frame_index=row.frame_index,
        spec=row.spec,
        offset=int(offset),
        length=int(length),
        bit_offset=bit_offset,
        fragments=row.fragments,
        inflate_from=row.inflate_from,
        file_size=row.file_size,
        tile=row.tile,
        scale=(row.slope, row.intercept) if real_values else None,
    )


def lake_path(lake: LakeLike, uri: str) -> Path:
    """The local path of a folder inside the lake, fetched where it lies in a bucket."""
    return Path(lake.dir.local_folder(uri))
