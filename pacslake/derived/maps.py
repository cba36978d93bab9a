"""Parametric maps (PS3.3 A.75) as rows: what their values mean."""

from __future__ import annotations

from typing import Any

from pacslake.derived.codes import first_code, ucum_unit
from pacslake.derived.values import items, number, text, whole

__all__ = ["mappings", "source_images"]

Row = dict[str, Any]

_QUANTITY = {("SCT", "246205007"), ("SRT", "G-C1C6"), ("DCM", "130094")}


def mappings(ds: Any) -> list[Row]:
    """Columns of `parametric_map`, one for each distinct real-world value mapping, without series and volumes.

    An object without a mapping gives one row: it is a map all the same.
    """
    found: dict[tuple[object, ...], Row] = {}
    for group in [
        *items(ds, "SharedFunctionalGroupsSequence"),
        *items(ds, "PerFrameFunctionalGroupsSequence"),
    ]:
        for item in items(group, "RealWorldValueMappingSequence"):
            row = _mapping(item)
            found.setdefault(tuple(row.values()), row)
    rows = list(found.values()) or [{}]
    frames = whole(ds, "NumberOfFrames") or 1
    frame_of_reference = text(ds, "FrameOfReferenceUID")
    return [
        {"mapping_index": n, "FrameOfReferenceUID": frame_of_reference, "n_frames": frames, **row}
        for n, row in enumerate(rows)
    ]


def _mapping(item: Any) -> Row:
    quantity = None
    for definition in items(item, "QuantityDefinitionSequence"):
        name = first_code(definition, "ConceptNameCodeSequence")
        if name is not None and (name.scheme, name.value) in _QUANTITY:
            quantity = first_code(definition, "ConceptCodeSequence")
    return {
        "LUTLabel": text(item, "LUTLabel"),
        "LUTExplanation": text(item, "LUTExplanation"),
        "quantity_code": quantity.value if quantity else None,
        "quantity_scheme": quantity.scheme if quantity else None,
        "quantity_meaning": quantity.meaning if quantity else None,
        "unit": ucum_unit(first_code(item, "MeasurementUnitsCodeSequence")),
        "slope": number(item, "RealWorldValueSlope"),
        "intercept": number(item, "RealWorldValueIntercept"),
    }


def source_images(ds: Any) -> list[str]:
    """SOP Instance UIDs of the images that frames were derived from."""
    found: dict[str, None] = {}
    for group in [
        *items(ds, "SharedFunctionalGroupsSequence"),
        *items(ds, "PerFrameFunctionalGroupsSequence"),
    ]:
        for derivation in items(group, "DerivationImageSequence"):
            for source in items(derivation, "SourceImageSequence"):
                uid = text(source, "ReferencedSOPInstanceUID")
                if uid:
                    found[uid] = None
    return list(found)
