"""`%%sql` in notebooks, after `%load_ext pacslake`, and a word where a saved notebook's snapshot has moved."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pacslake.compute.receipt import Receipt, find_receipts
from pacslake.errors import NotFoundError, UsageError

__all__ = ["register", "saved_receipts"]


def register(ipython: Any) -> None:
    """Add the magics `sql` and `receipts`, and compare each cell's results with those that the notebook was saved with.

    `%%sql` asks the lake in the notebook's variable `lake` (or the only lake there is) and shows a DataFrame;
    `%%sql name` also keeps the answer under that name. `%receipts notebook.ipynb` names the saved notebook where it is
    not found by itself.
    """
    session = _Session(ipython)
    ipython.register_magic_function(session.sql, magic_kind="line_cell", magic_name="sql")
    ipython.register_magic_function(session.receipts, magic_kind="line", magic_name="receipts")
    ipython.events.register("post_run_cell", session.after_cell)


class _Session:
    """The state of one kernel: what the notebook was saved with, and what the running cell has read."""

    def __init__(self, ipython: Any) -> None:
        self.ipython = ipython
        place = _notebook(ipython.user_ns)
        self.saved = saved_receipts(place) if place else {}
        self.read: list[Receipt] = []

    def sql(self, line: str, cell: str | None = None) -> Any:
        """Ask the open lake."""
        lake = _open_lake(self.ipython.user_ns)
        answer = lake.sql(cell if cell is not None else line).df()
        receipt = Receipt(lake.dir.config.lake_id, lake.snapshot_id)
        self.read.append(receipt)
        answer.attrs["pacslake"] = {"lake_id": receipt.lake_id, "snapshot_id": receipt.snapshot_id}
        print(f"{receipt}, {len(answer)} rows")
        if cell is not None and line.strip():
            self.ipython.user_ns[line.strip()] = answer
        return answer

    def receipts(self, line: str) -> None:
        """Read the receipts of a saved notebook."""
        place = Path(line.strip().strip("'\""))
        if not place.is_file():
            raise NotFoundError(f"there is no notebook {place.name!r} here; say %receipts NOTEBOOK.ipynb")
        self.saved = saved_receipts(place)
        print(f"{sum(map(len, self.saved.values()))} receipts in {len(self.saved)} cells")

    def after_cell(self, result: Any) -> None:
        """Say where what this cell read is not what it read when the notebook was saved."""
        shown, self.read = [*self.read, getattr(result.result, "receipt", None)], []
        before = self.saved.get((result.info.raw_cell or "").strip(), ())
        said = {new.moved_from(old) for new in shown if isinstance(new, Receipt) for old in before} - {None}
        for text in sorted(map(str, said)):
            print(f"note: {text}", file=sys.stderr)


def _open_lake(names: Mapping[str, Any]) -> Any:
    from pacslake import Lake

    lakes = {id(v): v for v in names.values() if isinstance(v, Lake)}
    lake = names.get("lake") if hasattr(names.get("lake"), "sql") else None
    if lake is None and len(lakes) == 1:
        (lake,) = lakes.values()
    if lake is None:
        raise UsageError('%%sql asks the variable `lake`, which is not set: lake = pacslake.open("mylake")')
    return lake


def _notebook(names: Mapping[str, Any]) -> Path | None:
    """The file of the running notebook, where the frontend tells: Jupyter Server and Visual Studio Code do."""
    told = names.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME") or ""
    # Jupyter's is relative to the server's folder, while a kernel runs in that of the notebook.
    for place in (Path(str(told)).name, str(told)):
        if place.endswith(".ipynb") and Path(place).is_file():
            return Path(place)
    return None


def saved_receipts(notebook: Path) -> dict[str, tuple[Receipt, ...]]:
    """Source of a cell -> the receipts in its saved outputs; empty where the file is no notebook."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        found = {"".join(c["source"]).strip(): _receipts_of(c) for c in cells if c["cell_type"] == "code"}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {source: receipts for source, receipts in found.items() if receipts}


def _receipts_of(cell: Mapping[str, Any]) -> tuple[Receipt, ...]:
    texts = []
    for output in cell.get("outputs", ()):
        data = output.get("data", {})
        parts = [output.get("text", ""), data.get("text/plain", ""), data.get("text/html", "")]
        texts += ["".join(part) for part in parts]
    return tuple(find_receipts("\n".join(texts)))
