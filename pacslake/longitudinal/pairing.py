"""Which volumes of two visits may be compared, how well, and why, in one sentence.

A pair needs one modality, one person and two visits. Its score is the weighted mean of components between 0
and 1; a component that cannot be judged does not count. Volumes of other parts of the body, of other kinds of MR
image, or in other states of contrast are listed with a low score and never chosen. What a person chose or refused
goes before the score and is kept.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pacslake.errors import UsageError
from pacslake.longitudinal.content import Content, content_of, regions_in_words
from pacslake.longitudinal.timepoints import need_patient

__all__ = ["Pair", "Pairs", "VolumeFacts", "choose_pair", "compare", "notes", "pairs", "rank"]

WEIGHTS = {
    "protocol": 3.0, "sequence": 2.0, "contrast": 2.0, "plane": 2.0, "spacing": 1.0, "coverage": 2.0, "kernel": 1.0,
    "body_part": 2.0, "frame_of_reference": 0.5,
}  # fmt: skip
_CHOSEN_FROM = 0.4
_UNLIKE = 0.3  # factor of a pair that is never chosen
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
_PHASES = {
    "arterial": "arterial", "art": "arterial", "arteriell": "arterial", "portal": "venous", "venous": "venous",
    "pv": "venous", "ven": "venous", "venoes": "venous", "delayed": "late", "late": "late", "equilibrium": "late",
    "spaet": "late", "nephrographic": "late",
}  # fmt: skip
_SEQUENCES = {
    "flair": "FLAIR", "dwi": "DWI", "diff": "DWI", "diffusion": "DWI", "adc": "ADC", "dti": "DWI", "bold": "BOLD",
    "fmri": "BOLD", "swi": "T2*", "tof": "TOF", "mprage": "T1", "mp2rage": "T1", "spgr": "T1", "bravo": "T1", "t1": "T1",
    "t1w": "T1", "t2": "T2", "t2w": "T2", "pd": "PD", "pdw": "PD", "stir": "STIR", "haste": "T2",
}  # fmt: skip
# Reconstruction kernels by vendor, sharp ones: Siemens numbers from 50 on, GE's names, Philips' letters, Canon's FC.
_SHARP = re.compile(
    r"^(?:[A-Z]{1,2}r?[5-9]\d[a-z]?|LUNG|BONE|BONEPLUS|EDGE|CHEST|D|E|L|Y[A-D]|FC(?:3\d|5\d|8\d))$",
    re.IGNORECASE,
)
_SOFT = re.compile(r"^(?:[A-Z]{1,2}r?[0-4]\d[a-z]?|STANDARD|SOFT|DETAIL|A|B|C|FC[01]\d)$", re.IGNORECASE)


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
    study_description: str = ""
    content: Content | None = None

    @property
    def regions(self) -> tuple[frozenset[str], str | None]:
        """Parts of the body, and what told them: BodyPartExamined, words, image content, or None."""
        for texts, source in (
            ((self.body_part,), "BodyPartExamined"),
            ((self.description, self.protocol, self.study_description), "words"),
        ):
            found = regions_in_words(texts)
            if found:
                return found, source
        seen = self.content.regions if self.content is not None else frozenset()
        return seen, "image content" if seen else None

    @property
    def sequence_class(self) -> str | None:
        """T1, T2, FLAIR, ... of an MR, by its words, else by its times; None where neither tells."""
        if self.modality != "MR":
            return None
        named = {_SEQUENCES[w] for w in self.words if w in _SEQUENCES}
        # FLAIR is written beside T1 or T2, and a diffusion beside T2: the rarer word decides.
        for rare in ("FLAIR", "ADC", "DWI", "BOLD", "STIR", "TOF", "T2*"):
            if rare in named:
                return rare
        if len(named) == 1:
            return named.pop()
        te, tr, ti = (*self.times_ms, None, None, None)[:3]
        if ti and te and ti > 1500 and te > 60:
            return "FLAIR"
        if te is None or tr is None:
            return None
        if te < 30 and (tr < 1000 or (ti and ti < 1300)):
            return "T1"
        return "T2" if te > 60 and tr > 1500 else None

    @property
    def kernel_class(self) -> str | None:
        """sharp or soft, of a CT; None where the kernel's name is not known."""
        name = (self.kernel or "").split("\\")[0].strip()
        return "sharp" if _SHARP.match(name) else "soft" if _SOFT.match(name) else None

    @property
    def phase(self) -> str | None:
        """arterial, venous or late, where the words say so."""
        return next((_PHASES[w] for w in sorted(self.words) if w in _PHASES), None)

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
    """An earlier volume `a` and a later one `b`. `refusal`: why it is listed but never chosen by rule."""

    a: VolumeFacts
    b: VolumeFacts
    score: float
    components: Mapping[str, float | None]
    reason: str
    refusal: str | None = None
    is_best: bool = False


def compare(a: VolumeFacts, b: VolumeFacts) -> Pair | None:
    """The pair of two volumes, or None where they cannot be compared at all."""
    if a.modality != b.modality or a.person != b.person or a.timepoint_index == b.timepoint_index:
        return None
    components = {
        "protocol": _protocol(a, b), "sequence": _equal(a.sequence_class, b.sequence_class), "contrast": _contrast(a, b),
        "plane": _plane(a, b), "spacing": _ratio(a.spacing_mm, b.spacing_mm),
        "coverage": _ratio(a.extent_mm, b.extent_mm), "kernel": _kernel(a, b), "body_part": _body_part(a, b),
        "frame_of_reference": _equal(a.frame_of_reference, b.frame_of_reference),
    }  # fmt: skip
    judged = {k: v for k, v in components.items() if v is not None}
    total = sum(WEIGHTS[k] for k in judged)
    score = sum(WEIGHTS[k] * v for k, v in judged.items()) / total if total else 0.0
    refusal = _refusal(a, b, components)
    if refusal is not None:
        score *= _UNLIKE
    return Pair(a, b, round(score, 4), components, _sentence(a, b, components, score, refusal), refusal)


def _refusal(a: VolumeFacts, b: VolumeFacts, components: Mapping[str, float | None]) -> str | None:
    """Why two volumes are not to be compared, whatever else they share."""
    if components["body_part"] == 0.0:
        return f"other part of the body ({_named(a.regions[0])}, then {_named(b.regions[0])})"
    if components["sequence"] == 0.0:
        return f"other kind of image ({a.sequence_class}, then {b.sequence_class})"
    if components["contrast"] == 0.0:
        return "other contrast state"
    return None


def _named(regions: Iterable[str]) -> str:
    return " and ".join(sorted(regions)).lower() or "another"


def rank(volumes: Sequence[VolumeFacts], taken: Iterable[tuple[str, int]] = ()) -> list[Pair]:
    """All pairs of a patient, best first; `is_best` marks the partner of each later volume at each earlier visit.

    `taken` are (later volume, earlier visit) for which a person has chosen already.
    """
    found = []
    for x, y in itertools.combinations(volumes, 2):
        a, b = sorted((x, y), key=lambda v: v.timepoint_index)
        pair = compare(a, b)
        if pair is not None:
            found.append(pair)
    found.sort(key=lambda p: (-p.score, p.a.volume_id, p.b.volume_id))
    taken = set(taken)
    marked = []
    for pair in found:
        slot = (pair.b.volume_id, pair.a.timepoint_index)
        best = slot not in taken and pair.score >= _CHOSEN_FROM and pair.refusal is None
        if best:
            taken.add(slot)
        marked.append(replace(pair, is_best=best))
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
        parts.append(float(a.sequence.casefold() == b.sequence.casefold()))
    return sum(parts) / len(parts) if parts else None


def _contrast(a: VolumeFacts, b: VolumeFacts) -> float | None:
    if a.with_contrast is None and b.with_contrast is None:
        return None
    if bool(a.with_contrast) != bool(b.with_contrast):
        return 0.0
    return 0.5 if a.phase and b.phase and a.phase != b.phase else 1.0


def _kernel(a: VolumeFacts, b: VolumeFacts) -> float | None:
    """1 for one kernel, 0.8 for two of one class, 0 for sharp against soft."""
    same = _equal(a.kernel, b.kernel)
    if same == 1.0 or a.kernel_class is None or b.kernel_class is None:
        return same
    return 0.8 if a.kernel_class == b.kernel_class else 0.0


def _body_part(a: VolumeFacts, b: VolumeFacts) -> float | None:
    """Shared parts of the body over all of them; where nothing names one, likeness of the cross-sections."""
    here, there = a.regions[0], b.regions[0]
    if here and there:
        return len(here & there) / len(here | there)
    areas = [v.content.area_cm2 if v.content is not None else None for v in (a, b)]
    if areas[0] and areas[1]:
        # Never 0: a size alone does not say that the parts differ.
        return max(0.1, min(areas) / max(areas))  # type: ignore[type-var,operator]
    return None


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
    "protocol": ("like protocol", "unlike protocol"), "sequence": ("same kind of image", "other kind of image"), "contrast": ("equal contrast state", "other contrast state"),
    "plane": ("same plane", "other plane"), "spacing": ("like spacing", "unlike spacing"),
    "coverage": ("like coverage", "unlike coverage"), "kernel": ("same kernel", "other kernel"),
    "body_part": ("same body part", "other body part"),
    "frame_of_reference": ("same frame of reference", "other frame of reference"),
}  # fmt: skip


def _sentence(
    a: VolumeFacts, b: VolumeFacts, components: Mapping[str, float | None], score: float, refusal: str | None
) -> str:
    good = [_SAID[k][0] for k, v in components.items() if v is not None and v >= 0.7]
    bad = [_SAID[k][1] for k, v in components.items() if v is not None and v < 0.4]
    unknown = [
        k.replace("_", " ")
        for k, v in components.items()
        if v is None and not (k == "sequence" and a.modality != "MR")
    ]
    text = f"{a.modality} with " + (", ".join(good) or "little in common")
    if components["body_part"] is not None and "image content" in (a.regions[1], b.regions[1]):
        text += " (part of the body by image content)"
    text += f"; against it: {', '.join(bad)}" if bad else ""
    text += f"; not known: {', '.join(unknown)}" if unknown else ""
    text += f"; not to be compared: {refusal}" if refusal else ""
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
        v.spacing_mm, v.shape, v.axes, i.StudyDescription, v.direction_lps
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
        echo, repetition, inversion, spacing, shape, axes, study, direction,
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
                tuple(direction[6:9]) if direction else None, study or "",
            )
        )  # fmt: skip
    return [_looked_at(lake, f, found) for f in found]


def _looked_at(lake: Any, volume: VolumeFacts, others: Sequence[VolumeFacts]) -> VolumeFacts:
    """With its content, where no text tells the part of the body and there is something to pair it with."""
    partners = [
        o for o in others if o.modality == volume.modality and o.timepoint_index != volume.timepoint_index
    ]
    if volume.regions[0] or not partners:
        return volume
    return replace(volume, content=content_of(lake.volume(volume.volume_id)))


def _text(value: Any) -> str | None:
    """A column of one value or of several as text."""
    if value is None:
        return None
    return "\\".join(str(v) for v in value) if isinstance(value, (list, tuple)) else str(value)


class Pairs(list[dict[str, Any]]):
    """Rows of `series_pair`, best first. `notes` say in sentences what could not be paired, and why."""

    notes: tuple[str, ...] = ()


def pairs(lake: Any, patient_key: str) -> Pairs:
    """See `pacslake.longitudinal.pairs`."""
    need_patient(lake, patient_key)
    volumes = facts(lake, patient_key)
    before = lake.dicts("SELECT * FROM series_pair WHERE patient_key = ?", [patient_key])
    chosen = {row["pair_id"]: row for row in before if row["chosen_by"] != "rule"}
    taken = [(row["b_volume_id"], row["a_timepoint_index"]) for row in chosen.values() if row["is_best"]]
    rows = Pairs()
    for pair in rank(volumes, taken):
        row = _row(patient_key, pair)
        word = chosen.pop(row["pair_id"], None)
        rows.append(
            row if word is None else {**row, "is_best": word["is_best"], "chosen_by": word["chosen_by"]}
        )
    there = {v.volume_id for v in volumes}
    # What a person paired against the rules stays, as long as both volumes are there.
    rows += [row for row in chosen.values() if {row["a_volume_id"], row["b_volume_id"]} <= there]
    rows.sort(key=lambda r: (-(r["score"] or 0.0), r["pair_id"]))
    rows.notes = tuple(notes(lake, patient_key, volumes, rows))
    if (
        sorted(before, key=lambda r: r["pair_id"]) != sorted(rows, key=lambda r: r["pair_id"])
        and not lake.pinned
    ):
        _replace(lake, patient_key, rows, "pairs of volumes")
    return rows


def _replace(lake: Any, patient_key: str, rows: Sequence[Mapping[str, Any]], note: str) -> None:
    def build(catalog: Any) -> Any:
        from pacslake.catalog import Changes, Replace

        return Changes(replace=[Replace("series_pair", "patient_key", [patient_key], list(rows))])

    lake.commit(build, note=note)


def choose_pair(lake: Any, prior: str, current: str, *, by: str, use: bool = True) -> dict[str, Any]:
    """See `pacslake.longitudinal.choose_pair`."""
    if not by.strip() or by == "rule":
        raise UsageError("say who decides this: by='initials or role'")
    keys = lake.rows(
        "SELECT DISTINCT i.patient_key FROM volume_frame f JOIN instance_row i USING (instance_version_id) "
        "WHERE f.volume_id IN (?, ?)",
        [prior, current],
    )
    if len(keys) != 1 or keys[0][0] is None:
        raise UsageError(f"volumes {prior} and {current} are not both of one patient of this lake")
    patient_key = keys[0][0]
    rows = pairs(lake, patient_key)
    wanted = _pair_id(prior, current)
    row = next((r for r in rows if r["pair_id"] == wanted), None)
    if row is None:
        row = _against_the_rules(lake, patient_key, prior, current)
        rows.append(row)
    row.update(is_best=use, chosen_by=by)
    if use:
        for other in rows:
            same_slot = (other["b_volume_id"], other["a_timepoint_index"]) == (
                current,
                row["a_timepoint_index"],
            )
            if other is not row and same_slot and other["is_best"]:
                other["is_best"] = False
    _replace(lake, patient_key, rows, "a pair chosen")
    # Once more by the rules, so that a refused pair's place goes to the next best.
    return next(r for r in pairs(lake, patient_key) if r["pair_id"] == wanted)


def _against_the_rules(lake: Any, patient_key: str, prior: str, current: str) -> dict[str, Any]:
    """A pair that the rules do not list, for instance of two modalities."""
    volumes = {v.volume_id: v for v in facts(lake, patient_key)}
    missing = [v for v in (prior, current) if v not in volumes]
    if missing:
        raise UsageError(
            f"volume {missing[0]} cannot be paired: it is a localizer, a projection, or no volume"
        )
    a, b = volumes[prior], volumes[current]
    if a.timepoint_index >= b.timepoint_index:
        raise UsageError(
            f"volume {prior} is not from an earlier time point than {current}: give the prior first"
        )
    return _row(patient_key, Pair(a, b, 0.0, {}, "Paired by a person, against the rules."))


def notes(
    lake: Any, patient_key: str, volumes: Sequence[VolumeFacts], rows: Sequence[Mapping[str, Any]]
) -> list[str]:
    """What could not be paired, in sentences."""
    points = lake.rows(
        "SELECT timepoint_index, person, date FROM timepoint WHERE patient_key = ?", [patient_key]
    )
    said = []
    if len(points) < 2:
        said.append("There is one time point only: nothing to compare with.")
    undated = sum(day is None for _, _, day in points)
    if undated:
        said.append(
            f"{undated} time point{'s have' if undated > 1 else ' has'} no date: the order is not known, days between "
            "are NULL. place_study(study, date=..., by=...) sets one."
        )
    people = {person for _, person, _ in points}
    if len(people) > 1:
        said.append(
            f"{len(people)} people share this patient identifier (birth dates or names differ); they are never paired."
        )
    if len(points) > 1 and not rows:
        kinds = {i: sorted({v.modality for v in volumes if v.timepoint_index == i}) for i, _, _ in points}
        what = "; ".join(f"time point {i}: {', '.join(m) or 'no volume'}" for i, m in sorted(kinds.items()))
        said.append(f"No two time points of a person have volumes of one modality ({what}).")
    elif rows and not any(r["is_best"] for r in rows):
        said.append(f"No pair is good enough to be chosen; the best is: {rows[0]['reason']}")
    return said


def _pair_id(prior: str, current: str) -> str:
    return "q" + hashlib.sha256(f"{prior}\0{current}".encode()).hexdigest()[:20]


def _row(patient_key: str, pair: Pair) -> dict[str, Any]:
    a, b = pair.a, pair.b
    shared = sorted(a.regions[0] & b.regions[0])
    sources = [v.regions[1] for v in (a, b) if v.regions[1]]
    return {
        "pair_id": _pair_id(a.volume_id, b.volume_id), "patient_key": patient_key,
        "a_volume_id": a.volume_id, "b_volume_id": b.volume_id, "a_timepoint_index": a.timepoint_index,
        "b_timepoint_index": b.timepoint_index,
        "days_between": b.day - a.day if a.day is not None and b.day is not None else None, "score": pair.score,
        "is_best": pair.is_best, "reason": pair.reason, "chosen_by": "rule", "modality": a.modality,
        "body_part": "+".join(shared) or None,
        "body_part_source": "image content" if "image content" in sources else sources[0] if sources else None,
        "refusal": pair.refusal, **{f"{name}_score": pair.components.get(name) for name in WEIGHTS},
    }  # fmt: skip
