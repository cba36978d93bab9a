"""The process that runs one user's statement; started by `pacslake.access.isolation`, never by hand.

In: a JSON request and the tables of visible ids, each with its length before it. Out: a line `ready`, a line of JSON
that says whether it went well, and the answer as an Arrow stream.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, BinaryIO


def main() -> None:
    """Read one request, answer it, end. Without a request, as when the parent has gone, end at once."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand between the answers
    import duckdb  # noqa: F401  (loaded while the parent has no request yet)
    import pyarrow.dataset
    import pyarrow.parquet  # noqa: F401

    request = _part(sys.stdin.buffer)
    if not request:
        return
    content = json.loads(request)
    status: dict[str, str] = {}
    body = b""
    try:
        sets = {name: _table(_part(sys.stdin.buffer)) for name in content["sets"]}
        _limit(content["limits"])
        answers.write(b"ready\n")
        answers.flush()
        body = _answer(content, sets)
    except Exception as error:
        from pacslake.errors import PacslakeError

        # Another error's text may hold values: only its kind leaves the process.
        known = isinstance(error, PacslakeError)
        status["error"] = type(error).__name__ if known else "LakeError"
        status["message"] = str(error) if known else f"the statement failed ({type(error).__name__})"
    answers.write(json.dumps(status).encode() + b"\n")
    answers.write(body)
    answers.flush()
    os._exit(0)  # threads of libraries that still read are of no more use


def _answer(content: dict[str, Any], sets: dict[str, Any]) -> bytes:
    import pyarrow as pa

    from pacslake.access.principal import EVERYTHING, NOTHING
    from pacslake.access.sandbox import Limits, Sandbox
    from pacslake.catalog.reader import Catalog
    from pacslake.layout import LakeDir

    catalog = Catalog.open(
        LakeDir.open(content["root"], table_key=content["table_key"]), snapshot=content["snapshot"]
    )
    scope = EVERYTHING if content["everything"] else NOTHING  # what is visible came with the request
    sandbox = Sandbox(catalog, scope, limits=Limits(**content["limits"]), ids=sets)
    found = sandbox.answer(content["sql"], content["params"])
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, found.schema) as writer:
        writer.write_table(found)
    return bytes(sink.getvalue())


def _limit(limits: dict[str, Any]) -> None:
    """What the system itself refuses this process from now on; Windows has no such limits."""
    if os.name == "nt":
        return
    import resource

    def at_most(what: int, value: int) -> None:
        hard = resource.getrlimit(what)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (value, value))

    at_most(resource.RLIMIT_FSIZE, 0)
    at_most(resource.RLIMIT_CORE, 0)
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = int(used.ru_utime + used.ru_stime + limits["seconds"] * max(2, limits["threads"] + 1)) + 2
    at_most(resource.RLIMIT_CPU, cpu)
    # DuckDB's own limit and the answer, and room for what Arrow reads ahead; libraries alone map about 1 GB.
    at_most(resource.RLIMIT_AS, (4 * limits["memory_mb"] + 2 * limits["max_mb"] + 4096) << 20)


def _part(source: BinaryIO) -> bytes:
    length = int.from_bytes(source.read(8), "big")
    return source.read(length)


def _table(data: bytes) -> Any:
    import pyarrow as pa

    return pa.ipc.open_stream(data).read_all()


if __name__ == "__main__":
    main()
