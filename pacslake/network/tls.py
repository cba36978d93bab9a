"""Encrypted connections as the BCP 195 profiles ask (PS3.15 B.9 to B.12): TLS 1.2 and newer, both sides known."""

from __future__ import annotations

import ssl
from pathlib import Path

from pacslake.errors import UsageError

__all__ = ["client_context", "server_context"]

# Forward secrecy and authenticated encryption only; TLS 1.3 has nothing else.
_CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM"


def server_context(certificate: str, key: str | None = None, client_ca: str | None = None) -> ssl.SSLContext:
    """For listening. With `client_ca` only callers with a certificate that it signed are heard.

    Raises: UsageError when a file is missing or is no certificate or key.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _settle(context, certificate, key)
    if client_ca is not None:
        _trust(context, client_ca)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def client_context(
    ca: str | None = None, certificate: str | None = None, key: str | None = None, *, check_name: bool = True
) -> ssl.SSLContext:
    """For calling. Without `ca` the system's authorities are trusted.

    Raises: UsageError when a file is missing or is no certificate or key.
    """
    context = ssl.create_default_context()
    if ca is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        _trust(context, ca)
    context.check_hostname = check_name
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if certificate is not None:
        _settle(context, certificate, key)
    return context


def _settle(context: ssl.SSLContext, certificate: str, key: str | None) -> None:
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(_CIPHERS)
    context.options |= ssl.OP_NO_RENEGOTIATION
    for path in (certificate, key):
        if path is not None and not Path(path).is_file():
            raise UsageError(f"there is no file {path}; name a certificate and its key in PEM form")
    try:
        context.load_cert_chain(certificate, key)
    except (ssl.SSLError, OSError) as error:
        raise UsageError(
            f"{certificate} and its key cannot be used ({type(error).__name__}); both must be in PEM form, the key "
            "without a password and belonging to the certificate"
        ) from None


def _trust(context: ssl.SSLContext, ca: str) -> None:
    try:
        context.load_verify_locations(ca)
    except (ssl.SSLError, OSError) as error:
        raise UsageError(
            f"{ca} is no certificate of an authority in PEM form ({type(error).__name__})"
        ) from None
