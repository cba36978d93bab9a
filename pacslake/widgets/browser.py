"""The catalogue as a page: patients, studies, series, volumes, what is wrong with them, and a viewer below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import traitlets as t

from pacslake.errors import PacslakeError
from pacslake.widgets import catalogue_page
from pacslake.widgets.comparison import Compare
from pacslake.widgets.pictures import ThumbnailMaker
from pacslake.widgets.viewer import Viewer

__all__ = ["Browser"]


class Browser(Viewer):
    """Search, select and open. Make it with `lake.browse()`.

    `selected` (volume ids) and `where` (a SQL condition) work both ways; `selection_sql` is the selection as SQL and
    `cohort(name)` freezes it. Names and dates are sent to the page as messages, so that none is in a saved notebook.
    """

    selected = t.List(t.Unicode(), []).tag(sync=True)
    where = t.Unicode("").tag(sync=True)

    @classmethod
    def of(cls, lake: Any, *, where: str = "", **options: Any) -> Browser:  # type: ignore[override]
        """See `pacslake.widgets.browse`."""
        widget = cls(lake=lake, kind="browser", where=where, **options)
        n = lake.rows("SELECT count(*) FROM volume")[0][0]
        widget.fallback = f"pacslake browser over {n} volumes of snapshot {lake.snapshot_id}."
        return widget

    def __init__(self, **traits: Any) -> None:
        self._asked: Mapping[str, Any] = {}
        super().__init__(**traits)
        self._thumbs = ThumbnailMaker(self._lake, self._post)

    @property
    def selection_sql(self) -> str:
        """The selection as SQL that gives `volume_id`: the chosen ones, else all that the page shows."""
        if self.selected:
            ids = ", ".join("'" + v.replace("'", "''") + "'" for v in self.selected)
            return f"SELECT volume_id FROM volume WHERE volume_id IN ({ids})"
        return catalogue_page.selection(self._lake, {**self._asked, "where": self.where})

    def cohort(self, name: str | None = None) -> Any:
        """The selection as a cohort of the lake."""
        return self._lake.cohort(self.selection_sql, name=name)

    def page(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """A page of a table, see `catalogue_page.page`."""
        return catalogue_page.page(self._lake, asked)

    def to_png(self, *, height: int = 720) -> bytes:
        """The viewer below, or a contact sheet of the first volumes when none is open."""
        if self.volumes:
            return super().to_png(height=height)
        from pacslake.widgets.contact_sheet import sheet_png

        ids = [r[0] for r in self._lake.rows(f"{self.selection_sql} LIMIT 24")]
        return sheet_png(self._lake, ids)

    def _small_png(self) -> bytes | None:
        return super()._small_png() if self.volumes else None

    def _answer(self, content: dict[str, Any]) -> None:
        kind, lake = content.get("kind"), self._lake
        if kind == "rows":
            if content.get("table", "volumes") == "volumes":
                self._asked = content
            self._post({"kind": "rows", "seq": content.get("seq"), **self.page(content)})
        elif kind == "patients":
            self._post(
                {"kind": "patients", **catalogue_page.patients(lake, str(content.get("search") or ""))}
            )
        elif kind == "branch":
            key = str(content.get("patient"))
            self._post({"kind": "branch", "patient": key, "studies": catalogue_page.branch(lake, key)})
        elif kind == "detail":
            self._post({"kind": "detail", **catalogue_page.detail(lake, str(content.get("id")))})
        elif kind == "thumbs":
            self._thumbs.ask(content.get("ids", []))
        elif kind == "select_all":
            self.selected = []
            self._told(lambda: self.set_trait("selected", [r[0] for r in lake.rows(self.selection_sql)]))
        elif kind == "sql":
            self._told(lambda: self._post({"kind": "sql", "text": self.selection_sql}))
        elif kind == "cohort":
            self._told(lambda: self._keep(str(content.get("name") or "").strip() or None))
        elif kind in ("open", "compare"):
            ids = [content.get("id")] if kind == "open" else content.get("ids", [])
            self._told(lambda: self._open(ids))
        else:
            super()._answer(content)

    def _told(self, do: Any) -> None:
        """Do it; what goes wrong is a sentence on the page."""
        try:
            do()
        except PacslakeError as error:
            self._post({"kind": "said", "level": "error", "text": str(error)})

    def _keep(self, name: str | None) -> None:
        kept = self.cohort(name).freeze()
        text = f"Kept as cohort {kept.name or kept.cohort_id} with {len(kept.members)} volumes."
        self._post({"kind": "said", "level": "info", "text": text})

    def _open(self, ids: Sequence[Any]) -> None:
        self.set_trait("cursor", None)
        self.set_trait("window", None)
        self.measurements = []
        if len(ids) == 1:
            self.transforms = {}
            self.show(str(ids[0]))
        else:
            self._show_pair([str(i) for i in ids])

    def _show_pair(self, ids: Sequence[str]) -> None:
        pair = Compare.of(self._lake, *ids)
        with self.hold_sync():
            self._sources.clear()
            self._sources.update(pair._sources)
            self._source, self._laid = pair._shown[0], ()
            self.notices, self.transforms, self.cursor = pair.notices, pair.transforms, pair.cursor
            self.overlays, self.volumes = [], pair.volumes
        pair.close()
