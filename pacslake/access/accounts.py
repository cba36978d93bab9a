"""Accounts, tokens' hashes and projects of a lake: one small file a change, never replaced.

    mylake/access/0000000042.json      the whole state after change 42; readable by the owner only

As with snapshots a change is a new file that is linked to its name, so that two administrators never undo each other
and a kill leaves the old state. The state holds no token, only hashes, and no patient.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pacslake.access.principal import EVERYTHING, NOTHING, Rule, Scope
from pacslake.errors import (
    CommitConflictError,
    DamagedError,
    LakeError,
    NotFoundError,
    PolicyError,
    UsageError,
)
from pacslake.layout import LakeDir
from pacslake.layout.atomic import write_new

__all__ = [
    "WHOLE_LAKE", "Account", "Accounts", "BreakGlass", "Project", "TokenRecord", "load_accounts", "need_name",
    "save_accounts",
]  # fmt: skip

WHOLE_LAKE = "*"
"""The name of the project that every lake has: all of its rows."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}")
_KEPT = 50  # states that are kept, so that a reader never loses the one that it has listed
_ATTEMPTS = 50


@dataclass(frozen=True)
class TokenRecord:
    """What is known of a token: never the token. Times are ISO 8601 in UTC.

    `projects` narrows the account's projects for this token; None leaves them all. `idle_minutes`: how long it may
    lie unused.
    """

    token_id: str
    secret_sha256: str
    created_at: str
    expires_at: str
    idle_minutes: int | None = None
    projects: tuple[str, ...] | None = None
    label: str = ""


@dataclass(frozen=True)
class Account:
    """A person or program. `oidc_subject` is `<issuer> <sub>` where a provider shows who calls."""

    name: str
    role: str
    projects: tuple[str, ...] = ()
    created_at: str = ""
    disabled: bool = False
    oidc_subject: str | None = None
    tokens: tuple[TokenRecord, ...] = ()


@dataclass(frozen=True)
class Project:
    """Rows under a name; see `Rule`."""

    name: str
    rule: Rule
    created_at: str = ""


@dataclass(frozen=True)
class BreakGlass:
    """An emergency access of an account to the whole lake, for reading, until `ends_at`."""

    account: str
    reason: str
    started_at: str
    ends_at: str


@dataclass(frozen=True)
class Accounts:
    """The state after change `number`; 0 is a lake without accounts."""

    number: int = 0
    accounts: Mapping[str, Account] = field(default_factory=lambda: MappingProxyType({}))
    projects: Mapping[str, Project] = field(default_factory=lambda: MappingProxyType({}))
    emergencies: tuple[BreakGlass, ...] = ()

    def account(self, name: str) -> Account:
        """Raises: NotFoundError."""
        try:
            return self.accounts[name]
        except KeyError:
            raise NotFoundError(
                f"the lake has no account {name!r}; see them with: pacslake user list"
            ) from None

    def token(self, token_id: str) -> tuple[Account, TokenRecord] | None:
        """The account and record of a token's id."""
        for account in self.accounts.values():
            for token in account.tokens:
                if token.token_id == token_id:
                    return account, token
        return None

    def scope(self, projects: tuple[str, ...]) -> Scope:
        """The rows of some projects; a project that is gone gives none."""
        if WHOLE_LAKE in projects:
            return EVERYTHING
        rules = tuple(self.projects[name].rule for name in projects if name in self.projects)
        return Scope(rules) if rules else NOTHING

    def with_account(self, account: Account) -> Accounts:
        """The state with this account put in or replaced."""
        return replace(self, accounts=MappingProxyType({**self.accounts, account.name: account}))

    def without_account(self, name: str) -> Accounts:
        """The state without an account and its tokens."""
        rest = {key: value for key, value in self.accounts.items() if key != name}
        return replace(self, accounts=MappingProxyType(rest))

    def with_project(self, project: Project) -> Accounts:
        """The state with this project put in or replaced."""
        return replace(self, projects=MappingProxyType({**self.projects, project.name: project}))

    def without_project(self, name: str) -> Accounts:
        """The state without a project."""
        rest = {key: value for key, value in self.projects.items() if key != name}
        return replace(self, projects=MappingProxyType(rest))


def need_name(name: str, what: str = "an account") -> str:
    """The name itself. Raises: UsageError for one that would be unsafe in logs and headers."""
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{what}'s name is 1 to 64 letters, digits and . _ @ + -, beginning with a letter or digit"
        )
    return name


def load_accounts(dir: LakeDir) -> Accounts:
    """The newest state.

    Raises: LakeError when the folder cannot be read; DamagedError when the state is not what pacslake wrote.
    """
    folder = _folder(dir)
    try:
        numbers = _numbers(folder)
        if not numbers:
            return Accounts()
        return _parse((folder / _file_name(numbers[-1])).read_bytes(), numbers[-1])
    except OSError as error:
        raise LakeError(
            f"the lake's accounts cannot be read ({error.strerror}); only the owner of the folder may read them"
        ) from error


def save_accounts(dir: LakeDir, change: Callable[[Accounts], Accounts]) -> Accounts:
    """Apply a change to the newest state and keep the result; again when somebody else was first.

    Raises: what `change` raises; PolicyError when the folder may not be written; LakeError when the disk refuses.
    """
    folder = _folder(dir)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        os.chmod(folder, 0o700)  # a copy or a restore may have opened it
        for _ in range(_ATTEMPTS):
            before = load_accounts(dir)
            after = replace(change(before), number=before.number + 1)
            path = folder / _file_name(after.number)
            try:
                _write_private(path, _to_json(after))
            except FileExistsError:
                continue
            for old in _numbers(folder)[:-_KEPT]:
                (folder / _file_name(old)).unlink(missing_ok=True)
            return after
    except PermissionError:
        raise PolicyError(
            "the lake's accounts may only be changed by who may write its folder; ask its owner"
        ) from None
    except OSError as error:
        raise LakeError(f"the lake's accounts could not be written ({error.strerror})") from error
    raise CommitConflictError("others change the accounts without pause; try again")


def _folder(dir: LakeDir) -> Path:
    dir.need_folder("a server with accounts")
    return dir.path("access")


def _file_name(number: int) -> str:
    return f"{number:010d}.json"


def _numbers(folder: Path) -> list[int]:
    if not folder.is_dir():
        return []
    names = (path.name for path in folder.iterdir())
    return sorted(int(name[:10]) for name in names if re.fullmatch(r"\d{10}\.json", name))


def _write_private(path: Path, data: bytes) -> None:
    """As `write_new`, readable by the owner only; until the mode is set the folder's own mode guards the file."""
    write_new(path, data)
    os.chmod(path, 0o600)


def _to_json(state: Accounts) -> bytes:
    content = {
        "number": state.number,
        "accounts": [asdict(account) for account in state.accounts.values()],
        "projects": [asdict(project) for project in state.projects.values()],
        "emergencies": [asdict(item) for item in state.emergencies],
    }
    return json.dumps(content, indent=1, ensure_ascii=False).encode()


def _parse(data: bytes, number: int) -> Accounts:
    try:
        content = json.loads(data)
        accounts = [_account(item) for item in content["accounts"]]
        projects = [Project(**{**item, "rule": Rule(**item["rule"])}) for item in content["projects"]]
        if content["number"] != number:
            raise ValueError("number")
        return Accounts(
            number,
            MappingProxyType({account.name: account for account in accounts}),
            MappingProxyType({project.name: project for project in projects}),
            tuple(BreakGlass(**item) for item in content["emergencies"]),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise DamagedError(
            f"access/{_file_name(number)} is not a state of accounts; nobody is let in until it is put right "
            "from a backup, or removed so that the state before it holds"
        ) from error


def _account(item: Mapping[str, Any]) -> Account:
    tokens = tuple(
        TokenRecord(**{**token, "projects": None if token["projects"] is None else tuple(token["projects"])})
        for token in item["tokens"]
    )
    return Account(**{**item, "projects": tuple(item["projects"]), "tokens": tokens})
