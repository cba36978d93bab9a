"""A lake in a bucket: the record is there, and every machine has a folder of copies of its own."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import pacslake
from pacslake import audit, synthetic
from pacslake.catalog import Changes, Replace
from pacslake.errors import (
    DamagedError,
    LakeError,
    LakeExistsError,
    LakeNotFoundError,
    StoreError,
    UsageError,
)
from pacslake.layout import LakeDir, mirror

BUCKET = "hospital"


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CT series of six slices, a second one, and a file that is no DICOM."""
    folder = tmp_path_factory.mktemp("bucket") / "export"
    synthetic.simple_series(folder / "a", shape=(6, 10, 12))
    synthetic.simple_series(folder / "b", shape=(5, 10, 12), seed=2)
    (folder / "note.txt").write_text("not an image")
    broken = next((folder / "a").iterdir()).read_bytes()
    (folder / "broken.dcm").write_bytes(broken[:400])
    return folder


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Go on as another machine: the same bucket, a folder of copies of its own."""

    def become(name: str) -> Path:
        monkeypatch.setenv("PACSLAKE_CACHE", str(tmp_path / name))
        return tmp_path / name

    become("one")
    return become


@pytest.fixture
def url(s3: Any) -> Iterator[str]:
    """A prefix that is empty, and is emptied."""
    prefix = f"lakes/{time.time_ns()}"
    yield f"s3://{BUCKET}/{prefix}"
    for key in _keys(s3, prefix):
        s3.delete_object(Bucket=BUCKET, Key=key)


def _keys(s3: Any, prefix: str) -> list[str]:
    pages = s3.get_paginator("list_objects_v2").paginate(
        Bucket=BUCKET, Prefix=f"{prefix.removeprefix(f's3://{BUCKET}/')}/"
    )
    return [item["Key"] for page in pages for item in page.get("Contents", ())]


def test_what_one_machine_takes_in_another_reads(
    s3: Any, url: str, series: Path, machine: Callable[[str], Path], tmp_path: Path
) -> None:
    plain = pacslake.init(tmp_path / "plain")
    plain.ingest(series, copy=True, workers=1)
    plain.convert(workers=1)
    lake = pacslake.init(url)
    report = lake.ingest(series, workers=2)
    assert (
        report.counts["stored"] == 11
        and report.counts["quarantined"] == 1
        and report.counts["not_dicom"] == 1
    )
    done = lake.convert(workers=2)
    assert len(done.converted) == 2 and not done.failed
    names = [key.removeprefix(f"{url.removeprefix(f's3://{BUCKET}/')}/") for key in _keys(s3, url)]
    assert sum(name.startswith("objects/") for name in names) == 11  # kept though nobody said so
    assert sum(name.startswith("quarantine/") and name.endswith(".bin") for name in names) == 1
    assert not [name for name in names if name.startswith("staging/")]

    copies = machine("two")
    again = pacslake.open(url)
    for query in (
        "SELECT SOPInstanceUID, outcome, sha256, size_bytes FROM file ORDER BY sha256",
        "SELECT SeriesInstanceUID, shape, spacing_mm, verdict, value_min, value_max FROM volume ORDER BY 1",
        "SELECT count(*) FROM pixel_stat",
    ):
        assert again.rows(query) == plain.rows(query)
    for (volume_id,) in again.rows("SELECT volume_id FROM volume ORDER BY 1"):
        mine, same = again.volume(volume_id), plain.volume(volume_id)
        assert mine.tier == "zarr"
        assert np.array_equal(np.asarray(mine), np.asarray(same))
        assert np.array_equal(np.asarray(again.volume(volume_id, tier="in_place")), np.asarray(same))
    assert os.stat(mirror.folder_of(url, copies)).st_mode & 0o777 == 0o700
    # All of it came once: the bucket need not be asked for pixels again.
    for key in _keys(s3, f"{url}/objects"):
        s3.delete_object(Bucket=BUCKET, Key=key)
    volume = again.volume(volume_id, tier="in_place")
    assert np.array_equal(np.asarray(volume), np.asarray(plain.volume(volume_id)))


def test_another_run_of_the_same_finds_it_known(
    url: str, series: Path, machine: Callable[[str], Path]
) -> None:
    lake = pacslake.init(url)
    lake.ingest(series, workers=1)
    machine("two")
    again = pacslake.open(url).ingest(series, workers=1)
    assert again.n_unchanged == 13 and not sum(again.counts.values())


def test_what_is_made_here_goes_back_and_is_read_there(
    url: str, series: Path, machine: Callable[[str], Path]
) -> None:
    lake = pacslake.init(url)
    lake.ingest(series / "a", workers=1)
    dataset = lake.instance(lake.rows("SELECT SOPInstanceUID FROM instance LIMIT 1")[0][0]).dataset()
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = "2.25.4242"
    assert lake.add(dataset).counts["stored"] == 1
    machine("two")
    assert pacslake.open(url).instance("2.25.4242").dataset().SOPInstanceUID == "2.25.4242"


def test_places_that_are_no_lake(url: str, s3: Any, machine: Callable[[str], Path]) -> None:
    with pytest.raises(LakeNotFoundError, match=f"no lake at {url}"):
        pacslake.open(url)
    pacslake.init(url + "/")  # the same place
    with pytest.raises(LakeExistsError, match="holds a lake already"):
        pacslake.init(url)
    s3.put_object(Bucket=BUCKET, Key=f"{url.split('/', 3)[3]}/other/x", Body=b"1")
    with pytest.raises(LakeExistsError, match="not empty"):
        pacslake.init(f"{url}/other")
    with pytest.raises(UsageError, match="credentials come from the environment"):
        pacslake.init(f"s3://name:word@{BUCKET}/x")
    with pytest.raises(UsageError, match="no \\. or \\.\\."):
        pacslake.init(f"{url}/a/../b")
    with pytest.raises(UsageError, match="sftp"):
        pacslake.init("sftp://host/lake")


def test_what_needs_a_folder_says_so(url: str, machine: Callable[[str], Path]) -> None:
    lake = pacslake.init(url)
    from pacslake.access import accounts
    from pacslake.catalog import erase, publish

    for refused in (
        lambda: publish(lake.dir),
        lambda: erase(lake.dir, "p1", reason="T-1"),
        lambda: accounts._folder(lake.dir),
    ):
        with pytest.raises(UsageError, match="needs a lake in a folder"):
            refused()


def test_verify_reads_the_bucket_and_not_the_copies(
    url: str, series: Path, s3: Any, machine: Callable[[str], Path]
) -> None:
    lake = pacslake.init(url)
    lake.ingest(series, workers=1)
    lake.convert(workers=1)
    assert lake.verify(deep=True) == []
    prefix = url.split("/", 3)[3]
    table = max(key for key in _keys(s3, url) if key.startswith(f"{prefix}/catalog/tables/issue/"))
    original = next(key for key in _keys(s3, url) if "/objects/" in key)
    gone = [key for key in _keys(s3, url) if "/objects/" in key][1]
    shard = next(key for key in _keys(s3, url) if "/volumes/" in key and "/c." in key)
    snapshot = min(key for key in _keys(s3, url) if "/catalog/snapshots/" in key)
    for key in (table, original, shard, snapshot):
        body = bytearray(s3.get_object(Bucket=BUCKET, Key=key)["Body"].read())
        body[len(body) // 2] ^= 1
        s3.put_object(Bucket=BUCKET, Key=key, Body=bytes(body))
    s3.delete_object(Bucket=BUCKET, Key=gone)
    faults = {fault.path for fault in lake.verify(deep=True)}
    assert {key.removeprefix(f"{prefix}/") for key in (table, original, gone)} <= faults
    assert "/".join(shard.removeprefix(f"{prefix}/").split("/")[:2]) in faults
    assert snapshot.removeprefix(f"{prefix}/") in faults
    # A machine that has no copies does not serve what is damaged.
    machine("two")
    with pytest.raises(DamagedError):
        pacslake.open(url).rows("SELECT * FROM issue")


class Gone:
    """A bucket behind a network that is down."""

    def __getattr__(self, name: str) -> Any:
        def call(*_: Any, **__: Any) -> Any:
            raise ConnectionResetError("https://user:secret@host/")

        return call


def test_a_bucket_that_goes_away_is_said_to_be_that(
    url: str, series: Path, machine: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    pacslake.init(url).ingest(series, workers=1)
    machine("another")
    lake = pacslake.open(url)
    (volume_id,) = lake.rows("SELECT volume_id FROM volume ORDER BY n_slices LIMIT 1")[0]
    monkeypatch.setattr(mirror, "_bucket", lambda *_: Gone())
    for ask in (
        lambda: np.asarray(lake.volume(volume_id)),
        lambda: lake.ingest(series, workers=1),
        lambda: lake.refresh(),
        lambda: lake.verify(deep=True),
    ):
        with pytest.raises(LakeError) as error:
            ask()
        assert "secret" not in str(error.value) and "did not answer" in str(error.value)
    told = StoreError(url, "TimeoutError")
    assert (
        isinstance(told, OSError) and url in str(told) and str(pickle.loads(pickle.dumps(told))) == str(told)
    )


def test_a_copy_that_is_damaged_is_fetched_again(
    url: str, series: Path, machine: Callable[[str], Path]
) -> None:
    lake = pacslake.init(url)
    lake.ingest(series, workers=1)
    root = lake.dir.root
    (one, *_) = lake.rows("SELECT issue_id FROM issue ORDER BY 1")[0]
    for path in (*root.glob("catalog/tables/*/*.parquet"), *root.glob("objects/*/*.dcm")):
        body = bytearray(path.read_bytes())
        body[-20] ^= 1
        path.write_bytes(body)
    again = pacslake.open(url)
    lake.commit(lambda _: Changes(replace=[Replace("issue", "issue_id", [one])]), note="rewritten")
    again = pacslake.open(url)
    assert len(again.rows("SELECT * FROM instance")) == 11
    (volume_id,) = again.rows("SELECT volume_id FROM volume ORDER BY n_slices LIMIT 1")[0]
    k, r, c = np.ogrid[:5, :10, :12]
    assert np.array_equal(np.asarray(again.volume(volume_id)), 100 * k + 10 * r + c)


def test_vacuum_removes_what_nobody_names_from_the_bucket(
    url: str, series: Path, s3: Any, machine: Callable[[str], Path]
) -> None:
    lake = pacslake.init(url)
    lake.ingest(series, workers=1)
    lake.convert(workers=1)
    prefix = url.split("/", 3)[3]
    before = set(_keys(s3, url))
    left = {
        f"{prefix}/catalog/tables/file/left.parquet",
        f"{prefix}/volumes/left.zarr/0/c.0.0.0",
        f"{prefix}/objects/ab/{'ab' * 32}.dcm",
        f"{prefix}/staging/run-left.lock",
    }
    for key in left:
        s3.put_object(Bucket=BUCKET, Key=key, Body=b"left by a kill")
    assert lake.vacuum().removed == ()  # younger than a day
    found = lake.vacuum(older_than_hours=-1)
    assert len(found.removed) == 4 and set(_keys(s3, url)) == before
    assert lake.verify(deep=True) == []


def test_the_folder_of_copies_keeps_to_its_limit(
    url: str, series: Path, machine: Callable[[str], Path]
) -> None:
    lake = pacslake.init(url)
    lake.ingest(series, workers=1)
    lake.convert(workers=1)
    machine("two")
    again = pacslake.open(url)
    volumes = [row[0] for row in again.rows("SELECT volume_id FROM volume ORDER BY 1")]
    values = [np.asarray(again.volume(v)).copy() for v in volumes]
    root = again.dir.root
    assert len(list((root / "volumes").iterdir())) == 2
    assert mirror.trim(root, 0) == 0  # all of it was used lately
    for path in (root / "volumes").iterdir():
        os.utime(path, (1, path.stat().st_mtime))
    for name, age in (("fetch-old", 90_000), ("convert-new", 0)):
        (root / "staging" / name / "0").mkdir(parents=True)
        os.utime(root / "staging" / name, (time.time() - age,) * 2)
    removed = mirror.trim(root, 0)
    assert [path.name for path in (root / "staging").iterdir() if path.is_dir()] == ["convert-new"]
    assert removed > 0 and not list((root / "volumes").iterdir())
    again = pacslake.open(url)
    assert all(
        np.array_equal(np.asarray(again.volume(v)), old) for v, old in zip(volumes, values, strict=True)
    )
    assert len(again.rows("SELECT * FROM instance")) == 11


def test_writers_on_two_machines_lose_nothing(
    url: str, tmp_path: Path, machine: Callable[[str], Path]
) -> None:
    pacslake.init(url)
    processes = []
    for n in range(4):
        export = tmp_path / f"export{n}"
        synthetic.simple_series(export, shape=(4, 8, 8), seed=10 + n)
        processes.append(
            subprocess.Popen(
                [sys.executable, "-m", "pacslake.cli", "ingest", str(export), "--lake", url, "--json", "--workers", "1"],
                env={**os.environ, "PACSLAKE_CACHE": str(tmp_path / f"machine{n}")},
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
        )  # fmt: skip
    for process in processes:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        assert json.loads(out)["counts"]["stored"] == 4
        assert "secret" not in out + err
    lake = pacslake.open(url)
    assert lake.rows("SELECT count(*), count(DISTINCT SOPInstanceUID) FROM instance") == [(16, 16)]
    assert lake.rows("SELECT status, count(*) FROM batch GROUP BY 1") == [("done", 4)]
    assert lake.verify(deep=True) == []


def test_a_run_that_is_killed_is_gone_on_with(
    url: str, series: Path, tmp_path: Path, machine: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    pacslake.init(url)
    command = [sys.executable, "-m", "pacslake.cli", "ingest", str(series), "--lake", url, "--workers", "1"]
    for point in ("ingest.object_kept:3", "ingest.unit_read", "ingest.unit_committed"):
        killed = subprocess.run(
            command,
            env={**os.environ, "PACSLAKE_KILL_POINT": point},
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert killed.returncode < 0, killed.stderr
    machine("two")  # which sees no lock, only that the run was heard of lately
    from pacslake.ingest import alive

    lake = pacslake.open(url)
    running = [row[0] for row in lake.rows("SELECT batch_id FROM batch WHERE status = 'running'")]
    assert running and all(alive.is_alive(lake.dir.root, batch) for batch in running)
    monkeypatch.setattr(alive, "DEAD_SECONDS", -1.0)
    lake.ingest(series, workers=1)
    assert lake.rows("SELECT count(*) FROM instance") == [(11,)]
    assert not lake.rows("SELECT 1 FROM batch WHERE status = 'running'")
    assert lake.verify(deep=True) == []


def test_the_audit_record_is_one_chain_for_all_machines(url: str, machine: Callable[[str], Path]) -> None:
    pacslake.init(url)
    for name in ("one", "two", "one"):
        machine(name)
        audit.record(LakeDir.open(url), "export", user=name, n=1)
    dir = LakeDir.open(url)
    assert [(event.number, event.user) for event in audit.events(dir)] == [(1, "one"), (2, "two"), (3, "one")]
    assert audit.verify_audit(dir) == []


def test_cleaned_copies_go_from_bucket_to_bucket(
    url: str, series: Path, tmp_path: Path, machine: Callable[[str], Path]
) -> None:
    from pacslake.research import deidentify

    lake = pacslake.init(f"{url}/identified")
    lake.ingest(series, workers=1)
    patient = lake.rows("SELECT PatientID FROM instance LIMIT 1")[0][0]
    key = _key(tmp_path)
    for target in (f"{url}/research", tmp_path / "research"):
        report = deidentify(f"{url}/identified", target, profile="basic", key=key, workers=1)
        assert report.counts["stored"] == 11 and not report.counts["quarantined"]
    machine("two")
    cleaned = pacslake.open(f"{url}/research")
    assert cleaned.zone == "research" and patient not in str(cleaned.rows("FROM instance"))
    dataset = cleaned.instance(cleaned.rows("SELECT SOPInstanceUID FROM instance LIMIT 1")[0][0]).dataset()
    assert dataset.PatientIdentityRemoved == "YES"


def _key(folder: Path) -> Path:
    from pacslake.deid.keys import new_key_file

    new_key_file(folder / "project.key")
    return folder / "project.key"


def test_images_go_out_of_a_bucket(
    url: str, series: Path, tmp_path: Path, machine: Callable[[str], Path]
) -> None:
    sitk = pytest.importorskip("SimpleITK")
    pacslake.init(url).ingest(series / "a", workers=1)
    machine("two")
    lake = pacslake.open(url)
    lake.export(
        lake.cohort("SELECT volume_id FROM volume"), "nifti", tmp_path / "out", identified=True, workers=2
    )
    (image,) = (tmp_path / "out").rglob("*.nii.gz")
    values = sitk.GetArrayFromImage(sitk.ReadImage(str(image)))
    (volume_id,) = lake.rows("SELECT volume_id FROM volume")[0]
    assert np.array_equal(values, lake.volume(volume_id).values())


def test_encrypted_tables_in_a_bucket(
    url: str, series: Path, s3: Any, tmp_path: Path, machine: Callable[[str], Path]
) -> None:
    key = tmp_path / "keys" / "lake.key"
    lake = pacslake.init(url, encrypt_tables=True, table_key=key)
    lake.ingest(series, workers=1)
    machine("two")
    assert len(pacslake.open(url, table_key=key).rows("SELECT * FROM instance")) == 11
    tables = [key for key in _keys(s3, url) if key.endswith(".parquet")]
    assert all(s3.get_object(Bucket=BUCKET, Key=key)["Body"].read(4) != b"PAR1" for key in tables)


def test_a_cluster_works_on_it(url: str, series: Path, machine: Callable[[str], Path]) -> None:
    """Workers of Dask, processes of their own, take in and convert; only the driver commits."""
    distributed = pytest.importorskip("distributed")
    lake = pacslake.init(url)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert lake.ingest(series, scheduler=client).counts["stored"] == 11
        assert len(lake.convert(scheduler=client).converted) == 2
        means = [
            float(lake.volume(v).array.mean().compute())
            for (v,) in lake.rows("SELECT volume_id FROM volume ORDER BY 1")
        ]
    assert means == [
        pytest.approx(float(np.asarray(lake.volume(v)).mean()))
        for (v,) in lake.rows("SELECT volume_id FROM volume ORDER BY 1")
    ]
    assert lake.verify(deep=True) == []
