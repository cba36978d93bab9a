"""Registrations that the lake keeps: found once, stored as an ITK transform with a verdict, used again.

A pair of one visit whose volumes share a FrameOfReferenceUID needs none: the scanner says that they share coordinates,
and the row says so (`same_frame_of_reference`). Between visits a shared UID says nothing: exports and anonymisers give
one to scans that lie years apart. Volumes that cannot be registered get a row too, with the verdict
`failed` and the reason, never an identity that looks like a result.
"""

from __future__ import annotations

import functools
import hashlib
import json
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from pacslake.compute import lineage
from pacslake.compute.fingerprint import GitState, fingerprint
from pacslake.errors import NotFoundError, PacslakeError, UsageError, VolumeError

if TYPE_CHECKING:
    import dask.array
    import SimpleITK as sitk
    from pydicom.dataset import Dataset

    from pacslake.compute.register import Registration

__all__ = ["METHOD_VERSION", "StoredRegistration", "matrix_between", "register", "register_many", "sentence"]

METHOD_VERSION = 3
"""Raised when the method changes so that results differ: stored ones are then not used again."""

Kind = Literal["rigid", "affine", "bspline"]

_WORDS = {
    "inverse_consistency_not_checked": "the way back was not looked for",
    "inverse_inconsistent": "the way back, found on its own, leads elsewhere",
    "inverse_consistency_above_1_mm": "the way back differs by more than 1 mm",
    "inverse_consistency_above_2_mm": "the way back differs by more than 2 mm",
    "no_overlap": "the volumes show no common part of the body",
    "little_overlap": "the volumes share less than half of the body that they show",
    "images_do_not_explain_each_other": "what one image shows says nothing of the other",
    "images_explain_each_other_little": "what one image shows says little of the other",
    "half_turn_fits_better": "the images fit better after half a turn, so one header may name the wrong orientation",
    "space_is_folded": "the deformation folds space",
    "no_better_than_rigid": "the deformation is no better than its rigid start",
    "single_slice": "a volume has one slice only",
    "too_few_slices": "a volume has fewer than four slices, rows or columns",
    "mask_on_another_grid": "a mask lies on another grid than its volume",
    "empty_mask": "a mask is empty",
}


def sentence(row: Mapping[str, Any]) -> str:
    """What became of a registration, in one sentence for people.

    >>> sentence({"method": "mattes_mi_rigid", "verdict": "failed", "reasons": ["no_overlap"]})
    'Failed, and not to be used: the volumes show no common part of the body.'
    """
    if row["method"] == "same_frame_of_reference":
        return "Good: both volumes have one frame of reference, so their coordinates are compared as scanned."
    why = "; ".join(_WORDS.get(r, r.replace("_", " ")) for r in row.get("reasons") or ())
    if row["verdict"] == "failed":
        return f"Failed, and not to be used: {why}."
    error, overlap = row.get("inverse_consistency_mm"), row.get("overlap")
    numbers = f"way there and way back agree within {error:.2f} mm on average" if error is not None else ""
    shared = f"{overlap:.0%} of the smaller body lies in both" if overlap is not None else ""
    said = ", ".join(part for part in (numbers, shared) if part)
    return (
        f"Good: {said}." if row["verdict"] == "good" else f"Doubtful, look at the pictures: {why} ({said})."
    )


@dataclass(frozen=True)
class StoredRegistration:
    """A row of `registration`. `matrix_lps` is (4, 4), fixed to moving LPS mm; None where it failed at once."""

    lake: Any = field(repr=False)
    row: Mapping[str, Any] = field(repr=False)

    @property
    def registration_id(self) -> str:
        """Key of the row."""
        return str(self.row["registration_id"])

    @property
    def verdict(self) -> str:
        """good, doubtful or failed."""
        return str(self.row["verdict"])

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the verdict is not good."""
        return tuple(self.row["reasons"] or ())

    @property
    def sentence(self) -> str:
        """The verdict in one sentence."""
        return sentence(self.row)

    @property
    def matrix_lps(self) -> np.ndarray | None:
        """(4, 4), fixed to moving LPS mm; None where it failed at once, and for a deformation."""
        matrix = self.row["matrix_lps"]
        return None if matrix is None else np.array(matrix, dtype=float).reshape(4, 4)

    @property
    def inverse_consistency_mm(self) -> float | None:
        """Mean distance of points to where forward and backward transform take them, mm."""
        value: float | None = self.row["inverse_consistency_mm"]
        return value

    @property
    def path(self) -> Path | None:
        """The ITK transform file."""
        uri = self.row["transform_uri"]
        return self.lake.dir.local(*uri.split("/")) if uri else None

    def transform(self) -> sitk.Transform:
        """The ITK transform, fixed to moving points.

        Raises:
            VolumeError: the volumes could not be registered.
        """
        import SimpleITK as sitk

        from pacslake.compute.resample import transform_from_matrix

        if self.matrix_lps is not None:
            return transform_from_matrix(self.matrix_lps)
        if self.path is None:
            raise VolumeError(
                f"registration {self.registration_id} has no transform. {self.sentence}", self.reasons
            )
        return sitk.ReadTransform(str(self.path))

    def resampled(self) -> sitk.Image:
        """The moving (prior) volume on the fixed (current) volume's grid.

        Raises:
            VolumeError: the registration failed; a failed one is never shown as truth.
        """
        from pacslake.compute.resample import image_of, to_grid

        self._need_not_failed()
        fixed, moving = self._volumes()
        return to_grid(image_of(moving), image_of(fixed), transform=self.transform())

    def lazy(self, *, slices: int = 16) -> dask.array.Array:
        """The moving (prior) volume on the fixed (current) volume's grid, made slab by slab when asked for.

        (slice, row, column) float32 in the prior's unit, NaN outside it. Only the slices of the prior that a
        slab needs are read.

        Args:
            slices: slices of a slab.

        Raises:
            VolumeError: the registration failed, or the current volume's slices are not one step apart.
        """
        from pacslake.longitudinal.prior import lazy_prior

        self._need_not_failed()
        return lazy_prior(self, slices)

    def to_itk(self, path: str | Path) -> Path:
        """Write the transform (fixed to moving points, LPS mm) for ITK, 3D Slicer, SimpleITK and ANTs.

        Args:
            path: its ending says the format: `.tfm` or `.txt` (text), `.mat`, `.h5` or `.hdf5`.

        Raises:
            VolumeError: the volumes could not be registered.
            UsageError: ITK knows no transform file of that ending.
        """
        import SimpleITK as sitk

        transform = self.transform()
        try:
            sitk.WriteTransform(transform, str(path))
        except RuntimeError:
            raise UsageError(
                f"no ITK transform file can be written as {Path(path).suffix or 'a name without ending'}; "
                "use .tfm, .txt, .mat or .h5"
            ) from None
        return Path(path)

    def to_dicom(self, path: str | Path | None = None) -> Dataset:
        """The registration as a Spatial Registration object, or a Deformable one (PS3.3 A.39); see `lake.add`.

        Args:
            path: also write it there.

        Raises:
            VolumeError: the registration failed, or a volume has no frame of reference.
        """
        from pacslake.longitudinal.spatial_registration import build

        self._need_not_failed()
        ds = build(self)
        if path is not None:
            ds.save_as(path, enforce_file_format=True)
        return ds

    def _volumes(self) -> tuple[Any, Any]:
        fixed, moving = (self.lake.volume(self.row[f"{side}_volume_id"]) for side in ("fixed", "moving"))
        return fixed, moving

    def _need_not_failed(self) -> None:
        if self.verdict == "failed":
            raise VolumeError(f"registration {self.registration_id}: {self.sentence}", self.reasons)

    def to_dict(self) -> dict[str, Any]:
        """The row."""
        return dict(self.row)

    def __repr__(self) -> str:
        why = f" ({', '.join(self.reasons)})" if self.reasons else ""
        error = self.inverse_consistency_mm
        said = f", inverse consistency {error:.2f} mm" if error is not None else ""
        return f"<Registration {self.registration_id} {self.row['method']}: {self.verdict}{why}{said}>"


# -- what is asked for --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Request:
    """A registration to be found. `masks` are arrays (slice, row, column) on their volumes' grids, or None."""

    fixed_volume_id: str
    moving_volume_id: str
    parameters: Mapping[str, Any]
    masks: tuple[np.ndarray | None, np.ndarray | None] = (None, None)

    @property
    def key(self) -> str:
        return json.dumps(self.parameters, sort_keys=True)

    @property
    def registration_id(self) -> str:
        seed = f"{self.fixed_volume_id}\0{self.moving_volume_id}\0{self.key}"
        return "x" + hashlib.sha256(seed.encode()).hexdigest()[:20]


def _request(
    lake: Any, fixed: Any, moving: Any, kind: Kind, levels_mm: Sequence[float] | None, use_frame_of_reference: bool,
    fixed_mask: Any = None, moving_mask: Any = None,
) -> _Request:  # fmt: skip
    from pacslake.compute.register import LEVELS_MM

    if kind not in ("rigid", "affine", "bspline"):
        raise UsageError(f"kind={kind!r} is not known; use 'rigid', 'affine' or 'bspline'")
    frame = fixed.frame_of_reference_uid
    parameters: dict[str, Any]
    shared = use_frame_of_reference and kind != "bspline" and frame and frame == moving.frame_of_reference_uid
    if shared and one_visit(lake, fixed.volume_id, moving.volume_id):
        return _Request(fixed.volume_id, moving.volume_id, {"method": "same_frame_of_reference"})
    parameters = {
        "method": f"mattes_mi_{kind}", "levels_mm": [float(v) for v in levels_mm or LEVELS_MM], "seed": 1,
        "version": METHOD_VERSION,
    }  # fmt: skip
    masks = (_mask_of(fixed, fixed_mask), _mask_of(moving, moving_mask))
    for side, mask in zip(("fixed", "moving"), masks, strict=True):
        if mask is not None:
            parameters[f"{side}_mask_sha256"] = hashlib.sha256(
                np.packbits(mask > 0).tobytes() + str(mask.shape).encode()
            ).hexdigest()
    return _Request(fixed.volume_id, moving.volume_id, parameters, masks)


def _mask_of(volume: Any, mask: Any) -> np.ndarray | None:
    """A mask given as the id of a segment or region, or as an array; checked where it is used."""
    if mask is None:
        return None
    return np.asarray(volume.mask(mask) if isinstance(mask, str) else mask)


def register(
    lake: Any,
    fixed: Any,
    moving: Any,
    *,
    kind: Kind = "rigid",
    levels_mm: tuple[float, ...] | None = None,
    fixed_mask: Any = None,
    moving_mask: Any = None,
    force: bool = False,
    use_frame_of_reference: bool = True,
    allow_different_people: bool = False,
) -> StoredRegistration:
    """See `pacslake.longitudinal.register`."""
    a, b = (v if hasattr(v, "volume_id") else lake.volume(v) for v in (fixed, moving))
    if not allow_different_people:
        _need_one_person(lake, a.volume_id, b.volume_id)
    wanted = _request(lake, a, b, kind, levels_mm, use_frame_of_reference, fixed_mask, moving_mask)
    known = _known(lake, wanted)
    if known is not None and not force:
        return known
    started = lineage.now()
    row, data = _find(lake, wanted)
    return _keep(lake, wanted, row, data, started)


def register_many(
    lake: Any,
    pairs: str | Iterable[tuple[str, str]] | None = None,
    *,
    kind: Kind = "rigid",
    levels_mm: tuple[float, ...] | None = None,
    workers: int | None = None,
    scheduler: Any = None,
    force: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> list[StoredRegistration]:
    """See `pacslake.longitudinal.register_many`."""
    from pacslake.work import map_ordered

    wanted: dict[str, _Request] = {}
    for fixed, moving in _pairs_to_register(lake, pairs):
        _need_one_person(lake, fixed, moving)
        request = _request(lake, lake.volume(fixed), lake.volume(moving), kind, levels_mm, True)
        wanted.setdefault(request.registration_id, request)
    found = {key: r for key, r in ((key, _known(lake, r)) for key, r in wanted.items()) if r and not force}
    todo = [r for key, r in wanted.items() if key not in found]
    started = lineage.now()
    # What is done stands in the lake as soon as it comes: a killed run is resumed by the same call.
    results = map_ordered(functools.partial(_find, lake), todo, workers=workers, scheduler=scheduler)
    for n, (request, (row, data)) in enumerate(zip(todo, results, strict=True), start=1):
        found[request.registration_id] = _keep(lake, request, row, data, started)
        if progress is not None:
            progress(n, len(todo))
    return [found[key] for key in wanted]


def _pairs_to_register(lake: Any, pairs: str | Iterable[tuple[str, str]] | None) -> list[tuple[str, str]]:
    """(fixed, moving) = (later, earlier) volume ids."""
    if pairs is None:
        pairs = "SELECT b_volume_id, a_volume_id FROM series_pair WHERE is_best ORDER BY pair_id"
    if isinstance(pairs, str):
        rows = lake.rows(pairs)
        if rows and len(rows[0]) != 2:
            raise UsageError(
                f"the statement gives {len(rows[0])} columns; two are wanted, the later (fixed) and the earlier "
                "(moving) volume_id, as in: SELECT b_volume_id, a_volume_id FROM series_pair WHERE is_best"
            )
        return [(str(a), str(b)) for a, b in rows]
    return [(str(a), str(b)) for a, b in pairs]


def _known(lake: Any, wanted: _Request) -> StoredRegistration | None:
    rows = lake.dicts("SELECT * FROM registration WHERE registration_id = ?", [wanted.registration_id])
    return StoredRegistration(lake, rows[0]) if rows else None


def one_visit(lake: Any, a: str, b: str) -> bool:
    """Whether two volumes were acquired in one study or in studies of one time point."""
    ((visits,),) = lake.rows(
        "SELECT count(DISTINCT coalesce(t.timepoint_id, i.StudyInstanceUID)) "
        "FROM volume_frame f JOIN instance_row i USING (instance_version_id) "
        "LEFT JOIN timepoint t ON t.patient_key = i.patient_key AND list_contains(t.StudyInstanceUIDs, i.StudyInstanceUID) "
        "WHERE f.volume_id IN (?, ?)",
        [a, b],
    )
    return bool(visits <= 1)


def _need_one_person(lake: Any, a: str, b: str) -> None:
    rows = lake.rows(
        "SELECT DISTINCT i.patient_key, t.person FROM volume_frame f JOIN instance_row i USING (instance_version_id) "
        "LEFT JOIN timepoint t ON t.patient_key = i.patient_key AND list_contains(t.StudyInstanceUIDs, i.StudyInstanceUID) "
        "WHERE f.volume_id IN (?, ?)",
        [a, b],
    )
    if len(set(rows)) > 1:
        raise UsageError(
            f"volumes {a} and {b} belong to different people (patient identifier, birth date or name differ). "
            "If they are one person, say so with allow_different_people=True"
        )


# -- finding it: no writing, so that it may run anywhere ----------------------------------------------


def _find(lake: Any, wanted: _Request) -> tuple[dict[str, Any], bytes | None]:
    """The row of a registration and the bytes of its transform file."""
    base = {
        "registration_id": wanted.registration_id, "fixed_volume_id": wanted.fixed_volume_id,
        "moving_volume_id": wanted.moving_volume_id, "method": wanted.parameters["method"], "parameters": wanted.key,
    }  # fmt: skip
    if wanted.parameters["method"] == "same_frame_of_reference":
        from pacslake.compute.resample import transform_from_matrix

        row = {
            **base, "transform_type": "identity", "matrix_lps": [float(v) for v in np.eye(4).ravel()], "verdict": "good",
            "reasons": [], "start": "as_they_lie", "seconds": 0.0,
        }  # fmt: skip
        return {**row, "sentence": sentence(row)}, _file_of(transform_from_matrix(np.eye(4)))
    began = time.monotonic()
    kind = str(wanted.parameters["method"]).removeprefix("mattes_mi_")
    try:
        result = _compute(lake, wanted, kind)
    except (PacslakeError, ValueError) as error:
        reasons = list(getattr(error, "reason_codes", ())) or [_reason_of(str(error))]
        row = {**base, "transform_type": kind, "verdict": "failed", "reasons": reasons,
               "seconds": time.monotonic() - began}  # fmt: skip
        return {**row, "sentence": sentence(row)}, None
    row = {**base, **_columns(result)}
    # A deformation that failed has no use, not even for looking at; a matrix that failed stays for inspection.
    keep = row["matrix_lps"] is not None or (kind == "bspline" and result.verdict != "failed")
    return {**row, "sentence": sentence(row)}, _file_of(result.transform) if keep else None


def _reason_of(message: str) -> str:
    if "mask" in message:
        return "empty_mask" if "empty" in message else "mask_on_another_grid"
    return "too_few_slices"


def _compute(lake: Any, wanted: _Request, kind: str) -> Registration:
    from pacslake.compute.deform import deform
    from pacslake.compute.register import register as find
    from pacslake.compute.resample import image_of

    fixed, moving = lake.volume(wanted.fixed_volume_id), lake.volume(wanted.moving_volume_id)
    images = image_of(fixed), image_of(moving)
    masks = [
        _mask_image(volume, image, mask)
        for volume, image, mask in zip((fixed, moving), images, wanted.masks, strict=True)
    ]
    levels = tuple(wanted.parameters["levels_mm"])
    rigid = find(
        *images, kind="affine" if kind == "affine" else "rigid", levels_mm=levels, fixed_mask=masks[0],
        moving_mask=masks[1],
    )  # fmt: skip
    if kind != "bspline":
        return rigid
    return deform(*images, start=rigid, fixed_mask=masks[0], moving_mask=masks[1])


def _mask_image(volume: Any, image: sitk.Image, mask: np.ndarray | None) -> sitk.Image | None:
    """A mask on the volume's grid as an image on the grid that is registered."""
    from pacslake.compute.resample import to_grid
    from pacslake.pixels.interop import to_sitk

    if mask is None:
        return None
    if tuple(mask.shape) != tuple(volume.shape[-3:]) or volume.affine_lps is None:
        raise VolumeError(
            f"the mask has shape {tuple(mask.shape)} and volume {volume.volume_id} {tuple(volume.shape[-3:])}: a mask "
            "must lie on its volume's own grid; volume.mask(id) gives such a one",
            ("mask_on_another_grid",),
        )
    if not mask.any():
        raise VolumeError(f"the mask of volume {volume.volume_id} is empty", ("empty_mask",))
    there = to_sitk(
        (mask > 0).astype(np.uint8), np.asarray(volume.affine_lps, dtype=float).reshape(4, 4), axes="zyx"
    )
    return to_grid(there, image, labels=True)


def _columns(result: Registration) -> dict[str, Any]:
    finite = bool(np.isfinite(result.inverse_consistency_mm))
    nothing = result.start == "none"
    linear = not nothing and result.kind != "bspline"
    return {
        "transform_type": result.kind, "matrix_lps": [float(v) for v in result.matrix_lps.ravel()] if linear else None,
        "metric": None if nothing else result.metric, "metric_start": result.metric_start, "overlap": result.overlap,
        "shared_information": result.shared_information,
        "inverse_consistency_mm": result.inverse_consistency_mm if finite else None,
        "smallest_jacobian": result.notes.get("smallest_jacobian"), "verdict": result.verdict,
        "reasons": list(result.reasons), "start": result.start, "seconds": result.seconds,
    }  # fmt: skip


def _file_of(transform: sitk.Transform) -> bytes:
    """The transform as an ITK transform file (text)."""
    import SimpleITK as sitk

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "transform.tfm"
        sitk.WriteTransform(transform, str(file))
        return file.read_bytes()


# -- keeping it ---------------------------------------------------------------------------------------


def _keep(
    lake: Any, wanted: _Request, row: Mapping[str, Any], data: bytes | None, started: Any
) -> StoredRegistration:
    uri = _store(lake, wanted.registration_id, data) if data is not None else None
    return StoredRegistration(lake, _commit(lake, {**row, "transform_uri": uri}, wanted.parameters, started))


def _store(lake: Any, registration_id: str, data: bytes) -> str:
    """Write the ITK transform file, whole or not at all; its path inside the lake."""
    store = lake.dir.store
    lake._need_writable()
    # The method is deterministic, so that a file which is there already holds the same; a forced repeat of a
    # new version of the code may differ and gets a name of its own, for files are never replaced.
    for attempt in range(1000):
        uri = f"transforms/{registration_id}{f'.{attempt}' if attempt else ''}.tfm"
        if store.put_if_absent(uri, data) or store.get(uri) == data:
            return uri
    raise NotFoundError(f"no free name for the transform of registration {registration_id}")


def _commit(lake: Any, row: dict[str, Any], parameters: Mapping[str, Any], started: Any) -> dict[str, Any]:
    from pacslake.compute.register import register as code
    from pacslake.layout import sha256_file

    activity = lineage.Activity(
        lineage.new_activity_id(), "register", "registration", fingerprint(code), GitState(), dict(parameters),
        int(lake.catalog.snapshot.snapshot_id), started, n_members=2, n_computed=1,
        n_failed=int(row["verdict"] == "failed"), status="done", ended_at=lineage.now(),
    )  # fmt: skip
    row = {**row, "activity_id": activity.activity_id}
    volumes = [row["fixed_volume_id"], row["moving_volume_id"]]

    def build(catalog: Any) -> Any:
        from pacslake.catalog import Changes, Replace
        from pacslake.compute.grain import describe, of_columns

        members = describe(catalog, of_columns(["volume_id"]), list(dict.fromkeys(volumes)))
        inputs = [
            {
                "activity_id": activity.activity_id,
                "entity_id": m.entity_id,
                "grain": "volume",
                "content_hash": m.content_hash,
            }
            for m in members
        ]
        uri = row.get("transform_uri")
        outputs = [{"activity_id": activity.activity_id, "kind": "rows", "name": "registration",
                    "entity_id": row["registration_id"], "n_rows": 1}]  # fmt: skip
        if uri:
            digest = sha256_file(lake.dir.local(*uri.split("/")))
            outputs.append(
                {"activity_id": activity.activity_id, "kind": "file", "name": uri, "sha256": digest}
            )
        return Changes(
            replace=[Replace("registration", "registration_id", [row["registration_id"]], [row])],
            append={"activity": [activity.row()], "activity_input": inputs, "activity_output": outputs},
        )

    lake.commit(build, note="registration")
    stored: dict[str, Any] = lake.dicts(
        "SELECT * FROM registration WHERE registration_id = ?", [row["registration_id"]]
    )[0]
    return stored


def matrix_between(
    lake: Any, fixed: Any, moving: Any, **options: Any
) -> tuple[np.ndarray | None, StoredRegistration]:
    """The matrix fixed to moving and its registration; None where the registration failed."""
    found = register(lake, fixed, moving, **options)
    return (found.matrix_lps if found.verdict != "failed" else None), found
