"""Registrations that the lake keeps: found once, stored as an ITK transform with a verdict, used again.

A pair whose volumes share a FrameOfReferenceUID needs none: the scanner says that they share coordinates, and
the row says so (`same_frame_of_reference`). Volumes that cannot be registered get a row too, with the verdict
`failed` and the reason, never an identity that looks like a result.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from pacslake.compute import lineage
from pacslake.compute.fingerprint import GitState, fingerprint
from pacslake.errors import NotFoundError, UsageError, VolumeError

if TYPE_CHECKING:
    import SimpleITK as sitk

    from pacslake.compute.register import Registration

__all__ = ["METHOD_VERSION", "StoredRegistration", "matrix_between", "register"]

METHOD_VERSION = 1
"""Raised when the method changes so that results differ: stored ones are then not used again."""


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
    def matrix_lps(self) -> np.ndarray | None:
        """(4, 4), fixed to moving LPS mm."""
        return (
            None
            if self.row["matrix_lps"] is None
            else np.array(self.row["matrix_lps"], dtype=float).reshape(4, 4)
        )

    @property
    def inverse_consistency_mm(self) -> float | None:
        """Mean distance of points to where forward and backward transform take them, mm."""
        value: float | None = self.row["inverse_consistency_mm"]
        return value

    @property
    def path(self) -> Path | None:
        """The ITK transform file."""
        uri = self.row["transform_uri"]
        return self.lake.dir.path(*uri.split("/")) if uri else None

    def transform(self) -> sitk.Transform:
        """The ITK transform, fixed to moving points.

        Raises:
            VolumeError: the volumes could not be registered.
        """
        from pacslake.compute.resample import transform_from_matrix

        if self.matrix_lps is None:
            raise VolumeError(
                f"registration {self.registration_id} failed ({', '.join(self.reasons)}); there is no transform",
                self.reasons,
            )
        return transform_from_matrix(self.matrix_lps)

    def resampled(self) -> sitk.Image:
        """The moving (prior) volume on the fixed (current) volume's grid.

        Raises:
            VolumeError: the registration failed; a failed one is never shown as truth.
        """
        from pacslake.compute.resample import image_of, to_grid

        if self.verdict == "failed" or self.matrix_lps is None:
            raise VolumeError(
                f"registration {self.registration_id} failed ({', '.join(self.reasons)})", self.reasons
            )
        fixed, moving = (self.lake.volume(self.row[f"{side}_volume_id"]) for side in ("fixed", "moving"))
        return to_grid(image_of(moving), image_of(fixed), self.matrix_lps)

    def to_dict(self) -> dict[str, Any]:
        """The row."""
        return dict(self.row)

    def __repr__(self) -> str:
        why = f" ({', '.join(self.reasons)})" if self.reasons else ""
        error = self.inverse_consistency_mm
        said = f", inverse consistency {error:.2f} mm" if error is not None else ""
        return f"<Registration {self.registration_id} {self.row['method']}: {self.verdict}{why}{said}>"


def register(
    lake: Any,
    fixed: Any,
    moving: Any,
    *,
    kind: Literal["rigid", "affine"] = "rigid",
    levels_mm: tuple[float, ...] | None = None,
    force: bool = False,
    use_frame_of_reference: bool = True,
    allow_different_people: bool = False,
) -> StoredRegistration:
    """See `pacslake.longitudinal.register`."""
    from pacslake.compute.register import LEVELS_MM

    if kind not in ("rigid", "affine"):
        raise UsageError(f"kind={kind!r} is not known; use 'rigid' or 'affine'")
    a, b = (v if hasattr(v, "volume_id") else lake.volume(v) for v in (fixed, moving))
    if not allow_different_people:
        _need_one_person(lake, a.volume_id, b.volume_id)
    same_frame = bool(a.frame_of_reference_uid) and a.frame_of_reference_uid == b.frame_of_reference_uid
    if use_frame_of_reference and same_frame:
        parameters: dict[str, Any] = {"method": "same_frame_of_reference"}
    else:
        parameters = {
            "method": f"mattes_mi_{kind}", "levels_mm": list(levels_mm or LEVELS_MM), "seed": 1, "version": METHOD_VERSION,
        }  # fmt: skip
    key = json.dumps(parameters, sort_keys=True)
    registration_id = "x" + hashlib.sha256(f"{a.volume_id}\0{b.volume_id}\0{key}".encode()).hexdigest()[:20]
    known = lake.dicts("SELECT * FROM registration WHERE registration_id = ?", [registration_id])
    if known and not force:
        return StoredRegistration(lake, known[0])
    started = lineage.now()
    base = {
        "registration_id": registration_id, "fixed_volume_id": a.volume_id, "moving_volume_id": b.volume_id,
        "method": parameters["method"], "parameters": key,
    }  # fmt: skip
    if parameters["method"] == "same_frame_of_reference":
        found: dict[str, Any] = {
            "transform_type": "identity", "matrix_lps": [float(v) for v in np.eye(4).ravel()], "verdict": "good",
            "reasons": [], "start": "as_they_lie", "seconds": 0.0,
        }  # fmt: skip
    else:
        found = _compute(a, b, kind, tuple(parameters["levels_mm"]))
    row = {**base, **found}
    if row.get("matrix_lps") is not None:
        row["transform_uri"] = _store(
            lake, registration_id, np.array(row["matrix_lps"]).reshape(4, 4), kind, force
        )
    return StoredRegistration(lake, _commit(lake, row, parameters, started))


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


def _compute(
    fixed: Any, moving: Any, kind: Literal["rigid", "affine"], levels_mm: tuple[float, ...]
) -> dict[str, Any]:
    from pacslake.compute.register import register as find
    from pacslake.compute.resample import image_of

    began = time.monotonic()
    try:
        result = find(image_of(fixed), image_of(moving), kind=kind, levels_mm=levels_mm)
    except (VolumeError, ValueError) as error:
        reasons = list(getattr(error, "reason_codes", ())) or ["too_few_slices"]
        return {
            "transform_type": kind,
            "verdict": "failed",
            "reasons": reasons,
            "seconds": time.monotonic() - began,
        }
    return _columns(result)


def _columns(result: Registration) -> dict[str, Any]:
    finite = bool(np.isfinite(result.inverse_consistency_mm))
    nothing = result.start == "none"
    return {
        "transform_type": result.kind,
        "matrix_lps": None if nothing else [float(v) for v in result.matrix_lps.ravel()],
        "metric": None if nothing else result.metric, "metric_start": result.metric_start, "overlap": result.overlap,
        "inverse_consistency_mm": result.inverse_consistency_mm if finite else None, "verdict": result.verdict,
        "reasons": list(result.reasons), "start": result.start, "seconds": result.seconds,
    }  # fmt: skip


def _store(lake: Any, registration_id: str, matrix: np.ndarray, kind: str, force: bool) -> str:
    """Write the ITK transform file, whole or not at all; its path inside the lake."""
    import SimpleITK as sitk

    from pacslake.compute.resample import transform_from_matrix
    from pacslake.layout import atomic

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "transform.tfm"
        sitk.WriteTransform(transform_from_matrix(matrix), str(file))
        data = file.read_bytes()
    # The method is deterministic, so that a file which is there already holds the same; a forced repeat of a
    # new version of the code may differ and gets a name of its own, for files are never replaced.
    name = f"{registration_id}.tfm"
    for attempt in range(1000):
        uri = f"transforms/{name}" if not attempt else f"transforms/{registration_id}.{attempt}.tfm"
        path = lake.dir.path(*uri.split("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            atomic.write_new(path, data)
            return uri
        except FileExistsError:
            if path.read_bytes() == data:
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
            digest = sha256_file(lake.dir.path(*uri.split("/")))
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
