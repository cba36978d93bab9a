"""Prior and current side by side, at the same place in the body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from pacslake.errors import PacslakeError
from pacslake.widgets.base import PixelWidget
from pacslake.widgets.measure import Measured
from pacslake.widgets.picture import render_compare, to_png
from pacslake.widgets.source import Facts, VolumeSource, as_source, describe
from pacslake.widgets.viewer import _renamed, notices, summary

__all__ = ["Compare", "Place", "place"]


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
    if prior.id == current.id or (a.frame_of_reference and a.frame_of_reference == b.frame_of_reference):
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
    """Two volumes with one crosshair. Make it with `lake.compare(prior, current)`."""

    @classmethod
    def of(cls, lake: Any, prior: Any, current: Any, *, registration: Any = None, **options: Any) -> Compare:
        """See `pacslake.widgets.compare`."""
        widget = cls(lake=lake, kind="compare", **_renamed(options))
        widget.show(prior, current, registration=registration)
        return widget

    def show(self, prior: Any, current: Any, *, registration: Any = None) -> None:
        """Compare another pair in the same place."""
        a, b = as_source(self._lake, prior), as_source(self._lake, current)
        where = place(self._lake, a, b, registration)
        metas = [
            describe(s, label=f"{name} · {s.facts.modality}", frame=name)
            for s, name in ((a, "prior"), (b, "current"))
        ]
        with self.hold_sync():
            self._sources.clear()
            self._sources.update({a.id: a, b.id: b})
            self._pair, self._place = (a, b), where
            self.notices = [{"level": where.level, "text": where.text}, *notices(a.facts), *notices(b.facts)]
            self.transforms = {
                "current": {
                    "matrix": [float(x) for x in where.matrix.ravel()],
                    "source": where.source,
                    "verdict": where.verdict,
                }
            }
            self.fallback = f"pacslake comparison: prior {summary(a.facts)}; current {summary(b.facts)}. {where.text} The pixels are not kept in this notebook."
            if self.cursor is None and a.facts.affine_lps is not None:
                self.cursor = [
                    float(x) for x in _on_voxel(a.facts, _shared_middle(a.facts, b.facts, where.matrix))
                ]
            self.volumes = metas

    _pair: tuple[VolumeSource, VolumeSource]
    _place: Place

    def to_png(self, *, height: int = 560) -> bytes:
        """Both at the crosshair, as a PNG file's bytes."""
        return to_png(self._render(height))

    def _small_png(self) -> bytes | None:
        return to_png(self._render(320, room=8 << 20), limit=60_000)

    def _render(self, height: int, **options: Any) -> np.ndarray:
        windows = [self.window or m["window"] or (0.5, 1.0) for m in self.volumes]
        matrix = np.asarray(self.transforms["current"]["matrix"], float).reshape(4, 4)
        return render_compare(
            *self._pair, matrix, cursor=self.cursor, windows=windows, height=height, **options
        )


def _shared_middle(a: Facts, b: Facts, matrix: np.ndarray) -> np.ndarray:
    """The middle of what both show, so that the first picture is not empty on one side."""
    if b.affine_lps is None:
        return _centre(a)
    own, other = _box(a, np.eye(4)), _box(b, np.linalg.inv(matrix))
    low, high = np.maximum(own[0], other[0]), np.minimum(own[1], other[1])
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
