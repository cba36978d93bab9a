"""pacslake serve: the lake as a DICOMweb service."""

from __future__ import annotations

import json
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
)
from pacslake.cli.receive import (
    AllowOption,
    TitleOption,
    TlsCertOption,
    TlsClientCaOption,
    TlsKeyOption,
    set_up_log,
    tls_context,
)
from pacslake.errors import MissingExtraError, UsageError

EPILOG = """Examples:

pacslake user token anna --lake mylake (shown once; clients send it as 'Authorization: Bearer ...')

pacslake serve --lake mylake (this machine only, http://127.0.0.1:8080/dicom-web)

pacslake serve --lake mylake --host 0.0.0.0 --port 8443 --tls-cert node.pem --tls-key node.key

pacslake serve --lake mylake --read-only --cors https://viewer.example.org

pacslake serve --lake mylake --dimse-port 11112 --allow 'CT1@10.1.2.3' --query 'WS1@10.1.2.4' --query 'WS2=anna' --destination WS1@10.1.2.4:104

pacslake serve --lake mylake --ohif package/dist (after: npm pack @ohif/app && tar xzf ohif-app-*.tgz)

pacslake serve --lake mylake --oidc-issuer https://login.example.org/realms/hospital --oidc-audience pacslake (accounts name their 'sub': pacslake user add anna --oidc SUB)

Over DIMSE, --allow says who may call at all (without it this machine only), --query who may search and fetch; after '='
stands the account whose rows they see. C-MOVE sends to the destinations that are named here and nowhere else.

Every route but / needs a token. What a caller sees and does follows from the projects and the role of the account.
End with Ctrl+C or SIGTERM."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve", epilog=EPILOG)(serve)


def serve(
    lake: LakeOption = None,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; 0.0.0.0 is all of them.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", "-p", min=0, max=65535, help="0 takes a free one.")] = 8080,
    read_only: Annotated[bool, typer.Option("--read-only", help="Take no objects in (STOW-RS).")] = False,
    base_url: Annotated[
        str,
        typer.Option(
            "--base-url", help="Address of the service as clients see it, where a proxy stands before it."
        ),
    ] = "",
    cors: Annotated[
        list[str] | None,
        typer.Option("--cors", metavar="ORIGIN", help="Web pages of this origin may ask; may be repeated."),
    ] = None,
    rate: Annotated[
        float,
        typer.Option(
            "--rate",
            min=0,
            help="Requests a second that one account may make, ten seconds' worth at once; 0 is without end.",
        ),
    ] = 500,
    ohif: Annotated[
        Path | None,
        typer.Option(
            "--ohif",
            metavar="DIR",
            help="Also give out the OHIF viewer at /ohif: the folder `dist` of the npm package @ohif/app.",
        ),
    ] = None,
    oidc_issuer: Annotated[
        str,
        typer.Option(
            "--oidc-issuer", metavar="URL", help="Also take tokens of this OpenID Connect provider."
        ),
    ] = "",
    oidc_audience: Annotated[
        str,
        typer.Option(
            "--oidc-audience", metavar="NAME", help="The audience that its tokens for this service name."
        ),
    ] = "",
    oidc_keys: Annotated[
        Path | None,
        typer.Option(
            "--oidc-keys",
            metavar="FILE",
            help="Its public keys (JWKS), where this machine may not ask the provider.",
        ),
    ] = None,
    tls_cert: TlsCertOption = None,
    tls_key: TlsKeyOption = None,
    tls_client_ca: TlsClientCaOption = None,
    dimse_port: Annotated[
        int | None,
        typer.Option(
            "--dimse-port", min=0, max=65535, help="Also answer DIMSE on this port; 0 takes a free one."
        ),
    ] = None,
    ae_title: TitleOption = "PACSLAKE",
    allow: AllowOption = None,
    query: Annotated[
        list[str] | None,
        typer.Option(
            "--query",
            metavar="AE[@ADDRESS][=ACCOUNT]",
            help="Who may use C-FIND, C-MOVE, C-GET, the worklist and MPPS; with an account: what that account sees. Without a rule nobody.",
        ),
    ] = None,
    destination: Annotated[
        list[str] | None,
        typer.Option(
            "--destination", metavar="AE@HOST:PORT", help="A node that C-MOVE may send to; may be repeated."
        ),
    ] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Search, retrieve, render and store over DICOMweb (QIDO-RS, WADO-RS, STOW-RS), with a token for each caller."""
    try:
        from pacslake.server.running import run
    except ImportError as error:
        raise MissingExtraError("pacslake serve", error.name or "starlette", "server") from None
    opened = find_lake(lake)
    set_up_log(verbose)
    tls = tls_context(tls_cert, tls_key, tls_client_ca)

    provider = None
    if oidc_issuer:
        from pacslake.access.oidc import Provider

        provider = Provider(oidc_issuer, oidc_audience, oidc_keys)
    elif oidc_audience or oidc_keys:
        raise UsageError("--oidc-audience and --oidc-keys are about a provider; name it with --oidc-issuer")
    dimse = operations = None
    if dimse_port is None and (allow or query or destination):
        raise UsageError(
            "--allow, --query and --destination are about DIMSE; name its port with --dimse-port"
        )
    if dimse_port is not None:
        from pacslake.network.peers import find_peer
        from pacslake.network.receiver import ReceiverOptions
        from pacslake.network.rules import parse_rule
        from pacslake.server.query_retrieve import QueryRetrieve, parse_access_rule
        from pacslake.server.worklist import Worklist

        dimse = ReceiverOptions(
            title=ae_title, host=host, port=dimse_port, rules=tuple(parse_rule(text) for text in allow or ()), tls=tls,
            store=not read_only and opened.zone != "research",
        )  # fmt: skip
        rules = [parse_access_rule(text) for text in query or ()]
        peers = [find_peer(text) for text in destination or ()]
        if web_peers := [p for p in peers if p.url]:
            raise UsageError(f"{web_peers[0]} is no DIMSE node; a destination is AE@HOST:PORT")

        def operations(archive: Any) -> Any:
            asked = QueryRetrieve(archive, title=ae_title, rules=rules, destinations=peers)
            if opened.zone == "research":  # it holds no orders
                return asked.operations()
            return asked.operations() | Worklist(asked, may_write=not read_only).operations()

    def listening(web: int, node: int | None) -> None:
        url = f"{'https' if tls else 'http'}://{host}:{web}/dicom-web"
        if as_json:
            said = {"event": "listening", "url": url, "port": web}
            if node is not None:
                said |= {"dimse_port": node, "ae_title": ae_title}
            print(json.dumps(said), flush=True)
        elif not quiet:
            also = f" and {ae_title} on {host}:{node}" if node is not None else ""
            print(f"serving {url}{also}; end with Ctrl+C", flush=True)

    import asyncio  # not above: every command would load it

    whole = asyncio.run(
        run(
            opened, host=host, port=port, store=not read_only, tls=tls, base=base_url.rstrip("/"), rate=rate, ohif=ohif, provider=provider,
            origins=tuple(cors or ()), dimse=dimse, operations=operations, listening=listening,
        )
    )  # fmt: skip
    raise typer.Exit(DONE if whole else WITH_FAULTS)
