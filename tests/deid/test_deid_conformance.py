"""The report on each rule against the meaning of the codes in PS3.15 E.1.1 and E.3, written here again."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from typer.testing import CliRunner

from pacslake.cli import app
from pacslake.deid import PRESETS, Profile
from pacslake.deid.conformance import conformance
from pacslake.deid.tables import OPTIONS

MAY: dict[str, set[str]] = {
    "X": {"removed"},
    "Z": {"emptied"},
    "D": {"replaced", "entered: its items are cleaned"},
    "U": {"new_uid"},
    "U*": {"new_uid", "entered: its items are cleaned"},
    "K": {"kept", "entered: its items are cleaned", "cleaned", "shifted"},
    "C": {"cleaned", "entered: its items are cleaned", "shifted", "removed", "kept", "pseudonym",
          "kept where known to be safe"},
}  # fmt: skip
EVERYTHING = Profile("all", tuple(o for o in OPTIONS if o != "retain_longitudinal_full_dates"))
PROFILES = [*PRESETS.values(), EVERYTHING, *(Profile(o, (o,)) for o in OPTIONS)]


@pytest.mark.parametrize("profile", PROFILES, ids=lambda p: p.name)
def test_every_rule_is_decided_as_its_codes_allow(profile: Profile) -> None:
    rows = conformance(profile)
    assert len(rows) == len({row.tag for row in rows}) == 657
    wrong = [r for r in rows if r.action not in set().union(*(MAY[code] for code in r.asked.split("/")))]
    assert not wrong


def test_an_option_decides_as_many_rules_as_its_column_has() -> None:
    """Rules touched by each option, counted in Table E.1-1 of 2026d by hand."""
    counts = {
        "retain_uids": 60, "retain_institution_identity": 10, "retain_longitudinal_full_dates": 169,
        "retain_longitudinal_modified_dates": 169, "clean_descriptors": 141, "clean_graphics": 4,
        "clean_structured_content": 4, "retain_safe_private": 1, "retain_device_identity": 59,
        "retain_patient_characteristics": 19,
    }  # fmt: skip
    for option, n in counts.items():
        assert Counter(r.by for r in conformance(Profile("one", (option,))))[option] == n


def test_the_command_tells_all_of_it() -> None:
    told = CliRunner().invoke(app, ["deid", "--report", "--profile", "longitudinal", "--json"])
    report = json.loads(told.output)
    assert told.exit_code == 0 and report["n_rules"] == len(report["decisions"]) == 657
    by_tag = {d["keyword"]: d["action"] for d in report["decisions"]}
    assert (by_tag["StudyDate"], by_tag["PatientName"], by_tag["PatientSex"]) == (
        "shifted",
        "emptied",
        "kept",
    )
