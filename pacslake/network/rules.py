"""Who may call: application entity titles and addresses."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pacslake.errors import UsageError

__all__ = ["Rule", "allowed", "is_loopback", "parse_rule", "valid_title"]


@dataclass(frozen=True)
class Rule:
    """An AE title (`*`: any) and the addresses from which it may call (None: any)."""

    title: str
    network: ipaddress.IPv4Network | ipaddress.IPv6Network | None = None


def valid_title(text: str) -> bool:
    """1 to 16 printable characters without backslash, not only spaces (PS3.5 6.2, AE)."""
    return bool(text.strip()) and len(text) <= 16 and re.fullmatch(r"[\x20-\x5b\x5d-\x7e]+", text) is not None


def parse_rule(text: str) -> Rule:
    """`AE`, `AE@ADDRESS`, `*@ADDRESS`; an address may be a network such as 10.1.0.0/16.

    Raises: UsageError.

    >>> parse_rule("CT1@10.1.2.3").title
    'CT1'
    """
    title, at, address = text.partition("@")
    if not valid_title(title):
        raise UsageError(
            f"{text!r} is no rule: an AE title has 1 to 16 characters, such as CT1 or CT1@10.1.2.3"
        )
    if not at:
        return Rule(title.strip())
    try:
        return Rule(title.strip(), ipaddress.ip_network(address, strict=False))
    except ValueError:
        raise UsageError(
            f"{address!r} is no IP address or network; write CT1@10.1.2.3 or CT1@10.1.0.0/16 (names are not looked up)"
        ) from None


def is_loopback(address: str) -> bool:
    """Whether a connection comes from this machine."""
    try:
        return _ip(address).is_loopback
    except ValueError:
        return False


def _ip(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    return mapped or ip


def allowed(rules: Sequence[Rule], title: str, address: str) -> bool:
    """Whether a rule lets the caller in; without any rule only callers on this machine come in."""
    if not rules:
        return is_loopback(address)
    try:
        ip = _ip(address)
    except ValueError:
        return False
    return any(
        rule.title in ("*", title)
        and (rule.network is None or (rule.network.version == ip.version and ip in rule.network))
        for rule in rules
    )
