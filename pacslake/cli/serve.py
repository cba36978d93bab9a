"""pacslake serve: the lake as a DICOMweb service."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated

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
from pacslake.cli.receive import TlsCertOption, TlsClientCaOption, TlsKeyOption, set_up_log, tls_context
from pacslake.errors import MissingExtraError

EPILOG = """Examples:

pacslake user token anna --lake mylake (shown once; clients send it as 'Authorization: Bearer ...')

pacslake serve --lake mylake (this machine only, http://127.0.0.1:8080/dicom-web)

pacslake serve --lake mylake --host 0.0.0.0 --port 8443 --tls-cert node.pem --tls-key node.key

pacslake serve --lake mylake --read-only --cors https://viewer.example.org

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
    tls_cert: TlsCertOption = None,
    tls_key: TlsKeyOption = None,
    tls_client_ca: TlsClientCaOption = None,
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

    def listening(web: int, _: int | None) -> None:
        url = f"{'https' if tls else 'http'}://{host}:{web}/dicom-web"
        if as_json:
            print(json.dumps({"event": "listening", "url": url, "port": web}), flush=True)
        elif not quiet:
            print(f"serving {url}; end with Ctrl+C", flush=True)

    whole = asyncio.run(
        run(
            opened, host=host, port=port, store=not read_only, tls=tls, base=base_url.rstrip("/"),
            origins=tuple(cors or ()), listening=listening,
        )
    )  # fmt: skip
    raise typer.Exit(DONE if whole else WITH_FAULTS)
