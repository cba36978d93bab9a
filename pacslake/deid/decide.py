"""Whether an object may leave at all, and on whose word its pixels may. Pure: what was scanned in, a verdict out.

No image without a decision leaves. Pixels of acquisition classes (CT, MR, PET, NM, and masks and doses made of them)
show no writing unless the object says or hints so; all others wait for a rule, for OCR or for a person.
"""

from __future__ import annotations

from collections.abc import Mapping

from pacslake.deid.engine import Held
from pacslake.dicom.dictionary import is_sop_class
from pacslake.dicom.scan import PIXEL_TAGS, Element, Scan

__all__ = ["ACQUIRED", "HEADS", "contradiction", "hold", "pixel_question", "text_of"]

_STORAGE = "1.2.840.10008.5.1.4.1.1."
ACQUIRED = frozenset(
    _STORAGE + end
    for end in (
        "2", "2.1", "2.2", "4", "4.1", "4.2", "4.4", "128", "128.1", "130", "20", "5",
        "30", "66.4", "66.7", "66", "481.2", "66.5",
    )
)  # fmt: skip
"""CT, MR, PET and NM, enhanced and legacy converted ones; parametric maps, segmentations, raw data, dose."""

HEADS = frozenset(_STORAGE + end for end in ("2", "2.1", "2.2", "4", "4.1", "4.4"))
"""CT and MR, of whose heads a face can be rendered."""

_MASKS = frozenset(_STORAGE + end for end in ("66.4", "66.7", "481.2", "30"))
_SCREENS = (
    "SCREEN",
    "CAPTURE",
    "DOSE",
    "REPORT",
    "PASTED",
    "SECONDARY CAPTURE",
    "GSPS",
    "PRESENTATION",
    "RGB",
    "COLLAGE",
)
_PERSONAL = (
    0x00101000, 0x00101001, 0x00101005, 0x00101040, 0x00101060, 0x00102154, 0x00102297, 0x00080090, 0x00081048,
    0x00081060, 0x00081070, 0x00080080, 0x00080081,
)  # fmt: skip
_ANONYMOUS = ("ANON", "REMOVED", "DEIDENT", "DE-IDENT", "NONE", "UNKNOWN", "XXX", "PSEUDO", "MASKED")


def text_of(top: Mapping[int, Element], scan: Scan, tag: int) -> str:
    """An attribute of the top level as text, padding off; nothing where it is absent."""
    element = top.get(tag)
    if element is None:
        return ""
    return scan.buffer[element.offset : element.offset + element.length].decode("latin-1").strip(" \0")


def hold(top: Mapping[int, Element], scan: Scan) -> Held | None:
    """Why an object may not leave whatever the profile says; None where nothing speaks against it."""
    sop_class = text_of(top, scan, 0x00080016)
    if not is_sop_class(sop_class):
        return Held(
            "unknown_sop_class",
            f"the SOP class {sop_class or 'is missing'} is not one of the Standard, so no rule covers what it holds"
            if sop_class.startswith("1.2.840.10008.") or not sop_class
            else "the SOP class is private, so no rule covers what it holds",
        )
    return contradiction(top, scan)


def contradiction(top: Mapping[int, Element], scan: Scan) -> Held | None:
    """An object that says its identity was removed (0012,0062) and still names a person."""
    if text_of(top, scan, 0x00120062) != "YES":
        return None
    found = [tag for tag in _PERSONAL if not _anonymous(text_of(top, scan, tag))]
    name = text_of(top, scan, 0x00100010)
    if "^" in name.strip("^") and not _anonymous(name):
        found.append(0x00100010)
    if not found:
        return None
    return Held(
        "contradicts_identity_removed",
        f"PatientIdentityRemoved is YES, yet {', '.join(f'{tag:08X}' for tag in found)} hold values; find out which "
        "is true at the source",
    )


def _anonymous(value: str) -> bool:
    upper = value.upper()
    return not upper or any(word in upper for word in _ANONYMOUS)


def pixel_question(top: Mapping[int, Element], scan: Scan) -> tuple[str, str | None]:
    """(decision, question): where the question is None the decision stands, else it says what is to be decided."""
    if PIXEL_TAGS.isdisjoint(top):
        return "no_pixels", None
    if text_of(top, scan, 0x00280301) == "YES":
        return "", "BurnedInAnnotation (0028,0301) says that the pixels show text"
    sop_class = text_of(top, scan, 0x00080016)
    if sop_class in _MASKS:
        return "mask", None
    modality = text_of(top, scan, 0x00080060) or "?"
    if sop_class not in ACQUIRED:
        claims = (
            " (its BurnedInAnnotation NO is a claim, not proof)" if text_of(top, scan, 0x00280301) else ""
        )
        return "", f"images of this kind ({modality if modality.isalpha() else '?'}) may show text{claims}"
    kind = text_of(top, scan, 0x00080008).upper()
    hint = next((word for word in _SCREENS if word in kind), None)
    if hint is not None:
        return "", f"ImageType (0008,0008) has {hint}: a picture of a screen"
    if 0x00080064 in top or 0x00181012 in top:
        return "", "the object was captured from a screen (0008,0064)"
    samples = top.get(0x00280002)
    if samples is not None and any(scan.buffer[samples.offset : samples.offset + 2].strip(b"\1\0")):
        return "", "an image in colour of a class that acquires none"
    return "acquired", None
