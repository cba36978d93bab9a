"""A caller's own SQL, where DuckDB cannot get out.

A view with a filter is no boundary: DuckDB reads and writes any file that its process can, and with a folder allowed
it reads the Parquet files under the view. So the connection here has no file at all. Every table is an Arrow data set
that pacslake has filtered and registered; DuckDB sees batches of rows, never a path. Then external access, Python
variables, extensions and file systems are switched off and the configuration is locked. `check_statement` stands in
front of it, and `pacslake.access.isolation` around it, for what cannot be interrupted.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pacslake.access.principal import Principal, Scope
from pacslake.access.rules import Alternative, rule_of
from pacslake.access.statement import check_statement
from pacslake.access.visible import visible_ids
from pacslake.catalog.parquet import arrow_schema, dataset_of, read_table
from pacslake.catalog.reader import Catalog
from pacslake.catalog.schema import TableSchema, columns_id, names_in
from pacslake.errors import PolicyError, SqlError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import duckdb
    import pyarrow as pa
    import pyarrow.dataset as ds

    from pacslake.lake import Lake

__all__ = ["Limits", "Sandbox", "sandboxed"]

_SETTINGS = (
    "SET enable_external_access = false",
    "SET disabled_filesystems = 'LocalFileSystem'",
    "SET allow_community_extensions = false",
    "SET allow_persistent_secrets = false",
    "SET secret_directory = ''",
    "SET home_directory = ''",
    "SET extension_directory = ''",
    "SET lock_configuration = true",
)


@dataclass(frozen=True)
class Limits:
    """What one statement may take. Rows and bytes are of its answer."""

    seconds: float = 30
    memory_mb: int = 512
    threads: int = 2
    max_rows: int = 1_000_000
    max_mb: int = 512


def sandboxed(lake: Lake | Catalog, principal: Principal, *, limits: Limits | None = None) -> Sandbox:
    """A sandbox over the caller's rows; for one statement or several, in this process.

    `pacslake.access.query` runs it in a process of its own and is the way for strangers.
    """
    catalog = lake if isinstance(lake, Catalog) else lake.catalog
    return Sandbox(catalog, principal.scope, limits=limits or Limits())


class Sandbox(Catalog):
    """One snapshot as Arrow data sets in a locked connection. Not for several threads at once."""

    def __init__(
        self,
        catalog: Catalog,
        scope: Scope,
        *,
        limits: Limits,
        ids: Mapping[str, pa.Table] | None = None,
    ) -> None:
        super().__init__(catalog.dir, catalog.snapshot)
        self.scope, self.limits = scope, limits
        self.ids: Mapping[str, pa.Table] = (
            {} if scope.everything else visible_ids(catalog, scope) if ids is None else ids
        )

    def answer(self, query: str, params: Sequence[Any] | None = None) -> pa.Table:
        """The answer to a user's statement.

        Raises:
            PolicyError: the statement is not allowed, or its answer takes more than the limits give.
            SqlError: the statement is wrong. The message holds no value that was not in the statement.
        """
        check_statement(query, self.known_names())
        timer = threading.Timer(self.limits.seconds, self._interrupt)
        timer.daemon = True
        timer.start()
        try:
            return self._run(query, lambda cursor, text: self._collect(cursor, text, params))
        except SqlError as error:
            raise self._complaint(str(error), query) from None
        finally:
            timer.cancel()
            self.close()

    def known_names(self) -> frozenset[str]:
        """The tables and views that may be named, in lower case."""
        return frozenset(name.lower() for name in self._all_names() if not name.endswith("("))

    def is_stored(self, view: str) -> bool:
        """A view's stored result counts every row, so a scope never uses it."""
        return self.scope.everything and super().is_stored(view)

    def _collect(
        self, cursor: duckdb.DuckDBPyConnection, query: str, params: Sequence[Any] | None
    ) -> pa.Table:
        import pyarrow as pa

        try:
            reader = cursor.sql(query, params=params).to_arrow_reader(10_000)
            return pa.Table.from_batches(self._within_limits(reader), schema=reader.schema)
        except (OSError, pa.ArrowException) as error:  # DuckDB's errors, where they come through Arrow
            raise SqlError(str(error)) from None

    def _within_limits(self, reader: Any) -> Iterator[pa.RecordBatch]:
        rows, size = 0, 0
        for batch in reader:
            rows, size = rows + batch.num_rows, size + batch.nbytes
            if rows > self.limits.max_rows or size > self.limits.max_mb << 20:
                raise PolicyError(
                    f"the answer has more than {self.limits.max_rows:,} rows or {self.limits.max_mb} MB; "
                    "ask for less, or for sums, or take a cohort out with: pacslake export"
                )
            yield batch

    def _complaint(self, text: str, query: str) -> PolicyError | SqlError:
        """What DuckDB says, as an error of ours."""
        if "INTERRUPT" in text:
            return PolicyError(
                f"stopped after the {self.limits.seconds:g} s that a statement may take; ask for less at a time"
            )
        if "Out of Memory" in text:
            return PolicyError(
                f"stopped: it needs more than the {self.limits.memory_mb} MB of memory that a statement may take"
            )
        return SqlError(without_values(text, query))

    def _interrupt(self) -> None:
        connection = self._connection
        if connection is not None:
            connection.interrupt()

    # -- the connection ------------------------------------------------------------------------------

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        # Registered data sets are seen by this connection only, not by its cursors.
        with self._lock:
            return self._connect()

    def _connect(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            import duckdb

            connection = duckdb.connect(
                ":memory:",
                config={
                    "python_enable_replacements": "false",  # no variable of the program is a table
                    "autoinstall_known_extensions": "false",
                    "autoload_known_extensions": "false",
                    "memory_limit": f"{self.limits.memory_mb}MB",
                    "threads": str(self.limits.threads),
                    "temp_directory": "",
                    "max_temp_directory_size": "0B",
                },
            )
            for setting in _SETTINGS:
                connection.execute(setting)
            self._connection = connection
        return self._connection

    def make_all(self) -> None:
        """Make every table and view now, for SHOW TABLES."""
        with self._lock:
            for name in self._all_names():
                self._make(name)

    def _make(self, name: str) -> None:
        key = name.lower()
        found = None if key in self._made else self._definition(name)
        if found is None or found[0]:
            super()._make(name)
            return
        # A stored table: a data set under its name stands where a view over files would.
        self._made[key] = ""
        spelled = self._spelling(name)
        self._connect().register(spelled, self._rows_of(spelled))

    def _statement(self, name: str) -> tuple[frozenset[str], str] | None:
        """As written: no view may read files here."""
        found = self._definition(name)
        return None if found is None else (names_in(found[1]) if found[0] else frozenset(), found[1])

    def _rows_of(self, name: str) -> ds.Dataset | pa.Table:
        """A stored table as the scope shows it."""
        if name == "snapshot":
            return self._snapshots()
        table = (
            TableSchema(name, self.snapshot.derived[name].columns)
            if self.is_stored(name)
            else self.snapshot.schema(name)
        )
        schema = arrow_schema(table)
        rule = None if self.scope.everything else rule_of(name, schema.names)
        files = [file for file in self.stored_files(name) if file.rows]
        if rule == () or not files:
            return schema.empty_table()
        if any(file.columns_id != columns_id(table.columns) for file in files):
            # Columns were added, renamed or widened since some file was written: read by field id.
            rows = read_table(self.dir.store, files, table)
            return rows if rule is None else rows.filter(self._filter(rule))
        paths = [str(self.dir.path(file.path)) for file in files]
        whole = dataset_of(self.dir.store, name, paths, schema)
        return whole if rule is None else whole.filter(self._filter(rule))

    def _snapshots(self) -> pa.Table:
        plain = Catalog(self.dir, self.snapshot)
        try:
            hidden = "CAST(NULL AS VARCHAR)"
            replaced = "CAST(manifest AS VARCHAR) AS manifest"
            if not self.scope.everything:
                replaced = f"{hidden} AS batch_id, {hidden} AS note, {hidden} AS manifest"
            return plain.arrow(f"SELECT * REPLACE ({replaced}) FROM snapshot")
        finally:
            plain.close()

    def _filter(self, rule: tuple[Alternative, ...]) -> Any:
        import pyarrow.compute as pc

        found = None
        for alternative in rule:
            every = None
            for column, name in alternative:
                field = pc.field(column)
                if name == "null":
                    test = field.is_null()
                else:
                    test = field.isin(self.ids[name].column("id").combine_chunks())
                every = test if every is None else every & test
            found = every if found is None else found | every
        return found


def without_values(message: str, query: str) -> str:
    """DuckDB's complaint without values from rows: quoted text stays only where the statement holds it.

    >>> without_values("Conversion Error: Could not convert string 'Ahrens^Anna' to INT32", "SELECT PatientName::INT")
    "Conversion Error: Could not convert string '...' to INT32"
    """

    def keep(found: re.Match[str]) -> str:
        return (
            found[0] if found[1] and found[1].lower() in query.lower() else found[0][0] + "..." + found[0][-1]
        )

    head = message.split("\n\nLINE ")[0]
    return re.sub(r"'([^'\n]*)'|\"([^\"\n]*)\"", lambda m: keep(m) if m[1] is not None else m[0], head)
