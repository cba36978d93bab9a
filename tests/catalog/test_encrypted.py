"""A lake whose tables are encrypted: the same answers, and no byte of the catalogue that says anything without the key."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyarrow.parquet import encryption

import pacslake
from pacslake import synthetic
from pacslake.access import query, sandboxed
from pacslake.access.principal import EVERYTHING, Principal
from pacslake.catalog import compact
from pacslake.errors import DamagedError, LakeError, LakeExistsError, PolicyError, UsageError
from pacslake.lake import Lake

PEOPLE = ("Quixbury^Zelda", "Grumbold^Ottoline")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Lake, Lake]:
    """The same files in a plain and in an encrypted lake."""
    folder = tmp_path_factory.mktemp("encrypted")
    for n, name in enumerate(PEOPLE):
        synthetic.simple_series(
            folder / "in" / str(n), shape=(3, 8, 8), seed=n, PatientID=f"4711{n}", PatientName=name, StudyDate="20260105",
        )  # fmt: skip
    plain = pacslake.init(folder / "plain")
    sealed = pacslake.init(folder / "sealed", encrypt_tables=True, table_key=folder / "key")
    for lake in (plain, sealed):
        for n in range(len(PEOPLE)):
            lake.ingest(folder / "in" / str(n), workers=1)
    return plain, sealed


def rows_of(lake: Lake, name: str) -> list[str]:
    """A table's rows, without what tells of the run and not of the objects."""
    table = lake.arrow(f'FROM "{name}"')
    of_the_run = [c for c in table.column_names if c.endswith(("_at", "batch_id"))]
    return sorted(map(str, table.drop_columns(of_the_run).to_pylist()))


@pytest.mark.parametrize(
    "name",
    ["patient", "study", "series", "instance", "element", "header", "frame", "volume", "file", "dicom_all"],
)
def test_every_answer_is_that_of_a_plain_lake(both: tuple[Lake, Lake], name: str) -> None:
    plain, sealed = both
    assert rows_of(plain, name) == rows_of(sealed, name) != []


def test_a_row_is_found_by_its_key_and_in_many_threads(both: tuple[Lake, Lake]) -> None:
    _, sealed = both
    uids = [uid for (uid,) in sealed.rows("SELECT SOPInstanceUID FROM instance")]

    def found(uid: str) -> list[tuple[str]]:
        return sealed.rows("SELECT PatientName FROM instance WHERE SOPInstanceUID = ?", [uid])

    with ThreadPoolExecutor(8) as pool:
        names = [rows[0][0] for rows in pool.map(found, uids * 4)]
    assert sorted(set(names)) == sorted(PEOPLE) and len(names) == 24
    assert sealed.sql("SELECT count(*) FROM instance").fetchall() == [(6,)]
    key = sealed.dir.table_key
    assert key is not None
    counts = [
        pacslake.open(sealed.path, snapshot=number, table_key=key.path).rows("SELECT count(*) FROM instance")[
            0
        ][0]
        for (number,) in sealed.rows("SELECT snapshot_id FROM snapshot ORDER BY 1")
    ]
    assert counts == sorted(counts) and {0, 3, 6} == set(counts), "old snapshots are read too"


def test_no_file_of_the_catalogue_tells_a_value_or_the_name_of_a_column(both: tuple[Lake, Lake]) -> None:
    plain, sealed = both
    words = [b"Quixbury", b"Grumbold", b"47110", b"PatientName", *(
        uid.encode() for (uid,) in plain.rows("SELECT DISTINCT StudyInstanceUID FROM instance")
    )]  # fmt: skip

    def seen(lake: Lake) -> set[bytes]:
        data = [p.read_bytes() for p in lake.path.rglob("*") if p.is_file()]
        return {word for word in words if any(word in one for one in data)}

    assert seen(plain) == set(words), "the search finds them where they are"
    assert seen(sealed) == set()
    files = list(sealed.path.rglob("*.parquet"))
    assert files and all(p.read_bytes()[:4] == p.read_bytes()[-4:] == b"PARE" for p in files)


def test_another_program_reads_a_table_with_its_key_and_with_no_other(both: tuple[Lake, Lake]) -> None:
    _, sealed = both
    key = sealed.dir.table_key
    assert key is not None
    file = next((sealed.path / "catalog/tables/instance_row").glob("*.parquet"))
    opened = pq.read_table(
        file, decryption_properties=encryption.create_decryption_properties(key.of_table("instance_row"))
    )
    assert set(opened["PatientName"].to_pylist()) <= set(PEOPLE)
    for other in (None, encryption.create_decryption_properties(key.of_table("volume_row"))):
        with pytest.raises(OSError, match="ecrypt"):
            pq.read_table(file, decryption_properties=other)


def test_without_the_key_or_with_another_nothing_opens(both: tuple[Lake, Lake], tmp_path: Path) -> None:
    _, sealed = both
    with pytest.raises(LakeError, match=r"encrypted and their key .* cannot be read"):
        pacslake.open(sealed.path)
    pacslake.init(tmp_path / "other", encrypt_tables=True, table_key=tmp_path / "other.key")
    with pytest.raises(PolicyError, match="name the right one"):
        pacslake.open(sealed.path, table_key=tmp_path / "other.key")
    (tmp_path / "text").write_text("no key")
    with pytest.raises(UsageError, match="is no key of tables"):
        pacslake.open(sealed.path, table_key=tmp_path / "text")


def test_the_key_lies_outside_is_its_owners_and_does_not_travel(
    both: tuple[Lake, Lake], tmp_path: Path
) -> None:
    _, sealed = both
    key = sealed.dir.table_key
    assert key is not None and key.path.stat().st_mode & 0o777 == 0o600
    assert key.secret.hex().encode() not in b"".join(
        p.read_bytes() for p in sealed.path.rglob("*") if p.is_file()
    )
    sent = pickle.dumps((sealed, sealed.dir))
    assert (
        key.secret not in sent
        and key.secret.hex().encode() not in sent
        and key.secret.hex() not in repr(sealed.dir)
    )
    again, _ = pickle.loads(sent)
    assert again.rows("SELECT count(*) FROM instance") == [(6,)]
    with pytest.raises(UsageError, match="would lie in the lake"):
        pacslake.init(tmp_path / "lake", encrypt_tables=True, table_key=tmp_path / "lake" / "key")
    assert not (tmp_path / "lake").exists()
    with pytest.raises(LakeExistsError):
        pacslake.init(sealed.path, encrypt_tables=True, table_key=tmp_path / "unused.key")
    assert not (tmp_path / "unused.key").exists(), "no key is made for a lake that is not"


def test_a_strangers_sql_runs_over_it_here_and_in_a_process_of_its_own(both: tuple[Lake, Lake]) -> None:
    _, sealed = both
    who = Principal("anna", "analyst", scope=EVERYTHING)
    sql = "SELECT PatientName, count(*) FROM instance GROUP BY 1 ORDER BY 1"
    want = [(name, 3) for name in sorted(PEOPLE)]
    for answer in (sandboxed(sealed, who).answer(sql), query(sealed, who, sql)):
        assert [tuple(row.values()) for row in answer.to_pylist()] == want


def test_a_dry_run_works_too(both: tuple[Lake, Lake], tmp_path: Path) -> None:
    synthetic.simple_series(tmp_path / "in", shape=(2, 8, 8), seed=9)
    plain, sealed = (lake.ingest(tmp_path / "in", workers=1, dry_run=True).to_dict() for lake in both)
    assert plain["counts"] == sealed["counts"] and plain["counts"]["stored"] == 2


def test_a_lost_and_a_changed_file_are_found_and_not_read(tmp_path: Path) -> None:
    synthetic.simple_series(tmp_path / "in", shape=(2, 8, 8))
    lake = pacslake.init(tmp_path / "lake", encrypt_tables=True, table_key=tmp_path / "key")
    lake.ingest(tmp_path / "in", workers=1)
    file = next((tmp_path / "lake/catalog/tables/instance_row").glob("*.parquet"))
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    for damage in (lambda: file.write_bytes(bytes(data)), file.unlink):
        damage()
        with pytest.raises(DamagedError, match="pacslake verify"):
            pacslake.open(tmp_path / "lake", table_key=tmp_path / "key").rows("SELECT count(*) FROM instance")


def test_nothing_is_published_in_the_clear(both: tuple[Lake, Lake]) -> None:
    from pacslake.catalog.delta import publish_delta
    from pacslake.catalog.publish import publish

    for give in (publish, publish_delta):
        with pytest.raises(PolicyError, match="in the clear"):
            give(both[1].dir)


def test_rows_are_replaced_merged_promoted_and_erased(tmp_path: Path) -> None:
    for n, name in enumerate(PEOPLE):
        synthetic.simple_series(
            tmp_path / "in" / str(n), shape=(2, 8, 8), seed=n, PatientID=f"4711{n}", PatientName=name, AcquisitionComments=f"words {n}",
        )  # fmt: skip
    lake = pacslake.init(tmp_path / "lake", encrypt_tables=True, table_key=tmp_path / "key")
    lake.ingest(tmp_path / "in" / "0", workers=1)
    lake.promote_tag(
        "AcquisitionComments"
    )  # files of before have not this column: read by field id from now on
    lake.ingest(tmp_path / "in" / "1", workers=1)
    assert lake.rows("SELECT AcquisitionComments, count(*) FROM instance GROUP BY 1 ORDER BY 1") == [
        ("words 0", 2), ("words 1", 2),
    ]  # fmt: skip
    compact(lake.dir)
    lake.refresh()
    assert lake.rows("SELECT PatientName, count(*) FROM instance GROUP BY 1 ORDER BY 1") == [
        (name, 2) for name in sorted(PEOPLE)
    ]
    (key,) = lake.rows("SELECT DISTINCT patient_key FROM instance WHERE PatientID = '47110'")[0]
    lake.erase(key, reason="asked for")
    assert pacslake.open(tmp_path / "lake", table_key=tmp_path / "key").rows(
        "SELECT DISTINCT PatientName FROM instance"
    ) == [(PEOPLE[1],)]
    assert all(p.read_bytes()[:4] == b"PARE" for p in (tmp_path / "lake").rglob("*.parquet"))


def test_by_the_command_line(tmp_path: Path) -> None:
    synthetic.simple_series(tmp_path / "in", shape=(2, 8, 8))
    env = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pacslake.cli", *words],
            env={**env, **more},
            capture_output=True,
            text=True,
        )

    lake = str(tmp_path / "lake")
    made = json.loads(run("init", lake, "--encrypt-tables", "--json").stdout)
    assert Path(made["table_key"]).is_relative_to(tmp_path / "config")
    assert run("ingest", str(tmp_path / "in"), "--lake", lake, "--workers", "2").returncode == 0
    assert run("sql", "SELECT count(*) FROM instance", "--lake", lake).stdout.split()[-1] == "2"
    away = run("status", "--lake", lake, XDG_CONFIG_HOME=str(tmp_path / "nothing"))
    assert away.returncode == 3 and "PACSLAKE_TABLE_KEY" in away.stderr
    assert run("status", "--lake", lake, PACSLAKE_TABLE_KEY=made["table_key"]).returncode == 0
    assert run("init", str(tmp_path / "b"), "--table-key", str(tmp_path / "k")).returncode == 2
