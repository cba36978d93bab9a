"""A promoted tag: a typed column over the instances that are there and those to come, equal either way."""

from __future__ import annotations

import datetime
from pathlib import Path

import pydicom
import pytest

import pacslake
from pacslake import synthetic
from pacslake.catalog import run_checks
from pacslake.errors import UsageError
from pacslake.ingest.promote import parse_tag, typed
from pacslake.lake import Lake


def export(folder: Path, *, seed: int) -> dict[str, pydicom.Dataset]:
    """Four slices with tags that are no columns; by SOPInstanceUID."""
    synthetic.simple_series(folder, shape=(4, 6, 6), seed=seed)
    found = {}
    for n, path in enumerate(sorted(p for p in folder.rglob("*") if p.is_file())):
        ds = pydicom.dcmread(path)
        ds.add_new(0x00380020, "DA", "20240131")  # AdmittingDate
        ds.add_new(0x00380021, "TM", "101112.5")  # AdmittingTime
        ds.add_new(0x00181149, "IS", ["40", str(50 + n)])  # FieldOfViewDimensions, several values
        if n:
            ds.add_new(0x00186039, "UL", 7 + n)  # DopplerSampleVolumeXPosition is SL by the dictionary
        block = ds.private_block(0x0043, "GEMS_PARM_01", create=True)
        block.add_new(0x39, "IS", ["1000000050", "8", "0", "0"])
        block.add_new(0x40, "LO", f"note {n}")
        ds.save_as(path)
        found[str(ds.SOPInstanceUID)] = ds
    return found


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    export(tmp_path / "first", seed=1)
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(tmp_path / "first", workers=1)
    return lake


TAGS = {
    "AdmittingDate": ("DATE", lambda ds: datetime.date(2024, 1, 31)),
    "00380021": ("BIGINT", lambda ds: ((10 * 60 + 11) * 60 + 12) * 1_000_000 + 500_000),
    "FieldOfViewDimensions": ("BIGINT[]", lambda ds: [int(x) for x in ds.FieldOfViewDimensions]),
    "GEMS_PARM_01:0043,40": ("VARCHAR", lambda ds: str(ds.private_block(0x0043, "GEMS_PARM_01")[0x40].value)),
    "(0018,6039)": ("BIGINT", lambda ds: ds.get((0x0018, 0x6039)) and int(ds[0x0018, 0x6039].value)),
}


@pytest.mark.parametrize("tag", TAGS)
def test_old_and_new_instances_have_the_value_that_pydicom_reads(
    lake: Lake, tmp_path: Path, tag: str
) -> None:
    kind, want = TAGS[tag]
    made = lake.promote_tag(tag)
    assert made.type == kind
    sets = export(tmp_path / "second", seed=2)
    lake.ingest(tmp_path / "second", workers=1)
    for path in (p for p in (tmp_path / "first").rglob("*") if p.is_file()):
        ds = pydicom.dcmread(path)
        sets[str(ds.SOPInstanceUID)] = ds
    rows = lake.rows(f'SELECT SOPInstanceUID, "{made.name}" FROM dicom_all')
    assert len(rows) == 8
    assert dict(rows) == {uid: want(ds) for uid, ds in sets.items()}
    assert rows == lake.rows(f'SELECT SOPInstanceUID, "{made.name}" FROM instance')
    assert {name for name, found in run_checks(lake.catalog).items() if found} == set()
    assert lake.verify() == []


def test_names(lake: Lake) -> None:
    assert lake.promote_tag("00380021").name == "AdmittingTime_us"
    assert lake.promote_tag("GEMS_PARM_01:0043,40").name == "gems_parm_01_0043_40"
    assert lake.promote_tag("AdmittingDate", name="admitted").name == "admitted"


def test_again_changes_nothing_and_old_snapshots_stay(lake: Lake) -> None:
    before = lake.snapshot_id
    first = lake.promote_tag("AdmittingDate")
    again = lake.promote_tag("AdmittingDate")
    assert (first.n_instances, again.n_instances, again.snapshot_id) == (4, 4, first.snapshot_id)
    old = pacslake.open(lake.path, snapshot=before)
    assert old.rows("SELECT count(*) FROM dicom_all") == [(4,)]
    assert "AdmittingDate" not in old.catalog.schema("instance_row").names


def test_a_volume_still_opens(lake: Lake) -> None:
    lake.promote_tag("AdmittingDate")
    (volume_id,) = lake.rows("SELECT volume_id FROM volume")[0]
    assert lake.volume(volume_id).shape == (4, 6, 6)


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ("SliceThickness", "column of instance already"),
        ("NoSuchKeyword", "no keyword"),
        ("00431039", "creator"),
        ("GEMS:0042,39", "odd group"),
        ("ReferencedStudySequence", "sequences"),
        ("PixelData", "binary"),
    ],
)
def test_what_cannot_be_promoted_says_why(lake: Lake, tag: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        lake.promote_tag(tag)


def test_a_name_that_is_taken(lake: Lake) -> None:
    with pytest.raises(UsageError, match="--name"):
        lake.promote_tag("AdmittingDate", name="rows")


def test_forms_of_a_tag() -> None:
    assert str(parse_tag("(0018,0050)")) == str(parse_tag("00180050")) == str(parse_tag("SliceThickness"))
    assert str(parse_tag("SIEMENS MR HEADER:0019,0c")) == "SIEMENS MR HEADER:0019,0C"


def test_what_cannot_be_read_is_null() -> None:
    assert typed("DA", "DATE", "no date", None, None, None) is None
    assert typed("DS", "DOUBLE[]", "1\\x", None, None, ("1", "x")) is None
    assert typed("PN", "VARCHAR", "Doe^J=X", None, None, None) == "Doe^J"
