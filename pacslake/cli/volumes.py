"""pacslake volumes: list volumes with verdicts, or explain a series."""

from __future__ import annotations

from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say, say_json, table

EPILOG = """Examples:

pacslake volumes --lake mylake

pacslake volumes --verdict not_a_volume --lake mylake

pacslake volumes --explain 1.2.840.1.2.3 --lake mylake"""
QUERY = """
    SELECT v.volume_id, s.Modality, v.kind, v.verdict, v.shape, v.spacing_mm, v.reason_codes,
           v.zarr_uri IS NOT NULL AS converted, s.SeriesDescription, v.SeriesInstanceUID
    FROM volume v LEFT JOIN series s USING (SeriesInstanceUID)
    WHERE (? IS NULL OR v.verdict = ?) AND (? IS NULL OR v.SeriesInstanceUID = ?)
    ORDER BY v.SeriesInstanceUID, v.volume_index
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("volumes", epilog=EPILOG)(volumes)


def volumes(
    lake: LakeOption = None,
    series: Annotated[str | None, typer.Option("--series", help="Only this SeriesInstanceUID.")] = None,
    verdict: Annotated[str | None, typer.Option("--verdict", help="Only this verdict.")] = None,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="SERIES", help="Tell how a series became its volumes.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1)] = 200,
    as_json: JsonOption = False,
) -> None:
    """List volumes with verdict, shape, spacing and reasons, or explain one series."""
    opened = find_lake(lake)
    if explain is not None:
        from pacslake import pixels

        text = pixels.explain(opened, explain)
        say_json({"series": explain, "explanation": text}) if as_json else say(text)
        return
    found = opened.dicts(QUERY, [verdict, verdict, series, series])
    if as_json:
        say_json(found)
    else:
        keys = [
            "volume_id",
            "Modality",
            "kind",
            "verdict",
            "shape",
            "spacing_mm",
            "reason_codes",
            "converted",
            "SeriesDescription",
        ]
        table([[row[k] for k in keys] for row in found], keys, limit=limit)
