"""Requests to a served lake: the token, patience with a busy service, and errors as pacslake's own."""

from __future__ import annotations

import ipaddress
import os
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from pacslake import errors
from pacslake.errors import AuthenticationError, LakeError, PacslakeError, UsageError

if TYPE_CHECKING:
    import httpx
    import pyarrow as pa

__all__ = ["TOKEN_VARIABLE", "Client", "client_for"]

TOKEN_VARIABLE = "PACSLAKE_TOKEN"
PREFIX = "/lake/v1"
PROTOCOL = 1
_TRIES = 4
_WAIT_SECONDS = 0.5
_LONGEST_WAIT = 10.0
_BUSY = (429, 502, 503, 504)
_CONNECTIONS = 8

_clients: dict[tuple[str, int], Client] = {}
_lock = threading.Lock()


class Client:
    """A served lake's address and the right to ask it. Safe between threads."""

    def __init__(self, address: str, token: str, *, verify: str | bool = True) -> None:
        self.address, self.verify = address, verify
        self._token = token
        self._http: httpx.Client | None = None
        self._lock = threading.Lock()

    def __repr__(self) -> str:  # without the token, which must not stand in a notebook
        return f"<Client {self.address}>"

    def __reduce__(self) -> Any:
        return client_for, (self.address,)

    def get(self, *parts: str, snapshot: int | None = None) -> bytes:
        """The body of an answer. Raises: what the service says, as the same class here; LakeError: no answer."""
        return self._ask("GET", parts, snapshot)

    def facts(self, snapshot: int | None = None) -> dict[str, Any]:
        """What the service says of the lake. Raises: UsageError: it is no served lake, or of another protocol."""
        import json

        try:
            found = json.loads(self.get(snapshot=snapshot))
            protocol = int(found["protocol"])
        except (ValueError, KeyError, TypeError):
            raise UsageError(f"{self.address} is not a lake served by pacslake") from None
        if protocol > PROTOCOL:
            raise UsageError(
                f"{self.address} is served by a newer pacslake ({found.get('pacslake')}); upgrade with: "
                "pip install --upgrade pacslake"
            )
        return dict(found)

    def sql(self, statement: str, params: Any, snapshot: int | None) -> pa.Table:
        """The answer to a statement."""
        content = {"sql": statement, "params": _as_json(params)}
        return _table(self._ask("POST", ("sql",), snapshot, content))

    def row(self, *parts: str, snapshot: int | None = None) -> dict[str, Any]:
        """An answer of one row, as Python values."""
        return dict(_table(self.get(*parts, snapshot=snapshot)).to_pylist()[0])

    def array(self, *parts: str, snapshot: int | None = None) -> Any:
        """An answer that is an array."""
        from io import BytesIO

        import numpy as np
        import zstandard

        data = zstandard.ZstdDecompressor().decompress(self.get(*parts, snapshot=snapshot))
        return np.load(BytesIO(data), allow_pickle=False)

    def _ask(self, method: str, parts: tuple[str, ...], snapshot: int | None, content: Any = None) -> bytes:
        import httpx

        url = "/".join([self.address + PREFIX, *(quote(part, safe="") for part in parts)])
        params = {} if snapshot is None else {"snapshot": str(snapshot)}
        wait, fault = _WAIT_SECONDS, ""
        for attempt in range(_TRIES):
            if attempt:
                time.sleep(wait)
                wait = min(2 * wait, _LONGEST_WAIT)
            try:
                answer = self._connected().request(method, url, params=params, json=content)
            except httpx.TransportError as error:
                fault = _reason(error)
                if "certificate" in fault.lower():
                    break
                continue
            if answer.status_code in _BUSY:
                fault = f"it answers {answer.status_code}"
                wait = min(_seconds(answer.headers.get("retry-after"), wait), _LONGEST_WAIT)
                continue
            if answer.is_success:
                return bytes(answer.content)
            raise _error_of(answer, self.address)
        raise LakeError(
            f"{self.address} does not answer ({fault}). Is `pacslake serve` running there, and is the address right?"
        )

    def _connected(self) -> httpx.Client:
        with self._lock:
            if self._http is None:
                import ssl

                import httpx

                verify: Any = (
                    ssl.create_default_context(cafile=self.verify)
                    if isinstance(self.verify, str)
                    else self.verify
                )
                self._http = httpx.Client(
                    headers={"Authorization": f"Bearer {self._token}", "Accept": "*/*"},
                    timeout=httpx.Timeout(120, connect=10),
                    limits=httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS),
                    verify=verify,
                    follow_redirects=False,  # the token goes to the address that was named and nowhere else
                    trust_env=False if _is_local(urlsplit(self.address).hostname or "") else True,
                )
            return self._http


def client_for(address: str, token: str | None = None, *, verify: str | bool | None = None) -> Client:
    """The client of an address in this process; made anew where a token is given.

    A lake that was sent to a worker holds no token: the worker's own environment does.

    Raises:
        AuthenticationError: no token is given, and none is in the environment.
        UsageError: the address would carry the token in clear text over a network.
    """
    address = _checked(address)
    key = (address, os.getpid())
    with _lock:
        known = _clients.get(key)
        if token is None and known is not None and verify is None:
            return known
        token = token or os.environ.get(TOKEN_VARIABLE) or (known._token if known else None)
        if not token:
            raise AuthenticationError(
                f"{address} asks for a token: say pacslake.open(address, token=...) or set {TOKEN_VARIABLE}, on workers "
                "too. Whoever runs the service makes one with: pacslake user token NAME"
            )
        if verify is None:
            verify = os.environ.get("PACSLAKE_CA_FILE") or True
        _clients[key] = Client(address, token.strip(), verify=verify)
        return _clients[key]


def _checked(address: str) -> str:
    found = urlsplit(address)
    if found.username or found.password or found.query or found.fragment:
        raise UsageError(
            "the address of a lake is https://host[:port]; a token goes into token=, not into it"
        )
    host = found.hostname or ""
    if not host:
        raise UsageError(f"{address!r} names no host")
    if found.scheme != "https" and not _is_local(host):
        raise UsageError(
            f"http:// would send the token to {host} in clear text; serve with --tls-cert and --tls-key and open https://"
        )
    path = found.path.rstrip("/")
    for ending in ("/dicom-web", PREFIX):
        path = path.removesuffix(ending)
    return f"{found.scheme}://{found.netloc}{path}"


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _reason(error: Exception) -> str:
    text = str(error) or type(error).__name__
    return text[:200]


def _seconds(text: str | None, otherwise: float) -> float:
    try:
        return float(text) if text else otherwise
    except ValueError:
        return otherwise


def _error_of(answer: httpx.Response, address: str) -> PacslakeError:
    """The error that the service named, or the nearest."""
    try:
        content = answer.json()
        text, name = str(content["error"]), content.get("kind")
        reasons = tuple(str(r) for r in content.get("reasons") or ())
    except (ValueError, KeyError, TypeError, AttributeError):
        text, name, reasons = f"{address} answers {answer.status_code}", None, ()
    if answer.status_code == 401:
        return AuthenticationError(text)
    kind = getattr(errors, name, None) if isinstance(name, str) else None
    if not (isinstance(kind, type) and issubclass(kind, PacslakeError)) or kind is errors.MissingExtraError:
        kind = {403: errors.PolicyError, 404: errors.NotFoundError, 400: UsageError}.get(
            answer.status_code, LakeError
        )
    if issubclass(kind, errors.VolumeError):
        return kind(text, reasons)
    return kind(text)


def _as_json(value: Any) -> Any:
    """Parameters as JSON has them; dates as DuckDB reads them."""
    if isinstance(value, dict):
        return {str(k): _as_json(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_as_json(v) for v in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "tolist"):
        return _as_json(value.tolist())
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return str(value)


def _table(data: bytes) -> pa.Table:
    import pyarrow as pa

    try:
        return pa.ipc.open_stream(data).read_all()
    except pa.ArrowInvalid:
        raise LakeError(
            "the answer of the service is not what was asked for; is something between it and here?"
        ) from None
