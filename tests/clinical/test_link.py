"""Orders, reports and images: what belongs together is linked, what does not never is."""

from __future__ import annotations

from datetime import datetime

import pacslake
from pacslake.clinical.extract import facts_of
from pacslake.clinical.link import link_people, link_studies, refresh
from pacslake.clinical.load import land
from pacslake.synthetic import simple_series

AT = datetime(2026, 1, 5, 10)


def study(
    uid: str, patient: str = "H|1", accession: str | None = None, at: datetime = AT, modality: str = "CT"
) -> dict:
    return {
        "StudyInstanceUID": uid, "patient_key": patient, "AccessionNumber": accession, "study_datetime": at,
        "modalities": [modality],
    }  # fmt: skip


def order(
    id: str = "o",
    patient: str = "H|1",
    uid: str | None = None,
    accession: str | None = None,
    at: datetime | None = AT,
) -> dict:
    return {
        "order_id": id, "patient_key": patient, "StudyInstanceUID": uid, "AccessionNumber": accession, "Modality": "CT",
        "placer_order_number": f"P{id}", "filler_order_number": None, "performed_datetime": at, "scheduled_datetime": None,
    }  # fmt: skip


def report(
    id: str,
    patient: str = "H|1",
    uids: list[str] | None = None,
    accession: str | None = None,
    placer: str | None = None,
) -> dict:
    return {
        "report_id": id, "patient_key": patient, "StudyInstanceUIDs": uids, "AccessionNumber": accession,
        "placer_order_number": placer, "filler_order_number": None,
    }  # fmt: skip


PEOPLE = {"H|1": "p1", "H|2": "p2", "|1": "p1"}


def linked(orders=(), reports=(), studies=()) -> list[tuple]:
    rows = link_studies(orders, reports, studies, PEOPLE)
    return [(r["StudyInstanceUID"], r["method"], r["reason"]) for r in rows]


def test_a_study_uid_is_the_surest_key():
    studies = [study("1.1", accession="A2"), study("1.2", accession="A1")]
    assert linked([order(uid="1.1", accession="A1")], studies=studies) == [("1.1", "study_uid", None)]


def test_an_accession_number_goes_by_the_person_where_several_issued_it():
    studies = [study("1.1", "H|1", "A1"), study("1.2", "H|2", "A1")]
    assert linked([order(accession="A1"), order("x", "H|2", accession="A1")], studies=studies) == [
        ("1.1", "accession_with_issuer", None), ("1.2", "accession_with_issuer", None),
    ]  # fmt: skip
    assert linked([order(patient="H|9", accession="A1")], studies=studies) == [
        (None, "unmatched", "ambiguous")
    ]


def test_two_people_are_never_linked():
    assert linked([order(patient="H|2", uid="1.1")], studies=[study("1.1")]) == [
        (None, "unmatched", "patient_differs")
    ]
    assert linked([order(patient="H|2", accession="A1")], studies=[study("1.1", accession="A1")]) == [
        (None, "unmatched", "patient_differs")
    ]
    assert linked(reports=[report("r", "H|2", uids=["1.1"])], studies=[study("1.1")]) == [
        (None, "unmatched", "patient_differs")
    ]


def test_person_modality_and_day_link_where_one_study_fits():
    near, far = study("1.1", "|1"), study("1.2", at=datetime(2026, 2, 1))
    assert linked([order()], studies=[near, far]) == [("1.1", "patient_and_time", None)]
    assert linked([order()], studies=[near, study("1.3")]) == [(None, "unmatched", "ambiguous")]
    assert linked([order()], studies=[study("1.1", modality="MR")]) == [(None, "unmatched", "no_key")]
    assert linked([order(at=None, accession="A7")], studies=[near]) == [(None, "unmatched", "no_study")]


def test_a_report_goes_with_its_order():
    rows = linked(
        [order("1", uid="1.1")], [report("r", placer="P1"), report("s", "H|2", placer="P1")], [study("1.1")]
    )
    assert rows[1:] == [("1.1", "order", None), (None, "unmatched", "no_key")]


def identity(key: str, name: str = "Doe^Jane", birth: str = "1970-02-03", person: str = "p") -> dict:
    issuer, number = key.split("|")
    return {
        "patient_key": key, "is_primary": True, "PatientID": number, "IssuerOfPatientID": issuer, "PatientName": name,
        "PatientBirthDate": birth, "person_id": person,
    }  # fmt: skip


def patient(key: str, name: str | None = "DOE^JANE", birth: str | None = "1970-02-03") -> dict:
    issuer, number = key.split("|")
    return {
        "patient_key": key, "PatientID": number, "IssuerOfPatientID": issuer or None, "PatientName": name, "PatientBirthDate": birth,
    }  # fmt: skip


def test_images_join_a_person_only_where_that_is_certain():
    known = [
        identity("H|1", person="p1"),
        identity("G|1", "Roe^Rick", "1980-01-01", "p2"),
        identity("H|2", person="p3"),
    ]
    people = [
        patient("H|1"), patient("|1"), patient("|1", "ROE^RICK", None), patient("|1", "Poe^Pat"), patient("|1", None, None),
        patient("X|2"), patient("|"),
    ]  # fmt: skip
    got = [(r["person_id"], r["method"]) for r in link_people(people, known)]
    assert got == [
        ("p1", "identifier_with_issuer"), ("p1", "identifier_and_person"), ("p2", "identifier_and_person"), (None, "name_differs"),
        (None, "name_differs"), (None, "no_identifier"), (None, "no_identifier"),
    ]  # fmt: skip
    twins = [identity("H|5", person="a"), identity("G|5", person="b")]
    assert link_people([patient("|5")], twins)[0]["method"] == "ambiguous"


def test_study_context_joins_images_that_come_before_or_after_the_messages(tmp_path):
    lake = pacslake.init(tmp_path / "lake")
    about = {
        "PatientID": "7", "IssuerOfPatientID": "HOSP", "PatientName": "Doe^Jane", "StudyDate": "20260105", "StudyTime": "101500",
    }  # fmt: skip
    simple_series(tmp_path / "a", shape=(2, 4, 4), seed=1, AccessionNumber="A1", **about)
    lake.ingest(tmp_path / "a", workers=1)
    head = "MSH|^~\\&|RIS|HOSP|||20260106||{}|{}|P|2.5\rPID|1||7^^^HOSP^MR||Doe^Jane||19700203|F\r"
    messages = [
        head.format("ADT^A01", 1) + "DG1|1||C34^Lung cancer^I10||20251226|F\r",
        head.format("ORU^R01", 2) + "OBR|1|P1|F1|CT^CT chest^L" + "|" * 14 + "A1" + "|" * 7 + "F\rOBX|1|TX|R^R^L||IMPRESSION: stable||||||F\r",
        head.format("OMI^O23", 3) + "ORC|NW|P2\rOBR|1|P2||CT^CT^L\rIPC|A2|||S|CT\r",
    ]  # fmt: skip
    land(lake, [(str(n), facts_of(m.encode())) for n, m in enumerate(messages)])
    assert refresh(lake) > 0 and refresh(lake) == 0
    (row,) = lake.dicts("SELECT * FROM study_context")
    assert (row["report_impression"], row["diagnosis_code"], row["days_since_diagnosis"]) == (
        "stable",
        "C34",
        10,
    )
    events = lake.rows(
        "SELECT kind, days_from_baseline, code FROM event_timeline ORDER BY event_datetime, kind"
    )
    assert events == [("diagnosis", -10, "C34"), ("imaging", 0, "CT")]
    assert [e["kind"] for e in lake.clinical.events("HOSP|7")] == ["diagnosis", "imaging"]
    assert [row["reason"] for row in lake.clinical.unmatched()] == ["no_study"]
    assert lake.clinical.context().num_rows == 1
    assert lake.rows("SELECT reason FROM study_link WHERE StudyInstanceUID IS NULL") == [("no_study",)]
    simple_series(tmp_path / "b", shape=(2, 4, 4), seed=2, AccessionNumber="A2", **about)
    lake.ingest(tmp_path / "b", workers=1)
    rows = lake.rows("SELECT order_description FROM study_context ORDER BY 1 NULLS LAST")
    assert rows == [("CT",), ("CT chest",)]


def test_results_and_diagnoses_around_a_study(tmp_path):
    lake = pacslake.init(tmp_path / "lake")
    about = {
        "PatientID": "7", "IssuerOfPatientID": "HOSP", "PatientName": "Doe^Jane", "StudyDate": "20260110", "StudyTime": "120000",
    }  # fmt: skip
    simple_series(tmp_path / "a", shape=(2, 4, 4), seed=1, **about)
    lake.ingest(tmp_path / "a", workers=1)
    head = "MSH|^~\\&|LAB|HOSP|||20260201||{}|{}|P|2.5\rPID|1||7^^^HOSP^MR||Doe^Jane||19700203|F\r"
    result = "OBR|{0}|L{0}|G{0}|LAB^Lab^L|||{1}|||||||||||||||||LAB|F\rOBX|1|NM|{2}^{2}^LN||{3}|{4}|||||{5}|||{1}\r"
    results = [
        ("20260105080000", "2160-0", "80", "umol/L", "F"), ("20260108080000", "2160-0", "95", "umol/L", "F"),
        ("20260110120000", "718-7", "13.5", "g/dL", "F"), ("20260109080000", "718-7", "1", "g/dL", "X"),
        ("20260112080000", "2160-0", "99", "umol/L", "F"), ("20260115080000", "2160-0", "101", "umol/L", "F"),
    ]  # fmt: skip
    labs = head.format("ORU^R01", 1) + "".join(result.format(n, *r) for n, r in enumerate(results, start=1))
    ill = head.format("ADT^A01", 2) + "DG1|1||C34^Lung cancer^I10||20260120|F\r"
    stay = "PV1|1|I|W^1" + "|" * 16 + "V1" + "|" * 25 + "20260111\r"
    stays = [
        head.format("ADT^A01", 3) + stay,
        head.format("ADT^A11", 4) + stay,
    ]
    land(lake, [(str(n), facts_of(m.encode())) for n, m in enumerate([labs, ill, *stays])])
    refresh(lake)
    (row,) = lake.dicts("SELECT * FROM study_context")
    assert (row["diagnosis_code"], row["next_diagnosis_code"], row["days_to_next_diagnosis"]) == (
        None,
        "C34",
        10,
    )
    got = [row[f"{w}_observation_{k}"] for w in ("prior", "next") for k in ("code", "value", "unit")]
    assert got == ["718-7", 13.5, "g/dL", "2160-0", 99.0, "umol/L"]
    assert (row["days_since_prior_observation"], row["days_to_next_observation"]) == (0, 2)
    table = lake.clinical.observations().to_pylist()
    assert [(r["code"], r["prior_value"], r["days_since_prior"], r["next_value"], r["days_to_next"]) for r in table] == [
        ("2160-0", 95.0, 2, 99.0, 2), ("718-7", 13.5, 0, None, None),
    ]  # fmt: skip
    assert lake.clinical.observations("718-7").num_rows == 1
    kinds = [e["kind"] for e in lake.clinical.events("HOSP|7")]
    assert kinds == ["imaging", "diagnosis"], "a stay that was cancelled did not happen"


def test_a_labelled_set_is_linked_wholly_and_nothing_falsely():
    """400 people with 3 studies; accession numbers are used twice, by two hospitals; what an order says varies."""
    from random import Random

    rng = Random(7)
    people = {f"{'HG'[n % 2]}|{n}": f"p{n}" for n in range(400)}
    studies, labels, orders, reports = [], {}, [], []
    for n, key in enumerate(people):
        for k in range(3):
            uid = f"1.{n}.{k}"
            when = AT.replace(day=1 + 9 * k)
            accession = f"A{n // 2}-{k}"  # its neighbour of the other hospital has the same
            studies.append(study(uid, key, accession, when, rng.choice(["CT", "MR"])))
            kind = rng.choice(["uid", "accession", "time", "wrong person", "nothing"])
            id = f"{n}.{k}"
            if kind == "uid":
                orders.append(order(id, key, uid=uid))
                labels["order", id] = uid
            elif kind == "accession":
                orders.append(order(id, key, accession=accession, at=None))
                labels["order", id] = uid
            elif kind == "time":
                orders.append(
                    {**order(id, key, at=when.replace(hour=8)), "Modality": studies[-1]["modalities"][0]}
                )
                labels["order", id] = uid
            elif kind == "wrong person":
                orders.append(order(id, f"{'HG'[n % 2]}|{(n + 2) % 400}", uid=uid))
                labels["order", id] = None
            else:
                orders.append(order(id, key, at=None, accession="none"))
                labels["order", id] = None
            reports.append(report(f"r{id}", key, placer=f"P{id}"))
            labels["report", f"r{id}"] = labels["order", id] if kind != "wrong person" else None
            reports.append(report(f"a{id}", key, accession=accession))
            labels["report", f"a{id}"] = uid
    got = {
        (r["entity"], r["entity_id"]): r["StudyInstanceUID"]
        for r in link_studies(orders, reports, studies, people)
    }
    assert got == labels
