"""pacslake sql: ask the catalogue."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say_json, table, warn
from pacslake.errors import PacslakeError, UsageError

if TYPE_CHECKING:
    from pacslake.lake import Lake

EPILOG = """Examples:

pacslake sql "SELECT Modality, count(*) AS n FROM series GROUP BY ALL" --lake mylake

pacslake sql -f question.sql --format csv --lake mylake > answer.csv

pacslake sql "FROM volume" --format parquet --output volumes.parquet --lake mylake

pacslake sql "SELECT count(*) FROM study" --as anna --lake mylake        (what the account anna sees)

pacslake sql "SELECT * FROM same_patient" --lake identified --with-research research --key project.key

pacslake sql --lake mylake        (asks for statements; .tables and .quit are known)"""
FORMATS = ("table", "csv", "json", "parquet", "arrow")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("sql", epilog=EPILOG)(sql)


def sql(
    query: Annotated[
        str | None, typer.Argument(help="The statement; without it, statements are asked for.")
    ] = None,
    lake: LakeOption = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Read the statement from a file.")] = None,
    format: Annotated[str, typer.Option("--format", help="table, csv, json, parquet or arrow.")] = "table",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to a file, not to standard output.")
    ] = None,
    snapshot: Annotated[int | None, typer.Option("--snapshot", help="Ask an old snapshot.")] = None,
    limit: Annotated[int, typer.Option("--limit", help="Rows that a table shows.", min=1)] = 200,
    as_account: Annotated[
        str | None,
        typer.Option("--as", metavar="NAME", help="Ask as this account: its rows only, in the sandbox."),
    ] = None,
    with_research: Annotated[
        str | None,
        typer.Option(
            "--with-research",
            metavar="LAKE",
            help="Ask a research lake too, in the schema research; same_patient and same_uid join them. Needs the project's key.",
        ),
    ] = None,
    key: Annotated[
        str | None,
        typer.Option("--key", help="With --with-research: file of the project's key; by default your own."),
    ] = None,
    source_name: Annotated[
        str | None, typer.Option("--source-name", help="With --with-research: as it was given to deid.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Ask the catalogue in SQL; every table and column is told of by 'pacslake tables'."""
    if as_json:
        format = "json"
    if format not in FORMATS:
        raise UsageError(f"no format is called {format!r}; there are {', '.join(FORMATS)}")
    if format in ("parquet", "arrow") and output is None and sys.stdout.isatty():
        raise UsageError(f"{format} is not text; name a file with --output, or send standard output to one")
    if file is not None:
        if query is not None:
            raise UsageError("give a statement or --file, not both")
        if not file.is_file():
            raise UsageError(f"there is no file {file}")
        query = file.read_text(encoding="utf-8")
    opened: Any = find_lake(lake, snapshot=snapshot)
    if as_account is not None:
        opened = AsAccount(opened, as_account)
    if with_research is not None:
        if as_account is not None or snapshot is not None:
            raise UsageError(
                "--with-research asks both lakes as they are now, for whoever holds the key; leave out --as and --snapshot"
            )
        from pacslake.two_zones import TwoZones

        opened = TwoZones(opened.path, with_research, key=key, source_name=source_name)
    elif key is not None or source_name is not None:
        raise UsageError("--key and --source-name go with --with-research")
    if query is not None:
        answer(opened, query, format, output, limit)
    elif sys.stdin.isatty():
        ask(opened, format, limit)
    else:
        answer(opened, sys.stdin.read(), format, output, limit)


class AsAccount:
    """A lake as an account sees it, for this command: every statement runs in the sandbox."""

    def __init__(self, lake: Lake, name: str) -> None:
        from pacslake import access

        state = access.load_accounts(lake.dir)
        self.lake, self.snapshot_id = lake, lake.snapshot_id
        self.principal = access.principal_of(state, state.account(name), how="local")

    def arrow(self, query: str) -> Any:
        """The answer as an Arrow table."""
        from pacslake import access

        return access.query(self.lake, self.principal, query)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The names for completion; of the catalogue, which everyone may know."""
        return self.lake.rows(query)


def answer(lake: Lake, query: str, format: str, output: Path | None, limit: int) -> None:
    """Run one statement and write its answer in a format."""
    if format == "table" and output is None and isinstance(lake, AsAccount):
        found = lake.arrow(query)
        table([tuple(row.values()) for row in found.to_pylist()], found.column_names, limit=limit)
        return
    if format == "table" and output is None:
        relation = lake.sql(query)
        if relation is not None:
            table(relation.fetchall(), relation.columns, limit=limit)
        return
    data = lake.arrow(query)
    sink: Any = str(output) if output is not None else sys.stdout.buffer
    if format in ("csv", "table"):
        write_csv(data, sink)
    elif format == "json":
        rows = data.to_pylist()
        if output is None:
            say_json(rows)
        else:
            import json

            from pacslake.cli.common import plain

            output.write_text(json.dumps(plain(rows), indent=1, ensure_ascii=False), encoding="utf-8")
    elif format == "parquet":
        import pyarrow.parquet as pq

        pq.write_table(data, sink, compression="zstd")
    else:
        import pyarrow as pa

        with pa.ipc.new_file(sink, data.schema) as writer:
            writer.write_table(data)


def write_csv(data: Any, sink: Any) -> None:
    """CSV after RFC 4180; lists in JSON form, NULL as an empty field. Identifiers keep their zeros."""
    import csv
    import io
    import json

    from pacslake.cli.common import plain

    def text(value: Any) -> Any:
        return (
            json.dumps(plain(value), ensure_ascii=False) if isinstance(value, (list, dict, tuple)) else value
        )

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(data.column_names)
    for batch in data.to_batches(max_chunksize=10_000):
        for row in zip(*(c.to_pylist() for c in batch.columns), strict=True):
            writer.writerow([text(v) for v in row])
    if isinstance(sink, str):
        Path(sink).write_text(buffer.getvalue(), encoding="utf-8")
    else:
        sink.write(buffer.getvalue().encode())
        sink.flush()


def ask(lake: Lake, format: str, limit: int) -> None:
    """Read statements from the terminal until .quit or the end; a semicolon ends one."""
    names = [
        name for (name,) in lake.rows("SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1")
    ]
    _complete(names)
    warn(f"snapshot {lake.snapshot_id}; end a statement with ';'; .tables lists the tables, .quit ends")
    text = ""
    while True:
        try:
            line = input("pacslake> " if not text else "     ...> ")
        except EOFError:
            return
        except KeyboardInterrupt:
            print()
            text = ""
            continue
        if not text and line.strip() in (".quit", ".exit"):
            return
        if not text and line.strip() == ".tables":
            print("\n".join(names))
            continue
        text += line + "\n"
        if text.strip() and text.rstrip().endswith(";"):
            try:
                answer(lake, text, format, None, limit)
            except PacslakeError as error:
                warn(str(error))
            text = ""


def _complete(names: list[str]) -> None:
    """Completion of table names and keywords by the Tab key, where Python has readline."""
    try:
        import readline
    except ImportError:
        return
    words = sorted(
        {*names, "SELECT", "FROM", "WHERE", "GROUP BY", "ORDER BY", "JOIN", "USING", "LIMIT", "count(*)"}
    )

    def complete(text: str, state: int) -> str | None:
        hits = [w for w in words if w.lower().startswith(text.lower())]
        return hits[state] if state < len(hits) else None

    readline.set_completer(complete)
    readline.parse_and_bind("tab: complete")
