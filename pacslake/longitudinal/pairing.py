"""Which volumes of two visits may be compared, how well, and why, in one sentence.

A pair needs one modality, one person and two visits. Its score is the weighted mean of components between 0
and 1; a component that cannot be judged does not count. Volumes in different states of contrast are listed with
a low score and never chosen.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pacslake.longitudinal.timepoints import need_patient

__all__ = ["Pair", "VolumeFacts", "compare", "pairs", "rank"]

WEIGHTS = {
    "protocol": 3.0, "contrast": 2.0, "plane": 2.0, "spacing": 1.0, "coverage": 2.0, "kernel": 1.0, "body_part": 2.0,
    "frame_of_reference": 0.5,
}  # fmt: skip
_CHOSEN_FROM = 0.4
_OTHER_CONTRAST = 0.3  # factor
_SYNONYMS = {
    "axial": "ax",
    "tra": "ax",
    "transverse": "ax",
    "sagittal": "sag",
    "coronal": "cor",
    "thorax": "chest",
}
_NO_MEANING = {"mm", "series", "the", "of", "nd", "iso", "3d", "2d", "recon", "dyn"}
_AFTER_CONTRAST = {"post", "gd", "ce", "gado", "contrast", "km", "dotarem", "gadovist", "enhanced"}
_BEFORE_CONTRAST = {"pre", "native", "nativ", "plain", "unenhanced", "noncontrast", "without"}


@dataclass(frozen=True)
class VolumeFacts:
    """What pairing reads of a volume. `extent_mm` is (slices, rows, columns); `normal` a unit vector, LPS."""

    volume_id: str
    timepoint_index: int
    person: int
    day: int | None
    modality: str
    description: str = ""
    protocol: str = ""
    body_part: str | None = None
    frame_of_reference: str | None = None
    contrast_agent: str | None = None
    kernel: str | None = None
    sequence: str | None = None
    times_ms: tuple[float | None, ...] = ()  # echo, repetition, inversion time
    spacing_mm: tuple[float | None, ...] = (None, None, None)
    extent_mm: tuple[float | None, ...] = (None, None, None)
    normal: tuple[float, ...] | None = None

    @property
    def words(self) -> frozenset[str]:
        """Words of description and protocol in one spelling, without those that say nothing."""
        found = re.split(r"[^a-z0-9]+", f"{self.description} {self.protocol}".lower())
        words = {_SYNONYMS.get(w, w) for w in found if w and not w.isdigit()}
        return frozenset(words - _NO_MEANING)

    @property
    def with_contrast(self) -> bool | None:
        """Whether contrast agent was given: by the attribute, else by words; None where nothing tells."""
        if self.words & _BEFORE_CONTRAST:
            return False
        if self.contrast_agent or self.words & _AFTER_CONTRAST:
            return True
        # An MR without attribute and word is plain: scanners put "post" or the agent where there is one.
        return False if self.modality == "MR" else None


@dataclass(frozen=True)
class Pair:
    """An earlier volume `a` and a later one `b`."""

    a: VolumeFacts
    b: VolumeFacts
    score: float
    components: Mapping[str, float | None]
    reason: str
    is_best: bool = False


def compare(a: VolumeFacts, b: VolumeFacts) -> Pair | None:
    """The pair of two volumes, or None where they cannot be compared at all."""
    if a.modality != b.modality or a.person != b.person or a.timepoint_index == b.timepoint_index:
        return None
    components = {
        "protocol": _protocol(a, b), "contrast": _contrast(a, b), "plane": _plane(a, b),
        "spacing": _ratio(a.spacing_mm, b.spacing_mm), "coverage": _ratio(a.extent_mm, b.extent_mm),
        "kernel": _equal(a.kernel, b.kernel), "body_part": _equal(a.body_part, b.body_part),
        "frame_of_reference": _equal(a.frame_of_reference, b.frame_of_reference),
    }  # fmt: skip
    judged = {k: v for k, v in components.items() if v is not None}
    total = sum(WEIGHTS[k] for k in judged)
    score = sum(WEIGHTS[k] * v for k, v in judged.items()) / total if total else 0.0
    if components["contrast"] == 0.0:
        score *= _OTHER_CONTRAST
    return Pair(a, b, round(score, 4), components, _sentence(a, components, score))


def rank(volumes: Sequence[VolumeFacts]) -> list[Pair]:
    """All pairs of a patient, best first; `is_best` marks the partner of each later volume at each earlier visit."""
    found = []
    for x, y in itertools.combinations(volumes, 2):
        a, b = sorted((x, y), key=lambda v: v.timepoint_index)
        pair = compare(a, b)
        if pair is not None:
            found.append(pair)
    found.sort(key=lambda p: (-p.score, p.a.volume_id, p.b.volume_id))
    taken: set[tuple[str, int]] = set()
    marked = []
    for pair in found:
        slot = (pair.b.volume_id, pair.a.timepoint_index)
        best = slot not in taken and pair.score >= _CHOSEN_FROM and pair.components["contrast"] != 0.0
        if best:
            taken.add(slot)
        marked.append(Pair(pair.a, pair.b, pair.score, pair.components, pair.reason, best))
    return marked


def _protocol(a: VolumeFacts, b: VolumeFacts) -> float | None:
    """Likeness of what was done: words of description and protocol, and for MR the sequence's times."""
    parts: list[float] = []
    if a.words and b.words:
        parts.append(len(a.words & b.words) / len(a.words | b.words))
    times = [
        math.exp(-abs(math.log(x / y)) * 3)
        for x, y in zip(a.times_ms, b.times_ms, strict=False)
        if x and y and x > 0 and y > 0
    ]
    # The sequence's own numbers say more than words that a technologist typed.
    parts += [sum(times) / len(times)] * 2 if times else []
    if a.sequence and b.sequence:
        parts.append(float(a.sequence == b.sequence))
    return sum(parts) / len(parts) if parts else None


def _contrast(a: VolumeFacts, b: VolumeFacts) -> float | None:
    if a.with_contrast is None and b.with_contrast is None:
        return None
    return float(bool(a.with_contrast) == bool(b.with_contrast))


def _plane(a: VolumeFacts, b: VolumeFacts) -> float | None:
    """Square of the cosine between the slice normals: 1 in one plane, 0 across."""
    if a.normal is None or b.normal is None:
        return None
    return sum(x * y for x, y in zip(a.normal, b.normal, strict=True)) ** 2


def _ratio(a: Sequence[float | None], b: Sequence[float | None]) -> float | None:
    """Mean over the axes of smaller to larger."""
    ratios = [min(x, y) / max(x, y) for x, y in zip(a, b, strict=False) if x and y]
    return sum(ratios) / len(ratios) if ratios else None


def _equal(a: str | None, b: str | None) -> float | None:
    return None if not a or not b else float(a.casefold() == b.casefold())


_SAID = {
    "protocol": ("like protocol", "unlike protocol"), "contrast": ("equal contrast state", "other contrast state"),
    "plane": ("same plane", "other plane"), "spacing": ("like spacing", "unlike spacing"),
    "coverage": ("like coverage", "unlike coverage"), "kernel": ("same kernel", "other kernel"),
    "body_part": ("same body part", "other body part"),
    "frame_of_reference": ("same frame of reference", "other frame of reference"),
}  # fmt: skip


def _sentence(a: VolumeFacts, components: Mapping[str, float | None], score: float) -> str:
    good = [_SAID[k][0] for k, v in components.items() if v is not None and v >= 0.7]
    bad = [_SAID[k][1] for k, v in components.items() if v is not None and v < 0.4]
    unknown = [k.replace("_", " ") for k, v in components.items() if v is None]
    text = f"{a.modality} with " + (", ".join(good) or "little in common")
    text += f"; against it: {', '.join(bad)}" if bad else ""
    text += f"; not known: {', '.join(unknown)}" if unknown else ""
    return f"{text}; score {score:.2f}."


# -- rows ---------------------------------------------------------------------------------------------

_FACTS = """
    WITH visits AS (
        SELECT unnest(StudyInstanceUIDs) AS StudyInstanceUID, timepoint_index, person, days_from_baseline
        FROM timepoint WHERE patient_key = ?
    ),
    first_frame AS (
        SELECT volume_id, arg_min(instance_version_id, (t, k)) AS instance_version_id
        FROM volume_frame GROUP BY volume_id
    )
    SELECT v.volume_id, visits.timepoint_index, visits.person, visits.days_from_baseline, i.Modality,
        i.SeriesDescription, i.ProtocolName, i.BodyPartExamined, i.FrameOfReferenceUID, i.ContrastBolusAgent,
        i.ConvolutionKernel, i.ScanningSequence, i.EchoTime, i.RepetitionTime, i.InversionTime,
        v.spacing_mm, v.shape, v.axes, v.n_slices, v.direction_lps
    FROM volume v
    JOIN first_frame USING (volume_id)
    JOIN instance_row i USING (instance_version_id)
    JOIN visits USING (StudyInstanceUID)
    WHERE i.patient_key = ? AND v.verdict <> 'not_a_volume' AND v.kind NOT IN ('projection', 'us_clip')
        AND NOT list_contains(coalesce(i.ImageType, []), 'LOCALIZER')
    ORDER BY visits.timepoint_index, v.volume_id
"""


def facts(lake: Any, patient_key: str) -> list[VolumeFacts]:
    """The volumes of a patient that pairing looks at."""
    found = []
    for (
        volume_id, timepoint, person, day, modality, description, protocol, body, frame, agent, kernel, sequence,
        echo, repetition, inversion, spacing, shape, axes, _, direction,
    ) in lake.rows(_FACTS, [patient_key, patient_key]):  # fmt: skip
        size = dict(zip(axes, shape, strict=False))
        spacing = tuple(spacing or (None, None, None))
        extent = tuple(
            s * size[axis] if s and axis in size else None for s, axis in zip(spacing, "zyx", strict=False)
        )
        found.append(
            VolumeFacts(
                volume_id, timepoint, person, day, modality or "", description or "", protocol or "", body, frame, agent,
                _text(kernel), _text(sequence), (echo, repetition, inversion), spacing, extent,
                tuple(direction[6:9]) if direction else None,
            )
        )  # fmt: skip
    return found


def _text(value: Any) -> str | None:
    """A column of one value or of several as text."""
    if value is None:
        return None
    return "\\".join(str(v) for v in value) if isinstance(value, (list, tuple)) else str(value)


def pairs(lake: Any, patient_key: str) -> list[dict[str, Any]]:
    """See `pacslake.longitudinal.pairs`."""
    need_patient(lake, patient_key)
    kept = lake.dicts(
        "SELECT * FROM series_pair WHERE patient_key = ? AND chosen_by <> 'rule'", [patient_key]
    )
    by_person = {row["pair_id"]: row for row in kept}
    rows = [
        by_person.pop(r["pair_id"], r) for r in (_row(patient_key, p) for p in rank(facts(lake, patient_key)))
    ]
    rows += by_person.values()
    before = lake.dicts("SELECT * FROM series_pair WHERE patient_key = ?", [patient_key])
    if (
        sorted(before, key=lambda r: r["pair_id"]) != sorted(rows, key=lambda r: r["pair_id"])
        and not lake.pinned
    ):

        def build(catalog: Any) -> Any:
            from pacslake.catalog import Changes, Replace

            return Changes(replace=[Replace("series_pair", "patient_key", [patient_key], rows)])

        lake.commit(build, note="pairs of volumes")
    return rows


def _row(patient_key: str, pair: Pair) -> dict[str, Any]:
    a, b = pair.a, pair.b
    seed = f"{a.volume_id}\0{b.volume_id}"
    return {
        "pair_id": "q" + hashlib.sha256(seed.encode()).hexdigest()[:20], "patient_key": patient_key,
        "a_volume_id": a.volume_id, "b_volume_id": b.volume_id, "a_timepoint_index": a.timepoint_index,
        "b_timepoint_index": b.timepoint_index,
        "days_between": b.day - a.day if a.day is not None and b.day is not None else None, "score": pair.score,
        "components": dict(pair.components), "is_best": pair.is_best, "reason": pair.reason, "chosen_by": "rule",
    }  # fmt: skip
