"""Into a research lake: what comes in names nobody, and is the same in every batch, worker and place."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pydicom
import pytest
from pydicom.data import get_testdata_file

import pacslake
from pacslake.errors import PolicyError
from pacslake.synthetic import simple_series

COMMAND = str(Path(sys.executable).with_name("pacslake"))
NAMES = ("ZEBRAFISH", "QUOKKA", "MRN-4711", "MRN-0815", "WOMBAT")


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two people, one of them at two dates; a name in the folder, in text and in a private attribute."""
    folder = tmp_path_factory.mktemp("ZEBRAFISH")

    def edit(ds: pydicom.Dataset, k: int) -> None:
        ds.ReferringPhysicianName, ds.InstitutionName = "WOMBAT^Will", "WOMBAT Hospital"
        ds.ImageComments = f"seen by WOMBAT, {ds.PatientName.family_name}"
        ds.private_block(0x0011, "WOMBAT CREATOR", create=True).add_new(0x01, "LO", "ZEBRAFISH inside")

    for n, (id, name, day) in enumerate(
        (
            ("MRN-4711", "ZEBRAFISH^ANNA", "20240105"),
            ("MRN-4711", "ZEBRAFISH^ANNA", "20240405"),
            ("MRN-0815", "QUOKKA^BOB", "20240301"),
        )
    ):
        simple_series(
            folder / name / str(n), shape=(3, 8, 8), seed=n + 1, edit=edit, PatientID=id, PatientName=name, StudyDate=day,
            SeriesDate=day, AcquisitionDate=day, ContentDate=day, PatientBirthDate="19300101", PatientAge="094Y", PatientSex="F",
            PatientWeight="61",
        )  # fmt: skip
    return folder


@pytest.fixture
def key(tmp_path: Path) -> str:
    path = tmp_path / "project.key"
    path.write_text(json.dumps({"pacslake_project_key": 1, "project": "t", "secret": "11" * 32}))
    return str(path)


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *words], capture_output=True, text=True, timeout=120)


def objects(lake: Path) -> dict[str, str]:
    """SHA-256 of each kept object by its SOPInstanceUID."""
    found = (pydicom.dcmread(p) for p in (lake / "objects").rglob("*.dcm"))
    return {
        str(ds.SOPInstanceUID): hashlib.sha256(Path(ds.filename).read_bytes()).hexdigest() for ds in found
    }


def test_no_byte_and_no_path_of_the_lake_names_anybody(export: Path, tmp_path: Path, key: str) -> None:
    done = run("deid", str(export), str(tmp_path / "r"), "--profile", "longitudinal", "--key", key)
    assert done.returncode == 0, done.stderr
    files = list((tmp_path / "r").rglob("*"))
    for path in files:
        data = str(path.relative_to(tmp_path)).encode()
        if path.is_file():
            data += path.read_bytes()
            if path.suffix == ".parquet":
                data += str(pq.read_table(path).to_pylist()).encode()
        assert not [n for n in NAMES if n.encode() in data], path.name
    lake = pacslake.open(tmp_path / "r")
    assert lake.zone == "research" and lake.rows("SELECT count(*) FROM instance") == [(9,)]
    for path in (tmp_path / "r" / "objects").rglob("*.dcm"):
        ds = pydicom.dcmread(path)
        assert (ds.PatientIdentityRemoved, ds.PatientAge, ds.PatientWeight) == ("YES", "090Y", 61)
        assert {c.CodeValue for c in ds.DeidentificationMethodCodeSequence} == {"113100", "113107", "113108"}
        assert not any(e.tag.is_private for e in ds)


def test_intervals_and_people_stay_as_they_are(export: Path, tmp_path: Path, key: str) -> None:
    run("deid", str(export), str(tmp_path / "r"), "--profile", "longitudinal", "--key", key)
    lake = pacslake.open(tmp_path / "r")
    spans = lake.rows(
        "SELECT PatientID, date_diff('day', min(StudyDate), max(StudyDate)), count(*) FROM study GROUP BY 1 ORDER BY 3"
    )
    assert [(days, n) for _, days, n in spans] == [(0, 1), (91, 2)]
    assert lake.rows("SELECT count(DISTINCT StudyDate) FROM study WHERE year(StudyDate) = 2024") == [(0,)]


def test_workers_batches_and_places_give_the_same_bytes(export: Path, tmp_path: Path, key: str) -> None:
    run(
        "deid",
        str(export),
        str(tmp_path / "one"),
        "--profile",
        "longitudinal",
        "--key",
        key,
        "--workers",
        "1",
    )
    run("init", str(tmp_path / "two"), "--zone", "research")
    for part in sorted(export.glob("*/*")):
        done = run(
            "ingest", str(part), "--deid", "longitudinal", "--key", key, "--lake", str(tmp_path / "two")
        )
        assert done.returncode == 0, done.stderr
    assert objects(tmp_path / "one") == objects(tmp_path / "two") and len(objects(tmp_path / "one")) == 9
    snapshot = pacslake.open(tmp_path / "one").snapshot_id
    again = run("deid", str(export), str(tmp_path / "one"), "--profile", "longitudinal", "--key", key)
    assert again.returncode == 0 and len(objects(tmp_path / "one")) == 9
    assert pacslake.open(tmp_path / "one").rows("SELECT count(*) FROM instance") == [(9,)]
    assert pacslake.open(tmp_path / "one").snapshot_id >= snapshot


def test_a_watched_folder_comes_in_cleaned(export: Path, tmp_path: Path, key: str) -> None:
    import threading

    lake, stop = pacslake.init(tmp_path / "r", zone="research"), threading.Event()
    n = lake.watch(
        export,
        every=0.1,
        settle=0,
        stop=stop,
        on_report=lambda _: stop.set(),
        deid="basic",
        key=key,
        workers=1,
    )
    assert n == 1 and len(objects(tmp_path / "r")) == 9
    assert not [p for p in (tmp_path / "r" / "objects").rglob("*.dcm") if b"ZEBRAFISH" in p.read_bytes()]


def test_another_key_gives_other_people(export: Path, tmp_path: Path, key: str) -> None:
    run("deid", str(export), str(tmp_path / "one"), "--key", key)
    other = tmp_path / "other.key"
    other.write_text(json.dumps({"pacslake_project_key": 1, "project": "o", "secret": "22" * 32}))
    run("deid", str(export), str(tmp_path / "two"), "--key", str(other))
    ids = [set(pacslake.open(tmp_path / n).rows("SELECT PatientID FROM patient")) for n in ("one", "two")]
    assert len(ids[0]) == len(ids[1]) == 2 and not ids[0] & ids[1]
    mixed = run("deid", str(export), str(tmp_path / "one"), "--key", str(other))
    assert mixed.returncode == 4 and "key" in mixed.stderr


def test_what_may_show_a_name_is_held_back_and_listed(tmp_path: Path, key: str) -> None:
    (tmp_path / "in").mkdir()
    for name in ("CT_small.dcm", "SC_rgb_jpeg_dcmtk.dcm", "examples_ybr_color.dcm"):
        (tmp_path / "in" / name).write_bytes(Path(str(get_testdata_file(name))).read_bytes())
    ds = pydicom.dcmread(get_testdata_file("CT_small.dcm"))
    ds.PatientIdentityRemoved, ds.SOPInstanceUID = "YES", "1.2.3.4"
    ds.ReferringPhysicianName = "WOMBAT^Will"
    ds.save_as(tmp_path / "in" / "liar.dcm")
    done = run("deid", str(tmp_path / "in"), str(tmp_path / "r"), "--key", key)
    assert done.returncode == 1
    lake = pacslake.open(tmp_path / "r")
    assert lake.rows("SELECT code, count(*) FROM deid_object GROUP BY 1 ORDER BY 1 NULLS FIRST") == [
        (None, 1), ("contradicts_identity_removed", 1), ("pixels_need_review", 2),
    ]  # fmt: skip
    assert len(objects(tmp_path / "r")) == 1 and "WOMBAT" not in done.stderr


def test_a_research_lake_takes_nothing_uncleaned(export: Path, tmp_path: Path, key: str) -> None:
    lake = pacslake.init(tmp_path / "r", zone="research")
    assert run("ingest", str(export), "--lake", str(lake.path)).returncode == 4
    with pytest.raises(PolicyError):
        lake.add(str(next(p for p in export.rglob("*") if p.is_file())))
    identified = pacslake.init(tmp_path / "i")
    assert (
        run("ingest", str(export), "--deid", "basic", "--key", key, "--lake", str(identified.path)).returncode
        == 4
    )
    assert run("deid", str(export), str(identified.path), "--key", key).returncode == 4
    assert (
        run("deid", str(export), str(tmp_path / "x"), "--profile", "nonsense", "--key", key).returncode == 2
    )
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("wrong", ["source", "key"])
def test_a_call_that_cannot_be_right_leaves_no_lake_behind(
    export: Path, tmp_path: Path, key: str, wrong: str
) -> None:
    source = tmp_path / "nowhere" if wrong == "source" else export
    used = str(tmp_path / "no.key") if wrong == "key" else key
    done = run("deid", str(source), str(tmp_path / "r"), "--key", used)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert ("nowhere" if wrong == "source" else "vault new-key --project") in done.stderr
    assert not (tmp_path / "r").exists()


def test_a_dry_run_shows_shapes_and_no_value_and_writes_nothing(
    export: Path, tmp_path: Path, key: str
) -> None:
    before = sorted(str(p) for p in tmp_path.rglob("*"))
    done = run("deid", str(export), "--dry-run", "--profile", "longitudinal", "--key", key, "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 0 and told["n_objects"] == told["n_files"] == 9 and not told["held"]
    rows = {(r["attribute"], r["outcome"]): r for r in told["attributes"]}
    assert (
        rows["PatientName", "changed"]["before"] in ("AAAAAAAAA^AAAA", "AAAAAA^AAA")
        and rows["PatientName", "changed"]["n"] == 9
    )
    assert rows["StudyDate", "changed"]["before"] == rows["StudyDate", "changed"]["after"] == "99999999"
    assert {o for a, o in rows if a == "InstitutionName"} <= {"emptied", "changed"} and rows[
        "private (0011,xx01)", "removed"
    ]["n"] == 9
    assert (
        ("Rows", "kept") in rows
        and ("PatientIdentityRemoved", "added") in rows
        and ("PixelData", "kept") in rows
    )
    shown = json.dumps(told["attributes"])
    assert not any(name in shown for name in (*NAMES, "2024"))
    assert sorted(str(p) for p in tmp_path.rglob("*")) == before
    people = run("deid", str(export), "--dry-run", "--key", key, "--limit", "2")
    assert "2 of 2 files would come in" in people.stdout and (
        "AAAAAAAAA^AAAA" in people.stdout or "AAAAAA^AAA" in people.stdout
    )


def test_a_dry_run_of_an_ingest_tells_the_same_and_leaves_the_lake_as_it_is(
    export: Path, tmp_path: Path, key: str
) -> None:
    lake = pacslake.init(tmp_path / "research", zone="research")
    words = ("--dry-run", "--key", key, "--json")
    done = run("ingest", str(export), "--lake", str(lake.path), "--deid", "longitudinal", *words)
    alone = run("deid", str(export), "--profile", "longitudinal", *words)
    assert done.returncode == 0 and json.loads(done.stdout) == json.loads(alone.stdout)
    assert lake.refresh().snapshot_id == 0
    other = pacslake.init(tmp_path / "identified")
    refused = run("ingest", str(export), "--lake", str(other.path), "--deid", "longitudinal", *words)
    assert refused.returncode == 4 and "research lake" in refused.stderr


def test_a_dry_run_makes_no_key_and_tells_what_would_be_held(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("CT_small.dcm", "SC_rgb_jpeg_dcmtk.dcm"):
        (tmp_path / "in" / name).write_bytes(Path(str(get_testdata_file(name))).read_bytes())
    import os

    done = subprocess.run(
        [COMMAND, "deid", str(tmp_path / "in"), "--dry-run", "--json"], capture_output=True, text=True,
        env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "config")},
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert done.returncode == 1 and [h["file"].rsplit("/")[-1] for h in told["held"]] == [
        "SC_rgb_jpeg_dcmtk.dcm"
    ]
    assert not (tmp_path / "config").exists()
