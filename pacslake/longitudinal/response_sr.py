"""The response at a visit as a structured report after TID 1500 (PS3.16), with the category as coded evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacslake.derived import MeasurementSpec, build_sr
from pacslake.derived.common_out import Algorithm
from pacslake.errors import NotFoundError, VolumeError

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["build"]

_LESIONS = """
    SELECT o.lesion_id, o.longest_diameter_mm, o.short_axis_mm, o.volume_ml, o.peak_value, o.unit_code, o.volume_id,
        l."TrackingUID", l.name, l.is_node
    FROM lesion_observation o JOIN lesion l USING (lesion_id)
    WHERE o.patient_key = ? AND o.timepoint_index = ? AND o.finding_id IS NOT NULL ORDER BY l.name, l.lesion_id
"""
_LONG = ("103339001", "SCT", "Long axis")
_SHORT = ("103340004", "SCT", "Short axis")
_VOLUME = ("118565006", "SCT", "Volume")
_SUM = ("SUM-OF-DIAMETERS", "99PACSLAKE", "Sum of diameters of target lesions")
_CHANGE = {
    "change_from_baseline_percent": ("CHANGE-FROM-BASELINE", "99PACSLAKE", "Change of the sum from baseline"),
    "change_from_nadir_percent": ("CHANGE-FROM-NADIR", "99PACSLAKE", "Change of the sum from nadir"),
}
_TARGET = {
    "CR": ("112041", "DCM", "Target Lesion Complete Response"),
    "PR": ("112042", "DCM", "Target Lesion Partial Response"),
    "PD": ("112043", "DCM", "Target Lesion Progressive Disease"),
    "SD": ("112044", "DCM", "Target Lesion Stable Disease"),
}
_NON_TARGET = {
    "CR": ("112045", "DCM", "Non-Target Lesion Complete Response"),
    "non-CR/non-PD": ("112046", "DCM", "Non-Target Lesion Incomplete Response or Stable Disease"),
    "PD": ("112047", "DCM", "Non-Target Lesion Progressive Disease"),
}
# DICOM has codes for target and non-target lesions only; the overall response is coded as CDISC does (ONCRSR).
_OVERALL = {
    "CR": ("C4870", "NCIt", "Complete Response"),
    "PR": ("C18058", "NCIt", "Partial Response"),
    "SD": ("C18213", "NCIt", "Stable Disease"),
    "PD": ("C35571", "NCIt", "Progressive Disease"),
    "NE": ("C62222", "NCIt", "Not Evaluable"),
    "non-CR/non-PD": ("C96642", "NCIt", "Non-Complete Response/Non-Progressive Disease"),
}
_METHOD = {"RECIST 1.1": ("126081", "DCM", "RECIST 1.1")}


def build(result: Any, timepoint_index: int | None) -> Dataset:
    """See `ResponseResult.to_sr`.

    Raises:
        NotFoundError: nothing was judged at that visit.
        VolumeError: no lesion of the visit lies on a volume that the report could name as evidence.
    """
    judged = [r for r in result.rows if r["criterion"] == "RECIST 1.1"]
    if timepoint_index is not None:
        judged = [r for r in judged if r["timepoint_index"] == timepoint_index]
    if not judged:
        raise NotFoundError("no response was judged at that visit; see the table response")
    row = judged[-1]
    lesions = result.lake.dicts(_LESIONS, [result.patient_key, row["timepoint_index"]])
    ids = [x["volume_id"] for x in lesions if x["volume_id"]]
    if not ids:
        raise VolumeError(
            f"no lesion of visit {row['timepoint_index']} lies on a volume of the lake: the report would have no images as "
            "evidence",
            ("no_evidence",),
        )
    volume = result.lake.volume(max(sorted(set(ids)), key=ids.count))
    here = [x for x in lesions if x["volume_id"] == volume.volume_id]
    numbers = [spec for x in here for spec in _of_lesion(x)]
    if row["value"] is not None:
        numbers.append(MeasurementSpec(_SUM, row["value"], "mm", "RECIST 1.1"))
        numbers += [
            MeasurementSpec(term, row[name], "%", "RECIST 1.1")
            for name, term in _CHANGE.items()
            if row[name] is not None
        ]
    ds = build_sr(
        numbers, volume, algorithm=Algorithm(activity_id=row["activity_id"]), series_description="Response, RECIST 1.1",
        series_number=902,
    )  # fmt: skip
    _evaluate(ds, row)
    return ds


def _of_lesion(x: dict[str, Any]) -> list[MeasurementSpec]:
    found = []
    for term, value, unit in (
        (_LONG, x["longest_diameter_mm"], "mm"),
        (_SHORT, x["short_axis_mm"], "mm"),
        (_VOLUME, x["volume_ml"], "ml"),
    ):
        if value is not None:
            found.append(MeasurementSpec(term, value, unit, x["name"] or x["lesion_id"], x["TrackingUID"]))
    return found


def _evaluate(ds: Any, row: dict[str, Any]) -> None:
    """Add the container Qualitative Evaluations (TID 1500 row 12) with category, method and arithmetic."""
    import highdicom as hd
    from pydicom.sr.coding import Code

    evaluation = Code("112020", "DCM", "Response Evaluation")
    items = []
    for name, codes, category in (
        (Code("112048", "DCM", "Current Response"), _OVERALL, row["category"]),
        (evaluation, _TARGET, row["target_category"]),
        (evaluation, _NON_TARGET, row["non_target_category"]),
    ):
        if category in codes:
            items.append(_code(name, Code(*codes[category])))
    items.append(_code(Code("112021", "DCM", "Response Evaluation Method"), Code(*_METHOD["RECIST 1.1"])))
    items.append(
        hd.sr.TextContentItem(
            name=Code("121106", "DCM", "Comment"), value=row["arithmetic"],
            relationship_type=hd.sr.RelationshipTypeValues.CONTAINS,
        )
    )  # fmt: skip
    container = hd.sr.ContainerContentItem(
        name=Code("C0034375", "UMLS", "Qualitative Evaluations"), is_content_continuous=False,
        relationship_type=hd.sr.RelationshipTypeValues.CONTAINS,
    )  # fmt: skip
    container.ContentSequence = hd.sr.ContentSequence(items)
    ds.ContentSequence.append(container)


def _code(name: Any, value: Any) -> Any:
    import highdicom as hd

    return hd.sr.CodeContentItem(
        name=name, value=value, relationship_type=hd.sr.RelationshipTypeValues.CONTAINS
    )
