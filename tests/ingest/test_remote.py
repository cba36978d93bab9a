"""Sources behind URLs: S3 by a server on this machine, and any fsspec file system."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import pacslake
from pacslake import source, synthetic
from pacslake.catalog import run_checks
from pacslake.errors import SourceMissingError, UsageError
from pacslake.lake import Lake

BUCKET = "hospital"  # made by the fixture `s3`


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one series of six slices and a note."""
    folder = tmp_path_factory.mktemp("remote") / "export"
    synthetic.simple_series(folder, shape=(6, 10, 12))
    (folder / "readme.txt").write_text("not an image")
    return folder


@pytest.fixture
def uploaded(s3: object, export: Path) -> Iterator[str]:
    """The export as objects below `s3://hospital/2026 11/a!b`, with a zip of it beside them."""
    prefix = "2026 11/a!b"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in files(export):
            archive.write(path, path.name)
            s3.upload_file(str(path), BUCKET, f"{prefix}/{path.relative_to(export)}")  # type: ignore[attr-defined]
    s3.put_object(Bucket=BUCKET, Key=f"{prefix}/zz/again.zip", Body=packed.getvalue())  # type: ignore[attr-defined]
    s3.put_object(Bucket=BUCKET, Key=f"{prefix}0/other.txt", Body=b"beside the prefix")  # type: ignore[attr-defined]
    yield f"s3://{BUCKET}/{prefix}"
    for item in s3.list_objects_v2(Bucket=BUCKET)["Contents"]:  # type: ignore[attr-defined]
        s3.delete_object(Bucket=BUCKET, Key=item["Key"])  # type: ignore[attr-defined]


def files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file())


def local(export: Path, tmp_path: Path) -> Lake:
    lake = pacslake.init(tmp_path / "local")
    lake.ingest(export, workers=1)
    return lake


def test_a_bucket_gives_the_same_catalogue_as_the_folder(uploaded: str, export: Path, tmp_path: Path) -> None:
    lake = pacslake.init(tmp_path / "lake")
    report = lake.ingest(uploaded + "/", workers=1)
    counts = {k: v for k, v in report.counts.items() if v}
    assert counts == {"stored": 6, "duplicate": 6, "not_dicom": 2}
    assert report.source_root == uploaded
    query = "SELECT instance_version_id, SOPInstanceUID, pixel_offset, ImagePositionPatient FROM instance ORDER BY 1"
    assert lake.rows(query) == local(export, tmp_path).rows(query)
    uris = [u for (u,) in lake.rows("SELECT uri FROM file ORDER BY uri")]
    assert all(u.startswith(f"s3://{BUCKET}/2026 11/a%21b/") for u in uris)
    assert sum("zz/again.zip!" in u for u in uris) == 7
    assert {name for name, rows in run_checks(lake.catalog).items() if rows} == set()


def test_a_volume_opens_in_place_from_the_bucket(uploaded: str, export: Path, tmp_path: Path) -> None:
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(uploaded, workers=1)
    (volume_id,) = lake.rows("SELECT volume_id FROM volume")[0]
    volume = lake.volume(volume_id)
    assert volume.tier == "in_place"
    want = local(export, tmp_path).volume(volume_id)
    np.testing.assert_array_equal(np.asarray(volume.array), np.asarray(want.array))
    np.testing.assert_array_equal(np.asarray(volume.array[2, 3:5, 4:9]), np.asarray(want.array[2, 3:5, 4:9]))
    assert lake.instance(lake.rows("SELECT SOPInstanceUID FROM instance")[0][0]).dataset().Rows == 10


def test_again_reads_nothing_and_what_is_gone_is_marked(s3: object, uploaded: str, tmp_path: Path) -> None:
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(uploaded, workers=1)
    again = lake.ingest(uploaded, workers=1)
    assert (again.n_unchanged, again.n_bytes, sum(again.counts.values())) == (14, 0, 0)
    (gone,) = lake.rows("SELECT min(uri) FROM file WHERE outcome = 'stored'")[0]
    s3.delete_object(Bucket=BUCKET, Key=gone.split("/", 3)[3].replace("%21", "!"))  # type: ignore[attr-defined]
    assert lake.ingest(uploaded, workers=1).n_vanished == 1
    assert lake.rows("SELECT uri FROM file WHERE vanished") == [(gone,)]
    with pytest.raises(SourceMissingError, match="no such object"):
        source.open_bytes(gone)


def test_ranges_and_members_are_those_of_the_files(uploaded: str, export: Path) -> None:
    first = files(export)[0]
    data = first.read_bytes()
    text = f"{uploaded}/{first.relative_to(export)}".replace("!", "%21")
    assert source.open_bytes(text) == data
    assert source.read_range(text, 100, 50) == data[100:150]
    assert source.read_range(text, len(data) - 5, 50) == data[-5:]
    assert source.read_range(text, len(data) + 5, 50) == b""
    assert source.local_file(text) is None
    member = f"{uploaded}/zz/again.zip".replace("!", "%21") + f"!{first.name}"
    assert source.read_range(member, 100, 50) == data[100:150]


def test_copies_stand_without_the_bucket(s3: object, uploaded: str, tmp_path: Path) -> None:
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(uploaded, workers=1, copy=True)
    for item in s3.list_objects_v2(Bucket=BUCKET)["Contents"]:  # type: ignore[attr-defined]
        s3.delete_object(Bucket=BUCKET, Key=item["Key"])  # type: ignore[attr-defined]
    s3.put_object(Bucket=BUCKET, Key="rest", Body=b"x")  # type: ignore[attr-defined]
    (volume_id,) = lake.rows("SELECT volume_id FROM volume")[0]
    assert np.asarray(lake.volume(volume_id).array).shape == (6, 10, 12)


def test_one_object_and_workers(uploaded: str, export: Path, tmp_path: Path) -> None:
    lake = pacslake.init(tmp_path / "lake")
    first = files(export)[0]
    assert lake.ingest(f"{uploaded}/{first.relative_to(export)}", workers=2).counts["stored"] == 1
    assert lake.ingest(uploaded, workers=2).counts["stored"] == 5


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("s3://hospital/nothing/here", "nothing at"),
        ("s3://no-such-bucket/x", "cannot be listed|nothing at"),
        ("sftp://ann:secret@host/x", "password"),
        ("s3://", "no bucket"),
        ("nonsense://host/x", "no file system"),
    ],
)
def test_what_cannot_be_read_says_so(s3: object, tmp_path: Path, url: str, message: str) -> None:
    lake = pacslake.init(tmp_path / "lake")
    with pytest.raises(UsageError, match=message) as told:
        lake.ingest(url)
    assert "secret" not in str(told.value)


def test_any_fsspec_file_system(export: Path, tmp_path: Path) -> None:
    import fsspec

    memory = fsspec.filesystem("memory")
    for path in files(export):
        memory.pipe_file(f"/clinic/{path.relative_to(export)}", path.read_bytes())
    try:
        lake = pacslake.init(tmp_path / "lake")
        report = lake.ingest("memory://clinic", workers=1)
        assert (report.counts["stored"], report.counts["not_dicom"]) == (6, 1)
        assert lake.ingest("memory://clinic", workers=1).n_unchanged == 7
        (uri,) = lake.rows("SELECT min(uri) FROM file WHERE outcome = 'stored'")[0]
        assert uri.startswith("memory://clinic/")
        assert source.read_range(uri, 128, 4) == b"DICM"
    finally:
        memory.rm("/clinic", recursive=True)


def test_a_file_url_is_a_path(export: Path, tmp_path: Path) -> None:
    lake = pacslake.init(tmp_path / "lake")
    assert lake.ingest(export.as_uri(), workers=1).counts["stored"] == 6
    assert lake.rows("SELECT min(uri) FROM file")[0][0].startswith("/")
