"""Factors to SUVbw: arithmetic of decay, dates, units and vendors; and no factor where one is unknown."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from frames_of import frames_of, read

from pacslake.pixels.plan_frame import Frame
from pacslake.pixels.plan_suv import suv_of

HALF_LIFE = 6586.2
SCAN = datetime(2024, 1, 5, 9, 0)
GIVEN_US = 8 * 3600 * 1_000_000


def frame(**changes) -> Frame:
    facts = {
        "series_instance_uid": "1.2",
        "instance_version_id": "a",
        "frame_index": 0,
        "modality": "PT",
        "units": "BQML",
        "decay_correction": "START",
        "corrected_image": ("ATTN", "DECY", "SCAT"),
        "patient_weight_kg": 70.0,
        "dose_bq": 370e6,
        "half_life_s": HALF_LIFE,
        "series_at": SCAN,
        "acquired_at": SCAN,
        "injection_time_us": GIVEN_US,
        "n_radiopharmaceuticals": 1,
    }
    return Frame(**{**facts, **changes})


def factor(seconds: float) -> float:
    return 70_000 / (370e6 * 2 ** (-seconds / HALF_LIFE))


def test_dose_decays_to_the_start_of_the_scan() -> None:
    suv = suv_of([frame()])
    assert (suv.status, suv.decay_seconds, suv.reference_source) == ("ok", 3600, "series")
    assert suv.factor == pytest.approx(factor(3600))


def test_values_decayed_to_injection_need_no_decay() -> None:
    suv = suv_of([frame(decay_correction="ADMIN", injection_time_us=None, series_at=None, acquired_at=None)])
    assert suv.factor == pytest.approx(70_000 / 370e6)


def test_injection_before_midnight() -> None:
    scan = datetime(2024, 1, 5, 0, 20)
    suv = suv_of([frame(series_at=scan, acquired_at=scan, injection_time_us=int(23.5 * 3600e6))])
    assert suv.decay_seconds == 50 * 60
    assert suv.injected_at == datetime(2024, 1, 4, 23, 30)


def test_full_date_of_injection_wins_over_its_time_of_day() -> None:
    """A long-lived tracer given two days before."""
    suv = suv_of([frame(injected_at=SCAN - timedelta(days=2), half_life_s=282_276.0)])
    assert suv.decay_seconds == 2 * 86_400


def test_series_made_again_later_uses_the_earliest_acquisition() -> None:
    late = SCAN + timedelta(hours=5)
    suv = suv_of([frame(series_at=late, acquired_at=SCAN + timedelta(minutes=4))], SCAN)
    assert (suv.reference_source, suv.decay_seconds) == ("earliest_acquisition", 3600)


def test_ge_says_its_own_start_of_the_scan() -> None:
    late = SCAN + timedelta(hours=5)
    suv = suv_of([frame(series_at=late, acquired_at=SCAN + timedelta(minutes=4), ge_scan_at=SCAN)])
    assert (suv.reference_source, suv.decay_seconds) == ("ge_scan", 3600)


@pytest.mark.parametrize("suv_type", [None, "BW"])
def test_values_that_are_suv_already(suv_type) -> None:
    suv = suv_of([frame(units="GML", suv_type=suv_type, patient_weight_kg=None)])
    assert (suv.status, suv.factor) == ("already_suv", 1.0)


def test_lean_body_mass_is_not_body_weight() -> None:
    assert suv_of([frame(units="GML", suv_type="LBMJANMA")]).factor is None


def test_philips_counts_with_the_vendors_factor() -> None:
    suv = suv_of([frame(units="CNTS", philips_suv_factor=0.000447)])
    assert (suv.status, suv.factor) == ("vendor_factor", 0.000447)


def test_philips_counts_by_activity() -> None:
    suv = suv_of([frame(units="CNTS", philips_suv_factor=0.0, philips_activity_factor=1.5)])
    assert suv.factor == pytest.approx(1.5 * factor(3600))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"units": "CNTS"}, "units_not_activity"),
        ({"units": "PROPCPS"}, "units_not_activity"),
        ({"units": None}, "Units missing"),
        ({"patient_weight_kg": None}, "PatientWeight missing"),
        ({"patient_weight_kg": 0.0}, "PatientWeight missing"),
        ({"dose_bq": None}, "RadionuclideTotalDose missing"),
        ({"half_life_s": None}, "RadionuclideHalfLife missing"),
        ({"decay_correction": None}, "DecayCorrection missing"),
        ({"decay_correction": "NONE"}, "DecayCorrection is NONE"),
        ({"corrected_image": ("DECY", "SCAT")}, "CorrectedImage lacks ATTN"),
        (
            {"units": "CNTS", "philips_suv_factor": 0.1, "corrected_image": ("DECY",)},
            "CorrectedImage lacks ATTN",
        ),
        ({"injection_time_us": None}, "RadiopharmaceuticalStartTime missing"),
        ({"series_at": None, "acquired_at": None}, "SeriesTime and AcquisitionTime missing"),
        ({"n_radiopharmaceuticals": 2}, "several radiopharmaceuticals"),
        ({"injected_at": SCAN + timedelta(minutes=1)}, "injected after the start of the scan"),
        ({"injected_at": SCAN - timedelta(days=200)}, "more than 30 half-lives between injection and scan"),
    ],
)
def test_no_factor_and_the_reason(changes, reason: str) -> None:
    suv = suv_of([frame(**changes)])
    assert (suv.factor, suv.reason) == (None, reason)


def test_facts_that_vary_within_a_volume_are_refused() -> None:
    assert suv_of([frame(), frame(patient_weight_kg=71.0)]).factor is None
    assert suv_of([frame(), frame(units="CNTS")]).reason == "Units vary within the volume"


@pytest.mark.corpus
def test_reference_object_of_the_qiba(corpus) -> None:
    """The digital reference object: SUVbw 1.00 in the body, 4.00 in the insert."""
    path = next(p for p in sorted((corpus / "pet-suv" / "qiba_dro").rglob("*")) if p.is_file() and read(p))
    ds = read(path)
    found = suv_of(frames_of(ds))
    values = (ds.pixel_array * float(ds.RescaleSlope) + float(ds.RescaleIntercept)) * found.factor
    assert np.count_nonzero(np.isclose(values, 1.00, atol=0.005)) == 11_576
    assert np.count_nonzero(np.isclose(values, 4.00, atol=0.005)) == 522
    assert values.max() == pytest.approx(4.11, abs=0.005)
