"""Texture of a region of grey levels: six matrices and their features by IBSI names (IBSI 1, sections 3.6 to 3.11).

Neither SimpleITK nor scikit-image builds these matrices in three dimensions within a mask (scikit-image's
co-occurrence is of whole two-dimensional pictures), so they are counted here. All work on levels from 1 up inside
the region and 0 outside, (slice, row, column), in steps of one voxel; see `intensity.discretise`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np

from pacslake.compute.measure.intensity import Features

__all__ = ["glcm", "gldzm", "glrlm", "glszm", "ngldm", "ngtdm", "texture_features"]

# One of each pair of opposite neighbours: 13 directions in three dimensions.
_NEAR = (-1, 0, 1)
_DIRECTIONS = [d for d in itertools.product(_NEAR, _NEAR, _NEAR) if d > (0, 0, 0)]
_EPSILON = np.finfo(np.float64).tiny


def texture_features(levels: np.ndarray, *, aggregate: str = "merged") -> Features:
    """All texture features of a region.

    Args:
        levels: (slice, row, column) of integers, from 1 up inside the region, 0 outside.
        aggregate: `merged` adds up the matrices of the 13 directions (IBSI IAZD), `averaged` takes the mean of
            their features (ITBB); it concerns co-occurrence and run lengths.

    Raises:
        ValueError: no voxel is left, the array is not three-dimensional, or `aggregate` is not known.
    """
    levels = np.asarray(levels)
    if levels.ndim != 3 or levels.dtype.kind not in "iu":
        raise ValueError(
            f"levels are integers (slice, row, column), not {levels.dtype} of shape {levels.shape}"
        )
    if not (levels > 0).any():
        raise ValueError("there is no voxel to measure: all levels are 0")
    if aggregate not in ("merged", "averaged"):
        raise ValueError(f"aggregate={aggregate!r} is not known; use 'merged' or 'averaged'")
    n = int((levels > 0).sum())
    padded = np.pad(levels, 1).astype(np.int64)
    sizes, distances = _zones(levels)
    dependence = ngldm(levels)
    return {
        **_aggregated([glcm(padded, d) for d in _DIRECTIONS], lambda m, _: _glcm_features(m), aggregate, n),
        **_aggregated([glrlm(padded, d) for d in _DIRECTIONS], lambda m, k: _emphases(m, k, _RUNS), aggregate, n),
        **_emphases(sizes, n, _ZONES), **_emphases(distances, n, _DISTANCES), **_emphases(dependence, n, _DEPENDENCE),
        "ngldm_dependence_count_energy": float(((dependence / dependence.sum()) ** 2).sum()),
        **_ngtdm_features(*ngtdm(levels)),
    }  # fmt: skip


def _aggregated(
    matrices: list[np.ndarray], features: Callable[[np.ndarray, int], Features], aggregate: str, n: int
) -> Features:
    filled = [m for m in matrices if m.any()]
    if aggregate == "merged" or not filled:
        wide = max(m.shape[1] for m in matrices)
        total = sum(np.pad(m, ((0, 0), (0, wide - m.shape[1]))) for m in matrices)
        return features(np.asarray(total), n * len(matrices))
    each = [features(m, n) for m in filled]
    known = {name: [f[name] for f in each if f[name] is not None] for name in each[0]}
    return {name: float(np.mean(found)) if found else None for name, found in known.items()}  # type: ignore[arg-type]


def _entropy(p: np.ndarray) -> float:
    p = p[p > 0]
    return float(-(p * np.log2(p)).sum()) + 0.0


# -- co-occurrence -----------------------------------------------------------------------------------


def glcm(padded: np.ndarray, direction: tuple[int, int, int]) -> np.ndarray:
    """Counts (level, level) of neighbours along a direction and its opposite, symmetric.

    Args:
        padded: levels with a border of 0, one voxel wide.
    """
    n = int(padded.max())
    flat, offset = padded.ravel(), _offset(padded.shape, direction)
    at = np.flatnonzero(flat)
    pairs = flat[at], flat[at + offset]
    both = pairs[1] > 0
    counts = np.bincount((pairs[0][both] - 1) * n + pairs[1][both] - 1, minlength=n * n).reshape(n, n)
    return np.asarray(counts + counts.T, dtype=np.float64)


def _offset(shape: tuple[int, ...], direction: tuple[int, int, int]) -> int:
    """How far a neighbour is in the flattened array; the border of 0 keeps it from wrapping around."""
    return int((direction[0] * shape[1] + direction[1]) * shape[2] + direction[2])


def _glcm_features(counts: np.ndarray) -> Features:
    names = (
        "joint_maximum joint_average joint_variance joint_entropy difference_average difference_variance "
        "difference_entropy sum_average sum_variance sum_entropy angular_second_moment contrast dissimilarity "
        "inverse_difference inverse_difference_normalised inverse_difference_moment "
        "inverse_difference_moment_normalised inverse_variance correlation autocorrelation cluster_tendency "
        "cluster_shade cluster_prominence information_correlation_1 information_correlation_2"
    ).split()
    total = counts.sum()
    if not total:  # no two voxels of the region touch
        return {f"glcm_{name}": None for name in names}
    p, n = counts / total, len(counts)
    i, j = np.mgrid[1 : n + 1, 1 : n + 1].astype(np.float64)
    px = p.sum(1)
    k_diff, k_sum = np.arange(n), np.arange(2, 2 * n + 1)
    p_diff = np.bincount(np.abs(i - j).astype(int).ravel(), p.ravel(), minlength=n)
    p_sum = np.bincount((i + j).astype(int).ravel(), p.ravel(), minlength=2 * n + 1)[2:]
    mean = float((i * p).sum())
    variance = float(((i - mean) ** 2 * p).sum())
    mean_diff, mean_sum = float((k_diff * p_diff).sum()), float((k_sum * p_sum).sum())
    around, gap = i + j - 2 * mean, np.abs(i - j)
    h, hx = _entropy(p), _entropy(px)
    outer = np.outer(px, px)
    h1, h2 = -float((p * np.log2(outer + _EPSILON)).sum()), _entropy(outer)
    values: list[float | None] = [
        float(p.max()), mean, variance, h,
        mean_diff, float(((k_diff - mean_diff) ** 2 * p_diff).sum()), _entropy(p_diff),
        mean_sum, float(((k_sum - mean_sum) ** 2 * p_sum).sum()), _entropy(p_sum),
        float((p**2).sum()), float((gap**2 * p).sum()), float((gap * p).sum()),
        float((p / (1 + gap)).sum()), float((p / (1 + gap / n)).sum()),
        float((p / (1 + gap**2)).sum()), float((p / (1 + gap**2 / n**2)).sum()),
        float((p_diff[1:] / k_diff[1:] ** 2).sum()),
        float(((i - mean) * (j - mean) * p).sum()) / variance if variance else None,
        float((i * j * p).sum()), *(float((around**power * p).sum()) for power in (2, 3, 4)),
        (h - h1) / hx if hx else None, float(np.sqrt(max(0.0, 1 - np.exp(-2 * (h2 - h))))),
    ]  # fmt: skip
    return {f"glcm_{name}": value for name, value in zip(names, values, strict=True)}


# -- run lengths, zones, dependences: matrices (level, size) with one family of features -----------------

_FAMILY = (
    "small", "large", "low_level", "high_level", "small_low", "small_high", "large_low", "large_high",
    "level_non_uniformity", "level_non_uniformity_normalised", "size_non_uniformity",
    "size_non_uniformity_normalised", "percentage", "level_variance", "size_variance", "entropy",
)  # fmt: skip


def _named(
    prefix: str, small: str, large: str, low: str, high: str, noun: str, size: str, share: str
) -> list[str]:
    """IBSI's names for the 16 features of a matrix (level, size), in the order of `_FAMILY`."""
    both = [f"{s}_{g}_grey_level_emphasis" for s, g in itertools.product((small, large), ("low", "high"))]
    return [f"{prefix}_{name}" for name in (
        f"{small}_emphasis", f"{large}_emphasis", f"{low}_emphasis", f"{high}_emphasis", *both,
        "grey_level_non_uniformity", "grey_level_non_uniformity_normalised", f"{size}_non_uniformity",
        f"{size}_non_uniformity_normalised", share, "grey_level_variance", f"{size}_variance", f"{noun}_entropy",
    )]  # fmt: skip


_RUNS = _named("glrlm", "short_run", "long_run", "low_grey_level_run", "high_grey_level_run", "run", "run_length",
               "run_percentage")  # fmt: skip
_ZONES = _named("glszm", "small_zone", "large_zone", "low_grey_level_zone", "high_grey_level_zone", "zone_size",
                "zone_size", "zone_percentage")  # fmt: skip
_DISTANCES = _named("gldzm", "small_distance", "large_distance", "low_grey_level_zone", "high_grey_level_zone",
                    "zone_distance", "zone_distance", "zone_percentage")  # fmt: skip
_DEPENDENCE = _named("ngldm", "low_dependence", "high_dependence", "low_grey_level_count", "high_grey_level_count",
                     "dependence_count", "dependence_count", "dependence_count_percentage")  # fmt: skip


def _emphases(matrix: np.ndarray, n_voxels: int, names: list[str]) -> Features:
    total = float(matrix.sum())
    i = np.arange(1, matrix.shape[0] + 1, dtype=np.float64)[:, None]
    j = np.arange(1, matrix.shape[1] + 1, dtype=np.float64)[None, :]
    p = matrix / total
    by_level, by_size = matrix.sum(1), matrix.sum(0)
    weights = (1 / j**2, j**2, 1 / i**2, i**2, 1 / (i * j) ** 2, i**2 / j**2, j**2 / i**2, (i * j) ** 2)
    values = [
        *(float((p * w).sum()) for w in weights),
        float((by_level**2).sum()) / total, float((by_level**2).sum()) / total**2,
        float((by_size**2).sum()) / total, float((by_size**2).sum()) / total**2, total / n_voxels,
        float((p * (i - (p * i).sum()) ** 2).sum()), float((p * (j - (p * j).sum()) ** 2).sum()), _entropy(p),
    ]  # fmt: skip
    return dict(zip(names, values, strict=True))


def glrlm(padded: np.ndarray, direction: tuple[int, int, int]) -> np.ndarray:
    """Counts (level, length - 1) of runs of equal levels along a direction.

    Args:
        padded: levels with a border of 0, one voxel wide.
    """
    n = int(padded.max())
    flat, offset = padded.ravel(), _offset(padded.shape, direction)
    at = np.flatnonzero(flat)
    starts = at[flat[at - offset] != flat[at]]
    found, length, ends = [], 0, starts
    while starts.size:  # all runs grow by one voxel at a time; those that end are counted
        length += 1
        ends = ends + offset
        goes_on = flat[ends] == flat[starts]
        found.append(np.bincount(flat[starts[~goes_on]] - 1, minlength=n))
        starts, ends = starts[goes_on], ends[goes_on]
    return np.stack(found, axis=1).astype(np.float64)


def glszm(levels: np.ndarray) -> np.ndarray:
    """Counts (level, size - 1) of zones: voxels of one level that touch, corners included."""
    return _zones(levels)[0]


def gldzm(levels: np.ndarray) -> np.ndarray:
    """Counts (level, distance - 1) of zones by their city-block distance to the border of the region."""
    return _zones(levels)[1]


def _zones(levels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    from scipy.ndimage import distance_transform_cdt, minimum
    from skimage.measure import label

    zones, n = label(levels, background=0, connectivity=3, return_num=True)
    size = np.bincount(zones.ravel(), minlength=n + 1)[1:]
    level = np.zeros(n + 1, np.int64)
    level[zones.ravel()] = levels.ravel()
    border = distance_transform_cdt(np.pad(levels > 0, 1), metric="taxicab")[1:-1, 1:-1, 1:-1]
    distance = np.asarray(minimum(border, zones, np.arange(1, n + 1)), dtype=np.int64)
    return _table(level[1:], size), _table(level[1:], distance)


def _table(level: np.ndarray, size: np.ndarray) -> np.ndarray:
    counts = np.zeros((int(level.max()), int(size.max())), np.float64)
    np.add.at(counts, (level - 1, size - 1), 1)
    return counts


def ngldm(levels: np.ndarray) -> np.ndarray:
    """Counts (level, dependence - 1) of voxels by how many of their 26 neighbours have the same level, plus one."""
    padded = np.pad(levels, 1)
    flat = padded.ravel()
    at = np.flatnonzero(flat)
    dependence = np.ones(at.size, np.int64)
    for direction in _DIRECTIONS:
        offset = _offset(padded.shape, direction)
        dependence += (flat[at + offset] == flat[at]).astype(np.int64) + (flat[at - offset] == flat[at])
    return _table(flat[at].astype(np.int64), dependence)


# -- grey tone differences -----------------------------------------------------------------------------


def ngtdm(levels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each level: number of voxels with neighbours, and the sum of differences from the neighbours' mean."""
    padded = np.pad(levels, 1).astype(np.int64)
    flat = padded.ravel()
    at = np.flatnonzero(flat)
    total, count = np.zeros(at.size), np.zeros(at.size)
    for direction in _DIRECTIONS:
        for offset in (_offset(padded.shape, direction), -_offset(padded.shape, direction)):
            total += flat[at + offset]
            count += flat[at + offset] > 0
    valid = count > 0
    own = flat[at][valid]
    difference = np.abs(own - total[valid] / count[valid])
    n = int(padded.max())
    return np.bincount(own - 1, minlength=n).astype(np.float64), np.bincount(own - 1, difference, minlength=n)


def _ngtdm_features(number: np.ndarray, difference: np.ndarray) -> Features:
    names = [f"ngtdm_{name}" for name in ("coarseness", "contrast", "busyness", "complexity", "strength")]
    n_valid = number.sum()
    used = number > 0
    if not n_valid:
        return dict.fromkeys(names)
    i = np.flatnonzero(used) + 1.0
    p, s = number[used] / n_valid, difference[used]
    n_levels = len(i)
    pi, pj, si, sj, gap = p[:, None], p[None, :], s[:, None], s[None, :], i[:, None] - i[None, :]
    spread = float((pi * pj * gap**2).sum()) / (n_levels * (n_levels - 1)) if n_levels > 1 else 0.0
    busy = float(np.abs(i[:, None] * pi - i[None, :] * pj).sum())
    weighted, summed = float((p * s).sum()), float(s.sum())
    values: list[float | None] = [
        # 1e6 where nothing differs, as IBSI asks (QCDE).
        1 / weighted if weighted else 1e6, spread * summed / n_valid, weighted / busy if busy else 0.0,
        float((np.abs(gap) * (pi * si + pj * sj) / (pi + pj)).sum()) / n_valid,
        float(((pi + pj) * gap**2).sum()) / summed if summed else 0.0,
    ]  # fmt: skip
    return dict(zip(names, values, strict=True))
