"""What the viewer is told of scanners' own volumes: place and letters of every slice, SUV, calibrations, frame times."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest

import pacslake
from pacslake.widgets.geometry import letters, planes_of
from pacslake.widgets.source import as_source, describe
from pacslake.widgets.viewer import notices


@pytest.fixture(scope="module")
def lake(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    made = pacslake.init(tmp_path_factory.mktemp("seen") / "lake")
    for name in ("ct-tilt-ge", "mr-studyforrest-anat", "pet-suv/qiba_dro"):
        made.ingest(str(corpus / name))
    return made


def volume_of(lake: Any, where: str) -> Any:
    found = lake.rows(f"SELECT volume_id FROM volume JOIN series USING (SeriesInstanceUID) WHERE {where}")
    return as_source(lake, found[0][0])


def test_every_slice_of_an_uneven_tilted_scan_has_its_own_place(lake: Any, corpus: Path) -> None:
    source = volume_of(lake, "Modality = 'CT' AND verdict = 'variable_spacing'")
    told = source.frames(0)
    files = {
        ds.SOPInstanceUID: ds for ds in map(pydicom.dcmread, sorted((corpus / "ct-tilt-ge").glob("*.dcm")))
    }
    assert len(told["uids"]) == len(set(told["uids"])) == source.facts.shape[0]
    for uid, place in zip(told["uids"], told["places"], strict=True):
        ds = files[uid]
        assert place[:3] == [float(x) for x in ds.ImagePositionPatient]
        np.testing.assert_allclose(place[3:6], np.array(ds.ImageOrientationPatient[:3]) * ds.PixelSpacing[1])
        np.testing.assert_allclose(place[6:], np.array(ds.ImageOrientationPatient[3:]) * ds.PixelSpacing[0])
    assert [letters(np.array(x) / np.linalg.norm(x)) for x in (place[3:6], place[6:])] == ["L", "PF"]
    assert "Shown slice by slice" in notices(source.facts)[0]["text"]
    shown = files[told["uids"][(len(files) - 1) // 2]]
    assert describe(source)["window"] == [float(shown.WindowCenter), float(shown.WindowWidth)], (
        "the file's own"
    )


def test_planes_of_an_oblique_scan_show_left_right_front_and_top(lake: Any) -> None:
    source = volume_of(lake, "Modality = 'MR'")
    affine = np.array(source.facts.affine_lps).reshape(4, 4)
    for grid in (True, False):
        planes = planes_of(affine, source.facts.shape, grid=grid)
        ends = {name: (letters(p.u)[0], letters(p.v)[0]) for name, p in planes.items()}
        assert ends == {"axial": ("L", "P"), "coronal": ("L", "F"), "sagittal": ("P", "F")}
    assert source.facts.spacing_mm == pytest.approx((0.6667, 0.6667, 0.69999), abs=1e-4)


def test_the_digital_reference_object_is_one_and_four_in_suv(lake: Any) -> None:
    source = volume_of(lake, "Modality = 'PT'")
    suv = source.read(0, slice(0, 1)) * source.facts.slope + source.facts.intercept
    assert describe(source)["unit"] == "SUVbw" and describe(source)["window"] == [2.5, 5.0]
    assert (np.abs(suv - 1) < 0.01).sum() > 10_000 and (np.abs(suv - 4) < 0.01).sum() > 400
