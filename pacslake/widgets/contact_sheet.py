"""A contact sheet of many volumes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import traitlets as t

from pacslake.errors import PacslakeError, UsageError
from pacslake.widgets.base import PixelWidget
from pacslake.widgets.picture import to_png
from pacslake.widgets.pictures import SIZE, ThumbnailMaker, make_thumbnail

__all__ = ["Mosaic", "sheet_png"]

_MOST = 400


def sheet_png(
    lake: Any, ids: Sequence[str], *, columns: int = 8, limit: int | None = None, labels: bool = False
) -> bytes:
    """Slices side by side as a PNG file's bytes, as `make_thumbnail` gives them; grey where a volume cannot be shown."""
    columns = max(1, min(columns, len(ids) or 1))
    rows = -(-len(ids) // columns) or 1
    sheet = np.zeros((rows * (SIZE + 4), columns * (SIZE + 4), 3), np.uint8)
    for n, volume_id in enumerate(ids):
        try:
            picture = make_thumbnail(lake, volume_id, labels=labels)
        except PacslakeError:
            picture = np.full((SIZE, SIZE), 64, np.uint8)
        if picture.ndim == 2:
            picture = np.repeat(picture[..., None], 3, axis=-1)
        y, x = divmod(n, columns)
        sheet[y * (SIZE + 4) + 2 :, x * (SIZE + 4) + 2 :][:SIZE, :SIZE] = picture
    return to_png(sheet, limit=limit)


class Mosaic(PixelWidget):
    """Middle slices of a cohort. Make it with `lake.mosaic(cohort)`."""

    items = t.List(t.Dict(), []).tag(sync=True)
    selected = t.List(t.Unicode(), []).tag(sync=True)
    """volume_id of the chosen ones, in the order in which they were chosen."""

    @classmethod
    def of(cls, lake: Any, cohort: Any, *, most: int = 120, labels: bool = False, **options: Any) -> Mosaic:
        """See `pacslake.widgets.mosaic`."""
        ids = _ids(lake, cohort)
        widget = cls(lake=lake, kind="sheet", **options)
        widget._thumbs.labels = labels
        shown = ids[: min(most, _MOST)]
        rows = lake.dicts(
            "SELECT v.volume_id, s.Modality, v.n_slices, v.verdict FROM volume v JOIN series s USING (SeriesInstanceUID) "
            "WHERE v.volume_id IN (SELECT unnest(?))",
            [shown],
        )
        facts = {r["volume_id"]: r for r in rows}
        widget.items = [{"id": i, "label": _label(facts.get(i))} for i in shown]
        widget.fallback = (
            f"pacslake contact sheet of {len(ids)} volumes. The pixels are not kept in this notebook."
        )
        if len(ids) > len(shown):
            widget.notices = [
                {
                    "level": "info",
                    "text": f"The first {len(shown)} of {len(ids)} volumes; `most=` shows more.",
                }
            ]
        return widget

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self._thumbs = ThumbnailMaker(self._lake, self._post)

    def _answer(self, content: dict[str, Any]) -> None:
        if content.get("kind") == "thumbs":
            self._thumbs.ask(content.get("ids", []))

    def to_png(self, *, columns: int = 8) -> bytes:
        """The sheet as a PNG file's bytes."""
        return sheet_png(
            self._lake, [i["id"] for i in self.items], columns=columns, labels=self._thumbs.labels
        )

    def _small_png(self) -> bytes | None:
        return sheet_png(
            self._lake, [i["id"] for i in self.items][:64], limit=60_000, labels=self._thumbs.labels
        )


def _label(row: dict[str, Any] | None) -> str:
    if row is None:
        return "not in this snapshot"
    slices = f"{row['n_slices']} slice{'' if row['n_slices'] == 1 else 's'}"
    return " · ".join(filter(None, (row["Modality"], slices, str(row["verdict"]).replace("_", " "))))


def _ids(lake: Any, cohort: Any) -> list[str]:
    """Volume ids of a cohort, of a SQL statement or of a list."""
    if isinstance(cohort, str):
        return [str(r[0]) for r in lake.rows(cohort)]
    members = getattr(cohort, "members", cohort)
    members = members() if callable(members) else members
    try:
        return [str(m[0] if isinstance(m, tuple) else m) for m in members]
    except TypeError:
        raise UsageError(
            f"a mosaic needs a cohort, SQL or a list of volume ids, not {type(cohort).__name__}"
        ) from None
