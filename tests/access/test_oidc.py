"""Tokens of an OpenID Connect provider: taken where all of it is right, and nothing else is."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

import pacslake
from pacslake.access import manage
from pacslake.access.oidc import Provider, authenticate_oidc
from pacslake.errors import AuthenticationError, UsageError

jwk = pytest.importorskip("joserfc.jwk")
from joserfc import jwt  # noqa: E402

ISSUER, AUDIENCE = "https://login.example.org/realms/hospital", "pacslake"
RSA = jwk.RSAKey.generate_key(2048, parameters={"kid": "one", "use": "sig"})
OTHER = jwk.RSAKey.generate_key(2048, parameters={"kid": "one", "use": "sig"})
EC = jwk.ECKey.generate_key("P-256", parameters={"kid": "two", "use": "sig"})


def token(key: Any = RSA, alg: str = "RS256", kid: str | None = "one", **claims: Any) -> str:
    now = int(time.time())
    content = {"iss": ISSUER, "aud": AUDIENCE, "sub": "anna-1", "exp": now + 300, "iat": now, **claims}
    header = {"alg": alg, **({"kid": kid} if kid else {})}
    return jwt.encode(header, {k: v for k, v in content.items() if v is not None}, key, algorithms=[alg])


def keys(*all_keys: Any) -> str:
    return json.dumps({"keys": [k.as_dict(private=False) for k in all_keys]})


@pytest.fixture()
def lake(tmp_path: Path) -> pacslake.Lake:
    lake = pacslake.init(tmp_path / "lake")
    manage.add_account(lake.dir, "anna", role="analyst", oidc_subject="anna-1")
    manage.add_account(lake.dir, "bob", role="reader", oidc_subject=f"{ISSUER} bob-2")
    return lake


@pytest.fixture()
def provider(tmp_path: Path) -> Provider:
    (tmp_path / "keys.json").write_text(keys(RSA, EC))
    return Provider(ISSUER, AUDIENCE, tmp_path / "keys.json")


def test_a_right_token_is_the_account_that_names_its_subject(lake: pacslake.Lake, provider: Provider) -> None:
    anna = authenticate_oidc(lake.dir, f"Bearer {token()}", provider)
    assert (anna.name, anna.role, anna.how) == ("anna", "analyst", "oidc") and anna.expires_at
    assert authenticate_oidc(lake.dir, token(EC, "ES256", "two", sub="bob-2"), provider).name == "bob"
    assert authenticate_oidc(lake.dir, token(aud=["other", AUDIENCE]), provider).name == "anna"
    assert (
        authenticate_oidc(lake.dir, token(exp=int(time.time()) - 30), provider).name == "anna"
    )  # clocks differ


def none_signed() -> str:
    import base64

    def part(content: dict) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()

    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "anna-1", "exp": int(time.time()) + 300}
    return f"{part({'alg': 'none'})}.{part(claims)}."


def signed_with_the_public_key_as_secret() -> str:
    """By hand: the library itself makes no such token."""
    import base64
    import hashlib
    import hmac

    def part(content: bytes) -> str:
        return base64.urlsafe_b64encode(content).rstrip(b"=").decode()

    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "anna-1", "exp": int(time.time()) + 300}
    text = f"{part(json.dumps({'alg': 'HS256', 'kid': 'one'}).encode())}.{part(json.dumps(claims).encode())}"
    return f"{text}.{part(hmac.digest(RSA.as_pem(private=False), text.encode(), hashlib.sha256))}"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: token(OTHER), lambda: token(iss="https://elsewhere.example.org"), lambda: token(aud="another"), lambda: token(aud=None),
        lambda: token(exp=int(time.time()) - 300), lambda: token(exp=None), lambda: token(nbf=int(time.time()) + 300),
        lambda: token(sub="nobody"), lambda: token(sub=None), lambda: token(iss=None), none_signed, signed_with_the_public_key_as_secret,
        lambda: token()[:-4] + "AAAA", lambda: "a.b.c", lambda: "..", lambda: "", lambda: token() + "x" * 20_000,
        lambda: token(EC, "ES256", "one"), lambda: token(sub=["anna-1"]), lambda: token(exp="soon"),
    ],
)  # fmt: skip
def test_a_token_that_is_wrong_in_one_thing_is_refused_in_the_same_words(
    lake: pacslake.Lake, provider: Provider, wrong: Any
) -> None:
    with pytest.raises(AuthenticationError) as told:
        authenticate_oidc(lake.dir, f"Bearer {wrong()}", provider)
    assert str(told.value).startswith("no valid token") and "anna" not in str(told.value)


def test_a_disabled_account_is_not_let_in_by_its_provider(lake: pacslake.Lake, provider: Provider) -> None:
    manage.change_account(lake.dir, "anna", disabled=True)
    with pytest.raises(AuthenticationError):
        authenticate_oidc(lake.dir, token(), provider)


def test_keys_are_found_renewed_and_not_asked_for_again_by_nonsense(
    lake: pacslake.Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    published = [RSA]

    def fetch(url: str) -> bytes:
        asked.append(url)
        if url.endswith("/.well-known/openid-configuration"):
            return json.dumps({"issuer": ISSUER, "jwks_uri": "https://login.example.org/keys"}).encode()
        return keys(*published).encode()

    provider = Provider(ISSUER, AUDIENCE, fetch=fetch)
    assert authenticate_oidc(lake.dir, token(), provider).name == "anna"
    assert authenticate_oidc(lake.dir, token(), provider).name == "anna"
    assert len(asked) == 2
    for _ in range(20):
        with pytest.raises(AuthenticationError):
            authenticate_oidc(lake.dir, token(OTHER), provider)
    assert len(asked) == 2
    published[:] = [EC]  # the provider has a new key
    provider._read_at -= 61
    assert authenticate_oidc(lake.dir, token(EC, "ES256", "two"), provider).name == "anna"
    with pytest.raises(AuthenticationError):
        authenticate_oidc(lake.dir, token(), provider)


def test_a_provider_that_does_not_answer_or_says_it_is_another_lets_nobody_in(lake: pacslake.Lake) -> None:
    def gone(url: str) -> bytes:
        raise OSError("gone")

    def other(url: str) -> bytes:
        return json.dumps(
            {"issuer": "https://evil.example.org", "jwks_uri": "https://evil.example.org/keys"}
        ).encode()

    def clear(url: str) -> bytes:
        return json.dumps({"issuer": ISSUER, "jwks_uri": "http://login.example.org/keys"}).encode()

    for fetch in (gone, other, clear):
        with pytest.raises(AuthenticationError):
            authenticate_oidc(lake.dir, token(), Provider(ISSUER, AUDIENCE, fetch=fetch))


def test_what_cannot_be_a_provider_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "no.json").write_text("{}")
    for issuer, audience, file in (
        ("http://login.example.org", AUDIENCE, None), ("login", AUDIENCE, None), (ISSUER, "", None),
        (ISSUER, AUDIENCE, tmp_path / "no.json"), (ISSUER, AUDIENCE, tmp_path / "absent.json"),
    ):  # fmt: skip
        with pytest.raises(UsageError):
            Provider(issuer, audience, file)


def test_the_service_takes_both_kinds_of_token(tmp_path: Path, lake: pacslake.Lake) -> None:
    import subprocess
    import sys

    import requests

    (tmp_path / "keys.json").write_text(keys(RSA))
    own = manage.issue_token(lake.dir, "carla", projects=["*"]).token
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("pacslake")), "serve", "--lake", str(lake.path), "--port", "0", "--read-only", "--json",
         "--oidc-issuer", ISSUER, "--oidc-audience", AUDIENCE, "--oidc-keys", str(tmp_path / "keys.json")],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout
        url = json.loads(process.stdout.readline())["url"].replace("/dicom-web", "/health")
        codes = [
            requests.get(url, headers={"Authorization": f"Bearer {t}"}, timeout=30).status_code
            for t in (own, token(), token(OTHER))
        ]
        assert codes == [200, 200, 401]
    finally:
        process.terminate()
        process.wait(20)
    assert '"anna"' in (lake.path / "audit" / "audit.jsonl").read_text()
