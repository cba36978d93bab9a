"""A patient's visits along time, with the growth of the lesions."""

from __future__ import annotations

from typing import Any

import traitlets as t

from pacslake.errors import NotFoundError, UsageError
from pacslake.widgets.base import PixelWidget
from pacslake.widgets.comparison import Compare
from pacslake.widgets.lesions import tracks

__all__ = ["Timeline"]

_STUDIES = """
    SELECT tp.timepoint_index, tp.days_from_baseline AS day, tp.label, s.Modality, count(*) AS n,
           list(v.volume_id ORDER BY v.n_slices DESC, v.volume_id) AS volume_ids
    FROM timepoint tp JOIN series s ON list_contains(tp.StudyInstanceUIDs, s.StudyInstanceUID)
    LEFT JOIN volume v ON v.SeriesInstanceUID = s.SeriesInstanceUID AND v.verdict NOT IN ('not_a_volume', 'single')
    WHERE tp.patient_key = ? GROUP BY ALL ORDER BY 1, 4
"""


class Timeline(PixelWidget):
    """Make it with `lake.timeline_view(patient_key)`. `selected` holds the chosen points; `compare()` opens two."""

    title = t.Unicode("").tag(sync=True)
    points = t.List(t.Dict(), []).tag(sync=True)
    tracks = t.List(t.Dict(), []).tag(sync=True)
    selected = t.List(t.Unicode(), []).tag(sync=True)

    @classmethod
    def of(cls, lake: Any, patient_key: str, **options: Any) -> Timeline:
        """See `pacslake.widgets.timeline_view`."""
        studies = lake.dicts(_STUDIES, [patient_key])
        if not studies:
            raise NotFoundError(
                "no time points of that patient_key in this snapshot; SELECT patient_key FROM timepoint lists them"
            )
        widget = cls(lake=lake, kind="timeline", **options)
        widget._volumes = {
            f"{s['timepoint_index']}/{s['Modality']}": [v for v in s["volume_ids"] if v] for s in studies
        }
        widget.points = [
            {"id": f"{s['timepoint_index']}/{s['Modality']}", "day": s["day"] or 0, "row": s["Modality"] or "other",
             "label": f"{s['Modality']} {s['label'] or ''}".strip(), "title": f"{s['Modality']}, day {s['day'] or 0}: {s['n']} volumes or series"}
            for s in studies
        ]  # fmt: skip
        widget.tracks = tracks(lake, patient_key)
        n = len({s["timepoint_index"] for s in studies})
        widget.title = f"{n} time points, {len({x['name'] for x in widget.tracks})} lesions"
        widget.fallback = f"pacslake timeline: {widget.title}."
        return widget

    _volumes: dict[str, list[str]]

    def compare(self, **options: Any) -> Compare:
        """The largest volumes of the two chosen points side by side, the earlier on the left.

        Raises:
            UsageError: not two points with volumes are chosen.
        """
        chosen = sorted(
            (s for s in self.selected if self._volumes.get(s)), key=lambda s: int(s.split("/")[0])
        )
        if len(chosen) != 2:
            raise UsageError("choose two points with volumes first: click them, or set `selected`")
        prior, current = (self._volumes[s][0] for s in chosen)
        return Compare.of(self._lake, prior, current, **options)

    def to_png(self) -> bytes:
        """The chart as a PNG file's bytes."""
        import io

        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(8, 3.4), dpi=90, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots()
        for track in (x for x in self.tracks if x["measure"] == "Volume"):
            known = [(p["day"], p["value"]) for p in track["points"] if p["value"] is not None]
            axes.plot(*zip(*known, strict=True), marker="o", label=track["name"])
        if not self.tracks:
            axes.plot([p["day"] for p in self.points], [p["row"] for p in self.points], "o")
        else:
            axes.set_ylabel("volume, ml")
            axes.legend(fontsize=8)
        axes.set_xlabel("days from the first time point")
        out = io.BytesIO()
        figure.savefig(out, format="png")
        return out.getvalue()

    def _small_png(self) -> bytes | None:
        return self.to_png()
