"""The planner against small inputs with known answers: geometry, order and faults as their expected.json say."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import numpy as np
import pytest
from frames_of import series_in

from pacslake.pixels.plan import plan_series

pytestmark = pytest.mark.corpus

CASES = [
    "VG-01-missing-middle-slice",
    "VG-02-two-reconstructions-same-positions",
    "VG-03-variable-slice-spacing",
    "VG-04-gantry-tilt",
    "VG-05-instance-numbers-against-position",
    "VG-06-localizer-inside-the-series",
    "VG-08-rounded-positions",
    "VG-11-thickness-is-not-spacing",
    "VG-12-one-slice-only",
    "VG-13-positions-missing",
    "VG-14-two-matrix-sizes-in-one-series",
    "VG-15-two-phases-one-series",
    "VG-18-description-changes-per-slice",
    "VG-19-oblique-stack-to-nifti",
    "MF-01-dynamic-series-out-of-order",
    "MF-03-dynamic-series-with-a-hole",
    "MF-05-pet-frames-of-unequal-length",
    "MF-06-enhanced-frames-out-of-order",
    "MF-08-enhanced-rescale-per-frame",
    "MF-14-two-echoes-one-series",
    "MF-17-ultrasound-cine-one-region",
    "IN-01-pet-slope-per-slice",
    "IN-03-suv-decay-from-start",
    "IN-03b-suv-already-decayed-to-injection",
    "IN-09-signed-and-unsigned-slices-in-one-series",
    "IN-10-overlay-in-unused-bits",
    "IN-12-philips-private-scale",
    "IN-14-rescale-tags-without-value",
    "PX-16-images-and-other-objects-in-one-study",
]
# The faults of the contract that are not the planner's to find.
NOT_OURS = {"series_attribute_varies"}


def planned(folder: Path):
    plans = [plan_series(frames) for _, frames in sorted(series_in(folder).items())]
    volumes = [v for p in plans for v in p.volumes]
    return volumes, [i for p in plans for i in p.issues]


def real(volumes):
    return [v for v in volumes if v.verdict != "not_a_volume"]


@pytest.mark.parametrize("name", CASES)
def test_case_gives_the_volumes_it_must(corpus: Path, name: str) -> None:
    folder = corpus / "cases" / name
    expected = json.loads((folder / "expected.json").read_text())
    words = set(
        re.findall(
            r"`([a-z0-9_]+)`",
            (corpus / "cases" / "README.md").read_text().split("The flags:")[1].split("## The cases")[0],
        )
    )
    volumes, issues = planned(folder / "input")
    codes = {i["code"] for i in issues} | {c for v in volumes for c in v.reason_codes}
    assert set(expected.get("flags", ())) - NOT_OURS <= codes
    if "volumes" not in expected:
        return
    left = list(real(volumes))
    tolerance = expected.get("tolerance", {}).get("spacing_mm", 1e-4)
    for want in expected["volumes"]:
        matching = [
            v
            for v in left
            if list(v.shape) == want["shape"]
            and all(f"{v.split_key.get(k)}" == f"{x}" for k, x in want.get("key", {}).items())
        ]
        assert matching, (
            f"no volume {want['shape']} {want.get('key')} among {[(v.shape, v.split_key) for v in left]}"
        )
        v = matching[0]
        left.remove(v)
        for got, right in zip(v.spacing_mm, want["spacing_mm"], strict=True):
            assert (got is None) == (right is None) and (right is None or abs(got - right) <= tolerance)
        np.testing.assert_allclose(v.origin_lps, want["origin_lps"], atol=1e-4)
        np.testing.assert_allclose(v.direction_lps, np.ravel(want["direction_lps"]), atol=1e-4)
        assert v.verdict == want["verdict"]
        assert (set(v.reason_codes) & words) - {"several_volumes_in_series"} == set(want["flags"])
        assert v.axes == want.get("axes", "zyx")
        if "time_key" in want:
            assert v.axis_name == want["time_key"]
        if "slice_positions_mm" in want:
            np.testing.assert_allclose(
                [r.slice_position_mm for r in v.frames], want["slice_positions_mm"], atol=1e-4
            )
        np.testing.assert_allclose(v.gap_positions, want.get("missing_positions_mm", []), atol=1e-4)
        if want.get("value_type") == "float" and name.startswith(("IN-01", "MF-08")):
            assert v.rescale_mode == "per_slice" and v.dtype == "float32"
        if "unit" in want:
            assert v.unit_code == want["unit"]
        for key in want:
            if key.startswith("world_lps_of_"):
                k, j, i = (int(x) for x in key.removeprefix("world_lps_of_").split("_"))
                at = np.reshape(v.affine_lps, (4, 4)) @ [i, j, k, 1]
                np.testing.assert_allclose(at[:3], want[key], atol=1e-3)
        if "slice_step_lps" in want:
            np.testing.assert_allclose(
                np.reshape(v.affine_lps, (4, 4))[:3, 2], want["slice_step_lps"], atol=1e-4
            )
    assert not left, f"volumes that should not be: {[(v.shape, v.verdict) for v in left]}"


def test_frames_of_unequal_length_keep_starts_and_durations(corpus: Path) -> None:
    volumes, _ = planned(corpus / "cases" / "MF-05-pet-frames-of-unequal-length" / "input")
    assert volumes[0].axis_values == (0, 15, 30, 90)
    assert volumes[0].axis_durations_s == (15, 15, 60, 300)
    assert volumes[0].axis_unit == "s"


def test_hole_in_a_dynamic_series_is_named(corpus: Path) -> None:
    _, issues = planned(corpus / "cases" / "MF-03-dynamic-series-with-a-hole" / "input")
    hole = next(i for i in issues if i["code"] == "incomplete_4d")
    assert hole["raw_value"] == "TemporalPositionIdentifier 2 lacks 10 mm"


def test_cine_has_the_time_of_each_frame_and_no_place(corpus: Path) -> None:
    (clip,), _ = planned(corpus / "cases" / "MF-17-ultrasound-cine-one-region" / "input")
    assert (clip.kind, clip.verdict, clip.axes) == ("us_clip", "not_a_volume", "tyx")
    np.testing.assert_allclose(clip.axis_values, [0, 0.04, 0.08, 0.12, 0.16])
    assert clip.affine_lps is None


@pytest.mark.parametrize(
    ("name", "factor"),
    [("IN-03-suv-decay-from-start", 1.381683), ("IN-03b-suv-already-decayed-to-injection", 0.945946)],
)
def test_suv_of_known_activity(corpus: Path, name: str, factor: float) -> None:
    volumes, _ = planned(corpus / "cases" / name / "input")
    stored = 5000.0  # every pixel of these inputs, Bq/ml
    assert volumes[0].suv.factor * stored == pytest.approx(factor, rel=1e-5)


@pytest.mark.parametrize(
    ("folder", "reason"),
    [
        ("counts", "units_not_activity"),
        ("noweight", "PatientWeight missing"),
        ("nohalflife", "RadionuclideHalfLife missing"),
    ],
)
def test_no_suv_where_none_can_be_known(corpus: Path, folder: str, reason: str) -> None:
    volumes, _ = planned(corpus / "cases" / "IN-04-suv-cannot-be-known" / "input" / folder)
    assert volumes[0].suv.factor is None
    assert volumes[0].suv.reason == reason


def test_projection_is_kept_apart_and_untouched(corpus: Path) -> None:
    (image,), _ = planned(corpus / "cases" / "IN-06-monochrome1" / "input")
    assert (image.kind, image.axes, image.shape, image.photometric) == (
        "projection",
        "yx",
        (16, 16),
        "MONOCHROME1",
    )


def _rows() -> list[dict[str, str]]:
    path = Path(__file__).resolve().parents[3] / "shared" / "data" / "volumes.csv"
    return list(csv.DictReader(path.open())) if path.is_file() else []


FOLDERS = sorted({r["folder"] for r in _rows()})


@pytest.fixture(scope="module")
def series(corpus: Path):
    found: dict[str, dict] = {}

    def of(folder: str):
        if folder not in found:
            found[folder] = series_in(corpus / folder)
        return found[folder]

    return of


@pytest.mark.parametrize("row", _rows(), ids=lambda r: f"{r['folder']}-{r['SeriesInstanceUID'][-12:]}")
def test_real_series(series, row: dict[str, str]) -> None:
    """Shape, spacing, verdict, the shape that must not be, and the affine against the positions in the files."""
    plan = plan_series(series(row["folder"])[row["SeriesInstanceUID"]])
    shapes = [" ".join(map(str, v.shape)) for v in real(plan.volumes)]
    assert not row["never_shape"] or row["never_shape"] not in shapes
    if not row["shape"]:
        return
    hits = [v for v in plan.volumes if " ".join(map(str, v.shape)) == row["shape"]]
    assert len(hits) >= int(row["count"])
    for v in hits:
        assert v.verdict == row["verdict"]
        if row["slice_spacing_mm"]:
            assert v.spacing_mm[0] == pytest.approx(float(row["slice_spacing_mm"]), rel=2e-3)
        if v.affine_lps is None or v.kind == "mosaic":
            continue
        affine = np.reshape(v.affine_lps, (4, 4))
        for r in v.frames:
            np.testing.assert_allclose((affine @ [0, 0, r.k, 1])[:3], r.frame.position, atol=0.01)


def test_every_frame_has_one_place(series) -> None:
    """No frame is lost, none is used twice; twins and copies apart, which an issue names."""
    for folder in FOLDERS:
        for frames in series(folder).values():
            plan = plan_series(frames)
            used = [
                (r.frame.instance_version_id, r.frame.frame_index, r.tile)
                for v in plan.volumes
                for r in v.frames
            ]
            assert len(set(used)) == len(used)
            told = any(i["code"] in ("classic_enhanced_twins", "duplicate_position") for i in plan.issues)
            if not told:
                assert {(i, f) for i, f, _ in used} == {
                    (f.instance_version_id, f.frame_index) for f in frames
                }


def test_mosaic_slices_lie_where_the_protocol_plans_them(corpus: Path) -> None:
    """Second opinion: the slice centres in Siemens' own protocol text, which the planner does not read."""
    from frames_of import read

    from pacslake.dicom.csa import slice_positions

    folder = corpus / "mr-mosaic-siemens" / "ep2d_Asc_2"
    ds = read(sorted(folder.glob("*.dcm"))[0])
    centres = slice_positions(ds[0x0029, 0x1020].value)
    (volume,) = plan_series(next(iter(series_in(folder).values()))).volumes
    affine = np.reshape(volume.affine_lps, (4, 4))
    middle = [volume.shape[-1] / 2, volume.shape[-2] / 2]
    for k, centre in enumerate(centres):
        np.testing.assert_allclose((affine @ [*middle, k, 1])[:3], centre, atol=1e-3)
    assert len(centres) == volume.n_slices == 36


def test_classic_and_enhanced_twins_are_not_doubled(series) -> None:
    for frames in series("mr-classic-vs-enhanced-philips").values():
        plan = plan_series(frames)
        classic = [f for f in frames if not f.is_multiframe]
        assert sum(len(v.frames) for v in plan.volumes) == len(classic)
        assert "classic_enhanced_twins" in {i["code"] for i in plan.issues}
        alone = plan_series([f for f in frames if f.is_multiframe])
        assert [v.shape for v in alone.volumes] == [v.shape for v in plan.volumes]
        assert all(v.kind == "multiframe" for v in alone.volumes)
