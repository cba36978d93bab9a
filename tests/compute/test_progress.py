"""How far a run is, said where somebody looks."""

from __future__ import annotations

import pytest

from pacslake.compute.progress import Progress, bar, describe, reporter


@pytest.mark.parametrize(
    ("done", "total", "seconds", "said"),
    [
        (0, 10, 0.0, "t: 0 of 10, 0/s, 0 s"),
        (5, 10, 10.0, "t: 5 of 10, 0.5/s, 10 s left"),
        (1, 1000, 1.0, "t: 1 of 1000, 1/s, 17 min left"),
        (1, 10000, 10.0, "t: 1 of 10000, 0.1/s, 27 h 46 min left"),
        (10, 10, 5.0, "t: 10 of 10, 2/s, 5 s"),
    ],
)
def test_the_line_says_rate_and_what_is_left(done, total, seconds, said):
    assert describe("t", done, total, seconds) == said


def test_failures_and_the_dashboard_are_named():
    line = describe("t", 1, 2, 1.0, failed=1, link="http://127.0.0.1:8787/status")
    assert line.endswith("1 failed, dashboard http://127.0.0.1:8787/status")
    page = bar(line, 0.5, "http://127.0.0.1:8787/status")
    assert 'href="http://127.0.0.1:8787/status"' in page and 'value="0.5000"' in page
    assert "<script" not in bar("<script>", 0.5, None)


def test_it_is_told_now_and_then_and_at_the_end():
    told = []
    progress = Progress("t", lambda line, share, link: told.append(share), every=3600)
    for done in range(1, 101):
        progress(done, 100)
    assert told == [0.01, 1.0]


def test_short_runs_show_nothing():
    told = []
    progress = Progress("t", lambda line, share, link: told.append(line), quiet=3600)
    progress(1, 1)
    assert told == []


def test_without_terminal_or_notebook_nothing_is_shown_unless_asked_for(capsys):
    for asked in (None, False):
        reporter(asked, "t")(1, 1)
    assert capsys.readouterr().err == ""
    reporter(True, "t")(1, 1)
    assert capsys.readouterr().err.startswith("t: 1 of 1")


def test_a_terminal_gets_one_line(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("pacslake.compute.progress._QUIET_SECONDS", 0.0)
    progress = reporter(None, "t")
    progress(1, 2)
    progress(2, 2)
    progress.close()
    assert capsys.readouterr().err.count("\r") == 2


def test_a_notebook_gets_a_bar_that_is_written_anew(monkeypatch):
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell.instance()
    try:
        shell.kernel = object()
        monkeypatch.setattr("pacslake.compute.progress._QUIET_SECONDS", 0.0)
        with capture_output() as shown:
            progress = reporter(None, "t")
            progress(1, 2, link="http://127.0.0.1:1/status")
            progress(2, 2)
    finally:
        InteractiveShell.clear_instance()
    first, second = shown.outputs
    assert "Dask dashboard" in first.data["text/html"] and "2 of 2" in second.data["text/html"]
    assert second.update
