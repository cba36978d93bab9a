"""The project's key and what is made with it: UIDs, pseudonyms, the shift of dates, keyed names of files.

Everything is a keyed hash (HMAC-SHA-256, RFC 2104) of the original, so the same key gives the same answer on every
machine, in every worker and for every later batch, without a table; another project's key gives unrelated ones.
The key file lies outside every research lake, by default in the user's configuration folder. Who holds it can tell
which pseudonym belongs to a known identifier; without it nobody can.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pacslake.errors import LakeError, UsageError
from pacslake.layout.atomic import write_new
from pacslake.settings import config_folder

__all__ = ["ProjectKey", "default_key_file", "load_key", "make_key", "new_key_file"]

MIN_SHIFT_DAYS, MAX_SHIFT_DAYS = 31, 3_650
"""Dates move into the past by whole days: far enough to hide the day, near enough to stay dates of the digital age."""

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without I, O, 0 and 1, which people mistake for one another


@dataclass(frozen=True)
class ProjectKey:
    """A project's secret. `project` names it to people and stands in no output."""

    secret: bytes = field(repr=False)
    project: str = "default"
    _uids: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def __reduce__(self) -> tuple[object, tuple[bytes, str]]:
        return ProjectKey, (self.secret, self.project)

    def digest(self, purpose: str, text: str) -> bytes:
        """32 bytes; `purpose` keeps the uses apart, so that a pseudonym tells nothing of a UID."""
        return hmac.digest(self.secret, f"{purpose}\0{text}".encode("utf-8", "surrogatepass"), "sha256")

    @property
    def key_id(self) -> str:
        """Tells keys apart without telling the key."""
        return self.digest("key id", "")[:6].hex()

    def uid(self, uid: str) -> str:
        """The UID that stands for another: `2.25.` and a UUID of version 8 as a decimal (PS3.5 B.2, RFC 9562)."""
        known = self._uids.get(uid)
        if known is None:
            number = int.from_bytes(self.digest("uid", uid)[:16], "big")
            number = number & ~(0xF << 76) & ~(0x3 << 62) | 0x8 << 76 | 0x2 << 62
            if len(self._uids) > 500_000:
                self._uids.clear()
            known = self._uids[uid] = f"2.25.{number}"
        return known

    def pseudonym(self, patient: str) -> str:
        """What a patient is called in the project: `P` and 16 characters (80 bits)."""
        return "P" + self._word(self.digest("patient", patient), 16)

    def device(self, text: str) -> str:
        """What a device or its station is called in the project."""
        return "D" + self._word(self.digest("device", text), 8)

    def shift_days(self, patient: str) -> int:
        """By how many days a patient's dates move, always into the past."""
        number = int.from_bytes(self.digest("dates", patient)[:8], "big")
        return -(MIN_SHIFT_DAYS + number % (MAX_SHIFT_DAYS - MIN_SHIFT_DAYS + 1))

    def file_id(self, uri: str) -> str:
        """The key of the table `file` in a research lake, where a path could name a person."""
        return "f" + self.digest("file", uri).hex()[:20]

    def stamp(self, uri: str, size: int, mtime_ns: int | None) -> int:
        """A number that changes when a source file does, and tells neither its size nor its time."""
        return int.from_bytes(self.digest("stamp", f"{uri}\0{size}\0{mtime_ns}")[:7], "big")

    @staticmethod
    def _word(digest: bytes, length: int) -> str:
        number = int.from_bytes(digest, "big")
        return "".join(_ALPHABET[number >> 5 * i & 31] for i in range(length))


def default_key_file() -> Path:
    """Where the key lies when no file is named."""
    return config_folder() / "deid" / "project.key"


def new_key_file(path: Path, *, project: str = "default") -> ProjectKey:
    """Make a key file that only its owner can read.

    Raises:
        UsageError: there is a file of that name.
        LakeError: it cannot be written.
    """
    content = {
        "pacslake_project_key": 1,
        "project": project,
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "secret": secrets.token_hex(32),
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_new(path, (json.dumps(content, indent=1) + "\n").encode())
        os.chmod(path, 0o600)
    except FileExistsError:
        raise UsageError(f"{path} exists; a key is never written over, name another file") from None
    except OSError as error:
        raise LakeError(
            f"the key file {path} cannot be written ({error.strerror}); choose another folder"
        ) from None
    return load_key(path)


def load_key(path: str | os.PathLike[str]) -> ProjectKey:
    """Read a key file.

    Raises UsageError: it is missing, cannot be read, or is no key file.
    """
    try:
        content = json.loads(Path(path).read_text("utf-8"))
        secret = bytes.fromhex(content["secret"])
        if content["pacslake_project_key"] != 1 or len(secret) < 32:
            raise ValueError
    except OSError as error:
        raise UsageError(
            f"the project key {path} cannot be read ({error.strerror}); without it pseudonyms cannot be made. "
            "Bring the file back, or make a new key with: pacslake vault new-key --project FILE"
        ) from None
    except (ValueError, KeyError, TypeError):
        raise UsageError(
            f"{path} is no project key; make one with: pacslake vault new-key --project FILE"
        ) from None
    return ProjectKey(secret, str(content.get("project", "default")))


def make_key(path: str | os.PathLike[str] | None) -> ProjectKey:
    """The key of a file that is named, which must exist; or the user's own, made at the first use."""
    if path is not None:
        return load_key(path)
    place = default_key_file()
    if not place.exists():
        try:
            return new_key_file(place)
        except UsageError:  # another process made it just now
            pass
    return load_key(place)
