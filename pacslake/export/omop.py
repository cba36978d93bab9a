"""A cohort in the OMOP Common Data Model 5.4 with its imaging extension: people, what was told of them, series, measurements.

No vocabulary comes with the lake: concepts that it cannot be sure of are 0, and the source's code is in `*_source_value`,
from where the site's own vocabulary maps it. All constraints of the model are checked while the rows are made.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake.export.members import Members
from pacslake.version import __version__

if TYPE_CHECKING:
    import duckdb

__all__ = ["TABLES", "build", "people_sql", "told_sql"]

TABLES = (
    "person", "observation_period", "visit_occurrence", "condition_occurrence", "procedure_occurrence", "drug_exposure",
    "measurement", "observation", "note", "death", "image_occurrence", "image_feature", "cdm_source",
)  # fmt: skip

TOLD = ("encounter", "diagnosis", "procedure", "medication", "observation", "report")
_HELD = "(t.status IS NULL OR t.status NOT IN ('cancelled', 'wrong', 'refuted'))"


def people_sql() -> str:
    """The people of some patient_keys (a list, `?`): person_key is the person where one is known, else the patient."""
    return """SELECT p.patient_key, coalesce(l.person_id, p.patient_key) AS person_key, p."PatientID" AS name, p."PatientSex" AS sex,
            p."PatientBirthDate" AS birth, g.year_of_birth, d.death
        FROM patient p LEFT JOIN patient_link l USING (patient_key)
        LEFT JOIN (SELECT patient_key, min(year("StudyDate") - floor("PatientAge_years"))::INTEGER AS year_of_birth FROM study GROUP BY 1) g
            USING (patient_key)
        LEFT JOIN (SELECT person_id, min(death_datetime) AS death FROM patient_identity WHERE is_primary GROUP BY 1) d
            ON d.person_id = l.person_id
        WHERE p.patient_key IN (SELECT unnest(?::VARCHAR[]))"""


def told_sql(table: str, more: str = "") -> str:
    """What one table tells of the people of some patient_keys (a list, `?`), without what was cancelled.

    Lines of text that a report is made of are in its text, and not told once more as observations.
    """
    if table == "observation":
        more += """ AND NOT (t.value_type IN ('TX', 'FT') AND EXISTS
            (SELECT 1 FROM report r WHERE r.report_id = t.report_id AND r.text IS NOT NULL))"""
    return f"""WITH people AS (
            SELECT DISTINCT person_id FROM patient_link WHERE person_id IS NOT NULL AND patient_key IN (SELECT unnest(?::VARCHAR[]))
        ), told AS (SELECT DISTINCT i.patient_key, i.person_id AS person_key FROM patient_identity i JOIN people USING (person_id) WHERE i.is_primary)
        SELECT t.*, told.person_key FROM "{table}" t JOIN told USING (patient_key) WHERE {_HELD} {more}"""


_STUDY = """SELECT s."StudyInstanceUID", coalesce(l.person_id, s.patient_key) AS person_key,
        coalesce(s.study_datetime, s."StudyDate"::TIMESTAMP) AS "at", o.code, coalesce(o.description, s."StudyDescription") AS description
    FROM study s LEFT JOIN patient_link l USING (patient_key)
    LEFT JOIN (SELECT "StudyInstanceUID", arg_max(entity_id, confidence) AS order_id FROM study_link WHERE entity = 'order' GROUP BY 1) k
        USING ("StudyInstanceUID")
    LEFT JOIN "order" o ON o.order_id = k.order_id
    WHERE s."StudyInstanceUID" IN (SELECT "StudyInstanceUID" FROM instance_row WHERE instance_version_id IN (SELECT unnest(?)))
    QUALIFY row_number() OVER (PARTITION BY s."StudyInstanceUID" ORDER BY s.patient_key) = 1"""
_SERIES = """SELECT "SeriesInstanceUID", "StudyInstanceUID", "Modality", "SeriesDescription" AS description, "BodyPartExamined" AS body_part
    FROM series WHERE "SeriesInstanceUID" IN
        (SELECT "SeriesInstanceUID" FROM instance_row WHERE instance_version_id IN (SELECT unnest(?)))
    QUALIFY row_number() OVER (PARTITION BY "SeriesInstanceUID" ORDER BY "StudyInstanceUID") = 1"""
_MEASUREMENT = """SELECT m.measurement_id, coalesce(l.person_id, m.patient_key) AS person_key, m."StudyInstanceUID", m.name, m.name_code,
        m.value, m.unit, m.unit_code, coalesce(m."source_SeriesInstanceUID", m."SeriesInstanceUID") AS series_uid, m.activity_id
    FROM measurement m LEFT JOIN patient_link l USING (patient_key) WHERE m.patient_key IN (SELECT unnest(?::VARCHAR[]))"""


def build(members: Members, faults: list[tuple[str, str]]) -> duckdb.DuckDBPyConnection:
    """A database in memory with the tables `TABLES`, filled; what the model cannot hold goes into `faults`."""
    import duckdb

    catalog, ids = members.cohort.catalog, members.instance_ids
    keys = [p["patient_key"] for p in members.people]
    made = duckdb.connect()
    made.execute(_script("omop.sql"))
    inputs = {"in_person": catalog.arrow(people_sql(), [keys]), "in_study": catalog.arrow(_STUDY, [ids])}
    inputs["in_series"] = catalog.arrow(_SERIES, [ids])
    inputs["in_measurement"] = catalog.arrow(_MEASUREMENT, [keys])
    for table in TOLD:
        more = "AND t.is_current AND t.kind <> 'laboratory'" if table == "report" else ""
        if table == "report":
            query = f"""SELECT r.*, l."StudyInstanceUID" FROM ({told_sql(table, more)}) r
                LEFT JOIN study_link l ON l.entity = 'report' AND l.entity_id = r.report_id"""
        else:
            query = told_sql(table)
        inputs[f"in_{table}"] = catalog.arrow(query, [keys])
    for name, table_ in inputs.items():
        made.register(name, table_)
    made.execute(_script("omop_fill.sql")).fetchall()
    made.execute(
        """INSERT INTO cdm_source SELECT 'Imaging data lake', 'pacslake', 'not stated', NULL, NULL, ?, current_date, current_date, 'CDM v5.4.0', 756265,
            'none'""",
        [f"pacslake {__version__}"],
    ).fetchall()
    faults += _left_out(made)
    return made


def _left_out(made: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    """What has no place in the model, by kind and number: without a year of birth no person, without a day no event."""

    def count(query: str) -> int:
        return int(made.execute(query).fetchall()[0][0])

    n = count("SELECT count(DISTINCT person_key) FROM in_person") - count("SELECT count(*) FROM person")
    if n:
        yield (
            "person",
            f"{n} people have no year of birth, which OMOP needs; they and what is theirs are left out",
        )
    for name, when in (
        ("study", '"at"'), ("encounter", "admit_datetime"), ("diagnosis", "coalesce(onset_datetime, recorded_datetime)"),
        ("procedure", "performed_datetime"), ("medication", "started_datetime"), ("observation", "observed_datetime"),
        ("report", "coalesce(reported_datetime, observed_datetime)"),
    ):  # fmt: skip
        n = count(f"SELECT count(*) FROM in_{name} WHERE {when} IS NULL")
        if n:
            yield name, f"{n} rows have no day, which OMOP needs; they are left out"


def _script(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


def source_rows(made: duckdb.DuckDBPyConnection) -> Any:
    """What the model has no column for: modality, description and body part of each image_occurrence, as Arrow."""
    return made.sql(
        "SELECT id AS image_occurrence_id, modality, description, body_part FROM image ORDER BY id"
    ).to_arrow_table()
