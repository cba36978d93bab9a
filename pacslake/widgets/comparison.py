"""Two to four time points side by side, at the same place in the body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import traitlets as t

from pacslake.errors import PacslakeError, UsageError
from pacslake.widgets.base import PixelWidget
from pacslake.widgets.lesions import correct, lesions_of, timepoints_of, tracks
from pacslake.widgets.measure import Measured
from pacslake.widgets.picture import render_compare, to_png
from pacslake.widgets.source import Facts, VolumeSource, as_source, describe
from pacslake.widgets.viewer import _renamed, notices, summary

__all__ = ["Compare", "Place", "place"]

_MOST = 4  # side by side, more would be too small to judge


@dataclass(frozen=True)
class Place:
    """How points of the prior are found in the current. `matrix`: (4, 4), prior's LPS mm to current's."""

    matrix: np.ndarray
    source: str  # frame-of-reference, registration, given, manual
    verdict: str
    level: str
    text: str


def place(lake: Any, prior: VolumeSource, current: VolumeSource, registration: Any = None) -> Place:
    """The transform in force between two volumes, and the sentence that says which it is.

    A failed registration is never used: the centres of both volumes are laid on each other instead, and the sentence
    says that positions do not correspond.
    """
    a, b = prior.facts, current.facts
    if a.affine_lps is None or b.affine_lps is None:
        return Place(
            np.eye(4),
            "manual",
            "none",
            "warn",
            "One of the two has no exact place in the patient: the pictures are not linked by position.",
        )
    if registration is not None and _verdict(registration) == "failed":
        return _by_centres(a, b, "The registration given failed its checks and is not used.")
    if registration is not None:
        return _judged(_matrix(registration), "given", _verdict(registration), "Registration as given")
    if prior.id == current.id or _as_scanned(lake, prior, current):
        return Place(
            np.eye(4),
            "frame-of-reference",
            "good",
            "info",
            "Same frame of reference: linked as scanned, without registration.",
        )
    stored = _stored(lake, prior.id, current.id)
    if stored is None and lake is not None:
        try:
            made = lake.register(current.id, prior.id)
        except (PacslakeError, ValueError) as error:
            return _by_centres(a, b, f"Registration was not possible ({error}).")
        stored = (_matrix(made), _verdict(made)) if made is not None else _stored(lake, prior.id, current.id)
    if stored is None:
        return _by_centres(a, b, "No registration.")
    matrix, verdict = stored
    if verdict == "failed":
        return _by_centres(a, b, "Registration failed its checks and is not used.")
    return _judged(matrix, "registration", verdict, "Linked by rigid registration")


def _as_scanned(lake: Any, prior: VolumeSource, current: VolumeSource) -> bool:
    """Whether both lie in one frame of reference of one visit; see `pacslake.longitudinal.registration`."""
    from pacslake.longitudinal.registration import one_visit

    frame = current.facts.frame_of_reference
    if not frame or frame != prior.facts.frame_of_reference:
        return False
    return lake is None or one_visit(lake, prior.id, current.id)


def _judged(current_to_prior: np.ndarray, source: str, verdict: str, words: str) -> Place:
    level = "warn" if verdict == "doubtful" else "info"
    tail = "; judge by the pictures whether it is right" if verdict == "doubtful" else ""
    return Place(
        np.linalg.inv(current_to_prior),
        source,
        verdict,
        level,
        f"{words}{f' (verdict: {verdict})' if verdict else ''}{tail}.",
    )


def _by_centres(a: Facts, b: Facts, why: str) -> Place:
    shift = np.eye(4)
    shift[:3, 3] = _centre(b) - _centre(a)
    text = f"{why} The centres of the two are laid on each other: positions do not correspond. Alt-drag in the right picture moves it."
    return Place(shift, "manual", "none", "warn", text)


def _centre(f: Facts) -> np.ndarray:
    nz, ny, nx = f.shape
    affine = np.asarray(f.affine_lps, float).reshape(4, 4)
    return np.asarray(affine @ [(nx - 1) / 2, (ny - 1) / 2, (nz - 1) / 2, 1.0])[:3]


def _matrix(registration: Any) -> np.ndarray:
    found = (
        registration.get("matrix_lps")
        if isinstance(registration, dict)
        else getattr(registration, "matrix_lps", registration)
    )
    return np.asarray(found, float).reshape(4, 4)


def _verdict(registration: Any) -> str:
    found = (
        registration.get("verdict")
        if isinstance(registration, dict)
        else getattr(registration, "verdict", "")
    )
    return str(found or "")


def _stored(lake: Any, prior_id: str, current_id: str) -> tuple[np.ndarray, str] | None:
    """The matrix from current to prior and its verdict, from the table `registration`, whichever way it was made."""
    if lake is None:
        return None
    rows = lake.dicts(
        "SELECT fixed_volume_id, matrix_lps, verdict FROM registration WHERE matrix_lps IS NOT NULL AND "
        "((fixed_volume_id = ? AND moving_volume_id = ?) OR (fixed_volume_id = ? AND moving_volume_id = ?)) "
        "ORDER BY CASE verdict WHEN 'good' THEN 0 WHEN 'doubtful' THEN 1 ELSE 2 END LIMIT 1",
        [current_id, prior_id, prior_id, current_id],
    )
    if not rows:
        return None
    matrix = np.asarray(rows[0]["matrix_lps"], float).reshape(4, 4)
    if rows[0]["fixed_volume_id"] != current_id:
        matrix = np.linalg.inv(matrix)
    return matrix, str(rows[0]["verdict"])


class Compare(Measured, PixelWidget):
    """Two to four volumes with one crosshair. Make it with `lake.compare(prior, current)`.

    `compare_mode` is `side`, `flicker`, `checker`, `difference` or `fusion`, of the two volumes that `pair` names.
    """

    pair = t.List(t.Int(), [0, 1], minlen=2, maxlen=2).tag(sync=True)
    """Which two volumes are laid over each other, from 0."""
    mix = t.Float(0.5).tag(sync=True)
    """How much the second shows in a fusion, 0 to 1."""
    lesions = t.List(t.Dict(), []).tag(sync=True)
    """See `pacslake.widgets.lesions.lesions_of`."""
    lesion = t.Unicode("").tag(sync=True)
    """lesion_id of the one chosen; setting it goes there."""
    tracks = t.List(t.Dict(), []).tag(sync=True)
    days = t.List(t.Float(allow_none=True), []).tag(sync=True)
    """Day of each volume since the first visit; None where unknown."""
    reader = t.Unicode("reader")
    """Who confirms matches, as it is kept in `lesion_observation.verified_by`."""

    @classmethod
    def of(
        cls, lake: Any, prior: Any, current: Any, *more: Any, registration: Any = None, **options: Any
    ) -> Compare:
        """See `pacslake.widgets.compare`."""
        widget = cls(lake=lake, kind="compare", **_renamed(options))
        widget.show(prior, current, *more, registration=registration)
        return widget

    def show(self, prior: Any, current: Any, *more: Any, registration: Any = None) -> None:
        """Compare other volumes in the same place.

        Args:
            registration: from `current` to `prior`; with more volumes a list, one for each after the first.
        """
        sources = [as_source(self._lake, v) for v in (prior, current, *more)]
        if len(sources) > _MOST:
            raise UsageError(f"{len(sources)} volumes cannot be compared at once; choose two to {_MOST}")
        first, *others = sources
        given = _each(registration, len(others))
        places = [place(self._lake, first, s, r) for s, r in zip(others, given, strict=True)]
        names = ["prior", "current"] if len(sources) == 2 else [f"time {n + 1}" for n in range(len(sources))]
        points = timepoints_of(self._lake, [s.id for s in sources])
        metas = [
            describe(s, label=" · ".join(filter(None, (name, s.facts.modality, points.get(s.id, {}).get("label")))), frame=name)
            for s, name in zip(sources, names, strict=True)
        ]  # fmt: skip
        said = _said(places, names[1:])
        with self.hold_sync():
            self._sources.clear()
            self._sources.update({s.id: s for s in sources})
            self._shown, self._places = tuple(sources), tuple(places)
            self.notices = [
                *({"level": level, "text": text} for level, text in said),
                *(n for s in sources for n in notices(s.facts)),
            ]
            self.transforms = {
                name: {
                    "matrix": [float(x) for x in p.matrix.ravel()],
                    "source": p.source,
                    "verdict": p.verdict,
                }
                for p, name in zip(places, names[1:], strict=True)
            }
            shown = "; ".join(f"{name} {summary(s.facts)}" for s, name in zip(sources, names, strict=True))
            self.fallback = f"pacslake comparison: {shown}. {' '.join(text for _, text in said)} The pixels are not kept in this notebook."
            if self.cursor is None and first.facts.affine_lps is not None:
                middle = _shared_middle(
                    first.facts, [(s.facts, p.matrix) for s, p in zip(others, places, strict=True)]
                )
                self.cursor = [float(x) for x in _on_voxel(first.facts, middle)]
            self.pair = [0, len(sources) - 1]
            self.days = [points.get(s.id, {}).get("day") for s in sources]
            self._lesions_anew(points)
            self.volumes = metas

    _shown: tuple[VolumeSource, ...] = ()
    _places: tuple[Place, ...] = ()

    def _lesions_anew(self, points: Mapping[str, Mapping[str, Any]]) -> None:
        self.lesions = lesions_of(self._lake, [s.id for s in self._shown], points) if points else []
        patient = next((p["patient_key"] for p in points.values()), "")
        self.tracks = tracks(self._lake, patient) if self.lesions else []

    def confirm(self, observation_id: str) -> None:
        """Keep the reader's word that a lesion at a time point was matched rightly, see `lesions`.

        Raises:
            NotFoundError: no such observation.
            PolicyError: the lake is open for reading only.
        """
        from pacslake import longitudinal

        longitudinal.confirm(self._lake, observation_id, by=self.reader)
        self._lesions_anew(timepoints_of(self._lake, [s.id for s in self._shown]))

    def relink(self, observation_id: str, lesion_id: str | None) -> None:
        """Keep the reader's word that it is another lesion, or (None) a new one; the lesions are followed anew.

        Raises:
            NotFoundError, UsageError: see `pacslake.longitudinal.relink`.
        """
        correct(self._lake, observation_id, lesion_id, by=self.reader)
        self._lesions_anew(timepoints_of(self._lake, [s.id for s in self._shown]))

    def _answer(self, content: dict[str, Any]) -> None:
        kind, observation = content.get("kind"), str(content.get("observation"))
        if kind not in ("confirm", "relink"):
            super()._answer(content)
            return
        kept = [n for n in self.notices if not n.get("match")]
        try:
            if kind == "confirm":
                self.confirm(observation)
            else:
                self.relink(observation, content.get("lesion") or None)
            self.notices = kept
        except PacslakeError as error:
            text = f"The match is not kept: {error}"
            self.notices = [*kept, {"level": "error", "text": text, "match": True}]

    def to_png(self, *, height: int = 560) -> bytes:
        """All at the crosshair, side by side, as a PNG file's bytes."""
        return to_png(self._render(height))

    def _small_png(self) -> bytes | None:
        return to_png(self._render(320, room=8 << 20), limit=60_000)

    def _render(self, height: int, **options: Any) -> np.ndarray:
        windows = [self.window or m["window"] or (0.5, 1.0) for m in self.volumes]
        matrices = [self.transforms[m["frame"]]["matrix"] for m in self.volumes[1:]]
        words = [m["label"] for m in self.volumes]
        first, pictures = self._shown[0], []
        for n, (source, matrix) in enumerate(zip(self._shown[1:], matrices, strict=True), start=1):
            both = render_compare(
                first, source, np.asarray(matrix, float).reshape(4, 4), cursor=self.cursor,
                windows=(windows[0], windows[n]), words=(words[0], words[n]), height=height, **options,
            )  # fmt: skip
            pictures.append(both if n == 1 else both[:, both.shape[1] // 2 :])
        return np.concatenate(pictures, axis=1)


def _said(places: Sequence[Place], names: Sequence[str]) -> list[tuple[str, str]]:
    """Level and sentence of each way of linking, with the names of those that it holds for where there are several."""
    alike: dict[tuple[str, str], list[str]] = {}
    for p, name in zip(places, names, strict=True):
        alike.setdefault((p.level, p.text), []).append(name)
    if len(places) == 1:
        return list(alike)
    return [(level, f"{', '.join(of)}: {text}") for (level, text), of in alike.items()]


def _each(registration: Any, n: int) -> list[Any]:
    """One registration, or None, for each volume after the first."""
    if registration is None:
        return [None] * n
    several = list(registration) if isinstance(registration, (list, tuple)) and n > 1 else [registration]
    if len(several) != n:
        raise UsageError(
            f"{len(several)} registrations for {n} volumes after the first; give a list, one for each (or None)"
        )
    return several


def _shared_middle(a: Facts, others: Sequence[tuple[Facts, np.ndarray]]) -> np.ndarray:
    """The middle of what all show, so that the first picture is not empty on one side."""
    low, high = _box(a, np.eye(4))
    for b, matrix in others:
        if b.affine_lps is not None:
            box = _box(b, np.linalg.inv(matrix))
            low, high = np.maximum(low, box[0]), np.minimum(high, box[1])
    return np.where(low <= high, (low + high) / 2, _centre(a))


def _box(f: Facts, matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    affine = matrix @ np.asarray(f.affine_lps, float).reshape(4, 4)
    nz, ny, nx = f.shape
    ends = np.array(
        [(affine @ [i, j, k, 1.0])[:3] for i in (0, nx - 1) for j in (0, ny - 1) for k in (0, nz - 1)]
    )
    return ends.min(axis=0), ends.max(axis=0)


def _on_voxel(f: Facts, point: np.ndarray) -> np.ndarray:
    affine = np.asarray(f.affine_lps, float).reshape(4, 4)
    nz, ny, nx = f.shape
    index = np.clip(
        np.floor((np.linalg.inv(affine) @ [*point, 1.0])[:3] + 0.5), 0, np.array([nx, ny, nz]) - 1
    )
    return np.asarray(affine @ [*index, 1.0])[:3]
