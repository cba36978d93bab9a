"""Where things lie in a lake, whole-or-nothing writes, digests, object-store access."""

from pacslake.layout.digest import sha256_bytes, sha256_file
from pacslake.layout.lake_dir import FORMAT_VERSION, LakeConfig, LakeDir
from pacslake.layout.mirror import MirrorStore
from pacslake.layout.store import LocalStore, Store

__all__ = [
    "FORMAT_VERSION",
    "LakeConfig",
    "LakeDir",
    "LocalStore",
    "MirrorStore",
    "Store",
    "sha256_bytes",
    "sha256_file",
]
