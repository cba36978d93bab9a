"""What the stages of this folder need of a lake."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from pacslake.catalog import Catalog, Changes

__all__ = ["LakeLike"]


class LakeLike(Protocol):
    """The part of `Lake` that is used here."""

    dir: Any
    catalog: Catalog

    def rows(self, query: str, params: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        """The answer to a query as tuples."""

    def dicts(self, query: str, params: Sequence[Any] | None = None) -> list[dict[str, Any]]:
        """The answer to a query as mappings."""

    def instance(self, uid: str) -> Any:
        """An instance, whose `dataset()` reads it whole."""

    def commit(
        self, build: Callable[[Catalog], Changes | None], *, note: str = "", batch_id: str | None = None
    ) -> None:
        """Commit changes to all tables at once."""
