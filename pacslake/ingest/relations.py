"""Faults that show only across instances: of series, studies, patients and references.

They are functions of the current rows, so they are made anew for whatever a run touched, after its last
file: equal rows come out whichever way the files came in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pacslake.catalog import Replace

if TYPE_CHECKING:
    from pacslake.catalog import Catalog

__all__ = ["SERIES_ATTRIBUTES", "STUDY_ATTRIBUTES", "relation_issues"]

# One value per series or study by the information entity that PS3.3 A.1.2 gives them; what is in the views.
SERIES_ATTRIBUTES = (
    "Modality", "SeriesNumber", "SeriesDescription", "ProtocolName", "BodyPartExamined", "Laterality",
    "PatientPosition", "FrameOfReferenceUID", "SeriesDate", "Manufacturer", "ManufacturerModelName",
    "DeviceSerialNumber", "StationName",
)  # fmt: skip
STUDY_ATTRIBUTES = ("StudyDate", "StudyID", "StudyDescription", "AccessionNumber", "ReferringPhysicianName")

_LIMIT = 5_000  # keys in one query


def relation_issues(catalog: Catalog, batch_ids: Sequence[str]) -> tuple[list[Replace], list[dict[str, Any]]]:
    """Replace the rows of everything that the files of some runs touch.

    Returns:
        What to replace in the commit, and the new rows for the report.
    """
    if "instance_row" not in catalog.snapshot.tables:
        return [], []
    touched = _touched(catalog, batch_ids)
    rows: list[dict[str, Any]] = []
    scopes: list[str] = []
    for keys in _parts(touched["series"]):
        rows += _series(catalog, keys)
        scopes += keys
    for keys in _parts(touched["study"]):
        rows += _studies(catalog, keys)
        scopes += keys
    for keys in _parts(touched["patient"]):
        rows += _patients(catalog, keys)
        scopes += keys
    replace = []
    columns = list(catalog.schema("issue").names)
    if scopes:
        replace.append(_replace(catalog, scopes, ("series", "study", "patient"), rows, columns))
    references: list[dict[str, Any]] = []
    for keys in _parts(touched["reference"]):
        references += _references(catalog, keys)
    if touched["reference"]:
        replace.append(_replace(catalog, touched["reference"], ("reference",), references, columns))
    return [r for r in replace if r is not None], rows + references


def _replace(
    catalog: Catalog, keys: list[str], levels: tuple[str, ...], rows: list[dict[str, Any]], columns: list[str]
) -> Any:
    """Replace the rows of these levels in the entities' scopes; rows of other levels there stay."""
    scopes = [f"ingest:{key}" for key in dict.fromkeys(keys)]
    marks = ", ".join(f"'{level}'" for level in levels)
    there = [] if "issue" not in catalog.snapshot.tables else catalog.dicts(
        "SELECT * FROM issue WHERE scope IN (SELECT unnest(?::VARCHAR[]))", [scopes]
    )  # fmt: skip
    stay = [{k: row[k] for k in columns} for row in there if f"'{row['level']}'" not in marks]
    before = {row["issue_id"]: row for row in there if f"'{row['level']}'" in marks}
    same = {row["issue_id"] for row in rows} == set(before) and all(
        before[row["issue_id"]]["message"] == row["message"] for row in rows
    )
    return None if same else Replace("issue", "scope", scopes, [*stay, *rows])


def _parts(keys: list[str]) -> Iterator[list[str]]:
    for i in range(0, len(keys), _LIMIT):
        yield keys[i : i + _LIMIT]


def _touched(catalog: Catalog, batch_ids: Sequence[str]) -> dict[str, list[str]]:
    """Series, studies, patients and referring instances whose issues may have changed."""
    of_batch = catalog.rows(
        "SELECT DISTINCT i.StudyInstanceUID, i.SeriesInstanceUID, i.patient_key "
        "FROM file f JOIN instance_row i USING (SOPInstanceUID) WHERE f.batch_id IN (SELECT unnest(?::VARCHAR[]))",
        [list(batch_ids)],
    )
    studies, series, patients = (sorted({row[i] for row in of_batch if row[i] is not None}) for i in range(3))
    shared = catalog.rows(
        "SELECT DISTINCT StudyInstanceUID FROM instance_row WHERE StudyInstanceUID IS NOT NULL AND "
        "AccessionNumber IN (SELECT DISTINCT AccessionNumber FROM instance_row "
        "WHERE StudyInstanceUID IN (SELECT unnest(?::VARCHAR[])))",
        [studies],
    )
    references = [] if "reference_row" not in catalog.snapshot.tables else catalog.rows(
        "SELECT DISTINCT r.from_instance FROM reference_row r WHERE r.to_sop_instance IN "
        "(SELECT SOPInstanceUID FROM file WHERE batch_id IN (SELECT unnest(?::VARCHAR[]))) "
        "OR r.from_instance IN (SELECT instance_version_id FROM file WHERE batch_id IN (SELECT unnest(?::VARCHAR[]))) "
        "ORDER BY 1",
        [list(batch_ids), list(batch_ids)],
    )  # fmt: skip
    return {
        "series": series,
        "study": sorted({*studies, *(r[0] for r in shared)}),
        "patient": patients,
        "reference": [r[0] for r in references],
    }


def _counts(
    catalog: Catalog, key: str, attributes: Sequence[str], keys: list[str]
) -> Iterator[tuple[str, dict[str, int]]]:
    """(key, number of values by attribute) for those with several values; an absent one is no value."""
    counts = ", ".join(f'count(DISTINCT "{a}")' for a in attributes)
    query = (
        f'SELECT "{key}", {counts} FROM instance_row WHERE is_current AND "{key}" IN '
        f"(SELECT unnest(?::VARCHAR[])) GROUP BY 1 ORDER BY 1"
    )
    for row in catalog.rows(query, [keys]):
        several = {name: n for name, n in zip(attributes, row[1:], strict=True) if n > 1}
        if several:
            yield row[0], several


def _series(catalog: Catalog, keys: list[str]) -> list[dict[str, Any]]:
    rows, split = [], []
    for uid, counts in _counts(catalog, "SeriesInstanceUID", (*SERIES_ATTRIBUTES, "StudyInstanceUID"), keys):
        n_studies = counts.pop("StudyInstanceUID", 1)
        for keyword, n in counts.items():
            message = f"{n} values of {keyword} in one series"
            rows.append(_issue("series", uid, "series_attribute_varies", message, keyword))
        if n_studies > 1:
            message = f"one SeriesInstanceUID in {n_studies} studies; the series is listed under the first"
            split.append(_issue("series", uid, "series_uid_in_several_studies", message, "StudyInstanceUID"))
    return rows + split


def _studies(catalog: Catalog, keys: list[str]) -> list[dict[str, Any]]:
    rows, split = [], []
    for uid, counts in _counts(catalog, "StudyInstanceUID", (*STUDY_ATTRIBUTES, "patient_key"), keys):
        n_patients = counts.pop("patient_key", 1)
        for keyword, n in counts.items():
            message = f"{n} values of {keyword} in one study"
            rows.append(_issue("study", uid, "study_attribute_varies", message, keyword))
        if n_patients > 1:
            message = f"one StudyInstanceUID under {n_patients} patients; each has a row of its own"
            split.append(_issue("study", uid, "study_has_several_patients", message, "PatientID", "error"))
    rows += split
    shared = catalog.rows(
        "WITH mine AS (SELECT DISTINCT AccessionNumber FROM instance_row "
        "  WHERE is_current AND AccessionNumber IS NOT NULL AND StudyInstanceUID IN (SELECT unnest(?::VARCHAR[]))), "
        "pairs AS (SELECT DISTINCT StudyInstanceUID, AccessionNumber FROM instance_row "
        "  WHERE is_current AND AccessionNumber IN (FROM mine)) "
        "SELECT StudyInstanceUID, max(n) FROM (SELECT StudyInstanceUID, "
        "  count(*) OVER (PARTITION BY AccessionNumber) AS n FROM pairs) "
        "WHERE n > 1 AND StudyInstanceUID IN (SELECT unnest(?::VARCHAR[])) GROUP BY 1 ORDER BY 1",
        [keys, keys],
    )
    for uid, n in shared:
        message = f"one AccessionNumber in {n} studies; they are not joined by it"
        rows.append(_issue("study", uid, "accession_number_shared", message, "AccessionNumber"))
    return rows


def _patients(catalog: Catalog, keys: list[str]) -> list[dict[str, Any]]:
    """Several people behind one identifier: other birth dates, or names without a common part."""
    found = catalog.rows(
        "SELECT patient_key, list(DISTINCT PatientName ORDER BY PatientName), count(DISTINCT PatientBirthDate), "
        "count(DISTINCT PatientSex) FILTER (WHERE PatientSex IN ('M', 'F')) FROM instance_row "
        "WHERE is_current AND patient_key IN (SELECT unnest(?::VARCHAR[])) GROUP BY 1 ORDER BY 1",
        [keys],
    )
    rows = []
    for key, names, n_births, n_sexes in found:
        what = []
        if n_births > 1:
            what.append((f"{n_births} birth dates", "PatientBirthDate"))
        if _names_of_several(names or []):
            what.append((f"{len(names)} names", "PatientName"))
        if n_sexes > 1:
            what.append((f"{n_sexes} sexes", "PatientSex"))
        if what:
            message = f"one patient identifier with {' and '.join(text for text, _ in what)}"
            rows.append(_issue("patient", key, "patient_id_of_several_people", message, what[0][1]))
    return rows


def _names_of_several(names: Sequence[str | None]) -> bool:
    """Whether two of the names have no part in common ("DOE^J" and "Doe^Jane" have one)."""
    parts = [
        {
            p
            for p in str(name).casefold().replace("=", "^").replace(" ", "^").replace(",", "^").split("^")
            if p
        }
        for name in names
        if name
    ]
    parts = [p for p in parts if p]
    return any(not (a & b) for i, a in enumerate(parts[:50]) for b in parts[i + 1 : 50])


def _references(catalog: Catalog, keys: list[str]) -> list[dict[str, Any]]:
    """Referring objects of which something referred to is not in the lake."""
    found = catalog.rows(
        "SELECT r.from_instance, count(DISTINCT r.to_sop_instance) AS n, "
        "count(DISTINCT r.to_sop_instance) FILTER (WHERE i.SOPInstanceUID IS NULL) AS missing, "
        "min(r.to_sop_instance) FILTER (WHERE i.SOPInstanceUID IS NULL) AS first, "
        "bool_and(r.kind = 'referenced_image') FILTER (WHERE i.SOPInstanceUID IS NULL) AS beside "
        "FROM reference_row r "
        "JOIN instance_row o ON o.instance_version_id = r.from_instance AND o.is_current "
        "LEFT JOIN (SELECT DISTINCT SOPInstanceUID FROM instance_row WHERE is_current) i "
        "ON i.SOPInstanceUID = r.to_sop_instance "
        "WHERE r.to_sop_instance IS NOT NULL AND r.from_instance IN (SELECT unnest(?::VARCHAR[])) "
        # A structure set names its study as an object (PS3.3 C.8.8.5); no archive holds that.
        "AND r.kind IS DISTINCT FROM 'study' "
        "GROUP BY 1 HAVING missing > 0 ORDER BY 1",
        [keys],
    )
    return [
        _issue(
            "reference",
            version,
            "source_missing",
            f"{missing} of {n} objects referred to are not in the lake, the first {first}",
            "ReferencedSOPInstanceUID",
            # Images beside the object (localizers) are often left out of an export; sources are needed.
            "info" if beside else "warning",
        )
        for version, n, missing, first, beside in found
    ]


def _issue(
    level: str, entity_id: str, code: str, message: str, keyword: str, severity: str = "warning"
) -> dict[str, Any]:
    from pacslake.ingest.assemble import issue_row

    issue = {"level": level, "entity_id": entity_id, "code": code, "severity": severity}
    return issue_row({**issue, "keyword": keyword, "message": message}, None)
