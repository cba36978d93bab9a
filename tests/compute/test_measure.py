"""Measures against arithmetic, and against published values of the IBSI digital phantom."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from pacslake.compute.measure import (
    body_features,
    body_mask,
    discretise,
    first_order,
    histogram_features,
    image_quality,
    intensity_features,
    intensity_volume_features,
    lung_features,
    lung_mask,
    noise_level,
    quality_features,
    region_features,
    segment_features,
    shape_features,
    texture_features,
)
from pacslake.compute.measure.neighbours import autocorrelation_features

# The IBSI 1 digital phantom (reference manual, section 5.1): 5 x 4 x 4 voxels of 2 mm; the value 9 marks voxels
# outside the region, which holds 74 voxels. Its grey levels are used as they are.
IBSI = np.array([
    [[1, 4, 4, 1, 1], [1, 4, 6, 1, 1], [4, 1, 6, 4, 1], [4, 4, 6, 4, 1]],
    [[1, 4, 4, 1, 1], [1, 1, 6, 1, 1], [9, 1, 3, 1, 1], [4, 4, 6, 1, 1]],
    [[1, 4, 4, 9, 9], [1, 1, 1, 1, 1], [1, 1, 9, 1, 1], [1, 1, 6, 1, 1]],
    [[1, 4, 4, 9, 9], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1], [1, 1, 6, 1, 1]],
])  # fmt: skip
REGION = IBSI != 9
LEVELS = np.where(REGION, IBSI, 0)

# IBSI 1 reference values of the digital phantom, as published: to three digits, or with a tolerance.
INTENSITY = {
    "mean": 2.15, "variance": 3.05, "skewness": 1.08, "excess_kurtosis": -0.355, "median": 1, "minimum": 1, "p10": 1,
    "p90": 4, "maximum": 6, "interquartile_range": 3, "range": 5, "mean_absolute_deviation": 1.55,
    "robust_mean_absolute_deviation": 1.11, "median_absolute_deviation": 1.15, "coefficient_of_variation": 0.812,
    "quartile_coefficient_of_dispersion": 0.6, "energy": 567, "root_mean_square": 2.77,
}  # fmt: skip
HISTOGRAM = {
    "histogram_mode": 1, "histogram_entropy": 1.27, "histogram_uniformity": 0.512, "maximum_histogram_gradient": 8,
    "maximum_histogram_gradient_level": 3, "minimum_histogram_gradient": -50, "minimum_histogram_gradient_level": 1,
}  # fmt: skip
INTENSITY_VOLUME = {
    "ivh_volume_fraction_at_10_percent_intensity": 0.324, "ivh_volume_fraction_at_90_percent_intensity": 0.0946,
    "ivh_intensity_at_10_percent_volume": 5, "ivh_intensity_at_90_percent_volume": 2,
    "ivh_volume_fraction_difference": 0.23, "ivh_intensity_difference": 3,
}  # fmt: skip
SHAPE = {
    "volume_mesh": (556, 4), "volume_voxel_counting": (592, 4), "surface_area": (388, 3),
    "surface_to_volume_ratio": (0.698, 0.004), "compactness_1": (0.0411, 0.0003), "compactness_2": (0.599, 0.004),
    "spherical_disproportion": (1.19, 0.01), "sphericity": (0.843, 0.005), "asphericity": (0.186, 0.001),
    "centre_of_mass_shift": (0.672, 0.004), "maximum_3d_diameter": (13.1, 0.1), "major_axis_length": (11.4, 0.1),
    "minor_axis_length": (9.31, 0.06), "least_axis_length": (8.54, 0.05), "elongation": (0.816, 0.005),
    "flatness": (0.749, 0.005), "volume_density_aabb": (0.869, 0.005), "area_density_aabb": (0.866, 0.005),
    "volume_density_aee": (1.17, 0.01), "area_density_aee": (1.36, 0.01), "volume_density_convex_hull": (0.961, 0.006),
    "area_density_convex_hull": (1.03, 0.01), "integrated_intensity": (1200, 10),
    "morans_i": (0.0397, 0.0003), "gearys_c": (0.974, 0.009),
}  # fmt: skip
# (merged, averaged) over the 13 directions in three dimensions.
DIRECTIONAL = {
    "glcm_joint_maximum": (0.509, 0.503), "glcm_joint_average": (2.15, 2.14), "glcm_joint_variance": (3.13, 3.1),
    "glcm_joint_entropy": (2.57, 2.4), "glcm_difference_average": (1.38, 1.43),
    "glcm_difference_variance": (3.21, 3.06), "glcm_difference_entropy": (1.64, 1.56),
    "glcm_sum_average": (4.3, 4.29), "glcm_sum_variance": (7.41, 7.07), "glcm_sum_entropy": (2.11, 1.92),
    "glcm_angular_second_moment": (0.291, 0.303), "glcm_contrast": (5.12, 5.32), "glcm_dissimilarity": (1.38, 1.43),
    "glcm_inverse_difference": (0.688, 0.677), "glcm_inverse_difference_normalised": (0.856, 0.851),
    "glcm_inverse_difference_moment": (0.631, 0.618), "glcm_inverse_difference_moment_normalised": (0.902, 0.898),
    "glcm_inverse_variance": (0.0574, 0.0604), "glcm_correlation": (0.183, 0.157),
    "glcm_autocorrelation": (5.19, 5.06), "glcm_cluster_tendency": (7.41, 7.07), "glcm_cluster_shade": (17.4, 16.6),
    "glcm_cluster_prominence": (147, 145), "glcm_information_correlation_1": (-0.0288, -0.157),
    "glcm_information_correlation_2": (0.269, 0.52),
    "glrlm_short_run_emphasis": (0.729, 0.705), "glrlm_long_run_emphasis": (2.76, 3.06),
    "glrlm_low_grey_level_run_emphasis": (0.607, 0.603), "glrlm_high_grey_level_run_emphasis": (9.64, 9.7),
    "glrlm_short_run_low_grey_level_emphasis": (0.372, 0.352),
    "glrlm_short_run_high_grey_level_emphasis": (8.67, 8.54), "glrlm_long_run_low_grey_level_emphasis": (2.16, 2.39),
    "glrlm_long_run_high_grey_level_emphasis": (15.6, 17.6), "glrlm_grey_level_non_uniformity": (281, 21.8),
    "glrlm_grey_level_non_uniformity_normalised": (0.43, 0.43), "glrlm_run_length_non_uniformity": (328, 26.9),
    "glrlm_run_length_non_uniformity_normalised": (0.501, 0.513), "glrlm_run_percentage": (0.68, 0.68),
    "glrlm_grey_level_variance": (3.48, 3.46), "glrlm_run_length_variance": (0.598, 0.574),
    "glrlm_run_entropy": (2.62, 2.43),
}  # fmt: skip
TEXTURE = {
    "glszm_small_zone_emphasis": 0.255, "glszm_large_zone_emphasis": 550, "glszm_low_grey_level_zone_emphasis": 0.253,
    "glszm_high_grey_level_zone_emphasis": 15.6, "glszm_small_zone_low_grey_level_emphasis": 0.0256,
    "glszm_small_zone_high_grey_level_emphasis": 2.76, "glszm_large_zone_low_grey_level_emphasis": 503,
    "glszm_large_zone_high_grey_level_emphasis": 1490, "glszm_grey_level_non_uniformity": 1.4,
    "glszm_grey_level_non_uniformity_normalised": 0.28, "glszm_zone_size_non_uniformity": 1,
    "glszm_zone_size_non_uniformity_normalised": 0.2, "glszm_zone_percentage": 0.0676,
    "glszm_grey_level_variance": 2.64, "glszm_zone_size_variance": 331, "glszm_zone_size_entropy": 2.32,
    "gldzm_small_distance_emphasis": 1, "gldzm_large_distance_emphasis": 1,
    "gldzm_low_grey_level_zone_emphasis": 0.253, "gldzm_high_grey_level_zone_emphasis": 15.6,
    "gldzm_small_distance_low_grey_level_emphasis": 0.253, "gldzm_small_distance_high_grey_level_emphasis": 15.6,
    "gldzm_large_distance_low_grey_level_emphasis": 0.253, "gldzm_large_distance_high_grey_level_emphasis": 15.6,
    "gldzm_grey_level_non_uniformity": 1.4, "gldzm_grey_level_non_uniformity_normalised": 0.28,
    "gldzm_zone_distance_non_uniformity": 5, "gldzm_zone_distance_non_uniformity_normalised": 1,
    "gldzm_zone_percentage": 0.0676, "gldzm_grey_level_variance": 2.64, "gldzm_zone_distance_variance": 0,
    "gldzm_zone_distance_entropy": 1.92, "ngtdm_coarseness": 0.0296, "ngtdm_contrast": 0.584, "ngtdm_busyness": 6.54,
    "ngtdm_complexity": 13.5, "ngtdm_strength": 0.763, "ngldm_low_dependence_emphasis": 0.045,
    "ngldm_high_dependence_emphasis": 109, "ngldm_low_grey_level_count_emphasis": 0.693,
    "ngldm_high_grey_level_count_emphasis": 7.66, "ngldm_low_dependence_low_grey_level_emphasis": 0.00963,
    "ngldm_low_dependence_high_grey_level_emphasis": 0.736, "ngldm_high_dependence_low_grey_level_emphasis": 102,
    "ngldm_high_dependence_high_grey_level_emphasis": 235, "ngldm_grey_level_non_uniformity": 37.9,
    "ngldm_grey_level_non_uniformity_normalised": 0.512, "ngldm_dependence_count_non_uniformity": 4.86,
    "ngldm_dependence_count_non_uniformity_normalised": 0.0657, "ngldm_dependence_count_percentage": 1,
    "ngldm_grey_level_variance": 3.05, "ngldm_dependence_count_variance": 22.1,
    "ngldm_dependence_count_entropy": 4.4, "ngldm_dependence_count_energy": 0.0533,
}  # fmt: skip


def differences(found: dict, published: dict, which: int | None = None) -> list[str]:
    """Features that are not the published ones, half a unit of the third digit apart at most."""
    told = {name: value if which is None else value[which] for name, value in published.items()}
    return [
        f"{name}: {found[name]} for {value}"
        for name, value in told.items()
        if found[name] != pytest.approx(value, rel=0.0056, abs=1e-9)
    ]


def test_first_order_features_have_the_published_values_of_the_digital_phantom():
    assert REGION.sum() == 74
    found = intensity_features(IBSI, REGION)
    assert differences(found, INTENSITY) == [] and set(found) == set(INTENSITY)
    assert differences(histogram_features(LEVELS), HISTOGRAM) == []
    assert differences(intensity_volume_features(IBSI, REGION), INTENSITY_VOLUME) == []


def test_the_intensity_volume_histogram_of_a_ramp_and_of_one_value():
    found = intensity_volume_features(np.linspace(0.0, 0.5, 1001))
    assert found["ivh_volume_fraction_at_10_percent_intensity"] == pytest.approx(0.9, abs=0.002)
    assert found["ivh_intensity_at_10_percent_volume"] == pytest.approx(0.45, abs=0.001)
    flat = intensity_volume_features(np.full(5, 7.0))
    assert flat["ivh_intensity_at_90_percent_volume"] == 8 and flat["ivh_volume_fraction_difference"] == 0
    with pytest.raises(ValueError, match="above 0"):
        intensity_volume_features(np.arange(3), step=0)


def test_autocorrelation_is_the_sum_over_all_pairs():
    rng = np.random.default_rng(4)
    values, region = rng.normal(size=(3, 4, 5)), rng.random((3, 4, 5)) < 0.6
    step = np.array((3.0, 1.0, 0.5))
    at, x = np.argwhere(region) * step, values[region] - values[region].mean()
    with np.errstate(divide="ignore"):
        w = 1 / np.linalg.norm(at[:, None] - at[None], axis=2)
    np.fill_diagonal(w, 0)
    n, spread = len(x), (x**2).sum()
    found = autocorrelation_features(values, region, step)
    assert found["morans_i"] == pytest.approx(n / w.sum() * (w * x[:, None] * x).sum() / spread)
    assert found["gearys_c"] == pytest.approx(
        (n - 1) / (2 * w.sum()) * (w * (x[:, None] - x) ** 2).sum() / spread
    )
    nothing = {"morans_i": None, "gearys_c": None}
    assert autocorrelation_features(np.ones((2, 2, 2)), np.ones((2, 2, 2), bool), step) == nothing


def test_shape_features_have_the_published_values():
    found = shape_features(REGION, (2, 2, 2), IBSI)
    wrong = [n for n, (value, within) in SHAPE.items() if abs(found[n] - value) > within]
    assert wrong == [] and set(found) == set(SHAPE)


@pytest.mark.parametrize(("aggregate", "which"), [("merged", 0), ("averaged", 1)])
def test_texture_features_have_the_published_values(aggregate, which):
    found = texture_features(LEVELS, aggregate=aggregate)
    assert differences(found, DIRECTIONAL, which) == []
    assert differences(found, TEXTURE) == []
    assert set(found) == {*DIRECTIONAL, *TEXTURE}


def test_shape_counts_spacing_and_place():
    region = np.zeros((40, 40, 40), bool)
    region[5:15, 8:28, 3:33] = True
    box = shape_features(region, (3.0, 2.0, 1.0))
    assert box["volume_voxel_counting"] == 10 * 20 * 30 * 6
    assert box["volume_mesh"] == pytest.approx(30 * 40 * 30, rel=0.03)
    # The variance of n voxels in a row is (n^2 - 1) / 12 steps squared.
    assert box["major_axis_length"] == pytest.approx(4 * 2 * np.sqrt((20**2 - 1) / 12), rel=1e-3)
    moved = shape_features(np.roll(region, (7, 9, 4), (0, 1, 2)), (3.0, 2.0, 1.0))
    assert moved == pytest.approx(box)


def test_a_ball_is_round():
    z, y, x = np.indices((41, 41, 41)) - 20
    ball = shape_features(z**2 + y**2 + x**2 <= 15**2, (1, 1, 1))
    assert ball["volume_mesh"] == pytest.approx(4 / 3 * np.pi * 15**3, rel=0.01)
    assert 0.9 < ball["sphericity"] <= 1 and ball["flatness"] == pytest.approx(1, abs=0.01)


def test_one_voxel_and_one_level_have_no_undefined_numbers():
    one = np.zeros((3, 3, 3), int)
    one[1, 1, 1] = 1
    found = {**texture_features(one), **shape_features(one, (1, 1, 1)), **histogram_features(one)}
    assert all(v is None or np.isfinite(v) for v in found.values())
    assert found["glcm_contrast"] is None and found["elongation"] is None
    flat = texture_features(np.ones((4, 4, 4), int))
    assert flat["glcm_correlation"] is None and flat["glcm_contrast"] == 0


@pytest.mark.parametrize(
    "call",
    [
        lambda: intensity_features(IBSI, np.zeros(IBSI.shape)),
        lambda: shape_features(np.zeros((3, 3, 3)), (1, 1, 1)),
        lambda: texture_features(np.zeros((3, 3, 3), int)),
        lambda: discretise(IBSI, np.zeros(IBSI.shape), bins=4),
    ],
)
def test_an_empty_mask_is_refused(call):
    with pytest.raises(ValueError, match="no voxel to measure"):
        call()


def test_levels_start_at_one_and_are_as_many_as_asked_for():
    x = np.array([-50.0, -26.0, -25.0, 0.0, 49.9, 50.0])
    assert discretise(x, np.ones(6), bin_width=25).tolist() == [1, 1, 2, 3, 4, 5]
    assert discretise(x, np.ones(6), bins=4).tolist() == [1, 1, 2, 3, 4, 4]
    assert discretise(x, x > -30, bins=2).tolist() == [0, 1, 1, 1, 2, 2]
    with pytest.raises(ValueError, match="not both"):
        discretise(x, np.ones(6), bins=2, bin_width=1)


def test_noise_is_found_on_a_ramp():
    rng = np.random.default_rng(0)
    ramp = np.add.outer(np.arange(200.0), 3 * np.arange(200.0))[None].repeat(3, 0)
    assert noise_level(ramp + rng.normal(0, 12, ramp.shape)) == pytest.approx(12, rel=0.03)
    assert noise_level(ramp) == pytest.approx(0, abs=1e-9)


def test_quality_tells_faults_apart():
    rng = np.random.default_rng(1)
    disc = np.hypot(*np.indices((64, 64)) - 32) < 20
    steps = np.arange(10.0)[:, None, None]
    good = np.where(disc, 100.0, 0.0)[None] + steps + rng.normal(0, 10, (10, 64, 64))
    found = quality_features(good)
    assert found["noise"] == pytest.approx(10, rel=0.25)  # the disc's edge adds to it
    assert found["foreground_fraction"] == pytest.approx(disc.mean(), abs=0.01)
    assert found["contrast"] == pytest.approx(100, rel=0.02)
    assert (found["n_blank_slices"], found["n_repeated_slices"]) == (0, 0)
    from scipy.ndimage import gaussian_filter

    assert quality_features(gaussian_filter(good, (0, 2, 2)))["sharpness"] < 0.6 * found["sharpness"]
    broken = good.copy()
    broken[4], broken[7] = 0, broken[6]
    worse = quality_features(broken)
    assert (worse["n_blank_slices"], worse["n_repeated_slices"]) == (1, 1)
    assert worse["slice_jump"] > 10 * found["slice_jump"]
    flat = quality_features(np.zeros((3, 8, 8)))
    assert flat["signal_to_noise"] is None and flat["sharpness"] is None


def chest() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A body with two lungs, a table below it and gas in the bowel: (HU, body, lungs)."""
    z, y, x = np.indices((8, 100, 120))
    body = ((x - 60) / 50) ** 2 + ((y - 45) / 35) ** 2 < 1
    lungs = (((x - 38) / 14) ** 2 + ((y - 45) / 20) ** 2 < 1) | (
        ((x - 82) / 14) ** 2 + ((y - 45) / 20) ** 2 < 1
    )
    gas = ((x - 60) ** 2 + (y - 45) ** 2 < 9) & (z == 0)
    hu = np.where(body, 40.0, -1000.0)
    hu[lungs] = -850
    hu[gas] = -1000
    hu[(y > 90) & (y < 94)] = 100  # the table
    return hu, body, lungs


def test_body_and_lungs_are_found():
    hu, body, lungs = chest()
    assert 2 * (body_mask(hu) & body).sum() / (body_mask(hu).sum() + body.sum()) > 0.99
    found = lung_mask(hu)
    assert 2 * (found & lungs).sum() / (found.sum() + lungs.sum()) > 0.98


def test_without_lungs_the_mask_is_empty():
    assert not lung_mask(np.full((3, 20, 20), 40.0)).any()


@pytest.fixture(scope="module")
def patient(small_patient, tmp_path_factory):
    """A lake of the small synthetic patient: chest CT at three dates with segmentations of lesions."""
    import pacslake

    place = tmp_path_factory.mktemp("measure")
    lake = pacslake.init(place / "lake")
    lake.ingest(small_patient.dicom_folder)
    return lake


def test_measures_map_over_a_cohort_as_they_are(patient):
    cohort = patient.cohort(
        "SELECT volume_id FROM volume JOIN series USING (SeriesInstanceUID) WHERE Modality = 'CT' AND verdict = 'regular'"
    )
    for number, fn in enumerate((first_order, image_quality, lung_features, body_features)):
        assert cohort.map(fn, table=f"m{number}", scheduler="sync").failures() == []


def test_segments_are_measured_where_the_catalogue_says_they_lie(patient):
    cohort = patient.cohort("SELECT DISTINCT volume_id FROM segment WHERE volume_id IS NOT NULL")
    result = cohort.map(
        functools.partial(segment_features, bin_width=50.0), table="lesions", scheduler="sync"
    )
    assert result.failures() == []
    rows = patient.rows(
        "SELECT s.n_voxels * s.voxel_volume_mm3, l.volume_voxel_counting, l.sphericity "
        "FROM lesions l JOIN segment s ON s.segment_id = l.region_id"
    )
    assert rows and all(counted == pytest.approx(told, rel=1e-3) for told, counted, _ in rows)
    assert all(0 < roundness <= 1 for *_, roundness in rows)
    (row,) = patient.dicts("SELECT parameters FROM activity WHERE table_name = 'lesions'")
    assert '"bin_width": 50.0' in row["parameters"]


def test_a_stack_with_uneven_steps_has_no_shape():
    class Uneven:
        spacing_mm, verdict = (None, 1.0, 1.0), "variable_spacing"

    with pytest.raises(ValueError, match="to_regular"):
        region_features(Uneven(), np.ones((2, 2, 2)))
