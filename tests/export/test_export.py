"""What goes out: bytes, geometry, names, digests and policy, read back by other programs."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.data import get_testdata_file

import pacslake
from pacslake import synthetic
from pacslake.errors import PolicyError, UsageError
from pacslake.export import export
from pacslake.export.report import groups, suppressed
from pacslake.lake import Lake

COMMAND = str(Path(sys.executable).with_name("pacslake"))
SHIPPED = (
    "CT_small.dcm",
    "JPEG2000.dcm",
    "rtplan.dcm",
    "reportsi.dcm",
    "waveform_ecg.dcm",
    "SC_rgb_rle_16bit.dcm",
)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Two synthetic series, one of them an MR image that says it is T1, and files that pydicom ships."""
    folder = tmp_path_factory.mktemp("export")
    synthetic.simple_series(folder / "in" / "ct", shape=(6, 20, 24), seed=1)
    synthetic.simple_series(
        folder / "in" / "mr", shape=(5, 16, 18), modality="MR", SeriesDescription="T1 MPRAGE sag", seed=2
    )
    for name in SHIPPED:
        shutil.copy(str(get_testdata_file(name)), folder / "in" / name)
    lake = pacslake.init(folder / "lake")
    lake.ingest(folder / "in", workers=1)
    return lake


@pytest.fixture
def everything(lake: Lake):
    return lake.cohort("SELECT instance_version_id FROM instance WHERE is_current")


def digests(folder: Path) -> dict[str, str]:
    return {line[66:]: line[:64] for line in (folder / "SHA256SUMS").read_text().splitlines()}


def test_an_identified_lake_gives_nothing_out_by_itself(lake, everything, tmp_path):
    with pytest.raises(PolicyError, match="--identified"):
        lake.export(everything, "dicom", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    with pytest.raises(PolicyError):
        export(everything, "dicom", tmp_path / "out", identified=True, deid="basic")


def test_dicom_is_the_originals_with_a_directory_that_others_read(lake, everything, tmp_path):
    done = lake.export(everything, "dicom", tmp_path / "out", identified=True)
    originals = {
        row[0]
        for row in lake.rows("SELECT sha256 FROM file JOIN instance_row USING (file_id) WHERE is_current")
    }
    given = digests(tmp_path / "out")
    assert {d for path, d in given.items() if path != "DICOMDIR"} == originals
    assert done.faults == [] and done.n_files == len(originals) + 1
    assert all(len(part) <= 8 for path in given for part in path.split("/"))
    directory = pydicom.dcmread(tmp_path / "out" / "DICOMDIR")
    said = {
        r.ReferencedSOPInstanceUIDInFile: ("/".join(r.ReferencedFileID), r.ReferencedTransferSyntaxUIDInFile)
        for r in directory.DirectoryRecordSequence if "ReferencedFileID" in r
    }  # fmt: skip
    for uid, (path, syntax) in said.items():
        ds = pydicom.dcmread(tmp_path / "out" / path, stop_before_pixels=True)
        assert (ds.SOPInstanceUID, ds.file_meta.TransferSyntaxUID) == (uid, syntax)
    assert len(said) == len(originals)
    if shutil.which("sha256sum"):
        assert (
            subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=tmp_path / "out").returncode == 0
        )


@pytest.mark.skipif(shutil.which("dcmdump") is None, reason="DCMTK is not installed (Debian package dcmtk)")
def test_dcmtk_walks_the_directory(lake, everything, tmp_path):
    lake.export(everything, "dicom", tmp_path / "out", identified=True)
    told = subprocess.run(
        ["dcmdump", str(tmp_path / "out" / "DICOMDIR")], capture_output=True, text=True, check=True
    ).stdout
    n = {kind: told.count(f"CS [{kind}]") for kind in ("PATIENT", "STUDY", "SERIES")}
    rows = lake.rows(
        'SELECT count(DISTINCT "StudyInstanceUID"), count(DISTINCT "SeriesInstanceUID") FROM instance'
    )
    assert (n["STUDY"], n["SERIES"]) == rows[0]


def test_nifti_lies_where_the_volume_lies(lake, tmp_path):
    sitk = pytest.importorskip("SimpleITK")
    cohort = lake.cohort("SELECT volume_id FROM volume WHERE verdict = 'regular' AND n_slices > 1")
    done = lake.export(cohort, "nifti", tmp_path / "out", identified=True, workers=1)
    assert done.faults == []
    images = sorted((tmp_path / "out").rglob("*.nii.gz"))
    assert len(images) == len(cohort) == 2
    for path in images:
        sidecar = json.loads(path.with_name(path.name.replace(".nii.gz", ".json")).read_text())
        volume, image = lake.volume(sidecar["VolumeId"]), sitk.ReadImage(str(path))
        assert np.allclose(sitk.GetArrayFromImage(image), volume.values())
        for index in ((0, 0, 0), (5, 3, 2)):
            there = image.TransformIndexToPhysicalPoint(index)
            assert there == pytest.approx((volume.affine_lps @ (*index, 1))[:3], abs=1e-3)
        names = lake.rows("SELECT DISTINCT PatientID FROM patient WHERE length(PatientID) > 2")
        assert not [n for (n,) in names if n in str(path.relative_to(tmp_path))]


def test_bids_has_its_places_and_the_validator_agrees(lake, everything, tmp_path):
    lake.export(everything, "bids", tmp_path / "out", identified=True, workers=1)
    images = [p.relative_to(tmp_path / "out") for p in (tmp_path / "out").rglob("*.nii.gz")]
    (t1,) = [p for p in images if p.name.endswith("_T1w.nii.gz")]
    assert t1.parts[2] == "anat" and t1.name.startswith(f"{t1.parts[0]}_{t1.parts[1]}")
    assert all(p.parts[0] == "sourcedata" for p in images if p != t1)
    people = list(csv.DictReader((tmp_path / "out" / "participants.tsv").open(), delimiter="\t"))
    assert [p["participant_id"] for p in people] == [t1.parts[0]]
    validator = shutil.which(
        "bids-validator-deno", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    )
    if validator:
        done = subprocess.run(
            [validator, str(tmp_path / "out"), "--ignoreWarnings"], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_tables_hold_the_rows_of_the_members_and_no_others(lake, kind, tmp_path):
    import duckdb

    series = lake.rows(
        "SELECT SeriesInstanceUID FROM series WHERE Modality = 'MR' ORDER BY n_instances DESC"
    )[0][0]
    cohort = lake.cohort(f"SELECT SeriesInstanceUID FROM series WHERE SeriesInstanceUID = '{series}'")
    lake.export(cohort, kind, tmp_path / "out", identified=True)
    for table, wanted in (("series", 1), ("instance", 5), ("volume", 1), ("study", 1), ("patient", 1)):
        got = duckdb.sql(f"SELECT count(*) FROM '{tmp_path / 'out'}/{table}.{kind}'").fetchall()[0][0]
        assert got == wanted, table
    assert duckdb.sql(f"SELECT SeriesInstanceUID FROM '{tmp_path / 'out'}/series.{kind}'").fetchall() == [
        (series,)
    ]


def test_the_list_names_each_object_with_its_digest(lake, everything, tmp_path):
    import hashlib

    lake.export(everything, "manifest", tmp_path / "out", identified=True)
    rows = list(csv.DictReader((tmp_path / "out" / "objects.csv").open()))
    assert len(rows) == len(everything)
    for row in rows[:3] + rows[-3:]:
        assert hashlib.sha256(Path(row["uri"]).read_bytes()).hexdigest() == row["sha256"]


def test_what_is_cleaned_on_the_way_out_names_nobody(lake, everything, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    done = lake.export(everything, "dicom", tmp_path / "out", deid="basic", workers=1)
    known = lake.rows(
        'SELECT DISTINCT "PatientName", "PatientID", "StudyInstanceUID", "SOPInstanceUID" FROM instance'
    )
    values = {str(v) for row in known for v in row if v and len(str(v)) > 4}
    out = [p for p in (tmp_path / "out").rglob("*") if p.is_file()]
    assert len(out) > 10
    for path in out:
        data = path.read_bytes() + str(path.relative_to(tmp_path)).encode()
        assert not [v for v in values if v.encode() in data], path.name
    held = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert held["deid"] == "basic" and held["identified"] is False
    assert len(held["not_given_out"]) == len(done.faults) > 0  # the colour capture waits for a decision
    assert not list((tmp_path / "out").glob(".work-*"))


def test_a_killed_export_goes_on_and_another_does_not_mix_in(lake, tmp_path):
    cohort = lake.cohort("SELECT instance_version_id FROM instance WHERE is_current", name="whole")
    cohort.freeze()
    call = [
        COMMAND,
        "export",
        "whole",
        str(tmp_path / "out"),
        "--to",
        "dicom",
        "--identified",
        "--lake",
        str(lake.path),
    ]
    process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and not list((tmp_path / "out").glob("PT*/ST*/SE*/*")):
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = subprocess.run([*call, "--json"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["n_files"] == len(cohort) + 1
    assert subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=tmp_path / "out").returncode == 0
    assert not [p for p in (tmp_path / "out").rglob("*") if p.name.startswith((".work-", ".part-"))]
    with pytest.raises(UsageError, match="another export"):
        lake.export(cohort, "nifti", tmp_path / "out", identified=True)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("x")
    with pytest.raises(UsageError, match="not empty"):
        lake.export(cohort, "dicom", tmp_path / "full", identified=True)


def test_an_original_that_is_gone_is_said_and_the_rest_goes_out(tmp_path):
    synthetic.simple_series(tmp_path / "in", shape=(4, 8, 8), seed=3)
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(tmp_path / "in", workers=1)
    gone = sorted(p for p in (tmp_path / "in").rglob("*") if p.is_file())[0]
    gone.unlink()
    call = [
        COMMAND,
        "export",
        "--all",
        str(tmp_path / "out"),
        "--to",
        "dicom",
        "--identified",
        "--lake",
        str(lake.path),
        "--json",
    ]
    done = subprocess.run(call, capture_output=True, text=True)
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert (told["n_files"], len(told["faults"])) == (4, 1)


@pytest.mark.parametrize(
    "words",
    [
        ["--to", "dicom", "out"],
        ["a", "--all", "out", "--to", "dicom"],
        ["out", "--all", "--to", "tiff"],
        ["nobody", "out", "--to", "csv"],
    ],
)
def test_wrong_calls_end_with_2(lake, words, tmp_path):
    done = subprocess.run(
        [COMMAND, "export", *words, "--lake", str(lake.path), "--identified"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert done.returncode in (2, 3), done.stderr
    assert not (tmp_path / "out").exists()


def test_small_groups_are_not_told():
    assert suppressed({"a": 50, "b": 30, "c": 2}) == {"a": 50, "b": "hidden", "c": "<10"}
    assert suppressed({"a": 50, "b": 3, "c": 2}) == {"a": 50, "b": "<10", "c": "<10"}
    people = [{"sex": "F", "age": 40 + k % 5, "modalities": ["CT"]} for k in range(25)]
    told = groups([*people, {"sex": "M", "age": 93.0, "modalities": ["MR"]}])
    assert told["n_patients"] == 26 and told["k_of_sex_age_modality"] == "<10"
    assert told["by_age"] == {"40-49": "hidden", "90 and over": "<10"}
    assert groups(people)["k_of_sex_age_modality"] == 25
