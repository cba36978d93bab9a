"""Faces of head CT and MR: gone where a head was drawn, brain untouched, and nothing decided where nobody can tell."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from numpy.typing import NDArray

import pacslake
from pacslake import synthetic
from pacslake.deid.faces import Face, NoFace, Unclear, find_face
from pacslake.deid.keys import new_key_file
from pacslake.research import deidentify

AXIAL, SAGITTAL = (1, 0, 0, 0, 1, 0), (0, 1, 0, 0, 0, -1)
TILT = (0.9848, 0.1736, 0.0, -0.1632, 0.9254, 0.3420)  # 10 and 20 degrees off
MR = {"air": 4, "scalp": 800, "skull": 60, "brain": 600}
BARE = {**MR, "scalp": 4, "skull": 4}
CT = {"air": -1000, "scalp": 40, "skull": 1100, "brain": 35}


class Head:
    """A head of ellipsoids in LPS mm, sampled on any grid: scalp of 6 mm over a skull of 7, nose, eye sockets, neck."""

    def __init__(
        self, direction: tuple[float, ...], spacing: tuple[float, float, float] = (3.0, 2.5, 2.5)
    ) -> None:
        right, down = np.array(direction[:3]), np.array(direction[3:])
        normal = np.cross(right, down)
        self.direction, self.spacing = direction, spacing
        self.shape = tuple(int(2 * 135 / s) for s in spacing)
        steps = np.stack([right * spacing[2], down * spacing[1], normal * spacing[0]], axis=1)
        middle = steps @ (np.array(self.shape[::-1]) - 1) / 2
        self.affine = np.eye(4)
        self.affine[:3, :3], self.affine[:3, 3] = steps, -middle
        k, j, i = np.indices(self.shape)
        self.x, self.y, self.z = (
            np.einsum("ab,bkji->akji", steps, np.stack([i, j, k]).astype(float)) - middle[:, None, None, None]
        )

    def _egg(self, by: float) -> NDArray[np.float64]:
        """Below 1 inside the head made smaller by so many mm."""
        return np.sqrt((self.x / (76 - by)) ** 2 + (self.y / (96 - by)) ** 2 + (self.z / (112 - by)) ** 2)

    @property
    def brain(self) -> NDArray[np.bool_]:
        eyes = (self.y < -40) & (self.z < 12)  # below the frontal lobes
        return (self._egg(13) < 1) & (self.z > -45) & ~eyes

    @property
    def flesh(self) -> NDArray[np.bool_]:
        nose = (self.x / 14) ** 2 + ((self.y + 92) / 24) ** 2 + ((self.z + 32) / 20) ** 2 < 1
        sockets = (
            sum(
                ((self.x - s) / 15) ** 2 + ((self.y + 90) / 10) ** 2 + ((self.z + 8) / 11) ** 2 < 1
                for s in (-31, 31)
            )
            > 0
        )
        neck = (np.hypot(self.x, self.y - 15) < 55) & (self.z < -60)
        return ((self._egg(0) < 1) & ~sockets) | nose | neck

    @property
    def depth(self) -> NDArray[np.float64]:
        from scipy.ndimage import distance_transform_edt

        return np.asarray(distance_transform_edt(self.flesh, sampling=self.spacing))

    def values(self, kind: dict[str, int]) -> NDArray[np.int16]:
        out = np.full(self.shape, kind["air"], np.int16)
        out[self.flesh] = kind["scalp"]
        out[(self._egg(6) < 1) & (self.z > -52) & (self.depth > 6)] = kind["skull"]
        out[self.brain] = kind["brain"]
        dice = np.random.default_rng(5)
        return out + dice.integers(0, 12, out.shape).astype(np.int16)

    def write(self, folder: Path, kind: dict[str, int], modality: str, **more: Any) -> Any:
        origin = tuple(self.affine[:3, 3])
        return synthetic.simple_series(
            folder,
            self.shape,
            self.spacing,
            self.direction,
            origin=origin,
            modality=modality,
            array=self.values(kind),
            **more,
        )

    def skin_of_the_face(self) -> NDArray[np.bool_]:
        """Flesh of the front, between brow and chin, not deeper than 5 mm."""
        return self.flesh & (self.depth <= 5) & (self.y < -40) & (self.z < 20) & (self.z > -100)


@pytest.mark.parametrize(
    ("modality", "kind", "direction"),
    [("MR", MR, AXIAL), ("MR", MR, SAGITTAL), ("CT", CT, TILT)],
    ids=["axial", "sagittal", "tilted"],
)
def test_the_skin_of_a_face_goes_and_no_voxel_of_the_brain(
    direction: tuple[float, ...], modality: str, kind: dict[str, int]
) -> None:
    head = Head(direction)
    found = find_face(head.values(kind), head.affine, modality=modality)
    assert isinstance(found, Face), found
    gone = found.on(head.shape, head.affine)
    skin = head.skin_of_the_face()
    assert gone[skin].mean() > 0.98, "surface within 5 mm"
    assert not (gone & head.brain).any()
    assert not gone[head.y > 10].any() and not gone[head.z > 70].any(), "back and top of the head stay"
    assert abs(found.median - kind["scalp"]) < 0.1 * abs(kind["scalp"]) + 8
    assert found.median - 1.5 * found.spread > (-300 if modality == "CT" else 200), (
        "no threshold tells the noise from tissue"
    )


def test_what_was_before_the_eyes_and_beside_the_nose_is_filled() -> None:
    """The cover is smooth: eyes lie no more as deep behind the tip of the nose as they did."""
    head = Head(AXIAL)
    values = head.values(MR)
    found = find_face(values, head.affine, modality="MR")
    assert isinstance(found, Face)
    after = (values > 200) | found.on(head.shape, head.affine)

    def depth(flesh: NDArray[np.bool_], x: float, z: float) -> float:
        column = (np.abs(head.x - x) < 2) & (np.abs(head.z - z) < 2) & flesh
        return float(head.y[column].min())

    assert depth(after, 31, -8) < depth(values > 200, 31, -8) - 8, "an eye's socket"
    assert depth(after, 20, -32) < depth(values > 200, 20, -32) - 8, "beside the nose"


def test_what_is_no_head_and_what_nobody_can_tell() -> None:
    head = Head(AXIAL)
    values, z = head.values(CT), head.z
    assert isinstance(find_face(values[(z[:, 0, 0] < 60)], head.affine, modality="CT"), Unclear), (
        "the crown is cut off"
    )
    above = z[:, 0, 0] > 55
    part = head.affine.copy()
    part[:3, 3] = (head.affine @ [0, 0, np.flatnonzero(above)[0], 1])[:3]
    assert isinstance(find_face(values[above], part, modality="CT"), (NoFace, Unclear)), "only the crown"
    trunk = np.where(np.hypot(head.x / 125, head.y / 100) < 1, 40, -1000)
    assert not isinstance(find_face(trunk, head.affine, modality="CT"), Face)
    stripped = np.where(head.brain, 600, 0)
    assert isinstance(find_face(stripped, head.affine, modality="MR"), Unclear), (
        "a brain alone has no skin to take"
    )
    assert isinstance(find_face(np.zeros((20, 64, 64)), np.diag([3.0, 3, 3, 1]), modality="MR"), Unclear)


def _clean(folder: Path, source: Path, name: str, faces: str) -> tuple[pacslake.Lake, Any]:
    profile = folder / f"{faces}.toml"
    profile.write_text(f'based_on = "longitudinal"\nfaces = "{faces}"\n')
    report = deidentify(source, folder / name, profile=str(profile), key=folder / "key", workers=1)
    return pacslake.open(folder / name), report


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Head]:
    """A head as MR, the brain of it alone in the same frame of reference, a knee, and a sagittal scout."""
    folder = tmp_path_factory.mktemp("faces")
    head = Head(SAGITTAL, (4.5, 3.5, 3.5))
    same = {
        "FrameOfReferenceUID": "1.2.826.0.1.3680043.8.498.7",
        "StudyInstanceUID": "1.2.826.0.1.3680043.8.498.8",
        "PatientID": "7",
    }
    head.write(folder / "in" / "head", MR, "MR", **same, BodyPartExamined="HEAD")
    head.write(folder / "in" / "bare", BARE, "MR", seed=2, **same, BodyPartExamined="HEAD")
    synthetic.simple_series(
        folder / "in" / "knee",
        (12, 32, 32),
        (5, 5, 5),
        seed=3,
        modality="MR",
        BodyPartExamined="KNEE",
        PatientID="7",
    )
    synthetic.simple_series(
        folder / "in" / "scout", (1, 64, 64), (5, 4, 4), SAGITTAL, seed=4, modality="MR", PatientID="7"
    )
    new_key_file(folder / "key")
    return folder, head


def test_a_research_lake_holds_heads_without_faces(study: tuple[Path, Head]) -> None:
    folder, head = study
    lake, report = _clean(folder, folder / "in", "research", "remove")
    assert [f.reason.split(";")[0] for f in report.faults] == ["whether it shows a face could not be told"], (
        "the scout waits"
    )
    told = dict(
        lake.rows("SELECT pixel_decision, count(*) FROM deid_object WHERE verdict = 'cleaned' GROUP BY ALL")
    )
    assert sum(told.values()) == 2 * head.shape[0] + 12 and told["acquired"] > 12
    assert told["face_removed"] > head.shape[0] and told["face_removed"] % 2 == 0, (
        "the bare brain goes by the head beside it"
    )
    heads = [id for (id,) in lake.rows("SELECT volume_id FROM volume WHERE shape[2] > 60")]
    assert len(heads) == 2
    originals = [head.values(MR), head.values(BARE)]
    for id in heads:
        volume = lake.volume(id)
        after = np.asarray(volume.array)
        before = min(originals, key=lambda one: int((one != after).sum()))
        changed = after != before
        assert changed[head.skin_of_the_face()].mean() > 0.95 and not (changed & head.brain).any()
        ds: pydicom.Dataset = lake.instance(volume.frames()[head.shape[0] // 2].instance).dataset()
        assert "113102" in [item.CodeValue for item in ds.DeidentificationMethodCodeSequence]
        assert ds.RecognizableVisualFeatures == "NO"


def test_an_ingest_looks_for_faces_too(study: tuple[Path, Head]) -> None:
    from typer.testing import CliRunner

    from pacslake.cli import app

    folder, _ = study
    lake = pacslake.init(folder / "by-ingest", zone="research")
    words = [
        "ingest",
        str(folder / "in" / "head"),
        "--lake",
        str(lake.path),
        "--deid",
        str(folder / "remove.toml"),
    ]
    done = CliRunner().invoke(app, [*words, "--key", str(folder / "key"), "--workers", "1", "--quiet"])
    assert done.exit_code == 0, done.output
    assert lake.refresh().rows(
        "SELECT count(*) > 0 FROM deid_object WHERE pixel_decision = 'face_removed'"
    ) == [(True,)]


def test_what_nobody_can_tell_passes_where_the_profile_says_so(study: tuple[Path, Head]) -> None:
    folder, _ = study
    lake, report = _clean(folder, folder / "in" / "scout", "sure", "remove-where-sure")
    assert not report.faults and lake.rows("SELECT pixel_decision FROM deid_object") == [("acquired",)]


def test_compressed_slices_keep_every_other_pixel(tmp_path: Path) -> None:
    """A mark on an RLE slice: noise under it, every pixel beside it as it was, and the same syntax."""
    from pydicom.data import get_testdata_file

    from pacslake.deid import Profile, ProjectKey
    from pacslake.deid.cleaner import Cleaner
    from pacslake.deid.face_marks import Mark, marks_folder, read_mark, write_mark
    from pacslake.deid.reviews import pixels_id
    from pacslake.dicom.scan import scan

    data = Path(str(get_testdata_file("MR_small_RLE.dcm"))).read_bytes()
    found = scan(data)
    element = next(e for e in found.elements if e.tag == 0x7FE00010)
    key = ProjectKey(b"f" * 32)
    name = pixels_id(found.buffer[element.offset : element.end], key)
    folder = marks_folder(tmp_path / "key")
    mask = np.zeros((1, 64, 64), bool)
    mask[0, 5:20, 30:50] = True
    write_mark(folder, name, Mark(mask, 300, 40))
    again = read_mark(folder, name)
    assert (
        again is not None and np.array_equal(again.mask, mask) and (again.median, again.spread) == (300, 40)
    )
    cleaner = Cleaner(Profile("x", faces="remove"), key, faces=folder)
    first, second = (cleaner.clean(data, "f").data for _ in range(2))
    assert first is not None and first == second, "the same noise every time"
    before, after = pydicom.dcmread(BytesIO(data)), pydicom.dcmread(BytesIO(first))
    assert after.file_meta.TransferSyntaxUID == before.file_meta.TransferSyntaxUID
    changed = before.pixel_array != after.pixel_array
    assert not changed[~mask[0]].any() and changed[mask[0]].mean() > 0.9
    assert 240 <= after.pixel_array[mask[0]].min() and after.pixel_array[mask[0]].max() <= 360
    assert Cleaner(Profile("x", faces="remove"), key, faces=tmp_path).clean(data, "f").code == "face_unclear"
