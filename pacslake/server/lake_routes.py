"""The lake itself over HTTP, for notebooks elsewhere: statements, volumes as Zarr, instances, masks.

Search, rows and pixels are those that the caller's projects hold; a statement of the caller runs in the sandbox. Rows
travel as Arrow streams, pixels as the chunks of a Zarr v3 array. A client pins the snapshot that it found when it came
(`?snapshot=`), so that a table and the volumes chosen by it belong together.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from pacslake.access import Limits, query
from pacslake.errors import (
    AuthenticationError,
    DamagedError,
    DecodeError,
    LakeError,
    NotFoundError,
    PacslakeError,
    PolicyError,
    SourceMissingError,
    SqlError,
    UsageError,
    VolumeError,
)
from pacslake.server.call import Call, Endpoint, Route, fault
from pacslake.version import __version__

if TYPE_CHECKING:
    import pyarrow as pa

    from pacslake.server.archive import View

__all__ = ["ARROW", "LAKE_ROUTES", "PREFIX", "PROTOCOL"]

log = logging.getLogger("pacslake.server")
PREFIX = "/lake/v1"
PROTOCOL = 1
"""What client and service agree on; it grows when an older client would misread an answer."""
ARROW = "application/vnd.apache.arrow.stream"
_BODY = 4 << 20
_LIMITS = Limits(max_mb=128)
_STATUS: tuple[tuple[type[PacslakeError], int], ...] = (
    (AuthenticationError, 401), (PolicyError, 403), (NotFoundError, 404), (SourceMissingError, 410),
    (DecodeError, 422), (VolumeError, 422), (SqlError, 400), (UsageError, 400), (DamagedError, 500), (LakeError, 500),
)  # fmt: skip


def _told(endpoint: Endpoint) -> Endpoint:
    """The endpoint with errors as answers that name their class, so that a client raises the same."""

    async def run(call: Call) -> Response:
        try:
            return await endpoint(call)
        except PacslakeError as error:
            status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
            if status >= 500:
                log.error("%s", error)
            return fault(
                status,
                str(error),
                kind=type(error).__name__,
                reasons=list(getattr(error, "reason_codes", ())),
            )

    return run


def _reading(make: Callable[[Call, View], Response], *, newest: bool = False) -> Endpoint:
    """An endpoint of one piece of work on a view, a few at a time: decoding takes memory."""

    def work(call: Call) -> Response:
        if newest:  # who opens or refreshes a lake means what is there now
            call.service.archive.refresh()
        return make(call, call.service.archive.view(call.principal, snapshot=_snapshot(call)))

    async def run(call: Call) -> Response:
        async with call.service.busy:
            return await run_in_threadpool(work, call)

    return _told(run)


def _snapshot(call: Call) -> int | None:
    text = call.request.query_params.get("snapshot")
    if text is None:
        return None
    if not re.fullmatch(r"\d{1,12}", text):
        raise UsageError("snapshot is a whole number")
    return int(text)


# -- the lake and its tables -------------------------------------------------------------------------------


def _facts(call: Call, view: View) -> Response:
    config = view.dir.config
    tables = [table.name for table in view.catalog.tables()]
    return JSONResponse(
        {
            "pacslake": __version__, "protocol": PROTOCOL, "zone": config.zone, "lake_id": config.lake_id,
            "format_version": config.format_version, "snapshot": view.catalog.snapshot.snapshot_id, "tables": tables,
            "account": call.principal.name, "role": call.principal.role, "limits": asdict(_LIMITS),
        }
    )  # fmt: skip


async def _sql(call: Call) -> Response:
    body = b""
    async for piece in call.request.stream():
        body += piece
        if len(body) > _BODY:
            return fault(
                413, f"a statement with its parameters has at most {_BODY >> 20} MB", kind="SqlError"
            )
    try:
        asked = json.loads(body)
        sql, params = asked["sql"], asked.get("params")
        right = isinstance(sql, str) and (params is None or isinstance(params, (list, dict)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        right = False
    if not right:
        raise UsageError('the body is JSON: {"sql": "SELECT ...", "params": [...]}')

    def answer() -> bytes:
        catalog = call.service.archive.catalog(_snapshot(call))
        return _stream(query(catalog, call.principal, sql, params, limits=_LIMITS, keep_ready=True))

    return Response(await run_in_threadpool(answer), media_type=ARROW)


def _stream(table: pa.Table) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def _row(content: Mapping[str, Any]) -> Response:
    """One mapping as an Arrow stream: it keeps numbers, dates and lists as they are."""
    import pyarrow as pa

    return Response(_stream(pa.Table.from_pylist([dict(content)])), media_type=ARROW)


# -- volumes and instances -----------------------------------------------------------------------------------

_PLACES = ("uri", "object_uri", "source_uri", "path", "zarr_uri")
_FRAME = (
    "k", "t", "instance_version_id", "sop_instance_uid", "frame_index", "slice_position_mm", "position_lps", "tile", "slope",
    "intercept", "padding", "padding_limit",
)  # fmt: skip


def _without_places(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row without where its bytes lie on the server."""
    return {key: value for key, value in row.items() if key not in _PLACES}


def _frames(rows: Any) -> list[dict[str, Any]]:
    return [{**{name: getattr(row, name) for name in _FRAME}, "spec": asdict(row.spec)} for row in rows]


def _volume(call: Call, view: View) -> Response:
    volume = view.volume(call.ids["volume"])
    chunks = list(view.chunks(volume.id).chunks)
    content = {"row": _without_places(volume.row), "frames": _frames(volume._frames)}
    return _row({**content, "chunks": chunks, "tier": volume.tier, "dtype": volume.dtype.name})


def _chunk(call: Call, view: View) -> Response:
    data = view.chunks(call.ids["volume"]).value(call.ids["key"])
    if data is None:
        raise NotFoundError("the volume has no such chunk")
    return Response(data, media_type="application/octet-stream")


def _volumes_of_series(call: Call, view: View) -> Response:
    found = view.dicts(
        "SELECT volume_id, kind, verdict, reason_codes, shape FROM volume WHERE SeriesInstanceUID = ? ORDER BY volume_index",
        [call.ids["series"]],
    )
    if not found and not view.rows(
        "SELECT 1 FROM instance_row WHERE is_current AND SeriesInstanceUID = ? LIMIT 1", [call.ids["series"]]
    ):
        raise NotFoundError("there is no such series, or it is not yours to see")
    return JSONResponse({"volumes": found})


def _page_state(call: Call, view: View) -> Response:
    from pacslake.widgets.standalone import page_state

    return JSONResponse(page_state(view.viewer(call.ids["volume"])))


def _page_brick(call: Call, view: View) -> Response:
    from pacslake.widgets.standalone import page_brick

    viewer, query = view.viewer(call.ids["volume"]), call.request.query_params
    head, data = page_brick(viewer._sources, query.get("vol"), query.get("t"), query.get("item"))
    return Response(bytes(data), media_type="application/octet-stream", headers={"X-Brick": json.dumps(head)})


def _page_answer(kind: str) -> Callable[[Call, View], Response]:
    def answer(call: Call, view: View) -> Response:
        viewer, query = view.viewer(call.ids["volume"]), call.request.query_params
        text = query.get("t", "0")
        if not re.fullmatch(r"\d{1,9}", text):
            raise UsageError("t is a whole number")
        return JSONResponse(viewer.reply({"kind": kind, "vol": query.get("vol"), "t": int(text)}))

    return answer


def _mask(call: Call, view: View) -> Response:
    from pacslake import derived

    return _array(derived.mask(view, view.volume(call.ids["volume"]), call.ids["label"]))  # type: ignore[arg-type]


def _instance(call: Call, view: View) -> Response:
    instance = view.instance(call.ids["version"])
    frames = _frames(instance._frames)
    return _row({"row": _without_places(instance.row), "frames": frames, "id": instance.instance_version_id})


def _instance_frame(call: Call, view: View) -> Response:
    instance, text = view.instance(call.ids["version"]), call.ids["frame"]
    if not re.fullmatch(r"\d{1,9}", text) or int(text) >= instance.n_frames:
        raise NotFoundError("the instance has no such frame")
    return _array(instance.frame(int(text)))


def _instance_file(call: Call, view: View) -> Response:
    from pacslake.source import open_bytes

    return Response(open_bytes(view.instance(call.ids["version"]).uri), media_type="application/dicom")


def _instance_header(call: Call, view: View) -> Response:
    """The file as far as its pixels, for a reader that stops before them."""
    from pacslake.pixels.rows import DEFLATED
    from pacslake.source import open_bytes, read_range

    instance = view.instance(call.ids["version"])
    end = instance.row.get("pixel_offset")
    if end is None or instance.row["TransferSyntaxUID"] == DEFLATED:
        data = open_bytes(instance.uri)
    else:
        data = read_range(instance.uri, 0, int(end))
    return Response(data, media_type="application/dicom")


def _array(values: np.ndarray) -> Response:
    """An array as a .npy file in zstd: type and shape travel with it."""
    from io import BytesIO

    import zstandard

    out = BytesIO()
    np.save(out, np.ascontiguousarray(values), allow_pickle=False)
    data = zstandard.ZstdCompressor(level=1).compress(out.getbuffer())
    return Response(data, media_type="application/octet-stream")


_OF_VOLUME, _OF_INSTANCE = f"{PREFIX}/volumes/{{volume}}", f"{PREFIX}/instances/{{version}}"

LAKE_ROUTES: tuple[Route, ...] = (
    (PREFIX, "GET", _reading(_facts, newest=True), "Describe the lake"),
    (f"{PREFIX}/sql", "POST", _told(_sql), "Ask in SQL"),
    (_OF_VOLUME, "GET", _reading(_volume), "Describe a volume"),
    (f"{_OF_VOLUME}/zarr/{{key}}", "GET", _reading(_chunk), "Retrieve a part of a volume as Zarr"),
    (
        f"{_OF_VOLUME}/masks/{{label}}",
        "GET",
        _reading(_mask),
        "Retrieve a segment or region on a volume's grid",
    ),
    (
        f"{PREFIX}/series/{{series}}/volumes",
        "GET",
        _reading(_volumes_of_series),
        "Describe the volumes of a series",
    ),
    (f"{_OF_VOLUME}/view/state", "GET", _reading(_page_state), "Describe a volume for the viewer"),
    (f"{_OF_VOLUME}/view/brick", "GET", _reading(_page_brick), "Retrieve a part of a volume for the viewer"),
    (
        f"{_OF_VOLUME}/view/frames",
        "GET",
        _reading(_page_answer("frames")),
        "Retrieve the places of slices for the viewer",
    ),
    (
        f"{_OF_VOLUME}/view/contours",
        "GET",
        _reading(_page_answer("contours")),
        "Retrieve contours for the viewer",
    ),
    (_OF_INSTANCE, "GET", _reading(_instance), "Describe an instance"),
    (f"{_OF_INSTANCE}/header", "GET", _reading(_instance_header), "Retrieve an instance without its pixels"),
    (f"{_OF_INSTANCE}/file", "GET", _reading(_instance_file), "Retrieve the file of an instance"),
    (f"{_OF_INSTANCE}/frames/{{frame}}", "GET", _reading(_instance_frame), "Retrieve a frame as an array"),
)
