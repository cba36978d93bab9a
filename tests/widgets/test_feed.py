"""What the kernel sends: order, checksums, pace, and words where a part cannot be had."""

from __future__ import annotations

import time
import zlib
from typing import Any

import numpy as np
import pytest

from pacslake.errors import DecodeError, UsageError
from pacslake.widgets.feed import WINDOW, Feeder, make_brick
from pacslake.widgets.source import ArrayVolume, describe, wire_dtype

ARRAY = np.arange(10 * 8 * 6, dtype=np.int16).reshape(10, 8, 6)


class Wire:
    """Keeps what is sent; acknowledges when told to."""

    def __init__(self, *, answer: bool = True) -> None:
        self.sent: list[tuple[dict[str, Any], bytes]] = []
        self.answer, self.feeder = answer, None

    def __call__(self, head: dict[str, Any], buffers: Any) -> None:
        self.sent.append((head, bytes(buffers[0]) if buffers else b""))
        if self.answer and "number" in head:
            self.feeder.got(head["number"])

    def wait(self, n: int, seconds: float = 5) -> None:
        end = time.monotonic() + seconds
        while len(self.sent) < n and time.monotonic() < end:
            time.sleep(0.005)
        assert len(self.sent) >= n, f"{len(self.sent)} of {n} messages"


def feed(source: Any, **options: Any) -> tuple[Feeder, Wire]:
    wire = Wire(**options)
    wire.feeder = Feeder(wire, {source.id: source})
    return wire.feeder, wire


def test_a_brick_is_the_array_with_its_checksum() -> None:
    head, payload = make_brick(ArrayVolume(ARRAY), 0, [1, 3, 2, 4, 3])
    values = np.frombuffer(payload, "<i2").reshape(head["n"], head["ny"], 6)
    np.testing.assert_array_equal(values, ARRAY[3:5, 4:7])
    assert head["crc32"] == zlib.crc32(payload) and head["dtype"] == "int16"


def test_a_stride_takes_every_nth_voxel() -> None:
    head, payload = make_brick(ArrayVolume(ARRAY), 0, [4, 0, 3, 0, 2])
    np.testing.assert_array_equal(np.frombuffer(payload, "<i2").reshape(3, 2, 2), ARRAY[::4, ::4, ::4])
    assert head["level"] == 4


@pytest.mark.parametrize("item", [[1, 10, 1, 0, 8], [0, 0, 1, 0, 8], [1, -1, 1, 0, 8], [1, 0, 1, 8, 1]])
def test_parts_that_are_not_there_are_refused(item: list[int]) -> None:
    with pytest.raises(UsageError, match="does not have"):
        make_brick(ArrayVolume(ARRAY), 0, item)


@pytest.mark.parametrize(
    ("dtype", "expected"),
    [
        ("int16", "int16"),
        (">i2", "int16"),
        ("bool", "uint8"),
        ("float64", "float32"),
        ("int64", "int32"),
        ("uint16", "uint16"),
        ("float16", "float32"),
    ],
)
def test_types_on_the_wire(dtype: str, expected: str) -> None:
    assert wire_dtype(dtype) == expected


def test_bricks_come_in_the_order_asked_for() -> None:
    feeder, wire = feed(ArrayVolume(ARRAY))
    feeder.want(ArrayVolume(ARRAY).id, 0, [[1, k, 1, 0, 8] for k in (5, 0, 9)])
    wire.wait(3)
    assert [h["z0"] for h, _ in wire.sent] == [5, 0, 9]


def test_a_new_wish_replaces_the_old_one() -> None:
    source = ArrayVolume(ARRAY)
    feeder, wire = feed(source, answer=False)
    feeder.want(source.id, 0, [[1, k, 1, 0, 8] for k in range(10)])
    wire.wait(WINDOW)
    feeder.want(source.id, 0, [[1, 9, 1, 0, 8]])
    for head, _ in list(wire.sent):
        feeder.got(head["number"])
    wire.wait(WINDOW + 1)
    time.sleep(0.1)
    assert [h["z0"] for h, _ in wire.sent] == [0, 1, 2, 9]


def test_without_acknowledgement_it_slows_down_but_goes_on() -> None:
    source = ArrayVolume(ARRAY)
    feeder, wire = feed(source, answer=False)
    feeder.want(source.id, 0, [[1, k, 1, 0, 8] for k in range(5)])
    wire.wait(WINDOW)
    time.sleep(0.1)
    assert len(wire.sent) == WINDOW
    wire.wait(5, 3)


def test_a_slice_that_cannot_be_decoded_gives_its_sentence_and_the_rest_comes() -> None:
    class Bad(ArrayVolume):
        def read(self, t: int, z: slice, stride: int = 1) -> np.ndarray:
            if z.start == 1:
                raise DecodeError("frame 1 cannot be decoded")
            return super().read(t, z, stride)

    source = Bad(ARRAY)
    feeder, wire = feed(source)
    feeder.want(source.id, 0, [[1, k, 1, 0, 8] for k in (0, 1, 2)])
    wire.wait(3)
    assert [h["kind"] for h, _ in wire.sent] == ["brick", "error", "brick"]
    assert wire.sent[1][0]["text"] == "frame 1 cannot be decoded"


def test_an_unexpected_error_does_not_show_its_text() -> None:
    class Bad(ArrayVolume):
        def read(self, t: int, z: slice, stride: int = 1) -> np.ndarray:
            raise OSError("/secret/DOE^JANE/1.dcm")

    source = Bad(ARRAY)
    feeder, wire = feed(source)
    feeder.want(source.id, 0, [[1, 0, 1, 0, 8]])
    wire.wait(1)
    assert "DOE" not in str(wire.sent)


def test_closing_ends_the_queue() -> None:
    source = ArrayVolume(ARRAY)
    feeder, wire = feed(source, answer=False)
    feeder.want(source.id, 0, [[1, k, 1, 0, 8] for k in range(10)])
    wire.wait(WINDOW)
    feeder.close()
    time.sleep(0.6)
    assert len(wire.sent) == WINDOW


def test_axes_in_front_are_times_and_colour_goes_as_bytes() -> None:
    array = np.arange(3 * 2 * 4 * 5, dtype=np.uint16).reshape(3, 2, 4, 5)
    head, payload = make_brick(ArrayVolume(array, axes="tzyx"), 2, [1, 1, 1, 0, 4])
    np.testing.assert_array_equal(np.frombuffer(payload, "<u2").reshape(4, 5), array[2, 1])
    clip = np.full((6, 4, 5, 3), 0x1234, np.uint16)
    meta = describe(ArrayVolume(clip, axes="tyxc", more={"dtype": "uint8"}))
    assert (meta["shape"], meta["channels"], meta["times"]) == ([6, 4, 5], 3, 1)
    head, payload = make_brick(ArrayVolume(clip, axes="tyxc"), 0, [1, 5, 1, 0, 4])
    assert head["dtype"] == "uint8" and set(bytes(payload)) == {0x12}


def test_the_description_names_nobody() -> None:
    source = ArrayVolume(ARRAY, np.eye(4), more={"frame_of_reference": "1.2.3"})
    assert "1.2.3" not in str(describe(source))
