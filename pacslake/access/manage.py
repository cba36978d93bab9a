"""Changes of accounts, tokens and projects: each is one new state and one line of the audit record.

Whoever may write the lake's folder may make them; a server makes none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pacslake import audit
from pacslake.access.accounts import (
    WHOLE_LAKE,
    Account,
    Accounts,
    BreakGlass,
    Project,
    TokenRecord,
    load_accounts,
    need_name,
    save_accounts,
)
from pacslake.access.principal import Rule
from pacslake.access.roles import require_role
from pacslake.access.tokens import new_token
from pacslake.access.visible import check_rule
from pacslake.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacslake.catalog import Catalog
    from pacslake.layout import LakeDir

__all__ = [
    "MAX_DAYS", "IssuedToken", "add_account", "add_project", "break_glass", "change_account", "end_break_glass",
    "issue_token", "remove_account", "remove_project", "revoke_tokens",
]  # fmt: skip

MAX_DAYS = 366
MAX_EMERGENCY_MINUTES = 24 * 60


@dataclass(frozen=True)
class IssuedToken:
    """A new token, to be shown once: `token` is kept nowhere."""

    token: str
    token_id: str
    account: str
    role: str
    projects: tuple[str, ...]
    expires_at: str
    created_account: bool


def add_account(
    dir: LakeDir,
    name: str,
    role: str,
    *,
    projects: Sequence[str] | None = None,
    oidc_subject: str | None = None,
) -> Account:
    """A new account. Without `projects` it may see the whole lake where the lake has no projects yet.

    Raises: UsageError: the name is taken or unfit, the role does not exist, or the lake has projects and none is
    named. NotFoundError: no such project.
    """
    need_name(name)
    require_role(role)

    def change(state: Accounts) -> Accounts:
        if name in state.accounts:
            raise UsageError(
                f"there is an account {name!r} already; change it with: pacslake user change {name}"
            )
        return state.with_account(
            Account(
                name, role, _projects(state, projects, name), _now().isoformat(), oidc_subject=oidc_subject
            )
        )

    state = save_accounts(dir, change)
    made = state.accounts[name]
    audit.record(dir, "account_add", account=name, role=role, projects=list(made.projects))
    return made


def change_account(
    dir: LakeDir,
    name: str,
    *,
    role: str | None = None,
    projects: Sequence[str] | None = None,
    disabled: bool | None = None,
    oidc_subject: str | None = None,
) -> Account:
    """Another role, other projects, shut or opened again; what is None stays. Holds from the next call on."""
    if role is not None:
        require_role(role)

    def change(state: Accounts) -> Accounts:
        account = state.account(name)
        return state.with_account(
            replace(
                account,
                role=role or account.role,
                projects=account.projects if projects is None else _projects(state, projects, name),
                disabled=account.disabled if disabled is None else disabled,
                oidc_subject=account.oidc_subject if oidc_subject is None else oidc_subject,
            )
        )

    changed = save_accounts(dir, change).accounts[name]
    audit.record(
        dir, "account_change", account=name, role=changed.role, projects=list(changed.projects),
        disabled=changed.disabled, oidc=changed.oidc_subject is not None,
    )  # fmt: skip
    return changed


def remove_account(dir: LakeDir, name: str) -> None:
    """Take an account and its tokens away. Raises: NotFoundError."""

    def change(state: Accounts) -> Accounts:
        state.account(name)
        return replace(
            state.without_account(name),
            emergencies=tuple(item for item in state.emergencies if item.account != name),
        )

    save_accounts(dir, change)
    audit.record(dir, "account_remove", account=name)


def issue_token(
    dir: LakeDir,
    name: str,
    *,
    days: int = 90,
    idle_minutes: int | None = None,
    projects: Sequence[str] | None = None,
    label: str = "",
    role: str | None = None,
) -> IssuedToken:
    """A token for an account; an account that does not exist is made, as `reader` where no role is named.

    Args:
        days: how long it holds, 1 to 366.
        idle_minutes: it ends when it lies unused for so long.
        projects: only these of the account's projects.
        role: of an account that is made now; an existing account keeps its own.

    Raises: UsageError, NotFoundError as for `add_account`; UsageError: the role differs from the account's.
    """
    if not 1 <= days <= MAX_DAYS:
        raise UsageError(f"a token holds for 1 to {MAX_DAYS} days, not {days}")
    if idle_minutes is not None and idle_minutes < 1:
        raise UsageError("the idle limit is at least 1 minute")
    need_name(name)
    if role is not None:
        require_role(role)
    token, token_id, digest = new_token()
    now = _now()
    record = TokenRecord(
        token_id, digest, now.isoformat(), (now + timedelta(days=days)).isoformat(), idle_minutes,
        None if projects is None else tuple(projects), label,
    )  # fmt: skip
    made = False

    def change(state: Accounts) -> Accounts:
        nonlocal made
        made = name not in state.accounts
        if made:
            account = Account(name, role or "reader", _projects(state, projects, name), now.isoformat())
        else:
            account = state.accounts[name]
            if role not in (None, account.role):
                raise UsageError(
                    f"the account {name!r} has the role {account.role}; change it with: pacslake user change {name} "
                    f"--role {role}"
                )
            for project in projects or ():
                if WHOLE_LAKE not in account.projects and project not in account.projects:
                    raise UsageError(f"the account {name!r} is not in the project {project!r}")
        alive = tuple(t for t in account.tokens if t.expires_at > now.isoformat())
        return state.with_account(replace(account, tokens=(*alive, record)))

    account = save_accounts(dir, change).accounts[name]
    if made:
        audit.record(dir, "account_add", account=name, role=account.role, projects=list(account.projects))
    audit.record(
        dir, "token_issue", account=name, token_id=token_id, expires_at=record.expires_at,
        idle_minutes=idle_minutes,
    )  # fmt: skip
    return IssuedToken(
        token, token_id, name, account.role, record.projects or account.projects, record.expires_at, made
    )


def revoke_tokens(dir: LakeDir, name: str, token_id: str | None = None) -> int:
    """End one token of an account, or all of them; how many were ended. Raises: NotFoundError."""
    ended: list[str] = []

    def change(state: Accounts) -> Accounts:
        account = state.account(name)
        ended[:] = [t.token_id for t in account.tokens if token_id in (None, t.token_id)]
        if token_id is not None and not ended:
            raise NotFoundError(
                f"the account {name!r} has no token {token_id!r}; see: pacslake user show {name}"
            )
        return state.with_account(
            replace(account, tokens=tuple(t for t in account.tokens if t.token_id not in ended))
        )

    save_accounts(dir, change)
    audit.record(dir, "token_revoke", account=name, token_ids=ended)
    return len(ended)


def add_project(catalog: Catalog, name: str, rule: Rule) -> tuple[Project, int]:
    """A project with the rows that a rule gives, and how many instances that is today.

    Raises: UsageError: the name is taken; what `check_rule` raises for a rule that does not work.
    """
    need_name(name, "a project")
    n = check_rule(catalog, rule)

    def change(state: Accounts) -> Accounts:
        if name in state.projects:
            raise UsageError(
                f"there is a project {name!r} already; a project's rule never changes under those who are in it: "
                "make another, or remove this one first"
            )
        return state.with_project(Project(name, rule, _now().isoformat()))

    made = save_accounts(catalog.dir, change).projects[name]
    # The rule's text may name a patient, so only its kind goes into the record.
    audit.record(catalog.dir, "project_add", project=name, kind=rule.kind, n_instances=n)
    return made, n


def remove_project(dir: LakeDir, name: str) -> tuple[str, ...]:
    """Take a project away; accounts that are in it lose its rows. Their names are returned. Raises: NotFoundError."""
    members: tuple[str, ...] = ()

    def change(state: Accounts) -> Accounts:
        nonlocal members
        _need_project(state, name)
        members = tuple(a.name for a in state.accounts.values() if name in a.projects)
        state = state.without_project(name)
        for member in members:
            account = state.accounts[member]
            state = state.with_account(
                replace(account, projects=tuple(p for p in account.projects if p != name))
            )
        return state

    save_accounts(dir, change)
    audit.record(dir, "project_remove", project=name, accounts=list(members))
    return members


def break_glass(dir: LakeDir, name: str, *, reason: str, minutes: int = 60) -> BreakGlass:
    """Let an account read the whole lake for a while, in an emergency (45 CFR 164.312(a)(2)(ii)).

    The role stays: an emergency widens what is seen, not what may be done. Everything done meanwhile is marked in
    the audit record.

    Raises: UsageError: no reason of at least ten characters, or a time that is not 1 to 1440 minutes.
    NotFoundError, PolicyError: there is no such account, or it is disabled.
    """
    reason = reason.strip()
    if len(reason) < 10:
        raise UsageError(
            "emergency access needs a reason of at least ten characters, which goes into the audit record; it must "
            "not name a patient"
        )
    if not 1 <= minutes <= MAX_EMERGENCY_MINUTES:
        raise UsageError(f"emergency access lasts 1 to {MAX_EMERGENCY_MINUTES} minutes, not {minutes}")
    now = _now()
    item = BreakGlass(name, reason, now.isoformat(), (now + timedelta(minutes=minutes)).isoformat())

    def change(state: Accounts) -> Accounts:
        if state.account(name).disabled:
            raise UsageError(f"the account {name!r} is disabled; open it first: pacslake user enable {name}")
        running = tuple(e for e in state.emergencies if e.ends_at > now.isoformat())
        return replace(state, emergencies=(*running, item))

    load_accounts(dir).account(name)
    # Recorded first: access that cannot be recorded is not given.
    audit.record(dir, "break_glass", account=name, reason=reason, ends_at=item.ends_at)
    save_accounts(dir, change)
    return item


def end_break_glass(dir: LakeDir, name: str) -> int:
    """End an account's emergency access now; how many were running. Raises: NotFoundError."""
    ended = 0

    def change(state: Accounts) -> Accounts:
        nonlocal ended
        state.account(name)
        now = _now().isoformat()
        ended = sum(e.account == name and e.ends_at > now for e in state.emergencies)
        return replace(state, emergencies=tuple(e for e in state.emergencies if e.account != name))

    save_accounts(dir, change)
    audit.record(dir, "break_glass_end", account=name, n=ended)
    return ended


def _projects(state: Accounts, wanted: Sequence[str] | None, name: str) -> tuple[str, ...]:
    if wanted is None:
        if state.projects:
            raise UsageError(
                f"say what {name!r} may see: --project with one of {', '.join(sorted(state.projects))}, "
                f"or --project '{WHOLE_LAKE}' for the whole lake"
            )
        return (WHOLE_LAKE,)
    for project in wanted:
        if project != WHOLE_LAKE:
            _need_project(state, project)
    return tuple(dict.fromkeys(wanted))


def _need_project(state: Accounts, name: str) -> None:
    if name not in state.projects:
        raise NotFoundError(
            f"the lake has no project {name!r}; make it with: pacslake user project add {name} --cohort NAME"
        )


def _now() -> datetime:
    return datetime.now(UTC)
