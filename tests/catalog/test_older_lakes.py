"""Lakes that earlier versions of the code wrote: opened, asked, gone on with, and as right as a lake of today.

`lakes/<day>.zip` holds a lake that the code of that day made of the same files: four slices of CT and three of MR by
`pacslake.synthetic`, and four of pydicom's own test files, copied in and converted. A change of what is stored keeps them as they are.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from pydicom.data import get_testdata_file

import pacslake
from pacslake import synthetic
from pacslake.catalog import compact
from pacslake.catalog.schema import sql_files
from pacslake.catalog.verify import verify
from pacslake.lake import Lake

LAKES = sorted((Path(__file__).parent / "lakes").glob("*.zip"))
TABLES = (
    "instance", "frame", "volume", "volume_frame", "element", "patient", "study", "series", "file", "pixel_stat", "segment",
    "timepoint",
)  # fmt: skip
FILES = ("rtplan.dcm", "reportsi.dcm", "liver_1frame.dcm", "MR_small_RLE.dcm")


def sample(folder: Path) -> Path:
    """The files of which the lakes were made."""
    synthetic.simple_series(
        folder / "ct", shape=(4, 16, 16), seed=11, BodyPartExamined="CHEST", StudyDate="20240102"
    )
    synthetic.simple_series(folder / "mr", shape=(3, 12, 12), seed=12, modality="MR", StudyDate="20240310")
    for name in FILES:
        (folder / name).write_bytes(Path(str(get_testdata_file(name))).read_bytes())
    return folder


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    folder = tmp_path_factory.mktemp("today")
    lake = pacslake.init(folder / "lake")
    lake.ingest(sample(folder / "in"), copy=True, workers=1)
    lake.convert(workers=1)
    return lake


@pytest.fixture(params=LAKES, ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Lake:
    with zipfile.ZipFile(request.param) as packed:
        packed.extractall(tmp_path)
    return pacslake.open(next(tmp_path.glob("lake-*")))


def test_there_are_lakes_of_earlier_days() -> None:
    assert len(LAKES) >= 2


def test_every_table_and_view_answers(old: Lake) -> None:
    names = [f.name for f in sql_files() if f.kind in ("tables", "views")]
    assert len(names) > 60
    for name in names:
        old.arrow(f'SELECT * FROM "{name}"')
    assert old.rows("SELECT count(*) FROM instance") == [(11,)]


@pytest.mark.parametrize("table", TABLES)
def test_what_it_knows_is_what_a_lake_of_today_knows(old: Lake, today: Lake, table: str) -> None:
    """Column by column, but for those of the run. A column that is to be empty in these lakes is to be named here."""
    mine, theirs = (lake.arrow(f'FROM "{table}"') for lake in (today, old))
    assert mine.schema == theirs.schema and mine.num_rows == theirs.num_rows
    skip = (
        "_at",
        "batch_id",
        "snapshot_id",
        "uri",
        "file_id",
        "mtime_ns",
    )  # of the run, and of where the files lay
    differing = {}
    for name in mine.column_names:
        if name.endswith(skip):
            continue
        a, b = (sorted(map(str, t.column(name).to_pylist())) for t in (mine, theirs))
        if a != b:
            differing[name] = (sorted(set(a) - set(b))[:2], sorted(set(b) - set(a))[:2])
    assert differing == {}


def test_it_is_whole_and_its_volumes_are_read(old: Lake) -> None:
    assert list(verify(old.dir, deep=True)) == []
    (id,) = old.rows(
        "SELECT volume_id FROM volume v JOIN series s USING (SeriesInstanceUID) WHERE s.BodyPartExamined = 'CHEST'"
    )[0]
    k, r, c = np.ogrid[:4, :16, :16]
    want = 100 * k + 10 * r + c
    assert old.volume(id).zarr_path is not None
    for tier in ("zarr", "in_place"):
        got = old.volume(id, tier=tier).values()
        assert np.array_equal(got - got.min(), want - want.min())


def test_the_next_ingest_goes_on(old: Lake, tmp_path: Path) -> None:
    again = old.ingest(sample(tmp_path / "in"), workers=1)
    assert (
        again.counts["duplicate"] == 11
        and again.n_stored == 0
        and old.rows("SELECT count(*) FROM instance") == [(11,)]
    )
    synthetic.simple_series(tmp_path / "more", shape=(2, 8, 8), seed=20)
    assert old.ingest(tmp_path / "more", workers=1).n_stored == 2
    compact(old.dir)
    old.refresh()
    assert old.rows("SELECT count(*), count(DISTINCT SOPInstanceUID) FROM instance") == [(13, 13)]
    old.convert(workers=1)
    assert list(verify(old.dir, deep=True)) == []
    before = pacslake.open(old.path, snapshot=1)
    assert before.rows("SELECT count(*) FROM instance") == [
        (0,)
    ]  # the first commit only says that a run begins
    assert pacslake.open(old.path, snapshot=7).rows("SELECT count(*) FROM instance") == [(11,)]
