"""What a result shows of where it came from, so that a saved notebook can be held against the lake of today."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Receipt", "find_receipts"]

_PATTERN = re.compile(r"lake ([0-9a-f]{8}), snapshot (\d+)(?:, members sha256 ([0-9a-f]{12}))?")


@dataclass(frozen=True)
class Receipt:
    """The lake, the snapshot that was read, and the digest of the members. `str()` is one line of a repr.

    >>> str(Receipt("0123456789ab", 7))
    'lake 01234567, snapshot 7'
    """

    lake_id: str
    snapshot_id: int
    members_sha256: str | None = None

    def __str__(self) -> str:
        members = f", members sha256 {self.members_sha256[:12]}" if self.members_sha256 else ""
        return f"lake {self.lake_id[:8]}, snapshot {self.snapshot_id}{members}"

    def moved_from(self, saved: Receipt) -> str | None:
        """What differs from a saved receipt of the same lake, in a sentence; None where nothing does."""
        if self.lake_id[:8] != saved.lake_id[:8] or self.snapshot_id == saved.snapshot_id:
            return None
        text = (
            f"this cell was saved with results of snapshot {saved.snapshot_id}; the lake is at snapshot {self.snapshot_id} "
            "now"
        )
        if self.members_sha256 and saved.members_sha256:
            if self.members_sha256[:12] == saved.members_sha256[:12]:
                return f"{text}. The members and their content are the same"
            return (
                f"{text}, and the members or their content differ: cohort.diff({saved.snapshot_id}) says how. For the old "
                f"state: pacslake.open(path, snapshot={saved.snapshot_id})"
            )
        return f"{text}. For the old state: pacslake.open(path, snapshot={saved.snapshot_id})"


def find_receipts(text: str) -> list[Receipt]:
    """The receipts in a text, such as a cell's saved output.

    >>> find_receipts("<Cohort: lake 01234567, snapshot 7, members sha256 0123456789ab>")[0].snapshot_id
    7
    """
    return list(
        dict.fromkeys(
            Receipt(lake, int(number), members or None) for lake, number, members in _PATTERN.findall(text)
        )
    )
