"""UIDs of the network (PS3.4, PS3.6 annex A) and what is taken in: any storage class, any known transfer syntax."""

from __future__ import annotations

__all__ = [
    "EXPLICIT_LITTLE",
    "FIND_MODELS",
    "GET_MODELS",
    "IMPLICIT_LITTLE",
    "MOVE_MODELS",
    "MPPS",
    "STORAGE_COMMITMENT",
    "STORAGE_COMMITMENT_INSTANCE",
    "TRANSFER_SYNTAXES",
    "VERIFICATION",
    "WORKLIST",
    "is_storage_class",
    "is_transfer_syntax",
    "storage_class_name",
]

VERIFICATION = "1.2.840.10008.1.1"
STORAGE_COMMITMENT = "1.2.840.10008.1.20.1"
STORAGE_COMMITMENT_INSTANCE = "1.2.840.10008.1.20.1.1"
MPPS = "1.2.840.10008.3.1.2.3.3"
WORKLIST = "1.2.840.10008.5.1.4.31"
PATIENT_ROOT, STUDY_ROOT = "1.2.840.10008.5.1.4.1.2.1", "1.2.840.10008.5.1.4.1.2.2"
FIND_MODELS = {f"{PATIENT_ROOT}.1": "PATIENT", f"{STUDY_ROOT}.1": "STUDY"}
MOVE_MODELS = {f"{PATIENT_ROOT}.2": "PATIENT", f"{STUDY_ROOT}.2": "STUDY"}
GET_MODELS = {f"{PATIENT_ROOT}.3": "PATIENT", f"{STUDY_ROOT}.3": "STUDY"}

IMPLICIT_LITTLE, EXPLICIT_LITTLE = "1.2.840.10008.1.2", "1.2.840.10008.1.2.1"
_V = "1.2.840.10008.1.2"
TRANSFER_SYNTAXES = (
    _V, f"{_V}.1", f"{_V}.1.99", f"{_V}.2", f"{_V}.5", f"{_V}.8.1",
    *(f"{_V}.4.{n}" for n in (50, 51, 57, 70, 80, 81, 90, 91, 92, 93, 94, 95, 201, 202, 203, 204, 205, 110, 111, 112)),
    *(f"{_V}.4.{n}{f}" for n in range(100, 109) for f in ("", ".1") if f == "" or n < 107),
    *(f"{_V}.7.{n}" for n in (1, 2, 3)),
    *(f"{_V}.4.{n}" for n in (52, 53, 54, 55, 56, 58, 59, 60, 61, 62, 63, 64, 65, 66)),  # retired, still in archives
    "1.2.840.113619.5.2",  # GE: implicit little endian with big endian pixels
)  # fmt: skip
_KNOWN = frozenset(TRANSFER_SYNTAXES)

_STORAGE_ROOT = "1.2.840.10008.5.1.4.1.1."
_STORAGE_ELSEWHERE = frozenset(
    {
        "1.2.840.10008.5.1.1.27", "1.2.840.10008.5.1.1.29", "1.2.840.10008.5.1.1.30",  # print and hardcopy, retired
        "1.2.840.10008.5.1.4.34.7", "1.2.840.10008.5.1.4.34.10",  # RT beams delivery, brachy delivery
        "1.2.840.10008.5.1.4.38.1", "1.2.840.10008.5.1.4.39.1",  # hanging protocol, colour palette
        "1.2.840.10008.5.1.4.43.1", "1.2.840.10008.5.1.4.44.1", "1.2.840.10008.5.1.4.45.1",  # implant templates
    }
)  # fmt: skip
_DICOM_ROOT = "1.2.840.10008."


def is_storage_class(uid: str) -> bool:
    """Whether objects of a SOP class are stored: the Standard's, those to come, and private ones.

    >>> is_storage_class("1.2.840.10008.5.1.4.1.1.2"), is_storage_class("1.2.840.10008.1.1")
    (True, False)
    """
    if uid.startswith(_DICOM_ROOT):
        return uid.startswith(_STORAGE_ROOT) or uid in _STORAGE_ELSEWHERE
    return len(uid) > 3 and set(uid) <= set("0123456789.")


def is_transfer_syntax(uid: str) -> bool:
    """Whether data sets of a transfer syntax are taken; later ones of the image family too, they are all
    explicit little endian outside the pixels (PS3.5 A.4)."""
    return uid in _KNOWN or uid.startswith(f"{_V}.4.")


def storage_class_name(uid: str) -> str:
    """The name of a SOP class, or the UID where it has none that is known."""
    from pydicom.uid import UID

    return str(UID(uid).name)
