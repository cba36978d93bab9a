"""Tokens: 256 random bits that are shown once; the lake keeps their SHA-256.

    pacslake_<id>_<secret>      the id finds the account, the secret shows that it is the owner who calls

The fixed beginning lets secret scanners of code hosts find a token that was committed by mistake. A slow hash, as
for passwords, would add nothing: nobody guesses 256 random bits.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

__all__ = ["new_token", "parse_token", "same_secret", "secret_hash"]

_FORM = re.compile(r"pacslake_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")


def new_token() -> tuple[str, str, str]:
    """(the token to show once, its id, the hash to keep)."""
    token_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    return f"pacslake_{token_id}_{secret}", token_id, secret_hash(secret)


def parse_token(text: str) -> tuple[str, str] | None:
    """(id, secret), or None for what has not the form of a token.

    >>> parse_token("pacslake_0123456789ab_" + "x" * 43)[0]
    '0123456789ab'
    """
    if not isinstance(text, str) or not text.isascii():
        return None
    found = _FORM.fullmatch(text)
    return (found[1], found[2]) if found else None


def secret_hash(secret: str) -> str:
    """What the lake keeps of a secret."""
    return hashlib.sha256(b"pacslake token\0" + secret.encode()).hexdigest()


def same_secret(secret: str, kept: str) -> bool:
    """Whether it is the secret of that hash; takes as long for a wrong one as for the right one."""
    return hmac.compare_digest(secret_hash(secret), kept)
