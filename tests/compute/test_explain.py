"""A number leads back to code, volume, slices, files and digests; PROV-JSON is what W3C says; stale results show."""

from __future__ import annotations

import functools
import hashlib
import json
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import pytest

import pacslake
from pacslake.catalog import run_checks
from pacslake.errors import NotFoundError
from pacslake.synthetic import simple_series


def scaled(volume, factor=1.0):
    return {"mean_value": float(volume.values().mean()) * factor, "profile": [1.0, 2.0]}


@pytest.fixture
def explained(lake, volumes):
    volumes.freeze().map(functools.partial(scaled, factor=2.0), table="t", scheduler="sync")
    (row,) = lake.rows("SELECT row_id FROM t ORDER BY row_id LIMIT 1")
    return lake, lake.explain(table="t", row_id=row[0])


def test_a_number_leads_to_the_bytes_of_its_files(explained):
    _, found = explained
    assert len(found.files) == 3
    for source in found.files:
        assert hashlib.sha256(Path(source.uri).read_bytes()).hexdigest() == source.sha256
    assert [f.k for f in found.files] == [0, 1, 2]
    text = str(found)
    for word in ("mean_value = ", "test_explain.scaled", "factor=2.0", "content sha256",
                 found.files[0].sha256, "numpy", f"read snapshot {found.activity['snapshot_id']}"):  # fmt: skip
        assert word in text, word


def test_the_picture_is_an_svg_and_stands_in_a_notebook(explained):
    _, found = explained
    assert ET.fromstring(found.to_svg()).tag.endswith("svg")
    assert found.to_svg() in found._repr_html_() and "Lineage as text" in found._repr_html_()


def test_without_a_row_it_says_so(lake, volumes):
    with pytest.raises(NotFoundError, match="no row 'x'"):
        lake.explain(table="volume", row_id="x")
    with pytest.raises(NotFoundError, match="pacslake tables"):
        lake.explain(table="none", row_id="x")


# What of PROV-JSON's schema (W3C member submission of 24 April 2013) concerns our records.
_LITERAL = {"anyOf": [
    {"type": ["string", "number", "boolean"]},
    {"type": "object", "required": ["$"], "properties": {"$": {"type": "string"}, "type": {"type": "string"},
     "lang": {"type": "string"}}, "additionalProperties": False},
]}  # fmt: skip
_QNAME = "^[A-Za-z_][A-Za-z0-9_]*:[^ \\s]+$"
_TIME = {"type": "string", "pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?$"}


def _records(required: tuple[str, ...] = (), **properties) -> dict:
    return {
        "type": "object",
        "patternProperties": {_QNAME: {
            "type": "object", "required": list(required), "properties": properties,
            "additionalProperties": {"anyOf": [_LITERAL, {"type": "array", "minItems": 1, "items": _LITERAL}]},
            "propertyNames": {"pattern": _QNAME},
        }},
        "additionalProperties": False,
    }  # fmt: skip


_NAME = {"type": "string", "pattern": _QNAME}
PROV_SCHEMA = {
    "type": "object",
    "properties": {
        "prefix": {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}},
        "entity": _records(), "agent": _records(),
        "activity": _records(**{"prov:startTime": _TIME, "prov:endTime": _TIME}),
        "wasGeneratedBy": _records(("prov:entity",), **{"prov:entity": _NAME, "prov:activity": _NAME}),
        "used": _records(("prov:activity",), **{"prov:entity": _NAME, "prov:activity": _NAME}),
        "wasDerivedFrom": _records(("prov:generatedEntity", "prov:usedEntity")),
        "wasAssociatedWith": _records(("prov:activity",)),
    },
    "additionalProperties": False,
}  # fmt: skip


def test_prov_json_is_what_its_schema_says(explained):
    _, found = explained
    document = json.loads(json.dumps(found.to_prov()))
    jsonschema.validate(document, PROV_SCHEMA)
    declared = {name for kind in ("entity", "activity", "agent") for name in document[kind]}
    named = set(
        re.findall(
            r'"prov:(?:entity|activity|agent|plan|usedEntity|generatedEntity)": "([^"]+)"',
            json.dumps(document),
        )
    )
    assert named and named <= declared
    assert set(document["prefix"]) == {"lake"} and all(n.startswith("lake:") for n in declared)
    (run,) = document["activity"].values()
    assert json.loads(run["lake:parameters"])["arguments"] == {"factor": 2.0}
    assert sum(name.startswith("lake:file/") for name in document["entity"]) == 3


def test_prov_json_is_read_by_the_prov_package(explained):
    prov = pytest.importorskip("prov.model")
    document = prov.ProvDocument.deserialize(content=json.dumps(explained[1].to_prov()), format="json")
    kinds = {type(record).__name__ for record in document.get_records()}
    assert {
        "ProvEntity",
        "ProvActivity",
        "ProvAgent",
        "ProvGeneration",
        "ProvUsage",
        "ProvDerivation",
    } <= kinds


def test_a_stored_array_leads_back_to_the_volume_it_was_made_of(lake):
    one = lake.cohort("SELECT volume_id FROM volume LIMIT 1")
    result = one.map(lambda v: v.values() * 2.0, table="double", scheduler="sync")
    (made,) = lake.rows("SELECT result_volume_id FROM double")[0]
    found = lake.explain(table="volume", row_id=made)
    assert [n.entity_id for n in found.inputs] == [made, one.members[0]]
    assert found.activity["activity_id"] == result.activity_id
    assert "made by double row" in str(found)


@pytest.fixture
def growing(template, tmp_path):
    """A lake of one series, and a function that sends it again with one slice more."""
    source = tmp_path / "in"
    shutil.copytree(template / "in" / "0", source)
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(source)

    def send_again():
        simple_series(tmp_path / "more", (4, 8, 8), seed=0, PatientID="P0", PatientName="Surname0^Given")
        shutil.copy(max((tmp_path / "more").rglob("*")), source / "one_more_slice")
        lake.ingest(source)

    return lake, send_again


@pytest.mark.parametrize(
    ("sql", "grain"),
    [("SELECT volume_id FROM volume", "volume"), ("SELECT SeriesInstanceUID FROM series", "series"),
     ("SELECT patient_key FROM patient", "patient")],
)  # fmt: skip
def test_a_result_whose_input_was_superseded_is_flagged(growing, sql, grain):
    lake, send_again = growing
    lake.cohort(sql).map(lambda member: {"a": 1.0}, table="t", scheduler="sync")
    assert run_checks(lake.catalog)["result_is_stale"] == []
    row_id = lake.rows("SELECT row_id FROM t")[0][0]
    assert "stale" not in str(lake.explain(table="t", row_id=row_id))
    send_again()
    (stale,) = run_checks(lake.catalog)["result_is_stale"]
    assert (stale["table_name"], stale["grain"]) == ("t", grain)
    text = str(lake.explain(table="t", row_id=row_id))
    assert ("stale" in text or "no longer in the catalogue" in text) and "not current" in text
    lake.cohort(sql).map(lambda member: {"a": 1.0}, table="t", scheduler="sync")
    left = run_checks(lake.catalog)["result_is_stale"]
    # A volume that changes gets another id, so its old row stays and stays flagged; others are replaced.
    assert [s["entity_id"] for s in left] == ([stale["entity_id"]] if grain == "volume" else [])
