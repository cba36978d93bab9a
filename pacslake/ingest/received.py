"""Objects that a receiver kept enter by the same door as an export's; their bytes stay in the lake.

A receiver names each file by the SHA-256 of its bytes, so that landing moves it to `objects/` by a link: nothing is
copied, and an object sent twice is one file. A file leaves the receiver's folder after the commit, never before.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake.errors import LakeError, PolicyError
from pacslake.ingest.facts import Item, Unit
from pacslake.ingest.keep import object_uri
from pacslake.layout import mirror
from pacslake.layout.atomic import fsync_dir

if TYPE_CHECKING:
    from pacslake.ingest.report import IngestReport
    from pacslake.lake import Lake

__all__ = ["land"]

UNIT_FILES = 500


def land(
    lake: Lake,
    paths: Sequence[Path],
    *,
    text: str = "received",
    source_name: str | None = None,
    workers: int | None = None,
    progress: Callable[..., None] | None = None,
    cleaned: bool = False,
) -> IngestReport:
    """Take in files named `<sha256>.dcm` and remove them where they were.

    Args:
        text: where they came from, as `batch.source_root` tells.

    Raises:
        PolicyError: a research lake takes in only what was de-identified.
        LakeError: the lake cannot be written; the files stay where they are, and the same call goes on.
    """
    from pacslake.ingest.engine import Options, ingest_items

    if lake.zone == "research" and not cleaned:
        raise PolicyError(
            "a research lake takes in only what was de-identified: receive into an identified lake, and derive the "
            "research lake with `pacslake deid`"
        )
    root = Path(lake.dir.root)
    try:
        items = list(_linked(root, paths))
    except OSError as error:
        raise LakeError(
            f"the lake cannot take in what was received ({error.strerror}); it stays in the inbox. "
            "Free space or grant write permission, and start again"
        ) from error
    units = [
        Unit(tuple(items[i : i + UNIT_FILES]), source_name=source_name, lake_root=str(root))
        for i in range(0, len(items), UNIT_FILES)
    ]
    options = Options(copy=True, workers=workers, source_name=source_name)
    report = ingest_items(lake, units, text=text, options=options, progress=progress)
    for path in paths:
        path.unlink(missing_ok=True)
    return report


def _linked(root: Path, paths: Sequence[Path]) -> Iterator[Item]:
    folders: set[Path] = set()
    out: list[dict[str, Any]] = []
    for path in paths:
        where = object_uri(path.stem)
        target = root / where
        if target.parent not in folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            folders.add(target.parent)
        try:
            if mirror.is_mirrored(target):
                mirror.send(target, path.read_bytes())
            else:
                os.link(path, target)
        except FileExistsError:
            pass
        out.append({"uri": where, "path": str(target), "size": path.stat().st_size, "mtime_ns": 0})
    mirror.flush()
    for folder in sorted(folders):
        fsync_dir(folder)
    if folders:
        fsync_dir(root / "objects")
        fsync_dir(root)
    return (Item(**values) for values in sorted(out, key=lambda v: v["uri"]))
