"""pacslake review: pictures that may show writing, and what a person says of each."""

from __future__ import annotations

from typing import Annotated

import typer

from pacslake.cli.common import DONE, JsonOption, QuietOption, say, say_json, table
from pacslake.errors import NotFoundError, UsageError

EPILOG = """Examples:

pacslake review /exports/2026-11 (what waits, with the name by which a picture is decided on)

pacslake review /exports/2026-11 --propose --json (with the rectangles that the search for text finds)

pacslake review /exports/2026-11 --picture 3f2a --out look.png (one picture, proposed rectangles drawn; it shows a patient)

pacslake review /exports/2026-11 --picture 3f2a --say blank --box 0,0,640,48 --by anna

pacslake review /exports/2026-11 --picture 3f2a --say clean --by anna

Decisions lie beside the project's key and count at the next `pacslake deid`: clean lets the pixels go as they are, blank blanks the
rectangles (columns x0 to x1, rows y0 to y1, from 0) in every frame, refuse keeps the object out. In a notebook:
pacslake.widgets.Review(SOURCE)."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("review", epilog=EPILOG)(review)


def review(
    source: Annotated[
        str, typer.Argument(help="A folder, an archive, or an identified lake.", metavar="SRC")
    ],
    profile: Annotated[
        str, typer.Option("--profile", help="basic, longitudinal, keep-private-safe, or a TOML file.")
    ] = "basic",
    key: Annotated[
        str | None,
        typer.Option(
            "--key", help="File of the project's key; decisions lie beside it. By default your own."
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="List also what is decided.")] = False,
    propose: Annotated[
        bool, typer.Option("--propose", help="Search for text (about 4 s a picture).")
    ] = False,
    picture: Annotated[
        str | None, typer.Option("--picture", help="The name of the pixels, or its first digits.")
    ] = None,
    out: Annotated[str | None, typer.Option("--out", help="Write the picture there, as PNG.")] = None,
    frame: Annotated[int, typer.Option("--frame", min=0, help="Which frame --out shows, from 0.")] = 0,
    word: Annotated[str | None, typer.Option("--say", help="clean, blank or refuse.")] = None,
    boxes: Annotated[
        list[str] | None,
        typer.Option("--box", help="x0,y0,x1,y1 of a rectangle to blank; more than one may be."),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who decides; needed with --say.")] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Look at pictures that may show writing, and decide whether they may leave."""
    from pacslake.research import Reviewing

    if (word is not None or out is not None) and picture is None:
        raise UsageError("say which picture: --picture NAME, as `pacslake review SRC` lists it")
    if word is not None and not (by or "").strip():
        raise UsageError("a decision has a person behind it: say who with --by NAME")
    queue = Reviewing(source, profile=profile, key=key)
    found = queue.waiting(decided=every or picture is not None)
    if picture is not None:
        found = [w for w in found if w.pixels.startswith(picture)]
        if len({w.pixels for w in found}) != 1:
            what = "no picture" if not found else "more than one picture"
            raise NotFoundError(f"{what} of {source} has a name that starts with {picture!r}")
    if word is not None:
        made = queue.decide(found[0], word, boxes=[_box(text) for text in boxes or ()], by=str(by))
        say(f"{made.decision}: {found[0].pixels} ({len(found)} files), by {made.by}", quiet=quiet or as_json)
    if out is not None:
        queue.draw(found[0], out, frame=frame, propose=propose)
        say(
            f"{out} shows what the picture shows: keep it where patients' data may lie",
            quiet=quiet or as_json,
        )
    rows = [
        {
            "pixels": w.pixels, "file": w.name, "n_frames": w.n_frames, "question": w.question,
            "decision": w.review.decision if w.review else None, "by": w.review.by if w.review else None,
            **({"proposed": [list(b) for b in w.proposed(queue.cleaner)]} if propose and out is None else {}),
        }
        for w in (queue.again(w) for w in found)
    ]  # fmt: skip
    if as_json:
        say_json({"waiting": rows, "n": len(rows)})
    elif word is None and out is None:
        columns = ["pixels", "decision", "n_frames", "question", "file", *(["proposed"] if propose else [])]
        table([tuple(str(r[c] if r[c] is not None else "") for c in columns) for r in rows], columns)
        say(f"{sum(r['decision'] is None for r in rows)} pictures wait for a person", quiet=quiet)
    raise typer.Exit(DONE)


def _box(text: str) -> tuple[int, int, int, int]:
    try:
        x0, y0, x1, y1 = (int(part) for part in text.split(","))
    except ValueError:
        raise UsageError(f"--box {text!r} is not x0,y0,x1,y1: four whole numbers") from None
    return x0, y0, x1, y1
