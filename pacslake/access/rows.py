"""A catalogue that shows one caller's rows, for statements that pacslake wrote itself.

Every stored table is read through its rule; views stand on these filtered tables, so that counts and sums are of
visible rows only. Statements that a *user* wrote must not run here: they would reach files through DuckDB's own
readers. `pacslake.access.sandbox` is for them.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from pacslake.access.principal import Principal, Scope
from pacslake.access.rules import SETS, Alternative, rule_of
from pacslake.access.visible import visible_ids
from pacslake.catalog.reader import Catalog
from pacslake.catalog.schema import quote

if TYPE_CHECKING:
    import duckdb

    from pacslake.lake import Lake

__all__ = ["ScopedCatalog", "scoped"]

_KEPT = 16
_cache: OrderedDict[tuple[str, int, str | None, Scope], ScopedCatalog] = OrderedDict()
_lock = threading.Lock()


def scoped(lake: Lake | Catalog, principal: Principal) -> Catalog:
    """The catalogue as a caller may see it: `.rows`, `.dicts`, `.arrow` and `.sql` over their rows only.

    The whole lake's own catalogue where the caller may see everything. What is outside the scope is not there: a
    look-up of a hidden study finds no row, as one of a study that does not exist.

    Example: `scoped(lake, principal).rows("SELECT count(*) FROM study")`

    Raises: PolicyError when a project's rule no longer works.
    """
    catalog = lake if isinstance(lake, Catalog) else lake.catalog
    if principal.scope.everything:
        return catalog
    key = (
        str(catalog.dir.root),
        catalog.snapshot.snapshot_id,
        catalog.snapshot.sha256,
        principal.scope,
    )
    with _lock:
        if key in _cache:
            _cache.move_to_end(key)
            return _cache[key]
        made = _cache[key] = ScopedCatalog(catalog, principal.scope)
        while len(_cache) > _KEPT:
            _cache.popitem(last=False)
    return made


class ScopedCatalog(Catalog):
    """One snapshot as a scope shows it."""

    def __init__(self, catalog: Catalog, scope: Scope) -> None:
        super().__init__(catalog.dir, catalog.snapshot)
        self.scope = scope
        self.ids = visible_ids(catalog, scope)

    def open_snapshot(self, snapshot_id: int) -> Catalog:
        """Another snapshot, through the same scope."""
        return ScopedCatalog(Catalog.open(self.dir, snapshot=snapshot_id), self.scope)

    def is_stored(self, view: str) -> bool:
        """Never: a view's stored result counts hidden rows too."""
        return False

    def select_of(self, name: str, *, relative: bool = False) -> str:
        """The SELECT of a stored table with the rows of the scope."""
        select = super().select_of(name, relative=relative)
        if name == "snapshot":
            # Notes, batches and manifests tell of the whole lake.
            return (
                "SELECT * REPLACE (CAST(NULL AS VARCHAR) AS batch_id, CAST(NULL AS VARCHAR) AS note, "
                f"CAST(NULL AS JSON) AS manifest) FROM ({select})"
            )
        columns = [column.name for column in self.snapshot.schema(name).columns]
        return f"SELECT * FROM ({select}) WHERE {condition(rule_of(name, columns))}"

    def _connect(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            connection = super()._connect()
            for name in SETS:
                if name in self.ids:
                    connection.register("ids_in", self.ids[name])
                    connection.execute(f"CREATE TABLE {_set_table(name)} AS FROM ids_in")
                    connection.unregister("ids_in")
        return super()._connect()


def condition(rule: tuple[Alternative, ...]) -> str:
    """A rule as SQL over the tables of visible ids.

    >>> condition(())
    'FALSE'
    """
    alternatives = []
    for alternative in rule:
        tests = [
            f"{quote(column)} IS NULL"
            if ids == "null"
            else f"{quote(column)} IN (SELECT id FROM {_set_table(ids)})"
            for column, ids in alternative
        ]
        alternatives.append("(" + " AND ".join(tests) + ")")
    return " OR ".join(alternatives) or "FALSE"


def _set_table(name: str) -> str:
    return quote(f"visible {name}")
