"""`report.html`: one file with its pictures inside, for people who would rather look than read."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pacslake.lake import Lake

__all__ = ["growth_chart", "write"]

STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.9rem; margin-bottom: 0 } h2 { margin-top: 2.4rem; border-bottom: 1px solid var(--line) }
table { border-collapse: collapse; margin: .6rem 0 } td, th { padding: .2rem .7rem; border-bottom: 1px solid var(--line); text-align: left }
td.n { text-align: right; font-variant-numeric: tabular-nums }
pre { white-space: pre-wrap; background: var(--soft); padding: .7rem; overflow-x: auto; font-size: .85rem; border-radius: 6px }
img { max-width: 100%; border-radius: 6px; background: #000 } img.chart { background: #fff }
figure { margin: .8rem 0 } figcaption { opacity: .75; font-size: .9rem }
.sheet { display: flex; flex-wrap: wrap; gap: .6rem } .sheet figure { width: 11.5rem; margin: 0 }
.facts { display: flex; flex-wrap: wrap; gap: 1.6rem; margin: 1rem 0 } .facts b { display: block; font-size: 1.6rem }
"""


def picture(png: bytes, caption: str, *, css: str = "") -> str:
    """A figure with its pixels inside the page."""
    data = base64.b64encode(png).decode()
    kind = f' class="{css}"' if css else ""
    return (
        f'<figure><img{kind} src="data:image/png;base64,{data}" alt="{html.escape(caption)}">'
        f"<figcaption>{html.escape(caption)}</figcaption></figure>"
    )


def html_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, limit: int = 15) -> str:
    """Rows as an HTML table; numbers stand on the right."""

    def cell(value: Any) -> str:
        if isinstance(value, float):
            return (
                f'<td class="n">{value:,.3g}</td>' if abs(value) < 1e6 else f'<td class="n">{value:,.0f}</td>'
            )
        if isinstance(value, int) and not isinstance(value, bool):
            return f'<td class="n">{value:,}</td>'
        return f"<td>{html.escape('' if value is None else str(value))}</td>"

    head = "".join(f"<th>{html.escape(c)}</th>" for c in columns)
    body = "".join("<tr>" + "".join(cell(v) for v in row) + "</tr>" for row in rows[:limit])
    return f"<table><tr>{head}</tr>{body}</table>"


def growth_chart(lesions: Sequence[Mapping[str, Any]]) -> bytes:
    """Volume of each lesion over the days since the first date, as PNG."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 3.6), dpi=110, layout="constrained")
    axes = figure.add_subplot()
    # Okabe and Ito's colours, told apart with any colour vision; markers differ too.
    colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
    names = sorted({row["name"] for row in lesions})
    for i, name in enumerate(names):
        course = [row for row in lesions if row["name"] == name]
        days = [row["days_from_baseline"] for row in course]
        volumes = [row["volume_ml"] or 0.0 for row in course]
        axes.plot(
            days,
            volumes,
            marker="osD^vP*"[i % 7],
            color=colours[i % 7],
            label=f"{name}: {course[-1]['state']}",
        )
    axes.set_xlabel("days from the first date")
    axes.set_ylabel("volume, ml")
    axes.set_ylim(bottom=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return buffer.getvalue()


def thumbnails(lake: Lake, limit: int = 24) -> str:
    """A contact sheet: one picture for each of the larger volumes, clips and projections."""
    from pacslake import pixels
    from pacslake.errors import PacslakeError

    chosen = lake.dicts(
        """SELECT volume_id, Modality, kind, verdict, shape FROM volume JOIN series USING (SeriesInstanceUID)
           WHERE verdict <> 'not_a_volume' OR kind IN ('projection', 'us_clip')
           ORDER BY n_slices DESC NULLS LAST, volume_id LIMIT ?""",
        [limit],
    )
    figures = []
    for row in chosen:
        try:
            png = pixels.thumbnail(lake.volume(row["volume_id"]), size=176)
        except PacslakeError as error:
            figures.append(
                f"<figure>{html.escape(row['Modality'] or '')}: {html.escape(str(error))}</figure>"
            )
            continue
        shape = " x ".join(map(str, row["shape"] or ()))
        figures.append(picture(png, f"{row['Modality']} {shape}, {row['verdict'].replace('_', ' ')}"))
    return '<div class="sheet">' + "".join(figures) + "</div>"


def write(
    lake: Lake,
    path: Path,
    *,
    patient: str,
    reports: Sequence[Any],
    answers: Mapping[str, tuple[str, list[str], list[tuple[Any, ...]]]],
    explanation: str,
    lesions: Sequence[Mapping[str, Any]],
) -> Path:
    """Write the report of the demo and return its path."""
    counts = lake.status()["counts"]
    facts = "".join(
        f"<div><b>{counts[name]:,}</b>{name}</div>"
        for name in ("files", "patients", "studies", "series", "instances", "volumes")
    )
    dates = lake.rows(
        """SELECT t.timepoint_index, v.volume_id FROM timepoint t
           JOIN series s ON list_contains(t.StudyInstanceUIDs, s.StudyInstanceUID) JOIN volume v USING (SeriesInstanceUID)
           WHERE t.patient_key = ? AND s.Modality = 'CT' AND v.verdict = 'regular' ORDER BY 1""",
        [patient],
    )
    volumes = [volume_id for _, volume_id in dates]
    parts = [
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>pacslake demo</title>",
        f"<style>{STYLE}</style><h1>pacslake demo</h1>",
        "<p>Real DICOM that Python packages ship, and a synthetic patient, from files to answers.</p>",
        f'<div class="facts">{facts}</div>',
        "<h2>What came in</h2>",
        "".join(f"<pre>{html.escape(str(r))}</pre>" for r in reports),
        "<h2>Three questions in SQL</h2>",
    ]
    for question, (query, columns, rows) in answers.items():
        parts += [
            f"<h3>{html.escape(question)}</h3>",
            f"<pre>{html.escape(query)}</pre>",
            html_table(columns, rows),
        ]
    parts += ["<h2>What it looks like</h2>", thumbnails(lake)]
    if volumes:
        parts += [
            "<h2>Three planes</h2>",
            picture(
                lake.view(volumes[0]).to_png(),
                "The synthetic patient at the first date: axial, coronal, sagittal",
            ),
        ]
    if len(volumes) > 1:
        parts += [
            "<h2>Prior and current</h2>",
            picture(
                lake.compare(volumes[0], volumes[-1]).to_png(),
                "The first and the last date at the same place in the body, after rigid registration",
            ),
        ]
    if lesions:
        columns = ["name", "days_from_baseline", "state", "volume_ml", "longest_diameter_mm"]
        parts += [
            "<h2>Growth</h2>",
            picture(growth_chart(lesions), "Volume of each lesion by date", css="chart"),
            html_table(columns, [[row[c] for c in columns] for row in lesions], limit=50),
        ]
    n = lake.rows("SELECT count(*) FROM demo_features")[0][0]
    relation = lake.sql(
        "SELECT volume_id, mean_value, noise, foreground_fraction, foreground_mean FROM demo_features ORDER BY volume_id"
    )
    parts += [
        f"<h2>A function over {n} volumes</h2>",
        html_table(relation.columns, relation.fetchall()),
        "<h3>Where the first number came from</h3>",
        f"<pre>{html.escape(explanation)}</pre>",
        f"<p>Snapshot {lake.snapshot_id}. Notebooks: <code>pacslake lab --lake {html.escape(str(lake.path))}</code></p></html>",
    ]
    path.write_text("\n".join(parts), encoding="utf-8")
    return path
