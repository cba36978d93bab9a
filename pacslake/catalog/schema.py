"""The declared tables, views and macros: what the files of the top-level folder `catalog/` say.

A `CREATE TABLE` file with a `COMMENT ON` for every column is the only definition of a table. A column's
comment begins with its permanent field id (`[12] meaning, unit, tag, source`): Parquet columns are found by
that id, so that a column may be renamed or added while old files stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from pacslake.errors import LakeFormatError, NotFoundError, UsageError
from pacslake.layout.digest import sha256_bytes

__all__ = [
    "KINDS",
    "Column",
    "SqlFile",
    "TableDecl",
    "TableSchema",
    "columns_id",
    "declared_ids_start",
    "example_files",
    "first_statement",
    "names_in",
    "parse_table",
    "quote",
    "sql_files",
    "sql_folder",
    "sql_object",
    "statements",
    "table_names",
    "table_schema",
]

KINDS = ("tables", "macros", "views", "checks", "examples")

declared_ids_start = 10_001
"""Field ids of columns that a snapshot declares begin here, so that `catalog/tables` may grow below."""

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")
_TYPE = re.compile(r"[A-Za-z0-9_ ,()\[\]\"]+")


@dataclass(frozen=True)
class Column:
    """A column: `type` as DuckDB writes it (`DOUBLE[]`), `field_id` permanent within its table."""

    name: str
    type: str
    field_id: int = 0
    comment: str = ""


@dataclass(frozen=True)
class TableSchema:
    """A table as declared; `comment` says what one row is."""

    name: str
    columns: tuple[Column, ...]
    comment: str = ""

    def column(self, name: str) -> Column:
        """The column of that name. Raises: NotFoundError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise NotFoundError(f"table {self.name} has no column {name}")

    def with_columns(self, more: Iterable[Column]) -> TableSchema:
        """The same table with columns behind its own."""
        return TableSchema(self.name, self.columns + tuple(more), self.comment)


@dataclass(frozen=True)
class TableDecl:
    """A table, or columns of an existing one, that a commit declares and its snapshot keeps.

    `columns` need no field ids: the commit gives them. Declaring again what is declared changes nothing;
    another type under the same name is refused.

    >>> TableDecl("lung_features", (Column("row_id", "VARCHAR"), Column("mean_hu", "DOUBLE"))).name
    'lung_features'
    """

    name: str
    columns: Sequence[Column] = field(default_factory=tuple)
    comment: str = ""

    def __post_init__(self) -> None:
        if not _IDENTIFIER.fullmatch(self.name):
            raise UsageError(f"{self.name!r} cannot be a table's name: use letters, digits and underscores")
        for column in self.columns:
            if not _IDENTIFIER.fullmatch(column.name):
                raise UsageError(
                    f"{column.name!r} cannot be a column's name: use letters, digits and underscores"
                )
            if not _TYPE.fullmatch(column.type):
                raise UsageError(f"{column.type!r} is no column type (column {column.name})")
        names = [column.name.lower() for column in self.columns]
        if len(set(names)) != len(names):
            raise UsageError(f"table {self.name} declares a column twice")


@dataclass(frozen=True)
class SqlFile:
    """One file of `catalog/`: `kind` is its folder, `name` its object's name, `text` its SQL."""

    kind: str
    name: str
    path: Path
    text: str

    @property
    def title(self) -> str:
        """The opening comment, joined to one line: what a row is, or the question that is answered."""
        lines = []
        for line in self.text.splitlines():
            if not line.startswith("--"):
                break
            lines.append(line[2:].strip())
        return " ".join(line for line in lines if line)


@lru_cache(maxsize=4096)
def columns_id(columns: tuple[Column, ...]) -> str:
    """A digest of names, types, ids and order of columns: equal digests mean that files can be read as one."""
    text = "\n".join(f"{column.field_id} {column.name} {column.type}" for column in columns)
    return sha256_bytes(text.encode())[:16]


def sql_folder() -> Path:
    """The folder with the SQL: inside the installed package, else beside it (editable install)."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_catalog_sql", package.parent / "catalog"):
        if (folder / "catalog.sql").is_file():
            return folder
    raise LakeFormatError("the SQL files of pacslake are missing from the installation; install it again")


@cache
def sql_files() -> tuple[SqlFile, ...]:
    """Tables, macros and views in the order in which `catalog.sql` names them (one `.read FILE` a line)."""
    folder = sql_folder()
    names = re.findall(r"^\.read\s+(\S+)", (folder / "catalog.sql").read_text("utf-8"), re.MULTILINE)
    return tuple(_read(folder / name) for name in names)


def example_files(kind: str = "examples") -> tuple[SqlFile, ...]:
    """The files of `catalog/checks` or `catalog/examples`, by name."""
    return tuple(_read(path) for path in sorted((sql_folder() / kind).glob("*.sql")))


@cache
def sql_object(name: str) -> SqlFile | None:
    """The table or view of that name (in any case, as in SQL), or None; a macro's name ends with `(`."""
    return _objects().get(name.lower())


@cache
def _objects() -> dict[str, SqlFile]:
    return {file.name.lower() + "(" * (file.kind == "macros"): file for file in sql_files()}


def table_names() -> tuple[str, ...]:
    """The names of the tables that are stored, in the order of `catalog.sql`."""
    return tuple(file.name for file in sql_files() if file.kind == "tables")


@cache
def table_schema(name: str) -> TableSchema:
    """The declared schema of a stored table. Raises: NotFoundError."""
    file = sql_object(name)
    if file is None or file.kind != "tables":
        raise NotFoundError(f"no table {name!r} is declared in catalog/tables")
    return parse_table(file.text, file.name)


_TABLE = re.compile(r"CREATE\s+TABLE\s+(\S+)\s*\((.*)\)\s*$", re.IGNORECASE | re.DOTALL)
_ON_TABLE = re.compile(r"COMMENT\s+ON\s+TABLE\s+\S+\s+IS\s+'(.*)'\s*$", re.IGNORECASE | re.DOTALL)
_ON_COLUMN = re.compile(
    r'COMMENT\s+ON\s+COLUMN\s+"?\w+"?\."?(\w+)"?\s+IS\s+\'(.*)\'\s*$', re.IGNORECASE | re.DOTALL
)
_COLUMN_COMMENT = re.compile(r"\[(\d+)\]\s*(.*)", re.DOTALL)


def parse_table(text: str, name: str) -> TableSchema:
    """The schema in a `CREATE TABLE` file with its comments.

    Raises: LakeFormatError when a column has no comment, no field id, or an id that another has.
    """
    body, comment, comments = None, "", {}
    for statement in statements(text):
        if match := _ON_COLUMN.match(statement):
            comments[match[1]] = _text(match[2])
        elif match := _TABLE.match(statement):
            if match[1].strip('"') != name:
                raise LakeFormatError(f"catalog/tables/{name}.sql creates {match[1]}; names must agree")
            body = match[2]
        elif match := _ON_TABLE.match(statement):
            comment = _text(match[1])
        else:
            raise LakeFormatError(f"catalog/tables/{name}.sql: unexpected statement: {statement[:60]}")
    if body is None:
        raise LakeFormatError(f"catalog/tables/{name}.sql has no CREATE TABLE")
    columns = tuple(_column(part, comments, name) for part in _split(body))
    _check_ids(name, columns, comments)
    return TableSchema(name, columns, comment)


def _column(part: str, comments: dict[str, str], table: str) -> Column:
    column, _, type_text = part.strip().partition(" ")
    column = column.strip('"')
    match = _COLUMN_COMMENT.match(comments.get(column, ""))
    if not match:
        raise LakeFormatError(
            f"catalog/tables/{table}.sql: column {column} has no comment that begins with [id]"
        )
    return Column(column, " ".join(type_text.split()), int(match[1]), match[2])


def _check_ids(table: str, columns: Sequence[Column], comments: dict[str, str]) -> None:
    ids = [column.field_id for column in columns]
    if len(set(ids)) != len(ids):
        twice = sorted({i for i in ids if ids.count(i) > 1})
        raise LakeFormatError(f"catalog/tables/{table}.sql: field ids used twice: {twice}")
    if max(ids, default=0) >= declared_ids_start:
        raise LakeFormatError(f"catalog/tables/{table}.sql: field ids must stay below {declared_ids_start}")
    unknown = set(comments) - {column.name for column in columns}
    if unknown:
        raise LakeFormatError(f"catalog/tables/{table}.sql: comments on unknown columns: {sorted(unknown)}")


def statements(text: str) -> Iterator[str]:
    """The statements of an SQL text, without comments; quotes are respected."""
    piece = ""
    for token in re.findall(r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/|;|[^'\";/-]+|.", text, re.DOTALL):
        if token == ";":
            if piece.strip():
                yield piece.strip()
            piece = ""
        elif not token.startswith(("--", "/*")):
            piece += token
    if piece.strip():
        yield piece.strip()


@lru_cache(maxsize=2048)
def first_statement(text: str) -> str:
    """The statement that an SQL file of `catalog/` opens with: the one that makes its object."""
    return next(statements(text))


@lru_cache(maxsize=2048)
def names_in(text: str) -> frozenset[str]:
    """The words of an SQL text that could name a table: all but those in strings and comments.

    A macro counts only where it is called, since `tag` is a column too; its name comes with a bracket. The table
    "order" is not named by ORDER BY.

    >>> sorted(names_in("SELECT 'study' AS a, tag(h, 'Rows') FROM series -- of a patient"))
    ['AS', 'FROM', 'SELECT', 'a', 'h', 'series', 'tag', 'tag(']
    """
    bare = re.sub(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", " ", text, flags=re.DOTALL)
    bare = re.sub(r"\border\s+by\b", " ", bare, flags=re.IGNORECASE)
    return frozenset(re.findall(r"\w+", bare)) | {f"{word}(" for word in re.findall(r"(\w+)\s*\(", bare)}


def quote(name: str) -> str:
    """An SQL identifier in quotes.

    >>> quote("order")
    '"order"'
    """
    return '"' + name.replace('"', '""') + '"'


def _split(body: str) -> Iterator[str]:
    """The parts between the commas that stand in no bracket."""
    depth, piece = 0, ""
    for token in re.findall(r"[()\[\],]|[^()\[\],]+", body):
        depth += (token in "([") - (token in ")]")
        if token == "," and depth == 0:
            yield piece
            piece = ""
        else:
            piece += token
    if piece.strip():
        yield piece


def _text(quoted: str) -> str:
    return " ".join(quoted.replace("''", "'").split())


def _read(path: Path) -> SqlFile:
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise LakeFormatError(f"{path.parent.name}/{path.name} cannot be read: {error.strerror}") from error
    return SqlFile(path.parent.name, path.stem, path, text)
