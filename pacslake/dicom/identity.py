"""Who an object says that it is of."""

from __future__ import annotations

__all__ = ["patient_key"]


def patient_key(issuer: str | None, patient_id: str | None, source_name: str | None) -> str:
    """Key of a patient: issuer (else the source's name, else empty), a bar, PatientID.

    >>> patient_key(None, "000123", None)
    '|000123'
    """
    return f"{(issuer or source_name or '').replace('|', '||')}|{patient_id or ''}"
