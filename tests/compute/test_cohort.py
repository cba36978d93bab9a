"""Cohorts: chosen by SQL at the grain of the key column, pinned, compared, split, described."""

from __future__ import annotations

import hashlib
import json
import shutil

import pytest

import pacslake
from pacslake.compute import list_cohorts, open_cohort
from pacslake.errors import NotFoundError, PolicyError, SqlError, UsageError
from pacslake.synthetic import simple_series


@pytest.mark.parametrize(
    ("sql", "grain", "n"),
    [
        ("SELECT volume_id FROM volume", "volume", 6),
        ("SELECT * FROM series", "series", 6),
        ("SELECT instance_version_id FROM instance", "instance", 18),
        ("SELECT SOPInstanceUID FROM dicom_all;", "instance", 18),
        ("SELECT StudyInstanceUID FROM study", "study", 6),
        ("SELECT patient_key FROM patient", "patient", 4),
        ("SELECT patient_key FROM study", "patient", 4),
    ],
)
def test_the_grain_follows_from_the_key_column(lake, sql, grain, n):
    cohort = lake.cohort(sql)
    assert (cohort.grain, len(cohort)) == (grain, n)


def test_without_a_key_column_the_message_names_the_keys(lake):
    with pytest.raises(UsageError, match=r"volume_id.*patient_key"):
        lake.cohort("SELECT Modality FROM series")


def test_a_wrong_statement_is_said(lake):
    with pytest.raises(SqlError):
        lake.cohort("SELEC volume_id")


def test_unknown_members_are_said(lake):
    with pytest.raises(NotFoundError, match="1 of 1 members"):
        lake.cohort("SELECT 'v0' AS volume_id")


def test_the_content_of_an_instance_is_its_version(lake):
    cohort = lake.cohort("SELECT SOPInstanceUID FROM dicom_all")
    versions = dict(lake.rows("SELECT SOPInstanceUID, instance_version_id FROM instance"))
    assert {m.entity_id: m.content_hash for m in cohort.entries} == versions


def test_the_members_digest_is_over_sorted_lines(volumes):
    lines = sorted(f"{m.entity_id} {m.content_hash}\n" for m in volumes.entries)
    assert volumes.members_sha256 == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_a_frozen_cohort_opens_again_by_name_and_id(lake, volumes):
    frozen = volumes.freeze()
    for key in ("all", frozen.cohort_id):
        again = open_cohort(pacslake.open(lake.path), key)
        assert again.members == frozen.members
        assert (again.snapshot_id, again.members_sha256, again.frozen) == (
            frozen.snapshot_id,
            frozen.members_sha256,
            True,
        )
    assert [c["name"] for c in list_cohorts(lake)] == ["all"]


def test_freezing_the_same_again_writes_nothing(lake, volumes):
    one = volumes.freeze()
    snapshot = lake.snapshot_id
    assert volumes.freeze().cohort_id == one.cohort_id
    assert lake.snapshot_id == snapshot


def test_a_pinned_lake_refuses_to_freeze(lake):
    pinned = pacslake.open(lake.path, snapshot=lake.snapshot_id)
    with pytest.raises(PolicyError):
        pinned.cohort("SELECT volume_id FROM volume").freeze()


def test_an_unknown_cohort_names_those_there(lake, volumes):
    volumes.freeze()
    with pytest.raises(NotFoundError, match="all"):
        open_cohort(lake, "other")


def test_an_empty_cohort_says_what_to_do(lake):
    with pytest.raises(UsageError, match="empty"):
        lake.cohort("SELECT volume_id FROM volume WHERE n_slices > 999").map(len, table="t")


def test_diff_tells_added_from_sent_again(template, tmp_path):
    source = tmp_path / "in"
    shutil.copytree(template / "in" / "0", source / "0")
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(source)
    series = lake.cohort("SELECT SeriesInstanceUID FROM series", name="s").freeze()
    assert series.diff(lake.snapshot_id).empty
    shutil.copytree(template / "in" / "1", source / "1")
    extra = simple_series(tmp_path / "more", (4, 8, 8), seed=0, PatientID="P0", PatientName="Surname0^Given")
    shutil.copy(sorted((tmp_path / "more").rglob("*"))[-1], source / "0" / "one_more_slice")
    lake.ingest(source)
    diff = series.diff()
    assert len(diff.added) == 1
    assert diff.changed == (extra.SeriesInstanceUID,)
    assert diff.withdrawn == ()


def test_the_manifest_is_whole(lake, volumes, tmp_path):
    manifest = volumes.freeze().manifest()
    assert json.loads(manifest.to_json())["members_sha256"] == volumes.members_sha256
    assert [line.split(",")[0] for line in manifest.to_csv().splitlines()[1:]] == volumes.members
    assert volumes.members_sha256 in manifest.citation
    assert {p.name for p in manifest.write(tmp_path / "m")} == {
        "manifest.json",
        "members.csv",
        "CITATION.txt",
    }


def test_a_split_shares_no_patient(lake, volumes):
    parts = volumes.split(fractions={"train": 0.5, "test": 0.5}, seed=1)
    of = dict(lake.rows("SELECT volume_id, patient_key FROM volume JOIN series USING (SeriesInstanceUID)"))
    people = [{of[m] for m in part.members} for part in parts.values()]
    assert not people[0] & people[1]
    assert [len(p) for p in people] == [2, 2]
    assert sorted(m for part in parts.values() for m in part) == volumes.members


def test_a_part_is_a_cohort_of_its_own(lake, volumes):
    part = volumes.split(fractions={"train": 0.5, "test": 0.5})["train"].freeze()
    assert lake.cohort(part.sql).members_sha256 == part.members_sha256


def test_patients_who_share_a_study_are_kept_together(lake, tmp_path):
    for person in ("A", "B"):
        simple_series(tmp_path / person, (2, 8, 8), seed=50 + (person == "B"), PatientID=f"SHARED-{person}",
                      StudyInstanceUID="1.2.3.4")  # fmt: skip
        lake.ingest(tmp_path / person)
    cohort = lake.cohort("SELECT patient_key FROM patient")
    for seed in range(4):
        parts = cohort.split(fractions={"a": 0.5, "b": 0.5}, seed=seed)
        sides = {name for name, part in parts.items() for m in part.members if "SHARED" in m}
        assert len(sides) == 1


def test_an_unknown_column_to_stratify_by_is_said(volumes):
    with pytest.raises(UsageError, match="volume_id"):
        volumes.split(stratify="Modality")


def test_the_repr_carries_snapshot_and_digest(volumes):
    for text in (repr(volumes), volumes._repr_html_()):
        assert str(volumes.snapshot_id) in text
        assert volumes.members_sha256[:12] in text
