"""Doses, dose-volume histograms, plans and beams as rows (PS3.3 C.8.8.3, C.8.8.4, C.8.8.9 to C.8.8.14)."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from pacslake.derived.values import items, number, numbers, text, uid_in, whole

__all__ = ["beams", "dose", "histograms", "plan"]

Row = dict[str, Any]


def dose(ds: Any, planes: Iterable[npt.NDArray[Any]]) -> Row:
    """Columns of `rt_dose`, without those that name volumes.

    Args:
        planes: stored values of the grid, plane by plane.
    """
    scaling = number(ds, "DoseGridScaling")
    highest, total, count, n_frames = None, 0.0, 0, 0
    for plane in planes:
        n_frames += 1
        highest = max(highest if highest is not None else float("-inf"), float(plane.max()))
        total += float(plane.sum(dtype=np.float64))
        count += plane.size
    return {
        "DoseUnits": text(ds, "DoseUnits"),
        "DoseType": text(ds, "DoseType"),
        "DoseSummationType": text(ds, "DoseSummationType"),
        "DoseGridScaling": scaling,
        "n_frames": n_frames,
        "max_dose": highest * scaling if highest is not None and scaling is not None else None,
        "mean_dose": total / count * scaling if count and scaling is not None else None,
        "n_dvh": len(items(ds, "DVHSequence")),
        "plan_SOPInstanceUID": uid_in(ds, "ReferencedRTPlanSequence"),
        "structure_set_SOPInstanceUID": uid_in(ds, "ReferencedStructureSetSequence"),
    }


def histograms(ds: Any, names: Mapping[int, str]) -> list[Row]:
    """Columns of `dvh`. `names`: ROIName by ROINumber of the structure set, empty where the lake has none."""
    rows = []
    for index, item in enumerate(items(ds, "DVHSequence")):
        regions = items(item, "DVHReferencedROISequence")
        included = [r for r in regions if (text(r, "DVHROIContributionType") or "INCLUDED") != "EXCLUDED"]
        inside = [n for n in (whole(r, "ReferencedROINumber") for r in included) if n is not None]
        every = [n for n in (whole(r, "ReferencedROINumber") for r in regions) if n is not None]
        upper, volume = _bins(item)
        rows.append(
            {
                "dvh_index": index,
                "DVHType": text(item, "DVHType"),
                "DoseUnits": text(item, "DoseUnits"),
                "DVHVolumeUnits": text(item, "DVHVolumeUnits"),
                "DVHMinimumDose": number(item, "DVHMinimumDose"),
                "DVHMaximumDose": number(item, "DVHMaximumDose"),
                "DVHMeanDose": number(item, "DVHMeanDose"),
                "ROINumbers": inside or None,
                "ROINames": [names[n] for n in inside if n in names] or None,
                "excluded_ROINumbers": [n for n in every if n not in inside] or None,
                "dose": upper,
                "volume": volume,
                "structure_set_SOPInstanceUID": uid_in(ds, "ReferencedStructureSetSequence"),
            }
        )
    return rows


def _bins(item: Any) -> tuple[list[float] | None, list[float] | None]:
    """Upper end and volume of each bin: DVHData is width 1, volume 1, width 2, volume 2 ... (PS3.3 C.8.8.4.2)."""
    data = numbers(item, "DVHData")
    if not data or len(data) % 2:
        return None, None
    scaling = number(item, "DVHDoseScaling")
    width = np.asarray(data[::2]) * (1.0 if scaling is None else scaling)
    return np.cumsum(width).tolist(), data[1::2]


def plan(ds: Any) -> Row:
    """Columns of `rt_plan`."""
    groups = items(ds, "FractionGroupSequence")
    planned = [n for n in (whole(g, "NumberOfFractionsPlanned") for g in groups) if n is not None]
    references = items(ds, "DoseReferenceSequence")
    prescribed = [d for d in (number(r, "TargetPrescriptionDose") for r in references) if d is not None]
    descriptions = [d for d in (text(r, "DoseReferenceDescription") for r in references) if d]
    doses = [text(i, "ReferencedSOPInstanceUID") for i in items(ds, "ReferencedDoseSequence")]
    return {
        "RTPlanLabel": text(ds, "RTPlanLabel"),
        "RTPlanName": text(ds, "RTPlanName"),
        "RTPlanGeometry": text(ds, "RTPlanGeometry"),
        "PlanIntent": text(ds, "PlanIntent"),
        "ApprovalStatus": text(ds, "ApprovalStatus"),
        "plan_datetime": _when(text(ds, "RTPlanDate"), text(ds, "RTPlanTime")),
        "n_fraction_groups": len(groups),
        "NumberOfFractionsPlanned": sum(planned) if planned else None,
        "n_beams": len(_beam_items(ds)),
        "n_brachy_setups": len(items(ds, "ApplicationSetupSequence")),
        "TargetPrescriptionDose_gy": max(prescribed, default=None),
        "dose_reference_descriptions": descriptions or None,
        "structure_set_SOPInstanceUID": uid_in(ds, "ReferencedStructureSetSequence"),
        "dose_SOPInstanceUIDs": [d for d in doses if d] or None,
    }


def beams(ds: Any) -> list[Row]:
    """Columns of `rt_beam`, of photon, electron and ion plans."""
    given: dict[int, dict[str, float]] = defaultdict(dict)
    for group in items(ds, "FractionGroupSequence"):
        for item in items(group, "ReferencedBeamSequence"):
            beam = whole(item, "ReferencedBeamNumber")
            for keyword in ("BeamMeterset", "BeamDose"):
                value = number(item, keyword)
                if beam is not None and value is not None:
                    given[beam][keyword] = given[beam].get(keyword, 0.0) + value
    return [_beam(item, given) for item in _beam_items(ds)]


def _beam_items(ds: Any) -> list[Any]:
    return items(ds, "BeamSequence") or items(ds, "IonBeamSequence")


def _beam(item: Any, given: Mapping[int, Mapping[str, float]]) -> Row:
    points = items(item, "ControlPointSequence") or items(item, "IonControlPointSequence")
    beam = whole(item, "BeamNumber")
    first = points[0] if points else None
    angles = [a for a in (number(p, "GantryAngle") for p in points) if a is not None]
    energies = {e for e in (number(p, "NominalBeamEnergy") for p in points) if e is not None}
    sums = given.get(beam, {}) if beam is not None else {}
    return {
        "BeamNumber": beam,
        "BeamName": text(item, "BeamName"),
        "BeamType": text(item, "BeamType"),
        "RadiationType": text(item, "RadiationType"),
        "TreatmentDeliveryType": text(item, "TreatmentDeliveryType"),
        "TreatmentMachineName": text(item, "TreatmentMachineName"),
        "n_control_points": len(points),
        "NominalBeamEnergies": sorted(energies) or None,
        "gantry_start_degrees": angles[0] if angles else None,
        "gantry_stop_degrees": angles[-1] if angles else None,
        "collimator_degrees": number(first, "BeamLimitingDeviceAngle"),
        "couch_degrees": number(first, "PatientSupportAngle"),
        "isocentre_lps": numbers(first, "IsocenterPosition"),
        "BeamMeterset": sums.get("BeamMeterset"),
        "BeamDose_gy": sums.get("BeamDose"),
        "FinalCumulativeMetersetWeight": number(item, "FinalCumulativeMetersetWeight"),
    }


def _when(date: str | None, time: str | None) -> datetime.datetime | None:
    """DA and TM as one time; midnight where there is no time."""
    try:
        day = datetime.datetime.strptime(date or "", "%Y%m%d")
        clock = (time or "000000").partition(".")[0].ljust(6, "0")[:6]
        return day.replace(hour=int(clock[:2]), minute=int(clock[2:4]), second=int(clock[4:6]))
    except ValueError:
        return None


def roi_names(ds: Any) -> dict[int, str]:
    """ROIName by ROINumber of a structure set."""
    found = {}
    for item in items(ds, "StructureSetROISequence"):
        region, name = whole(item, "ROINumber"), text(item, "ROIName")
        if region is not None and name is not None:
            found[region] = name
    return found
