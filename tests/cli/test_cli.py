"""The command line: exit codes, clear one-line errors, output for machines."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    home = tmp_path_factory.mktemp("home")
    env = {k: v for k, v in os.environ.items() if not k.startswith("PACSLAKE_")} | {
        "XDG_CONFIG_HOME": str(home)
    }

    def go(*args: object, **extra: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "pacslake.cli", *map(str, args)],
            capture_output=True, text=True, stdin=subprocess.DEVNULL, env=env | extra,
        )  # fmt: skip

    return go


@pytest.fixture(scope="module")
def made(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an export of one good series and one broken file, and a lake that took it in."""
    from pacslake import synthetic

    folder = tmp_path_factory.mktemp("cli")
    synthetic.simple_series(folder / "export", shape=(5, 12, 10))
    victim = sorted(p for p in (folder / "export").rglob("*") if p.is_file())[2]
    victim.write_bytes(victim.read_bytes()[:-40])
    assert run("init", folder / "lake").returncode == 0
    done = run("ingest", folder / "export", "--lake", folder / "lake", "--json")
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    assert (report["n_files"], report["n_stored"], report["n_quarantined"]) == (5, 4, 1)
    return folder


def one_line(done: subprocess.CompletedProcess) -> str:
    assert "Traceback" not in done.stderr + done.stdout
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr


def test_a_missing_lake_is_3_and_says_what_next(run: Run, tmp_path: Path) -> None:
    done = run("sql", "SELECT 1", "--lake", tmp_path / "nowhere")
    assert done.returncode == 3
    assert "pacslake init" in one_line(done)


def test_no_lake_named_is_3(run: Run) -> None:
    done = run("status")
    assert done.returncode == 3
    assert "--lake" in one_line(done)


def test_the_lake_may_come_from_the_environment(run: Run, made: Path) -> None:
    done = run("sql", "SELECT 1 AS one", "--format", "csv", PACSLAKE_LAKE=str(made / "lake"))
    assert done.stdout.split() == ["one", "1"]


def test_a_newer_format_is_3(run: Run, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    run("init", lake)
    text = (lake / "lake.toml").read_text()
    (lake / "lake.toml").write_text(text.replace("format_version = 1", "format_version = 999"))
    done = run("status", "--lake", lake)
    assert done.returncode == 3
    assert "999" in one_line(done) and "newer" in done.stderr


def test_init_on_a_full_folder_is_2(run: Run, made: Path) -> None:
    assert run("init", made / "export").returncode == 2
    assert run("init", made / "lake").returncode == 2


def test_a_lake_that_cannot_be_written_is_3(run: Run, made: Path, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        target = Path("/proc/pacslake-cannot-be-here")  # no one may write there, root included
    else:
        target = tmp_path / "locked" / "lake"
        target.parent.mkdir(mode=0o500)
    done = run("init", target)
    assert done.returncode == 3
    one_line(done)


def test_a_folder_without_dicom_is_0_with_a_warning(run: Run, made: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing here")
    run("init", tmp_path / "lake")
    done = run("ingest", tmp_path / "notes.txt", "--lake", tmp_path / "lake")
    assert done.returncode == 0
    assert "no DICOM" in done.stdout + done.stderr


def test_a_missing_source_is_2(run: Run, made: Path) -> None:
    done = run("ingest", made / "not-there", "--lake", made / "lake")
    assert done.returncode == 2
    one_line(done)


@pytest.mark.parametrize(
    "query", ["SELEC 1", "SELECT nothing_of_the_kind FROM series", "SELECT * FROM no_such_table"]
)
def test_a_wrong_statement_is_2(run: Run, made: Path, query: str) -> None:
    done = run("sql", query, "--lake", made / "lake")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_wrong_options_are_2(run: Run) -> None:
    assert run("sql", "--no-such-option").returncode == 2
    assert run("nonsense").returncode == 2


def test_a_quarantined_file_is_listed_with_its_reason(run: Run, made: Path) -> None:
    done = run(
        "sql", "SELECT uri, reason FROM file WHERE outcome = 'quarantined'", "--json", "--lake", made / "lake"
    )
    (row,) = json.loads(done.stdout)
    assert "200 of 240 bytes" in row["reason"]


def test_formats_agree(run: Run, made: Path, tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    query = (
        "SELECT InstanceNumber, SOPInstanceUID, ImagePositionPatient FROM instance ORDER BY InstanceNumber"
    )
    by_json = json.loads(run("sql", query, "--json", "--lake", made / "lake").stdout)
    rows = list(
        csv.DictReader(io.StringIO(run("sql", query, "--format", "csv", "--lake", made / "lake").stdout))
    )
    assert [r["SOPInstanceUID"] for r in rows] == [r["SOPInstanceUID"] for r in by_json]
    assert [json.loads(r["ImagePositionPatient"]) for r in rows] == [
        r["ImagePositionPatient"] for r in by_json
    ]
    assert (
        run(
            "sql", query, "--format", "parquet", "-o", tmp_path / "a.parquet", "--lake", made / "lake"
        ).returncode
        == 0
    )
    assert pq.read_table(tmp_path / "a.parquet").to_pylist() == by_json
    assert (
        run("sql", query, "--format", "arrow", "-o", tmp_path / "a.arrow", "--lake", made / "lake").returncode
        == 0
    )
    assert pa.ipc.open_file(tmp_path / "a.arrow").read_all().to_pylist() == by_json


def test_status_and_tables_speak_json(run: Run, made: Path) -> None:
    state = json.loads(run("status", "--json", "--lake", made / "lake").stdout)
    assert state["counts"]["instances"] == 4
    assert state["outcomes"] == {"quarantined": 1, "stored": 4}
    (held,) = state["quarantine"]
    assert held["n"] == 1 and "200 of 240 bytes" in held["reason"]
    assert state["pending"] == {
        "volumes_to_convert": 1,
        "series_to_plan": 0,
        "derived_objects_waiting": 0,
        "conflicts_undecided": 0,
        "batches_unfinished": 0,
    }
    told = run("status", "--lake", made / "lake").stdout
    assert "pending: volumes to convert 1" in told and "200 of 240 bytes" in told
    listed = {t["name"]: t for t in json.loads(run("tables", "--json", "--lake", made / "lake").stdout)}
    assert listed["instance"]["rows"] == 4 and listed["file"]["rows"] == 5
    assert all(t["comment"] for t in listed.values())
    columns = {
        c["name"]: c for c in json.loads(run("tables", "volume", "--json", "--lake", made / "lake").stdout)
    }
    assert columns["shape"]["type"].endswith("[]") and columns["shape"]["comment"]


def test_a_gap_is_told_of_by_volumes_and_explained(run: Run, made: Path) -> None:
    (volume,) = json.loads(run("volumes", "--json", "--lake", made / "lake").stdout)
    assert volume["verdict"] == "regular_with_gaps" and "missing_slices" in volume["reason_codes"]
    done = run("volumes", "--explain", volume["SeriesInstanceUID"], "--lake", made / "lake")
    assert done.returncode == 0 and "missing_slices" in done.stdout


def test_ingest_again_reads_nothing(run: Run, made: Path) -> None:
    done = run("ingest", made / "export", "--lake", made / "lake", "--json")
    report = json.loads(done.stdout)
    assert (report["n_files"], report["n_unchanged"], report["n_stored"]) == (5, 5, 0)


def test_a_list_of_files_comes_by_standard_input(made: Path, tmp_path: Path, run: Run) -> None:
    run("init", tmp_path / "lake")
    files = sorted(str(p) for p in (made / "export").rglob("*") if p.is_file())[:2]
    done = subprocess.run(
        [sys.executable, "-m", "pacslake.cli", "ingest", "-", "--json", "--lake", str(tmp_path / "lake")],
        input="\n".join(files) + "\n", capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["n_stored"] == 2


def test_verify_finds_a_flipped_bit(run: Run, made: Path, tmp_path: Path) -> None:
    import shutil

    lake = tmp_path / "lake"
    shutil.copytree(made / "lake", lake)
    assert run("verify", "--lake", lake).returncode in (0, 1)
    victim = max((lake / "catalog" / "tables").rglob("*.parquet"), key=lambda p: p.stat().st_size)
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.chmod(0o644)
    victim.write_bytes(data)
    done = run("verify", "--lake", lake)
    assert done.returncode == 3
    assert victim.name in done.stderr + done.stdout


def test_a_fault_of_our_own_is_70_and_shows_no_value(run: Run, made: Path) -> None:
    code = (
        "import sys; from pacslake import cli; from pacslake.cli import status\n"
        "def boom(*a, **k): raise ValueError('Doe^John')\n"
        "status.find_lake = boom\nsys.argv = ['pacslake', 'status']\ncli.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 70
    assert "Doe" not in done.stderr and "ValueError" in done.stderr


@pytest.mark.parametrize(("command", "folder"), [("convert", "staging"), ("catalog publish", "cache")])
def test_a_folder_of_the_lake_that_cannot_be_written_is_3(
    run: Run, made: Path, tmp_path: Path, command: str, folder: str
) -> None:
    import shutil

    lake = tmp_path / "lake"
    shutil.copytree(made / "lake", lake)
    shutil.rmtree(lake / folder, ignore_errors=True)
    (lake / folder).write_text("")  # permissions do not stop root, a file in the folder's place does
    done = run(*command.split(), "--lake", lake)
    assert done.returncode == 3
    assert "cannot be written" in one_line(done) and str(lake) in done.stderr


def test_what_the_disk_refuses_is_3_and_names_no_file(made: Path) -> None:
    code = (
        "import sys; from pacslake import cli; from pacslake.cli import status\n"
        "def full(*a, **k): raise OSError(28, 'No space left on device', '/exports/Doe^John/1.dcm')\n"
        "status.find_lake = full\nsys.argv = ['pacslake', 'status']\ncli.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 3
    assert "No space left" in one_line(done) and "Doe" not in done.stderr


def test_help_has_examples_for_every_command(run: Run) -> None:
    for name in ("ingest", "sql", "convert", "volumes", "verify", "demo"):
        done = run(name, "--help")
        assert done.returncode == 0
        assert "pacslake " + name in done.stdout


def test_a_diff_names_tables_and_rows(run: Run, made: Path) -> None:
    newest = json.loads(run("snapshot", "--json", "--lake", made / "lake").stdout)[0]["snapshot_id"]
    changes = json.loads(run("snapshot", "--diff", 0, newest, "--json", "--lake", made / "lake").stdout)
    assert changes["file"]["added"] == 5 and changes["file"]["removed"] == changes["file"]["changed"] == 0
    assert changes["instance_row"]["key"] == ["instance_version_id"]
    assert len(changes["instance_row"]["keys"]["added"]) == 4
    told = run("snapshot", "--diff", 0, newest, "--table", "volume", "--lake", made / "lake").stdout
    (volume,) = json.loads(run("volumes", "--json", "--lake", made / "lake").stdout)
    assert told.splitlines()[1].split("\t") == ["volume", "added", volume["volume_id"]]
    assert run("snapshot", "--diff", 1, 1, "--lake", made / "lake").stdout == "nothing differs\n"
    assert run("snapshot", "--diff", 0, 1, "--table", "none", "--lake", made / "lake").returncode == 2


def test_the_audit_record_is_listed_and_verified(run: Run, tmp_path: Path) -> None:
    from pacslake import audit
    from pacslake.layout import LakeDir

    run("init", tmp_path / "lake")
    first = audit.record(LakeDir.open(tmp_path / "lake"), "export", user="ann", n=3)
    audit.record(LakeDir.open(tmp_path / "lake"), "erase", user="bob", n=1)
    listed = json.loads(run("audit", "--json", "--lake", tmp_path / "lake").stdout)
    assert [(e["number"], e["user"], e["action"]) for e in listed] == [
        (2, "bob", "erase"),
        (1, "ann", "export"),
    ]
    assert (
        len(json.loads(run("audit", "--action", "erase", "--json", "--lake", tmp_path / "lake").stdout)) == 1
    )
    assert run("audit", "--expect", first.sha256, "--lake", tmp_path / "lake").returncode == 0
    path = tmp_path / "lake" / "audit" / "audit.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0])  # the newest line cut off: only a digest kept elsewhere shows it
    assert run("audit", "--verify", "--lake", tmp_path / "lake").returncode == 0
    assert run("audit", "--expect", listed[0]["sha256"], "--lake", tmp_path / "lake").returncode == 1
    path.write_bytes(lines[0].replace(b"ann", b"eve") + lines[1])
    done = run("audit", "--verify", "--json", "--lake", tmp_path / "lake")
    assert done.returncode == 1 and json.loads(done.stdout)["faults"]
