"""The pictures that wait for a person, and the person's word on each."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pacslake.deid import decide, pixels
from pacslake.deid.ocr import Box
from pacslake.deid.redact import frames_of
from pacslake.deid.reviews import Review, pixels_id
from pacslake.dicom.decode import PixelSpec
from pacslake.dicom.scan import scan
from pacslake.errors import DecodeError

if TYPE_CHECKING:
    from pacslake.deid.cleaner import Cleaner

__all__ = ["Waiting", "waiting"]


@dataclass(frozen=True)
class Waiting:
    """A file whose pixels need a person. `pixels` names them in decisions; `review` is what was decided already.

    It holds no pixels: they are read from `name` when they are looked at, since thousands may wait.
    """

    name: str
    pixels: str
    question: str
    review: Review | None

    def picture(self, frame: int = 0) -> np.ndarray:
        """A frame as 8-bit (row, column) or (row, column, 3), over the whole range of its values.

        Raises DecodeError: it cannot be read.
        """
        ds = self._dataset()
        spec = PixelSpec.from_dataset(ds)
        pixels.require_sane(ds, spec)
        shown = pixels.picture_of(ds, spec)(frames_of(ds)[frame]).astype(np.float32)
        low, high = float(shown.min()), float(shown.max())
        out = np.round((shown - low) * (255 / max(high - low, 1e-9))).astype(np.uint8)
        return 255 - out if spec.photometric_interpretation == "MONOCHROME1" else out

    @property
    def n_frames(self) -> int:
        """Frames that there are to look at; 0 where they cannot be read."""
        try:
            return len(frames_of(self._dataset()))
        except DecodeError:
            return 0

    def proposed(self, cleaner: Cleaner) -> list[Box]:
        """Rectangles that rules and the search for text would blank. Raises DecodeError, MissingExtraError."""
        return pixels.proposed(self._dataset(), cleaner.profile)

    def _dataset(self) -> Any:
        import pydicom

        from pacslake.source import open_bytes

        return pydicom.dcmread(io.BytesIO(open_bytes(self.name)), force=True)


def waiting(
    files: Iterable[tuple[str, bytes]], cleaner: Cleaner, *, decided: bool = False
) -> Iterator[Waiting]:
    """Of (URI, bytes) those whose pixels may show writing and on which no person has decided.

    Args:
        decided: give also those that a person has decided on.
    """
    for name, data in files:
        found = scan(data)
        if found.kind != "dicom" or found.fault is not None:
            continue
        top = {e.tag: e for e in found.elements}
        _, question = decide.pixel_question(top, found)
        element = top.get(0x7FE00010)
        if element is None:
            continue
        own = pixels_id(found.buffer[element.offset : element.end], cleaner.key)
        question = question or cleaner.face_question(found, top, own)
        if question is None:
            continue
        review = cleaner.reviews.get(own)
        if decided or review is None:
            yield Waiting(name, own, question, review)
