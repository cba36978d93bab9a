"""What changed in a patient: time points, comparable volumes, registrations, lesions followed over time.

Heavy packages load inside the functions, so that importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from matplotlib.figure import Figure

    from pacslake.longitudinal.assess import ResponseResult
    from pacslake.longitudinal.pairing import Pairs
    from pacslake.longitudinal.registration import StoredRegistration
    from pacslake.longitudinal.tracking import Outline, TrackResult

__all__ = [
    "Outline",
    "changes",
    "choose_pair",
    "confirm",
    "growth",
    "pairs",
    "place_study",
    "refresh",
    "register",
    "register_many",
    "relink",
    "report",
    "response_of",
    "spaghetti",
    "timeline",
    "track",
    "waterfall",
]


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


def pairs(lake: Any, patient_key: str) -> Pairs:
    """Comparable volumes at two visits as rows of `series_pair`, best first; kept in the lake.

    The list has `notes`: sentences on what could not be paired, and why.

    Raises:
        NotFoundError: no such patient.
    """
    from pacslake.longitudinal.pairing import pairs as run

    return run(lake, patient_key)


def choose_pair(lake: Any, prior: str, current: str, *, by: str, use: bool = True) -> dict[str, Any]:
    """Say that two volumes are to be compared, or (`use=False`) are not; kept, and put before the score.

    Args:
        lake: the lake.
        prior: volume_id of the earlier volume.
        current: volume_id of the later one. It may be a pair that the rules do not list.
        by: who decides.
        use: False refuses the pair; the next best takes its place.

    Returns the row of `series_pair`.

    Raises:
        UsageError: the volumes are not of one patient, or not in this order of time.
    """
    from pacslake.longitudinal.pairing import choose_pair as run

    return run(lake, prior, current, by=by, use=use)


def place_study(lake: Any, study_instance_uid: str, *, by: str, **said: Any) -> list[dict[str, Any]]:
    """Say where a study belongs in time; kept, and put before the rules. Without `said` the rules decide again.

    Args:
        lake: the lake.
        study_instance_uid: the study.
        by: who decides.
        said: `date` (datetime.date), `label`, `person` (from 0), `visit` (a name: studies of one visit are one
            time point, whatever their days).

    Returns the time points of the patient.

    Raises:
        NotFoundError: no such study.
    """
    from pacslake.longitudinal.timepoints import place_study as run

    return run(lake, study_instance_uid, by=by, **said)


def register(lake: Any, fixed: Any, moving: Any, **options: Any) -> StoredRegistration:
    """The transform from `fixed` (the current volume) to `moving` (the prior one), computed once and kept.

    Args:
        lake: the lake.
        fixed: a volume or its id; its grid stays.
        moving: a volume or its id of the same person.
        options: `kind` (`rigid`, `affine` or `bspline`), `fixed_mask` and `moving_mask` (a segment or region id,
            or an array on the volume's grid), `force`, `levels_mm`, `allow_different_people`.

    Raises:
        UsageError: the volumes belong to different people.
    """
    from pacslake.longitudinal.registration import register as run

    return run(lake, fixed, moving, **options)


def register_many(lake: Any, pairs: Any = None, **options: Any) -> list[StoredRegistration]:
    """Register many pairs, on several processes or on Dask; what is there already is not computed again.

    Args:
        lake: the lake.
        pairs: SQL or (fixed, moving) volume ids: the later volume, then the earlier one. By default the best
            pairs of `series_pair`.
        options: `kind`, `levels_mm`, `workers`, `scheduler`, `force`, `progress`.

    Each is committed as it comes, so a killed run is resumed by the same call.
    """
    from pacslake.longitudinal.registration import register_many as run

    return run(lake, pairs, **options)


def track(lake: Any, patient_key: str, **options: Any) -> TrackResult:
    """Follow the lesions of a patient over all visits: matched, measured, with what became of each.

    Args:
        lake: the lake.
        patient_key: see `patient.patient_key`.
        options: `use_tracking_uid` (default True); `kind` (`rigid` or `affine`) and `levels_mm` for the registrations
            that are needed; `outlines`, a list of `Outline`, for masks that are no object of the lake.

    Raises:
        NotFoundError: no such patient.
    """
    from pacslake.longitudinal.tracking import track as run

    return run(lake, patient_key, **options)


def confirm(lake: Any, observation_id: str, *, by: str) -> dict[str, Any]:
    """Say that a match is right: the observation and the one before it are one lesion. Kept over later runs.

    Returns the row of `lesion_observation`, with `verified_by`.

    Raises:
        NotFoundError: no such observation.
    """
    from pacslake.longitudinal.review import confirm as run

    return run(lake, observation_id, by=by)


def relink(
    lake: Any, patient_key: str, prior_finding_id: str | None, current_finding_id: str | None, *, by: str,
    same: bool = True, **options: Any,
) -> TrackResult:  # fmt: skip
    """Correct a match, and follow the lesions again.

    Args:
        lake: the lake.
        patient_key: see `patient.patient_key`.
        prior_finding_id: `lesion_observation.finding_id` at the earlier visit; None says that the later one is new.
        current_finding_id: the same at the later visit; None says that the earlier one is gone.
        by: who decides.
        same: False says that the two are not one lesion; the next best partner takes the place.
        options: `outlines`, where the lesions were given as masks.

    Raises:
        NotFoundError: no such finding.
        UsageError: the findings are not in this order of time.
    """
    from pacslake.longitudinal.review import relink as run

    return run(lake, patient_key, prior_finding_id, current_finding_id, by=by, same=same, **options)


def response_of(lake: Any, patient_key: str, **options: Any) -> ResponseResult:
    """Judge the response of a tracked patient at each visit: RECIST 1.1, volumes, and uptake where it is PET.

    Args:
        lake: the lake.
        patient_key: see `patient.patient_key`.
        options: `targets` (lesion_ids; by default the largest measurable ones, five at most and two of an organ),
            `baseline` (timepoint_index), `progressed` (lesion_id to the visit from which a person calls the growth
            of a non-target unequivocal), `immune` (True adds iRECIST).

    The rows stand in `response`; the result has `to_sr()`.

    Raises:
        NotFoundError: no such patient, or none of the targets is a lesion of the baseline.
    """
    from pacslake.longitudinal.assess import assess

    return assess(lake, patient_key, **options)


def changes(lake: Any, cohort: Any = None, **options: Any) -> pd.DataFrame:
    """What changed over a cohort: one row for each lesion, with what its patient's response is.

    Args:
        lake: the lake.
        cohort: SQL that gives patient_key, a `Cohort`, keys, or None for all patients with two time points or more.
        options: `track` (default True: patients that were not followed yet are), `progress`, and options of `track`,
            with which all are followed anew.

    Patients without a lesion have a row too, with a note that says why.
    """
    from pacslake.longitudinal.cohort import changes as run

    return run(lake, cohort, **options)


def spaghetti(rows: Any, **options: Any) -> Figure:
    """A line for each lesion over days, of rows as `growth` gives them; see `pacslake.longitudinal.cohort`."""
    from pacslake.longitudinal.cohort import spaghetti as run

    return run(rows, **options)


def waterfall(changes_percent: Any, **options: Any) -> Figure:
    """A bar for each patient or lesion, of a mapping from label to change in per cent."""
    from pacslake.longitudinal.cohort import waterfall as run

    return run(changes_percent, **options)


def report(lake: Any, patient_key: str, path: Any, *, title: str = "Course of the lesions") -> Path:
    """Write a patient's course as one self-contained file: pictures, numbers, response, provenance.

    Args:
        lake: the lake.
        patient_key: see `patient.patient_key`; it is not shown.
        path: ends in `.html` or `.pdf`.
        title: heading of the report.

    Raises:
        NotFoundError: no such patient.
        UsageError: another ending.
    """
    from pacslake.longitudinal.patient_report import write

    return write(lake, patient_key, path, title=title)


def growth(lake: Any, patient_key: str) -> list[dict[str, Any]]:
    """What a growth chart shows: one row per lesion and visit with day, volume and diameters."""
    from pacslake.longitudinal.tracking import growth as run

    return run(lake, patient_key)


def __getattr__(name: str) -> Any:
    if name == "Outline":
        from pacslake.longitudinal.tracking import Outline

        return Outline
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
