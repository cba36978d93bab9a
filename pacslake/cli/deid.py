"""pacslake deid: a research lake of cleaned copies, from files or from an identified lake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pacslake.cli.common import (
    DONE,
    WITH_FAULTS,
    JsonOption,
    QuietOption,
    SchedulerOption,
    VerboseOption,
    WorkersOption,
    progress,
    say,
    say_json,
    settings_workers,
    table,
    warn,
)
from pacslake.errors import UsageError

if TYPE_CHECKING:
    from pacslake.deid.profile import Profile

EPILOG = """Examples:

pacslake deid /exports/2026-11 research --profile basic

pacslake deid mylake research --profile longitudinal --key /safe/project.key

pacslake deid mylake research --profile my-study.toml --json

pacslake deid /exports/2026-11 research --pixels clean (search ultrasound, captures and radiographs for text and blank it)

pacslake deid /exports/heads research --faces remove --face-pictures looked-at (cover the faces of head CT and MR)

pacslake deid /exports/2026-11 --dry-run --limit 200 (before and after as shapes: Aaaaaa^Aaaa -> aa9999)

pacslake deid --report --profile longitudinal (what becomes of each of the 657 rows of PS3.15 Table E.1-1)

Profiles: basic (PS3.15 Basic Profile, no dates), longitudinal (dates shifted by whole days per patient, with weight, size
and age), keep-private-safe (longitudinal, and private attributes that are known to name nobody), or a TOML file.

Exit code 1: finished, but some objects were held back; they are listed with the reason, and none of them is in the lake. Pictures
that wait for a person are decided on with `pacslake review`."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("deid", epilog=EPILOG)(deid)


def deid(
    source: Annotated[
        str | None, typer.Argument(help="A folder, an archive, or a lake.", metavar="SRC")
    ] = None,
    target: Annotated[
        str | None, typer.Argument(help="The research lake; made where there is none.", metavar="DST")
    ] = None,
    profile: Annotated[
        str, typer.Option("--profile", help="basic, longitudinal, keep-private-safe, or a TOML file.")
    ] = "basic",
    key: Annotated[
        str | None,
        typer.Option("--key", help="File of the project's key; by default your own, made at the first use."),
    ] = None,
    source_name: Annotated[
        str | None,
        typer.Option("--source-name", help="Who issued the patient IDs, where the files do not say."),
    ] = None,
    pixels: Annotated[
        str | None,
        typer.Option(
            "--pixels",
            help="clean: search images that may show text and blank it; clean-all: search CT, MR, PET and NM too; hold: keep images that may show text out. By default as the profile says.",
        ),
    ] = None,
    faces: Annotated[
        str | None,
        typer.Option(
            "--faces",
            help="remove: cover the faces of head CT and MR, and hold back where they cannot be told; remove-where-sure: let those pass; keep. By default as the profile says.",
        ),
    ] = None,
    face_pictures: Annotated[
        str | None,
        typer.Option(
            "--face-pictures",
            metavar="FOLDER",
            help="With --faces: heads before and after, as PNG. They show people.",
        ),
    ] = None,
    report: Annotated[
        bool, typer.Option("--report", help="Only tell what the profile does with each rule; needs no SRC.")
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Only tell what would become of each attribute, by shapes of values; needs no DST.",
        ),
    ] = False,
    limit: Annotated[
        int, typer.Option("--limit", min=0, help="With --dry-run: so many files at most; 0 is all.")
    ] = 0,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """De-identify into a research lake: no identity in any byte of it, objects in doubt held back."""
    chosen = _chosen(profile, pixels, faces)
    if report:
        return _report(chosen, as_json=as_json)
    if dry_run:
        if source is None:
            raise UsageError("say what would be cleaned: pacslake deid SRC --dry-run")
        return rehearse(
            source, chosen, key, source_name, limit, as_json=as_json, quiet=quiet, verbose=verbose
        )
    if source is None or target is None:
        raise UsageError("say what to clean and where to: pacslake deid SRC DST, or ask for --report")
    from pacslake.research import deidentify

    with progress("deid", quiet=quiet or as_json) as tick:
        done = deidentify(
            source,
            target,
            profile=chosen,
            key=key,
            source_name=source_name,
            workers=settings_workers(workers),
            scheduler=scheduler,
            face_pictures=face_pictures,
            progress=tick,
        )
    if as_json:
        say_json(done.to_dict())
    else:
        say(str(done), quiet=quiet)
        shown = done.faults if verbose else done.faults[:20]
        for fault in shown:
            warn(f"{fault.outcome}: {fault.uri}: {fault.reason}")
        if len(done.faults) > len(shown):
            warn(f"... {len(done.faults) - len(shown)} more; see all with --verbose")
    raise typer.Exit(WITH_FAULTS if done.faults else DONE)


def rehearse(
    source: str | list[str],
    profile: Profile,
    key: str | None,
    source_name: str | None,
    limit: int,
    *,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """What would become of the attributes of a source."""
    from pacslake import research

    with progress("deid", quiet=quiet or as_json) as tick:
        done = research.rehearse(
            source, profile=profile, key=key, source_name=source_name, limit=limit, progress=tick
        )
    if as_json:
        say_json(done.to_dict())
    else:
        rows = [r for r in done.comparison.rows() if verbose or r["outcome"] != "kept"]
        columns = ["attribute", "outcome", "n", "before", "after"]
        table([tuple(r[c] for c in columns) for r in rows], columns)
        say(
            f"{done.comparison.n_objects} of {done.n_files} files would come in, {len(done.held)} would be held back; nothing was written"
        )
        for name, reason in done.held[: None if verbose else 20]:
            warn(f"held back: {name}: {reason}")
    raise typer.Exit(WITH_FAULTS if done.held else DONE)


def _chosen(profile: str, pixels: str | None, faces: str | None) -> Profile:
    """The profile, with what is said of pixels and faces beside it."""
    from dataclasses import replace

    from pacslake.deid.profile import FACES, PIXELS, load_profile

    found = load_profile(profile)
    if faces is not None:
        if faces not in FACES:
            raise UsageError(f"--faces is {faces!r}; it must be one of {', '.join(FACES)}")
        found = replace(found, faces=faces)
    if pixels is None:
        return found
    if pixels not in PIXELS:
        raise UsageError(f"--pixels is {pixels!r}; it must be one of {', '.join(PIXELS)}")
    return replace(found, pixels=pixels)


def _report(chosen: Profile, *, as_json: bool) -> None:
    """What a profile does with each row of Table E.1-1."""
    from dataclasses import asdict

    from pacslake.deid.conformance import conformance
    from pacslake.deid.tables import SOURCE

    rows = conformance(chosen)
    if as_json:
        say_json({
            "profile": chosen.name, "digest": chosen.digest, "rules": SOURCE, "options": chosen.options,
            "n_rules": len(rows), "decisions": [asdict(row) for row in rows],
        })  # fmt: skip
    else:
        columns = ["tag", "keyword", "basic", "by", "asked", "action"]
        table([tuple(asdict(row).values()) for row in rows], columns)
        say(f"{len(rows)} rules of {SOURCE}, profile {chosen.name} ({chosen.digest})")
