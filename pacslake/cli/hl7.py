"""pacslake hl7: HL7 v2 messages into the lake."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from pacslake.cli.common import (
    DONE,
    WITH_FAULTS,
    JsonOption,
    LakeOption,
    QuietOption,
    VerboseOption,
    find_lake,
    progress,
    say,
    say_json,
    warn,
)
from pacslake.cli.receive import TlsCertOption, TlsClientCaOption, TlsKeyOption, set_up_log, tls_context

group = typer.Typer(
    no_args_is_help=True, help="Take in HL7 v2 messages: persons, stays, orders, reports, results."
)

EPILOG = """Examples:

pacslake hl7 load /feeds/2026-11-26 --lake mylake

pacslake hl7 load adt.hl7 --issuer HOSP --lake mylake --json

Reads files and folders of messages, batches (FHS, BHS), MLLP frames and gzip. Each message is kept as it came, with how it
would be acknowledged: AA, AE (something of its content is wrong), AR (it cannot be read). A message that came before changes
nothing.

Exit code 1: finished, but some messages were not accepted, or something in them was odd; each is a row of the table issue."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.add_typer(group, name="hl7")


@group.command(epilog=EPILOG)
def load(
    source: Annotated[Path, typer.Argument(help="A file or a folder of messages.")],
    lake: LakeOption = None,
    issuer: Annotated[
        str | None,
        typer.Option("--issuer", help="Who issued the patient identifiers where a message does not say."),
    ] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Load the messages of files into the tables of the clinical context."""
    from pacslake.clinical import load_messages

    with progress("hl7", quiet=quiet or as_json, unit="messages") as tick:
        done = load_messages(find_lake(lake), source, issuer=issuer, progress=tick)
    refused = sum(n for code, n in done.acks.items() if code != "AA")
    if as_json:
        say_json(done.to_dict())
    else:
        say(str(done), quiet=quiet)
        shown = done.faults if verbose else done.faults[:20]
        for where, what in shown:
            warn(f"{where}: {what}")
        if len(done.faults) > len(shown):
            warn(
                f"... {len(done.faults) - len(shown)} more; see: pacslake sql \"FROM issue WHERE source = 'clinical'\""
            )
    raise typer.Exit(WITH_FAULTS if refused or done.faults else DONE)


LISTEN_EPILOG = """Examples:

pacslake hl7 listen --lake mylake        (this machine only, port 2575)

pacslake hl7 listen --lake mylake --host 0.0.0.0 --port 2575 --tls-cert node.pem --tls-key node.key --tls-client-ca ca.pem

A message is acknowledged once it is on the disk, and stands in the tables some seconds later; what a kill left lands at the next
start. End with Ctrl+C or SIGTERM. MLLP knows no names: let only those reach the port who may send."""


@group.command(epilog=LISTEN_EPILOG)
def listen(
    lake: LakeOption = None,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; 0.0.0.0 is all of them.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", "-p", min=0, max=65535, help="0 takes a free one.")] = 2575,
    issuer: Annotated[
        str | None,
        typer.Option("--issuer", help="Who issued the patient identifiers where a message does not say."),
    ] = None,
    tls_cert: TlsCertOption = None,
    tls_key: TlsKeyOption = None,
    tls_client_ca: TlsClientCaOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Take messages of a live feed by MLLP, each kept before it is acknowledged."""
    import asyncio
    import json

    from pacslake.clinical.listen import Listener
    from pacslake.errors import UsageError

    opened, tls = find_lake(lake), tls_context(tls_cert, tls_key, tls_client_ca)
    set_up_log(verbose)

    def told(answer: dict[str, Any]) -> None:
        if as_json:
            print(json.dumps({"event": "landed", **answer}), flush=True)
        elif not quiet:
            print(f"landed: {answer['n_messages']} messages, {answer['n_new']} new", flush=True)

    async def run() -> bool:
        from pacslake.network.receiver import until_told

        listener = Listener(opened, issuer=issuer, told=told)
        try:
            taken = await listener.start(host, port, tls)
        except OSError as error:
            raise UsageError(
                f"{host}:{port} cannot be used ({error.strerror}); is it taken? Name another with --port"
            ) from None
        ending = asyncio.ensure_future(until_told())
        await asyncio.sleep(
            0
        )  # who reads that it listens may end it at once, and must find it ready for that
        if as_json:
            print(json.dumps({"event": "listening", "host": host, "port": taken}), flush=True)
        elif not quiet:
            print(f"listening on {host}:{taken}; end with Ctrl+C", flush=True)
        await ending
        whole = await listener.end()
        if as_json:
            print(
                json.dumps({"event": "ended", "acks": dict(listener.acks), "all_landed": whole}), flush=True
            )
        return whole

    raise typer.Exit(DONE if asyncio.run(run()) else WITH_FAULTS)


@group.command(
    epilog="Example: pacslake hl7 undo k0123456789abcdef0123 --by JD --reason 'wrong person' --lake mylake"
)
def undo(
    event: Annotated[str, typer.Argument(help="event_id of the table identity_event.")],
    by: Annotated[str, typer.Option("--by", help="Who says so.")],
    reason: Annotated[str, typer.Option("--reason", help="Why.")] = "",
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take back a merge, link or move; the persons are then as if it had never been said."""
    from pacslake.clinical import undo as run

    made = run(find_lake(lake), event, by=by, reason=reason)
    say_json({"event_id": made}) if as_json else say(made)
