"""Is what we would release whole? Builds sdist and wheel, installs the wheel alone in empty environments, and uses it there.

    python tools/release_check.py                  with each supported Python that is found here
    python tools/release_check.py 3.12 /opt/py/bin/python3.13

Nothing is compiled (wheels only), only required dependencies are installed, and the tree of the project is out of reach.
A version that is asked for and not found is a fault; exit code 1 where there is any. Needs uv, or venv and pip, and a registry.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
SMOKE = PROJECT / "tools" / "release_smoke.py"


def supported() -> list[str]:
    """The versions of Python that the project says it works with, such as `3.12`."""
    told = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["classifiers"]
    return [m[1] for c in told if (m := re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", c))]


def find_python(version: str) -> str | None:
    """A Python of that version that answers: this one, one on the path, or one of pyenv's."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    places = [
        sys.executable,
        shutil.which(f"python{version}"),
        *map(str, sorted(pyenv.glob(f"{version}.*/bin/python"))),
    ]
    return next((p for p in places if p and version_of(p) == version), None)


def version_of(python: str) -> str | None:
    """`3.12` for a Python that answers, else None: a pyenv shim of a version that is not switched on does not."""
    ask = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([python, "-c", ask], capture_output=True, text=True)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def build(into: Path) -> tuple[Path, Path]:
    """Build the sdist, and from it the wheel."""
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(into), str(PROJECT)])
    (sdist,), (wheel,) = into.glob("*.tar.gz"), into.glob("*.whl")
    return sdist, wheel


def missing_from(sdist: Path) -> list[str]:
    """What git keeps, without CI's own and what only makes the browser bundle, and the sdist has not."""
    done = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True)
    with tarfile.open(sdist) as packed:
        inside = {name.partition("/")[2] for name in packed.getnames()}
    kept = [
        p for p in done.stdout.splitlines() if not p.startswith((".ci/", ".git")) and (PROJECT / p).exists()
    ]
    return sorted(set(kept) - inside)


def install(python: str, wheel: Path, place: Path) -> Path:
    """A new environment with the wheel and what it requires; gives its Python."""
    inside = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    if uv := shutil.which("uv"):
        run([uv, "venv", "--quiet", "--python", python, str(place)])
        run([uv, "pip", "install", "--quiet", "--only-binary", ":all:", "--python", str(inside), str(wheel)])
    else:
        run([python, "-m", "venv", str(place)])
        run([str(inside), "-m", "pip", "install", "--quiet", "--only-binary", ":all:", str(wheel)])
    return inside


def run(command: Sequence[str]) -> None:
    """Run it; where it fails, raise with its last lines."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:4])} ...\n{(done.stdout + done.stderr)[-2000:]}")


def use(inside: Path, folder: Path) -> dict[str, object]:
    """Use the installed package as a newcomer would; gives the figures that tools/release_smoke.py prints."""
    kept = (
        "PATH",
        "LANG",
        "TMPDIR",
        "SYSTEMROOT",
        "TEMP",
    )  # no PYTHONPATH, no PACSLAKE_*: an environment of its own
    env = {k: os.environ[k] for k in kept if k in os.environ} | {
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "c"),
    }
    command = [str(inside), "-I", str(SMOKE), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=folder, timeout=600)
    if done.returncode:
        raise RuntimeError(f"in use:\n{(done.stdout + done.stderr)[-3000:]}")
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return told


def main(asked: Sequence[str]) -> int:
    """Print a line for each Python."""
    pythons = {word: word if os.sep in word else find_python(word) for word in asked or supported()}
    faults = 0
    with tempfile.TemporaryDirectory(prefix="pacslake-release-") as made:
        start = time.monotonic()
        sdist, wheel = build(Path(made) / "dist")
        print(
            f"{sdist.name} {sdist.stat().st_size / 1e6:.1f} MB, {wheel.name} {wheel.stat().st_size / 1e6:.1f} MB, built in {time.monotonic() - start:.0f} s"
        )
        if missing := missing_from(sdist):
            faults += 1
            print(f"the sdist lacks {len(missing)} files, such as {', '.join(missing[:5])}")
        for word, python in pythons.items():
            if python is None:
                faults += word in asked
                print(f"Python {word}: not found here" + ("" if word in asked else ", not tried"))
                continue
            folder = Path(made) / f"use-{len(list(Path(made).iterdir()))}"
            folder.mkdir()
            try:
                start = time.monotonic()
                inside = install(python, wheel, folder / "env")
                installed = time.monotonic()
                told = use(inside, folder)
            except (RuntimeError, subprocess.TimeoutExpired) as error:
                faults += 1
                print(f"Python {word}: {error}")
                continue
            print(
                f"Python {told['python']}: {told['packages']} packages installed in {installed - start:.0f} s, used in "
                f"{time.monotonic() - installed:.0f} s: {', '.join(map(str, told['did']))}"  # type: ignore[call-overload]
            )  # fmt: skip
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
