"""What changed in a patient: time points, comparable volumes, registrations, lesions followed over time.

Heavy packages load inside the functions, so that importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pacslake.longitudinal.registration import StoredRegistration
    from pacslake.longitudinal.tracking import TrackResult

__all__ = ["growth", "pairs", "refresh", "register", "timeline", "track"]


def refresh(lake: Any) -> int:
    """Group the studies of every patient whose facts changed into time points; the number of patients done.

    Without a change this is one query.
    """
    from pacslake.longitudinal.timepoints import refresh as run

    return run(lake)


def timeline(lake: Any, patient_key: str) -> list[dict[str, Any]]:
    """The time points of a patient as rows of `timepoint`, in order.

    Raises:
        NotFoundError: no such patient.
    """
    from pacslake.longitudinal.timepoints import timeline as run

    return run(lake, patient_key)


def pairs(lake: Any, patient_key: str) -> list[dict[str, Any]]:
    """Comparable volumes at two visits as rows of `series_pair`, best first; kept in the lake.

    Raises:
        NotFoundError: no such patient.
    """
    from pacslake.longitudinal.pairing import pairs as run

    return run(lake, patient_key)


def register(lake: Any, fixed: Any, moving: Any, **options: Any) -> StoredRegistration:
    """The transform from `fixed` (the current volume) to `moving` (the prior one), computed once and kept.

    Args:
        lake: the lake.
        fixed: a volume or its id; its grid stays.
        moving: a volume or its id of the same person.
        options: `kind` (`rigid` or `affine`), `force`, `levels_mm`, `allow_different_people`.

    Raises:
        UsageError: the volumes belong to different people.
    """
    from pacslake.longitudinal.registration import register as run

    return run(lake, fixed, moving, **options)


def track(lake: Any, patient_key: str, **options: Any) -> TrackResult:
    """Follow the lesions of a patient over all visits: matched, measured, with what became of each.

    Args:
        lake: the lake.
        patient_key: see `patient.patient_key`.
        options: `use_tracking_uid` (default True), `levels_mm` for the registrations that are needed.

    Raises:
        NotFoundError: no such patient.
    """
    from pacslake.longitudinal.tracking import track as run

    return run(lake, patient_key, **options)


def growth(lake: Any, patient_key: str) -> list[dict[str, Any]]:
    """What a growth chart shows: one row per lesion and visit with day, volume and diameters."""
    from pacslake.longitudinal.tracking import growth as run

    return run(lake, patient_key)
