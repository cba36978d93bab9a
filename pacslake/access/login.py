"""From a token to the principal behind it. Whatever is wrong, the caller hears the same sentence."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pacslake.access.accounts import Account, Accounts, TokenRecord, load_accounts
from pacslake.access.principal import EVERYTHING, Principal
from pacslake.access.roles import ROLES
from pacslake.access.tokens import parse_token, same_secret, secret_hash
from pacslake.errors import AuthenticationError
from pacslake.layout import LakeDir

if TYPE_CHECKING:
    from pacslake.lake import Lake

__all__ = ["authenticate", "lake_dir_of", "last_use", "principal_of"]

_NO_ONE = secret_hash("")
_TOUCH_SECONDS = 30  # a token's last use is written down at most this often


def authenticate(
    lake: Lake | LakeDir | str | os.PathLike[str],
    token: str | None,
    *,
    now: datetime | None = None,
) -> Principal:
    """Who calls with this token.

    Args:
        lake: a lake, its `LakeDir` or its path.
        token: as `pacslake user token` printed it; the word `Bearer` before it is taken off.
        now: the time to judge by, for tests.

    Raises:
        AuthenticationError: no token, an unknown, expired, idle or revoked one, or a disabled account. All read the
            same, and take the same time, so that nothing can be learned by trying.
        LakeError: the accounts cannot be read. Nobody is let in then.
    """
    dir = lake_dir_of(lake)
    now = now or datetime.now(UTC)
    state = load_accounts(dir)
    token = (token or "").strip()
    if token[:7].lower() == "bearer ":
        token = token[7:].strip()
    parsed = parse_token(token)
    found = state.token(parsed[0]) if parsed else None
    kept = found[1].secret_sha256 if found else _NO_ONE
    right = same_secret(parsed[1] if parsed else "-", kept)
    if not (right and found and _in_force(dir, *found, now)):
        raise AuthenticationError(
            "no valid token: it is missing, wrong, expired or revoked. Ask for one with: pacslake user token NAME"
        )
    account, record = found
    _touch(dir, record, now)
    return principal_of(state, account, record, now=now)


def principal_of(
    state: Accounts,
    account: Account,
    record: TokenRecord | None = None,
    *,
    how: str = "token",
    expires_at: str | None = None,
    now: datetime | None = None,
) -> Principal:
    """The principal that an account is, with a token's narrower projects where it has some."""
    now = now or datetime.now(UTC)
    projects = account.projects
    if record is not None and record.projects is not None:
        projects = record.projects if "*" in projects else tuple(p for p in record.projects if p in projects)
    emergency = any(
        item.account == account.name and item.started_at <= now.isoformat() < item.ends_at
        for item in state.emergencies
    )
    return Principal(
        name=account.name,
        role=account.role,
        projects=projects,
        scope=EVERYTHING if emergency else state.scope(projects),
        how=how,
        token_id=record.token_id if record else None,
        expires_at=record.expires_at if record else expires_at,
        emergency=emergency,
    )


def lake_dir_of(lake: Any) -> LakeDir:
    """The folder of a lake, given as itself, its folder or its path."""
    if isinstance(lake, LakeDir):
        return lake
    inside = getattr(lake, "dir", None)
    return inside if isinstance(inside, LakeDir) else LakeDir.open(lake)


def _in_force(dir: LakeDir, account: Account, record: TokenRecord, now: datetime) -> bool:
    if account.disabled or account.role not in ROLES:
        return False
    if datetime.fromisoformat(record.expires_at) <= now:
        return False
    if record.idle_minutes is None:
        return True
    used = last_use(dir, record.token_id) or datetime.fromisoformat(record.created_at)
    return now - used <= timedelta(minutes=record.idle_minutes)


def last_use(dir: LakeDir, token_id: str) -> datetime | None:
    """When a token was last used, to half a minute; None before its first use."""
    try:
        seconds = dir.path("access", "last_use", token_id).stat().st_mtime
    except OSError:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def _touch(dir: LakeDir, record: TokenRecord, now: datetime) -> None:
    """Note the use, for automatic logoff and for `pacslake user list`. Where the disk refuses, the call goes on: a
    token with an idle limit then ends early, never late."""
    before = last_use(dir, record.token_id)
    if before is not None and (now - before).total_seconds() < _TOUCH_SECONDS:
        return
    path = dir.path("access", "last_use", record.token_id)
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600)
        os.utime(path, (now.timestamp(), now.timestamp()))
    except OSError:
        return
