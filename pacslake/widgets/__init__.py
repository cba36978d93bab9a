"""Notebook views: `view`, `compare`, `browse`, `timeline_view`, `mosaic`.

The browser draws; Python holds data and answers few kinds of message (`wire`). Pixels travel as binary messages and
are never part of a widget's state, so a saved notebook holds none. What the user sees and chooses is plain traits:
the crosshair in LPS mm, the window, measurements, selected volumes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pacslake.widgets.browser import Browser
    from pacslake.widgets.comparison import Compare
    from pacslake.widgets.contact_sheet import Mosaic
    from pacslake.widgets.pixel_review import PixelReview
    from pacslake.widgets.timeline import Timeline
    from pacslake.widgets.viewer import Viewer

__all__ = ["browse", "compare", "mosaic", "review_pixels", "timeline_view", "view"]


def view(lake: Any, volume: Any, *, overlays: Sequence[Any] = (), **options: Any) -> Viewer:
    """Look at a volume: three planes, crosshair, window by dragging, measurements, overlays.

    Args:
        lake: an open lake; may be None when `volume` is an `ArrayVolume`.
        volume: volume_id, SeriesInstanceUID with one volume, `Volume`, or `ArrayVolume`.
        overlays: segment or ROI ids, label arrays (slice, row, column) on the volume's grid, or another volume's id
            to lay over in colour (PET on CT).
        options: start values of the traits: `window=(centre, width)`, `layout="axial"`, `cursor=(x, y, z)` ...
    """
    from pacslake.widgets.viewer import Viewer

    return Viewer.of(lake, volume, overlays, **options)


def compare(
    lake: Any, prior: Any, current: Any, *more: Any, registration: Any = None, **options: Any
) -> Compare:
    """Two to four volumes with one crosshair in patient space, and the lesions that were followed through them.

    Args:
        more: further time points.
        registration: a (4, 4) matrix from `current` to `prior` in LPS mm, or what `lake.register` returns; with more
            volumes a list, one for each after the first. By default nothing where both share a frame of reference,
            else the stored registration, else a new one.
        options: start values of the traits: `compare_mode="difference"`, `window=(centre, width)`, `reader="AB"` ...
    """
    from pacslake.widgets.comparison import Compare

    return Compare.of(lake, prior, current, *more, registration=registration, **options)


def browse(lake: Any, **options: Any) -> Browser:
    """Patients, studies and volumes to search with SQL, to select, and to open."""
    from pacslake.widgets.browser import Browser

    return Browser.of(lake, **options)


def timeline_view(lake: Any, patient_key: str, **options: Any) -> Timeline:
    """A patient's studies along time with the growth of the lesions."""
    from pacslake.widgets.timeline import Timeline

    return Timeline.of(lake, patient_key, **options)


def mosaic(lake: Any, cohort: Any, **options: Any) -> Mosaic:
    """A contact sheet: the middle slice of each volume of a cohort, of SQL or of a list of ids.

    Args:
        options: `labels=True` outlines the segments and regions of interest of each volume, on the slice that has most
            of them; `most=400` shows more volumes.
    """
    from pacslake.widgets.contact_sheet import Mosaic

    return Mosaic.of(lake, cohort, **options)


def review_pixels(queue: Any, *, by: str, propose: bool = True) -> PixelReview:
    """Decide on pictures that may show writing, one after another.

    Args:
        queue: `pacslake.research.Reviewing(source, profile=, key=)`.
        by: who decides; written down with each decision.
        propose: search for text, about four seconds a picture.
    """
    from pacslake.widgets.pixel_review import PixelReview

    return PixelReview(queue, by=by, propose=propose)
