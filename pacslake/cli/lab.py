"""pacslake lab: JupyterLab with the project's notebooks on a lake."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from pacslake.cli.common import LakeOption, find_lake, say


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("lab", epilog="Example: pacslake lab --lake demo/lake")(lab)


def lab(
    lake: LakeOption = None,
    folder: Annotated[
        Path, typer.Option("--notebooks", help="Folder for the notebooks; they are copied there once.")
    ] = Path("pacslake-notebooks"),
    port: Annotated[int, typer.Option("--port")] = 8888,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
) -> None:
    """Open JupyterLab on 127.0.0.1 with copies of the notebooks and PACSLAKE_LAKE set to the lake."""
    opened = find_lake(lake)
    copied = copy_notebooks(folder)
    say(f"notebooks in {folder.resolve()} ({copied} new); lake {opened.path}")
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        f"--ServerApp.root_dir={folder.resolve()}",
    ]
    if no_browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    env = {**os.environ, "PACSLAKE_LAKE": str(Path(opened.path).resolve())}
    if os.name == "posix":
        # JupyterLab takes this process over, so that Ctrl+C and SIGTERM reach it and it ends its kernels itself.
        sys.stdout.flush()
        os.execve(sys.executable, command, env)
    raise typer.Exit(subprocess.call(command, env=env))


def copy_notebooks(folder: Path) -> int:
    """Copy the notebooks that are not there yet; a person's changed copy is left alone."""
    package = Path(__file__).resolve().parents[1]
    source = next((p for p in (package / "_notebooks", package.parent / "notebooks") if p.is_dir()), None)
    folder.mkdir(parents=True, exist_ok=True)
    copied = 0
    for notebook in sorted(source.glob("*.ipynb")) if source else ():
        if not (folder / notebook.name).exists():
            shutil.copy(notebook, folder / notebook.name)
            copied += 1
    return copied
