"""Make the docs' pictures anew, from the product: `python docs/pictures.py`, or `make pictures`.

Each is what a viewer's `to_png()` gives for a synthetic patient, so a change of the viewer's drawing shows in the docs after
a run. `--into FOLDER` writes them elsewhere, to compare.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

IMAGES = Path(__file__).resolve().parent / "images"


def view(lake: Any, volumes: list[str]) -> bytes:
    """Three planes of the newest CT through its largest segment, with all segments over it."""
    found = lake.rows(
        "SELECT segment_id, centroid_lps FROM segment WHERE volume_id = ? AND n_voxels > 0 ORDER BY volume_ml DESC, 1",
        [volumes[-1]],
    )
    viewer = lake.view(volumes[-1], overlays=[segment for segment, _ in found])
    viewer.cursor = [float(v) for v in found[0][1]]
    png: bytes = viewer.to_png()
    return png


def compare(lake: Any, volumes: list[str]) -> bytes:
    """Prior and current at the same place in the body, by the stored registration."""
    png: bytes = lake.compare(volumes[0], volumes[-1]).to_png()
    return png


PICTURES = {"view.png": view, "compare.png": compare}
"""What this script makes for `docs/images`, and by which function."""

BY_BENCHMARKS = {"growth.svg": "benchmarks/bench_growth.py"}
"""What else `docs/images` holds: curves of a run too long to be repeated here, drawn by that benchmark itself."""


def draw(lake: Any, into: Path) -> list[Path]:
    """Write all pictures into a folder, of the patient of this lake whose chest was scanned at most dates."""
    into.mkdir(parents=True, exist_ok=True)
    ((patient,),) = lake.rows(
        "SELECT patient_key FROM timepoint GROUP BY 1 ORDER BY max(timepoint_index) DESC, 1 LIMIT 1"
    )
    found = lake.rows(
        """SELECT v.volume_id FROM timepoint t
           JOIN series s ON list_contains(t.StudyInstanceUIDs, s.StudyInstanceUID) JOIN volume v USING (SeriesInstanceUID)
           WHERE t.patient_key = ? AND s.Modality = 'CT' AND v.verdict = 'regular' ORDER BY t.timepoint_index, 1""",
        [patient],
    )
    for name, picture in PICTURES.items():
        (into / name).write_bytes(picture(lake, [volume for (volume,) in found]))
    return [into / name for name in PICTURES]


def make(into: Path) -> list[Path]:
    """Make a synthetic patient, follow its lesions, and draw."""
    import pacslake
    from pacslake import synthetic

    with tempfile.TemporaryDirectory() as made:
        truth = synthetic.longitudinal_patient(Path(made) / "patient", seed=7)
        lake = pacslake.init(Path(made) / "lake")
        lake.ingest(truth.dicom_folder)
        ((patient,),) = lake.rows("SELECT patient_key FROM patient")
        lake.track(patient)
        return draw(lake, into)


def main() -> None:
    """Write them, and say where."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--into", type=Path, default=IMAGES)
    for path in make(parser.parse_args().into):
        print(f"{path}  {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
