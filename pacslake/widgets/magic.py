"""`%%sql` in notebooks, after `%load_ext pacslake`."""

from __future__ import annotations

from typing import Any

__all__ = ["register"]


def register(ipython: Any) -> None:
    """Add the cell and line magic `sql`: asks the lake in the notebook's variable `lake` and shows a DataFrame.

    `%%sql name` also keeps the answer under that name.
    """

    def sql(line: str, cell: str | None = None) -> Any:
        from pacslake.errors import UsageError

        lake = ipython.user_ns.get("lake")
        if lake is None or not hasattr(lake, "sql"):
            raise UsageError(
                '%%sql asks the variable `lake`, which is not set: lake = pacslake.open("mylake")'
            )
        answer = lake.sql(cell if cell is not None else line).df()
        if cell is not None and line.strip():
            ipython.user_ns[line.strip()] = answer
        return answer

    ipython.register_magic_function(sql, magic_kind="line_cell", magic_name="sql")
