"""Cases from other people's bug reports: identities in odd places, and what must stay as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest

import pacslake
from pacslake.deid.keys import new_key_file
from pacslake.research import deidentify

pytestmark = pytest.mark.corpus


@pytest.fixture()
def key(tmp_path: Path) -> Path:
    new_key_file(tmp_path / "project.key")
    return tmp_path / "project.key"


def case(corpus: Path, number: str) -> tuple[Path, dict[str, Any]]:
    folders = sorted((corpus / "cases").glob(f"{number}-*"))
    if not folders:
        pytest.skip(f"the corpus has no case {number}")
    return folders[0] / "input", json.loads((folders[0] / "expected.json").read_text())


def clean(
    source: Path, tmp_path: Path, key: Path, profile: str = "basic", name: str = "r"
) -> tuple[pacslake.Lake, Any]:
    report = deidentify(source, tmp_path / name, profile=profile, key=str(key), workers=1)
    return pacslake.open(tmp_path / name), report


def bytes_of(lake: pacslake.Lake) -> bytes:
    """All bytes and all names of the lake, Parquet read as text too."""
    import pyarrow.parquet as pq

    parts = []
    for path in sorted(lake.path.rglob("*")):
        parts.append(path.relative_to(lake.path).as_posix().encode())
        if path.is_file():
            parts.append(path.read_bytes())
            if path.suffix == ".parquet":
                parts.append(str(pq.read_table(path).to_pylist()).encode())
    return b"\n".join(parts)


def data_sets(lake: pacslake.Lake) -> list[pydicom.Dataset]:
    return [
        lake.instance(v).dataset()
        for (v,) in lake.rows("SELECT instance_version_id FROM instance ORDER BY 1")
    ]


def pixel_sums(lake: pacslake.Lake) -> list[int]:
    return sorted(int(ds.pixel_array.sum()) for ds in data_sets(lake) if "PixelData" in ds)


def test_names_in_nested_and_private_places(corpus: Path, tmp_path: Path, key: Path) -> None:
    source, expected = case(corpus, "DE-01")
    lake, report = clean(source, tmp_path, key)
    everything = bytes_of(lake)
    assert [w for w in expected["absent_bytes"] if w.encode() in everything or w in str(report)] == []
    for ds in data_sets(lake):
        assert (
            ds.PatientIdentityRemoved == "YES"
            and ds.DeidentificationMethodCodeSequence[0].CodeValue == "113100"
        )
        assert (ds.Rows, ds.Modality) == (expected["kept"]["Rows"], expected["kept"]["Modality"])
    before = sorted(
        tuple(pydicom.dcmread(p, force=True).ImagePositionPatient) for p in source.rglob("*") if p.is_file()
    )
    assert sorted(tuple(ds.ImagePositionPatient) for ds in data_sets(lake)) == before
    assert pixel_sums(lake) == sorted(expected["kept"]["pixels_sum"].values())


def test_names_in_the_dicomdir(corpus: Path, tmp_path: Path, key: Path) -> None:
    source, expected = case(corpus, "DE-03")
    lake, _ = clean(source, tmp_path, key)
    assert [w for w in expected["absent_bytes"] if w.encode() in bytes_of(lake)] == []
    assert lake.rows("SELECT count(*) FROM instance")[0][0] > 0


def test_references_survive_new_uids_in_this_run_and_the_next(
    corpus: Path, tmp_path: Path, key: Path
) -> None:
    source, expected = case(corpus, "DE-04")
    lake, _ = clean(source / "ct", tmp_path, key)
    deidentify(source / "seg.dcm", tmp_path / "r", profile="basic", key=str(key), workers=1)
    lake.refresh()
    found = data_sets(lake)
    images = {ds.SOPInstanceUID for ds in found if ds.Modality == "CT"}
    (seg,) = (ds for ds in found if ds.Modality == "SEG")
    named = {e.value for e in seg.iterall() if e.keyword == "ReferencedSOPInstanceUID"}
    assert named and named <= images
    assert len({ds.FrameOfReferenceUID for ds in found}) == 1
    assert all(ds.file_meta.MediaStorageSOPInstanceUID == ds.SOPInstanceUID for ds in found)
    inputs = [pydicom.dcmread(p, force=True) for p in sorted(source.rglob("*")) if p.is_file()]
    assert {ds.SOPClassUID for ds in found} <= {ds.SOPClassUID for ds in inputs}
    assert {ds.file_meta.TransferSyntaxUID for ds in found} <= {
        ds.file_meta.TransferSyntaxUID for ds in inputs
    }
    everything = bytes_of(lake)
    assert [uid for uid in expected["absent_uids"] if uid.encode() in everything] == []
    patients = {ds.PatientID for ds in found}
    later, _ = clean(source / "later", tmp_path, key, name="later")
    assert {ds.PatientID for ds in data_sets(later)} == patients and len(patients) == 1
    again, _ = clean(source / "ct", tmp_path, key, name="again")
    assert {ds.SOPInstanceUID for ds in data_sets(again)} == images


def test_text_burned_into_pixels_does_not_leave(corpus: Path, tmp_path: Path, key: Path) -> None:
    source, expected = case(corpus, "DE-05")
    lake, report = clean(source, tmp_path, key)
    held = {Path(f.uri).name: f.reason for f in report.faults}
    assert set(held) == set(expected["held_back"]) and all(held.values())
    assert lake.rows("SELECT count(*) FROM instance") == [(len(expected["passed"]),)]
    assert lake.rows("SELECT code, count(*) FROM deid_object WHERE code IS NOT NULL GROUP BY 1") == [
        ("pixels_need_review", len(held))
    ]


def test_text_in_overlay_planes(corpus: Path, tmp_path: Path, key: Path) -> None:
    source, expected = case(corpus, "DE-06")
    lake, _ = clean(source, tmp_path, key)
    (ds,) = data_sets(lake)
    assert not [e for e in ds if f"{e.tag.group:04x}" in expected["absent_groups"]]
    assert int(np.asarray(ds.pixel_array).sum()) == expected["kept"]["pixels_sum"]


def test_dates_shift_together_and_the_uptake_stays(corpus: Path, tmp_path: Path, key: Path) -> None:
    from datetime import date

    source, expected = case(corpus, "DE-07")
    lake, _ = clean(source, tmp_path, key, "longitudinal")
    everything = bytes_of(lake)
    assert [w for w in expected["absent_bytes"] if w.encode() in everything] == []
    days = sorted({date.fromisoformat(ds.StudyDate) for ds in data_sets(lake)})
    assert (days[-1] - days[0]).days == expected["days_between_studies"]
    for ds in data_sets(lake):
        assert {ds.get(k, ds.StudyDate) for k in ("SeriesDate", "AcquisitionDate", "ContentDate")} == {
            ds.StudyDate
        }
        assert str(ds.get("AcquisitionDateTime", ds.StudyDate))[:8] == ds.StudyDate
    factors = [f for (f,) in lake.rows("SELECT suv_bw_factor FROM volume WHERE suv_bw_factor IS NOT NULL")]
    assert factors
    for (volume,) in lake.rows("SELECT volume_id FROM volume WHERE suv_bw_factor IS NOT NULL"):
        assert np.allclose(lake.volume(volume).suv(), expected["suvbw_everywhere"], rtol=1e-6)


def test_names_in_reports_and_pdf(corpus: Path, tmp_path: Path, key: Path) -> None:
    source, expected = case(corpus, "DE-10")
    lake, report = clean(source, tmp_path, key)
    everything = bytes_of(lake).lower()
    assert [w for w in expected["absent_bytes_any_case"] if w.lower().encode() in everything] == []
    files = [p for p in source.rglob("*") if p.is_file()]
    n = lake.rows("SELECT count(*) FROM instance")[0][0]
    assert n + len(report.faults) >= len(files) and all(f.reason for f in report.faults)
