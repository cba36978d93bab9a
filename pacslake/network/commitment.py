"""Storage commitment (PS3.4 annex J): which of the objects asked about are kept, by reading their bytes again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pacslake.errors import LakeError

if TYPE_CHECKING:
    from pacslake.lake import Lake

__all__ = ["check"]

# Failure Reason (0008,1197), PS3.3 C.14.1.1
PROCESSING_FAILURE, NO_SUCH_OBJECT, CLASS_CONFLICT = 0x0110, 0x0112, 0x0119


def check(lake: Lake, refs: Sequence[Sequence[str]]) -> list[list[object]]:
    """Those that are not kept whole, as [SOP class, SOP instance, failure reason].

    Args:
        refs: pairs of SOP class and SOP instance UID.
    """
    from pacslake.source import locate

    rows = lake.dicts(
        'SELECT i."SOPInstanceUID" AS uid, i."SOPClassUID" AS sop_class, f.uri, f.object_uri, f.sha256 '
        "FROM instance_row i JOIN file f USING (file_id) "
        'WHERE i.is_current AND i."SOPInstanceUID" IN (SELECT unnest(?::VARCHAR[]))',
        [sorted({uid for _, uid in refs})],
    )
    known = {row["uid"]: row for row in rows}
    failed: list[list[object]] = []
    for sop_class, uid in refs:
        row = known.get(uid)
        if row is None:
            failed.append([sop_class, uid, NO_SUCH_OBJECT])
        elif sop_class != row["sop_class"]:
            failed.append([sop_class, uid, CLASS_CONFLICT])
        elif not _whole(locate(row, lake.dir.root), row["sha256"]):
            failed.append([sop_class, uid, PROCESSING_FAILURE])
    return failed


def _whole(uri: str, sha256: str | None) -> bool:
    """Whether the bytes are still those that were ingested."""
    from pacslake.source import open_bytes

    try:
        return sha256 is not None and hashlib.sha256(open_bytes(uri)).hexdigest() == sha256
    except LakeError:
        return False
