"""Keep bytes in the lake: originals under `objects/`, rejected files and their reasons under `quarantine/`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pacslake.errors import LakeError
from pacslake.layout import mirror
from pacslake.layout.atomic import write_new

__all__ = ["keep_object", "keep_quarantined", "object_uri", "write_reasons"]


def object_uri(sha256: str) -> str:
    """Where an original lies, relative to the lake: its name is its content."""
    return f"objects/{sha256[:2]}/{sha256}.dcm"


def keep_object(root: str, sha256: str, data: bytes) -> str:
    """Write an original unless the lake has it; return its uri. Raises LakeError when the disk refuses."""
    where = object_uri(sha256)
    _write_once(Path(root, where), data)
    return where


def keep_quarantined(root: str, folder: str, file_id: str, data: bytes) -> None:
    """Keep a rejected file's bytes under its key."""
    _write_once(Path(root, folder, f"{file_id}.bin"), data)


def write_reasons(root: str, batch_id: str, rows: Iterable[Mapping[str, Any]], *, with_uri: bool) -> None:
    """One JSON line for each rejected file: key, place (not in a research lake) and reason."""
    keys = ("file_id", "uri", "reason") if with_uri else ("file_id", "reason")
    lines = [json.dumps({key: row[key] for key in keys}, ensure_ascii=False) for row in rows]
    if lines:
        text = "\n".join(lines) + "\n"
        _write_once(Path(root, "quarantine", batch_id, "reasons.jsonl"), text.encode("utf-8", "replace"))


def _write_once(path: Path, data: bytes) -> None:
    if mirror.is_mirrored(path):
        mirror.send(path, data)  # there after `mirror.flush`, which stands before every commit
        return
    if os.path.exists(path):
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_new(path, data)
    except FileExistsError:
        pass  # another process was faster with the same bytes
    except OSError as error:
        raise LakeError(
            f"the lake cannot keep a copy: {error.strerror}; nothing that was committed is touched. "
            "Free space or grant write permission, and start the same command again"
        ) from error
