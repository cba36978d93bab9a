"""pacslake user: accounts, tokens, projects and emergency access of a lake."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say, say_json, table, warn
from pacslake.errors import UsageError

if TYPE_CHECKING:
    from pacslake.access import Account, Accounts
    from pacslake.lake import Lake

EPILOG = """Examples:

pacslake user token anna --lake mylake (an account where there is none, and a token, shown once)

pacslake user project add lung --cohort chest-ct --lake mylake

pacslake user add bob --role analyst --project lung --lake mylake

pacslake user list --lake mylake

Accounts guard what 'pacslake serve' and 'pacslake sql --as NAME' give out. Whoever can read the lake's folder can
read the lake: guard the folder with its permissions, and the disk with encryption."""
FOLDER_NOTE = "note: accounts guard the server and 'sql --as'; whoever can read the folder of the lake can read the lake"

group = typer.Typer(
    no_args_is_help=True, help="Accounts, tokens, projects and emergency access.", epilog=EPILOG
)
projects = typer.Typer(no_args_is_help=True, help="Projects: rows of the lake under a name.")
group.add_typer(projects, name="project")

Name = Annotated[str, typer.Argument(help="Name of the account.")]
ProjectsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--project", "-p", help="A project that it may see, '*' for the whole lake; may be repeated."
    ),
]
RoleOption = Annotated[str, typer.Option("--role", help="reader, analyst, curator, deidentifier or admin.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.add_typer(group, name="user")


@group.command(epilog="Example: pacslake user add bob --role analyst --project lung --lake mylake")
def add(
    name: Name,
    role: RoleOption = "reader",
    project: ProjectsOption = None,
    oidc: Annotated[
        str | None,
        typer.Option("--oidc", metavar="SUBJECT", help="The 'sub' by which an OIDC provider knows them."),
    ] = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add an account. Without --project it sees the whole lake, as long as the lake has no projects."""
    from pacslake.access import manage

    made = manage.add_account(find_lake(lake).dir, name, role, projects=project, oidc_subject=oidc)
    _show(made, as_json)


@group.command(epilog="Example: pacslake user token anna --days 30 --lake mylake")
def token(
    name: Name,
    days: Annotated[int, typer.Option("--days", help="Days that it holds, 1 to 366.")] = 90,
    idle_minutes: Annotated[
        int | None, typer.Option("--idle-minutes", help="It ends when unused for so long.")
    ] = None,
    project: ProjectsOption = None,
    role: Annotated[
        str | None, typer.Option("--role", help="Role of an account that is made now; default: reader.")
    ] = None,
    label: Annotated[str, typer.Option("--label", help="What it is for.")] = "",
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print a new token, once; the lake keeps only its hash. An account that does not exist is made."""
    from pacslake.access import manage

    issued = manage.issue_token(
        find_lake(lake).dir,
        name,
        days=days,
        idle_minutes=idle_minutes,
        projects=project,
        label=label,
        role=role,
    )
    if as_json:
        say_json(asdict(issued))
        return
    sees = "the whole lake" if "*" in issued.projects else ", ".join(issued.projects) or "nothing"
    if issued.created_account:
        warn(f"made the account {name} with the role {issued.role}; it sees: {sees}")
    warn(f"holds until {issued.expires_at[:16]} UTC; it is shown only now:")
    say(issued.token)


@group.command("list", epilog="Example: pacslake user list --lake mylake")
def list_(lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """List the accounts and what they may see."""
    from pacslake.access import load_accounts

    opened = find_lake(lake)
    state = load_accounts(opened.dir)
    rows = [_facts(account, state, opened) for account in state.accounts.values()]
    if as_json:
        say_json(rows)
        return
    keys = ["name", "role", "projects", "n_tokens", "disabled", "emergency_until", "last_use"]
    table([[row[key] for key in keys] for row in rows], keys)
    warn(FOLDER_NOTE)


@group.command(epilog="Example: pacslake user show anna --lake mylake")
def show(name: Name, lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Show an account, its tokens (never the secrets) and what its role may do."""
    from pacslake.access import ACTIONS, ROLES, load_accounts

    opened = find_lake(lake)
    state = load_accounts(opened.dir)
    account = state.account(name)
    facts = _facts(account, state, opened)
    facts["may"] = [action for action in ACTIONS if action in ROLES.get(account.role, ())]
    facts["tokens"] = [
        {key: value for key, value in asdict(item).items() if key != "secret_sha256"}
        for item in account.tokens
    ]
    if as_json:
        say_json(facts)
        return
    for key, value in facts.items():
        if key != "tokens":
            say(f"{key}: {', '.join(value) if isinstance(value, list) else value}")
    keys = ["token_id", "created_at", "expires_at", "idle_minutes", "projects", "label"]
    table([[item[key] for key in keys] for item in facts["tokens"]], keys)


@group.command(epilog="Example: pacslake user change bob --role curator --project lung --lake mylake")
def change(
    name: Name,
    role: Annotated[str | None, typer.Option("--role", help="Its new role.")] = None,
    project: ProjectsOption = None,
    oidc: Annotated[
        str | None, typer.Option("--oidc", metavar="SUBJECT", help="The 'sub' of an OIDC provider.")
    ] = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Change an account's role, projects (all of them are named anew) or OIDC subject."""
    from pacslake.access import manage

    if role is None and project is None and oidc is None:
        raise UsageError("say what to change: --role, --project or --oidc")
    changed = manage.change_account(find_lake(lake).dir, name, role=role, projects=project, oidc_subject=oidc)
    _show(changed, as_json)


@group.command(epilog="Example: pacslake user disable bob --lake mylake")
def disable(name: Name, lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Shut an account at once; its tokens do nothing until it is enabled again."""
    from pacslake.access import manage

    _show(manage.change_account(find_lake(lake).dir, name, disabled=True), as_json)


@group.command(epilog="Example: pacslake user enable bob --lake mylake")
def enable(name: Name, lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Open a disabled account again."""
    from pacslake.access import manage

    _show(manage.change_account(find_lake(lake).dir, name, disabled=False), as_json)


@group.command(epilog="Example: pacslake user remove bob --lake mylake")
def remove(name: Name, lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Remove an account and its tokens; the audit record keeps its name."""
    from pacslake.access import manage

    manage.remove_account(find_lake(lake).dir, name)
    say_json({"removed": name}) if as_json else say(f"removed the account {name} and its tokens")


@group.command(epilog="Example: pacslake user revoke bob --token 0123456789ab --lake mylake")
def revoke(
    name: Name,
    token_id: Annotated[
        str | None, typer.Option("--token", metavar="ID", help="Only this one, as 'user show' names it.")
    ] = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """End an account's tokens, or one of them."""
    from pacslake.access import manage

    n = manage.revoke_tokens(find_lake(lake).dir, name, token_id)
    say_json({"revoked": n}) if as_json else say(f"{n} tokens ended")


@group.command(
    "break-glass",
    epilog='Example: pacslake user break-glass bob --reason "stroke call, ticket 4711" --minutes 30 --lake mylake',
)
def break_glass(
    name: Name,
    reason: Annotated[
        str, typer.Option("--reason", help="Why; kept in the audit record, so it must not name a patient.")
    ] = "",
    minutes: Annotated[int, typer.Option("--minutes", help="1 to 1440.")] = 60,
    end: Annotated[bool, typer.Option("--end", help="End it now.")] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let an account see the whole lake for a while, in an emergency; audited, and over by itself."""
    from pacslake.access import manage

    opened = find_lake(lake)
    if end:
        n = manage.end_break_glass(opened.dir, name)
        say_json({"ended": n}) if as_json else say(f"{n} emergency accesses ended")
        return
    item = manage.break_glass(opened.dir, name, reason=reason, minutes=minutes)
    if as_json:
        say_json({"account": name, "ends_at": item.ends_at})
    else:
        say(
            f"{name} sees the whole lake until {item.ends_at[:16]} UTC; everything is marked in the audit record"
        )


@projects.command("add", epilog="Example: pacslake user project add lung --cohort chest-ct --lake mylake")
def project_add(
    name: Annotated[str, typer.Argument(help="A name for the project.")],
    cohort: Annotated[str | None, typer.Option("--cohort", help="A frozen cohort: its members.")] = None,
    sql: Annotated[
        str | None,
        typer.Option(
            "--sql", help="A query that gives patient_key, a UID, instance_version_id or volume_id."
        ),
    ] = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a project: the rows of a frozen cohort, or those that a query names, now and later."""
    from pacslake.access import Rule, load_accounts, manage

    if (cohort is None) == (sql is None):
        raise UsageError("say what the project holds: --cohort NAME or --sql QUERY")
    rule = Rule("cohort", cohort) if cohort is not None else Rule("sql", sql or "")
    opened = find_lake(lake)
    made, n = manage.add_project(opened.catalog, name, rule)
    everything = [a.name for a in load_accounts(opened.dir).accounts.values() if "*" in a.projects]
    if as_json:
        say_json({**asdict(made), "n_instances": n, "accounts_that_see_the_whole_lake": everything})
        return
    say(f"project {name}: {n} instances today")
    if everything:
        warn(f"these accounts still see the whole lake: {', '.join(everything)} (see: pacslake user change)")


@projects.command("list", epilog="Example: pacslake user project list --lake mylake")
def project_list(lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """List the projects, their rules and who is in them."""
    from pacslake.access import load_accounts

    state = load_accounts(find_lake(lake).dir)
    rows = [
        {
            "name": item.name,
            "kind": item.rule.kind,
            "rule": item.rule.text,
            "accounts": [a.name for a in state.accounts.values() if item.name in a.projects],
        }
        for item in state.projects.values()
    ]
    keys = ["name", "kind", "rule", "accounts"]
    say_json(rows) if as_json else table([[row[key] for key in keys] for row in rows], keys)


@projects.command("remove", epilog="Example: pacslake user project remove lung --lake mylake")
def project_remove(
    name: Annotated[str, typer.Argument(help="Name of the project.")],
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove a project; who was in it no longer sees its rows."""
    from pacslake.access import manage

    members = manage.remove_project(find_lake(lake).dir, name)
    if as_json:
        say_json({"removed": name, "accounts": members})
    else:
        say(f"removed the project {name}; accounts that were in it: {', '.join(members) or 'none'}")


def _facts(account: Account, state: Accounts, lake: Lake) -> dict[str, Any]:
    from pacslake.access import last_use

    now = datetime.now(UTC).isoformat()
    ends = [e.ends_at for e in state.emergencies if e.account == account.name and e.ends_at > now]
    used = [moment for t in account.tokens if (moment := last_use(lake.dir, t.token_id))]
    return {
        "name": account.name,
        "role": account.role,
        "projects": list(account.projects),
        "n_tokens": sum(t.expires_at > now for t in account.tokens),
        "disabled": account.disabled,
        "oidc_subject": account.oidc_subject,
        "emergency_until": max(ends, default=None),
        "last_use": max(used).isoformat(timespec="seconds") if used else None,
    }


def _show(account: Account, as_json: bool) -> None:
    sees = "the whole lake" if "*" in account.projects else ", ".join(account.projects) or "nothing"
    if as_json:
        keys = ("name", "role", "disabled", "oidc_subject")
        say_json({key: getattr(account, key) for key in keys} | {"projects": list(account.projects)})
        return
    say(f"{account.name}: role {account.role}, sees {sees}{', disabled' if account.disabled else ''}")
    warn(FOLDER_NOTE)
