"""`simple_series`: files of exactly the geometry and values asked for, by SimpleITK and pydicom."""

from __future__ import annotations

import numpy as np
import pydicom
import pytest

from pacslake.synthetic import simple_series


def test_oblique_series_as_simpleitk_reads_it(tmp_path):
    import SimpleITK as sitk

    c, s = np.cos(0.3), np.sin(0.3)
    direction = (c, s, 0, -s, c, 0)
    made = simple_series(
        tmp_path, (4, 5, 6), (3.0, 2.0, 1.5), direction, origin=(10.0, -20.0, 5.0), modality="MR"
    )
    image = sitk.ReadImage([str(p) for p in made.paths])
    assert np.array_equal(sitk.GetArrayFromImage(image), made.array)
    assert np.allclose(
        image.TransformIndexToPhysicalPoint((5, 4, 3)), (made.affine_lps @ [5, 4, 3, 1])[:3], atol=1e-3
    )
    assert np.allclose(image.GetSpacing(), (1.5, 2.0, 3.0))


def test_values_count_100_10_1(tmp_path):
    made = simple_series(tmp_path)
    ds = pydicom.dcmread(made.paths[2])
    assert ds.pixel_array[3, 4] == 234
    assert float(ds.ImagePositionPatient[2]) == 4.0


def test_attributes_and_edit_change_the_files(tmp_path):
    def drop(ds, k):
        if k == 1:
            del ds.ImagePositionPatient

    made = simple_series(tmp_path, edit=drop, SeriesDescription="odd")
    ds = pydicom.dcmread(made.paths[1])
    assert ds.SeriesDescription == "odd" and "ImagePositionPatient" not in ds


def test_signed_values_are_stored_signed(tmp_path):
    values = np.full((2, 3, 4), -7)
    made = simple_series(tmp_path, (2, 3, 4), array=values)
    assert (pydicom.dcmread(made.paths[0]).pixel_array == -7).all()


def test_wrong_shape_is_refused(tmp_path):
    with pytest.raises(ValueError, match="shape"):
        simple_series(tmp_path, (2, 3, 4), array=np.zeros((2, 3, 5)))
