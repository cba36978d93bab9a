"""The factor that makes a standardised uptake value by body weight of a PET value, or why there is none.

After PS3.3 C.8.9.1 and the QIBA profile's vendor-neutral recipe. Nothing is assumed: no default weight,
half-life or dose; a NULL factor comes with its reason. Times are local as sent, and compared with dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from pacslake.pixels.plan_frame import Frame

__all__ = ["Suv", "suv_of"]

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Suv:
    """SUVbw (g/ml) = value in the file's unit x `factor`; without factor `status` says why not."""

    status: str
    factor: float | None = None
    reason: str | None = None
    decay_seconds: float | None = None
    injected_at: datetime | None = None
    decay_reference_at: datetime | None = None
    reference_source: str | None = None


def suv_of(frames: list[Frame], earliest_acquisition: datetime | None = None) -> Suv:
    """Decide for the frames of one PET volume; `earliest_acquisition` is the series' own first one."""
    first = frames[0]
    units = {f.units for f in frames}
    if len(units) > 1:
        return Suv("no_suv", reason="Units vary within the volume")
    unit = first.units
    if unit is None:
        return Suv("no_suv", reason="Units missing")
    if unit in ("GML", "G_ML"):
        kinds = {f.suv_type for f in frames}
        if kinds <= {None, "BW"}:  # SUVType absent says BW (PS3.3 C.8.9.1.1.13)
            return Suv("already_suv", 1.0)
        return Suv("no_suv", reason=f"SUVType is {sorted(str(k) for k in kinds)[0]}, not BW")
    if unit == "CNTS":
        factors = {f.philips_suv_factor for f in frames}
        if len(factors) == 1 and (factor := factors.pop()):
            uncorrected = _uncorrected(first)
            if uncorrected is not None:
                return Suv("no_suv", reason=uncorrected)
            return Suv("vendor_factor", factor, "Philips private scale of counts to SUVbw")
        factors = {f.philips_activity_factor for f in frames}
        if len(factors) == 1 and (factor := factors.pop()):
            return _from_activity(frames, earliest_acquisition, factor)
        return Suv("no_suv", reason="units_not_activity")
    if unit != "BQML":
        return Suv("no_suv", reason="units_not_activity")
    return _from_activity(frames, earliest_acquisition, 1.0)


def _from_activity(frames: list[Frame], earliest: datetime | None, to_bqml: float) -> Suv:
    first = frames[0]
    facts = {
        (
            f.patient_weight_kg,
            f.dose_bq,
            f.half_life_s,
            f.decay_correction,
            f.injected_at,
            f.injection_time_us,
        )
        for f in frames
    }
    if len(facts) > 1:
        return Suv("no_suv", reason="weight, dose, half-life or decay correction vary within the volume")
    missing = _missing(first)
    if missing is not None:
        return Suv("no_suv", reason=missing)
    weight, dose, half_life = first.patient_weight_kg, first.dose_bq, first.half_life_s
    assert weight is not None and dose is not None and half_life is not None
    grams = weight * 1000.0
    if first.decay_correction == "ADMIN":
        return Suv("ok", grams / dose * to_bqml, decay_seconds=0.0, injected_at=first.injected_at)
    reference, source = _decay_reference(frames, earliest)
    if reference is None:
        return Suv("no_suv", reason="SeriesTime and AcquisitionTime missing")
    injected = _injected(first, reference)
    if injected is None:
        return Suv("no_suv", reason="RadiopharmaceuticalStartTime missing")
    seconds = (reference - injected).total_seconds()
    if seconds < 0:
        return Suv("no_suv", reason="injected after the start of the scan", injected_at=injected)
    left = dose * 2.0 ** (-seconds / half_life)
    if left <= dose * 2.0**-30:
        # Thirty half-lives: a wrong date, not a measurement (dates of de-identified files often disagree).
        return Suv(
            "no_suv", reason="more than 30 half-lives between injection and scan", injected_at=injected
        )
    return Suv("ok", grams / left * to_bqml, None, seconds, injected, reference, source)


def _missing(f: Frame) -> str | None:
    """The first thing without which no SUV can be known."""
    if not f.patient_weight_kg or f.patient_weight_kg <= 0:
        return "PatientWeight missing"
    if not f.dose_bq or f.dose_bq <= 0:
        return "RadionuclideTotalDose missing"
    if f.n_radiopharmaceuticals is not None and f.n_radiopharmaceuticals > 1:
        return "several radiopharmaceuticals"
    if not f.half_life_s or f.half_life_s <= 0:
        return "RadionuclideHalfLife missing"
    if f.decay_correction is None:
        return "DecayCorrection missing"
    if f.decay_correction not in ("START", "ADMIN"):
        return f"DecayCorrection is {f.decay_correction}"
    return _uncorrected(f)


def _uncorrected(f: Frame) -> str | None:
    """What was not corrected for, where the file tells: uptake without it is no uptake."""
    if f.corrected_image and "DECY" not in f.corrected_image:
        return "CorrectedImage lacks DECY"
    if f.corrected_image and "ATTN" not in f.corrected_image:
        return "CorrectedImage lacks ATTN"
    return None


def _decay_reference(frames: list[Frame], earliest: datetime | None) -> tuple[datetime | None, str | None]:
    """The moment to which values are decay-corrected, and where it was found.

    The series' time, unless it lies after the first acquisition: then the series was made again later, and
    GE says the scan's start in (0009,xx0D). Otherwise the earliest acquisition stands for it.
    """
    series = min((f.series_at for f in frames if f.series_at is not None), default=None)
    acquired = min((f.acquired_at for f in frames if f.acquired_at is not None), default=None)
    candidates = [x for x in (earliest, acquired) if x is not None]
    first = min(candidates) if candidates else None
    if series is not None and (first is None or series <= first):
        return series, "series"
    scan = next((f.ge_scan_at for f in frames if f.ge_scan_at is not None), None)
    if scan is not None and (first is None or scan <= first):
        return scan, "ge_scan"
    if first is not None:
        return first, "earliest_acquisition"
    return series, "series" if series is not None else None


def _injected(f: Frame, reference: datetime) -> datetime | None:
    """When the tracer was given: (0018,1078), else (0018,1072) on the day of the scan or the day before."""
    if f.injected_at is not None:
        return f.injected_at
    if f.injection_time_us is None:
        return None
    day = reference.replace(hour=0, minute=0, second=0, microsecond=0)
    injected = day + timedelta(microseconds=f.injection_time_us)
    return injected if injected <= reference else injected - _DAY
