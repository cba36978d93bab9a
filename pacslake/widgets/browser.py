"""The catalogue as a page: patients, studies, volumes, what is wrong with them, and a viewer below."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import traitlets as t

from pacslake.errors import PacslakeError
from pacslake.widgets.comparison import Compare
from pacslake.widgets.pictures import ThumbnailMaker
from pacslake.widgets.viewer import Viewer

__all__ = ["Browser"]

_PATIENTS = 200  # rows of the tree; beyond that the SQL condition is the way
_VOLUMES = """
    SELECT v.volume_id, s.Modality, s.SeriesDescription, v.kind, v.verdict, v.n_slices, v.shape,
           round(v.spacing_mm[1], 2) AS slice_mm, round(v.spacing_mm[-1], 2) AS pixel_mm,
           coalesce(n.n_issues, 0) AS n_issues, s.StudyInstanceUID, s.SeriesInstanceUID, v.reason_codes, s.patient_key
    FROM volume v JOIN series s USING (SeriesInstanceUID)
    LEFT JOIN (SELECT entity_id, count(*) AS n_issues FROM issue WHERE level IN ('volume', 'series') GROUP BY 1) n
           ON n.entity_id IN (v.volume_id, v.SeriesInstanceUID)
"""
_TABLES = {
    "volumes": _VOLUMES,
    "issues": "SELECT severity, level, code, keyword, message, entity_id FROM issue",
    "quarantine": "SELECT uri, reason, size_bytes, batch_id FROM file WHERE outcome = 'quarantined'",
}


class Browser(Viewer):
    """Search, select and open. Make it with `lake.browse()`.

    `selected` (volume ids) and `where` (a SQL condition) work both ways; `selection_sql` is the selection as SQL and
    `cohort(name)` freezes it.
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
        super().__init__(**traits)
        self._thumbs = ThumbnailMaker(self._lake, self._post)

    @property
    def selection_sql(self) -> str:
        """The selection as SQL that gives `volume_id`: the chosen ones, else all that meet the condition."""
        if self.selected:
            ids = ", ".join("'" + v.replace("'", "''") + "'" for v in self.selected)
            return f"SELECT volume_id FROM volume WHERE volume_id IN ({ids})"
        return f"SELECT volume_id FROM ({_VOLUMES}){_condition(self.where)}"

    def cohort(self, name: str | None = None) -> Any:
        """The selection as a cohort of the lake."""
        return self._lake.cohort(self.selection_sql, name=name)

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
        kind = content.get("kind")
        if kind == "rows":
            self._post({"kind": "rows", "seq": content.get("seq"), **self.page(content)})
        elif kind == "tree":
            self._post({"kind": "tree", **self._tree()})
        elif kind == "thumbs":
            self._thumbs.ask(content.get("ids", []))
        elif kind == "select_all":
            self.selected = [
                r[0]
                for r in self._lake.rows(
                    f"SELECT volume_id FROM ({_VOLUMES}){self._where(content)[0]}", self._where(content)[1]
                )
            ]
        elif kind in ("open", "compare"):
            self._open([content.get("id")] if kind == "open" else content.get("ids", []))
        else:
            super()._answer(content)

    def _open(self, ids: Sequence[Any]) -> None:
        try:
            self.set_trait("cursor", None)
            self.set_trait("window", None)
            self.measurements = []
            if len(ids) == 1:
                self.transforms = {}
                self.show(str(ids[0]))
            else:
                self._show_pair(str(ids[0]), str(ids[1]))
        except PacslakeError as error:
            self.notices = [{"level": "error", "text": str(error)}]
            self._post({"kind": "rows", "seq": None, "error": str(error)})

    def _show_pair(self, prior: str, current: str) -> None:
        pair = Compare.of(self._lake, prior, current)
        with self.hold_sync():
            self._sources.clear()
            self._sources.update(pair._sources)
            self._source, self._laid = pair._shown[0], ()
            self.notices, self.transforms, self.cursor = pair.notices, pair.transforms, pair.cursor
            self.overlays, self.volumes = [], pair.volumes
        pair.close()

    def _where(self, asked: Mapping[str, Any]) -> tuple[str, list[Any]]:
        parts, values = [], []
        if str(asked.get("where") or "").strip():
            parts.append(f"({asked['where']})")
        for name, column in (("patient", "patient_key"), ("study", "StudyInstanceUID")):
            if asked.get(name):
                parts.append(f"{column} = ?")
                values.append(str(asked[name]))
        return (f" WHERE {' AND '.join(parts)}" if parts else ""), values

    def page(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """A page of a table: {"columns", "rows", "total", "offset"}, or {"error"} with the engine's sentence.

        Args:
            asked: `table` (volumes, issues, quarantine), `where`, `patient`, `study`, `order`, `descending`, `limit`,
                `offset`.
        """
        base = _TABLES.get(str(asked.get("table", "volumes")), _VOLUMES)
        where, values = self._where(asked) if base is _VOLUMES else ("", [])
        limit, offset = max(1, min(500, int(asked.get("limit") or 60))), max(0, int(asked.get("offset") or 0))
        try:
            columns = list(self._lake.sql(f"SELECT * FROM ({base}) LIMIT 0").columns)
            order = asked.get("order")
            by = (
                f'"{order}" {"DESC" if asked.get("descending") else "ASC"} NULLS LAST'
                if order in columns
                else ""
            )
            total = int(self._lake.rows(f"SELECT count(*) FROM ({base}){where}", values)[0][0])
            page = f"ORDER BY {by or 'ALL'} LIMIT {limit} OFFSET {offset}"
            rows = self._lake.rows(f"SELECT * FROM ({base}){where} {page}", values)
        except PacslakeError as error:
            return {"error": str(error)}
        return {
            "columns": columns,
            "rows": [[_plain(v) for v in r] for r in rows],
            "total": total,
            "offset": offset,
        }

    def _tree(self) -> dict[str, Any]:
        """Patients with their studies, by number of volumes."""
        rows = self._lake.dicts(
            f"""WITH v AS ({_VOLUMES})
            SELECT patient_key, StudyInstanceUID, count(*) AS n, string_agg(DISTINCT Modality, ' ' ORDER BY Modality) AS modalities,
                   (SELECT min(StudyDate) FROM study WHERE study.StudyInstanceUID = v.StudyInstanceUID) AS date
            FROM v GROUP BY ALL ORDER BY patient_key, date, StudyInstanceUID"""
        )
        patients: dict[str, dict[str, Any]] = {}
        for r in rows:
            key = str(r["patient_key"])
            p = patients.setdefault(
                key, {"patient_key": key, "label": key.lstrip("|") or "no patient", "n": 0, "studies": []}
            )
            p["n"] += r["n"]
            p["studies"].append(
                {
                    "StudyInstanceUID": r["StudyInstanceUID"],
                    "label": f"{r['date'] or 'no date'} {r['modalities'] or ''}",
                    "n": r["n"],
                }
            )
        listed = list(patients.values())
        return {
            "patients": listed[:_PATIENTS],
            "more": max(0, len(listed) - _PATIENTS),
            "total": sum(p["n"] for p in listed),
        }


def _condition(where: str) -> str:
    return f" WHERE ({where})" if where.strip() else ""


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value if isinstance(value, (int, float, str, bool, type(None))) else str(value)
