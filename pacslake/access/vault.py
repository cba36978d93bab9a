"""The vault: who is behind a pseudonym, encrypted, in the identified lake; never in a research lake.

    mylake/vault/0000000003.vault      a line that names the key, a nonce, and the whole state in AES-256-GCM

The key is a file of its own outside the lake, so that neither the folder nor the key alone tells anything. Nobody opens
an entry alone: one asks with a reason, two others approve, and every step is in the lake's audit record before it is
done. Whoever holds both the folder and the key file can decrypt without asking: keep them with different people.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake import audit
from pacslake.access.roles import require
from pacslake.deid.keys import ProjectKey
from pacslake.dicom.identity import patient_key
from pacslake.errors import (
    CommitConflictError,
    DamagedError,
    LakeError,
    NotFoundError,
    PolicyError,
    UsageError,
)
from pacslake.layout import LakeDir, sha256_bytes
from pacslake.layout.atomic import write_new
from pacslake.settings import config_folder

if TYPE_CHECKING:
    from pacslake.access.principal import Principal
    from pacslake.catalog import Catalog

__all__ = [
    "APPROVALS", "VaultKey", "approve", "ask", "default_vault_key_file", "fill", "load_vault_key", "look_up",
    "make_vault_key", "rotate", "waiting",
]  # fmt: skip

APPROVALS = 2
"""People who must agree, none of them the one who asks."""

DAYS_OPEN = 7
"""How long a request lives, approved or not."""

_ATTEMPTS = 20


@dataclass(frozen=True)
class VaultKey:
    """The key of a vault; 32 bytes."""

    secret: bytes = field(repr=False)

    @property
    def key_id(self) -> str:
        """Tells keys apart without telling the key."""
        return sha256_bytes(b"pacslake vault key id\0" + self.secret)[:12]


def default_vault_key_file() -> Path:
    """Where the vault's key lies when no file is named."""
    return config_folder() / "deid" / "vault.key"


def make_vault_key(path: str | os.PathLike[str]) -> VaultKey:
    """A new key in a file that only its owner can read. Raises: UsageError when there is one; LakeError."""
    place = Path(path)
    content = {"pacslake_vault_key": 1, "secret": secrets.token_hex(32)}
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_new(place, (json.dumps(content) + "\n").encode())
        os.chmod(place, 0o600)
    except FileExistsError:
        raise UsageError(f"{place} exists; a key is never written over, name another file") from None
    except OSError as error:
        raise LakeError(f"the key file {place} cannot be written ({error.strerror})") from None
    return load_vault_key(place)


def load_vault_key(path: str | os.PathLike[str] | None = None) -> VaultKey:
    """The key of a file, None for the usual place. Raises: UsageError."""
    place = default_vault_key_file() if path is None else Path(path)
    try:
        content = json.loads(place.read_text("utf-8"))
        secret = bytes.fromhex(content["secret"])
        if content["pacslake_vault_key"] != 1 or len(secret) != 32:
            raise ValueError
    except OSError as error:
        raise UsageError(
            f"the vault's key {place} cannot be read ({error.strerror}); make one with: pacslake vault new-key FILE"
        ) from None
    except (ValueError, KeyError, TypeError):
        raise UsageError(f"{place} is no vault key; make one with: pacslake vault new-key FILE") from None
    return VaultKey(secret)


# -- what people do -----------------------------------------------------------------------------------------


def fill(
    catalog: Catalog,
    key: VaultKey,
    project: ProjectKey,
    *,
    source_name: str | None = None,
    user: str | None = None,
) -> tuple[int, int]:
    """Put the patients of an identified lake in under their pseudonyms; (entries now, patients without an ID).

    The project's entries become those of the lake as it is: a patient erased since goes.

    Args:
        project: the key with which research lakes were made.
        source_name: as it was given when they were made.

    Raises: PolicyError for a research lake; UsageError for another vault key.
    """
    if catalog.dir.config.zone == "research":
        raise PolicyError(
            "a research lake has no vault; fill that of the identified lake that it was made from"
        )
    rows = catalog.rows(
        'SELECT DISTINCT "PatientID", "IssuerOfPatientID", "PatientName"::VARCHAR, "PatientBirthDate"::VARCHAR FROM patient'
    )
    entries, without = {}, 0
    for patient_id, issuer, name, born in rows:
        if not patient_id:
            without += 1
            continue
        pseudonym = project.pseudonym(patient_key(issuer, patient_id, source_name))
        entries[pseudonym] = {
            "patient_id": patient_id, "issuer": issuer, "name": name, "birth_date": born, "key_id": project.key_id,
        }  # fmt: skip

    def change(state: dict[str, Any]) -> None:
        # Who was erased from the lake leaves the vault too; entries of other projects stay.
        others = {p: e for p, e in state["entries"].items() if e["key_id"] != project.key_id}
        state["entries"] = {**others, **entries}

    audit.record(catalog.dir, "vault_fill", user=user, n=len(entries), project_key=project.key_id)
    return len(_change(catalog.dir, key, change)["entries"]), without


def ask(dir: LakeDir, key: VaultKey, principal: Principal, pseudonyms: Sequence[str], reason: str) -> str:
    """Ask who is behind pseudonyms; the number of the request, for those who are to approve it.

    Raises: PolicyError: the role may not. UsageError: no pseudonym, or no reason of ten characters. NotFoundError.
    """
    _require(dir, principal, "vault_ask")
    if not pseudonyms or len(reason.strip()) < 10:
        raise UsageError(
            "name at least one pseudonym and a reason of ten characters, which must not name a patient"
        )
    number = secrets.token_hex(4)
    request = {
        "by": principal.name, "pseudonyms": sorted(set(pseudonyms)), "reason": reason.strip(), "approved": [],
        "until": (_now() + timedelta(days=DAYS_OPEN)).isoformat(),
    }  # fmt: skip

    def change(state: dict[str, Any]) -> None:
        unknown = set(pseudonyms) - set(state["entries"])
        if unknown:
            raise NotFoundError(
                f"the vault has no entry for {len(unknown)} of the pseudonyms; fill it with: pacslake vault fill"
            )
        state["requests"][number] = request

    audit.record(
        dir,
        "vault_ask",
        user=principal.name,
        request=number,
        pseudonyms=request["pseudonyms"],
        reason=reason.strip(),
    )
    _change(dir, key, change)
    return number


def approve(dir: LakeDir, key: VaultKey, principal: Principal, number: str) -> int:
    """Agree to a request; how many have. Raises: PolicyError: one's own request, a second time, or too late."""
    _require(dir, principal, "vault_approve")

    def change(state: dict[str, Any]) -> None:
        request = _request(state, number)
        if request["by"] == principal.name:
            raise PolicyError("nobody approves a request of their own; two others must")
        if principal.name in request["approved"]:
            raise PolicyError("this account has approved the request already; another must")
        request["approved"].append(principal.name)

    try:
        state = _change(dir, key, change)
    except PolicyError:
        audit.record(dir, "vault_approve", user=principal.name, request=number, outcome="refused")
        raise
    audit.record(dir, "vault_approve", user=principal.name, request=number, outcome="success")
    return len(state["requests"][number]["approved"])


def look_up(dir: LakeDir, key: VaultKey, principal: Principal, number: str) -> dict[str, dict[str, Any]]:
    """The identities of a request that two have approved, for the one who asked, by pseudonym.

    Raises: PolicyError: it is somebody else's, too late, or not approved by two others.
    """
    _require(dir, principal, "vault_look_up")
    state, _ = _load(dir, key)
    try:
        request = _request(state, number)
        if request["by"] != principal.name:
            raise PolicyError("only the one who asked may open a request")
        if len(request["approved"]) < APPROVALS:
            raise PolicyError(
                f"{len(request['approved'])} of {APPROVALS} have approved; others do with: pacslake vault approve {number}"
            )
    except PolicyError:
        audit.record(dir, "vault_look_up", user=principal.name, request=number, outcome="refused")
        raise
    # Recorded first: what cannot be recorded is not shown.
    audit.record(
        dir,
        "vault_look_up",
        user=principal.name,
        request=number,
        outcome="success",
        pseudonyms=request["pseudonyms"],
    )
    return {p: dict(state["entries"][p]) for p in request["pseudonyms"] if p in state["entries"]}


def waiting(dir: LakeDir, key: VaultKey, principal: Principal) -> list[dict[str, Any]]:
    """Requests that are open: number, who asked, reason, how many entries, who approved. No identity."""
    _require(dir, principal, "vault_list")
    state, _ = _load(dir, key)
    return [
        {"request": n, "by": r["by"], "reason": r["reason"], "n": len(r["pseudonyms"]), "approved": r["approved"],
         "until": r["until"]}
        for n, r in state["requests"].items()
        if r["until"] > _now().isoformat()
    ]  # fmt: skip


def rotate(dir: LakeDir, old: VaultKey, new: VaultKey, *, user: str | None = None) -> int:
    """Encrypt the vault with another key; the old one opens nothing of it any more. How many entries there are."""
    if old.secret == new.secret:
        raise UsageError("the new key is the old one; make another with: pacslake vault new-key FILE")
    audit.record(dir, "vault_rotate", user=user, old_key=old.key_id, new_key=new.key_id)
    state = _change(dir, old, lambda _: None, written_with=new)
    return len(state["entries"])


# -- the files ----------------------------------------------------------------------------------------------


def _require(dir: LakeDir, principal: Principal, action: str) -> None:
    try:
        require(principal, "vault")
    except PolicyError:
        audit.record(dir, action, user=principal.name, outcome="refused")
        raise


def _request(state: dict[str, Any], number: str) -> dict[str, Any]:
    request: dict[str, Any] | None = state["requests"].get(number)
    if request is None:
        raise NotFoundError("the vault has no such request; see them with: pacslake vault list")
    if request["until"] <= _now().isoformat():
        raise PolicyError(f"the request is older than {DAYS_OPEN} days; ask again")
    return request


def _files(dir: LakeDir) -> list[tuple[int, Path]]:
    dir.need_folder("an identity vault")
    folder = dir.path("vault")
    if not folder.is_dir():
        return []
    return sorted((int(p.stem), p) for p in folder.glob("*.vault") if p.stem.isdigit())


def _load(dir: LakeDir, key: VaultKey) -> tuple[dict[str, Any], int]:
    """(state, number). Raises: UsageError for another key, DamagedError for bytes that were changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    files = _files(dir)
    if not files:
        return {"entries": {}, "requests": {}}, 0
    number, path = files[-1]
    head, _, rest = path.read_bytes().partition(b"\n")
    try:
        named = json.loads(head)["vault_key_id"]
    except (ValueError, KeyError, TypeError):
        raise DamagedError("the vault is damaged: its head cannot be read; restore it from a copy") from None
    if named != key.key_id:
        raise UsageError(
            f"the vault was written with the key {named}, not with {key.key_id}; name its key with --vault-key"
        )
    try:
        body = AESGCM(key.secret).decrypt(rest[:12], rest[12:], head + b"\0" + str(number).encode())
    except InvalidTag:
        raise DamagedError("the vault is damaged: its bytes were changed; restore it from a copy") from None
    state: dict[str, Any] = json.loads(body)
    return state, number


def _change(
    dir: LakeDir,
    key: VaultKey,
    change: Callable[[dict[str, Any]], None],
    *,
    written_with: VaultKey | None = None,
) -> dict[str, Any]:
    """Apply a change to the newest state and keep the result; again when somebody else was first."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    use = written_with or key
    folder = dir.path("vault")
    folder.mkdir(mode=0o700, exist_ok=True)
    for _ in range(_ATTEMPTS):
        state, number = _load(dir, key)
        change(state)
        head = json.dumps({"pacslake_vault": 1, "vault_key_id": use.key_id}).encode()
        nonce = os.urandom(12)
        bound = (
            head + b"\0" + str(number + 1).encode()
        )  # the number too, so that an old state cannot pass for a new one
        body = AESGCM(use.secret).encrypt(nonce, json.dumps(state, ensure_ascii=False).encode(), bound)
        path = folder / f"{number + 1:010d}.vault"
        try:
            write_new(path, head + b"\n" + nonce + body)
        except FileExistsError:
            continue
        os.chmod(path, 0o600)
        for older, old_path in _files(dir):
            if older <= number:
                old_path.unlink(missing_ok=True)
        return state
    raise CommitConflictError("others change the vault all the time; try again in a moment")


def _now() -> datetime:
    return datetime.now(UTC)
