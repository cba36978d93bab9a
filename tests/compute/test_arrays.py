"""A cohort as one lazy array, and as patches: places and values are those of the volumes."""

from __future__ import annotations

import itertools
import pickle
import sys
import types

import numpy as np
import pytest

import pacslake
from pacslake.compute.arrays import PLANES, store_array
from pacslake.errors import UsageError
from pacslake.synthetic import simple_series


def ramp(shape, spacing, direction, origin):
    """Stored values that are a linear function of the place: x + 2 y + 4 z + 1500 (mm), so they can be told anywhere."""
    from pacslake.synthetic.series import affine_from

    affine = affine_from(spacing, direction, origin)
    k, r, c = np.indices(shape)
    place = np.einsum("ij,jkrc->ikrc", affine, np.stack([c, r, k, np.ones(shape)]))
    return place[0] + 2 * place[1] + 4 * place[2] + 1500


SERIES = {
    "axial": ((8, 20, 24), (3.0, 2.0, 2.0), (1, 0, 0, 0, 1, 0)),
    "coronal": ((10, 16, 20), (4.0, 2.0, 3.0), (1, 0, 0, 0, 0, -1)),
    "sagittal": ((12, 12, 12), (2.0, 3.0, 2.0), (0, 1, 0, 0, 0, -1)),
}


@pytest.fixture(scope="module")
def stacks(tmp_path_factory):
    place = tmp_path_factory.mktemp("stacks")
    for seed, (shape, spacing, direction) in enumerate(SERIES.values()):
        origin = (10.0 * seed, -20.0, 30.0)
        simple_series(
            place / "in" / str(seed), shape, spacing, direction, origin=origin, seed=seed, PatientID=f"P{seed}",
            array=ramp(shape, spacing, direction, origin),
        )  # fmt: skip
    lake = pacslake.init(place / "lake")
    lake.ingest(place / "in")
    return lake


@pytest.fixture(scope="module")
def cohort(stacks):
    return stacks.cohort("SELECT volume_id FROM volume ORDER BY shape", name="stacks")


def centre_of(volume):
    index = [(n - 1) / 2 for n in volume.shape[::-1]]
    return (volume.affine_lps @ [*index, 1])[:3]


@pytest.mark.parametrize("plane", PLANES)
def test_every_voxel_has_the_value_of_its_place(stacks, cohort, plane):
    array = cohort.array(spacing=2.5, shape=(4, 6, 5), plane=plane)
    assert (array.shape, array.dtype, array.chunksize) == ((3, 4, 6, 5), np.float32, (1, 4, 6, 5))
    found = array.compute(scheduler="synchronous")
    row, column, normal = (np.array(v) for v in PLANES[plane])
    for member, image in zip(cohort, found, strict=True):
        for k, r, c in itertools.product((0, 3), (0, 5), (0, 4)):
            x, y, z = centre_of(stacks.volume(member)) + 2.5 * (
                (c - 2) * row + (r - 2.5) * column + (k - 1.5) * normal
            )
            # Stored values are rounded; 1024 is the rescale intercept.
            assert image[k, r, c] == pytest.approx(x + 2 * y + 4 * z + 1500 - 1024, abs=1.01)


def test_planes_are_as_radiologists_hang_them():
    for row, column, normal in PLANES.values():
        assert np.array_equal(np.cross(row, column), normal)


def test_the_shape_holds_every_member(stacks, cohort):
    array = cohort.array(spacing=2.0, plane="axial")
    # Extents along z, y, x: axial (24, 40, 48), coronal (32, 40, 60), sagittal (36, 24, 24) mm.
    assert array.shape == (3, 18, 20, 30)


def test_own_planes_keep_the_voxels(stacks, cohort):
    one = stacks.cohort(f"SELECT volume_id FROM volume WHERE volume_id = '{cohort.members[0]}'")
    array = one.array()
    volume = stacks.volume(one.members[0])
    assert np.array_equal(array[0].compute(scheduler="synchronous"), volume.values())


def test_an_array_is_lazy_and_workers_open_the_lake(cohort):
    array = cohort.array(spacing=4.0, shape=(4, 4, 4))
    assert "pacslake" not in str(type(array)) and len(pickle.dumps(array)) < 20_000
    elsewhere = pickle.loads(pickle.dumps(array))  # as a worker gets it
    assert np.array_equal(elsewhere.compute(scheduler="threads"), array.compute(scheduler="synchronous"))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "no one spacing"), ({"spacing": 1, "plane": "oblique"}, "axial, coronal, sagittal"),
        ({"spacing": (1, 1)}, "three numbers"), ({"spacing": -1}, "above 0"),
    ],
)  # fmt: skip
def test_what_cannot_be_an_array_is_said(cohort, options, said):
    with pytest.raises(UsageError, match=said):
        cohort.array(**options)


def test_members_of_another_kind_are_said(stacks, tmp_path):
    with pytest.raises(UsageError, match="series grain"):
        stacks.cohort("SELECT SeriesInstanceUID FROM series").array(spacing=1)
    simple_series(tmp_path / "in", (1, 8, 8), seed=90)
    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(tmp_path / "in")
    with pytest.raises(UsageError, match="1 of 1 members are no stack"):
        lake.cohort("SELECT volume_id FROM volume").array(spacing=1)


def test_blocks_are_stored_as_whole_shards(cohort, tmp_path):
    import zarr

    array = cohort.array(spacing=2.0, shape=(5, 6, 7))
    stored = store_array(array * 2, str(tmp_path / "x.zarr"), chunk=(2, 4, 4))
    assert (stored.chunks, stored.shards) == ((1, 2, 4, 4), (1, 6, 8, 8))
    again = zarr.open_array(tmp_path / "x.zarr", mode="r")[...]
    assert np.array_equal(again, (array * 2).compute(scheduler="synchronous"))
    with pytest.raises(UsageError, match="already"):
        store_array(array, str(tmp_path / "x.zarr"))
    with pytest.raises(UsageError, match="rechunk"):
        store_array(array.rechunk((3, 5, 6, 7)), str(tmp_path / "y.zarr"))


# -- patches -----------------------------------------------------------------------------------------


def test_a_patch_is_a_piece_of_its_volume(stacks, cohort):
    found = list(cohort.patches((3, 4, 5), per_volume=4, seed=1))
    assert len(found) == 12 == len(cohort.patches((3, 4, 5), per_volume=4))
    for sample in found:
        k, r, c = sample["start"]
        assert np.array_equal(
            sample["image"], stacks.volume(sample["volume_id"]).values()[k : k + 3, r : r + 4, c : c + 5]
        )
    assert {s["volume_id"] for s in found} == set(cohort.members)


def key(samples):
    return [(s["volume_id"], s["start"]) for s in samples]


def test_an_epoch_repeats_and_the_next_differs(cohort):
    one = cohort.patches(4, per_volume=3, seed=5)
    assert key(one) == key(one) == key(pickle.loads(pickle.dumps(one)))
    assert key(one) != key(one.for_epoch(1)) != key(one.for_epoch(2))


def test_loader_processes_share_the_volumes_out(cohort):
    whole = cohort.patches(4, per_volume=2, seed=5)
    parts = [list(whole.for_part(i, 2)) for i in range(2)]
    assert [len(p) for p in parts] == [len(whole.for_part(i, 2)) for i in range(2)]
    assert sorted(key(parts[0]) + key(parts[1])) == sorted(key(whole))


def test_a_patch_larger_than_the_volume_is_filled(stacks, cohort):
    for sample in cohort.patches((16, 32, 32)):
        shape = stacks.volume(sample["volume_id"]).shape
        assert sample["image"].shape == (16, 32, 32)
        assert sample["image"][shape[0] :].max() == sample["image"].min()


def test_targets_are_cut_at_the_same_place_and_patches_can_be_chosen(cohort):
    for sample in cohort.patches(4, target=lambda v: v.values() > 500):
        assert np.array_equal(sample["target"], sample["image"] > 500)
    middle = np.median([s["image"].mean() for s in cohort.patches(4, per_volume=8)])
    chosen = list(cohort.patches(4, per_volume=4, accept=lambda image: image.mean() > middle))
    assert np.mean([s["image"].mean() > middle for s in chosen]) > 0.6
    with pytest.raises(UsageError, match="one grid"):
        list(cohort.patches(4, target=lambda v: np.zeros((1, 1, 1))))


def test_patches_of_one_spacing(cohort):
    for sample in cohort.patches(4, spacing=2.0):
        # In a linear image the step from voxel to voxel follows from the spacing alone: 2, 4 or 8 per step of 2 mm.
        steps = sorted(float(np.median(np.abs(np.diff(sample["image"], axis=a)))) for a in range(3))
        assert steps == pytest.approx([2, 4, 8], abs=0.3)


def test_without_torch_it_says_what_to_do(cohort, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(UsageError, match=r"pip install torch.*patches"):
        cohort.torch(4)


def test_with_torch_it_is_an_iterable_data_set(cohort, monkeypatch):
    """Against a stand-in that has what is used of PyTorch; the real one is not among the dependencies."""
    torch, utils, data = (types.ModuleType(n) for n in ("torch", "torch.utils", "torch.utils.data"))
    torch.from_numpy = lambda array: array
    data.IterableDataset = type("IterableDataset", (), {})
    data.get_worker_info = lambda: types.SimpleNamespace(id=1, num_workers=2)
    for module in (torch, utils, data):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    found = cohort.torch((3, 4, 5), per_volume=2, seed=1)
    assert isinstance(found, data.IterableDataset) and len(found) == 6
    samples = list(found)
    assert key(samples) == key(cohort.patches((3, 4, 5), per_volume=2, seed=1).for_part(1, 2))
    assert samples[0]["image"].shape == (1, 3, 4, 5)
    found.set_epoch(3)
    assert key(found) != key(samples)
