"""Look for faces in the volumes of a source, and mark the pictures that they lie in, before its objects are cleaned."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pacslake.deid.face_marks import Mark, marks_folder, read_mark, write_mark
from pacslake.deid.faces import Face, NoFace, Unclear, find_face, portrait
from pacslake.errors import PacslakeError
from pacslake.layout import LakeDir

if TYPE_CHECKING:
    from pacslake.deid.keys import ProjectKey
    from pacslake.deid.profile import Profile
    from pacslake.lake import Lake
    from pacslake.pixels import Volume

__all__ = ["FaceReport", "mark_faces", "mark_where_asked"]

_NO_HEAD = frozenset(
    "CHEST THORAX LUNG HEART ABDOMEN PELVIS BREAST HIP KNEE ANKLE FOOT TOE LEG THIGH CALF TSPINE LSPINE SSPINE SPINE SHOULDER ARM ELBOW "
    "WRIST HAND FINGER LIVER KIDNEY PROSTATE UTERUS BLADDER COLON AORTA EXTREMITY".split()
)
"""Body Part Examined (PS3.16 Annex L) of what has no face, unless it looks like a head."""


@dataclass
class FaceReport:
    """What was found, by series: faces, series that certainly show none, and those of which nobody can tell, with the reason."""

    faces: list[str] = field(default_factory=list)
    none: list[str] = field(default_factory=list)
    unclear: list[tuple[str, str]] = field(default_factory=list)
    n_known: int = 0
    """Volumes that were looked at in an earlier run."""


def mark_faces(
    source: str | os.PathLike[str],
    key: ProjectKey,
    key_file: str | os.PathLike[str],
    *,
    pictures: str | os.PathLike[str] | None = None,
    workers: int | None = None,
    progress: Callable[..., None] | None = None,
) -> FaceReport:
    """Look at every CT and MR volume of a source, and write marks beside the key for its pictures.

    A volume in which no face can be told from the rest is marked by one of the same study and frame of reference that shows it.

    Args:
        source: a folder, an archive, a file, or an identified lake.
        pictures: a folder for pictures of each head before and after, which show people; None makes none.
    """
    folder = marks_folder(key_file)
    report = FaceReport()
    with _lake_of(source, workers) as lake:
        rows = lake.rows(
            'SELECT v.volume_id, v."SeriesInstanceUID", s."Modality", upper(coalesce(s."BodyPartExamined", \'\')), '
            's."StudyInstanceUID" || \' \' || coalesce(v."FrameOfReferenceUID", v."SeriesInstanceUID"), v.kind '
            "FROM volume v JOIN series s USING (\"SeriesInstanceUID\") WHERE s.\"Modality\" IN ('CT', 'MR') ORDER BY 5, 1"
        )
        groups: dict[str, list[tuple[Any, ...]]] = {}
        for row in rows:
            groups.setdefault(row[4], []).append(row)
        n = 0
        for group in groups.values():
            waiting, known = [], None
            for row in group:
                n += 1
                if progress is not None:
                    progress(n, len(rows))
                volume = lake.volume(row[0])
                marker = _Marker(lake, volume, key, folder)
                if marker.is_marked():
                    report.n_known += 1
                    continue
                found = _look(volume, row[2], row[3], row[5])
                if isinstance(found, Unclear):
                    waiting.append((row, marker, found))
                    continue
                marker.mark(found)
                if isinstance(found, Face):
                    known = known or found
                    report.faces.append(row[1])
                    if pictures is not None:
                        _draw(volume, row[2], found, Path(pictures), key)
                else:
                    report.none.append(row[1])
            for row, marker, unclear in waiting:
                if known is None or not marker.mark(known):
                    report.unclear.append((row[1], unclear.why))
                else:
                    report.faces.append(row[1])
    return report


def mark_where_asked(
    source: str | os.PathLike[str], profile: Profile, key_file: str | os.PathLike[str] | None, **options: Any
) -> FaceReport | None:
    """`mark_faces` for a profile that has faces removed, with the key of a file or the user's own; else nothing."""
    from pacslake.deid.keys import default_key_file, make_key

    if profile.faces == "keep":
        return None
    return mark_faces(source, make_key(key_file), key_file or default_key_file(), **options)


def _look(volume: Volume, modality: str, body_part: str, kind: str) -> Face | NoFace | Unclear:
    """What a volume shows, by its voxels; by its body part only where they agree."""
    elsewhere = body_part in _NO_HEAD
    try:
        if kind == "mosaic" or volume.axes.endswith("c"):
            found: Face | NoFace | Unclear = Unclear("its slices are tiles of one picture, or in colour")
        else:
            values, affine = _grid(volume)
            found = find_face(values, affine, modality=modality, seed=int(volume.id[1:9], 16))
    except PacslakeError as error:
        found = Unclear(f"it has no shape ({type(error).__name__})")
    if elsewhere and isinstance(found, Unclear):
        return NoFace(f"it is said to show {body_part}, and shows no head")
    if elsewhere and isinstance(found, Face):
        return Unclear(f"it is said to show {body_part}, and looks like a head")
    return found


def _grid(volume: Volume) -> tuple[np.ndarray, np.ndarray]:
    """Values of one time point on even steps, and the matrix to LPS mm."""
    affine = volume.affine_lps
    if affine is not None:
        values = volume.values()
        return (values[0] if values.ndim == 4 else values), affine
    steps = volume.slice_positions_mm
    spacing = None if steps is None or len(steps) < 2 else float(np.median(np.abs(np.diff(steps))))
    grid = volume.to_regular(spacing=spacing, t=0 if volume.ndim == 4 else None)
    return np.nan_to_num(grid.values, nan=float(np.nanmin(grid.values))), grid.affine_lps


class _Marker:
    """The pictures of a volume, and how to mark them."""

    def __init__(self, lake: Lake, volume: Volume, key: ProjectKey, folder: Path) -> None:
        self.lake, self.volume, self.key, self.folder = lake, volume, key, folder
        self.by_instance: dict[str, list[Any]] = {}
        for frame in volume.frames():
            self.by_instance.setdefault(frame.instance, []).append(frame)

    def name(self, instance: str) -> str:
        """What a picture is called among the marks."""
        from pacslake.deid.reviews import pixels_id
        from pacslake.dicom.scan import scan
        from pacslake.source import open_bytes

        found = scan(open_bytes(self.lake.instance(instance).uri))
        element = next(e for e in found.elements if e.tag == 0x7FE00010)
        return pixels_id(found.buffer[element.offset : element.end], self.key)

    def is_marked(self) -> bool:
        # Each of them: pictures of nothing but air are alike in many volumes.
        return all(read_mark(self.folder, self.name(instance)) is not None for instance in self.by_instance)

    def mark(self, found: Face | NoFace) -> bool:
        """Write the marks. False where the volume's pictures have no place of their own in the patient."""
        if isinstance(found, Face) and any(
            f.tile is not None or f.position is None for f in self.volume.frames()
        ):
            return False
        for instance, frames in self.by_instance.items():
            made = self.lake.instance(instance)
            shape = (made.n_frames, *made.spec.shape[:2])
            mask = np.zeros(shape, bool)
            median = spread = 0.0
            if isinstance(found, Face):
                for frame in frames:
                    mask[frame.frame_index] = found.on((1, *shape[1:]), self._affine(frame.k))[0]
                slope = frames[0].slope or 1.0
                median = (found.median - frames[0].intercept) / slope
                spread = found.spread / abs(slope)
            write_mark(self.folder, self.name(instance), Mark(mask, median, spread))
        return True

    def _affine(self, k: int) -> np.ndarray:
        """From (column, row, 0) of a slice to LPS mm."""
        here, right, down = self.volume.voxel_to_world([[k, 0, 0], [k, 0, 1], [k, 1, 0]])
        normal = np.cross(right - here, down - here)
        out = np.eye(4)
        out[:3, 0], out[:3, 1], out[:3, 3] = right - here, down - here, here
        out[:3, 2] = normal / max(float(np.linalg.norm(normal)), 1e-9)
        return out


def _draw(volume: Volume, modality: str, face: Face, folder: Path, key: ProjectKey) -> None:
    """The head before and after, side by side, as PNG under a keyed name."""
    from PIL import Image

    values, affine = _grid(volume)
    after = np.array(values, np.float32)
    mask = face.on(after.shape, affine)
    dice = np.random.default_rng(0)
    after[mask] = face.median + face.spread * np.clip(dice.standard_normal(int(mask.sum())), -1.5, 1.5)
    sides = [portrait(v, affine, modality=modality) for v in (values, after)]
    folder.mkdir(parents=True, exist_ok=True)
    picture = Image.fromarray(np.concatenate([np.pad(s, 4) for s in sides], axis=1))
    picture.resize((picture.width * 2, picture.height * 2)).save(
        folder / f"{key.digest('face', volume.id).hex()[:12]}.png"
    )


@contextmanager
def _lake_of(source: str | os.PathLike[str], workers: int | None) -> Iterator[Lake]:
    """A lake of the source: itself, or one for the while that points at its files."""
    import pacslake

    if LakeDir.is_at(source):
        yield pacslake.open(source)
        return
    with tempfile.TemporaryDirectory(prefix="pacslake-faces-") as folder:
        # Its key is gone with it.
        lake = pacslake.init(Path(folder) / "lake", encrypt_tables=True, table_key=Path(folder) / "key")
        lake.ingest(source, workers=workers)
        yield lake
