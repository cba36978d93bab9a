"""pacslake doctor: is this machine ready, and is the lake sound?"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from pacslake.cli.common import DONE, WITH_FAULTS, JsonOption, LakeOption, find_lake, say, say_json
from pacslake.errors import PacslakeError, UsageError
from pacslake.examine import Check, examine_lake, examine_machine, examine_peers

EPILOG = """Examples:

pacslake doctor

pacslake doctor mylake --deep

PACSLAKE_PEER_TOKEN=... pacslake doctor dicomweb https://archive.example.org/dicom-web

pacslake doctor dicomweb http://127.0.0.1:8042/dicom-web --store --json

The probes of dicomweb read; with --store they leave a small synthetic study of the patient PROBE on the service. Exit
code 1: something failed; 3: the service does not answer or holds no image."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor", epilog=EPILOG)(doctor)


def doctor(
    what: Annotated[
        str | None,
        typer.Argument(
            help="A lake; or dicomweb: probe the service at URL against PS3.18.", metavar="[WHAT]"
        ),
    ] = None,
    url: Annotated[str | None, typer.Argument(help="Address of a DICOMweb service.", metavar="[URL]")] = None,
    lake: LakeOption = None,
    store: Annotated[
        bool, typer.Option("--store", help="With dicomweb: also run the probes that store objects there.")
    ] = False,
    deep: Annotated[bool, typer.Option("--deep", help="Read every byte that the lake keeps.")] = False,
    tls_cert: Annotated[
        Path | None,
        typer.Option("--tls-cert", help="Also look how long this certificate still holds.", exists=True),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Try what pacslake stands on: packages, decoders, SQL, widgets, memory, clock; a lake, where one is named; the archives
    of peers.toml. Or probe a DICOMweb service."""
    from pacslake.layout import LakeDir

    if what is not None and url is None and lake is None and LakeDir.is_at(what):
        what, lake = None, what
    if what is not None:
        if what != "dicomweb" or url is None:
            raise UsageError(
                f"{what!r} is no lake, and nothing that doctor knows: pacslake doctor [LAKE], or pacslake doctor dicomweb URL"
            )
        raise typer.Exit(_dicomweb(url, store, as_json))
    found = _examine(lake, deep, tls_cert, quiet=as_json)
    counts = {state: sum(c.state == state for c in found) for state in ("ok", "warn", "fail", "skipped")}
    if as_json:
        say_json({"ready": not counts["fail"], **counts, "checks": [c.to_dict() for c in found]})
    else:
        say(", ".join(f"{n} {state}" for state, n in counts.items() if n))
    raise typer.Exit(WITH_FAULTS if counts["fail"] else DONE)


def _dicomweb(url: str, store: bool, as_json: bool) -> int:
    """Probe a service; the exit code."""
    from pacslake.server.conformance import Service, run_probes

    service = Service(url.rstrip("/"), os.environ.get("PACSLAKE_PEER_TOKEN", ""), store)
    found = run_probes(service)
    counts = {
        "passed": sum(o.passed is True for o in found),
        "failed": sum(o.passed is False for o in found),
        "not_run": sum(o.passed is None for o in found),
    }
    if as_json:
        say_json({**counts, "probes": [o.to_dict() for o in found]})
    else:
        words = {True: "ok", False: "FAILED", None: "-"}
        for o in found:
            more = f": {o.detail}" if o.detail else ""
            say(f"{o.number:3d} {words[o.passed]:6s} PS3.18 {o.section:10s} {o.title}{more}")
        say(
            f"{counts['passed']} of {counts['passed'] + counts['failed']} passed, {counts['not_run']} not run"
        )
    return WITH_FAULTS if counts["failed"] else DONE


def _examine(lake: str | None, deep: bool, certificate: Path | None, quiet: bool) -> list[Check]:
    """All checks, told to people as they are made."""
    from pacslake import settings

    found: list[Check] = []

    def take(checks: Iterable[Check]) -> None:
        for check in checks:
            found.append(check)
            if not quiet:
                _tell(check)

    take(examine_machine())
    if lake or settings.load().lake:
        try:
            opened = find_lake(lake)
        except PacslakeError as error:
            take([Check("lake", "fail", str(error), "check the path; pacslake init makes a lake")])
        else:
            take(examine_lake(opened, deep=deep))
    take(examine_peers(certificate))
    return found


def _tell(check: Check) -> None:
    """A line, and under it what to do where something is not as it should be; colours on a terminal only."""
    from rich.console import Console
    from rich.text import Text

    styles = {"ok": "green", "warn": "yellow", "fail": "bold red", "skipped": "dim"}
    console = Console(soft_wrap=True, highlight=False)
    console.print(Text.assemble((f"{check.state:8}", styles[check.state]), f"{check.name}: {check.found}"))
    if check.remedy and check.state in ("warn", "fail"):
        console.print(Text(f"        -> {check.remedy}"))
