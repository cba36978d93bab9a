"""What one caller may see of the lake's newest snapshot, ready to be asked often.

Every route asks for a `View` with its caller's principal and reads through nothing else, so that a route cannot forget
the scope: what is outside it is not there.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from pacslake.errors import NotFoundError
from pacslake.server.index import Index

if TYPE_CHECKING:
    from pacslake.access import Principal
    from pacslake.catalog import Catalog
    from pacslake.lake import Lake
    from pacslake.layout import LakeDir
    from pacslake.pixels import Instance, Volume
    from pacslake.pixels.zarr_view import ChunkView

__all__ = ["Archive", "View"]

_VIEWS = 16
_SERIES_KEPT = 64
_LOOK_EVERY = 1.0
_CHUNK_BYTES = 2 << 20
_OLD_KEPT = 4


class View:
    """A snapshot as one scope shows it; `rows` and `dicts` make it usable wherever a lake is read."""

    def __init__(self, dir: LakeDir, catalog: Catalog) -> None:
        self.dir, self.catalog = dir, catalog
        self._lock = threading.Lock()
        self._series: OrderedDict[str, dict[str, Instance]] = OrderedDict()
        self._places: OrderedDict[tuple[str, str], list[dict[str, Any]]] = OrderedDict()
        self._volumes: OrderedDict[str, Volume] = OrderedDict()
        self._chunks: OrderedDict[str, ChunkView] = OrderedDict()
        self._instances: OrderedDict[str, Instance] = OrderedDict()
        self._viewers: OrderedDict[str, Any] = OrderedDict()
        self._looks: OrderedDict[tuple[str, str], dict[tuple[str, int], dict[str, Any]]] = OrderedDict()

    def rows(self, query: str, params: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        return self.catalog.rows(query, params)

    def dicts(self, query: str, params: Sequence[Any] | None = None) -> list[dict[str, Any]]:
        return self.catalog.dicts(query, params)

    @cached_property
    def _index(self) -> Index:
        return Index(self.catalog)

    @property
    def index(self) -> Index:
        with self._lock:
            return self._index

    def places(
        self, study: str | None = None, series: str | None = None, instance: str | None = None
    ) -> list[dict[str, Any]]:
        """The instances below a study, series or instance, in order. Raises: NotFoundError when there are none."""
        if study and series:  # frames of one series are asked for one after another
            of_series = self._places_of(study, series)
            found = [p for p in of_series if p["sop"] == instance] if instance else of_series
        else:
            tests = [
                (name, value)
                for name, value in (("study", study), ("series", series), ("sop", instance))
                if value
            ]
            where = " AND ".join(f"{name} = ?" for name, _ in tests) or "TRUE"
            found = self.index.dicts(f"SELECT * FROM instances WHERE {where}", [value for _, value in tests])
        if not found:
            raise NotFoundError("there is no such study, series or instance, or it is not yours to see")
        return found

    def _places_of(self, study: str, series: str) -> list[dict[str, Any]]:
        with self._lock:
            found = self._places.get((study, series))
        if found is None:
            found = self.index.dicts(
                "SELECT * FROM instances WHERE study = ? AND series = ?", [study, series]
            )
            with self._lock:
                self._places[study, series] = found
                while len(self._places) > _SERIES_KEPT:
                    self._places.popitem(last=False)
        return found

    def instances(self, places: Sequence[dict[str, Any]]) -> list[Instance]:
        """Instances ready to read frames from: those of a series are looked up together, and kept for the next call."""
        from pacslake.pixels.instance import open_versions

        out = []
        for place in places:
            known = self._known(place["series"])
            if known is None or place["vid"] not in known:
                all_of_it = self.index.rows(
                    "SELECT vid FROM instances WHERE series = ? AND study = ?",
                    [place["series"], place["study"]],
                )
                known = open_versions(self, [row[0] for row in all_of_it], frames=True)
                with self._lock:
                    self._series[place["series"]] = known
                    while len(self._series) > _SERIES_KEPT:
                        self._series.popitem(last=False)
            out.append(known[place["vid"]])
        return out

    def look(self, place: dict[str, Any]) -> dict[tuple[str, int], dict[str, Any]]:
        """What the files of a series say of showing their frames."""
        from pacslake.server.render import looks

        key = (place["study"], place["series"])
        with self._lock:
            found = self._looks.get(key)
        if found is None:
            ids = [
                row[0]
                for row in self.index.rows("SELECT vid FROM instances WHERE study = ? AND series = ?", key)
            ]
            found = looks(self, ids)
            with self._lock:
                self._looks[key] = found
                while len(self._looks) > _SERIES_KEPT:
                    self._looks.popitem(last=False)
        return found

    def _known(self, series: str) -> dict[str, Instance] | None:
        with self._lock:
            found = self._series.get(series)
            if found is not None:
                self._series.move_to_end(series)
            return found

    def volume(self, id: str) -> Volume:
        """A volume by id or series, kept for the chunks that are asked for one after another."""
        from pacslake.pixels.volume import open_volume

        return self._kept(self._volumes, id, lambda: open_volume(self, id))

    def chunks(self, id: str) -> ChunkView:
        """A volume as the chunks in which it travels."""
        from pacslake.pixels.zarr_view import ChunkView

        def make() -> ChunkView:
            volume = self.volume(id)
            return ChunkView(volume.reader, travelling_chunks(volume), compressed=True)

        return self._kept(self._chunks, id, make)

    def viewer(self, id: str) -> Any:
        """The viewer of a volume, as a page without a notebook draws it (`pacslake.widgets.standalone`)."""
        from pacslake.widgets import view

        return self._kept(self._viewers, id, lambda: view(self, id))

    def instance(self, uid: str) -> Instance:
        """An instance by SOPInstanceUID or version."""
        from pacslake.pixels.instance import open_instance

        return self._kept(self._instances, uid, lambda: open_instance(self, uid))

    def _kept(self, kept: OrderedDict[str, Any], id: str, make: Callable[[], Any]) -> Any:
        with self._lock:
            if id in kept:
                kept.move_to_end(id)
                return kept[id]
        made = make()
        with self._lock:
            kept[id] = made
            while len(kept) > _SERIES_KEPT:
                kept.popitem(last=False)
        return made

    def headers(self, places: Sequence[dict[str, Any]]) -> dict[str, str]:
        """DICOM JSON texts by instance_version_id."""
        rows = self.rows(
            "SELECT instance_version_id, header FROM header WHERE instance_version_id IN (SELECT unnest(?::VARCHAR[]))",
            [[place["vid"] for place in places]],
        )
        return dict(rows)


def travelling_chunks(volume: Volume) -> tuple[int, ...]:
    """Chunks of some megabytes, of whole frames: the store's own where the volume is converted.

    A client asks for many of them at once, so they need not be large; one each frame would be a request each frame.
    """
    stored = getattr(volume.reader, "chunks", None)
    if stored is not None:
        return tuple(stored)
    lead = volume.axes.index("y")
    frame = volume.shape[lead:]
    out = [1] * lead + list(frame)
    if lead:
        size = int(np.prod(frame)) * volume.dtype.itemsize
        out[lead - 1] = max(1, min(volume.shape[lead - 1], _CHUNK_BYTES // max(1, size)))
    return tuple(out)


class Archive:
    """The lake behind a service: views by caller, moved on when there is a newer snapshot."""

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self._lock = threading.Lock()
        self._views: OrderedDict[int, View] = OrderedDict()
        self._old: OrderedDict[int, Catalog] = OrderedDict()
        self._looked = 0.0

    @property
    def dir(self) -> LakeDir:
        return self.lake.dir

    def refresh(self) -> None:
        """Look for a newer snapshot now."""
        with self._lock:
            self.lake.refresh()
            self._looked = time.monotonic()

    def catalog(self, snapshot: int | None = None) -> Catalog:
        """The whole catalogue, at the newest snapshot or an old one. Raises: NotFoundError: it is no longer kept."""
        from pacslake.catalog import Catalog

        if time.monotonic() - self._looked > _LOOK_EVERY:
            self.refresh()
        newest = self.lake.catalog
        if snapshot is None or snapshot == newest.snapshot.snapshot_id:
            return newest
        with self._lock:
            if snapshot in self._old:
                self._old.move_to_end(snapshot)
                return self._old[snapshot]
        found = Catalog.open(self.dir, snapshot=snapshot)
        with self._lock:
            self._old[snapshot] = found
            while len(self._old) > _OLD_KEPT:
                self._old.popitem(last=False)
        return found

    def view(self, principal: Principal, *, snapshot: int | None = None) -> View:
        """What the principal may see. Raises: PolicyError when a project's rule no longer works."""
        from pacslake.access import scoped

        catalog = scoped(self.catalog(snapshot), principal)
        with self._lock:
            view = self._views.get(id(catalog))
            if view is None or view.catalog is not catalog:
                view = self._views[id(catalog)] = View(self.lake.dir, catalog)
            self._views.move_to_end(id(catalog))
            while len(self._views) > _VIEWS:
                self._views.popitem(last=False)
            return view
