"""pacslake vault: who is behind a pseudonym, encrypted, opened only when two others agree."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say, say_json, table, warn

if TYPE_CHECKING:
    from pacslake.access import Principal
    from pacslake.layout import LakeDir

EPILOG = """Examples:

pacslake vault new-key /safe/vault.key

pacslake vault fill --lake mylake --vault-key /safe/vault.key

pacslake vault ask PXXXXXXXXXXXXXXXX --reason "incidental finding, board vote 12" --lake mylake

pacslake vault approve 1a2b3c4d --lake mylake (two others)

pacslake vault open 1a2b3c4d --lake mylake

Who calls is shown by a token of an account with the role deidentifier, in PACSLAKE_TOKEN. Every step is in the audit record.
Whoever holds both the lake's folder and the key file can decrypt the vault: keep them with different people."""

group = typer.Typer(no_args_is_help=True, help="Encrypted identities behind pseudonyms.", epilog=EPILOG)

KeyOption = Annotated[
    str | None, typer.Option("--vault-key", metavar="FILE", help="The vault's key; by default your own.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.add_typer(group, name="vault")


def _caller(dir: LakeDir) -> Principal:
    from pacslake.access import authenticate

    return authenticate(dir, os.environ.get("PACSLAKE_TOKEN"))


@group.command("new-key", epilog="Example: pacslake vault new-key /safe/vault.key")
def new_key(
    path: Annotated[
        str | None, typer.Argument(help="File of the key; by default in your configuration folder.")
    ] = None,
    project: Annotated[
        bool, typer.Option("--project", help="A project key, from which pseudonyms are made, instead.")
    ] = False,
) -> None:
    """Make a key file that only its owner can read."""
    from pathlib import Path

    from pacslake.access import vault
    from pacslake.deid import keys

    if project:
        place = Path(path) if path else keys.default_key_file()
        say(f"{place}: project key {keys.new_key_file(place).key_id}")
    else:
        place = Path(path) if path else vault.default_vault_key_file()
        say(f"{place}: vault key {vault.make_vault_key(place).key_id}")


@group.command(epilog="Example: pacslake vault fill --lake mylake --key /safe/project.key")
def fill(
    lake: LakeOption = None,
    key: Annotated[
        str | None, typer.Option("--key", help="The project's key with which research lakes were made.")
    ] = None,
    vault_key: KeyOption = None,
    source_name: Annotated[
        str | None, typer.Option("--source-name", help="As it was given to 'pacslake deid'.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Put the patients of an identified lake in under their pseudonyms."""
    from pacslake.access import vault
    from pacslake.deid.keys import default_key_file, load_key

    project = load_key(key or default_key_file())
    n, without = vault.fill(
        find_lake(lake).catalog, vault.load_vault_key(vault_key), project, source_name=source_name
    )
    if as_json:
        say_json({"n_entries": n, "n_without_id": without})
    else:
        say(f"{n} entries")
        if without:
            warn(f"{without} patients have no PatientID and no entry")


@group.command(
    epilog='Example: pacslake vault ask PXXXXXXXXXXXXXXXX --reason "incidental finding" --lake mylake'
)
def ask(
    pseudonym: Annotated[
        list[str], typer.Argument(help="PatientID in the research lake; several may be named.")
    ],
    reason: Annotated[
        str, typer.Option("--reason", help="Why; it goes into the audit record and names nobody.")
    ],
    lake: LakeOption = None,
    vault_key: KeyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask who is behind pseudonyms."""
    from pacslake.access import vault

    dir = find_lake(lake).dir
    number = vault.ask(dir, vault.load_vault_key(vault_key), _caller(dir), pseudonym, reason)
    if as_json:
        say_json({"request": number})
    else:
        say(f"{number}: two others approve it with: pacslake vault approve {number}")


@group.command(epilog="Example: pacslake vault approve 1a2b3c4d --lake mylake")
def approve(
    request: Annotated[str, typer.Argument(help="Number of the request.")],
    lake: LakeOption = None,
    vault_key: KeyOption = None,
) -> None:
    """Agree to somebody else's request."""
    from pacslake.access import vault

    dir = find_lake(lake).dir
    n = vault.approve(dir, vault.load_vault_key(vault_key), _caller(dir), request)
    say(f"{n} of {vault.APPROVALS} have approved")


@group.command("open", epilog="Example: pacslake vault open 1a2b3c4d --json --lake mylake")
def open_request(
    request: Annotated[str, typer.Argument(help="Number of the request.")],
    lake: LakeOption = None,
    vault_key: KeyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the identities of one's own request, once two others have approved it."""
    from pacslake.access import vault

    dir = find_lake(lake).dir
    found = vault.look_up(dir, vault.load_vault_key(vault_key), _caller(dir), request)
    if as_json:
        say_json(found)
    else:
        names = ("patient_id", "issuer", "name", "birth_date")
        table([(p, *(entry[n] for n in names)) for p, entry in found.items()], ["pseudonym", *names])


@group.command("list", epilog="Example: pacslake vault list --lake mylake")
def list_requests(lake: LakeOption = None, vault_key: KeyOption = None, as_json: JsonOption = False) -> None:
    """Requests that are open, without any identity."""
    from pacslake.access import vault

    dir = find_lake(lake).dir
    rows = vault.waiting(dir, vault.load_vault_key(vault_key), _caller(dir))
    if as_json:
        say_json(rows)
    else:
        columns = ["request", "by", "reason", "n", "approved", "until"]
        table([[", ".join(r[c]) if c == "approved" else r[c] for c in columns] for r in rows], columns)


@group.command(
    epilog="Example: pacslake vault rotate /safe/vault-2.key --vault-key /safe/vault.key --lake mylake"
)
def rotate(
    new: Annotated[str, typer.Argument(help="File of the new key, made with new-key.")],
    lake: LakeOption = None,
    vault_key: KeyOption = None,
) -> None:
    """Encrypt the vault with another key."""
    from pacslake.access import vault

    n = vault.rotate(find_lake(lake).dir, vault.load_vault_key(vault_key), vault.load_vault_key(new))
    say(f"{n} entries are under the new key; the old one opens the vault no more")
