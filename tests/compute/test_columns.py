"""Results become rows of one fixed schema, or a failure that says how they differ."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from pacslake.compute.columns import ResultError, check_declared, fit, infer, rows_of
from pacslake.errors import UsageError


def test_numpy_values_become_plain_ones():
    (row,) = rows_of({"a": np.float32(1.5), "b": np.int64(2), "c": np.array([1.0, 2.0]), "d": np.bool_(True)})
    assert row == {"a": 1.5, "b": 2, "c": [1.0, 2.0], "d": True}
    assert infer([[row]]) == {"a": "DOUBLE", "b": "BIGINT", "c": "DOUBLE[]", "d": "BOOLEAN"}


def test_whole_and_decimal_numbers_and_none_go_together():
    assert infer([[{"a": 1, "b": None}], [{"a": 2.5, "b": "x"}]]) == {"a": "DOUBLE", "b": "VARCHAR"}


def test_a_date_is_no_timestamp():
    types = infer([[{"a": datetime.date(2020, 1, 1), "b": datetime.datetime(2020, 1, 1)}]])
    assert types == {"a": "DATE", "b": "TIMESTAMP"}


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (3.5, "a float"), (None, "a NoneType"), (np.zeros((2, 2)), r"an array of shape \(2, 2\)"), ([1, 2], "a list"),
        ({"a b": 1}, "column's name"), ({"row_id": 1}, "taken"), ({"a": np.zeros((2, 2))}, "array of shape"),
        ({"a": object()}, "a object"),
    ],
)  # fmt: skip
def test_what_cannot_become_a_row_is_refused(result, said):
    with pytest.raises(ResultError, match=said):
        rows_of(result)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"a": 1.0}, "has no b"),
        ({"a": 1.0, "b": 1, "c": 2}, "has c too"),
        ({"a": "x", "b": 1}, "'a' is DOUBLE"),
    ],
)
def test_varying_columns_are_said_by_name(row, said):
    with pytest.raises(ResultError, match=said):
        fit([row], {"a": "DOUBLE", "b": "BIGINT"})


def test_a_whole_number_fits_a_decimal_column():
    assert fit([{"a": 1}], {"a": "DOUBLE"}) == [{"a": 1.0}]


def test_reserved_names_cannot_be_declared():
    assert check_declared({"a": "double", "b": "text"}, ()) == {"a": "DOUBLE", "b": "VARCHAR"}
    with pytest.raises(UsageError, match="volume_id"):
        check_declared({"volume_id": "VARCHAR"}, ("volume_id",))
