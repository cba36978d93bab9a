"""Studies of a patient grouped into visits: one a day, in order, with days from the first.

One PatientID may stand for several people (a scanner's test identifier, a typing error). Studies with other
birth dates, or with names that share no part, are never put on one time line until a person says so: they get
another `person` number and count their days from their own first visit.

What a person says of a study (its date, its label, whose it is, which visit it belongs to) goes before the rules
and stands in `timepoint_choice`, so that later ingests keep it.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pacslake.errors import NotFoundError, UsageError

__all__ = [
    "RULE_VERSION",
    "Choice",
    "StudyFacts",
    "TimePoint",
    "group",
    "persons",
    "place_study",
    "refresh",
    "timeline",
]

RULE_VERSION = 1

_DATES = ("StudyDate", "AcquisitionDate", "SeriesDate", "ContentDate")


@dataclass(frozen=True)
class Choice:
    """What a person says of a study; None leaves it to the rules. Studies with one `visit` are one time point."""

    date: datetime.date | None = None
    label: str | None = None
    person: int | None = None
    visit: str | None = None


@dataclass(frozen=True)
class StudyFacts:
    """What grouping reads of a study. `dates` are those of StudyDate, AcquisitionDate, SeriesDate, ContentDate."""

    StudyInstanceUID: str
    dates: tuple[datetime.date | None, ...]
    time: str | None = None
    modalities: tuple[str, ...] = ()
    birth_date: datetime.date | None = None
    names: tuple[str, ...] = ()
    choice: Choice = Choice()

    @property
    def date(self) -> datetime.date | None:
        """The study's day: as a person said, else StudyDate, else the next best attribute."""
        return self.choice.date or next((d for d in self.dates if d is not None), None)

    @property
    def date_source(self) -> str | None:
        """The attribute that gave it, or `chosen`."""
        if self.choice.date is not None:
            return "chosen"
        return next((k for k, d in zip(_DATES, self.dates, strict=False) if d is not None), None)


@dataclass(frozen=True)
class TimePoint:
    """A visit. `days_from_baseline` is None without a date."""

    index: int
    person: int
    studies: tuple[StudyFacts, ...]
    date: datetime.date | None
    days_from_baseline: int | None

    @property
    def label(self) -> str:
        """A short name for people: the one that a person gave, else one made of the days."""
        given = next((s.choice.label for s in self.studies if s.choice.label), None)
        if given:
            return given
        if self.days_from_baseline is None:
            return "undated"
        return "baseline" if self.days_from_baseline == 0 else f"day {self.days_from_baseline}"

    @property
    def rule(self) -> str:
        """How it was formed: same_day, undated, or chosen where a person had a say."""
        if any(s.choice != Choice() for s in self.studies):
            return "chosen"
        return "undated" if self.date is None else "same_day"


# -- pure ---------------------------------------------------------------------------------------------


def _name_parts(names: Iterable[str]) -> frozenset[str]:
    return frozenset(p for name in names for p in re.split(r"[\^=\s,.\-]+", name.casefold()) if len(p) > 1)


def persons(studies: Sequence[StudyFacts]) -> list[int]:
    """Which person each study belongs to, from 0 in order of appearance.

    Studies with one birth date and names that share a part are one person's. A study without birth date, or
    without name, joins the only person that it can belong to; where there are several it stands alone.
    """
    people: list[tuple[datetime.date | None, frozenset[str]]] = []
    found: dict[int, int] = {}
    # Studies that say most come first: those that say little can then join them.
    order = sorted(
        range(len(studies)), key=lambda i: (studies[i].birth_date is None, not studies[i].names, i)
    )
    for i in order:
        birth, parts = studies[i].birth_date, _name_parts(studies[i].names)
        fitting = [n for n, (b, p) in enumerate(people) if _may_be(birth, parts, b, p)]
        certain = birth is not None and bool(parts)
        if len(fitting) == 1 or (certain and fitting):
            n = fitting[0]
            people[n] = (people[n][0] or birth, people[n][1] | parts)
        else:
            people.append((birth, parts))
            n = len(people) - 1
        found[i] = n
    rename: dict[int, int] = {}
    return [rename.setdefault(found[i], len(rename)) for i in range(len(studies))]


def _may_be(
    birth: datetime.date | None,
    parts: frozenset[str],
    other_birth: datetime.date | None,
    other_parts: frozenset[str],
) -> bool:
    same_birth = birth is None or other_birth is None or birth == other_birth
    return same_birth and (not parts or not other_parts or bool(parts & other_parts))


def group(studies: Sequence[StudyFacts]) -> list[TimePoint]:
    """The visits of a patient: studies of one person and day together, in order; undated ones last."""
    in_order = sorted(
        studies, key=lambda s: (s.date is None, s.date or datetime.date.min, s.time or "", s.StudyInstanceUID)
    )
    person_of = {
        s.StudyInstanceUID: n if s.choice.person is None else s.choice.person
        for s, n in zip(in_order, persons(in_order), strict=True)
    }
    visits: dict[tuple[int, Any], list[StudyFacts]] = defaultdict(list)
    for study in in_order:
        # Undated studies stay apart from each other: nothing says that they are of one day.
        together = study.choice.visit or study.date or study.StudyInstanceUID
        visits[person_of[study.StudyInstanceUID], together].append(study)
    baseline: dict[int, datetime.date] = {}
    points = []
    for index, ((person, _), members) in enumerate(sorted(visits.items(), key=lambda v: v[0][0])):
        day = next((s.date for s in members if s.date is not None), None)
        if day is not None:
            baseline.setdefault(person, day)
        days = (day - baseline[person]).days if day is not None else None
        points.append(TimePoint(index, person, tuple(members), day, days))
    return points


# -- rows ---------------------------------------------------------------------------------------------

_FACTS = """
    facts AS (
        SELECT patient_key, StudyInstanceUID,
            min(StudyDate) AS d0, min(AcquisitionDate) AS d1, min(SeriesDate) AS d2, min(ContentDate) AS d3,
            CAST(coalesce(min(StudyTime_us), min(AcquisitionTime_us), min(SeriesTime_us)) AS VARCHAR) AS time,
            list_sort(list(DISTINCT Modality)) AS modalities, min(PatientBirthDate) AS birth_date,
            list_sort(list(DISTINCT PatientName)) AS names,
            any_value(c.date) AS c_date, any_value(c.label) AS c_label, any_value(c.person) AS c_person,
            any_value(c.visit) AS c_visit
        FROM instance_row LEFT JOIN timepoint_choice c USING (patient_key, StudyInstanceUID)
        WHERE is_current AND "PatientID" IS NOT NULL  -- without an identifier nobody can say that two are one
            AND patient_key IS NOT NULL AND StudyInstanceUID IS NOT NULL
        GROUP BY ALL
    )
"""

_STALE = f"""
    WITH {_FACTS},
    digests AS (
        SELECT patient_key, sha256('{RULE_VERSION}' || string_agg(
            concat_ws('|', StudyInstanceUID, d0, d1, d2, d3, time, modalities, birth_date, names, c_date, c_label,
                c_person, c_visit), chr(10)
            ORDER BY StudyInstanceUID)) AS digest
        FROM facts GROUP BY patient_key
    ),
    known AS (SELECT patient_key, any_value(inputs_sha256) AS digest FROM timepoint GROUP BY patient_key)
    SELECT coalesce(d.patient_key, k.patient_key), d.digest
    FROM digests d FULL JOIN known k ON d.patient_key = k.patient_key
    WHERE d.digest IS DISTINCT FROM k.digest ORDER BY 1
"""


def refresh(lake: Any) -> int:
    """See `pacslake.longitudinal.refresh`."""
    stale = lake.rows(_STALE)
    if not stale:
        return 0
    seen, done = lake.snapshot_id, 0

    def build(catalog: Any) -> Any:
        nonlocal done
        from pacslake.catalog import Changes, Replace

        same = catalog.snapshot.snapshot_id == seen  # no other commit came between
        digests = dict(stale if same else catalog.rows(_STALE))
        done = len(digests)
        if not digests:
            return None
        keys = list(digests)
        studies: dict[str, list[StudyFacts]] = defaultdict(list)
        for key, uid, *dates, time, modalities, birth, names, day, label, person, visit in catalog.rows(
            f"WITH {_FACTS} SELECT * FROM facts WHERE patient_key IN (SELECT unnest(?))", [keys]
        ):
            studies[key].append(
                StudyFacts(
                    uid,
                    tuple(dates),
                    _sortable(time),
                    _tuple(modalities),
                    birth,
                    _tuple(names),
                    Choice(day, label, person, visit),
                )
            )
        rows = [row for key in keys for row in rows_of(key, group(studies[key]), digests[key])]
        return Changes(replace=[Replace("timepoint", "patient_key", keys, rows)])

    lake.commit(build, note="time points")
    return done


def _sortable(microseconds: str | None) -> str | None:
    return microseconds.zfill(12) if microseconds else None


def _tuple(values: Sequence[str | None] | None) -> tuple[str, ...]:
    return tuple(v for v in values or () if v)


def rows_of(patient_key: str, points: Sequence[TimePoint], digest: str | None) -> list[dict[str, Any]]:
    """Rows of the table `timepoint`."""
    rows = []
    for p in points:
        uids = [s.StudyInstanceUID for s in p.studies]
        seed = "\0".join((patient_key, *uids))
        rows.append({
            "timepoint_id": "t" + hashlib.sha256(seed.encode()).hexdigest()[:20], "patient_key": patient_key,
            "timepoint_index": p.index, "person": p.person, "StudyInstanceUIDs": uids, "date": p.date,
            "date_source": next((s.date_source for s in p.studies if s.date_source), None),
            "days_from_baseline": p.days_from_baseline, "label": p.label,
            "rule": p.rule, "n_studies": len(uids),
            "modalities": sorted({m for s in p.studies for m in s.modalities}), "inputs_sha256": digest,
        })  # fmt: skip
    return rows


def timeline(lake: Any, patient_key: str) -> list[dict[str, Any]]:
    """See `pacslake.longitudinal.timeline`."""
    rows: list[dict[str, Any]] = lake.dicts(
        "SELECT * FROM timepoint WHERE patient_key = ? ORDER BY timepoint_index", [patient_key]
    )
    if not rows:
        need_patient(lake, patient_key)
    return rows


def place_study(
    lake: Any,
    study_instance_uid: str,
    *,
    by: str,
    date: datetime.date | None = None,
    label: str | None = None,
    person: int | None = None,
    visit: str | None = None,
) -> list[dict[str, Any]]:
    """See `pacslake.longitudinal.place_study`."""
    keys = lake.rows(
        "SELECT DISTINCT patient_key FROM instance_row WHERE is_current AND StudyInstanceUID = ? "
        "AND patient_key IS NOT NULL",
        [study_instance_uid],
    )
    if not keys:
        raise NotFoundError(f"the lake has no study {study_instance_uid}; SELECT StudyInstanceUID FROM study")
    if not by.strip():
        raise UsageError("say who decides this: by='initials or role'")
    chosen = {"date": date, "label": label, "person": person, "visit": visit}
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    rows = [
        {
            "StudyInstanceUID": study_instance_uid,
            "patient_key": key,
            **chosen,
            "chosen_by": by,
            "chosen_at": now,
        }
        for (key,) in keys
    ]

    def build(catalog: Any) -> Any:
        from pacslake.catalog import Changes, Replace

        kept = rows if any(v is not None for v in chosen.values()) else []
        return Changes(replace=[Replace("timepoint_choice", "StudyInstanceUID", [study_instance_uid], kept)])

    lake.commit(build, note="time point chosen")
    refresh(lake)
    return [point for (key,) in keys for point in timeline(lake, key)]


def need_patient(lake: Any, patient_key: str) -> None:
    """Raises: NotFoundError where the lake has no such patient."""
    if not lake.rows("SELECT 1 FROM patient WHERE patient_key = ? LIMIT 1", [patient_key]):
        raise NotFoundError(
            "the lake has no patient of that patient_key; list the keys with: SELECT patient_key, n_studies FROM patient"
        )
