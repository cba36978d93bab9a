"""Surfaces of masks as triangles, and as STL and binary glTF files.

Marching cubes at half between voxel centres inside and outside, so the surface is closed and runs where contours run.
STL keeps LPS mm. glTF asks for metres with +Y up and +Z to the front, so there x is to the patient's left, y is up
(superior) and z is anterior.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pacslake.errors import UsageError

__all__ = ["Surface", "surface", "write_glb", "write_stl"]


@dataclass(frozen=True)
class Surface:
    """`vertices` (n, 3) in LPS mm; `faces` (m, 3) of vertex numbers, counterclockwise as seen from outside."""

    vertices: npt.NDArray[np.float64]
    faces: npt.NDArray[np.int64]

    @property
    def volume_ml(self) -> float:
        """The volume enclosed, by the divergence theorem; positive where faces look outward."""
        a, b, c = (self.vertices[self.faces[:, n]] for n in range(3))
        return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6000)


def surface(mask: npt.ArrayLike, affine_lps: npt.ArrayLike) -> Surface:
    """The closed surface of a mask (slice, row, column) whose affine takes (column, row, slice) to LPS mm.

    Raises: UsageError: the mask is empty.
    """
    from skimage.measure import marching_cubes

    inside = np.pad(np.asarray(mask) > 0, 1)
    if not inside.any():
        raise UsageError("the mask is empty: it has no surface")
    vertices, faces, *_ = marching_cubes(inside.astype(np.float32), 0.5)
    affine = np.asarray(affine_lps, float).reshape(4, 4)
    placed = (vertices[:, ::-1] - 1) @ affine[:3, :3].T + affine[:3, 3]
    found = Surface(placed, np.asarray(faces, np.int64))
    return found if found.volume_ml >= 0 else Surface(placed, found.faces[:, ::-1])


def write_stl(path: Path, found: Surface) -> Path:
    """Binary STL, LPS mm."""
    corners = found.vertices[found.faces].astype("<f4")
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    record = np.zeros(
        len(corners), np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("flags", "<u2")])
    )
    record["normal"] = np.divide(normals, length, out=np.zeros_like(normals), where=length > 0)
    record["corners"] = corners
    # The first 80 bytes are free; they must not begin with "solid", which is the text form of STL.
    path.write_bytes(b"surface, LPS mm".ljust(80) + struct.pack("<I", len(corners)) + record.tobytes())
    return path


def write_glb(path: Path, found: Surface, *, rgb: tuple[int, int, int] = (230, 159, 0)) -> Path:
    """Binary glTF 2.0 with one mesh of one colour; metres, y up."""
    left, posterior, superior = found.vertices.T / 1000
    points = np.ascontiguousarray(np.stack([left, superior, -posterior], axis=1), "<f4")
    indices = np.ascontiguousarray(found.faces, "<u4")
    body = indices.tobytes() + points.tobytes()
    document: dict[str, Any] = {
        "asset": {"version": "2.0", "generator": "pacslake"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 1}, "indices": 0, "material": 0}]}],
        "materials": [{"pbrMetallicRoughness": {"baseColorFactor": [*(_linear(v) for v in rgb), 1], "metallicFactor": 0}}],
        "buffers": [{"byteLength": len(body)}],
        "bufferViews": [
            {"buffer": 0, "byteOffset": 0, "byteLength": indices.nbytes, "target": 34963},
            {"buffer": 0, "byteOffset": indices.nbytes, "byteLength": points.nbytes, "target": 34962},
        ],
        "accessors": [
            {"bufferView": 0, "componentType": 5125, "count": indices.size, "type": "SCALAR"},
            {"bufferView": 1, "componentType": 5126, "count": len(points), "type": "VEC3",
             "min": points.min(0).tolist(), "max": points.max(0).tolist()},
        ],
    }  # fmt: skip
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    chunks = (
        struct.pack("<II", len(text), 0x4E4F534A) + text + struct.pack("<II", len(body), 0x004E4942) + body
    )
    path.write_bytes(struct.pack("<III", 0x46546C67, 2, 12 + len(chunks)) + chunks)
    return path


def _linear(value: int) -> float:
    """An sRGB value (0..255) as glTF's colours are: linear, 0..1."""
    part = value / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
