"""Presentation states and key object selections as rows: what someone drew, and what someone marked."""

from __future__ import annotations

from typing import Any

from pacslake.derived.codes import first_code
from pacslake.derived.values import first_item, items, number, numbers, text, whole

__all__ = ["key_object", "presentation_state"]

Row = dict[str, Any]

_MODIFIER, _DESCRIPTION = ("DCM", "113011"), ("DCM", "113012")


def presentation_state(ds: Any, *, free_text: bool) -> Row:
    """Columns of `presentation_state` (PS3.3 A.33). `free_text`: whether text drawn on the picture may be kept."""
    annotations = items(ds, "GraphicAnnotationSequence")
    texts = [t for a in annotations for t in items(a, "TextObjectSequence")]
    window = next(
        (w for w in items(ds, "SoftcopyVOILUTSequence") if number(w, "WindowCenter") is not None), None
    )
    area = first_item(ds, "DisplayedAreaSelectionSequence")
    corners = (
        numbers(area, "DisplayedAreaTopLeftHandCorner"),
        numbers(area, "DisplayedAreaBottomRightHandCorner"),
    )
    said = [t for t in (text(t, "UnformattedTextValue") for t in texts) if t]
    shapes = text(ds, "ShutterShape")
    return {
        "ContentLabel": text(ds, "ContentLabel"),
        "ContentDescription": text(ds, "ContentDescription") if free_text else None,
        "PresentationLUTShape": text(ds, "PresentationLUTShape"),
        "WindowCenter": number(window, "WindowCenter"),
        "WindowWidth": number(window, "WindowWidth"),
        "ImageRotation": whole(ds, "ImageRotation"),
        "ImageHorizontalFlip": text(ds, "ImageHorizontalFlip"),
        "displayed_area": [int(v) for c in corners for v in c] if corners[0] and corners[1] else None,  # type: ignore[union-attr]
        "n_images": len({text(i, "ReferencedSOPInstanceUID") for i in _images(ds)}),
        "n_graphics": sum(len(items(a, "GraphicObjectSequence")) for a in annotations),
        "n_compounds": sum(len(items(a, "CompoundGraphicSequence")) for a in annotations),
        "n_texts": len(texts),
        "texts": (said or None) if free_text else None,
        "ShutterShape": shapes.split("\\") if shapes else None,
    }


def _images(ds: Any) -> list[Any]:
    return [i for s in items(ds, "ReferencedSeriesSequence") for i in items(s, "ReferencedImageSequence")]


def key_object(ds: Any, *, free_text: bool) -> Row:
    """Columns of `key_object` (PS3.3 A.35.4, PS3.16 TID 2010)."""
    title = first_code(ds, "ConceptNameCodeSequence")
    modifiers, description, marked = [], None, []
    for item in items(ds, "ContentSequence"):
        name = first_code(item, "ConceptNameCodeSequence")
        key = (name.scheme, name.value) if name else None
        if key == _MODIFIER:
            value = first_code(item, "ConceptCodeSequence")
            modifiers += [value.meaning] if value else []
        elif key == _DESCRIPTION:
            description = text(item, "TextValue")
        elif text(item, "ValueType") in ("IMAGE", "COMPOSITE", "WAVEFORM"):
            uid = text(first_item(item, "ReferencedSOPSequence"), "ReferencedSOPInstanceUID")
            marked += [uid] if uid else []
    return {
        "title_code": title.value if title else None,
        "title_scheme": title.scheme if title else None,
        "title_meaning": title.meaning if title else None,
        "modifier_meanings": modifiers or None,
        "description": description if free_text else None,
        "n_objects": len(marked),
        "marked_SOPInstanceUIDs": marked or None,
    }
