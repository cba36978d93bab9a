"""A frozen cohort opens as long as its snapshot is kept, and a split leaks no patient."""

from __future__ import annotations

import shutil
from collections import Counter

import pytest

import pacslake
import pacslake.catalog
from pacslake.compute import open_cohort
from pacslake.synthetic import simple_series


@pytest.fixture
def changed(template, tmp_path):
    """A frozen cohort of three series, and a lake that has gone on: one series sent again, one withdrawn, one new."""
    source = tmp_path / "in"
    for number in "012":
        shutil.copytree(template / "in" / number, source / number)
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(source, copy=True)
    frozen = lake.cohort("SELECT volume_id FROM volume", name="then").freeze()
    values = {m: lake.volume(m).values() for m in frozen}
    shutil.copytree(template / "in" / "3", source / "3")
    simple_series(tmp_path / "more", (4, 8, 8), seed=0, PatientID="P0", PatientName="Surname0^Given")
    shutil.copy(max((tmp_path / "more").rglob("*")), source / "0" / "one_more_slice")
    lake.ingest(source, copy=True)
    for _ in range(3):  # snapshots that push the old one out of those that are kept
        lake.commit(
            lambda catalog: pacslake.catalog.Changes(append={"batch": [{"batch_id": "x"}]}), note="more"
        )
    return lake, frozen, values


def test_vacuum_never_removes_what_a_cohort_names(changed, tmp_path):
    lake, frozen, values = changed
    report = lake.vacuum(older_than_hours=0, keep=1)
    assert report.snapshots and frozen.snapshot_id not in report.snapshots
    again = open_cohort(pacslake.open(lake.path), "then")
    assert (again.snapshot_id, again.members_sha256) == (frozen.snapshot_id, frozen.members_sha256)
    assert sorted(again.df()["volume_id"]) == sorted(frozen.members)
    result = again.map(lambda v: {"mean": float(v.values().mean())}, table="t", scheduler="sync")
    assert result.failures() == []
    assert dict(lake.refresh().rows("SELECT volume_id, mean FROM t")) == pytest.approx(
        {m: float(v.mean()) for m, v in values.items()}
    )


def test_the_difference_names_what_was_added_sent_again_and_withdrawn(changed):
    lake, frozen, _ = changed
    series = dict(lake.rows("SELECT SeriesInstanceUID, n_instances FROM series"))
    diff = frozen.diff()
    assert (len(diff.added), len(diff.changed), diff.withdrawn, diff.n_same) == (1, 1, (), 2)
    assert series[diff.changed[0].split("/")[0]] == 4
    gone = next(m for m in frozen.entries if m.stable_key not in diff.changed)
    patient = lake.rows(
        "SELECT patient_key FROM series WHERE SeriesInstanceUID = ?", [gone.stable_key.split("/")[0]]
    )[0][0]
    before = lake.cohort("SELECT volume_id FROM volume", name="before").freeze()
    lake.erase(patient, reason="withdrew consent")
    after = before.diff()
    assert gone.stable_key in after.withdrawn and not after.added


def test_a_split_is_even_over_strata_and_shares_no_patient(tmp_path):
    """Forty patients, a quarter of them MR, some with two series."""
    for n in range(40):
        for extra in range(1 + (n % 3 == 0)):
            simple_series(
                tmp_path / "in" / f"{n}-{extra}", (2, 4, 4), seed=1000 * extra + n, PatientID=f"P{n:02d}",
                modality="MR" if n % 4 == 0 else "CT",
            )  # fmt: skip
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(tmp_path / "in", workers=1)
    cohort = lake.cohort("SELECT SeriesInstanceUID, Modality, patient_key FROM series")
    of = {s: (p, m) for s, p, m in lake.rows("SELECT SeriesInstanceUID, patient_key, Modality FROM series")}
    parts = cohort.split(by="patient", stratify="Modality", seed=3)
    people = {name: {of[s] for s in part} for name, part in parts.items()}
    assert Counter({name: len(p) for name, p in people.items()}) == {"train": 28, "validation": 6, "test": 6}
    for modality, expected in (("MR", 10), ("CT", 30)):
        found = {name: sum(m == modality for _, m in p) for name, p in people.items()}
        assert all(
            abs(found[n] - share * expected) <= 1
            for n, share in (("train", 0.7), ("validation", 0.15), ("test", 0.15))
        )
    everyone = [person for p in people.values() for person, _ in p]
    assert len(everyone) == len(set(everyone)) == 40
    again = lake.cohort("SELECT SeriesInstanceUID, Modality, patient_key FROM series ORDER BY 1 DESC")
    assert {n: set(p.members) for n, p in again.split(by="patient", stratify="Modality", seed=3).items()} == {
        n: set(p.members) for n, p in parts.items()
    }


@pytest.mark.parametrize(("sql", "by"), [
    ("SELECT patient_key FROM patient", "study"), ("SELECT StudyInstanceUID FROM study", "series"),
    ("SELECT SOPInstanceUID FROM instance", "series"), ("SELECT SeriesInstanceUID FROM series", "study"),
])  # fmt: skip
def test_every_grain_can_be_split(lake, sql, by):
    cohort = lake.cohort(sql)
    parts = cohort.split(by=by, fractions={"a": 0.5, "b": 0.5})
    assert sorted(m for part in parts.values() for m in part) == sorted(cohort)
    assert all(len(part) for part in parts.values())
