"""A patient's course as one file: pictures of each lesion at each visit, numbers, response, and where they came from.

HTML holds everything inside itself and asks nothing of the network; PDF is made by matplotlib. Neither names the
patient: the title is the caller's.
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pacslake.errors import PacslakeError, UsageError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Report", "collect", "write"]

_BOX_MM = 70.0  # side of a lesion's picture
_PICTURES = 12  # lesions with pictures: the largest
_STYLE = """
:root { color-scheme: light dark; --line: #8884 }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 66rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin-top: 2.2rem; border-bottom: 1px solid var(--line) }
table { border-collapse: collapse; margin: .6rem 0; display: block; overflow-x: auto }
td, th { padding: .2rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
img { max-width: 100%; background: #fff } figure { margin: .8rem 0 } figcaption { opacity: .75; font-size: .9rem }
"""


@dataclass(frozen=True)
class Table:
    """A table under a heading, with a sentence on what it shows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    words: str = ""


@dataclass(frozen=True)
class Report:
    """What a report shows: `figures` are (caption, figure)."""

    title: str
    summary: tuple[str, ...]
    tables: tuple[Table, ...]
    figures: tuple[tuple[str, Figure], ...]

    def to_html(self) -> str:
        """One page without any link to the outside."""
        parts = [f"<h1>{html.escape(self.title)}</h1>", *(f"<p>{html.escape(s)}</p>" for s in self.summary)]
        for table in self.tables[:2]:
            parts.append(_html_table(table))
        for caption, figure in self.figures:
            png = io.BytesIO()
            figure.savefig(png, format="png")
            data = base64.b64encode(png.getvalue()).decode()
            words = html.escape(caption)
            parts.append(
                f'<figure><img src="data:image/png;base64,{data}" alt="{words}"><figcaption>{words}</figcaption></figure>'
            )
        parts += [_html_table(table) for table in self.tables[2:]]
        return (
            '<!doctype html><html lang="en"><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{html.escape(self.title)}</title><style>{_STYLE}</style><body>{''.join(parts)}</body></html>\n"
        )

    def to_pdf(self) -> bytes:
        """Pages: summary and tables, then the pictures."""
        from matplotlib.backends.backend_pdf import PdfPages

        out = io.BytesIO()
        with PdfPages(out, metadata={"Title": self.title, "Creator": "pacslake"}) as pdf:
            for figure in _text_pages(self):
                pdf.savefig(figure)
            for caption, figure in self.figures:
                figure.suptitle(caption, fontsize=9)
                pdf.savefig(figure)
        return out.getvalue()


def write(lake: Any, patient_key: str, path: str | Path, *, title: str = "Course of the lesions") -> Path:
    """See `pacslake.longitudinal.report`."""
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in (".html", ".htm", ".pdf"):
        raise UsageError(f"a report is written as .html or .pdf, not as {suffix or 'a name without ending'}")
    found = collect(lake, patient_key, title=title)
    if suffix == ".pdf":
        path.write_bytes(found.to_pdf())
    else:
        path.write_text(found.to_html(), encoding="utf-8")
    return path


# -- what it shows ------------------------------------------------------------------------------------

_RESPONSES = """
    SELECT criterion, timepoint_index, category, arithmetic FROM response WHERE patient_key = ?
    ORDER BY criterion <> 'RECIST 1.1', criterion, timepoint_index
"""
_REGISTRATIONS = """
    SELECT DISTINCT o.timepoint_index, r.method, r.verdict, r.inverse_consistency_mm, r.sentence
    FROM lesion_observation o JOIN registration r USING (registration_id) WHERE o.patient_key = ? ORDER BY 1
"""
_PROVENANCE = """
    SELECT DISTINCT a.kind, a.activity_id, a.code_version, left(a.function_sha256, 12), a.snapshot_id, a.ended_at
    FROM activity a WHERE a.activity_id IN (
        SELECT activity_id FROM lesion WHERE patient_key = ?
        UNION SELECT activity_id FROM response WHERE patient_key = ?
        UNION SELECT r.activity_id FROM registration r JOIN lesion_observation o USING (registration_id) WHERE o.patient_key = ?)
    ORDER BY 6
"""
_VOLUMES = """
    SELECT DISTINCT o.timepoint_index, o.volume_id, v.SeriesInstanceUID, v.shape, v.spacing_mm, v.verdict
    FROM lesion_observation o JOIN volume v USING (volume_id) WHERE o.patient_key = ? ORDER BY 1, 2
"""


def collect(lake: Any, patient_key: str, *, title: str) -> Report:
    """Everything that a report shows, from the rows of the lake; nothing is computed anew."""
    from pacslake.longitudinal.cohort import spaghetti
    from pacslake.longitudinal.timepoints import timeline
    from pacslake.longitudinal.tracking import growth

    points, rows = timeline(lake, patient_key), growth(lake, patient_key)
    responses = lake.rows(_RESPONSES, [patient_key])
    lesions: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        lesions.setdefault(row["lesion_id"], []).append(row)
    span = [p["days_from_baseline"] for p in points if p["days_from_baseline"] is not None]
    summary = [
        f"{len(points)} time points over {max(span, default=0)} days, {len(lesions)} lesions.",
        f"Made from snapshot {lake.snapshot_id} of the lake. Not a medical report: check the pictures before use.",
    ]
    if not rows:
        summary.append("No lesion of this patient was tracked; run lake.track(patient_key) first.")
    recist = [r for r in responses if r[0] == "RECIST 1.1"]
    if recist:
        summary.insert(1, f"RECIST 1.1 at the last visit: {recist[-1][2]}. {recist[-1][3]}.")
    tables = (
        Table("Response", ("criterion", "visit", "category", "reckoning"), tuple(responses)),
        Table("Lesions", ("lesion", "visit", "day", "volume, ml", "± ml", "longest, mm", "short, mm", "change, %",
                          "doubling, days", "state", "matched by", "score", "confirmed by"),
              tuple(_lesion_cells(r) for r in rows),
              "± is one standard deviation of what the voxel grid cannot tell. Negative doubling: days to halve."),
        Table("Time points", ("visit", "date", "day", "label", "modalities", "rule"),
              tuple((p["timepoint_index"], p["date"], p["days_from_baseline"], p["label"], ", ".join(p["modalities"] or ()),
                     p["rule"]) for p in points)),
        Table("Registrations", ("visit", "method", "verdict", "inverse consistency, mm", "in words"),
              tuple(lake.rows(_REGISTRATIONS, [patient_key])), "Each links a visit with the one before."),
        Table("Volumes measured", ("visit", "volume_id", "SeriesInstanceUID", "shape", "spacing, mm", "verdict"),
              tuple(lake.rows(_VOLUMES, [patient_key]))),
        Table("Where the numbers came from", ("run", "activity_id", "pacslake", "code", "snapshot", "ended"),
              tuple(lake.rows(_PROVENANCE, [patient_key] * 3)),
              "lake.explain(table=..., row_id=...) leads from a number to the files and their digests."),
    )  # fmt: skip
    figures = [("Volumes over time", spaghetti(rows))] if rows else []
    figures += _pictures(lake, lesions)
    return Report(title, tuple(summary), tuple(t for t in tables if t.rows), tuple(figures))


def _lesion_cells(r: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        r["name"], r["timepoint_index"], r["days_from_baseline"], r["volume_ml"], r["volume_uncertainty_ml"],
        r["longest_diameter_mm"], r["short_axis_mm"], r["change_percent"], r["doubling_days"], r["state"] or "first seen",
        r["matched_by"], r["match_score"], r["verified_by"],
    )  # fmt: skip


def _pictures(lake: Any, lesions: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[tuple[str, Figure]]:
    """A strip for each lesion: the axial slice through its centre at each visit, with its outline."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    largest = sorted(lesions.values(), key=lambda own: -max(r["volume_ml"] or 0.0 for r in own))[:_PICTURES]
    volumes: dict[str, Any] = {}
    found = []
    for own in largest:
        shown = [(r, _crop(lake, volumes, r)) for r in own]
        shown = [(r, c) for r, c in shown if c is not None]
        if not shown:
            continue
        figure = Figure(figsize=(2.3 * len(shown), 2.7), dpi=100, layout="constrained")
        FigureCanvasAgg(figure)
        for axes, (row, (picture, outline, extent, window)) in zip(
            figure.subplots(1, len(shown), squeeze=False)[0], shown, strict=True
        ):
            axes.imshow(picture, cmap="gray", vmin=window[0], vmax=window[1], extent=extent, origin="upper")
            if outline is not None and outline.any() and not outline.all():
                axes.contour(
                    outline, levels=[0.5], colors="#ffb000", linewidths=1, extent=extent, origin="upper"
                )
            size = f"{row['volume_ml']:.2f} ml" if row["volume_ml"] is not None else ""
            axes.set_title(
                f"visit {row['timepoint_index']}: {row['state'] or 'first seen'}\n{size}", fontsize=8
            )
            axes.set_xticks([])
            axes.set_yticks([])
        found.append((f"{own[0]['name']} ({_BOX_MM:.0f} mm wide)", figure))
    return found


def _crop(lake: Any, volumes: dict[str, Any], row: Mapping[str, Any]) -> Any:
    """The slice through a lesion, cut about it: (values, outline, extent in mm, window); None where none can be had."""
    place = row["centroid_lps"] or row["expected_lps"]
    if place is None or row["volume_id"] is None:
        return None
    try:
        volume = volumes.setdefault(row["volume_id"], lake.volume(row["volume_id"]))
        if volume.affine_lps is None:
            return None
        affine = np.asarray(volume.affine_lps, dtype=float).reshape(4, 4)
        i, j, k = (np.linalg.inv(affine) @ [*place, 1.0])[:3]
        depth, rows, columns = volume.shape[-3:]
        if not 0 <= round(k) < depth:
            return None
        sides = np.linalg.norm(affine[:3, :2], axis=0)  # along a row, along a column
        half = (_BOX_MM / 2 / sides).round().astype(int)
        r0, r1 = max(0, round(j) - half[1]), min(rows, round(j) + half[1] + 1)
        c0, c1 = max(0, round(i) - half[0]), min(columns, round(i) + half[0] + 1)
        if r0 >= r1 or c0 >= c1:
            return None
        first = (0,) * (len(volume.shape) - 3)
        picture = np.asarray(volume.values((*first, round(k))))[r0:r1, c0:c1]
        outline = None
        if row["finding_id"] and row["finding_id"][0] in "sr" and row["centroid_lps"] is not None:
            outline = np.asarray(volume.mask(row["finding_id"]))[round(k), r0:r1, c0:c1].astype(float)
    except PacslakeError:
        return None
    extent = (0.0, (c1 - c0) * sides[0], (r1 - r0) * sides[1], 0.0)
    low, high = np.percentile(picture, (1, 99))
    return picture, outline, extent, (float(low), float(max(high, low + 1)))


# -- HTML and PDF -------------------------------------------------------------------------------------


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.2f}" if abs(value) < 1000 else f"{value:,.0f}"
    if isinstance(value, (list, tuple)):
        return " × ".join(_text(v) for v in value)
    return str(value)[:19] if hasattr(value, "hour") else str(value)


def _html_table(table: Table) -> str:
    def cell(value: Any) -> str:
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return f"<td{' class=n' if number else ''}>{html.escape(_text(value))}</td>"

    head = "".join(f"<th>{html.escape(c)}</th>" for c in table.columns)
    body = "".join("<tr>" + "".join(map(cell, row)) + "</tr>" for row in table.rows)
    words = f"<p>{html.escape(table.words)}</p>" if table.words else ""
    return f"<h2>{html.escape(table.title)}</h2>{words}<table><tr>{head}</tr>{body}</table>"


def _text_pages(report: Report) -> list[Figure]:
    """The words and tables of a report as pages of text, A4 across."""
    import textwrap

    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    lines = [report.title, "", *report.summary]
    for table in report.tables:
        lines += ["", table.title.upper(), *([table.words] if table.words else [])]
        cells = [table.columns, *(tuple(_text(v) for v in row) for row in table.rows)]
        widths = [min(40, max(len(row[n]) for row in cells)) for n in range(len(table.columns))]
        for row in cells:
            lines.append("  ".join(v.ljust(w) for v, w in zip(row, widths, strict=True)).rstrip())
    wrapped = [
        part for line in lines for part in (textwrap.wrap(line, 150, subsequent_indent="    ") or [""])
    ]
    pages = []
    for start in range(0, len(wrapped), 62):
        figure = Figure(figsize=(11.7, 8.3))
        FigureCanvasAgg(figure)
        figure.text(
            0.04, 0.96, "\n".join(wrapped[start : start + 62]), va="top", family="monospace", fontsize=7
        )
        pages.append(figure)
    return pages
