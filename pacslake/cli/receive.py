"""pacslake receive: take in what devices and the PACS send."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pacslake.cli.common import (
    DONE,
    WITH_FAULTS,
    JsonOption,
    LakeOption,
    QuietOption,
    VerboseOption,
    find_lake_dir,
    say,
    warn,
)
from pacslake.errors import PolicyError, UsageError

if TYPE_CHECKING:
    from pacslake.network.receiver import Receiver

EPILOG = """Examples:

pacslake receive --lake mylake (this machine only, port 11112, AE title PACSLAKE)

pacslake receive --lake mylake --host 0.0.0.0 --port 104 --ae-title LAKE --allow CT1@10.1.2.3 --allow PACS@10.1.0.0/16

pacslake receive --lake mylake --host 0.0.0.0 --allow '*' --tls-cert node.pem --tls-key node.key --tls-client-ca ca.pem

An object is acknowledged once it is on the disk, and lands in the catalogue a moment later; what a kill left in the
inbox lands at the next start. End with Ctrl+C or SIGTERM.

Exit code 1: some of what arrived was quarantined or in conflict; it is listed."""

TitleOption = Annotated[
    str, typer.Option("--ae-title", "-a", help="AE title of this node; callers must use it.")
]
AllowOption = Annotated[
    list[str] | None,
    typer.Option(
        "--allow",
        metavar="AE[@ADDRESS]",
        help="Who may call: an AE title ('*': any), with an address or a network. Without a rule only this machine may.",
    ),
]
TlsCertOption = Annotated[
    Path | None, typer.Option("--tls-cert", help="Certificate (PEM): only encrypted connections are taken.")
]
TlsKeyOption = Annotated[Path | None, typer.Option("--tls-key", help="Key of the certificate (PEM).")]
TlsClientCaOption = Annotated[
    Path | None,
    typer.Option("--tls-client-ca", help="Callers must show a certificate of this authority (PEM)."),
]
MaxOption = Annotated[
    int, typer.Option("--max-associations", min=1, help="Associations at a time; the idlest gives way.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("receive", epilog=EPILOG)(receive)


def receive(
    lake: LakeOption = None,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; 0.0.0.0 is all of them.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", "-p", min=0, max=65535, help="0 takes a free one.")] = 11112,
    ae_title: TitleOption = "PACSLAKE",
    allow: AllowOption = None,
    tls_cert: TlsCertOption = None,
    tls_key: TlsKeyOption = None,
    tls_client_ca: TlsClientCaOption = None,
    max_associations: MaxOption = 200,
    idle_seconds: Annotated[
        float,
        typer.Option("--idle-seconds", min=1, help="An association that says nothing for so long is ended."),
    ] = 300,
    reserve_mb: Annotated[
        int, typer.Option("--reserve-mb", min=0, help="Disk that stays free: below it objects are refused.")
    ] = 1024,
    reply_to: Annotated[
        list[str] | None,
        typer.Option(
            "--reply-to",
            metavar="AE@HOST:PORT",
            help="A caller that is told of storage commitment on a new association when it has ended its own.",
        ),
    ] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Store what devices and the PACS send (C-STORE); answer C-ECHO and storage commitment."""
    import asyncio

    from pacslake.network.association import Limits
    from pacslake.network.peers import find_peer
    from pacslake.network.receiver import ReceiverOptions
    from pacslake.network.rules import parse_rule

    dir = find_lake_dir(lake)
    if dir.config.zone == "research":
        raise PolicyError(
            "a research lake takes in only what was de-identified: receive into an identified lake, and derive the "
            "research lake with `pacslake deid`"
        )
    options = ReceiverOptions(
        title=ae_title,
        host=host,
        port=port,
        rules=tuple(parse_rule(text) for text in allow or ()),
        tls=tls_context(tls_cert, tls_key, tls_client_ca),
        limits=Limits(max_associations=max_associations, idle_seconds=idle_seconds),
        reserve=reserve_mb * 1_000_000,
    )
    set_up_log(verbose)
    peers = [find_peer(text) for text in reply_to or ()]
    if web_peers := [p for p in peers if p.url]:
        raise UsageError(f"{web_peers[0]} is no DIMSE node; write AE@HOST:PORT")
    faults = asyncio.run(_run(dir, options, peers, as_json, quiet))
    raise typer.Exit(WITH_FAULTS if faults else DONE)


async def _run(dir: Any, options: Any, peers: Any, as_json: bool, quiet: bool) -> int:
    import asyncio

    from pacslake.network.operations import node_operations
    from pacslake.network.receiver import Receiver, until_told
    from pacslake.network.worker import Worker

    worker = Worker(dir.root)
    receiver = Receiver(
        dir,
        options,
        worker=worker,
        told=lambda a: tell(a, as_json, quiet),
    )
    receiver.node.operations.update(node_operations(receiver.landing, worker, peers))
    port = await receiver.start()
    told = asyncio.ensure_future(until_told())
    await asyncio.sleep(0)  # who reads that it listens may end it at once, and must find it ready for that
    if as_json:
        print(
            json.dumps({"event": "listening", "host": options.host, "port": port, "ae_title": options.title}),
            flush=True,
        )
    elif not quiet:
        print(f"{options.title} listens on {options.host}:{port}; end with Ctrl+C", flush=True)
        if not options.rules and options.host not in ("127.0.0.1", "::1", "localhost"):
            warn("no --allow rule: callers from other machines are refused")
    await told
    return await end(receiver, as_json, quiet)


async def end(receiver: Receiver, as_json: bool, quiet: bool) -> int:
    """Land the rest and say what there was; how many faults."""
    whole = await receiver.end()
    totals = receiver.landing.totals
    faults = totals["quarantined"] + totals["conflict"] + (not whole)
    if as_json:
        print(json.dumps({"event": "ended", **totals, "all_landed": whole}), flush=True)
    else:
        say(
            f"stopped; landed {totals['stored']}, duplicates {totals['duplicate'] + totals['unchanged']}",
            quiet=quiet,
        )
        if not whole:
            warn("some objects stay in the inbox and land at the next start")
    return faults


def tell(answer: dict[str, Any], as_json: bool, quiet: bool) -> None:
    """One line for each batch that was landed."""
    if as_json:
        print(json.dumps({"event": "landed", **answer}), flush=True)
        return
    counts = ", ".join(f"{n} {name}" for name, n in answer["counts"].items() if n)
    if not quiet:
        print(f"landed: {counts or 'nothing new'} in {answer.get('seconds', 0)} s", flush=True)
    for outcome, uri, reason in answer.get("faults", ())[:20]:
        warn(f"{outcome}: {uri}: {reason}")


def tls_context(cert: Path | None, key: Path | None, client_ca: Path | None) -> Any:
    """The encryption that the options ask for, or None."""
    from pacslake.network.tls import server_context

    if cert is None:
        if key is not None or client_ca is not None:
            raise UsageError("--tls-key and --tls-client-ca need --tls-cert")
        return None
    return server_context(str(cert), str(key) if key else None, str(client_ca) if client_ca else None)


def set_up_log(verbose: bool) -> None:
    """What the node tells on standard error: faults, and with -v each association."""
    import logging

    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("pacslake")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO if verbose else logging.WARNING)
