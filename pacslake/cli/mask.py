"""pacslake mask: masks out to files of other programs, in from them, and how far two of them agree."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, say, say_json

group = typer.Typer(no_args_is_help=True, help="Write masks to files, take them in, and compare them.")
Volume = Annotated[str, typer.Argument(help="volume_id, or SeriesInstanceUID of a series with one volume.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.add_typer(group, name="mask")


@group.command(
    "export", epilog="Example: pacslake mask export VOLUME SEGMENT --output lesion.nii.gz --lake mylake"
)
def export(
    volume: Volume,
    ids: Annotated[list[str], typer.Argument(help="segment_id or roi_id; several become labels 1, 2, 3 ...")],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="File; the ending .nii, .nii.gz, .nrrd, .mha, .stl or .glb says the kind."
        ),
    ],
    overlap: Annotated[
        str, typer.Option(help="Which label a voxel of two of them gets: refuse, first or last.")
    ] = "refuse",
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write segments or regions of interest on a volume's grid as one file."""
    from pacslake.derived import label_map, write_mask

    opened = find_lake(lake)
    on = opened.volume(volume)
    labels = label_map(opened, on, ids, overlap=overlap)
    write_mask(output, labels, on)
    told = {"labels": {id: n for n, id in enumerate(ids, start=1)}, "n_voxels": int((labels > 0).sum())}
    say_json(told) if as_json else say(f"{told['n_voxels']:,} voxels of {len(ids)} labels written")


@group.command(
    "import", epilog="Example: pacslake mask import lesion.nii.gz VOLUME --label Lesion --lake mylake"
)
def import_(
    file: Annotated[Path, typer.Argument(help="A mask as NIfTI, NRRD or MetaImage on the volume's grid.")],
    volume: Volume,
    label: Annotated[
        list[str], typer.Option("--label", help="Name of label 1, 2, 3 ...; give one for each.")
    ],
    kind: Annotated[str, typer.Option("--as", help="seg or rtstruct.")] = "seg",
    tolerance_mm: Annotated[
        float, typer.Option(help="How far a corner of the file's grid may lie from the volume's, mm.")
    ] = 0.05,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a mask in as a segmentation or structure set; refused when it is on another grid."""
    from pacslake.derived import build_rtstruct, build_seg, read_mask
    from pacslake.derived.common_out import Algorithm
    from pacslake.errors import UsageError

    if kind not in ("seg", "rtstruct"):
        raise UsageError(f"--as is seg or rtstruct, not '{kind}'")
    opened = find_lake(lake)
    on = opened.volume(volume)
    labels = read_mask(file, on, tolerance_mm=tolerance_mm)
    if int(labels.max(initial=0)) > len(label):
        raise UsageError(f"the mask holds label {int(labels.max())}; give --label once for each of them")
    # Who made the file is not known here, so nobody but the import is named.
    made = Algorithm("pacslake mask import")
    masks = [labels == n for n in range(1, len(label) + 1)]
    ds = (
        build_seg(masks, on, label, algorithm=made)
        if kind == "seg"
        else build_rtstruct(masks, on, label, algorithm=made)
    )
    opened.add(ds)
    told = {"SOPInstanceUID": str(ds.SOPInstanceUID), "n_voxels": [int(m.sum()) for m in masks]}
    say_json(told) if as_json else say(f"added {told['SOPInstanceUID']}: {len(label)} labels")


@group.command("compare", epilog="Example: pacslake mask compare SEGMENT OTHER --lake mylake")
def compare(
    a: Annotated[str, typer.Argument(help="segment_id or roi_id.")],
    b: Annotated[str, typer.Argument(help="segment_id or roi_id.")],
    volume: Annotated[
        str | None, typer.Option("--volume", help="volume_id; by default the one that both were drawn on.")
    ] = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure how far two outlines agree, and keep the row in the table agreement."""
    from pacslake.derived import compare_masks

    row = compare_masks(find_lake(lake), a, b, volume)
    if as_json:
        say_json(row)
        return
    for name in (
        "n_a",
        "n_b",
        "dice",
        "volume_difference_ml",
        "hausdorff_mm",
        "hausdorff_95_mm",
        "mean_surface_distance_mm",
    ):
        say(f"{name:<26}{'-' if row[name] is None else f'{row[name]:.6g}'}")
