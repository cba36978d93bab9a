"""A disposable DuckDB file of the newest snapshot, for the plain `duckdb` shell, DBeaver and the like.

Small tables are copied, so that the file works wherever it is taken; large ones are views over the lake's
Parquet files, found after `SET file_search_path = '<lake>'` (which `cache/open.sql` does). The file is a
cache and never the record: nobody opens it for writing, and deleting it loses nothing.
"""

from __future__ import annotations

import contextlib
import os
import re
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from pacslake.catalog.checks import describe
from pacslake.catalog.reader import Catalog
from pacslake.catalog.schema import first_statement, quote, sql_files, sql_object
from pacslake.errors import LakeError, PolicyError
from pacslake.layout import LakeDir, atomic

if TYPE_CHECKING:
    import duckdb

__all__ = ["publish", "refuse_in_the_clear"]

NATIVE_BYTES = 16 << 20
"""Tables up to this size (as Parquet) are copied."""
_ALWAYS_VIEWS = frozenset({"header_own", "header_shared", "element_own", "element_shared"})
_KEEP = 2


def publish(dir: LakeDir) -> Path:
    """Write `cache/catalog-<snapshot>.duckdb` and the alias `cache/catalog.duckdb`; return the alias.

    Programs in Python open the numbered name: within one process DuckDB gives the old content for a path
    that it has open. The storage format is v1.0.0, which DuckDB 1.0 and newer read.

    Raises: LakeError when the disk refuses. PolicyError for a lake whose tables are encrypted.
    """
    refuse_in_the_clear(dir)
    try:
        return _publish(dir, Catalog.open(dir))
    except OSError as error:
        raise LakeError(
            f"the lake's folder cache/ at {dir.root} cannot be written ({error.strerror}); "
            "check its permissions and its disk"
        ) from error


def refuse_in_the_clear(dir: LakeDir) -> None:
    """Raises PolicyError for a lake whose tables are encrypted: a copy for other programs would not be. UsageError for one
    in a bucket: it would name files of this machine's folder of copies, which come and go."""
    dir.need_folder("a catalogue for other programs")
    if dir.table_key is not None:
        raise PolicyError(
            "the tables of this lake are encrypted, and a catalogue for other programs would hold them in the clear; "
            "take out what is needed with: pacslake sql QUERY --format parquet"
        )


def _publish(dir: LakeDir, catalog: Catalog) -> Path:
    import duckdb

    folder = dir.path("cache")
    folder.mkdir(exist_ok=True)
    temporary = folder / f"{atomic.TEMPORARY_PREFIX}{uuid.uuid4().hex}.duckdb"
    try:
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH {_literal(str(temporary))} AS published (STORAGE_VERSION 'v1.0.0')")
            connection.execute("USE published")
            connection.execute(f"SET file_search_path = {_literal(str(dir.root))}")
            _fill(connection, catalog)
            connection.execute("USE memory")
            connection.execute("DETACH published")
        numbered = folder / f"catalog-{catalog.snapshot.snapshot_id:06d}.duckdb"
        os.replace(temporary, numbered)
    finally:
        temporary.unlink(missing_ok=True)
        temporary.with_name(temporary.name + ".wal").unlink(missing_ok=True)
    alias = _alias(numbered, folder / "catalog.duckdb")
    atomic.replace(folder / "open.sql", _open_sql(dir.root).encode())
    _forget_old(folder)
    return alias


def _fill(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> None:
    connection.execute(f"CREATE TABLE snapshot AS {catalog.select_of('snapshot')}")
    for name in catalog.snapshot.declared:
        if sql_object(name) is None:
            _add_table(connection, catalog, name)
    for file in sql_files():
        if file.kind == "tables" or catalog.is_stored(file.name):
            _add_table(connection, catalog, file.name)
            continue
        connection.execute(first_statement(file.text))
        if file.kind == "views":
            connection.execute(f"COMMENT ON VIEW {quote(file.name)} IS {_literal(file.title)}")


def _add_table(connection: duckdb.DuckDBPyConnection, catalog: Catalog, name: str) -> None:
    size = sum(file.bytes for file in catalog.stored_files(name))
    is_native = size <= NATIVE_BYTES and name not in _ALWAYS_VIEWS
    kind = "TABLE" if is_native else "VIEW"
    select = catalog.select_of(name, relative=not is_native)
    connection.execute(f"CREATE {kind} {quote(name)} AS {select}")
    columns = {row[0] for row in connection.execute(f"DESCRIBE {quote(name)}").fetchall()}
    comments = "".join(
        f"COMMENT ON COLUMN {quote(name)}.{quote(column)} IS {_literal(text)};"
        for column, text in describe(name).items()
        if column in columns and text
    )
    comment = next((file.title for file in sql_files() if file.name == name), "")
    connection.execute(f"COMMENT ON {kind} {quote(name)} IS {_literal(comment)};{comments}")


def _alias(numbered: Path, alias: Path) -> Path:
    """Give the file its stable second name, over what had it before."""
    temporary = alias.with_name(f"{atomic.TEMPORARY_PREFIX}{uuid.uuid4().hex}")
    try:
        os.link(numbered, temporary)
    except OSError:  # no hard links here: a copy does as well
        temporary.write_bytes(numbered.read_bytes())
    os.replace(temporary, alias)
    return alias


def _open_sql(root: Path) -> str:
    return (
        "-- Open the lake's catalogue in the duckdb shell:  duckdb -readonly cache/catalog.duckdb -init cache/open.sql\n"
        "-- Written anew by each 'pacslake catalog publish'; after moving the lake, publish again.\n"
        f"SET file_search_path = {_literal(str(root))};\n"
    )


def _forget_old(folder: Path) -> None:
    numbered = sorted(
        (path for path in folder.glob("catalog-*.duckdb") if re.fullmatch(r"catalog-\d+", path.stem)),
        key=lambda path: int(path.stem.partition("-")[2]),
    )
    for path in numbered[:-_KEEP]:
        with contextlib.suppress(OSError):  # Windows keeps files that are open
            path.unlink()


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
