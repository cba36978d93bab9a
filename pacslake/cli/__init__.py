"""The `pacslake` command: one file a command, named as the `Lake` method that it calls.

Exit codes: 0 all done; 1 finished, but some input was quarantined or in conflict, or a check found faults;
2 wrong call; 3 the lake or a file that it needs is missing or damaged; 4 refused by policy; 70 a fault of
pacslake itself.
"""

from __future__ import annotations

import errno
import json
import os
import shlex
import sys
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

import typer

from pacslake.cli import (
    audit,
    catalog,
    changes,
    clinical,
    cohort,
    compare,
    conflicts,
    convert,
    deid,
    demo,
    doctor,
    erase,
    explain,
    export,
    fhir,
    hl7,
    ingest,
    init,
    lab,
    map,
    mask,
    pairs,
    promote_tag,
    pull,
    query,
    receive,
    register,
    report,
    response,
    review,
    send,
    serve,
    snapshot,
    sql,
    status,
    tables,
    timeline,
    track,
    user,
    vacuum,
    vault,
    verify,
    view,
    volumes,
)
from pacslake.errors import PacslakeError, missing_extra

__all__ = ["app", "main"]

_REFUSALS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO})
"""What a disk or its permissions refuse: no fault of the program. The path is not told, it may name a person."""

app = typer.Typer(
    name="pacslake",
    help="The DICOM that hospitals export, as SQL tables, Zarr volumes and notebook views.",
    epilog="Start with: pacslake init mylake, then pacslake ingest /path/of/export --lake mylake",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (
    init, ingest, status, sql, tables, volumes, convert, view, compare, timeline, pairs, register, track,
    response, changes, report, cohort, map, mask, explain, snapshot, conflicts,
    audit, user, vault, erase, promote_tag, catalog, verify, vacuum, lab, demo, deid, review, export, hl7, fhir, clinical, doctor, receive, serve, query, pull, send,
):  # fmt: skip
    module.register(app)


def _version(show: bool) -> None:
    if show:
        from pacslake.version import __version__

        print(f"pacslake {__version__}")
        raise typer.Exit()


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and stop."
    ),
) -> None:
    """The DICOM that hospitals export, as SQL tables, Zarr volumes and notebook views."""


def main() -> NoReturn:
    """Run the command line and turn errors into one clear line and an exit code."""
    _heed_the_named_shell(sys.argv[1:])
    try:
        app()
    except SystemExit as end:
        hint = _lake_without_its_name(sys.argv[1:]) if end.code == 2 else ""
        if hint:
            print(f"pacslake: {hint}", file=sys.stderr)
        raise
    except PacslakeError as error:
        _complain(str(error), error.exit_code)
    except KeyboardInterrupt:
        _complain("stopped; what was committed stays, and the same command goes on from there", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        missing = missing_extra(error) if isinstance(error, ImportError) else None
        if missing is not None:
            _complain(str(missing), missing.exit_code)
        if isinstance(error, OSError) and error.errno in _REFUSALS:
            _complain(
                f"a file could not be written or read ({error.strerror}); check the permissions of the lake and of "
                "the output, and that the disk has room, then run the same command again",
                3,
            )
        if os.environ.get("PACSLAKE_DEBUG"):
            raise
        # The text of a foreign error may hold a value from a header, so only its place is shown.
        frame = error.__traceback__
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        where = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else "?"
        _complain(
            f"a fault of pacslake itself: {type(error).__name__} at {where}. "
            "Set PACSLAKE_DEBUG=1 to see the whole trace (it may show values from headers)",
            70,
        )
    sys.exit(0)


def _lake_without_its_name(words: list[str]) -> str:
    """What to say where a lake was given as a word of its own and the command takes none."""
    for before, word in pairwise(["", *words]):
        if before != "--lake" and (Path(word) / "lake.toml").is_file():
            rest = " ".join(shlex.quote(w) for w in words if w != word)
            return f"{word} is a lake: name it as such, with: pacslake {rest} --lake {shlex.quote(word)}"
    return ""


def _heed_the_named_shell(words: list[str]) -> None:
    """`--show-completion zsh` prints zsh's, whatever shell it is typed into: with this variable Typer takes the name."""
    if (
        len(words) > 1
        and words[0] in ("--show-completion", "--install-completion")
        and not words[1].startswith("-")
    ):
        os.environ["_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION"] = "1"


def _complain(message: str, code: int) -> NoReturn:
    if "--json" in sys.argv:
        print(json.dumps({"error": message, "exit_code": code}), file=sys.stderr)
    else:
        print(f"pacslake: {message}", file=sys.stderr)
    sys.exit(code)
