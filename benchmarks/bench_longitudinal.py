"""Right answers of the longitudinal part over many seeds, and its speed: `python benchmarks/bench_longitudinal.py`.

Synthetic follow-ups with other field of view, spacing and noise, rigid motion up to 30 mm and 20 degrees, missing slices
and a change of contrast. Measured: target registration error against the voxel, failures that were not flagged, F1 of
lesion matching by place alone, states, and volumes. The last printed line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from typing import Any

import numpy as np

from pacslake.compute.register import register
from pacslake.longitudinal.findings import measure
from pacslake.longitudinal.matching import match
from pacslake.synthetic.followup import FollowUp, Scan, follow_up

KINDS: dict[str, dict[str, Any]] = {
    "12 lesions": {},
    "40 small lesions": {"n_lesions": 40, "radius_mm": (2.8, 4.5)},
    "missing slices": {"missing_slices": 14},
    "contrast changed": {"contrast_change": True},
    "three times the noise": {"noise_hu": 42.0},
}
_BOX = (np.array((-100.0, -70.0, -80.0)), np.array((100.0, 70.0, 80.0)))


def image(scan: Scan) -> Any:
    """The scan for SimpleITK."""
    import SimpleITK as sitk

    made = sitk.GetImageFromArray(scan.values)
    made.SetSpacing(scan.spacing[::-1])
    made.SetOrigin([float(v) for v in scan.affine[:3, 3]])
    return made


def target_error_mm(matrix: np.ndarray, truth: np.ndarray) -> float:
    """Mean distance between where the found and the true transform take points of the chest."""
    points = np.random.default_rng(0).uniform(*_BOX, (400, 3))
    apart = points @ (matrix - truth)[:3, :3].T + (matrix - truth)[:3, 3]
    return float(np.linalg.norm(apart, axis=1).mean())


def findings(scan: Scan) -> list[Any]:
    """The lesions as measured, without any identifier that would give the match away."""
    found = [
        measure(mask, scan.affine, finding_id=f"{name}@{id(scan)}", name=name)
        for name, mask in scan.masks.items()
    ]
    return [f for f in found if f is not None]


def matched(made: FollowUp, matrix: np.ndarray) -> dict[str, Any]:
    """F1 of the links, states right of those linked rightly and of new and gone, relative errors of volumes."""
    prior, current = findings(made.prior), findings(made.current)
    changes = match(prior, current, matrix, use_tracking_uid=False)
    links = [(c.prior.name, c.current.name) for c in changes if c.prior is not None and c.current is not None]
    true = {name for name, state in made.states.items() if state not in ("new", "gone")}
    there = {f.name for f in prior} & {f.name for f in current} & true
    right = sum(a == b for a, b in links)
    states = [
        c.state == made.states[(c.prior or c.current).name]
        for c in changes
        if c.prior is None or c.current is None or c.prior.name == c.current.name
    ]
    volumes = [
        abs(f.volume_ml - scan.volumes_ml[f.name]) / scan.volumes_ml[f.name]
        for scan, fs in ((made.prior, prior), (made.current, current))
        for f in fs
        if scan.volumes_ml[f.name] > 1
    ]
    return {"right": right, "links": len(links), "true": len(there), "states": states, "volumes": volumes}


def accuracy(seeds: range) -> dict[str, Any]:
    """All kinds over the seeds."""
    out = {}
    for kind, options in KINDS.items():
        errors, verdicts, parts, silent = [], [], [], 0
        for seed in seeds:
            made = follow_up(seed, **options)
            found = register(image(made.current), image(made.prior))
            voxel = float(np.mean(made.current.spacing))
            error = target_error_mm(found.matrix_lps, made.current_to_prior) / voxel
            errors.append(error)
            verdicts.append(found.verdict)
            silent += error > 1 and found.verdict == "good"
            if found.verdict != "failed":
                parts.append(matched(made, found.matrix_lps))
        right, links, true = (sum(p[k] for p in parts) for k in ("right", "links", "true"))
        states = [s for p in parts for s in p["states"]]
        volumes = [v for p in parts for v in p["volumes"]]
        out[kind] = {
            "seeds": len(seeds), "median_error_voxels": round(statistics.median(errors), 4),
            "largest_error_voxels": round(max(errors), 4), "good": verdicts.count("good"),
            "doubtful": verdicts.count("doubtful"), "failed": verdicts.count("failed"), "wrong_but_good": silent,
            "f1": round(2 * right / (links + true), 4) if parts else None,
            "states_right": round(sum(states) / len(states), 4) if states else None,
            "volume_error_percent_p95": round(100 * float(np.percentile(volumes, 95)), 2) if volumes else None,
        }  # fmt: skip
        print(kind, out[kind], flush=True)
    return out


def made_to_fail(seeds: range) -> dict[str, int]:
    """Pairs that cannot be registered: how many were not flagged."""
    import SimpleITK as sitk

    flagged = total = 0
    for seed in seeds:
        made = follow_up(seed, lesions=False)
        whole = image(made.current)
        depth = whole.GetSize()[2]
        upper, lower = whole[:, :, depth - depth // 5 :], image(made.prior)[:, :, : depth // 5]
        noise = sitk.GetImageFromArray(np.random.default_rng(seed).normal(0, 100, made.prior.values.shape))
        noise.CopyInformation(image(made.prior))
        mirrored = sitk.GetImageFromArray(made.prior.values[::-1, :, ::-1])
        mirrored.CopyInformation(image(made.prior))
        for fixed, moving in (
            (upper, lower),  # the neck's end and the liver's end: no anatomy in common
            (whole, sitk.Cast(noise, sitk.sitkFloat32)),
            (whole, sitk.Cast(mirrored, sitk.sitkFloat32)),  # another body: upside down, left for right
        ):
            total += 1
            flagged += register(fixed, moving, levels_mm=(6.0, 3.0)).verdict != "good"
    print("made to fail", flagged, "of", total, "flagged", flush=True)
    return {"pairs": total, "flagged": flagged}


def speed(seeds: range) -> dict[str, Any]:
    """256 x 256 x 256 voxels, rigid, up to 20 degrees and 25 mm, on this machine as it is."""
    rows = []
    for seed in seeds:
        made = follow_up(seed, fine=True, lesions=False, shift_mm=25.0)
        fixed, moving = image(made.current), image(made.prior)
        wall, cpu = time.monotonic(), time.process_time()
        found = register(fixed, moving)
        rows.append(
            {
                "seconds": round(time.monotonic() - wall, 1),
                "cpu_seconds": round(time.process_time() - cpu, 1),
                "error_mm": round(target_error_mm(found.matrix_lps, made.current_to_prior), 4),
                "verdict": found.verdict,
            }
        )
        print("256^3", rows[-1], flush=True)
    return {
        "pairs": rows, "cpu_seconds_median": statistics.median(r["cpu_seconds"] for r in rows),
        "error_mm_largest": max(r["error_mm"] for r in rows),
    }  # fmt: skip


def main() -> None:
    """Run all, or the parts named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10, help="follow-ups of each kind")
    parser.add_argument("--fast", type=int, default=3, help="pairs of 256 x 256 x 256; 0 leaves them out")
    chosen = parser.parse_args()
    figures: dict[str, Any] = {"accuracy": accuracy(range(chosen.seeds))}
    figures["made_to_fail"] = made_to_fail(range(max(1, chosen.seeds // 3)))
    if chosen.fast:
        figures["speed"] = speed(range(chosen.fast))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
