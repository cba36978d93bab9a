"""Planes and letters, against the Standard and arithmetic; the browser's half has the same table in its own tests."""

from __future__ import annotations

import numpy as np
import pytest

from pacslake.widgets.geometry import acquisition_name, letters, nearest, obliqueness, planes_of

AXIAL = np.array([[0.5, 0, 0, -100], [0, 0.5, 0, -90], [0, 0, 2, 10], [0, 0, 0, 1.0]])
SAGITTAL = np.array([[0, 0, 2, -40], [1, 0, 0, -80], [0, -1, 0, 120], [0, 0, 0, 1.0]])


def turned(affine: np.ndarray, degrees: float) -> np.ndarray:
    """Turned about the patient's left-right axis."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn = np.eye(4)
    turn[1:3, 1:3] = [[c, -s], [s, c]]
    return turn @ affine


def test_halves_round_up() -> None:
    assert nearest(np.array([0.5, 1.5, 2.5, -0.5, -1.5])).tolist() == [1, 2, 3, 0, -1]


@pytest.mark.parametrize(
    ("direction", "expected"),
    [((1, 0, 0), "L"), ((-1, 0, 0), "R"), ((0, 1, 0), "P"), ((0, -1, 0), "A"), ((0, 0, 1), "H"), ((0, 0, -1), "F"), ((0.85, 0, 0.52), "LH"), ((0.99, 0.1, 0), "L")],
)  # fmt: skip
def test_letters(direction: tuple[float, ...], expected: str) -> None:
    assert letters(direction) == expected


@pytest.mark.parametrize(
    "affine", [AXIAL, SAGITTAL, AXIAL @ np.diag([-1, -1, 1, 1]), AXIAL @ np.diag([1, 1, -1, 1])]
)
def test_upright_scans_show_the_patient_the_same_way_round(affine: np.ndarray) -> None:
    planes = planes_of(affine, (60, 200, 180))
    assert [letters(planes["axial"].u), letters(planes["axial"].v)] == ["L", "P"]
    assert [letters(planes["coronal"].u), letters(planes["coronal"].v)] == ["L", "F"]
    assert [letters(planes["sagittal"].u), letters(planes["sagittal"].v)] == ["P", "F"]


def test_step_is_the_distance_between_slices() -> None:
    assert planes_of(AXIAL, (60, 200, 180))["axial"].step == 2
    assert planes_of(SAGITTAL, (60, 200, 180))["sagittal"].step == 2
    assert planes_of(turned(AXIAL, 30), (60, 200, 180))["axial"].step == pytest.approx(2)


def test_names_and_angles() -> None:
    assert acquisition_name(AXIAL) == "axial" and acquisition_name(SAGITTAL) == "sagittal"
    assert acquisition_name(turned(AXIAL, 70)) == "coronal"
    assert obliqueness(turned(AXIAL, 20)) == pytest.approx(20)
