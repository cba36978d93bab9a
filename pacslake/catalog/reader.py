"""A snapshot as SQL tables: an in-memory DuckDB connection with one view a table.

Every stored table is a view over the explicit list of its Parquet files: never a glob, never a schema taken
from the first file. Files whose columns differ are read by field id (`schema=MAP{...}`). Views are made when a query
first names them, so that opening costs nothing for what is not asked for.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pacslake.catalog.narrow import WIDE, narrowed, shape_of
from pacslake.catalog.schema import (
    Column,
    SqlFile,
    TableSchema,
    columns_id,
    first_statement,
    names_in,
    quote,
    sql_files,
    sql_object,
)
from pacslake.catalog.snapshot import (
    Snapshot,
    TableFile,
    latest_id,
    list_ids,
    read_snapshot,
    snapshot_key,
    table_state,
)
from pacslake.errors import DamagedError, NotFoundError, SqlError
from pacslake.layout import LakeDir, mirror, sha256_bytes
from pacslake.layout.digest import require_file

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["Catalog", "input_tables", "view_sha256"]

_LISTING = re.compile(  # of one relation DESCRIBE asks nothing of the others
    r"\b(show|describe\s*(;|$)|information_schema|duckdb_\w+|pg_catalog|sqlite_master|pragma)(?!\w)",
    re.IGNORECASE,
)
_LAST_FROM = re.compile(r"\bFROM\s+(\w+)\s*;?\s*\Z")
_WHOLE_FILES = re.compile(r"SELECT \* FROM (read_parquet\(\['(?:[^']|'')*'(?:, '(?:[^']|'')*')*\]\))")
_MANY_BYTES = 4 << 20
_BUILT_IN = {"snapshot": "One row per commit up to this snapshot that is kept."}


class Catalog:
    """One snapshot of a lake, for reading. It never moves; safe to use from several threads.

    >>> catalog.rows("SELECT count(*) FROM series")                       # doctest: +SKIP
    [(12,)]
    """

    def __init__(self, dir: LakeDir, snapshot: Snapshot) -> None:
        self.dir = dir
        self.snapshot = snapshot
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._made: dict[str, str] = {}  # by the name in lower case, the statement that made it
        self._whole: set[str] = set()
        self._sealed: dict[
            str, Any
        ] = {}  # data sets of encrypted tables, by the name under which views find them
        self._commented: set[str] = set()
        self._narrow: dict[
            str, str | None
        ] = {}  # statements that were asked before, as they are put to DuckDB
        self._lock = threading.RLock()
        self._running = 0  # queries at this moment
        self._lent = False  # whether somebody may hold a relation that is yet to run

    @classmethod
    def open(cls, dir: LakeDir, *, snapshot: int | None = None, previous: Catalog | None = None) -> Catalog:
        """The newest snapshot, or the one of that id. Raises: NotFoundError when it is not kept.

        `previous` is returned itself when it shows that snapshot already; else see `go_on_from`.
        """
        wanted = latest_id(dir.store) if snapshot is None else snapshot
        if previous is not None and previous.snapshot.snapshot_id == wanted:
            return previous
        found = cls(dir, read_snapshot(dir.store, wanted))
        if previous is not None:
            found.go_on_from(previous)
        return found

    def go_on_from(self, previous: Catalog) -> None:
        """Take the connection of a catalogue that this one follows, with the views that mean the same here.

        A new connection costs 17 ms, more than most commits of a small run. It stays with `previous`, which opens
        another when it is asked again, where a query runs there now, or where it gave out a relation: those run when
        they are read, and must show their snapshot.
        """
        if type(self) is not Catalog or type(previous) is not Catalog or self.dir.root != previous.dir.root:
            return
        if self.dir.table_key is not None:  # what is registered stays with the connection that knows it
            return
        if (
            self.snapshot.declared != previous.snapshot.declared
        ):  # views know the columns of what they stand on
            return
        given = previous._give_connection()
        if given is None:
            return
        connection, made = given
        texts = {name: self._statement(name) for name in made}
        gone = {name for name, text in made.items() if (texts[name] or ((), ""))[1] != text}
        for name in made:  # in the order in which they were made: what a view stands on comes before it
            found = texts[name]
            if name not in gone and found is not None and any(word.lower() in gone for word in found[0]):
                gone.add(name)
        for name in gone:
            connection.execute(f"DROP VIEW IF EXISTS {quote(name)}")
        with self._lock:
            self._connection = connection
            self._made = {name: text for name, text in made.items() if name not in gone}

    def _give_connection(self) -> tuple[duckdb.DuckDBPyConnection, dict[str, str]] | None:
        """Let go of the connection; None where there is none, or it must stay. No macro goes along."""
        with self._lock:
            if self._connection is None or self._running or self._lent:
                return None
            if any(name.endswith("(") for name in self._made):
                return None
            given = self._connection, self._made
            self._connection, self._made = None, {}
            self._commented.clear()
            return given

    def open_snapshot(self, snapshot_id: int) -> Catalog:
        """Another snapshot of the same lake."""
        return Catalog.open(self.dir, snapshot=snapshot_id)

    def is_latest(self) -> bool:
        """Whether no commit came after this snapshot."""
        return latest_id(self.dir.store) == self.snapshot.snapshot_id

    def sql(self, query: str, params: Any = None) -> duckdb.DuckDBPyRelation:
        """Run a statement on a cursor of its own and return DuckDB's relation (`.df()`, `.fetchall()`, ...).

        Raises: SqlError for a statement that DuckDB refuses.
        """

        def run(cursor: duckdb.DuckDBPyConnection, query: str) -> Any:
            self._lent = True
            relation = cursor.sql(query, params=params)
            return cursor.sql("SELECT 'ok' AS status WHERE false") if relation is None else relation

        return self._run(query, run)

    def rows(self, query: str, params: Any = None) -> list[tuple[Any, ...]]:
        """All rows of a query's result. Raises: SqlError."""
        return self._run(query, lambda cursor, text: cursor.execute(text, params).fetchall())

    def dicts(self, query: str, params: Any = None) -> list[dict[str, Any]]:
        """All rows as dictionaries by column name. Raises: SqlError."""

        def run(cursor: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
            result = cursor.execute(query, params)
            names = [column[0] for column in result.description or []]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

        return self._run(query, run)

    def arrow(self, query: str, params: Any = None) -> pa.Table:
        """The result as an Arrow table. Raises: SqlError."""
        return self._run(query, lambda cursor, text: cursor.sql(text, params=params).to_arrow_table())

    def schema(self, table: str) -> pa.Schema:
        """The declared Arrow schema of a stored table, with field ids. Raises: NotFoundError."""
        from pacslake.catalog.parquet import arrow_schema

        return arrow_schema(self.snapshot.schema(table))

    def tables(self) -> list[TableSchema]:
        """The schemas of all stored tables, those included that only this snapshot declares."""
        names = [file.name for file in sql_files() if file.kind == "tables"]
        names += [name for name in self.snapshot.declared if name not in names]
        return [self.snapshot.schema(name) for name in names]

    def views(self) -> list[SqlFile]:
        """The views of `catalog/views`."""
        return [file for file in sql_files() if file.kind == "views"]

    def has_table(self, name: str) -> bool:
        """Whether a query may name it: a table or a view."""
        return self._definition(name) is not None

    def make_all(self) -> None:
        """Make every view now, for programs that list tables or build relations step by step."""
        with self._lock:
            self._connection = self._connect()
            for name in self._all_names():
                self._make(name)
                comment = self._comment(name)
                if comment and name.lower() not in self._commented:
                    self._connection.execute(f"COMMENT ON VIEW {quote(name)} IS {_literal(comment)}")
                    self._commented.add(name.lower())

    def make_all_in(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make every view in the current schema of another connection, for queries over more than one lake."""
        with self._lock:
            self._connection = connection
            try:
                for name in self._all_names():
                    self._make(name)
            finally:
                self._connection = None
                self._made.clear()

    def lend_to(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Let a cursor see the encrypted tables of which views were made: each has names of its own for data sets."""
        with self._lock:
            for name, dataset in self._sealed.items():
                cursor.register(name, dataset)

    def close(self) -> None:
        """Give up the connection; a later query opens another."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None
            self._made.clear()
            self._sealed.clear()
            self._commented.clear()

    # -- the connection ------------------------------------------------------------------------------

    def _run(self, query: str, run: Callable[[Any, str], Any]) -> Any:
        """What `run` makes of a cursor and the statement, which may be put otherwise than `query`."""
        import duckdb

        if not isinstance(query, str) or not query.strip():
            raise SqlError("the statement is empty")
        with self._lock:
            self._running += 1
        try:
            self._prepare(query)
            narrow = self._narrowed(query)
            if narrow is not None:
                try:
                    return run(self._cursor(), narrow)
                except (duckdb.InterruptException, duckdb.IOException, duckdb.OutOfMemoryException):
                    raise
                except duckdb.Error:
                    pass  # what is wrong is said of the statement that was given
            try:
                return run(self._cursor(), query)
            except duckdb.CatalogException:
                # A name that the word search did not see, or one that does not exist: with all views made
                # the first works and the second gets DuckDB's suggestion among our own tables.
                self.make_all()
                return run(self._cursor(), query)
        except duckdb.Error as error:
            raise self._error(error) from None
        finally:
            with self._lock:
                self._running -= 1

    def _narrowed(self, query: str) -> str | None:
        """The statement with only the columns that it names of each wide table; None to take it as it is.

        Not for catalogues that show only some rows, and not for encrypted tables, of which Arrow reads.
        """
        if type(self) is not Catalog or self.dir.table_key is not None:
            return None
        if query not in self._narrow:
            narrow = None
            if any(len(self._columns(word)) > WIDE for word in names_in(query)):
                with self._lock:
                    shape = shape_of(self._connect(), query)
                narrow = narrowed(query, shape, self._select_narrow) if shape is not None else None
            if len(self._narrow) > 200:
                self._narrow = {}
            self._narrow[query] = narrow
        return self._narrow.get(query)

    def _columns(self, name: str) -> Sequence[Column]:
        """Of a stored table or view, or of a view that is another form of one; else nothing."""
        table = self._spelling(name)
        if self.is_stored(table):
            return self.snapshot.derived[table].columns
        if self._is_table(table) or table in self.snapshot.declared:
            return self.snapshot.schema(table).columns
        form = _form_of(table)
        return self.snapshot.schema(form.table).columns if form is not None and form.has_all else ()

    def _select_narrow(self, name: str, words: frozenset[str]) -> str | None:
        columns = self._columns(name)
        table = self._spelling(name)
        form = None if self.is_stored(table) else _form_of(table)
        if form is not None:
            if words & form.computed:
                return None
            columns = [column for column in columns if column.name.lower() not in form.left_out]
            table = form.table
        if len(columns) <= WIDE:
            return None
        wanted = [column for column in columns if column.name.lower() in words]
        return self._select(table, only=wanted or columns[:1])

    def _error(self, error: Exception) -> Exception:
        text = str(error).strip()
        damaged = re.search(r"catalog/tables/\S+?\.parquet", text)
        if damaged and re.search(r"^(IO|HTTP|Invalid Input|Serialization)", text):
            return DamagedError(
                f"{damaged[0]} of snapshot {self.snapshot.snapshot_id} is missing or damaged. "
                "See what is wrong with: pacslake verify"
            )
        return SqlError(text)

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            cursor = self._connect().cursor()
            self.lend_to(cursor)
            return cursor

    def _connect(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            import duckdb

            connection = duckdb.connect(
                config={
                    "autoinstall_known_extensions": "false",  # no network, whatever a statement says
                    "autoload_known_extensions": "false",
                    # Never the working directory; and nothing at all of tables that are encrypted.
                    "temp_directory": str(self.dir.path("cache", "duckdb"))
                    if self.dir.table_key is None
                    else "",
                }
            )
            # For all cursors, not this connection alone; the files never change.
            connection.execute("SET GLOBAL parquet_metadata_cache = true")
            self._connection = connection
        return self._connection

    def _prepare(self, query: str) -> None:
        """Make the views that a statement may name: any of its words that is a table's name."""
        with self._lock:
            for word in names_in(query):
                self._require_whole(word)
            if _LISTING.search(query):
                self.make_all()
                return
            self._connect()
            for word in names_in(query):
                self._make(word)

    def _require_whole(self, name: str) -> None:
        """Refuse damaged files of a table, or of the tables that a view stands on. Raises: DamagedError."""
        key = name.lower()
        if key in self._whole:
            return
        definition = self._definition(name)
        if definition is None:
            return
        self._whole.add(key)
        view, text = definition
        try:
            for word in names_in(text) if view else ():
                self._require_whole(word)
            if not view:
                self._require_files(self.stored_files(self._spelling(name)))
        except DamagedError:
            self._whole.discard(key)
            raise

    def _require_files(self, files: Sequence[TableFile]) -> None:
        def check(file: TableFile) -> None:
            what = f"{file.path} of snapshot {self.snapshot.snapshot_id}"
            try:
                require_file(self.dir.local(file.path), file.sha256, what)
            except DamagedError:
                if not mirror.forget(self.dir.path(file.path)):
                    raise
                require_file(self.dir.local(file.path), file.sha256, what)  # the bucket may have it whole

        if len(files) > 1 and sum(file.bytes for file in files) > _MANY_BYTES:
            with ThreadPoolExecutor(min(8, os.cpu_count() or 1)) as pool:
                list(pool.map(check, files))
        else:
            for file in files:
                check(file)

    def _all_names(self) -> Iterator[str]:
        for file in sql_files():
            if file.kind in ("tables", "views"):
                yield file.name
            elif file.kind == "macros":
                yield file.name + "("
        yield from self.snapshot.declared
        yield from _BUILT_IN

    def _comment(self, name: str) -> str:
        """What one row of a table or view is."""
        if name.endswith("("):
            return ""
        if name in _BUILT_IN:
            return _BUILT_IN[name]
        file = sql_object(name)
        return file.title if file is not None else self.snapshot.schema(name).comment

    def _make(self, name: str) -> None:
        key = name.lower()
        if key in self._made:
            return
        found = self._statement(name)
        if found is None:
            return
        words, text = found
        self._made[key] = text  # before its parts: a word may be its own name
        for word in words:
            self._make(word)
        self._made[key] = self._made.pop(key)  # and after them in the order
        assert self._connection is not None
        try:
            self._connection.execute(text)
        except Exception:
            self._made.pop(key, None)
            raise

    def _statement(self, name: str) -> tuple[frozenset[str], str] | None:
        """(the words that may name what must be there before, the statement that makes it); None for an unknown name.

        A view that is another form of one stored table, such as `instance`, reads the files itself: a layer of 400
        columns takes 4 ms of every query.
        """
        definition = self._definition(name)
        if definition is None or not definition[0]:
            return definition and (frozenset(), definition[1])
        text = definition[1]
        form = _form_of(name)
        if form is not None:
            files = _WHOLE_FILES.fullmatch(self.select_of(form.table))
            if files is not None:
                return frozenset(), f"{form.head}FROM {files[1]} AS {quote(form.table)}"
        return names_in(text), text

    def _is_table(self, name: str) -> bool:
        file = sql_object(name)
        return file is not None and file.kind == "tables"

    def _definition(self, name: str) -> tuple[bool, str] | None:
        """(whether it stands on other tables, the statement that makes it); None for an unknown name."""
        file = sql_object(name)
        if file is not None and file.kind == "macros":
            return True, first_statement(file.text)
        name = self._spelling(name)
        if not name:
            return None
        if file is not None and file.kind == "views" and not self.is_stored(name):
            return True, first_statement(file.text)
        return False, f"CREATE VIEW {quote(name)} AS {self.select_of(name)}"

    def _spelling(self, name: str) -> str:
        """The name as it was declared; SQL does not tell cases apart. Empty for an unknown name."""
        file = sql_object(name)
        if file is not None and file.kind != "macros":
            return file.name
        known = {key.lower(): key for key in (*_BUILT_IN, *self.snapshot.declared)}
        return known.get(name.lower(), "")

    def is_stored(self, view: str) -> bool:
        """Whether the view's result lies in this snapshot and is true."""
        item = self.snapshot.derived.get(view)
        return (
            item is not None
            and item.view_sha256 == view_sha256(view)
            and all(table_state(self.snapshot.tables.get(t, ())) == state for t, state in item.inputs.items())
        )

    def stored_files(self, name: str) -> tuple[TableFile, ...]:
        """The Parquet files of a table or of a stored view."""
        if self.is_stored(name):
            return self.snapshot.derived[name].files
        return self.snapshot.tables.get(name, ())

    def select_of(self, name: str, *, relative: bool = False) -> str:
        """The SELECT that reads a stored table or view; `relative`: paths as from the lake's folder."""
        return self._select(name, relative=relative)

    def _select(self, name: str, *, relative: bool = False, only: Sequence[Column] | None = None) -> str:
        if name in _BUILT_IN:
            return self._snapshot_select()
        columns = (
            self.snapshot.derived[name].columns
            if self.is_stored(name)
            else self.snapshot.schema(name).columns
        )
        files = [file for file in self.stored_files(name) if file.rows]
        if not files:
            empty = ", ".join(f"CAST(NULL AS {column.type}) AS {quote(column.name)}" for column in columns)
            return f"SELECT {empty} WHERE false"
        if self.dir.table_key is not None:
            return self._select_sealed(name, columns, files)
        paths = [file.path if relative else _no_glob(str(self.dir.path(file.path))) for file in files]
        same = {file.columns_id for file in files} == {columns_id(tuple(columns))}
        if only is None:
            return _parquet_select(columns, paths, same)
        names = ", ".join(quote(column.name) for column in only)
        return _parquet_select(only, paths, same).replace("*", names, 1)

    def _select_sealed(self, name: str, columns: Sequence[Column], files: Sequence[TableFile]) -> str:
        """The SELECT of an encrypted table, over a data set that Arrow decrypts.

        DuckDB 2.0 knows Parquet's encryption but fails on nested columns and on columns of several pages ("Computed AES tag
        differs"), so that it cannot read the files itself.
        """
        from pacslake.catalog.parquet import arrow_schema, dataset_of, read_table

        table = TableSchema(name, tuple(columns))
        schema = arrow_schema(table)
        state = sha256_bytes("\n".join([self.dir.config.lake_id, *(file.path for file in files)]).encode())
        sealed = f"sealed {name} {state[:16]}"
        self._require_files(files)  # Arrow looks into a file before anything is asked
        with self._lock:
            if sealed not in self._sealed:
                if {file.columns_id for file in files} == {columns_id(tuple(columns))}:
                    paths = [str(self.dir.path(file.path)) for file in files]
                    self._sealed[sealed] = dataset_of(self.dir.store, name, paths, schema)
                else:  # columns were added or renamed since some file was written: found by field id
                    self._sealed[sealed] = read_table(self.dir.store, files, table)
            if self._connection is not None:
                self._connection.register(sealed, self._sealed[sealed])
        return f"SELECT * FROM {quote(sealed)}"

    def _snapshot_select(self) -> str:
        """The SELECT of the view `snapshot`: the commits up to this one that are kept."""
        ids = [i for i in list_ids(self.dir.store) if i <= self.snapshot.snapshot_id]
        select = (
            "snapshot_id, parent_id, parent_sha256, CAST(created_at AS TIMESTAMP) AS created_at, batch_id, note, "
            "tables AS manifest"
        )
        types = (
            "{snapshot_id: 'BIGINT', parent_id: 'BIGINT', parent_sha256: 'VARCHAR', created_at: 'VARCHAR', "
            "batch_id: 'VARCHAR', note: 'VARCHAR', tables: 'JSON'}"
        )
        if not ids:
            empty = "".join(f", CAST(NULL AS {t}) AS {n}" for n, t in re.findall(r"(\w+): '(\w+)'", types))
            return f"SELECT {select} FROM (SELECT {empty[2:]}) WHERE false"
        paths = ", ".join(_literal(_no_glob(str(self.dir.local(snapshot_key(i))))) for i in ids)
        return (
            f"SELECT {select} FROM read_json([{paths}], format='unstructured', "
            f"maximum_object_size=1073741824, columns={types})"
        )


class _Form(NamedTuple):
    """A view that is another form of one stored table: its columns but for some, and computed ones."""

    table: str
    head: str  # the statement up to its FROM
    has_all: bool  # but for those:
    left_out: frozenset[str]  # in lower case
    computed: frozenset[str]


@lru_cache(maxsize=256)
def _form_of(view: str) -> _Form | None:
    file = sql_object(view)
    if file is None or file.kind != "views":
        return None
    text = first_statement(file.text)
    last = _LAST_FROM.search(text)
    table = sql_object(last[1]) if last is not None else None
    if last is None or table is None or table.kind != "tables" or len(re.findall(r"\bFROM\b", text)) != 1:
        return None
    head = text[: last.start()]
    names = re.search(r"SELECT\s+\*(?:\s+EXCLUDE\s+\(([^)]*)\))?", head)
    left_out = re.findall(r"\w+", ((names and names[1]) or "").lower())
    computed = re.findall(r'\bas\s+"?(\w+)"?\s*(?:,|\Z)', head.lower())
    return _Form(table.name, head, names is not None, frozenset(left_out), frozenset(computed))


def _parquet_select(columns: Sequence[Column], paths: Sequence[str], same_columns: bool) -> str:
    """Read files by field id; without that where all were written with exactly these columns.

    Binding 370 columns by id takes some 20 ms a query, and DuckDB does not use Bloom filters then.
    """
    files = ", ".join(_literal(path) for path in paths)
    if same_columns:
        return f"SELECT * FROM read_parquet([{files}])"
    fields = ", ".join(
        f"{column.field_id}: {{name: {_literal(column.name)}, type: {_literal(column.type)}, default_value: NULL}}"
        for column in columns
    )
    return f"SELECT * FROM read_parquet([{files}], schema=MAP{{{fields}}})"


def input_tables(view: str) -> frozenset[str]:
    """The stored tables that a view of `catalog/views` stands on, directly or through other views.

    A word of its text that happens to be a table's name counts: better one table too many than one too few.
    """
    file = sql_object(view)
    if file is None:
        raise NotFoundError(f"there is no view {view!r}")
    found: set[str] = set()
    seen: set[str] = set()
    pending = [file]
    while pending:
        current = pending.pop()
        if current.name in seen:
            continue
        seen.add(current.name)
        if current.kind == "tables":
            found.add(current.name)
            continue
        for word in names_in(first_statement(current.text)):
            if (other := sql_object(word)) is not None:
                pending.append(other)
    return frozenset(found)


@lru_cache(maxsize=64)
def view_sha256(view: str) -> str:
    """A digest of a view's definition and of those it stands on, so that no stored result is used under another."""
    texts: dict[str, str] = {}
    pending = [view]
    while pending:
        file = sql_object(pending.pop())
        if file is not None and file.kind != "tables" and file.name not in texts:
            texts[file.name] = first_statement(file.text)
            pending.extend(names_in(texts[file.name]))
    return sha256_bytes("\n".join(texts[name] for name in sorted(texts)).encode())[:32] if texts else ""


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _no_glob(path: str) -> str:
    """The path as a pattern that matches only itself."""
    return re.sub(r"([\[*?])", r"[\1]", path)
