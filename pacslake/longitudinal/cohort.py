"""Change over a cohort: one table by one call, and the two plots that people draw of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pacslake.errors import PacslakeError, UsageError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["changes", "patients_of", "spaghetti", "waterfall"]

COLUMNS = (
    "patient_key", "lesion_id", "name", "TrackingUID", "organ", "status", "n_observations", "first_day", "last_day",
    "baseline_ml", "last_ml", "change_ml", "change_percent", "smallest_ml", "baseline_mm", "last_mm", "change_mm_percent",
    "doubling_days", "best_response", "last_response", "note",
)  # fmt: skip

_LESIONS = """
    SELECT l.patient_key, l.lesion_id, l.name, l."TrackingUID", l.organ, l.status, l.n_observations,
        arg_min(t.days_from_baseline, o.timepoint_index) AS first_day,
        arg_max(t.days_from_baseline, o.timepoint_index) AS last_day,
        arg_min(o.volume_ml, o.timepoint_index) AS baseline_ml, arg_max(o.volume_ml, o.timepoint_index) AS last_ml,
        min(o.volume_ml) AS smallest_ml,
        arg_min(o.longest_diameter_mm, o.timepoint_index) AS baseline_mm,
        arg_max(CASE WHEN o.state = 'gone' THEN 0 ELSE o.longest_diameter_mm END, o.timepoint_index) AS last_mm
    FROM lesion l JOIN lesion_observation o USING (lesion_id)
    JOIN timepoint t ON t.patient_key = l.patient_key AND t.timepoint_index = o.timepoint_index
    WHERE l.patient_key IN (SELECT unnest(?)) GROUP BY ALL ORDER BY l.patient_key, l.name, l.lesion_id
"""


def patients_of(lake: Any, cohort: Any) -> list[str]:
    """The patients of a cohort: SQL, a `Cohort`, keys, or None for all with two time points or more."""
    if cohort is None:
        cohort = "SELECT patient_key FROM timepoint GROUP BY patient_key HAVING count(*) > 1"
    if isinstance(cohort, str):
        relation = lake.sql(cohort)
        names = list(relation.columns)
        if "patient_key" not in names:
            raise UsageError(f"the statement gives {', '.join(names)}; patient_key is wanted")
        place = names.index("patient_key")
        return sorted({row[place] for row in relation.fetchall() if row[place] is not None})
    if hasattr(cohort, "entries"):
        return sorted({m.patient_key for m in cohort.entries if m.patient_key})
    return sorted(set(cohort))


def changes(
    lake: Any,
    cohort: Any = None,
    *,
    track: bool = True,
    progress: Callable[[int, int], None] | None = None,
    **options: Any,
) -> pd.DataFrame:
    """See `pacslake.longitudinal.changes`."""
    import pandas as pd

    from pacslake.longitudinal.assess import assess
    from pacslake.longitudinal.tracking import track as follow

    keys = patients_of(lake, cohort)
    notes: dict[str, str] = {}
    if track:
        done = {k for (k,) in lake.rows("SELECT DISTINCT patient_key FROM lesion") if not options}
        todo = [k for k in keys if k not in done]
        for n, key in enumerate(todo, start=1):
            try:
                result = follow(lake, key, **options)
                notes[key] = "; ".join(result.notes)
                if result.lesions:
                    assess(lake, key)
            except PacslakeError as error:
                notes[key] = str(error)
            if progress is not None:
                progress(n, len(todo))
    best = dict(
        lake.rows(
            "SELECT patient_key, list(category ORDER BY timepoint_index) FROM response WHERE criterion = 'RECIST 1.1' "
            "AND patient_key IN (SELECT unnest(?)) GROUP BY 1",
            [keys],
        )
    )
    rows = [_row(r, best.get(r["patient_key"]), notes) for r in lake.dicts(_LESIONS, [keys])]
    # A patient without a lesion stands in the table too, with the reason: nobody is dropped without a word.
    there = {r["patient_key"] for r in rows}
    rows += [
        {**dict.fromkeys(COLUMNS), "patient_key": k, "note": notes.get(k) or "no lesion tracked"}
        for k in keys
        if k not in there
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(r: Mapping[str, Any], categories: Sequence[str] | None, notes: Mapping[str, str]) -> dict[str, Any]:
    from pacslake.longitudinal.findings import doubling_days
    from pacslake.longitudinal.response import _ORDER

    before, now = r["baseline_ml"], r["last_ml"]
    days = r["last_day"] - r["first_day"] if None not in (r["last_day"], r["first_day"]) else None
    until = list(categories or ())
    if "PD" in until:
        until = until[: until.index("PD") + 1]
    several = r["n_observations"] > 1
    return {
        **r, "change_ml": now - before if several and None not in (now, before) else None,
        "change_percent": 100 * (now - before) / before if several and now is not None and before else None,
        "change_mm_percent": 100 * (r["last_mm"] - r["baseline_mm"]) / r["baseline_mm"]
        if several and r["last_mm"] is not None and r["baseline_mm"] else None,
        "doubling_days": doubling_days(before, now, days)[0] if before and now and days else None,
        "best_response": min(until, key=_ORDER.index, default=None),
        "last_response": categories[-1] if categories else None, "note": notes.get(r["patient_key"]) or None,
    }  # fmt: skip


def _figure(width: float, height: float) -> tuple[Figure, Any]:
    # A figure of its own canvas: pyplot would keep every one of them in memory.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=100, layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.subplots()


def spaghetti(rows: Sequence[Mapping[str, Any]], *, value: str = "volume_ml", log: bool = False) -> Figure:
    """A line for each lesion over days: rows as `growth` gives them.

    Args:
        rows: with `lesion_id`, `name`, `days_from_baseline` and the value.
        value: `volume_ml`, `longest_diameter_mm`, `short_axis_mm` or `peak_value`.
        log: a logarithmic axis, on which steady growth is a straight line.
    """
    figure, axes = _figure(7.5, 3.6)
    lesions: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        lesions.setdefault(row["lesion_id"], []).append(row)
    for own in lesions.values():
        known = [r for r in own if r["days_from_baseline"] is not None and r.get(value) is not None]
        if known:
            days = [r["days_from_baseline"] for r in known]
            doubt = [r.get("volume_uncertainty_ml") or 0.0 for r in known] if value == "volume_ml" else None
            axes.errorbar(
                days, [r[value] for r in known], yerr=doubt, marker="o", capsize=2, label=own[0]["name"]
            )
    axes.set_xlabel("days from the first time point")
    axes.set_ylabel(
        {"volume_ml": "volume, ml", "longest_diameter_mm": "longest diameter, mm"}.get(value, value)
    )
    if log:
        axes.set_yscale("log")
    if 0 < len(lesions) <= 12:
        axes.legend(fontsize=8)
    return figure


def waterfall(
    changes_percent: Mapping[str, float], *, title: str = "", limits: tuple[float, float] = (-30.0, 20.0)
) -> Figure:
    """A bar for each patient or lesion, from the largest growth to the largest shrinkage.

    Args:
        changes_percent: change in per cent by label. Labels are shown: give none that names a person.
        limits: drawn as lines; those of RECIST by default.
    """
    figure, axes = _figure(7.5, 3.6)
    bars = sorted(changes_percent.items(), key=lambda b: (-b[1], b[0]))
    colours = ["#b2182b" if v >= limits[1] else "#2166ac" if v <= limits[0] else "#999999" for _, v in bars]
    axes.bar(range(len(bars)), [v for _, v in bars], color=colours)
    for limit in limits:
        axes.axhline(limit, linestyle="--", linewidth=0.8, color="black")
    axes.axhline(0, linewidth=0.8, color="black")
    axes.set_xticks(range(len(bars)), [label for label, _ in bars], rotation=45, ha="right", fontsize=8)
    axes.set_ylabel("change, %")
    axes.set_title(title)
    return figure
