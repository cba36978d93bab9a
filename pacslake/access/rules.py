"""Which rows of each table a caller with a scope may see, as a table.

A test is (column, set): the column's value must be in that set of visible ids. All tests of an alternative must
hold, of any alternative. A row that tells of several objects (a whole series, a volume, a patient's course) is seen
only where all of them may be: otherwise its counts and sums would tell of what is hidden.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["HIDDEN", "SETS", "TABLE_RULES", "Alternative", "rule_of"]

Alternative = tuple[tuple[str, str], ...]

SETS = (
    "instance",  # instance_version_id
    "sop",  # SOPInstanceUID
    "template",  # template_id of headers, shared within a series
    "file",  # file_id
    "whole_series",  # SeriesInstanceUID with every instance visible
    "whole_study",  # StudyInstanceUID, likewise
    "whole_patient",  # patient_key, likewise
    "volume",  # volume_id with every frame's instance visible
    "cohort",  # cohort_id with every member visible
    "entity",  # all of these ids together, for tables whose key has a level beside it
    "null",  # no set: the column must be NULL
)

_OF_INSTANCE: tuple[Alternative, ...] = ((("instance_version_id", "instance"),),)
_OF_VOLUME: tuple[Alternative, ...] = ((("volume_id", "volume"),),)
_OF_PATIENT: tuple[Alternative, ...] = ((("patient_key", "whole_patient"),),)
_OF_INSTANCE_OR_VOLUME: tuple[Alternative, ...] = (
    *_OF_INSTANCE,
    (("instance_version_id", "null"), ("volume_id", "volume")),
)
HIDDEN: tuple[Alternative, ...] = ()
"""No alternative, no row: what tells of the whole lake, or of other people's work."""

TABLE_RULES: dict[str, tuple[Alternative, ...]] = {
    "activity": HIDDEN,
    "activity_input": ((("entity_id", "entity"),),),
    "activity_output": ((("entity_id", "entity"),),),
    "agreement": ((("volume_id", "volume"), ("patient_key", "whole_patient")),),
    "batch": HIDDEN,
    "cohort": ((("cohort_id", "cohort"),),),
    "cohort_member": ((("cohort_id", "cohort"),),),
    "container": HIDDEN,
    "element_shared": ((("template_id", "template"),),),
    "evaluation": _OF_INSTANCE_OR_VOLUME,
    "file": _OF_INSTANCE,
    "header_shared": ((("template_id", "template"),),),
    "issue": ((("entity_id", "entity"),),),
    "lesion": _OF_PATIENT,
    "lesion_choice": _OF_PATIENT,
    "lesion_observation": _OF_PATIENT,
    "measurement": _OF_INSTANCE_OR_VOLUME,
    "measurement_group": _OF_INSTANCE_OR_VOLUME,
    "pixel_stat": _OF_VOLUME,
    "reference_row": ((("from_SOPInstanceUID", "sop"),),),
    "registration": ((("fixed_volume_id", "volume"), ("moving_volume_id", "volume")),),
    "response": _OF_PATIENT,
    "series_pair": ((("a_volume_id", "volume"), ("b_volume_id", "volume")),),
    "series_plan": ((("SeriesInstanceUID", "whole_series"),),),
    "suv": _OF_VOLUME,
    "timepoint": _OF_PATIENT,
    "timepoint_choice": _OF_PATIENT,
    "volume": _OF_VOLUME,
    "volume_frame": _OF_VOLUME,
}
"""Tables that need a rule of their own; all others follow from the finest key that they have."""

_BY_KEY = (
    ("instance_version_id", "instance"),
    ("volume_id", "volume"),
    ("SOPInstanceUID", "sop"),
    ("SeriesInstanceUID", "whole_series"),
    ("StudyInstanceUID", "whole_study"),
    ("patient_key", "whole_patient"),
)


def rule_of(table: str, columns: Iterable[str]) -> tuple[Alternative, ...]:
    """The rule of a table; one without a key that is known shows nothing.

    >>> rule_of("lung_features", ["row_id", "volume_id", "mean_hu"])
    ((('volume_id', 'volume'),),)
    >>> rule_of("secrets", ["text"])
    ()
    """
    if table in TABLE_RULES:
        return TABLE_RULES[table]
    names = set(columns)
    return next((((test,),) for test in _BY_KEY if test[0] in names), HIDDEN)
