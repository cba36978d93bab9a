"""Bricks past the notebook's messages: a socket that only its user may open, keys, and the Jupyter server before it."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pacslake.widgets import view
from pacslake.widgets.door import Door, door, socket_path
from pacslake.widgets.source import ArrayVolume

ARRAY = np.random.default_rng(5).integers(-500, 500, (6, 20, 30)).astype(np.int16)


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "run"))
    door.cache_clear()
    yield door()
    door().close()
    door.cache_clear()


def ask(door_id: str, line: bytes) -> tuple[dict[str, Any], bytes]:
    with socket.socket(socket.AF_UNIX) as s:
        s.connect(str(socket_path(door_id)))
        s.sendall(line)
        head, _, body = s.makefile("rb").read().partition(b"\n")
    return json.loads(head), body


def keys_of(widget: Any) -> dict[str, Any]:
    """What the page is told when it asks for the second way."""
    out: list[dict[str, Any]] = []
    widget.send = lambda content, buffers=None: out.append(content)
    widget._on_message(widget, {"kind": "http"}, [])
    return out[0]


def test_a_key_opens_the_volume_that_its_widget_shows_and_no_longer(opened: Door) -> None:
    first, second = ArrayVolume(ARRAY, np.eye(4)), ArrayVolume(ARRAY + 1, np.eye(4))
    widget = view(None, first)
    told = keys_of(widget)
    assert told["door"] == opened.id and set(told["keys"]) == {first.id}
    key = told["keys"][first.id]
    assert len(key) == 32 and keys_of(widget)["keys"][first.id] == key, "one key for as long as it is shown"
    line = json.dumps({"key": key, "t": 0, "item": [1, 2, 3, 5, 10]}).encode() + b"\n"
    head, body = ask(opened.id, line)
    np.testing.assert_array_equal(np.frombuffer(body, "<i2").reshape(3, 10, 30), ARRAY[2:5, 5:15])
    assert head["bytes"] == len(body) and head["brick"]["z0"] == 2
    widget.show(second)
    assert ask(opened.id, line) == ({"error": "not here", "status": 404}, b""), "another volume is shown"
    key = keys_of(widget)["keys"][second.id]
    line = json.dumps({"key": key, "t": 0, "item": [1, 0, 1, 0, 20]}).encode() + b"\n"
    assert ask(opened.id, line)[1] == (ARRAY[:1] + 1).tobytes()
    widget.close()
    assert ask(opened.id, line)[0]["status"] == 404


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"nonsense\n",
        b"[]\n",
        b'{"key": "k"}\n',
        b'{"key": "k", "t": "x", "item": []}\n',
        b"x" * 9000 + b"\n",
    ],
)
def test_nonsense_is_answered_and_the_door_stays(opened: Door, line: bytes) -> None:
    try:
        assert ask(opened.id, line) == ({"error": "a brick needs key, t and item", "status": 400}, b"")
    except ConnectionResetError:  # it hung up on a line that never ends
        pass
    right = {"key": opened.grant({"v": ArrayVolume(ARRAY)}, "v"), "t": 0}
    for item, status in (
        ([1, 99, 1, 0, 1], 400),
        ([1, 2], 400),
        ([0, 0, 1, 0, 1], 400),
        ([1, 0, 1, 0, 20], None),
    ):
        head, _ = ask(opened.id, json.dumps({**right, "item": item}).encode() + b"\n")
        assert head.get("status") == status


def test_nobody_else_may_open_the_socket_and_it_goes_with_the_kernel(opened: Door) -> None:
    path = socket_path(opened.id)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) & 0o077 == 0
    opened.close()
    assert not path.exists()


def test_a_path_too_long_for_a_socket_leaves_the_messages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / ("long" * 40)))
    door.cache_clear()
    widget = view(None, ArrayVolume(ARRAY, np.eye(4)))
    widget.send = lambda content, buffers=None: pytest.fail("nothing is promised")
    widget._on_message(widget, {"kind": "http"}, [])
    widget.close()
    door.cache_clear()


def test_the_server_gives_bricks_to_who_is_signed_in_and_has_the_key(opened: Door, tmp_path: Path) -> None:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    places = {f"JUPYTER_{n}_DIR": str(tmp_path / n) for n in ("CONFIG", "DATA")}
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter_server", "--allow-root", "--no-browser", "--ServerApp.ip=127.0.0.1",
         f"--ServerApp.port={port}", "--IdentityProvider.token=secret", f"--ServerApp.root_dir={tmp_path}",
         "--ServerApp.base_url=/here/", "--ServerApp.allow_origin=*",
         "--ServerApp.jpserver_extensions={'pacslake.widgets.brick_extension': True}"],
        env=dict(os.environ, **places), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    base = f"http://127.0.0.1:{port}/here/"
    signed = {"Authorization": "token secret"}

    def get(path: str, headers: dict[str, str]) -> tuple[int, bytes, Any]:
        try:
            with urllib.request.urlopen(urllib.request.Request(base + path, headers=headers)) as answer:
                return answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as error:
            return error.code, error.read(), error.headers

    try:
        end = time.time() + 60
        while True:
            try:
                if get("api", signed)[0] == 200:
                    break
            except OSError:
                assert process.poll() is None and time.time() < end
                time.sleep(0.1)
        key = opened.grant({"v": ArrayVolume(ARRAY, np.eye(4))}, "v")
        brick = f"pacslake/v1/{opened.id}/{key}?t=0&item=1,0,6,0,20"
        status, body, headers = get(brick, signed)
        assert status == 200 and body == ARRAY.tobytes()
        assert json.loads(headers["X-Brick"])["dtype"] == "int16" and headers["Cache-Control"] == "no-store"
        assert headers["Access-Control-Allow-Origin"] is None
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert get(brick, {})[0] == 403, "not signed in"
        assert get(brick, {"Authorization": "token wrong"})[0] == 403
        for other in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
            assert get(brick, {**signed, **other})[0] == 403, "a page of another server"
        refused = {
            brick.replace(key, "x" * 32): 404,
            brick.replace(opened.id, "y" * 16): 404,
            brick.replace(opened.id, "..%2F" + "y" * 11): 404,
            brick.replace("item=1,0,6,0,20", "item=a"): 400,
            brick.replace("item=1,0,6,0,20", "item=1,9,1,0,20"): 400,
            brick.split("?")[0]: 400,
        }
        for path, expected in refused.items():
            status, body, _ = get(path, signed)
            assert (status, ARRAY.tobytes()[:20] in body) == (expected, False), path
    finally:
        process.terminate()
        process.wait(20)
