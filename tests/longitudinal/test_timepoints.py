"""Studies become visits: one a day, in order of time, never across people."""

from __future__ import annotations

from datetime import date

import pytest

from pacslake.longitudinal.timepoints import StudyFacts, group, persons


def study(uid: str, day: date | None, **more) -> StudyFacts:
    dates = more.pop("dates", (day, None, None, None))
    return StudyFacts(uid, dates, **more)


def test_studies_of_one_day_are_one_visit_in_order_of_time():
    points = group([study("2", date(2020, 1, 1), time="101500"), study("1", date(2020, 1, 1), time="090000")])
    assert [[s.StudyInstanceUID for s in p.studies] for p in points] == [["1", "2"]]


def test_days_count_from_the_first_dated_visit():
    points = group([study("b", date(2021, 3, 1)), study("a", date(2020, 3, 1)), study("c", None)])
    assert [(p.days_from_baseline, p.label) for p in points] == [
        (0, "baseline"),
        (365, "day 365"),
        (None, "undated"),
    ]


def test_a_study_without_study_date_takes_the_acquisition_date():
    (point,) = group([study("1", None, dates=(None, date(2020, 5, 5), date(2020, 5, 6), None))])
    assert (point.date, point.studies[0].date_source) == (date(2020, 5, 5), "AcquisitionDate")


def test_undated_studies_are_not_put_together():
    assert len(group([study("1", None), study("2", None)])) == 2


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        # the same birth date and a common part of the name, as after a marriage
        ([(date(1980, 1, 1), ("Doe^Jane",)), (date(1980, 1, 1), ("Smith^Jane",))], [0, 0]),
        # another birth date
        ([(date(1980, 1, 1), ("Doe^Jane",)), (date(1981, 1, 1), ("Doe^Jane",))], [0, 1]),
        # no part of the name in common
        ([(date(1980, 1, 1), ("Doe^Jane",)), (date(1980, 1, 1), ("Smith^Anna",))], [0, 1]),
        # a study that says nothing joins the only person
        ([(date(1980, 1, 1), ("Doe^Jane",)), (None, ())], [0, 0]),
        # but stands alone where there are several
        ([(date(1980, 1, 1), ("Doe^Jane",)), (date(1981, 1, 1), ("Roe^Jim",)), (None, ())], [0, 1, 2]),
        # nobody says anything, as after de-identification
        ([(None, ()), (None, ())], [0, 0]),
    ],
)
def test_people_under_one_identifier_are_told_apart(facts, expected):
    studies = [study(str(i), date(2020, 1, 1), birth_date=b, names=n) for i, (b, n) in enumerate(facts)]
    assert persons(studies) == expected


def test_each_person_has_a_baseline_of_his_own_and_indices_are_unique():
    points = group([
        study("1", date(2020, 1, 1), birth_date=date(1980, 1, 1)),
        study("2", date(2020, 2, 1), birth_date=date(1990, 1, 1)),
        study("3", date(2020, 3, 1), birth_date=date(1980, 1, 1)),
    ])  # fmt: skip
    assert [(p.index, p.person, p.days_from_baseline) for p in points] == [(0, 0, 0), (1, 0, 60), (2, 1, 0)]


def test_a_persons_word_goes_before_the_rules():
    from pacslake.longitudinal.timepoints import Choice

    points = group([
        study("1", date(2020, 1, 1)),
        study("2", date(2020, 1, 3), choice=Choice(visit="follow-up")),
        study("3", date(2020, 1, 5), choice=Choice(visit="follow-up", label="after surgery")),
        study("4", None, choice=Choice(date=date(2020, 2, 1))),
    ])  # fmt: skip
    assert [
        ([s.StudyInstanceUID for s in p.studies], p.days_from_baseline, p.label, p.rule) for p in points
    ] == [
        (["1"], 0, "baseline", "same_day"),
        (["2", "3"], 2, "after surgery", "chosen"),
        (["4"], 31, "day 31", "chosen"),
    ]


def test_modalities_of_one_day_are_one_visit():
    (point,) = group([
        study("1", date(2020, 1, 1), modalities=("CT",)),
        study("2", date(2020, 1, 1), modalities=("PT", "SR")),
    ])  # fmt: skip
    assert len(point.studies) == 2


def test_two_people_can_be_told_to_be_one():
    from pacslake.longitudinal.timepoints import Choice

    facts = [
        study("1", date(2020, 1, 1), birth_date=date(1980, 1, 1)),
        study("2", date(2020, 2, 1), birth_date=date(1980, 1, 10), choice=Choice(person=0)),
    ]
    assert [(p.person, p.days_from_baseline) for p in group(facts)] == [(0, 0), (0, 31)]
