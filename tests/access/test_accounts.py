"""Accounts, tokens and projects: what is kept, what is told, what is refused."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from pacslake import access, audit
from pacslake.access import manage
from pacslake.errors import AuthenticationError, DamagedError, NotFoundError, PolicyError, UsageError


def files_of(lake_dir):
    return [p for p in lake_dir.root.rglob("*") if p.is_file()]


def test_a_lake_without_accounts_lets_nobody_in(lake_dir):
    for token in (None, "", "x", "pacslake_" + "0" * 12 + "_" + "A" * 43):
        with pytest.raises(AuthenticationError):
            access.authenticate(lake_dir, token)


def test_a_token_makes_its_account_and_shows_who_calls(lake_dir):
    issued = manage.issue_token(lake_dir, "anna")
    who = access.authenticate(lake_dir, issued.token)
    assert (who.name, who.role, who.projects, who.scope.everything) == ("anna", "reader", ("*",), True)
    assert access.authenticate(lake_dir.root, f"Bearer {issued.token}") == who
    assert issued.created_account and not manage.issue_token(lake_dir, "anna").created_account


def test_no_byte_of_the_lake_holds_a_token_and_only_the_owner_reads_the_hashes(lake_dir):
    secret = manage.issue_token(lake_dir, "anna").token.split("_", 2)[2]
    assert not [p for p in files_of(lake_dir) if secret.encode() in p.read_bytes()]
    folder = lake_dir.path("access")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir()} == {0o600}


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t[:-1],
        lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"),
        lambda t: t.upper(),
        lambda t: t.replace("pacslake_", "", 1),
        lambda t: t + " x",
        lambda t: "Basic " + t,
        lambda t: t.replace(t.split("_")[1], "0" * 12),
        lambda t: t[:22] + "é" * 43,
    ],
)
def test_a_token_that_is_not_exactly_the_one_given_is_refused(lake_dir, change):
    token = manage.issue_token(lake_dir, "anna").token
    with pytest.raises(AuthenticationError):
        access.authenticate(lake_dir, change(token))


def test_a_token_ends_on_time(lake_dir):
    token = manage.issue_token(lake_dir, "anna", days=1).token
    later = datetime.now(UTC) + timedelta(hours=23, minutes=59)
    assert access.authenticate(lake_dir, token, now=later).name == "anna"
    with pytest.raises(AuthenticationError):
        access.authenticate(lake_dir, token, now=later + timedelta(minutes=2))


def test_a_token_with_an_idle_limit_ends_when_it_lies_unused(lake_dir):
    token = manage.issue_token(lake_dir, "anna", idle_minutes=15).token
    now = datetime.now(UTC)
    for minutes in (14, 28, 42):  # each use starts the time anew
        access.authenticate(lake_dir, token, now=now + timedelta(minutes=minutes))
    with pytest.raises(AuthenticationError):
        access.authenticate(lake_dir, token, now=now + timedelta(minutes=58))


@pytest.mark.parametrize(
    "end",
    [
        lambda d, issued: manage.revoke_tokens(d, "anna"),
        lambda d, issued: manage.revoke_tokens(d, "anna", issued.token_id),
        lambda d, issued: manage.change_account(d, "anna", disabled=True),
        lambda d, issued: manage.remove_account(d, "anna"),
    ],
)
def test_what_ends_a_token_holds_from_the_next_call_on(lake_dir, end):
    issued = manage.issue_token(lake_dir, "anna")
    access.authenticate(lake_dir, issued.token)
    end(lake_dir, issued)
    with pytest.raises(AuthenticationError):
        access.authenticate(lake_dir, issued.token)


def test_all_refusals_read_the_same(lake_dir):
    issued = manage.issue_token(lake_dir, "anna")
    manage.change_account(lake_dir, "anna", disabled=True)
    texts = set()
    for token in (None, "x", issued.token, issued.token[:-2] + "zz"):
        with pytest.raises(AuthenticationError) as refused:
            access.authenticate(lake_dir, token)
        texts.add(str(refused.value))
    assert len(texts) == 1


def test_a_damaged_state_lets_nobody_in(lake_dir):
    token = manage.issue_token(lake_dir, "anna").token
    newest = max(lake_dir.path("access").glob("*.json"))
    newest.write_bytes(newest.read_bytes()[:-20])
    with pytest.raises(DamagedError):
        access.authenticate(lake_dir, token)


@pytest.mark.parametrize("name", ["", "a b", "../x", "a\nb", "-x", "x" * 65, "anna;drop"])
def test_names_that_are_unsafe_in_logs_are_refused(lake_dir, name):
    with pytest.raises(UsageError):
        manage.add_account(lake_dir, name, "reader")


def test_wrong_calls_are_refused(lake_dir):
    manage.add_account(lake_dir, "anna", "reader")
    with pytest.raises(UsageError, match="already"):
        manage.add_account(lake_dir, "anna", "admin")
    with pytest.raises(UsageError, match="no role"):
        manage.add_account(lake_dir, "bob", "root")
    with pytest.raises(NotFoundError):
        manage.add_account(lake_dir, "bob", "reader", projects=["nowhere"])
    with pytest.raises(NotFoundError):
        manage.revoke_tokens(lake_dir, "carl")
    with pytest.raises(UsageError):
        manage.issue_token(lake_dir, "anna", days=400)
    with pytest.raises(UsageError, match="role"):
        manage.issue_token(lake_dir, "anna", role="admin")


def test_what_each_role_may_do():
    may = {
        "reader": {"read", "sql"},
        "analyst": {"read", "sql", "compute", "export"},
        "curator": {"read", "sql", "compute", "export", "write"},
        "deidentifier": {"read", "sql", "export", "deidentify", "vault"},
        "admin": set(access.ACTIONS) - {"vault"},
    }
    for role, actions in may.items():
        assert {a for a in access.ACTIONS if access.allows(role, a)} == actions
    assert not any(access.allows("nobody", action) for action in access.ACTIONS)


def test_a_role_that_may_not_is_refused_by_policy(lake_dir):
    who = access.authenticate(lake_dir, manage.issue_token(lake_dir, "anna").token)
    access.require(who, "read")
    with pytest.raises(PolicyError, match="curator"):
        access.require(who, "write")
    with pytest.raises(UsageError):
        access.require(who, "fly")


def test_every_change_is_in_the_audit_record_without_secrets(lake_dir):
    issued = manage.issue_token(lake_dir, "anna")
    manage.change_account(lake_dir, "anna", role="analyst")
    manage.revoke_tokens(lake_dir, "anna")
    manage.remove_account(lake_dir, "anna")
    events = list(audit.events(lake_dir))
    assert [e.action for e in events] == [
        "account_add", "token_issue", "account_change", "token_revoke", "account_remove",
    ]  # fmt: skip
    assert issued.token_id in json.dumps(dict(events[1].details))
    assert audit.verify_audit(lake_dir) == []


def test_changes_at_once_are_all_kept(lake_dir):
    code = (
        "import sys\nfrom pacslake.access import manage\nfrom pacslake.layout import LakeDir\n"
        "d = LakeDir.open(sys.argv[1])\n"
        "for i in range(8): manage.add_account(d, f'{sys.argv[2]}{i}', 'reader')"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(lake_dir.root), n]) for n in "abc"]
    assert [w.wait() for w in writers] == [0, 0, 0]
    assert len(access.load_accounts(lake_dir).accounts) == 24


# -- emergency access ------------------------------------------------------------------------------


def test_break_glass_widens_what_is_seen_for_a_while_and_not_what_may_be_done(people, tmp_path):
    import shutil

    from pacslake.layout import LakeDir

    shutil.copytree(people.path, tmp_path / "lake")
    lake_dir = LakeDir.open(tmp_path / "lake")
    import pacslake

    manage.add_project(pacslake.open(lake_dir.root).catalog, "one", access.Rule("cohort", "one-series"))
    manage.add_account(lake_dir, "bob", "reader", projects=["one"])
    token = manage.issue_token(lake_dir, "bob").token
    assert not access.authenticate(lake_dir, token).scope.everything
    with pytest.raises(UsageError, match="reason"):
        manage.break_glass(lake_dir, "bob", reason=" short ")
    item = manage.break_glass(lake_dir, "bob", reason="stroke call at night", minutes=30)
    who = access.authenticate(lake_dir, token)
    assert who.emergency and who.scope.everything and who.role == "reader"
    after = datetime.fromisoformat(item.ends_at)
    over = access.authenticate(lake_dir, token, now=after)
    assert not over.emergency and not over.scope.everything
    assert manage.end_break_glass(lake_dir, "bob") == 1
    assert not access.authenticate(lake_dir, token).emergency
    assert [e.action for e in audit.events(lake_dir)][-2:] == ["break_glass", "break_glass_end"]
