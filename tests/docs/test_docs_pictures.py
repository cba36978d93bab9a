"""The docs' pictures come from a script that makes all of them, and it works."""

from __future__ import annotations

import importlib.util
import io
import shutil
from pathlib import Path

import numpy as np
from PIL import Image

import pacslake

PROJECT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("pictures", PROJECT / "docs" / "pictures.py")
assert _spec and _spec.loader
pictures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(pictures)


def test_each_picture_of_the_docs_is_made_by_the_script() -> None:
    held = {p.name for p in (PROJECT / "docs" / "images").iterdir()}
    assert held == set(pictures.PICTURES) | set(pictures.BY_BENCHMARKS)
    for name, script in pictures.BY_BENCHMARKS.items():
        assert f"docs/images/{name}" in (PROJECT / script).read_text(), (
            f"{script} should say that it makes {name}"
        )


def test_the_script_makes_pictures_that_show_something(demo: dict, tmp_path: Path) -> None:
    lake = pacslake.open(shutil.copytree(demo["lake"], tmp_path / "lake"))
    for path in pictures.draw(lake, tmp_path):
        image = np.asarray(Image.open(io.BytesIO(path.read_bytes())).convert("RGB")).astype(int)
        assert image.shape[1] >= 400 and len(np.unique(image[..., 0])) > 50, path.name
    # Segments are drawn in colours over the greys of the CT.
    view = np.asarray(Image.open(tmp_path / "view.png").convert("RGB")).astype(int)
    assert (np.ptp(view, axis=-1) > 60).sum() > 50
