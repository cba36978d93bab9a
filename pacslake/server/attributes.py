"""Which attributes a search knows at each level (PS3.18 table 10.6.1-5 and 10.6.3), and where the index has them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pacslake.dicom.dictionary import public_vr, tag_for, tag_text

__all__ = [
    "COMPUTED",
    "FAST",
    "LEVELS",
    "OF_INSTANCE",
    "OF_SERIES",
    "OF_STUDY",
    "Path",
    "parse_attribute",
]

LEVELS = ("STUDY", "SERIES", "IMAGE")


@dataclass(frozen=True)
class Path:
    """An attribute, maybe inside sequences: tags as `ggggeeee` from the outside in."""

    tags: tuple[str, ...]

    @property
    def tag(self) -> str:
        return self.tags[-1]

    @property
    def vr(self) -> str:
        return public_vr(int(self.tag, 16)) or "UN"


def parse_attribute(text: str) -> Path | None:
    """`PatientID`, `00100020` or such joined by dots; None for what is no attribute of the Standard.

    >>> parse_attribute("RequestAttributesSequence.00401001").tags
    ('00400275', '00401001')
    """
    tags = []
    for part in text.split("."):
        if re.fullmatch(r"[0-9A-Fa-f]{8}", part):
            tag = int(part, 16)
        else:
            found = tag_for(part)
            if found is None:
                return None
            tag = found
        if not public_vr(tag):
            return None
        tags.append(tag_text(tag))
    return Path(tuple(tags))


def _tags(words: str) -> tuple[str, ...]:
    return tuple(tag_text(tag_for(word) or 0) for word in words.split())


# Those that the Standard asks for, then those that people list most often.
OF_STUDY = _tags(
    "SpecificCharacterSet StudyDate StudyTime AccessionNumber ReferringPhysicianName TimezoneOffsetFromUTC PatientName "
    "PatientID IssuerOfPatientID PatientBirthDate PatientSex StudyInstanceUID StudyID StudyDescription "
    "NameOfPhysiciansReadingStudy InstitutionName PatientAge PatientSize PatientWeight"
)
OF_SERIES = _tags(
    "SpecificCharacterSet Modality TimezoneOffsetFromUTC SeriesDescription SeriesInstanceUID SeriesNumber "
    "PerformedProcedureStepStartDate PerformedProcedureStepStartTime RequestAttributesSequence SeriesDate SeriesTime "
    "BodyPartExamined Laterality ProtocolName Manufacturer ManufacturerModelName StationName PatientPosition"
)
OF_INSTANCE = _tags("SOPClassUID SOPInstanceUID InstanceNumber Rows Columns BitsAllocated NumberOfFrames")

COMPUTED = {
    "00080056": "InstanceAvailability",
    "00080061": "ModalitiesInStudy",
    "00080062": "SOPClassesInStudy",
    "00081190": "RetrieveURL",
    "00201200": "NumberOfPatientRelatedStudies",
    "00201202": "NumberOfPatientRelatedSeries",
    "00201204": "NumberOfPatientRelatedInstances",
    "00201206": "NumberOfStudyRelatedSeries",
    "00201208": "NumberOfStudyRelatedInstances",
    "00201209": "NumberOfSeriesRelatedInstances",
}

# tag: (table of the index, column, how it is compared)
FAST: dict[str, tuple[str, str, str]] = {
    tag_text(tag_for(keyword) or 0): (table, column, kind)
    for table, keyword, column, kind in (
        ("studies", "PatientID", "PatientID", "text"),
        ("studies", "IssuerOfPatientID", "IssuerOfPatientID", "text"),
        ("studies", "PatientName", "PatientName", "name"),
        ("studies", "PatientBirthDate", "PatientBirthDate", "date"),
        ("studies", "PatientSex", "PatientSex", "text"),
        ("studies", "StudyInstanceUID", "study", "uid"),
        ("studies", "StudyID", "StudyID", "text"),
        ("studies", "StudyDate", "StudyDate", "date"),
        ("studies", "StudyTime", "StudyTime_us", "time"),
        ("studies", "AccessionNumber", "AccessionNumber", "text"),
        ("studies", "StudyDescription", "StudyDescription", "text"),
        ("studies", "ReferringPhysicianName", "ReferringPhysicianName", "name"),
        ("studies", "InstitutionName", "InstitutionName", "text"),
        ("studies", "ModalitiesInStudy", "ModalitiesInStudy", "list"),
        ("studies", "SOPClassesInStudy", "SOPClassesInStudy", "list"),
        ("studies", "NumberOfStudyRelatedSeries", "n_series", "number"),
        ("studies", "NumberOfStudyRelatedInstances", "n_instances", "number"),
        ("series", "Modality", "Modality", "text"),
        ("series", "SeriesInstanceUID", "series", "uid"),
        ("series", "SeriesNumber", "SeriesNumber", "number"),
        ("series", "SeriesDescription", "SeriesDescription", "text"),
        ("series", "BodyPartExamined", "BodyPartExamined", "text"),
        ("series", "ProtocolName", "ProtocolName", "text"),
        ("series", "SeriesDate", "SeriesDate", "date"),
        ("series", "SeriesTime", "SeriesTime_us", "time"),
        ("series", "Manufacturer", "Manufacturer", "text"),
        ("series", "StationName", "StationName", "text"),
        ("series", "PerformedProcedureStepStartDate", "PerformedProcedureStepStartDate", "date"),
        ("series", "PerformedProcedureStepStartTime", "PerformedProcedureStepStartTime_us", "time"),
        ("series", "NumberOfSeriesRelatedInstances", "n_instances", "number"),
        ("instances", "SOPInstanceUID", "sop", "uid"),
        ("instances", "SOPClassUID", "sop_class", "uid"),
        ("instances", "InstanceNumber", "number", "number"),
        ("instances", "Rows", "rows", "number"),
        ("instances", "Columns", "columns", "number"),
        ("instances", "BitsAllocated", "bits", "number"),
        ("instances", "NumberOfFrames", "frames", "number"),
    )
}
