"""What a node answers beside C-ECHO and C-STORE: storage commitment, modality worklist, performed procedure steps."""

from __future__ import annotations

from collections.abc import Mapping

from pacslake.layout import LakeDir
from pacslake.network.node import Operation
from pacslake.network.worker import Worker

__all__ = ["node_operations"]


def node_operations(dir: LakeDir, worker: Worker) -> Mapping[str, Operation]:
    """Handlers by SOP class."""
    return {}
