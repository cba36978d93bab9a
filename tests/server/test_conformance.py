"""The probes of PS3.18: all hold for our service, and each can fail."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from serving import Served, start

from pacslake.errors import PacslakeError
from pacslake.server.conformance import PROBES, Answer, Outcome, Service, run_probes


@pytest.fixture(scope="module")
def own(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A copy of the served lake to store into: other tests count what is in theirs."""
    copy = tmp_path_factory.mktemp("probed") / "lake"
    shutil.copytree(served.lake, copy)
    process, said = start("serve", "--lake", str(copy), "--port", "0")
    yield replace(served, url=said["url"], lake=copy)
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="module")
def outcomes(own: Served) -> list[Outcome]:
    return run_probes(Service(own.url, own.curator, store=True))


def test_every_probe_holds_for_our_service(outcomes: list[Outcome]) -> None:
    assert len(PROBES) >= 80
    assert [f"{o.section} {o.title}: {o.detail}" for o in outcomes if o.passed is False] == []
    assert sum(o.passed is True for o in outcomes) >= 120


class Faulty(Service):
    """A service whose answers all lack what makes them right: wrong status, wrong type, no body."""

    def ask(self, path: str, *args: Any, **more: Any) -> Answer:
        got = super().ask(path, *args, **more)
        if path == "/instances" and more.get("query", {}).get("limit") == 200:
            return got  # by which an image to probe with is found
        return Answer(500 if got.status >= 400 else 203, {"content-type": "text/plain"}, b"")


def test_every_probe_can_fail(own: Served) -> None:
    found = run_probes(Faulty(own.url, own.curator, store=True))
    assert [o.title for o in found if o.passed is True] == []


def test_a_service_without_a_token_or_an_image_is_an_error(served: Served) -> None:
    with pytest.raises(PacslakeError, match="token"):
        run_probes(Service(served.url))
    with pytest.raises(PacslakeError, match="does not answer"):
        run_probes(Service("http://127.0.0.1:9/dicom-web"))


def test_the_command_reads_only_and_tells_in_json(served: Served) -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("pacslake")), "doctor", "dicomweb", served.url, "--json"],
        env={**os.environ, "PACSLAKE_PEER_TOKEN": served.of_one}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    said = json.loads(done.stdout)
    assert [p for p in said["probes"] if p["passed"] is False] == [] and done.returncode == 0
    assert said["not_run"] >= sum(stores for *_, stores in PROBES)
