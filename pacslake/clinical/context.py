"""What is known of the people in a lake, from Python: `lake.clinical`."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

    from pacslake.clinical.load import Loaded
    from pacslake.clinical.sheet import Sheet
    from pacslake.lake import Lake

__all__ = ["Clinical"]


class Clinical:
    """The clinical context of a lake: messages, resources and spreadsheets in, questions out."""

    def __init__(self, lake: Lake) -> None:
        self._lake = lake

    def load_hl7(self, source: str | os.PathLike[str], **options: Any) -> Loaded:
        """Take in HL7 v2 messages, see `pacslake.clinical.load_messages`."""
        from pacslake.clinical import load

        return load.load_messages(self._lake, source, **options)

    def load_fhir(self, source: str | os.PathLike[str], **options: Any) -> Loaded:
        """Take in FHIR R4 bundles, resources and NDJSON, see `pacslake.clinical.load_resources`."""
        from pacslake.clinical import fhir

        return fhir.load_resources(self._lake, source, **options)

    def load_sheet(self, source: str | os.PathLike[str], *, key: str, **options: Any) -> Sheet:
        """Take in a spreadsheet as a table, see `pacslake.clinical.sheet.load_sheet`."""
        from pacslake.clinical import sheet

        return sheet.load_sheet(self._lake, source, key=key, **options)

    def undo(self, event_id: str, *, by: str, reason: str = "") -> str:
        """Take an event of identity back, see `pacslake.clinical.undo`."""
        from pacslake.clinical import load

        return load.undo(self._lake, event_id, by=by, reason=reason)

    def search(self, query: str, *, since: date | None = None, limit: int = 100) -> list[dict[str, Any]]:
        """Reports by the words in them, see `pacslake.clinical.search.search_reports`."""
        from pacslake.clinical.search import search_reports

        return search_reports(self._lake, query, since=since, limit=limit)

    def context(self) -> pa.Table:
        """One row per study with order, report, diagnoses and results around it: the view `study_context`."""
        return self._lake.arrow('FROM study_context ORDER BY patient_key, study_datetime, "StudyInstanceUID"')

    def observations(self, code: str | None = None) -> pa.Table:
        """One row per study and kind of numeric result, before and after: the view `study_observation`.

        Args:
            code: only results of this code, such as LOINC 2160-0.
        """
        return self._lake.arrow(
            'FROM study_observation WHERE ?::VARCHAR IS NULL OR code = ? ORDER BY patient_key, study_datetime, "StudyInstanceUID", code',
            [code, code],
        )

    def events(self, patient_key: str) -> list[dict[str, Any]]:
        """What happened to a patient around the images, in order: the view `event_timeline`."""
        return self._lake.dicts(
            "FROM event_timeline WHERE patient_key = ? ORDER BY event_datetime, kind, code", [patient_key]
        )

    def unmatched(self) -> list[dict[str, Any]]:
        """Orders and reports that no study of the lake goes with, each with the reason."""
        if "study_link" not in self._lake.catalog.snapshot.tables:
            return []
        return self._lake.dicts('FROM study_link WHERE "StudyInstanceUID" IS NULL ORDER BY entity, entity_id')
