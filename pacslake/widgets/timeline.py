"""A patient's visits along time, with the growth of the lesions and what happened besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import traitlets as t

from pacslake.errors import NotFoundError, PacslakeError, UsageError
from pacslake.widgets.comparison import Compare
from pacslake.widgets.lesions import tracks
from pacslake.widgets.pictures import ThumbnailMaker

__all__ = ["Timeline"]

_STUDIES = """
    SELECT tp.timepoint_index, tp.days_from_baseline AS day, tp.label, s.Modality, count(DISTINCT s.SeriesInstanceUID) AS n,
           list(v.volume_id ORDER BY v.n_slices DESC, v.volume_id) FILTER (v.volume_id IS NOT NULL) AS volume_ids
    FROM timepoint tp JOIN series s ON list_contains(tp.StudyInstanceUIDs, s.StudyInstanceUID)
    LEFT JOIN volume v ON v.SeriesInstanceUID = s.SeriesInstanceUID AND v.verdict NOT IN ('not_a_volume', 'single')
    WHERE tp.patient_key = ? GROUP BY ALL ORDER BY 1, 4
"""
_EVENTS = """
    SELECT kind, days_from_baseline AS day, code, description FROM event_timeline
    WHERE patient_key = ? AND kind <> 'imaging' AND days_from_baseline IS NOT NULL
    ORDER BY day, kind, code, description LIMIT 1000
"""
_LONGEST = 300  # letters of an event's words: a report's impression may be a page


class Timeline(Compare):
    """Make it with `lake.timeline_view(patient_key)`. `selected` holds the chosen points; `compare()` opens them."""

    title = t.Unicode("").tag(sync=True)
    points = t.List(t.Dict(), []).tag(sync=True)
    """One for each time point and modality: id, day, row, label, title, and the `volume` that is shown of it."""
    selected = t.List(t.Unicode(), []).tag(sync=True)

    @classmethod
    def of(cls, lake: Any, patient_key: str, **options: Any) -> Timeline:  # type: ignore[override]
        """See `pacslake.widgets.timeline_view`."""
        studies = lake.dicts(_STUDIES, [patient_key])
        if not studies:
            raise NotFoundError(
                "no time points of that patient_key in this snapshot; SELECT patient_key FROM timepoint lists them"
            )
        widget = cls(lake=lake, kind="timeline", **options)
        widget._patient = patient_key
        widget._volumes = {_id(s): list(s["volume_ids"] or []) for s in studies}
        widget.points = [_point(s, widget._volumes[_id(s)]) for s in studies]
        widget.tracks = tracks(lake, patient_key)
        n = len({s["timepoint_index"] for s in studies})
        widget.title = f"{n} time points, {len({x['name'] for x in widget.tracks})} lesions"
        widget.fallback = f"pacslake timeline: {widget.title}."
        return widget

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self._thumbs = ThumbnailMaker(self._lake, self._post)

    _volumes: dict[str, list[str]]
    _patient = ""

    def events(self) -> list[dict[str, Any]]:
        """What happened to the patient besides imaging, in order: `day` from the first time point, `kind`, `words`.

        From the view `event_timeline`. The page is told when it asks: events are no part of the widget's state, so a
        saved notebook holds none.
        """
        try:
            rows = self._lake.dicts(_EVENTS, [self._patient])
        except PacslakeError:  # an old lake without clinical tables
            return []
        return [{"day": r["day"], "kind": r["kind"], "words": _words(r)} for r in rows]

    def _chosen(self) -> list[str]:
        """The largest volume of each chosen point, in order of time."""
        points = sorted(
            (s for s in self.selected if self._volumes.get(s)), key=lambda s: int(s.split("/")[0])
        )
        if not 2 <= len(points) <= 4:
            raise UsageError("choose two to four points with volumes first: click them, or set `selected`")
        return [self._volumes[p][0] for p in points]

    def compare(self, **options: Any) -> Compare:
        """The largest volumes of the two to four chosen points side by side, the earliest on the left.

        Raises:
            UsageError: not as many points with volumes are chosen.
        """
        return Compare.of(self._lake, *self._chosen(), **options)

    def _lesions_anew(self, points: Mapping[str, Mapping[str, Any]]) -> None:
        course = self.tracks  # of all time points, not only of those compared
        super()._lesions_anew(points)
        self.tracks = course

    def _answer(self, content: dict[str, Any]) -> None:
        if content.get("kind") == "thumbs":
            self._thumbs.ask(content.get("ids", []))
        elif content.get("kind") == "events":
            self._post({"kind": "events", "events": self.events()})
        elif content.get("kind") == "compare":
            try:
                self.set_trait("cursor", None)
                self.show(*self._chosen())
            except PacslakeError as error:
                self.notices = [{"level": "error", "text": str(error)}]
        else:
            super()._answer(content)

    def to_png(self, **_: Any) -> bytes:
        """The chart as a PNG file's bytes."""
        import io

        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        events = [e for e in self.events() if _near(e["day"], [p["day"] for p in self.points])]
        kinds = sorted({e["kind"] for e in events})
        figure = Figure(figsize=(8, 3.4 + 0.22 * len(kinds)), dpi=90, layout="constrained")
        FigureCanvasAgg(figure)
        if kinds:
            heights = [3.2, 0.3 + 0.22 * len(kinds)]
            axes, below = figure.subplots(2, 1, sharex=True, height_ratios=heights)
            below.scatter([e["day"] for e in events], [kinds.index(e["kind"]) for e in events], marker="D", s=18, color="#cc79a7")  # fmt: skip
            below.set_yticks(range(len(kinds)), kinds, fontsize=8)
            below.set_ylim(len(kinds) - 0.5, -0.5)
        else:
            axes = below = figure.subplots()
        for track in (x for x in self.tracks if x["measure"] == "Volume"):
            known = [(p["day"], p["value"]) for p in track["points"] if p["value"] is not None]
            axes.plot(*zip(*known, strict=True), marker="o", label=track["name"])
        if not self.tracks:
            axes.plot([p["day"] for p in self.points], [p["row"] for p in self.points], "o")
        else:
            axes.set_ylabel("volume, ml")
            axes.legend(fontsize=8)
        below.set_xlabel("days from the first time point")
        out = io.BytesIO()
        figure.savefig(out, format="png")
        return out.getvalue()

    def _small_png(self) -> bytes | None:
        return self.to_png()


def _near(day: float, visits: Sequence[float]) -> bool:
    """Whether an event belongs into a chart of the visits: within their span, or as far again on either side, or a
    year. `js/src/timeline.js` holds the same rule."""
    low, high = min(visits), max(visits)
    room = min(365.0, max(30.0, high - low))
    return low - room <= day <= high + room


def _words(event: Mapping[str, Any]) -> str:
    text = " ".join(str(event["description"] or event["code"] or "").split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _id(study: Mapping[str, Any]) -> str:
    return f"{study['timepoint_index']}/{study['Modality']}"


def _point(study: Mapping[str, Any], volumes: Sequence[str]) -> dict[str, Any]:
    """A point of the chart. A visit without a date stands at its number among the visits."""
    day = study["day"] if study["day"] is not None else study["timepoint_index"]
    modality = study["Modality"] or "other"
    n = len(volumes)
    return {
        "id": _id(study), "day": day, "row": modality, "label": study["label"] or f"day {day}",
        "title": f"{modality}, {study['label'] or f'day {day}'}: {n} volume{'' if n == 1 else 's'} in {study['n']} series",
        "volume": volumes[0] if volumes else "",
    }  # fmt: skip
