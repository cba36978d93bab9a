"""The routes of the web service. Every one but `/` asks for a token first, before anything of the request is looked at."""

from __future__ import annotations

import asyncio
import json
import logging
import math
import re
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from pacslake import audit, metrics
from pacslake.access import require
from pacslake.errors import (
    AuthenticationError,
    DamagedError,
    DecodeError,
    NotFoundError,
    PacslakeError,
    PolicyError,
    SourceMissingError,
)
from pacslake.network.spool import OutOfSpaceError
from pacslake.server import multipart, render, retrieve, store
from pacslake.server.call import PREFIX, Call, Endpoint, Service, fault
from pacslake.server.call import Route as Described
from pacslake.server.lake_routes import LAKE_ROUTES
from pacslake.server.lake_routes import PREFIX as LAKE_PREFIX
from pacslake.server.negotiate import Accepted, NotAcceptableError, choose, media_type_of, parse_accept
from pacslake.server.openapi import capabilities, openapi
from pacslake.server.search import BadQueryError, Query, parse_query, search

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import ASGIApp, Receive, Scope, Send


__all__ = ["ROUTES", "Service", "make_app"]

log = logging.getLogger("pacslake.server")
_NAME = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_UID = re.compile(r"[0-9.]{1,128}")  # twice what the Standard allows: archives hold some that are too long
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>pacslake</title><meta name="viewport" content="width=device-width">
<header><a href="#studies">pacslake</a><button id="out" type="button">Sign out</button></header><main id="main" tabindex="-1"></main>
<noscript>This page needs JavaScript. The DICOMweb service is at dicom-web; it needs a token: Authorization: Bearer ...</noscript>
<script type="module" src="ui/web.js"></script></html>"""
_PAGE_POLICY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; img-src blob:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}
_SCRIPTS = ("web", "viewer", "tools")
_HEADERS = {
    "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}  # fmt: skip


# -- search ----------------------------------------------------------------------------------------------


def _searching(level: str) -> Endpoint:
    async def run(call: Call) -> Response:
        accepted = choose(
            call.request.headers.get("accept"), ["application/dicom+json", "application/json", "application/dicom+xml"],
            query=call.request.query_params.get("accept"),
        ) if not _wants_xml(call) else Accepted("application/dicom+xml")  # fmt: skip
        query = parse_query(list(call.request.query_params.multi_items()))
        found = await run_in_threadpool(_search, call, level, query)
        if not found.items:
            return Response(status_code=204)
        headers = {}
        if found.remaining:
            headers["Warning"] = (
                f'299 pacslake "There are {found.remaining} additional results that can be requested"'
            )
        texts = [json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in found.items]
        return _headers_out(texts, accepted.type, headers)

    return run


def _wants_xml(call: Call) -> bool:
    for wanted in parse_accept(call.request.query_params.get("accept") or call.request.headers.get("accept")):
        if (
            wanted.type.lower() == "multipart/related"
            and wanted.params.get("type") == "application/dicom+xml"
        ):
            return True
        if wanted.type.lower() in ("application/dicom+json", "application/json", "*/*"):
            return False
    return False


def _search(call: Call, level: str, query: Query) -> Any:
    return search(
        call.view().index,
        level,
        query,
        study=call.ids.get("study"),
        series=call.ids.get("series"),
        base=call.base,
    )


def _headers_out(texts: list[str], kind: str, headers: Mapping[str, str] | None = None) -> Response:
    if kind != "application/dicom+xml":
        return Response(retrieve.json_list(texts), media_type=kind, headers=dict(headers or {}))
    mark = multipart.boundary()
    body = b"".join(
        multipart.part_head(mark, kind) + retrieve.to_xml(t) + b"\r\n" for t in texts
    ) + multipart.tail(mark)
    return Response(
        body, media_type=f'multipart/related; type="{kind}"; boundary="{mark}"', headers=dict(headers or {})
    )


_PIECE = 1 << 20

# -- retrieve --------------------------------------------------------------------------------------------


async def _objects(call: Call) -> Response:
    accepted = _choose(call, ["application/dicom", "application/zip"], wrapped=True)
    view = await run_in_threadpool(call.view)
    places = await run_in_threadpool(call.places, view)
    if accepted.type == "application/zip":
        pieces = retrieve.zip_of(view, places, accepted.syntax)
        return await _stream(pieces, "application/zip")
    if not accepted.multipart:
        if len(places) > 1:
            raise NotAcceptableError
        data, syntax = await run_in_threadpool(retrieve.in_syntax, view, places[0], accepted.syntax)
        return Response(data, media_type=f"application/dicom;transfer-syntax={syntax}")
    mark = multipart.boundary()
    kind = f'multipart/related; type="application/dicom"; boundary="{mark}"'
    return await _stream(retrieve.multipart_of(view, places, accepted, mark), kind)


async def _stream(pieces: Iterator[bytes], kind: str) -> Response:
    """A streamed answer whose first piece is made before the status is sent, so that a fault can still be told."""
    first = await run_in_threadpool(_some, pieces)

    async def body() -> AsyncIterator[bytes]:
        piece = first
        while piece:
            yield piece
            piece = await run_in_threadpool(_some, pieces)

    return StreamingResponse(body(), media_type=kind)


def _some(pieces: Iterator[bytes]) -> bytes:
    """The next pieces as one of about a megabyte: each trip to another thread costs more than a small piece."""
    out, size = [], 0
    for piece in pieces:
        out.append(piece)
        size += len(piece)
        if size >= _PIECE:
            break
    return b"".join(out)


def _choose(call: Call, offers: list[str], *, wrapped: bool = False) -> Accepted:
    return choose(
        call.request.headers.get("accept"),
        offers,
        wrapped=wrapped,
        query=call.request.query_params.get("accept"),
    )


async def _metadata(call: Call) -> Response:
    kind = (
        "application/dicom+xml"
        if _wants_xml(call)
        else _choose(call, ["application/dicom+json", "application/json"]).type
    )

    def make() -> list[str]:
        view = call.view()
        return retrieve.metadata(view, call.places(view), call.base)

    return _headers_out(await run_in_threadpool(make), kind)


_FRAME_TYPES = [
    "application/octet-stream",
    "image/jpeg",
    "image/jls",
    "image/jp2",
    "image/jphc",
    "image/dicom-rle",
]


async def _frames(call: Call) -> Response:
    text = call.ids.get("frames")
    if text is not None and (not re.fullmatch(r"\d{1,9}(,\d{1,9})*", text) or "0" in text.split(",")):
        return fault(400, "frames are whole numbers from 1, separated by commas")

    def make() -> tuple[Accepted, list[tuple[str, bytes]]]:
        view = call.view()
        instance = view.instances(call.places(view)[:1])[0]
        if not instance.n_frames:
            raise NotFoundError("the instance has no frames")
        own = media_type_of(str(instance.row["TransferSyntaxUID"]))
        offers = _FRAME_TYPES if own in _FRAME_TYPES else [*_FRAME_TYPES, own]
        accepted = _choose(call, offers, wrapped=True)
        numbers = [int(n) for n in text.split(",")] if text else range(1, instance.n_frames + 1)
        return accepted, list(retrieve.frame_parts(instance, list(numbers), accepted))

    async with call.service.busy:
        accepted, found = await run_in_threadpool(make)
    if not accepted.multipart:
        if len(found) > 1:
            raise NotAcceptableError
        return Response(found[0][1], media_type=found[0][0])
    mark = multipart.boundary()
    body = b"".join(
        multipart.part_head(mark, kind) + data + b"\r\n" for kind, data in found
    ) + multipart.tail(mark)
    inner = found[0][0].partition(";")[0]
    return Response(body, media_type=f'multipart/related; type="{inner}"; boundary="{mark}"')


async def _bulk(call: Call) -> Response:
    accepted = _choose(call, ["application/octet-stream"], wrapped=True)
    path = retrieve.bulk_path(call.ids["path"])

    def make() -> bytes:
        view = call.view()
        return retrieve.bulk_value(view, call.places(view)[0], path)

    data = await run_in_threadpool(make)
    if not accepted.multipart:
        return Response(data, media_type="application/octet-stream")
    mark = multipart.boundary()
    body = multipart.part_head(mark, "application/octet-stream") + data + b"\r\n" + multipart.tail(mark)
    return Response(body, media_type=f'multipart/related; type="application/octet-stream"; boundary="{mark}"')


def _pictured(*, thumbnail: bool) -> Endpoint:
    async def run(call: Call) -> Response:
        kind = _choose(call, ["image/jpeg", "image/png", "image/gif"]).type
        asked = render.parse_rendering(call.request.query_params, thumbnail=thumbnail)
        async with call.service.busy:
            data = await run_in_threadpool(_picture, call, kind, asked)
        return Response(data, media_type=kind)

    return run


def _picture(call: Call, kind: str, asked: render.Rendering) -> bytes:
    view = call.view()
    places = [p for p in call.places(view) if p["pixel_keyword"]]
    if not places:
        raise NotFoundError("there is no image to render")
    place = places[len(places) // 2]
    instance = view.instances([place])[0]
    if not instance.n_frames:
        raise NotFoundError("there is no image to render")
    text = call.ids.get("frames")
    if text is not None and not re.fullmatch(r"\d{1,9}", text):
        raise BadQueryError("one frame is rendered at a time")
    index = int(text) - 1 if text else instance.n_frames // 2
    if not 0 <= index < instance.n_frames:
        raise NotFoundError("the instance has no such frame")
    look = view.look(place)
    many = kind == "image/gif" and text is None and instance.n_frames > 1
    numbers = range(min(instance.n_frames, 200)) if many else (index,)
    pictures = [render.render_frame(instance, n, look.get((place["vid"], n), {}), asked) for n in numbers]
    return render.encode_picture(pictures, kind, asked.quality)


# -- store and the rest ----------------------------------------------------------------------------------


async def _store(call: Call) -> Response:
    service, request = call.service, call.request
    require(call.principal, "write")
    if service.spool is None or service.landing is None:
        return fault(403, "this service takes no objects in; start it with --store")
    if request.headers.get("content-encoding", "identity") != "identity":
        return fault(415, "compressed bodies are not taken")
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > service.max_body:
        return fault(413, "the body is larger than what is taken")
    kind = _choose(call, ["application/dicom+json", "application/json", "application/dicom+xml"]).type
    try:
        received = await store.take_in(
            _slowly(request.stream()),
            request.headers.get("content-type", ""),
            service.spool,
            service.max_body,
        )
    except multipart.MultipartError as error:
        return fault(400, str(error))
    except store.TooLargeError:
        return fault(413, "the body is larger than what is taken")
    except TimeoutError:
        return fault(408, "the body came too slowly")
    if received is None:
        return fault(415, "the body is multipart/related of application/dicom, or application/dicom")
    if not received:
        return fault(400, "the body holds no object")
    verdicts = await store.land(service.landing, received)
    if verdicts is None:
        return fault(503, "the objects were kept and will be taken in later")
    await run_in_threadpool(service.archive.refresh)
    status, body = store.answer(received, verdicts, call.base, call.ids.get("study"))
    if kind == "application/dicom+xml":
        return Response(retrieve.to_xml(json.dumps(body)), status, media_type=kind)
    return JSONResponse(body, status, media_type=kind)


async def _slowly(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The pieces of a body, each of which must come within half a minute."""
    while True:
        async with asyncio.timeout(30):
            try:
                chunk = await anext(chunks)
            except StopAsyncIteration:
                return
        yield chunk


async def _health(call: Call) -> Response:
    def look() -> dict[str, Any]:
        call.service.archive.refresh()
        return {
            "status": "ok",
            "snapshot": call.service.archive.lake.snapshot_id,
            "seconds": round(time.monotonic() - call.service.started),
        }

    return JSONResponse(await run_in_threadpool(look))


async def _metrics(call: Call) -> Response:
    def look() -> list[metrics.Figure]:
        lake = call.service.archive.lake
        waiting = sum(1 for _ in (lake.path / "inbox").rglob("*.dcm"))
        return [
            *call.service.requests.figures(),
            metrics.Figure("pacslake_snapshot", "gauge", "Number of the snapshot that is served.", (({}, lake.snapshot_id),)),
            metrics.Figure("pacslake_inbox_objects", "gauge", "Received objects that are not rows yet.", (({}, waiting),)),
            metrics.Figure("pacslake_free_bytes", "gauge", "Free space of the lake's disk.", (({}, shutil.disk_usage(lake.path).free),)),
        ]  # fmt: skip

    return Response(metrics.text(await run_in_threadpool(look)), media_type=metrics.CONTENT_TYPE)


async def _openapi(call: Call) -> Response:
    return JSONResponse(openapi(ROUTES, PREFIX))


async def _capabilities(call: Call) -> Response:
    return JSONResponse(capabilities(ROUTES, PREFIX, call.base), media_type="application/json")


_STUDY, _SERIES, _INSTANCE = (
    "/studies/{study}",
    "/studies/{study}/series/{series}",
    "/studies/{study}/series/{series}/instances/{instance}",
)
_LEVELS = (_STUDY, _SERIES, _INSTANCE)
_rendered, _thumbnail = _pictured(thumbnail=False), _pictured(thumbnail=True)

# path, method, endpoint, what it is
ROUTES: tuple[Described, ...] = (
    (f"{PREFIX}/studies", "GET", _searching("STUDY"), "Search for studies"),
    (f"{PREFIX}/series", "GET", _searching("SERIES"), "Search for series"),
    (f"{PREFIX}/instances", "GET", _searching("IMAGE"), "Search for instances"),
    (f"{PREFIX}{_STUDY}/series", "GET", _searching("SERIES"), "Search for the series of a study"),
    (f"{PREFIX}{_STUDY}/instances", "GET", _searching("IMAGE"), "Search for the instances of a study"),
    (f"{PREFIX}{_SERIES}/instances", "GET", _searching("IMAGE"), "Search for the instances of a series"),
    *((f"{PREFIX}{where}", "GET", _objects, "Retrieve objects") for where in _LEVELS),
    *((f"{PREFIX}{where}/metadata", "GET", _metadata, "Retrieve headers") for where in _LEVELS),
    *((f"{PREFIX}{where}/rendered", "GET", _rendered, "Retrieve a picture") for where in _LEVELS),
    *((f"{PREFIX}{where}/thumbnail", "GET", _thumbnail, "Retrieve a small picture") for where in _LEVELS),
    (f"{PREFIX}{_INSTANCE}/frames/{{frames}}", "GET", _frames, "Retrieve frames"),
    (f"{PREFIX}{_INSTANCE}/frames/{{frames}}/rendered", "GET", _rendered, "Retrieve a picture of a frame"),
    (f"{PREFIX}{_INSTANCE}/frames/{{frames}}/thumbnail", "GET", _thumbnail, "Retrieve a small picture of a frame"),
    (f"{PREFIX}{_INSTANCE}/pixeldata", "GET", _frames, "Retrieve all frames"),
    (f"{PREFIX}{_INSTANCE}/bulkdata/{{path:path}}", "GET", _bulk, "Retrieve the value of an element"),
    (f"{PREFIX}/studies", "POST", _store, "Store objects"),
    (f"{PREFIX}{_STUDY}", "POST", _store, "Store objects of a study"),
    (PREFIX, "OPTIONS", _capabilities, "What the service can do"),
    (f"{PREFIX}/", "OPTIONS", _capabilities, "What the service can do"),
    ("/health", "GET", _health, "Whether the service is well"),
    ("/metrics", "GET", _metrics, "Figures for Prometheus"),
    ("/openapi.json", "GET", _openapi, "This description"),
    *LAKE_ROUTES,
)  # fmt: skip


def _too_many(wait: float) -> Response:
    return fault(429, "too many requests; wait a moment", {"Retry-After": str(math.ceil(wait))})


def _guarded(service: Service, endpoint: Endpoint, title: str, route: str) -> Callable[[Request], Any]:
    """An endpoint behind its guard: who calls, well-formed UIDs, errors as answers, a line in the audit record."""

    async def run(request: Request) -> Response:
        try:
            principal = await run_in_threadpool(service.authenticate, request.headers.get("authorization"))
        except AuthenticationError as error:
            if wait := service.strangers.wait(request.client.host if request.client else ""):
                return _too_many(wait)
            return fault(401, str(error), {"WWW-Authenticate": 'Bearer realm="pacslake"'})
        if wait := service.pace.wait(principal.name):
            return _too_many(wait)
        ids = dict(request.path_params)
        kind = "lake" if request.url.path.startswith(LAKE_PREFIX) else "dicomweb"
        if any(not _UID.fullmatch(ids[key]) for key in ("study", "series", "instance") if key in ids):
            return fault(404, "there is no such study, series or instance, or it is not yours to see")
        if any(not _NAME.fullmatch(ids[key]) for key in ("volume", "label", "version") if key in ids):
            return fault(404, "there is no such volume, or it is not yours to see", kind="NotFoundError")
        began = time.monotonic()
        response = await _answered(endpoint, Call(request, service, principal, ids))
        service.requests.add(title, response.status_code, time.monotonic() - began)
        try:
            await run_in_threadpool(
                audit.record, service.archive.dir, kind, user=principal.name, sync=False, what=title, route=route, status=response.status_code,
                **{key: ids[key] for key in ("study", "series", "instance", "volume", "version") if key in ids and response.status_code < 400},
            )  # fmt: skip
        except PacslakeError:
            return fault(503, "the access could not be recorded, so it is not given")
        service.flush_soon()
        return response

    return run


async def _answered(endpoint: Endpoint, call: Call) -> Response:
    try:
        require(call.principal, "read")
        return await endpoint(call)
    except NotFoundError as error:
        return fault(404, str(error))
    except (BadQueryError, render.BadRenderingError) as error:
        return fault(400, str(error))
    except NotAcceptableError:
        return fault(406, "none of the accepted media types or transfer syntaxes can be given")
    except PolicyError as error:
        return fault(403, str(error))
    except DecodeError as error:
        return fault(406, str(error))
    except SourceMissingError as error:
        return fault(410, str(error))
    except DamagedError as error:
        log.error("%s", error)
        return fault(500, str(error))
    except OutOfSpaceError:
        return fault(507, "the disk of the lake is full")


class _Headers:
    """Security headers and cross-origin answers on everything that goes out, 404 and 405 included."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self.app, self.service = app, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        names = dict(scope["headers"])
        origin = names.get(b"origin", b"").decode("latin-1")
        more = dict(_HEADERS)
        if origin and origin in self.service.origins:
            more |= {
                "Access-Control-Allow-Origin": origin, "Vary": "Origin", "Access-Control-Expose-Headers": "Warning",
                "Access-Control-Allow-Headers": "Authorization, Accept, Content-Type",
                "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
            }  # fmt: skip
            if scope["method"] == "OPTIONS" and b"access-control-request-method" in names:
                await Response(status_code=204, headers=more)(scope, receive, send)
                return

        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                known = {key.lower() for key, _ in message["headers"]}
                new = [(k.lower().encode(), v.encode()) for k, v in more.items()]
                message["headers"] += [(k, v) for k, v in new if k not in known]
            await send(message)

        await self.app(scope, receive, sending)


def make_app(service: Service, *, ohif: Path | None = None) -> ASGIApp:
    """The application: routes of `ROUTES`, each guarded, and a page that tells nothing at `/`."""

    async def front(request: Request) -> Response:
        return Response(_PAGE, media_type="text/html", headers=_PAGE_POLICY)

    async def script(request: Request) -> Response:
        from pacslake.widgets.base import module_text

        name = str(request.path_params["name"])
        if name not in _SCRIPTS:
            return await nothing(request, HTTPException(404))
        return Response(module_text(name), media_type="text/javascript", headers=_PAGE_POLICY)

    async def nothing(request: Request, error: Any) -> Response:
        # Without a token nobody learns which addresses there are.
        try:
            await run_in_threadpool(service.authenticate, request.headers.get("authorization"))
        except PacslakeError:
            return fault(401, "no valid token", {"WWW-Authenticate": 'Bearer realm="pacslake"'})
        return fault(error.status_code, "there is nothing here, or not by this method", error.headers)

    # The page and its program are the same for everybody and hold nothing of the lake.
    routes = [Route("/", front, methods=["GET"]), Route("/ui/{name}.js", script, methods=["GET"])]
    routes += [
        Route(path, _guarded(service, endpoint, title, f"{method} {path}"), methods=[method])
        for path, method, endpoint, title in ROUTES
    ]
    if ohif is not None:
        from pacslake.server.ohif import ohif_routes

        routes += ohif_routes(ohif, PREFIX)
    app = Starlette(routes=routes, exception_handlers={404: nothing, 405: nothing})
    app.router.redirect_slashes = False
    return _Headers(app, service)
