"""Mutated files: each ends as one outcome with a reason, in bounded time and memory, and stops no other."""

from __future__ import annotations

import random
import resource
import struct
import time

import mutations
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

POOL = mutations.seeds()


@pytest.mark.slow
@settings(
    max_examples=400,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(rng=st.randoms(use_true_random=False), n=st.integers(1, 8))
def test_mutated_files_end_as_one_outcome(rng: random.Random, n: int) -> None:
    began = time.monotonic()
    assert mutations.examine([mutations.mutate(rng, POOL) for _ in range(n)]) == []
    assert time.monotonic() - began < 5


@pytest.mark.slow
@pytest.mark.parametrize("first", [0, 1], ids=["mixed", "one series"])
def test_thousands_of_mutated_files(first: int) -> None:
    """Two thousand a run; `python tests/fuzz/run.py` makes millions of the same kind."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for seed in range(330):
        rng = random.Random(f"{first} {seed}")
        pool = [rng.choice(POOL)] if first else POOL
        began = time.monotonic()
        assert mutations.examine([*pool[:first], *(mutations.mutate(rng, pool) for _ in range(6))]) == [], (
            seed
        )
        assert time.monotonic() - began < 5, seed
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 512 * 1024


@pytest.mark.parametrize("vr", [b"AT", b"FD", b"FL", b"SQ", b"OB", b"UN", b"SV", b"LO"])
@pytest.mark.parametrize(
    "tag", [(0x0008, 0x0020), (0x0008, 0x0030), (0x0020, 0x0013), (0x0018, 0x0050), (0x0028, 0x0010)]
)
def test_another_vr_than_the_dictionary_says(tag: tuple[int, int], vr: bytes) -> None:
    """A date as tags, a number that is none: NULL and an issue, never a stopped ingest."""
    uid = struct.pack("<HH2sH", 8, 0x18, b"UI", 8) + b"1.2.3.4\0"
    value = struct.pack("<d", float("nan"))
    long = vr in (b"SQ", b"OB", b"UN", b"SV")
    head = struct.pack("<HH2sHI" if long else "<HH2sH", *tag, vr, *((0, 8) if long else (8,)))
    parts = [uid, head + value] if tag > (8, 0x18) else [head + value, uid]
    assert mutations.examine([mutations.preamble("1.2.840.10008.1.2.1") + b"".join(parts)]) == []


def test_zeros_that_look_like_elements_are_read_in_linear_time() -> None:
    """The end of padding is looked for once, not at each of 100,000 elements of tag 0."""
    uid = struct.pack("<HH2sH", 8, 0x18, b"UI", 8) + b"1.2.3.4\0"
    zeros = struct.pack("<HH2sH", 0, 0, b"\0\0", 0) * 100_000
    began = time.process_time()
    assert mutations.examine([mutations.preamble("1.2.840.10008.1.2") + uid + zeros + b"end" * 500_000]) == []
    assert time.process_time() - began < 5
