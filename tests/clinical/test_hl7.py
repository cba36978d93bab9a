"""HL7 v2 messages: what they say, in what order they come, who is who, and what is wrong with them."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pacslake
from pacslake.clinical import load_messages, undo
from pacslake.clinical.extract import facts_of
from pacslake.clinical.hl7 import escape, parse, split_messages
from pacslake.clinical.identity import persons_of
from pacslake.clinical.load import Loaded, land
from pacslake.errors import NotFoundError, PolicyError

COMMAND = str(Path(sys.executable).with_name("pacslake"))


def message(kind: str, *segments: str, at: str = "20260102090000", control: str = "1") -> bytes:
    head = f"MSH|^~\\&|RIS|HOSP|LAKE|X|{at}||{kind}|{control}|P|2.5"
    return "\r".join([head, *segments]).encode() + b"\r"


def pid(number: str = "7", name: str = "Doe^Jane^Q^^Dr", birth: str = "19700203", more: str = "") -> str:
    return f"PID|1||{number}^^^HOSP^MR||{name}||{birth}|F{more}"


def segment(name: str, **fields: str) -> str:
    """A segment from its fields by number: segment("OBR", f4="X")."""
    numbered = {int(k[1:]): v for k, v in fields.items()}
    return "|".join([name, *(numbered.get(n, "") for n in range(1, max(numbered) + 1))])


@pytest.fixture
def lake(tmp_path):
    return pacslake.init(tmp_path / "lake")


def take(lake, *messages: bytes) -> Loaded:
    return land(lake, [(f"test#{n}", facts_of(m)) for n, m in enumerate(messages)])


def row(lake, table: str) -> dict:
    (found,) = lake.dicts(f'SELECT * FROM "{table}"')
    return found


# -- what messages say -------------------------------------------------------------------------------------------------


def test_an_admission_makes_a_person_and_a_stay(lake):
    pv1 = (
        "PV1|1|I|W1^12^B^HOSP||||77^Hill^Ann|88^Ray^Bob||CAR|||||||||V5^^^HOSP"
        + "|" * 25
        + "20260101153000+0100"
    )
    take(lake, message("ADT^A01", pid(), pv1, "DG1|1||I21.9^Infarction^I10||20260101|A"))
    person = row(lake, "patient_identity")
    assert (person["patient_key"], person["PatientName"], str(person["PatientBirthDate"]), person["PatientSex"]) == (
        "HOSP|7", "Doe^Jane^Q^Dr", "1970-02-03", "F",
    )  # fmt: skip
    stay = row(lake, "encounter")
    assert (stay["class"], stay["location"], stay["attending"], stay["visit_number"], stay["status"]) == (
        "I", "W1^12^B^HOSP", "Hill^Ann", "V5", "active",
    )  # fmt: skip
    assert (stay["admit_datetime"], stay["utc_offset_min"]) == (datetime(2026, 1, 1, 15, 30), 60)
    found = row(lake, "diagnosis")
    assert (found["code"], found["code_system"], found["diagnosis_type"], found["encounter_id"]) == (
        "I21.9", "I10", "admitting", stay["encounter_id"],
    )  # fmt: skip


def test_an_imaging_order_names_study_station_and_time(lake):
    orc = "ORC|NW|P1^RIS|F1^PACS||SC||||20260101"
    obr = segment(
        "OBR", f1="1", f2="P1^RIS", f3="F1^PACS", f4="CTCH^CT chest^L", f16="16^Ray^Bob", f18="A9", f19="RP3", f20="SPS4",
        f24="CT", f36="20260105101500",
    )  # fmt: skip
    take(
        lake,
        message("OMI^O23", pid(), orc, obr, "IPC|A9^RIS|RP3|1.2.3.4|SPS4|CT|CH1^Chest^L|STAT|ROOM|AE1~AE2"),
    )
    order = row(lake, "imaging_order")
    assert (order["StudyInstanceUID"], order["AccessionNumber"], order["Modality"], order["ScheduledStationAETitle"]) == (
        "1.2.3.4", "A9", "CT", ["AE1", "AE2"],
    )  # fmt: skip
    assert (order["scheduled_datetime"], order["status"], order["RequestingPhysician"]) == (
        datetime(2026, 1, 5, 10, 15), "scheduled", "Ray^Bob",
    )  # fmt: skip
    take(
        lake,
        message(
            "OMI^O23",
            pid(),
            orc.replace("NW", "CA").replace("SC", "CA"),
            obr,
            "IPC|A9^RIS|RP3|1.2.3.4|SPS4|CT",
            at="20260103",
        ),
    )
    assert row(lake, "imaging_order")["status"] == "cancelled"


def test_results_are_numbers_where_they_are_numbers(lake):
    obx = [
        "OBX|1|NM|2160-0^Creatinine^LN||1.3|mg/dL^mg/dL^UCUM|0.6-1.2|H|||F", "OBX|2|NM|718-7^Hb^LN||<5|g/dL||L|||F",
        "OBX|3|ST|X^Note^L||see text||||||F", "OBX|4|SN|K^Ratio^L||>^2.5||||||P", "OBX|5|NM|B^Bad^L||1,3||||||F",
        "OBX|6|CWE|R^Rh^L||POS^positive^HL70078||||||F",
    ]  # fmt: skip
    take(
        lake,
        message(
            "ORU^R01",
            pid(),
            segment("OBR", f1="1", f2="P1", f3="F1", f4="LAB^Panel^L", f7="20260101080000", f25="F"),
            *obx,
        ),
    )
    got = {r["code"]: r for r in lake.dicts("SELECT * FROM observation")}
    values = {
        code: (r["value_double"], r["comparator"], r["unit"], r["reference_low"], r["reference_high"])
        for code, r in got.items()
    }
    assert values["2160-0"] == (1.3, None, "mg/dL", 0.6, 1.2)
    assert values["718-7"][:2] == (5.0, "<") and values["K"][:2] == (2.5, ">")
    assert values["X"][0] is None and values["B"][0] is None and got["B"]["value_text"] == "1,3"
    assert (got["R"]["value_code"], got["R"]["value_system"], got["K"]["status"]) == (
        "POS",
        "HL70078",
        "preliminary",
    )
    assert got["X"]["observed_datetime"] == datetime(2026, 1, 1, 8)
    report = row(lake, "report")
    assert (report["kind"], report["status"], got["X"]["report_id"]) == (
        "laboratory",
        "final",
        report["report_id"],
    )


def test_a_report_has_versions_and_the_newest_counts(lake):
    def oru(status: str, text: str, at: str) -> bytes:
        obr = segment(
            "OBR", f1="1", f2="P1", f3="F1", f4="CTCH^CT chest^L", f18="A9", f22=at, f24="RAD", f25=status
        )
        return message(
            "ORU^R01", pid(), obr, f"OBX|1|TX|R^Report^L||{escape(text)}||||||{status}", at=at, control=status
        )

    take(
        lake,
        oru("C", "FINDINGS: none\nIMPRESSION: no embolism", "20260103"),
        oru("P", "IMPRESSION: embolism?", "20260102"),
    )
    take(lake, oru("P", "IMPRESSION: embolism?", "20260102"))
    rows = lake.dicts("SELECT * FROM report ORDER BY version")
    assert [(r["version"], r["status"], r["is_current"]) for r in rows] == [
        (1, "corrected", True),
        (2, "preliminary", False),
    ]
    assert (rows[0]["impression"], rows[0]["findings"], rows[0]["AccessionNumber"]) == (
        "no embolism",
        "none",
        "A9",
    )


def test_an_older_message_that_comes_late_takes_nothing_back(lake):
    take(lake, message("ADT^A08", pid(name="New^Name"), at="20260105", control="2"))
    take(lake, message("ADT^A08", pid(name="Old^Name"), at="20260101", control="1"))
    assert row(lake, "patient_identity")["PatientName"] == "New^Name"
    take(lake, message("ADT^A08", 'PID|1||7^^^HOSP^MR||""', at="20260106", control="3"))
    assert row(lake, "patient_identity")["PatientName"] is None
    assert str(row(lake, "patient_identity")["PatientBirthDate"]) == "1970-02-03"


# -- who is who --------------------------------------------------------------------------------------------------------


def persons(lake) -> dict[str, str]:
    return dict(lake.rows("SELECT patient_key, person_id FROM patient_identity WHERE is_primary"))


def test_a_merge_joins_and_its_undo_parts(lake):
    take(lake, *(message("ADT^A04", pid(n), control=n) for n in ("1", "2", "3")))
    before = lake.dicts("SELECT * EXCLUDE (message_id, message_datetime) FROM patient_identity ORDER BY 1")
    assert len(set(persons(lake).values())) == 3
    take(lake, message("ADT^A40", pid("1"), "MRG|2^^^HOSP^MR", control="m"))
    joined = persons(lake)
    assert joined["HOSP|1"] == joined["HOSP|2"] != joined["HOSP|3"]
    (event,) = lake.rows("SELECT event_id FROM identity_event WHERE kind = 'merge'")[0]
    undone = undo(lake, event, by="JD", reason="wrong person")
    assert (
        lake.dicts("SELECT * EXCLUDE (message_id, message_datetime) FROM patient_identity ORDER BY 1")
        == before
    )
    undo(lake, undone, by="JD")
    assert persons(lake) == joined
    with pytest.raises(NotFoundError):
        undo(lake, "knothing", by="JD")


def test_a_visit_moves_with_its_orders_and_back(lake):
    visit = "PV1|1|O" + "|" * 17 + "V5^^^HOSP"
    take(
        lake,
        message("ORM^O01", pid("1"), visit, "ORC|NW|P1", "OBR|1|P1||X^Y^L"),
        message("ADT^A04", pid("2"), control="2"),
    )
    take(lake, message("ADT^A45", pid("2"), "MRG|1^^^HOSP^MR||||V5", control="3"))
    assert {row(lake, "order")["patient_key"], row(lake, "encounter")["patient_key"]} == {"HOSP|2"}
    assert row(lake, "order")["sent_patient_key"] == "HOSP|1"
    undo(lake, lake.rows("SELECT event_id FROM identity_event")[0][0], by="JD")
    assert {row(lake, "order")["patient_key"], row(lake, "encounter")["patient_key"]} == {"HOSP|1"}


def test_a_loop_of_merges_is_refused_and_said(lake):
    take(
        lake,
        message("ADT^A40", pid("1"), "MRG|2^^^HOSP^MR", control="a"),
        message("ADT^A40", pid("2"), "MRG|1^^^HOSP^MR", control="b"),
    )
    assert sorted(v for (v,) in lake.rows("SELECT verdict FROM identity_event")) == [
        "applied",
        "refused:loop",
    ]


EVENTS = st.lists(
    st.tuples(st.sampled_from(["merge", "change", "link", "undo"]), st.integers(0, 5), st.integers(0, 5)),
    max_size=14,
)


def told(events) -> list[dict]:
    rows = []
    for n, (kind, a, b) in enumerate(events):
        undoes = f"k{a % n}" if kind == "undo" and n else None
        rows.append({
            "event_id": f"k{n}", "sequence": n, "kind": kind, "patient_key": f"H|{a}", "other_patient_key": f"H|{b}",
            "visit_number": None, "undoes": undoes,
        })  # fmt: skip
    return rows


@given(EVENTS)
@settings(max_examples=400, deadline=None)
def test_nobody_is_joined_without_an_event_and_an_undo_is_as_if_nothing_was(events):
    rows = told(events)
    found = persons_of(rows)
    # An independent reckoning: identifiers are one person where a chain of events that count leads from one to the other.
    groups = {f"H|{n}": {f"H|{n}"} for n in range(6)}
    for r in rows:
        if found.verdicts[r["event_id"]] == "applied" and r["kind"] != "undo":
            whole = groups[r["patient_key"]] | groups[r["other_patient_key"]]
            for key in whole:
                groups[key] = whole
    for a in groups:
        for b in groups:
            assert (found.person_id(a) == found.person_id(b)) == (b in groups[a])
    kept = [r for r in rows if r["kind"] != "undo"]
    again = persons_of(kept)
    for n, r in enumerate(kept):
        undone = persons_of(
            [*kept, {**r, "event_id": "u", "sequence": 99, "kind": "undo", "undoes": r["event_id"]}]
        )
        without = persons_of(kept[:n] + kept[n + 1 :])
        back = persons_of([
            *kept, {**r, "event_id": "u", "sequence": 99, "kind": "undo", "undoes": r["event_id"]},
            {**r, "event_id": "v", "sequence": 100, "kind": "undo", "undoes": "u"},
        ])  # fmt: skip
        assert (undone.stands_for, undone.status) == (without.stands_for, without.status)
        assert (back.stands_for, back.status) == (again.stands_for, again.status)


# -- bytes -------------------------------------------------------------------------------------------------------------


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"MSH|^~\\&|", b"MSH|^~\\&|A|B|||2026||ADT^A01|1|P|2.5\rPID|||1^^^H\r"]),
)
@settings(max_examples=300, deadline=None)
def test_no_bytes_end_the_feed_and_what_is_read_is_written_back(data, head):
    whole = head + data
    facts = facts_of(whole)
    assert facts.ack_code in ("AA", "AE", "AR") and facts.raw == whole
    try:
        assert parse(whole).to_bytes() == whole
    except ValueError:
        assert facts.ack_code == "AR"


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (b"hello", "AR", "unreadable_message"), (b"MSH|", "AR", "unreadable_message"),
        (message("DFT^P03", pid()), "AR", "message_type_unknown"), (message("", pid()), "AE", "message_type_missing"),
        (message("ADT^A01"), "AE", "patient_missing"), (message("ADT^A01", pid(birth="19701399")), "AA", "invalid_datetime"),
        (message("ADT^A01", pid(), "ZZZ|own", "Z|x"), "AA", "unreadable_segment"), (message("ADT^A01", pid()), "AA", None),
    ],
)  # fmt: skip
def test_each_is_acknowledged_as_it_deserves(lake, data, code, word):
    take(lake, data)
    got = lake.dicts("SELECT * FROM hl7_message")[0]
    assert (got["ack_code"], bytes(got["raw"])) == (code, data)
    issues = [c for (c,) in lake.rows("SELECT code FROM issue WHERE source = 'clinical'")]
    assert issues == ([word] if word else [])
    assert "Doe" not in str(lake.rows("SELECT message, raw_value FROM issue"))


def test_batches_frames_and_gzip_are_cut_into_messages(tmp_path, lake):
    one, two = message("ADT^A04", pid("1"), control="1"), message("ADT^A04", pid("2"), control="2")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "batch.hl7").write_bytes(b"FHS|^~\\&\rBHS|^~\\&\r" + one + two + b"BTS|2\rFTS|1\r")
    (tmp_path / "in" / "mllp.bin").write_bytes(
        b"\x0b" + message("ADT^A04", pid("3"), control="3") + b"\x1c\r"
    )
    (tmp_path / "in" / "more.gz").write_bytes(gzip.compress(message("ADT^A04", pid("4"), control="4")))
    (tmp_path / "in" / "note.txt").write_text("no message")
    call = [COMMAND, "hl7", "load", str(tmp_path / "in"), "--lake", str(lake.path), "--json"]
    done = subprocess.run(call, capture_output=True, text=True)
    told = json.loads(done.stdout)
    assert done.returncode == 1 and (told["n_new"], told["acks"]) == (4, {"AA": 4})
    assert [f["where"] for f in told["faults"]] == ["note.txt"]
    lake.refresh()
    first = {
        t: lake.dicts(f'SELECT * FROM "{t}" ORDER BY 1')
        for t in ("patient_identity", "encounter", "identity_event")
    }
    (tmp_path / "in" / "note.txt").unlink()
    again = subprocess.run(call, capture_output=True, text=True)
    assert again.returncode == 0 and json.loads(again.stdout)["n_new"] == 0
    lake.refresh()
    assert {t: lake.dicts(f'SELECT * FROM "{t}" ORDER BY 1') for t in first} == first
    assert lake.rows("SELECT DISTINCT n_times FROM hl7_message") == [(2,)]


def test_a_research_lake_takes_no_messages(tmp_path):
    with pytest.raises(PolicyError):
        take(pacslake.init(tmp_path / "research", zone="research"), message("ADT^A04", pid()))


# -- against what others read ------------------------------------------------------------------------------------------


@pytest.mark.corpus
def test_persons_and_results_agree_with_the_expected_bundles(corpus, lake):
    """Names, birth dates, sexes, identifiers, and coded numeric results of FHIR bundles made by another converter."""
    folder = corpus / "clinical" / "fhir" / "fhir-converter-expected"
    right = wrong = 0
    for path in sorted(folder.glob("*.json.gz")):
        name = path.name.removesuffix("-expected.json.gz")
        data = (corpus / "clinical" / "hl7v2" / "fhir-converter" / f"{name}.hl7").read_bytes()
        resources = [e["resource"] for e in json.loads(gzip.open(path).read())["entry"]]
        (first, *_) = split_messages(data).messages
        facts = facts_of(first)
        identities = [r.values for r in facts.rows if r.table == "patient_identity"]
        patients = [r for r in resources if r["resourceType"] == "Patient" and r.get("identifier")]
        for patient in patients[:1]:
            ours = identities[0]
            official = patient["name"][0] if patient.get("name") else {}
            family, given = official.get("family"), (official.get("given") or [None])[0]
            checks = [(family, (ours.get("PatientName") or "").split("^")[0] or None)] if family else []
            checks += [(given, (ours.get("PatientName") or "^").split("^")[1])] if given else []
            checks += (
                [(patient["birthDate"], str(ours.get("PatientBirthDate")))]
                if len(patient.get("birthDate", "")) == 10
                else []
            )
            gender = {"male": "M", "female": "F"}.get(patient.get("gender", ""))
            checks += [(gender, ours.get("PatientSex"))] if gender else []
            numbers = {i["PatientID"] for i in identities}
            pid3 = {f[1] for f in parse(first).first("PID").all(3)}
            checks += [
                (i["value"], i["value"] if i["value"] in numbers else None)
                for i in patient["identifier"]
                if i.get("value") in pid3
            ]
            right += sum(a == b for a, b in checks)
            wrong += sum(a != b for a, b in checks)
        values = {
            (r.values["code"], r.values["value_double"]) for r in facts.rows if r.table == "observation"
        }
        for resource in resources:
            number = resource.get("valueQuantity", {}).get("value")
            if resource["resourceType"] == "Observation" and number is not None:
                codes = [c.get("code") for c in resource["code"].get("coding", [])]
                hit = any((code, float(number)) in values for code in codes)
                right, wrong = right + hit, wrong + (not hit)
    assert right > 60
    assert wrong <= 0.01 * (right + wrong), (right, wrong)


@pytest.mark.corpus
def test_a_whole_feed_loads_and_the_catalogue_holds(corpus, lake):
    done = load_messages(lake, corpus / "clinical" / "hl7v2")
    assert (
        done.n_messages > 750 and done.acks["AE"] == 0 and done.acks["AR"] <= 8
    )  # charges and pharmacy are not read
    from pacslake.catalog.checks import run_checks

    assert not {name: rows for name, rows in run_checks(lake.catalog).items() if rows}
