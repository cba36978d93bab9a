"""How right de-identification is, action by action, as the MIDI-B challenge scores it.

    python benchmarks/deid_score.py [FOLDER] [--limit N] [--answers answers.db] [--json]

Every object of FOLDER (pydicom's own test files by default) gets an invented person: in the attributes that are made for one, in
descriptions, comments, sequences and a private attribute. What is right for each element goes into an answer key in the challenge's
form: SQLite, table `answer_data`, one row an instance, its checks as JSON with `action`, `action_text`, `tag_ds`, `value`. The
objects are cleaned with the options that the challenge asks for (descriptors, characteristics of the patient, modified dates, safe
private attributes), read again with pydicom, and each check passes or fails. The key is made from the originals, the list of the
attributes that Table E.1-1 of PS3.15 names, and TCIA's list of safe private ones; of how the engine decides it knows nothing.

Actions: tag_retained, text_notnull, text_retained, text_removed, date_shifted, uid_changed, uid_consistent, patid_consistent,
pixels_retained; and two more than the challenge has: date_interval (every date of a person moves by the same days) and private_removed.
Objects that are held back for a person to decide on are counted and not scored; those that cannot be cleaned fail every check.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import random
import re
import sqlite3
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.tag import Tag

SURNAMES = (
    "Quixbury",
    "Grumbold",
    "Vandersloot",
    "Okonkwo",
    "Fitzwarren",
    "Tchaikowitz",
    "Ljungqvist",
    "Abernethy",
    "Zbornak",
    "Mwangike",
)
NAMES = (
    "Zelda",
    "Ottoline",
    "Barnaby",
    "Chidiebere",
    "Philippa",
    "Anatol",
    "Ingeborg",
    "Cuthbert",
    "Dorothea",
    "Wanjiku",
)
TOWNS = ("Wexcombe", "Dunstarrow", "Kirkmallow", "Ashpenfield")
STUDIES = (
    "CT CHEST WITH CONTRAST", "MRI BRAIN WITHOUT CONTRAST", "CT ABDOMEN AND PELVIS", "PET WHOLE BODY", "MR KNEE LEFT", "XR CHEST 2 VIEWS",
    "US ABDOMEN COMPLETE", "MAMMOGRAM SCREENING BILATERAL", "CT HEAD TRAUMA", "MR LUMBAR SPINE", "CTA THORAX", "MR PROSTATE",
)  # fmt: skip
SERIES = (
    "AXIAL T1 POST", "SAG T2", "COR STIR", "LUNG 1.5mm", "BONE AXIAL", "DWI b1000", "FLAIR AXIAL 3D", "LOCALIZER", "SCOUT", "AP",
    "ARTERIAL PHASE", "DELAYED PHASE 5 min",
)  # fmt: skip
TYPE_1 = ("SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID", "Modality")
IMAGE_TYPE_1 = (
    "Rows",
    "Columns",
    "BitsAllocated",
    "BitsStored",
    "PixelRepresentation",
    "PhotometricInterpretation",
    "SamplesPerPixel",
)
TYPE_2 = (
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "PatientSex",
    "StudyDate",
    "StudyTime",
    "AccessionNumber",
    "ReferringPhysicianName",
    "StudyID",
)
PLAIN = frozenset("AS CS DS FL FD IS LO SH SL SS ST UC UL US UT LT AE TM AT SV UV".split())
NAMING = (
    "PatientName", "PatientID", "OtherPatientIDs", "InstitutionName", "InstitutionalDepartmentName", "StationName", "ReferringPhysicianName",
    "PerformingPhysicianName", "PhysiciansOfRecord", "NameOfPhysiciansReadingStudy", "OperatorsName", "AccessionNumber", "StudyID",
    "DeviceSerialNumber", "ClinicalTrialSiteName", "ClinicalTrialSubjectID", "IssuerOfPatientID", "PerformedProcedureStepID",
)  # fmt: skip
"""A word of these may stand in no other text, so no check asks that it stays there."""
SET_BY_THE_STANDARD = (
    "PatientIdentityRemoved",
    "DeidentificationMethod",
    "LongitudinalTemporalInformationModified",
    "BurnedInAnnotation",
)
"""What de-identification itself has to write (PS3.15 E.1.1)."""
CREATOR = "ACME PLANTED"
Private = tuple[int, str, int]
"""Group, creator in upper case, low byte of the element."""


@dataclass
class Check:
    """A line of the key, with the challenge's names. `tag_ds` is the way to the element; `category` HIPAA, DICOM or TCIA."""

    action: str
    tag_ds: str
    tag_name: str
    value: str
    action_text: str
    category: str


@dataclass
class Person:
    """Who is invented for a patient of the originals."""

    surname: str
    name: str
    mrn: str
    phone: str
    doctor: str
    town: str
    study: str
    series: str


def person(patient: str) -> Person:
    """The same for the same patient, in every run."""
    dice = random.Random(f"person {patient}")
    return Person(
        dice.choice(SURNAMES), dice.choice(NAMES), f"{dice.randrange(10**7, 10**8)}", f"555-{dice.randrange(1000, 10000)}",
        dice.choice(SURNAMES), dice.choice(TOWNS), dice.choice(STUDIES), dice.choice(SERIES),
    )  # fmt: skip


def planted(ds: Dataset, who: Person) -> tuple[Dataset, list[Check]]:
    """The object with the invented person in it, and what must become of each plant."""
    ds = copy.deepcopy(ds)
    checks = []

    def put(where: Dataset, keyword: str, text: str, phi: str, kept: str, path: str) -> None:
        setattr(where, keyword, text)
        name, tag = keyword, path + str(Tag(pydicom.datadict.tag_for_keyword(keyword) or 0))
        for word in phi.split():
            checks.append(Check("text_removed", tag, name, text, word, "HIPAA"))
        if kept:
            checks.append(Check("text_retained", tag, name, text, kept, "TCIA"))

    full = f"{who.surname}^{who.name}"
    for keyword, text, phi in (
        ("PatientName", full, f"{who.surname} {who.name}"),
        ("PatientID", who.mrn, who.mrn),
        ("PatientBirthDate", "19370914", "19370914"),
        ("OtherPatientNames", f"{who.surname}^{who.name}^X", who.surname),
        ("PatientAddress", f"12 Mill Lane, {who.town}", who.town),
        ("PatientTelephoneNumbers", who.phone, who.phone),
        ("AccessionNumber", f"A{who.mrn}", f"A{who.mrn}"),
        ("InstitutionName", f"{who.town} General", who.town),
        ("InstitutionAddress", f"1 High Street, {who.town}", who.town),
        ("ReferringPhysicianName", f"{who.doctor}^Mary", who.doctor),
        ("PerformingPhysicianName", f"{who.doctor}^Joe", who.doctor),
        ("OperatorsName", f"{who.doctor}^Pat", who.doctor),
        ("StationName", f"{who.town}CT", f"{who.town}CT"),
        ("PatientComments", f"sister of {who.surname}, call {who.phone}", f"{who.surname} {who.phone}"),
    ):
        put(ds, keyword, text, phi, "", "")
    put(
        ds,
        "StudyDescription",
        f"{who.study} for {who.surname} {who.mrn}",
        f"{who.surname} {who.mrn}",
        who.study,
        "",
    )
    put(ds, "SeriesDescription", f"{who.series} {who.surname}", who.surname, who.series, "")
    put(ds, "ImageComments", f"Dr {who.doctor} called {who.phone}", f"{who.doctor} {who.phone}", "", "")
    put(ds, "ProtocolName", f"{who.series} {who.mrn}", who.mrn, who.series, "")
    request = Dataset()
    ds.RequestAttributesSequence = [request]
    path = f"{Tag('RequestAttributesSequence')}[0]"
    put(
        request,
        "ScheduledProcedureStepDescription",
        f"{who.study} {who.surname}",
        who.surname,
        who.study,
        path,
    )
    put(request, "RequestedProcedureID", f"R{who.mrn}", f"R{who.mrn}", "", path)
    block = ds.private_block(0x0009, CREATOR, create=True)
    block.add_new(0x01, "LO", f"{who.name} {who.surname}")
    checks.append(
        Check("private_removed", str(block.get_tag(0x01)), "private", who.surname, who.surname, "HIPAA")
    )
    return ds, checks


def elements(ds: Dataset, path: str = "") -> Iterator[tuple[str, DataElement, tuple[int, ...]]]:
    """(way, element, tags of the sequences that it lies in) of every element at every depth."""
    for element in ds:
        yield path + str(element.tag), element, ()
        if element.VR == "SQ":
            for n, item in enumerate(element.value or ()):
                for way, inner, above in elements(item, f"{path}{element.tag}[{n}]"):
                    yield way, inner, (int(element.tag), *above)


def listed() -> tuple[dict[str, dict[str, str]], frozenset[Private], frozenset[Private]]:
    """Attributes that Table E.1-1 names, by tag as it writes them, with their actions; TCIA's private ones that stay, and all that stay changed."""
    from pacslake.deid.tables import rules, safe_private

    table = {rule.tag.upper(): {"basic": rule.basic, **rule.options} for rule in rules()}
    return (
        table,
        frozenset(key for key, rule in safe_private().items() if rule.disposition == "k"),
        frozenset(safe_private()),
    )


def named(tag: int, table: dict[str, dict[str, str]]) -> dict[str, str] | None:
    """What the table says of a tag; groups that it writes with xx are named as a whole."""
    text = f"{tag:08X}"
    found = table.get(text)
    if found is None and text[:2] in ("50", "60"):
        found = {"basic": "X"}
    return found


def expected(
    ds: Dataset, table: dict[str, dict[str, str]], safe: frozenset[Private], other: frozenset[Private]
) -> Iterator[Check]:
    """What is right for every element that was there before."""
    naming = {word for _, e, _ in elements(ds) if e.keyword in NAMING for word in words(text_of(e))}
    for way, element, above in elements(ds):
        tag = element.tag
        if element.keyword in SET_BY_THE_STANDARD or (
            element.VR in ("LO", "SH", "ST", "LT", "UT", "UC") and words(text_of(element)) & naming
        ):
            continue
        if tag.group in (0x0002, 0x0004) or any(named(t, table) or Tag(t).is_private for t in above):
            continue
        if tag.is_private:
            creator = str(element.private_creator or "").upper()
            if above or tag.element < 0x1000 or not creator or element.is_empty or element.VR == "SQ":
                continue
            if (tag.group, creator, tag.element & 0xFF) in safe and element.VR in PLAIN:
                yield Check("text_retained", way, "private", text_of(element), text_of(element), "TCIA")
            elif (tag.group, creator, tag.element & 0xFF) not in other:
                yield Check("private_removed", way, "private", "", "", "TCIA")
            continue
        name, rule, value = element.keyword, named(int(tag), table), text_of(element)
        if not name or element.is_empty or not value:
            continue
        if element.VR == "UI" and rule is not None and "U" in rule["basic"]:
            yield Check("uid_changed", way, name, value, "", "HIPAA")
            yield Check("uid_consistent", way, name, value, "", "DICOM")
        elif element.VR == "UI" and rule is None:
            yield Check("text_retained", way, name, value, value, "DICOM")
        elif element.VR in ("DA", "DT") and all(is_date(one) for one in value.split("\\")):
            if name != "PatientBirthDate":
                yield Check("date_shifted", way, name, value, "", "HIPAA")
                if rule is None or rule.get("retain_longitudinal_modified_dates") == "C":
                    yield Check("date_interval", way, name, value, "", "TCIA")
        elif rule is None and element.VR in PLAIN and not pydicom.datadict.dictionary_is_retired(tag):
            yield Check("text_retained", way, name, value, value, "DICOM")
    yield Check(
        "patid_consistent",
        str(Tag("PatientID")),
        "PatientID",
        f"{ds.get('IssuerOfPatientID', '')}|{ds.PatientID}",
        "",
        "DICOM",
    )
    for keyword in TYPE_1 + (IMAGE_TYPE_1 if "PixelData" in ds and "Rows" in ds else ()):
        if ds.get(keyword) not in (None, ""):
            yield Check("text_notnull", str(Tag(keyword)), keyword, "", "", "DICOM")
    for keyword in TYPE_2:
        if keyword in ds:
            yield Check("tag_retained", str(Tag(keyword)), keyword, "", "", "DICOM")
    if "PixelData" in ds:
        yield Check("pixels_retained", str(Tag("PixelData")), "PixelData", pixels_of(ds), "", "TCIA")


def text_of(element: DataElement) -> str:
    """A value as text: parts by backslashes, padding off."""
    value = element.value
    parts = value if isinstance(value, (list, pydicom.multival.MultiValue)) else [value]
    return "\\".join(str(part).strip(" \0") for part in parts)


def is_date(text: str) -> bool:
    """Whether it is a day of the calendar since 1900, with or without a time behind it."""
    try:
        return (
            date.fromisoformat(text[:8]).year >= 1900
            and re.fullmatch(r"\d{8}(\d{2,6}(\.\d+)?)?([+-]\d{4})?", text) is not None
        )
    except ValueError:
        return False


def pixels_of(ds: Dataset) -> str:
    """Digest of the stored pixels; bits above those stored are no pixels (PS3.5 8.1.1)."""
    data = ds.PixelData
    if (
        not ds.file_meta.TransferSyntaxUID.is_encapsulated
        and ds.get("BitsAllocated") == 16
        and ds.get("HighBit") == ds.BitsStored - 1
    ):
        data = (np.frombuffer(data[: len(data) // 2 * 2], "<u2") & (2**ds.BitsStored - 1)).tobytes()
    return hashlib.sha256(data).hexdigest()


def at(ds: Dataset, way: str) -> DataElement | None:
    """The element at the end of a way; None where it is gone."""
    here: Any = ds
    steps = re.findall(r"\(([0-9a-f]{4}),([0-9a-f]{4})\)(?:\[(\d+)\])?", way.lower())
    for group, number, item in steps:
        tag = Tag(int(group, 16), int(number, 16))
        if tag not in here:
            return None
        element = here[tag]
        if item:
            if element.VR != "SQ" or len(element.value) <= int(item):
                return None
            here = element.value[int(item)]
    return element


def words(text: str) -> set[str]:
    """Words as the challenge compares them: case and punctuation do not count."""
    return set(re.findall(r"[^\W_]+", text.lower()))


class Scorer:
    """Judges cleaned objects by a key, and remembers across objects what must agree."""

    def __init__(self, uids: dict[str, str]) -> None:
        self.uids = uids
        self.patients: dict[str, str] = {}
        self.days: dict[str, int] = {}

    def passes(self, check: Check, cleaned: Dataset, patient: str) -> bool:
        element = at(cleaned, check.tag_ds)
        value = "" if element is None else text_of(element)
        match check.action:
            case "tag_retained":
                return element is not None
            case "text_notnull":
                return bool(value)
            case "text_retained":
                whole = words(check.action_text) <= words(value)
                return whole and (check.category != "DICOM" or value == check.action_text)
            case "text_removed":
                return not words(check.action_text) & words(value)
            case "private_removed":
                return element is None
            case "date_shifted":
                return check.value[:8] not in value
            case "date_interval":
                return self._moved(check.value, value, patient)
            case "uid_changed":
                return all(one not in value.split("\\") for one in check.value.split("\\"))
            case "uid_consistent":
                return value == "\\".join(self.uids.get(one, "?") for one in check.value.split("\\"))
            case "patid_consistent":
                return bool(value) and self.patients.setdefault(check.value, value) == value
            case "pixels_retained":
                return element is not None and pixels_of(cleaned) == check.value
        raise ValueError(check.action)

    def _moved(self, before: str, after: str, patient: str) -> bool:
        pairs = zip(before.split("\\"), after.split("\\"), strict=False)
        for old, new in pairs:
            try:
                days = (date.fromisoformat(new[:8]) - date.fromisoformat(old[:8])).days
            except ValueError:
                return False
            if self.days.setdefault(patient, days) != days or new[8:] != old[8:]:
                return False
        return len(after.split("\\")) == len(before.split("\\"))


def files_of(folder: Path | None) -> list[Path]:
    if folder is not None:
        return sorted(p for p in folder.rglob("*") if p.is_file())
    from pydicom.data import get_testdata_files

    return sorted(Path(p) for p in get_testdata_files("*.dcm"))


def run(files: list[Path], answers: sqlite3.Connection) -> dict[str, Any]:
    """Plant, clean and judge; the key goes into `answers` on the way."""
    from pacslake.deid.cleaner import Cleaner
    from pacslake.deid.keys import ProjectKey
    from pacslake.deid.profile import OPTIONS, Profile

    taken = (
        "retain_safe_private",
        "retain_patient_characteristics",
        "retain_longitudinal_modified_dates",
        "clean_descriptors",
    )
    key = ProjectKey(b"k" * 32)
    cleaner = Cleaner(Profile("score", tuple(o for o in OPTIONS if o in taken)), key)
    table, safe, other = listed()
    answers.execute("DROP TABLE IF EXISTS answer_data")
    answers.execute(
        "CREATE TABLE answer_data (Modality, SOPClassUID, PatientID, StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID, AnswerData)"
    )
    uids: dict[str, str] = {}
    scorer = Scorer(uids)
    total: Counter[tuple[str, str]] = Counter()
    failed: Counter[tuple[str, str]] = Counter()
    where: Counter[tuple[str, str, str]] = Counter()
    held: Counter[str] = Counter()
    seen: set[str] = set()
    for path in files:
        try:
            original = pydicom.dcmread(path)
            uid = str(original.SOPInstanceUID)
            str(original)  # what pydicom cannot read to the end has no key
            if uid in seen:
                continue
            patient = str(original.get("PatientID", "")) or str(original.get("StudyInstanceUID", uid))
            ds, checks = planted(original, person(patient))
            out = BytesIO()
            ds.save_as(out, enforce_file_format=True)
            ds = pydicom.dcmread(BytesIO(out.getvalue()))
            for _, element, _ in elements(ds):
                if element.VR == "UI":
                    uids.update((one, key.uid(one)) for one in text_of(element).split("\\"))
            plants = {check.tag_ds for check in checks}
            checks += [
                c
                for c in expected(ds, table, safe, other)
                if c.tag_ds not in plants or c.action.startswith(("tag", "patid"))
            ]
        except Exception:  # pydicom raises whatever it likes on its own broken samples
            held["cannot be read or written by pydicom"] += 1
            continue
        seen.add(uid)
        outcome = cleaner.clean(out.getvalue(), f"{len(seen)}")
        if outcome.data is None:
            held[outcome.code or "held"] += 1
            continue
        answers.execute(
            "INSERT INTO answer_data VALUES (?, ?, ?, ?, ?, ?, ?)",
            [*(str(ds.get(k, "")) for k in ("Modality", "SOPClassUID", "PatientID", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID")),
             json.dumps({str(n): {k: f"<{v}>" if k != "tag_name" else v for k, v in asdict(c).items()} for n, c in enumerate(checks)})],
        )  # fmt: skip
        cleaned = pydicom.dcmread(BytesIO(outcome.data))
        for check in checks:
            kind = (check.category, check.action)
            total[kind] += 1
            if not scorer.passes(check, cleaned, person(patient).mrn):
                failed[kind] += 1
                element = at(cleaned, check.tag_ds)
                after = "" if element is None else text_of(element)
                lost = (
                    " ".join(sorted(words(check.action_text) - words(after)))
                    or f"{check.value[:40]} -> {after[:40]}"
                )
                where[
                    check.action,
                    re.sub(r"\[\d+\]", "[]", check.tag_ds) + " " + check.tag_name,
                    lost + f" ({path.name})" * (check.action in ("pixels_retained", "date_interval")),
                ] += 1
    answers.commit()
    n, bad = sum(total.values()), sum(failed.values())
    return {
        "objects": len(seen) - sum(v for k, v in held.items() if not k.startswith("cannot be read")), "held": dict(held),
        "checks": n, "failed": bad, "score_percent": round(100 * (n - bad) / max(n, 1), 4),
        "hipaa_failed": sum(v for (category, _), v in failed.items() if category == "HIPAA"),
        "actions": [{"category": c, "action": a, "checks": v, "failed": failed[c, a]} for (c, a), v in sorted(total.items())],
        "failures": [{"action": a, "element": e, "lost": lost, "n": v} for (a, e, lost), v in where.most_common(100)],
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--answers", help="keep the answer key in this file")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    done = run(files_of(options.folder)[: options.limit], sqlite3.connect(options.answers or ":memory:"))
    if options.json:
        print(json.dumps(done))
    else:
        for row in done["actions"]:
            print(
                f"{row['category']:6} {row['action']:18} {row['checks']:8,} checks {row['failed']:6,} failed"
            )
        for row in done["failures"]:
            print(f"  failed {row['n']:5} x {row['action']:16} {row['element']}: {row['lost']}")
        print(f"held, not scored: {done['held']}")
        print(
            f"{done['objects']:,} objects, {done['checks']:,} checks, {done['score_percent']} %; HIPAA failures: {done['hipaa_failed']}"
        )
    return 1 if done["hipaa_failed"] or done["score_percent"] < 99.95 else 0


if __name__ == "__main__":
    sys.exit(main())
