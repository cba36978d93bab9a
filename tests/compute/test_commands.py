"""The commands of cohorts and compute: what people type, with exit codes and files."""

from __future__ import annotations

import csv
import json

import pytest
from typer.testing import CliRunner

from pacslake.cli import app

SQL = "SELECT volume_id, Modality, s.patient_key FROM volume JOIN series s USING (SeriesInstanceUID)"


@pytest.fixture
def run(lake):
    def call(*args, code=0):
        done = CliRunner().invoke(app, [*args, "--lake", str(lake.path)])
        assert done.exit_code == code, done.output
        return done.stdout

    return call


def test_a_cohort_from_freeze_to_paper(run, tmp_path):
    frozen = json.loads(run("cohort", "freeze", "all", SQL, "--json"))
    assert (frozen["n"], frozen["grain"]) == (6, "volume")
    assert json.loads(run("cohort", "list", "--json"))[0]["name"] == "all"
    assert json.loads(run("cohort", "diff", "all", "--json"))["added"] == []
    run("cohort", "manifest", "all", "--output", str(tmp_path / "paper"))
    assert {p.name for p in (tmp_path / "paper").iterdir()} == {
        "manifest.json",
        "members.csv",
        "CITATION.txt",
    }
    run("cohort", "manifest", "all", "--output", str(tmp_path / "members.csv"))
    rows = list(csv.DictReader((tmp_path / "members.csv").open()))
    assert [r["entity_id"] for r in rows] == [m["entity_id"] for m in frozen["members"]]
    assert json.loads(run("cohort", "manifest", "all")) == json.loads(
        (tmp_path / "paper" / "manifest.json").read_text()
    )


def test_a_cohort_is_split_and_its_parts_are_frozen(run, lake):
    run("cohort", "freeze", "all", SQL)
    parts = json.loads(run("cohort", "split", "all", "--stratify", "Modality", "--fraction", "train=0.5",
                           "--fraction", "test=0.5", "--json"))  # fmt: skip
    assert [p["name"] for p in parts] == ["all-train", "all-test"] and sum(p["n"] for p in parts) == 6
    again = json.loads(run("cohort", "show", "all-test", "--json"))
    assert again["n"] == parts[1]["n"] and again["members_sha256"] == parts[1]["members_sha256"]


def test_a_fraction_that_is_none_is_a_wrong_call(run, lake):
    from pacslake.errors import UsageError

    run("cohort", "freeze", "all", SQL)
    done = CliRunner().invoke(
        app, ["cohort", "split", "all", "--fraction", "train=much", "--lake", str(lake.path)]
    )
    assert isinstance(done.exception, UsageError) and "PART=SHARE" in str(done.exception)


def test_map_and_explain(run, tmp_path):
    run("cohort", "freeze", "all", SQL)
    first = json.loads(run("map", "pacslake.compute.measure:first_order", "all", "--table", "fo", "--json"))
    assert (first["rows"], first["failed"], first["computed"], first["skipped"]) == (6, 0, 6, 0)
    again = json.loads(run("map", "pacslake.compute.measure:first_order", "all", "--table", "fo", "--json"))
    assert (again["computed"], again["skipped"], again["activity_id"]) == (0, 6, first["activity_id"])
    row_id = json.loads(run("sql", "SELECT row_id FROM fo LIMIT 1", "--format", "json"))[0]["row_id"]
    assert "sha256" in run("explain", "fo", row_id)
    assert run("explain", "fo", row_id, "--format", "svg").startswith("<svg")
    run("explain", "fo", row_id, "--format", "prov", "--output", str(tmp_path / "p.json"))
    assert "wasDerivedFrom" in json.loads((tmp_path / "p.json").read_text())
    assert json.loads(run("explain", "fo", row_id, "--json"))["row_id"] == row_id
