"""The digest of a function follows what it does, not how it is written."""

from __future__ import annotations

import functools
import types

import numpy as np

from pacslake.compute.fingerprint import fingerprint

HEAD = "LIMIT = {limit}\ndef helper(v):\n    return v + {step}\n"


def make(source: str, name: str = "fn"):
    module = types.ModuleType("made_up")
    exec(compile(source, "<made up>", "exec"), module.__dict__)
    return getattr(module, name)


def digest(source: str) -> str:
    return fingerprint(make(source)).sha256


def test_comments_and_layout_do_not_count():
    def plain(v):
        return {"a": v + 1}

    one = fingerprint(plain).sha256

    def plain(v):
        # a remark
        return {
            "a": v + 1,
        }

    assert fingerprint(plain).sha256 == one


def test_another_constant_counts():
    assert digest("def fn(v): return v + 1") != digest("def fn(v): return v + 2")


def test_a_helper_and_a_global_of_the_same_module_count():
    body = "def fn(v):\n    return helper(v) * LIMIT\n"
    base = digest(HEAD.format(limit=1, step=1) + body)
    assert base == digest(HEAD.format(limit=1, step=1) + body)
    assert base != digest(HEAD.format(limit=2, step=1) + body)
    assert base != digest(HEAD.format(limit=1, step=2) + body)


def test_values_closed_over_and_defaults_count():
    def outer(x):
        return lambda v: v + x

    assert fingerprint(outer(1)).sha256 == fingerprint(outer(1)).sha256
    assert fingerprint(outer(1)).sha256 != fingerprint(outer(2)).sha256
    assert fingerprint(outer(np.arange(3))).sha256 != fingerprint(outer(np.arange(4))).sha256


def test_arguments_of_a_partial_count():
    def fn(v, limit):
        return v > limit

    assert (
        fingerprint(functools.partial(fn, limit=1)).sha256
        != fingerprint(functools.partial(fn, limit=2)).sha256
    )


def test_two_lambdas_on_one_line_differ():
    a, b = (lambda v: 1), (lambda v: 2)
    assert fingerprint(a).sha256 != fingerprint(b).sha256


def test_recursion_ends():
    assert digest("def fn(v):\n    return fn(v - 1) if v else 0\n")


def test_the_source_is_kept():
    def fn(v):
        return v

    assert "return v" in fingerprint(fn).source
