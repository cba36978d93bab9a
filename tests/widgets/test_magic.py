"""`%%sql`, and a word where a saved notebook's snapshot has moved."""

from __future__ import annotations

import json

import pytest

import pacslake
from pacslake.synthetic import simple_series
from pacslake.widgets.magic import saved_receipts

COHORT = "lake.cohort('SELECT volume_id FROM volume', name='all')"


@pytest.fixture
def shell(tmp_path, monkeypatch):
    """A shell as a kernel has it, in the notebook's folder, with a lake of one series open as `lake`."""
    from IPython.core.interactiveshell import InteractiveShell

    simple_series(tmp_path / "in", (3, 8, 8), seed=0, PatientName="Synthetic^Name")
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(tmp_path / "in")
    monkeypatch.chdir(tmp_path)
    made = InteractiveShell.instance()
    made.user_ns["lake"] = lake
    yield made
    InteractiveShell.clear_instance()


def run(shell, source, capsys):
    result = shell.run_cell(source)
    assert result.success
    said = capsys.readouterr()
    return result.result, said.out, said.err


def save(path, **outputs):
    """A notebook with the cells given: source -> text of its output."""
    cells = [
        {"cell_type": "code", "source": [source], "outputs": [{"output_type": "stream", "text": [text]}]}
        for source, text in outputs.values()
    ]
    path.write_text(json.dumps({"cells": cells, "nbformat": 4}))


def test_sql_asks_the_open_lake_and_leaves_a_receipt(shell, capsys):
    run(shell, "%load_ext pacslake", capsys)
    answer, out, _ = run(shell, "%%sql n\nSELECT count(*) AS n FROM volume", capsys)
    lake = shell.user_ns["lake"]
    assert answer["n"].tolist() == [1] == shell.user_ns["n"]["n"].tolist()
    assert f"lake {lake.dir.config.lake_id[:8]}, snapshot {lake.snapshot_id}, 1 rows" in out
    assert answer.attrs["pacslake"]["snapshot_id"] == lake.snapshot_id
    shell.user_ns["another_name"] = shell.user_ns.pop("lake")
    assert run(shell, "%sql SELECT 1 AS one", capsys)[0]["one"].tolist() == [1]


def test_without_a_lake_it_says_how_to_open_one(shell, capsys):
    run(shell, "%load_ext pacslake", capsys)
    del shell.user_ns["lake"]
    assert "pacslake.open" in str(shell.run_cell("%sql SELECT 1").error_in_exec)
    capsys.readouterr()


def test_a_saved_notebook_is_told_that_its_snapshot_moved(shell, capsys, monkeypatch, tmp_path):
    lake = shell.user_ns["lake"]
    sql = "%%sql\nSELECT count(*) AS n FROM volume"
    run(shell, "%load_ext pacslake", capsys)
    cohort_text, sql_text = run(shell, COHORT, capsys)[1], run(shell, sql, capsys)[1]
    save(tmp_path / "note.ipynb", a=(COHORT, cohort_text), b=(sql, sql_text))
    assert len(saved_receipts(tmp_path / "note.ipynb")) == 2
    monkeypatch.setenv("JPY_SESSION_NAME", "somewhere/note.ipynb")

    run(shell, "%reload_ext pacslake", capsys)
    assert run(shell, COHORT, capsys)[2] == ""  # nothing moved

    old = lake.snapshot_id
    lake.cohort("SELECT volume_id FROM volume", name="x").freeze()  # a commit that changes no image
    err = run(shell, COHORT, capsys)[2]
    assert f"snapshot {old}; the lake is at snapshot {lake.snapshot_id}" in err and "are the same" in err
    assert "snapshot=" in run(shell, sql, capsys)[2]
    assert run(shell, COHORT + "  # another cell", capsys)[2] == ""

    simple_series(tmp_path / "more", (3, 8, 8), seed=1)
    lake.ingest(tmp_path / "more")
    assert f"cohort.diff({old})" in run(shell, COHORT, capsys)[2]


def test_the_saved_notebook_can_be_named(shell, capsys, tmp_path):
    run(shell, "%load_ext pacslake", capsys)
    save(tmp_path / "note.ipynb", a=(COHORT, run(shell, COHORT, capsys)[1]))
    assert "1 receipts in 1 cells" in run(shell, "%receipts note.ipynb", capsys)[1]
    assert "no notebook" in str(shell.run_cell("%receipts none.ipynb").error_in_exec)
    capsys.readouterr()


def test_what_is_no_notebook_has_no_receipts(tmp_path):
    for text in ("", "[]", '{"cells": [{"cell_type": "code"}]}'):
        (tmp_path / "x.ipynb").write_text(text)
        assert saved_receipts(tmp_path / "x.ipynb") == {}
