"""Units of voxel values, and standardised uptake values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pacslake.errors import SuvError

__all__ = ["UCUM", "suv_factor", "ucum"]

# Units as DICOM files say them (Units (0054,1001), RescaleType (0028,1054)) to UCUM.
UCUM: Mapping[str, str] = {
    "HU": "[hnsf'U]",
    "BQML": "Bq/ml",
    "GML": "g/ml{SUVbw}",
    "CM2ML": "cm2/ml{SUVbsa}",
    "CNTS": "{counts}",
    "CPS": "{counts}/s",
    "PROPCNTS": "{propcounts}",
    "PROPCPS": "{propcounts}/s",
    "MLMINML": "ml/min/ml",
    "PERCENT": "%",
    "NONE": "1",
    "US": "1",
    "OD": "[OD]",
    "GY": "Gy",
    "RELATIVE": "{relative}",
}


def ucum(unit_code: str | None) -> str | None:
    """The UCUM form of a unit as the file says it; unknown units stay as they are."""
    if unit_code is None:
        return None
    return UCUM.get(unit_code.upper(), unit_code)


def suv_factor(row: Mapping[str, Any]) -> float:
    """What values in the file's unit are multiplied by to give SUVbw, g/ml.

    Args:
        row: of `volume` (or of `pt_series`), with `suv_bw_factor` and `suv_status`.

    Raises:
        SuvError: no factor is known; the message says why.
    """
    factor, status = row.get("suv_bw_factor"), row.get("suv_status")
    if factor is None:
        reason = status or "the series is no PET series with what SUV needs"
        raise SuvError(f"no SUV can be known for this volume: {reason}", (str(status or "suv_unknown"),))
    return float(factor)
