"""What a caller with a scope sees of every table and view: their rows, and counts of their rows only."""

from __future__ import annotations

import pytest
from people_made import uid

from pacslake.access import Principal, Rule, Scope, scoped
from pacslake.access.rules import HIDDEN, TABLE_RULES, rule_of
from pacslake.catalog.schema import sql_files, table_schema
from pacslake.errors import PolicyError


def principal(*rules: Rule) -> Principal:
    return Principal("test", "reader", ("test",), Scope(rules))


P1 = Rule("sql", "SELECT patient_key FROM patient WHERE PatientID = 'P1'")
STUDY_2 = Rule("sql", f"SELECT StudyInstanceUID FROM study WHERE StudyInstanceUID = '{uid('study', 2)}'")
SERIES_4 = Rule("cohort", "one-series")


def count(catalog, table, where="TRUE"):
    return catalog.rows(f"SELECT count(*) FROM {table} WHERE {where}")[0][0]


def test_no_rule_shows_no_row(people):
    catalog = scoped(people, principal())
    for table in (
        "patient",
        "study",
        "series",
        "instance",
        "file",
        "issue",
        "volume",
        "cohort",
        "header",
        "element",
    ):
        assert count(catalog, table) == 0, table


def test_the_whole_lake_is_the_lakes_own_catalogue(people):
    assert scoped(people, principal(Rule("all"))) is people.catalog


@pytest.mark.parametrize(
    ("rules", "patients", "studies", "series", "instances"),
    [
        ([P1], 1, 2, 3, 12),
        ([STUDY_2], 1, 1, 1, 5),
        ([SERIES_4], 1, 1, 1, 2),
        ([P1, SERIES_4], 2, 3, 4, 14),
        ([Rule("sql", "SELECT volume_id FROM volume WHERE n_slices = 6;")], 1, 1, 1, 6),
        ([Rule("sql", "SELECT SOPInstanceUID FROM instance WHERE InstanceNumber = 1")], 3, 4, 6, 6),
    ],
)  # fmt: skip
def test_rows_and_counts_follow_the_rules(people, rules, patients, studies, series, instances):
    catalog = scoped(people, principal(*rules))
    assert count(catalog, "patient") == patients
    assert count(catalog, "study") == studies
    assert count(catalog, "series") == series
    assert count(catalog, "instance") == count(catalog, "file") == count(catalog, "header") == instances
    assert count(catalog, "dicom_all") == instances
    # Sums of the rows above say no more than the rows below.
    assert catalog.rows("SELECT sum(n_instances) FROM study")[0][0] == instances
    assert catalog.rows("SELECT sum(n_studies), sum(n_series) FROM patient")[0] == (studies, series)


def test_a_series_of_a_study_that_is_partly_hidden_counts_alone(people):
    catalog = scoped(people, principal(SERIES_4))
    assert catalog.rows("SELECT n_series, n_instances FROM study") == [(1, 2)]


def test_what_tells_of_several_objects_needs_all_of_them(people):
    part = Rule("sql", f"SELECT SOPInstanceUID FROM instance WHERE SOPInstanceUID < '{uid('sop', 102)}'")
    catalog = scoped(people, principal(part))
    assert count(catalog, "instance") == 2
    assert count(catalog, "volume") == count(catalog, "series_plan") == count(catalog, "timepoint") == 0
    whole = scoped(people, principal(P1))
    assert count(whole, "volume") == count(whole, "series_plan") == 3
    assert count(whole, "timepoint") == count(people, "timepoint", "patient_key LIKE '%P1'") == 2


def test_nothing_of_other_people_is_in_any_table(people):
    catalog = scoped(people, principal(P1))
    for file in sql_files():
        if file.kind not in ("tables", "views") or file.name.endswith("_dictionary"):
            continue
        text = str(catalog.arrow(f'SELECT * FROM "{file.name}"').to_pydict())
        for word in ("Brandt", "Clausen", "P2", "P3", uid("series", 4), uid("series", 6), "broken"):
            assert word not in text, (file.name, word)


def test_a_batch_and_a_snapshot_tell_nothing_of_the_whole_lake(people):
    catalog = scoped(people, principal(P1))
    assert count(catalog, "batch") == 0
    rows = catalog.dicts("SELECT * FROM snapshot")
    assert rows and all(row["manifest"] is None and row["note"] is None for row in rows)


def test_a_cohort_is_seen_where_all_members_are(people):
    assert count(scoped(people, principal(P1)), "cohort") == 0
    assert count(scoped(people, principal(SERIES_4)), "cohort") == 1


def test_every_stored_table_has_a_rule_that_its_columns_can_keep():
    for file in sql_files():
        if file.kind == "tables":
            columns = {column.name for column in table_schema(file.name).columns}
            for alternative in rule_of(file.name, columns):
                assert {column for column, _ in alternative} <= columns, file.name
    assert set(TABLE_RULES) <= {file.name for file in sql_files() if file.kind == "tables"}


def test_a_table_without_a_known_key_is_hidden():
    assert rule_of("words", ["word", "n"]) == HIDDEN


def test_a_rule_that_no_longer_works_shows_nothing(people):
    with pytest.raises(PolicyError, match="rule of a project"):
        scoped(people, principal(Rule("sql", "SELECT nothing FROM nowhere")))
    with pytest.raises(PolicyError):
        scoped(people, principal(P1, Rule("cohort", "gone")))
