"""pacslake query: search another archive."""

from __future__ import annotations

import csv
import sys
from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, say_json, table
from pacslake.errors import UsageError

EPILOG = """Examples:

pacslake query PACS@10.1.2.3:104 StudyDate=20260101-20260131 ModalitiesInStudy=CT

pacslake query hospital --level series StudyInstanceUID=1.2.3 --format csv > series.csv

pacslake query https://archive.example.org/dicom-web PatientID=123 --json

The peer is AE@HOST:PORT, the address of a DICOMweb service (its token in PACSLAKE_PEER_TOKEN), or a name of peers.toml in the
configuration folder: [hospital] address = "PACS@10.1.2.3:104", calling = "LAKE"."""

PeerArgument = Annotated[
    str, typer.Argument(help="AE@HOST:PORT, a DICOMweb address, or a name of peers.toml.", metavar="PEER")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("query", epilog=EPILOG)(query)


def query(
    peer: PeerArgument,
    keys: Annotated[
        list[str] | None, typer.Argument(help="KEYWORD=VALUE, as DICOM matches it.", metavar="KEY=VALUE")
    ] = None,
    level: Annotated[str, typer.Option("--level", help="study, series or image.")] = "study",
    limit: Annotated[int, typer.Option("--limit", help="Answers at most; 0 is all.", min=0)] = 200,
    format: Annotated[str, typer.Option("--format", help="table or csv.")] = "table",
    as_json: JsonOption = False,
) -> None:
    """Search another archive by C-FIND or QIDO-RS."""
    from pacslake.network.peers import find, find_peer

    if format not in ("table", "csv"):
        raise UsageError(f"there is no format {format!r}; there are table and csv")
    rows = list(find(find_peer(peer), level.upper(), dict(_pair(text) for text in keys or ()), limit=limit))
    if as_json:
        say_json(rows)
    elif rows and format == "csv":
        writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    elif rows:
        table([tuple(row.values()) for row in rows], list(rows[0]), limit=len(rows))


def _pair(text: str) -> tuple[str, str]:
    keyword, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"{text!r} is no key: write KEYWORD=VALUE, such as PatientID=123")
    return keyword, value
