"""Settings: the environment wins over the file, and a wrong value is told of."""

from __future__ import annotations

from pathlib import Path

import pytest

from pacslake.errors import UsageError
from pacslake.settings import Settings, load


def write(tmp_path: Path, text: str) -> dict[str, str]:
    (tmp_path / "config.toml").write_text(text)
    return {"PACSLAKE_CONFIG": str(tmp_path / "config.toml")}


def test_nothing_set_gives_defaults(tmp_path: Path) -> None:
    assert load({"PACSLAKE_CONFIG": str(tmp_path / "absent.toml")}) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    env = write(tmp_path, 'lake = "/data/a"\nworkers = 3\n')
    assert load(env) == Settings(lake="/data/a", workers=3)
    assert load(env | {"PACSLAKE_LAKE": "/data/b"}).lake == "/data/b"
    assert load(env | {"PACSLAKE_WORKERS": "8"}).workers == 8


@pytest.mark.parametrize(
    "text, word",
    [
        ("lake = ", "TOML"),
        ('colour = "red"', "colour"),
        ("workers = 0", "workers"),
        ('static_pictures = "perhaps"', "static_pictures"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(UsageError, match=word):
        load(write(tmp_path, text))


def test_every_variable_that_the_code_reads_is_told_of() -> None:
    import dataclasses
    import re
    from pathlib import Path

    import pacslake
    from pacslake.settings import VARIABLES, Settings

    package = Path(pacslake.__file__).parent
    read = {
        name
        for path in package.rglob("*.py")
        for name in re.findall(r"PACSLAKE_[A-Z_]*[A-Z]", path.read_text("utf-8"))
    }
    known = set(VARIABLES) | {f"PACSLAKE_{field.name.upper()}" for field in dataclasses.fields(Settings)}
    assert read - known == {"PACSLAKE_KILL_POINT"}, "a variable for tests alone, and no other"
    assert all(VARIABLES.values())
