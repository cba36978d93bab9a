"""The clinical context of an identified lake in a research lake: the same tables under the same pseudonyms and shifts of dates.

Only what is on a list comes over: codes, numbers, units, states, words of the allow-list. Names, numbers of people, orders
and visits, raw messages and whatever a column is not known for stay behind. A person whose images stand under several
identifiers is as many people in the research lake, as the images are, each with its own shift.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from pacslake.clinical import link
from pacslake.clinical.values import digest
from pacslake.dicom.identity import patient_key

if TYPE_CHECKING:
    from pacslake.catalog import Catalog, Changes
    from pacslake.deid.keys import ProjectKey
    from pacslake.deid.profile import Profile
    from pacslake.lake import Lake

__all__ = ["carry_over"]

SURE = 0.8  # links between orders or reports and studies below this stay behind, since here they would look certain
OLDEST = 90.0
_AGES = frozenset({"30525-0", "21612-7", "29553-5", "30972-4"})  # LOINC codes whose value is an age

KEYS = {
    "encounter": "encounter_id", "order": "order_id", "observation": "observation_id", "diagnosis": "diagnosis_id",
    "medication": "medication_id", "procedure": "procedure_id", "report": "report_version_id",
}  # fmt: skip
CODED = {
    "encounter": ("class", "status"),
    "order": ("Modality", "section", "code", "code_system", "protocol_code", "protocol_system", "order_control", "priority", "reason_code", "status"),
    "observation": (
        "code", "code_system", "alternate_code", "alternate_system", "value_type", "value_double", "comparator", "value_code", "value_system",
        "unit", "unit_ucum", "reference_low", "reference_high", "abnormal_flags", "status",
    ),
    "diagnosis": ("code", "code_system", "diagnosis_type", "status"),
    "medication": ("code", "code_system", "dose", "dose_unit", "route", "status"),
    "procedure": ("code", "code_system", "status"),
    "report": ("version", "is_current", "kind", "code", "code_system", "language", "status"),
}  # fmt: skip
"""Columns that come over as they are: codes, numbers, units, states."""
WORDS = {
    "encounter": (), "order": ("description", "protocol_description", "body_site"),
    "observation": ("description", "reference_range", "body_site"), "diagnosis": ("description",), "medication": ("description",),
    "procedure": ("description",), "report": ("description",),
}  # fmt: skip
"""Columns of short texts, of which the words of the allow-list come over."""
TEXTS = {
    "order": ("reason",),
    "observation": ("value_text",),
    "report": ("text", "findings", "impression"),
    "encounter": ("reason",),
}
"""Columns of free text, of which the words of the allow-list come over where the profile cleans descriptors."""
_STAFF = (
    "attending",
    "referring",
    "author",
    "requesting_physician",
    "referring_physician",
    "performing_physician",
)


@dataclass(frozen=True)
class _Person:
    """A patient of images in both lakes."""

    source_key: str
    person_id: str
    target_key: str
    pseudonym: str
    days: int


def carry_over(
    source: Lake, target: Lake, profile: Profile, key: ProjectKey, *, source_name: str | None = None
) -> Counter[str]:
    """Bring what was told of the people whose images are in both lakes over; what came before is replaced.

    Args:
        source: an identified lake. target: the research lake that its images were cleaned into.
        profile, key, source_name: those that the images were cleaned with.

    Returns:
        How many rows each table got.
    """
    counts: Counter[str] = Counter()
    if "patient_identity" not in source.catalog.snapshot.tables:
        return counts
    target.refresh()
    people = list(_people(source, target, key, source_name))
    if not people:
        return counts
    rows = _Rows(source.catalog, profile, key, people)
    made = {"patient_identity": rows.identities(), **{table: rows.of(table) for table in KEYS}}
    made["report_finding"] = rows.findings()
    counts.update({table: len(found) for table, found in made.items()})
    targets = [p.target_key for p in people]

    def build(catalog: Catalog) -> Changes | None:
        from pacslake.catalog import Changes, Replace

        return Changes(
            replace=[
                Replace(table, "patient_key", targets, found)
                for table, found in made.items()
                if found or table in catalog.snapshot.tables
            ]
        )

    target.commit(build, note="clinical context brought over")
    link.refresh(target)
    return counts


def _people(source: Lake, target: Lake, key: ProjectKey, source_name: str | None) -> Iterator[_Person]:
    there = {
        row["PatientID"]: row["patient_key"]
        for row in target.dicts('SELECT "PatientID", patient_key FROM patient WHERE "PatientID" IS NOT NULL')
    }
    for row in source.dicts(
        """SELECT p.patient_key, p."PatientID", p."IssuerOfPatientID", l.person_id FROM patient p JOIN patient_link l USING (patient_key)
        WHERE l.person_id IS NOT NULL AND p."PatientID" IS NOT NULL ORDER BY patient_key"""
    ):
        pseudonym = next(
            (
                name
                for issuer in (row["IssuerOfPatientID"], None)
                if (name := key.pseudonym(patient_key(issuer or None, row["PatientID"], source_name)))
                in there
            ),
            None,
        )
        if pseudonym is not None:
            days = key.shift_days(f"{source_name or ''}|{row['PatientID']}")
            yield _Person(row["patient_key"], row["person_id"], there[pseudonym], pseudonym, days)


class _Rows:
    """Rows of the people in the form that may come over."""

    def __init__(
        self, catalog: Catalog, profile: Profile, key: ProjectKey, people: Sequence[_Person]
    ) -> None:
        self.catalog, self.profile, self.key, self.people = catalog, profile, key, people
        ids = [p.person_id for p in people]
        self.told = catalog.dicts(
            """SELECT DISTINCT patient_key, person_id, "PatientName", "PatientID", "PatientSex", death_datetime, is_deceased
            FROM patient_identity WHERE is_primary AND person_id IN (SELECT unnest(?::VARCHAR[]))""",
            [ids],
        )
        self.keys_of: dict[str, list[str]] = {}
        for row in self.told:
            self.keys_of.setdefault(row["person_id"], []).append(row["patient_key"])
        self.study_of: dict[tuple[str, str], str] = {
            (row["entity"], row["entity_id"]): row["StudyInstanceUID"]
            for row in catalog.dicts(
                'SELECT entity, entity_id, "StudyInstanceUID" FROM study_link WHERE "StudyInstanceUID" IS NOT NULL AND confidence >= ?',
                [SURE],
            )
        }

    def identities(self) -> list[dict[str, Any]]:
        """One row a pseudonym: sex and death, no name, no birth date."""
        out = []
        for p in self.people:
            known = [row for row in self.told if row["person_id"] == p.person_id]
            death = min((r["death_datetime"] for r in known if r["death_datetime"]), default=None)
            out.append({
                "identity_id": digest("n", p.target_key), "patient_key": p.target_key, "person_id": digest("p", p.target_key),
                "is_primary": True, "primary_patient_key": p.target_key, "identity_status": "active", "PatientID": p.pseudonym,
                "PatientSex": next((r["PatientSex"] for r in known if r["PatientSex"]), None)
                if self.profile.has("retain_patient_characteristics")
                else None,
                "death_datetime": self._moved(death, p.days), "is_deceased": any(r["is_deceased"] for r in known), "source": "research",
            })  # fmt: skip
        return out

    def of(self, table: str) -> list[dict[str, Any]]:
        """Rows of a table."""
        if table not in self.catalog.snapshot.tables:
            return []
        by_key: dict[str, list[dict[str, Any]]] = {}
        wanted = sorted({k for keys in self.keys_of.values() for k in keys})
        for row in self.catalog.dicts(
            f'SELECT * FROM "{table}" WHERE patient_key IN (SELECT unnest(?::VARCHAR[]))', [wanted]
        ):
            by_key.setdefault(row["patient_key"], []).append(row)
        out = []
        for p in self.people:
            found = [row for k in self.keys_of.get(p.person_id, ()) for row in by_key.get(k, ())]
            known = self._known(p, found)
            out += [self._row(table, row, p, known) for row in found]
        return out

    def findings(self) -> list[dict[str, Any]]:
        """Findings that the reports name: words of a fixed list. Their places in the text stay behind, as the text does."""
        if "report_finding" not in self.catalog.snapshot.tables:
            return []
        wanted = sorted({k for keys in self.keys_of.values() for k in keys})
        found = self.catalog.dicts(
            "SELECT * FROM report_finding WHERE patient_key IN (SELECT unnest(?::VARCHAR[])) ORDER BY report_finding_id",
            [wanted],
        )
        return [
            {
                **{name: self._id(row[name], p) for name in ("report_finding_id", "report_id", "report_version_id")},
                **{name: row[name] for name in ("finding", "negated", "uncertain", "historical", "section")},
                "patient_key": p.target_key,
            }
            for p in self.people
            for row in found
            if row["patient_key"] in self.keys_of.get(p.person_id, ())
        ]  # fmt: skip

    def _known(self, p: _Person, rows: Sequence[Mapping[str, Any]]) -> Callable[[str], bool]:
        """Whether a word is one of the person's names and numbers, or of the staff's names in these rows."""
        from pacslake.deid.text import known_values

        values = {
            str(r[c])
            for r in self.told
            if r["person_id"] == p.person_id
            for c in ("PatientName", "PatientID")
            if r[c]
        }
        values |= {str(row[c]) for row in rows for c in _STAFF if row.get(c)}
        return known_values(frozenset(values))

    def _row(
        self, table: str, row: Mapping[str, Any], p: _Person, known: Callable[[str], bool]
    ) -> dict[str, Any]:
        from pacslake.deid.text import clean_text

        shift = p.days if self.profile.has("retain_longitudinal_modified_dates") else None
        out: dict[str, Any] = {
            KEYS[table]: self._id(row[KEYS[table]], p),
            "patient_key": p.target_key,
            "sent_patient_key": p.target_key,
        }
        out |= {name: row[name] for name in CODED[table]}
        for name in WORDS[table]:
            out[name] = clean_text(row[name], known=known, shift=shift) or None if row[name] else None
        if self.profile.has("clean_descriptors"):
            for name in TEXTS.get(table, ()):
                out[name] = clean_text(row[name], known=known, shift=shift) or None if row[name] else None
        for name, value in row.items():
            if isinstance(value, datetime):
                out[name] = self._moved(value, p.days)
        for name in ("encounter_id", "report_id"):
            if name in row and name != KEYS[table]:
                out[name] = self._id(row[name], p)
        if table == "observation" and row["code"] in _AGES and (row["value_double"] or 0) > OLDEST:
            out["value_double"], out["value_text"] = OLDEST, None
        study = (
            self.study_of.get((table, row["order_id"] if table == "order" else row["report_id"]))
            if table in ("order", "report")
            else None
        )
        if study is not None:
            uid = study if self.profile.has("retain_uids") else self.key.uid(study)
            out |= {"StudyInstanceUID": uid} if table == "order" else {"StudyInstanceUIDs": [uid]}
        return out | {"source": "research"}

    def _id(self, id: str | None, p: _Person) -> str | None:
        """The key of a row, which tells nothing of the one that it stands for."""
        return id and id[:1] + self.key.digest("clinical", f"{id}\0{p.pseudonym}").hex()[:20]

    def _moved(self, at: datetime | None, days: int) -> datetime | None:
        if at is None or self.profile.has("retain_longitudinal_full_dates"):
            return at
        return at + timedelta(days=days) if self.profile.has("retain_longitudinal_modified_dates") else None
