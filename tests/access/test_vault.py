"""The vault: encrypted, opened by nobody alone, every step in the audit record."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

import pacslake
from pacslake import audit
from pacslake.access import Principal, vault
from pacslake.access.vault import approve, ask, fill, look_up, make_vault_key
from pacslake.cli import app
from pacslake.deid.keys import ProjectKey, new_key_file
from pacslake.errors import DamagedError, NotFoundError, PolicyError, UsageError
from pacslake.research import deidentify
from pacslake.synthetic import simple_series

PROJECT = ProjectKey(b"p" * 32)
ANNA, BOB, EVE = (Principal(name, "deidentifier") for name in ("anna", "bob", "eve"))
WHY = "incidental finding, vote 12"


@pytest.fixture
def key(tmp_path: Path) -> vault.VaultKey:
    return vault.make_vault_key(tmp_path / "keys" / "vault.key")


@pytest.fixture
def dir(people, key):
    for path in people.dir.path("vault").glob("*"):
        path.unlink()
    assert vault.fill(people.catalog, key, PROJECT) == (3, 0)
    return people.dir


P1 = PROJECT.pseudonym("|P1")


def test_one_asks_two_others_approve_and_the_first_looks_up(dir, key):
    number = vault.ask(dir, key, ANNA, [P1], WHY)
    with pytest.raises(PolicyError):
        vault.look_up(dir, key, ANNA, number)
    assert vault.approve(dir, key, BOB, number) == 1
    for again in (ANNA, BOB):  # one's own request, and a second time
        with pytest.raises(PolicyError):
            vault.approve(dir, key, again, number)
    with pytest.raises(PolicyError):
        vault.look_up(dir, key, ANNA, number)
    assert vault.approve(dir, key, EVE, number) == 2
    with pytest.raises(PolicyError):
        vault.look_up(dir, key, BOB, number)
    assert vault.look_up(dir, key, ANNA, number)[P1]["patient_id"] == "P1"
    told = [(e.user, e.action, e.details.get("outcome")) for e in audit.events(dir)]
    assert told[-1] == ("anna", "vault_look_up", "success")
    assert ("bob", "vault_look_up", "refused") in told and ("anna", "vault_approve", "refused") in told
    assert "Ahrens" not in str(list(audit.events(dir))) and not audit.verify_audit(dir)


def test_no_name_stands_in_the_vaults_bytes_and_only_its_owner_reads_it(dir, key):
    (path,) = dir.path("vault").iterdir()
    data = path.read_bytes()
    assert not [w for w in (b"Ahrens", b"Brandt", P1.encode(), b'"P1"') if w in data]
    assert os.stat(path).st_mode & 0o077 == 0


@pytest.mark.parametrize("role", ["reader", "analyst", "curator", "admin"])
def test_other_roles_may_not(dir, key, role):
    who = Principal("x", role)
    for call in (
        lambda: vault.ask(dir, key, who, [P1], WHY),
        lambda: vault.approve(dir, key, who, "0"),
        lambda: vault.look_up(dir, key, who, "0"),
        lambda: vault.waiting(dir, key, who),
    ):
        with pytest.raises(PolicyError):
            call()


def test_an_old_request_is_no_longer_good(dir, key, monkeypatch):
    number = vault.ask(dir, key, ANNA, [P1], WHY)
    vault.approve(dir, key, BOB, number)
    vault.approve(dir, key, EVE, number)
    later = vault._now() + vault.timedelta(days=vault.DAYS_OPEN, seconds=1)
    monkeypatch.setattr(vault, "_now", lambda: later)
    with pytest.raises(PolicyError):
        vault.look_up(dir, key, ANNA, number)


def test_a_changed_byte_another_key_and_a_renamed_state_are_found(dir, key, tmp_path):
    (path,) = dir.path("vault").iterdir()
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(DamagedError):
        vault.ask(dir, key, ANNA, [P1], WHY)
    path.write_bytes(data)
    with pytest.raises(UsageError):
        vault.ask(dir, vault.make_vault_key(tmp_path / "other.key"), ANNA, [P1], WHY)
    path.rename(path.with_name("0000000099.vault"))
    with pytest.raises(DamagedError):
        vault.waiting(dir, key, ANNA)


def test_after_rotation_only_the_new_key_opens(dir, key, tmp_path):
    new = vault.make_vault_key(tmp_path / "new.key")
    number = vault.ask(dir, key, ANNA, [P1], WHY)
    assert vault.rotate(dir, key, new) == 3
    assert [r["request"] for r in vault.waiting(dir, new, ANNA)] == [number]
    with pytest.raises(UsageError):
        vault.waiting(dir, key, ANNA)


def test_filling_again_takes_out_who_is_no_longer_in_the_lake(dir, key, people):
    class Smaller:
        dir = people.dir

        def rows(self, text):
            return people.catalog.rows(text + " WHERE \"PatientID\" <> 'P1'")

    assert vault.fill(people.catalog, key, ProjectKey(b"q" * 32)) == (6, 0)
    assert vault.fill(Smaller(), key, PROJECT) == (5, 0)
    with pytest.raises(NotFoundError):
        vault.ask(dir, key, ANNA, [P1], WHY)


def test_wrong_requests(dir, key, tmp_path):
    with pytest.raises(NotFoundError):
        vault.ask(dir, key, ANNA, ["PXXXXXXXXXXXXXXXX"], WHY)
    with pytest.raises(UsageError):
        vault.ask(dir, key, ANNA, [P1], "because")
    with pytest.raises(PolicyError):
        vault.fill(pacslake.init(tmp_path / "r", zone="research").catalog, key, PROJECT)


def test_the_pseudonym_is_that_of_the_research_lake(people, dir, tmp_path):
    """From an identified lake to a research lake and back to the person, by the commands."""
    project = new_key_file(tmp_path / "project.key")
    files, lake = str(people.path.parent / "export"), str(people.path)
    run = CliRunner().invoke
    run(app, ["deid", files, str(tmp_path / "r"), "--key", str(tmp_path / "project.key"), "-w", "1"])
    ids = {i for (i,) in pacslake.open(tmp_path / "r").rows('SELECT "PatientID" FROM patient')}
    assert ids == {project.pseudonym(f"|P{n}") for n in (1, 2, 3)}
    key = str(tmp_path / "v.key")
    for path in dir.path("vault").iterdir():
        path.unlink()
    assert run(app, ["vault", "new-key", key]).exit_code == 0
    filled = run(
        app, ["vault", "fill", "-l", lake, "--key", str(tmp_path / "project.key"), "--vault-key", key]
    )
    assert (filled.exit_code, filled.output) == (0, "3 entries\n")
    asked = run(app, ["vault", "ask", sorted(ids)[0], "--reason", WHY, "-l", lake, "--vault-key", key])
    assert type(asked.exception).__name__ == "AuthenticationError"


def test_numbers_in_every_script_are_those_of_the_research_lake(tmp_path: Path) -> None:
    people = [
        ("Пациент-7", "Иванов^Иван", "ISO_IR 144"),
        ("Größe 12", "Müller^Jörg", "ISO_IR 100"),
        ("患者９", "山田^太郎", "ISO_IR 192"),
    ]
    for n, (number, name, charset) in enumerate(people):
        simple_series(
            tmp_path / "in" / str(n), shape=(1, 8, 8), seed=n, SpecificCharacterSet=charset, PatientID=number, PatientName=name,
        )  # fmt: skip
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(tmp_path / "in", workers=1)
    project, key = new_key_file(tmp_path / "project.key"), make_vault_key(tmp_path / "vault.key")
    deidentify(
        lake.path, tmp_path / "research", profile="longitudinal", key=tmp_path / "project.key", workers=1
    )
    assert fill(lake.catalog, key, project) == (3, 0)
    pseudonyms = [p for (p,) in pacslake.open(tmp_path / "research").rows('SELECT "PatientID" FROM patient')]
    number = ask(lake.dir, key, ANNA, pseudonyms, "a finding that somebody must hear of")
    for who in (BOB, EVE):
        approve(lake.dir, key, who, number)
    found = look_up(lake.dir, key, ANNA, number)
    assert {(e["patient_id"], e["name"]) for e in found.values()} == {person[:2] for person in people}
