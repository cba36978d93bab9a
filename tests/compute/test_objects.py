"""Arrays and DICOM objects that a function returns become objects of the lake, once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from pacslake.compute import objects


@pytest.fixture
def volumes(lake):
    """Two of the volumes, for each object costs time to build."""
    return lake.cohort("SELECT volume_id FROM volume ORDER BY volume_id LIMIT 2", name="two")


def half(volume):
    return volume.values() * 0.5


def test_an_array_becomes_a_volume_on_the_same_grid(lake, volumes):
    result = volumes.map(half, table="half", scheduler="sync")
    assert (result.n_failed, result.n_computed) == (0, 2)
    for source, made in lake.rows("SELECT volume_id, result_volume_id FROM half"):
        a, b = lake.volume(source), lake.volume(made)
        assert np.array_equal(b.values(), a.values() * np.float32(0.5))
        assert np.allclose(a.affine_lps, b.affine_lps, atol=1e-9)
        assert b.frame_of_reference_uid == a.frame_of_reference_uid
    outputs = lake.rows(
        "SELECT o.name, t.row_id FROM activity_output o JOIN half t ON t.row_id = o.entity_id WHERE o.kind = 'instance'"
    )
    assert sorted(outputs) == sorted(lake.rows("SELECT result_uid, row_id FROM half"))
    assert not list(Path(lake.dir.path("staging")).glob("map-*"))


def test_the_object_names_the_run_that_made_it(lake, volumes):
    result = volumes.map(half, table="half", scheduler="sync")
    uid = lake.rows("SELECT result_uid FROM half LIMIT 1")[0][0]
    dataset = lake.instance(uid).dataset()
    assert dataset.ContentDescription == f"pacslake activity {result.activity_id}"
    assert dataset.SeriesDescription.startswith("half ")


def test_a_segmentation_is_taken_in(lake, volumes):
    from pacslake.derived import build_seg

    def bright(volume):
        values = volume.values()
        return build_seg(values > np.median(values), volume, ["bright"])

    assert volumes.map(bright, table="seg", scheduler="sync").failures() == []
    counts = lake.rows(
        "SELECT s.n_voxels, v.shape FROM segment s JOIN seg USING (volume_id) JOIN volume v USING (volume_id)"
    )
    assert len(counts) == 2 and all(0 < n < np.prod(shape) for n, shape in counts)
    assert lake.rows("SELECT count(*), count(result_volume_id) FROM seg") == [(2, 0)]


def test_several_objects_of_a_member_are_several_rows(lake, volumes):
    volumes.map(lambda v: [v.values() * 1.0, v.values() * 2.0], table="two", scheduler="sync")
    assert lake.rows("SELECT count(*), count(DISTINCT result_volume_id), max(item) FROM two") == [(4, 4, 1)]


def test_other_code_makes_another_object_and_force_too(lake, volumes):
    one = volumes.lake.cohort(f"SELECT volume_id FROM volume WHERE volume_id = '{volumes.members[0]}'")
    uids = []
    for factor, force in ((1.0, False), (2.0, False), (2.0, True)):
        one.map(lambda v, f=factor: v.values() * f, table="t", scheduler="sync", force=force)
        uids += [u for (u,) in lake.rows("SELECT result_uid FROM t")]
    assert len(set(uids)) == 3


@pytest.mark.parametrize(
    ("fn", "said"),
    [
        (lambda v: np.zeros((2, 2)), r"shape \(2, 2\), and the member has shape \(3, 8"),
        (lambda v: [v.values(), {"a": 1}], "among other things"),
        (lambda v: v.values().astype(complex), "real numbers"),
    ],
)
def test_an_array_that_does_not_fit_is_said(volumes, fn, said):
    import re

    (first, *_), errors = volumes.members, dict(volumes.map(fn, table="t", scheduler="sync").failures())
    assert len(errors) == 2 and re.search(said.replace("8", "[89]"), errors[first])


def test_an_array_of_a_patient_has_no_grid(lake):
    cohort = lake.cohort("SELECT patient_key FROM patient")
    errors = cohort.map(lambda g: np.zeros((3, 8, 8)), table="t", scheduler="sync").failures()
    assert len(errors) == 4 and all("no grid (it is a patient)" in e for _, e in errors)


def test_a_run_killed_between_object_and_row_stores_no_second_object(lake):
    script = Path(lake.path).parent / "job.py"
    script.write_text(
        "import sys, os, signal, pacslake\n"
        "from pacslake.compute import mapping\n"
        "mapping.COMMIT_SECONDS = 3600\n"
        "if sys.argv[2] == 'kill':\n"
        "    mapping._Sink._write = lambda *a: os.kill(os.getpid(), signal.SIGKILL)\n"
        "def fn(v):\n"
        "    return v.values() * 0.5\n"
        "lake = pacslake.open(sys.argv[1])\n"
        "c = lake.cohort(\"SELECT volume_id FROM volume JOIN series USING (SeriesInstanceUID) WHERE Modality = 'CT' ORDER BY 1 LIMIT 2\")\n"
        "print(c.map(fn, table='t', scheduler='sync').n_computed)\n"
    )
    run = [sys.executable, str(script), str(lake.path)]
    assert subprocess.run([*run, "kill"], capture_output=True).returncode == -9
    assert lake.refresh().rows(
        "SELECT count(*) FROM volume JOIN series USING (SeriesInstanceUID) WHERE Modality = 'OT'"
    ) == [(2,)]
    assert subprocess.run([*run, "go"], capture_output=True, text=True, check=True).stdout.split() == ["2"]
    assert lake.refresh().rows(
        "SELECT count(*), count(DISTINCT result_volume_id) FROM t WHERE error IS NULL"
    ) == [(2, 2)]
    assert lake.rows(
        "SELECT count(*) FROM volume JOIN series USING (SeriesInstanceUID) WHERE Modality = 'OT'"
    ) == [(2,)]
    assert lake.rows("SELECT count(*) FROM issue WHERE code = 'conflicting_duplicate'") == [(0,)]


def test_an_object_that_the_lake_refuses_is_a_failure(lake, volumes, monkeypatch):
    monkeypatch.setattr(objects.Store, "_known", lambda self, uids: {})
    errors = volumes.map(half, table="t", scheduler="sync").failures()
    assert len(errors) == 2 and "did not take in" in errors[0][1]
