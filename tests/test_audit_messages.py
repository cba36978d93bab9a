"""The audit record as DICOM audit messages and FHIR AuditEvent: the right class, and nothing lost on the way."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import pacslake
from pacslake import audit
from pacslake.audit_messages import CLASSES, class_of, to_dicom

PROJECT = Path(__file__).resolve().parents[1]
EVENTS = [  # action, details, event code, action code, type, outcome
    ("erase", {"n_instances": 3}, "110105", "D", None, "0"),
    ("export", {"to": "nifti"}, "110106", "R", None, "0"),
    ("dicomweb", {"what": "Search for studies", "status": 200}, "110112", "E", None, "0"),
    ("dicomweb", {"what": "Retrieve objects", "status": 404}, "110103", "R", None, "4"),
    (
        "dicomweb",
        {"what": "Retrieve objects", "status": 200, "study": "1.2.3", "series": "1.2.4"},
        "110103",
        "R",
        None,
        "0",
    ),
    ("dicomweb", {"what": "Store objects", "status": 200}, "110107", "C", None, "0"),
    ("dimse", {"what": "find STUDY", "calling": "WS1", "address": "10.0.0.7"}, "110112", "E", None, "0"),
    ("dimse", {"what": "worklist refused", "calling": "X", "address": "10.0.0.8"}, "110112", "E", None, "4"),
    ("dimse", {"what": "move SERIES", "calling": "WS1", "address": "10.0.0.7"}, "110104", "R", None, "0"),
    ("break_glass", {"reason": "emergency"}, "110113", "E", "110127", "0"),
    ("token_issue", {}, "110113", "U", "110137", "0"),
    ("vault_look_up", {}, "110110", "R", None, "0"),
    ("something_new", {}, "110100", "E", None, "0"),
]


@pytest.fixture
def lake(tmp_path: Path) -> pacslake.Lake:
    made = pacslake.init(tmp_path / "lake")
    for action, details, *_ in EVENTS:
        audit.record(made.dir, action, user="änne & co", **details)
    return made


def test_every_event_has_the_class_of_the_standard(lake: pacslake.Lake) -> None:
    for event, (_, _, code, action, type, outcome) in zip(audit.events(lake.dir), EVENTS, strict=True):
        assert class_of(event) == (code, action, type)
        root = ET.fromstring(to_dicom(event, "pacslake x"))
        assert [child.tag for child in root][:3] == [
            "EventIdentification",
            "ActiveParticipant",
            "AuditSourceIdentification",
        ]
        told = root[0]
        assert (
            told.get("EventActionCode"),
            told.get("EventOutcomeIndicator"),
            told.get("EventDateTime"),
        ) == (action, outcome, event.at)
        assert (told[0].get("csd-code"), told[0].get("codeSystemName"), told[0].get("originalText")) == (
            code,
            "DCM",
            CLASSES[code],
        )
        assert [c.get("csd-code") for c in told[1:]] == ([type] if type else [])
        assert root[1].get("UserID") == "änne & co"
        assert root[1].get("NetworkAccessPointID") == event.details.get("address")
        uids = [part.get("ParticipantObjectID") for part in root.iter("ParticipantObjectIdentification")]
        assert uids == [event.details[k] for k in ("study", "series") if k in event.details]


def test_actions_that_the_code_records_have_a_class_of_their_own() -> None:
    text = "".join(p.read_text("utf-8") for p in (PROJECT / "pacslake").rglob("*.py"))
    known = set(re.findall(r'audit\.record\(\s*[\w.]+,\s*"(\w+)"', text))
    assert {"export", "account_add", "project_add", "token_revoke", "vault_rotate", "erase"} <= known
    for action in known - {"dicomweb", "dimse"}:
        event = audit.AuditEvent(1, "2026-01-01T00:00:00+00:00", "u", action, {}, "", "0" * 64)
        assert class_of(event).code != "110100", action


def test_fhir_events_say_the_same_and_are_valid(lake: pacslake.Lake, tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("pacslake")), "audit", "--lake", str(lake.path)]
    done = subprocess.run(
        [*command, "--fhir", str(tmp_path / "a.ndjson"), "--dicom", str(tmp_path / "a.xml")],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in (tmp_path / "a.ndjson").read_text("utf-8").splitlines()]
    assert [(e["type"]["code"], e["action"], e["outcome"]) for e in found] == [
        (e[2], e[3], e[5]) for e in EVENTS
    ]
    lines = (tmp_path / "a.xml").read_text("utf-8").splitlines()
    assert len(lines) == len(EVENTS) and all(ET.fromstring(line).tag == "AuditMessage" for line in lines)
    digests = [d["valueString"] for e in found for d in e["entity"][-1]["detail"] if d["type"] == "sha256"]
    assert digests == [e.sha256 for e in audit.events(lake.dir)]
    assert found[4]["entity"][0]["what"]["identifier"]["value"] == "urn:oid:1.2.3"
    models = pytest.importorskip("fhir.resources.R4B", reason="fhir.resources is not installed")
    for event in found:
        models.get_fhir_model_class("AuditEvent").model_validate(event)


def test_a_damaged_record_is_not_given_out(lake: pacslake.Lake, tmp_path: Path) -> None:
    path = lake.path / "audit" / "audit.jsonl"
    path.write_text(path.read_text("utf-8").replace("nifti", "dicom"), "utf-8")
    command = [
        str(Path(sys.executable).with_name("pacslake")),
        "audit",
        "--lake",
        str(lake.path),
        "--fhir",
        str(tmp_path / "a"),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode != 0 and "damaged" in done.stderr and not (tmp_path / "a").exists()


def test_the_page_on_safeguards_names_tests_that_exist() -> None:
    page = (PROJECT / "docs" / "explanation" / "hipaa.md").read_text("utf-8")
    named = set(re.findall(r"`(test_\w+)`", page))
    there = {
        name
        for p in (PROJECT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", p.read_text("utf-8"), re.MULTILINE)
    }
    assert len(named) >= 15 and named <= there, named - there
    for safeguard in (
        "(a)(1)",
        "(a)(2)(i)",
        "(a)(2)(ii)",
        "(a)(2)(iii)",
        "(a)(2)(iv)",
        "(b)",
        "(c)(1)",
        "(c)(2)",
        "(d)",
        "(e)(1)",
        "(e)(2)(i)",
        "(e)(2)(ii)",
    ):
        assert f"| {safeguard} " in page
