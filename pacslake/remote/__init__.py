"""A lake that somebody else's `pacslake serve` holds: its tables, volumes and widgets over HTTPS."""

from pacslake.remote.lake import RemoteLake, is_address, open_remote

__all__ = ["RemoteLake", "is_address", "open_remote"]
