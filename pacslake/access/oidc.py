"""Who calls with a token of an OpenID Connect provider: a signed statement of the hospital's own log-in.

The provider says who somebody is; the lake's accounts say what they may do: an account names its `sub`, and one that no
account names is let in nowhere. Signatures by public key only, of the provider's published keys (RFC 7519, RFC 8725, OpenID
Connect Discovery 1.0).
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pacslake.access.accounts import load_accounts
from pacslake.access.login import lake_dir_of, principal_of
from pacslake.access.roles import ROLES
from pacslake.errors import AuthenticationError, MissingExtraError, UsageError

if TYPE_CHECKING:
    from pacslake.access.principal import Principal

__all__ = ["Provider", "authenticate_oidc", "looks_like_jwt"]

log = logging.getLogger("pacslake.access")
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Never `none`, and none with a shared secret: a public key must not be taken for one (RFC 8725 3.1)."""
_LEEWAY = 60  # seconds by which two clocks may differ
_KEPT = 3600.0
_AGAIN = 60.0
_LONGEST = 16 * 1024
_REFUSED = "no valid token: it is missing, wrong, expired, or of nobody who has an account here"


@dataclass
class Provider:
    """An issuer, and the audience that its tokens for this lake name.

    Args:
        issuer: as tokens say it, `https://login.example.org/realms/hospital`.
        audience: the client or API that the provider knows this service as.
        keys_file: its keys as a file (JWKS), where the service may not ask the provider.
        fetch: reads a URL; for tests.

    Raises:
        UsageError: the issuer is no https address.
        MissingExtraError: joserfc is not installed.
    """

    issuer: str
    audience: str
    keys_file: Path | None = None
    fetch: Callable[[str], bytes] | None = None
    _keys: Any = field(default=None, repr=False)
    _read_at: float = field(default=-1e9, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        if not self.audience:
            raise UsageError("name the audience that tokens for this service have: --oidc-audience")
        parts = urlsplit(self.issuer)
        if not parts.hostname or (
            parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1")
        ):
            raise UsageError(f"{self.issuer!r} is no issuer of tokens: it is an https:// address")
        try:
            import joserfc  # noqa: F401
        except ImportError:
            raise MissingExtraError("OpenID Connect", "joserfc", "server") from None
        if self.keys_file is not None:
            self._load()

    def claims(self, token: str) -> Mapping[str, Any]:
        """What a token says, its signature, issuer, audience and times found right. Raises: AuthenticationError."""
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwt import JWTClaimsRegistry

        if len(token) > _LONGEST:
            raise AuthenticationError(_REFUSED)
        try:
            try:
                found = jwt.decode(token, self._key_set(), algorithms=list(ALGORITHMS))
            except (ValueError, JoseError):
                # Perhaps signed by a key that is newer than ours.
                if not self._renew():
                    raise
                found = jwt.decode(token, self._key_set(), algorithms=list(ALGORITHMS))
            JWTClaimsRegistry(
                leeway=_LEEWAY,
                iss={"essential": True, "value": self.issuer},
                aud={"essential": True, "value": self.audience},
                sub={"essential": True},
                exp={"essential": True},
            ).validate(found.claims)
        except (ValueError, KeyError, TypeError, JoseError):
            raise AuthenticationError(_REFUSED) from None
        return found.claims

    def _key_set(self) -> Any:
        with self._lock:
            if self._keys is None or time.monotonic() - self._read_at > _KEPT:
                self._load()
            return self._keys

    def _renew(self) -> bool:
        """Read the keys again, not more often than once a minute: whoever sends nonsense must not make us ask."""
        with self._lock:
            if time.monotonic() - self._read_at < _AGAIN:
                return False
            self._load()
            return True

    def _load(self) -> None:
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        self._read_at = time.monotonic()
        try:
            if self.keys_file is not None:
                content = self.keys_file.read_bytes()
            else:
                content = self._read(str(self._discovered()["jwks_uri"]))
            keys = json.loads(content)
            keys["keys"] = [
                key
                for key in keys["keys"]
                if key.get("kty") in ("RSA", "EC", "OKP") and key.get("use") != "enc"
            ]
            if not keys["keys"]:
                raise ValueError("no keys")
            self._keys = KeySet.import_key_set(keys)
        except (OSError, ValueError, KeyError, TypeError, JoseError) as error:
            log.error("the keys of the provider %s could not be read (%s)", self.issuer, type(error).__name__)
            if self.keys_file is not None and self._keys is None:
                raise UsageError(f"{self.keys_file} holds no keys of a provider (JWKS)") from None
            if self._keys is None:
                raise AuthenticationError(
                    "the provider of log-ins does not answer; use a token of the lake's own"
                ) from None

    def _discovered(self) -> dict[str, Any]:
        found = json.loads(self._read(self.issuer.rstrip("/") + "/.well-known/openid-configuration"))
        if found.get("issuer") != self.issuer or urlsplit(str(found["jwks_uri"])).scheme not in (
            "https",
            "http",
        ):
            raise ValueError("another issuer")
        if urlsplit(self.issuer).scheme == "https" and urlsplit(str(found["jwks_uri"])).scheme != "https":
            raise ValueError("keys in clear text")
        return dict(found)

    def _read(self, url: str) -> bytes:
        if self.fetch is not None:
            return self.fetch(url)
        import httpx

        try:
            answer = httpx.get(url, timeout=10, follow_redirects=False)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise OSError(type(error).__name__) from None
        return bytes(answer.content)


def looks_like_jwt(token: str | None) -> bool:
    """Whether a header's token can be a provider's.

    >>> looks_like_jwt("Bearer a.b.c"), looks_like_jwt("Bearer pacslake_0123_abc")
    (True, False)
    """
    return (token or "").count(".") == 2


def authenticate_oidc(
    lake: Any, token: str | None, provider: Provider, *, now: datetime | None = None
) -> Principal:
    """Who calls with a provider's token.

    Raises:
        AuthenticationError: it is wrong, expired, for somebody else, or of nobody who has an account here.
    """
    text = (token or "").strip()
    if text[:7].lower() == "bearer ":
        text = text[7:].strip()
    claims = provider.claims(text)
    state = load_accounts(lake_dir_of(lake))
    names = (claims["sub"], f"{provider.issuer} {claims['sub']}")
    account = next((a for a in state.accounts.values() if a.oidc_subject in names), None)
    if account is None or account.disabled or account.role not in ROLES:
        raise AuthenticationError(_REFUSED)
    ends = datetime.fromtimestamp(int(claims["exp"]), UTC).isoformat()
    return principal_of(state, account, how="oidc", expires_at=ends, now=now)
