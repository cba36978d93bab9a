"""Columns of `instance_row` that are computed from several attributes, private ones among them.

Each rule names its columns, the paths that it reads, and a pure function of a `Record`; a rule is run again
within a series only where one of its paths changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pacslake.dicom import csa, geometry
from pacslake.dicom import values as v
from pacslake.dicom.identity import patient_key
from pacslake.ingest.extract.columns import combine
from pacslake.ingest.extract.record import Record

__all__ = ["DERIVED", "RULES", "Rule", "derived", "patient_key", "slice_position"]


@dataclass(frozen=True)
class Rule:
    """`columns` in the order of the function's values. `reads`: path prefixes; `00` + group for private ones."""

    columns: tuple[str, ...]
    reads: tuple[str, ...]
    compute: Callable[[Record], Sequence[Any]]

    def reads_any(self, paths: Sequence[str]) -> bool:
        """Whether one of the paths is among those that the rule reads."""
        return any(path.startswith(self.reads) for path in paths)


MOMENTS = {
    "study_datetime": ("StudyDate", "StudyTime_us"),
    "series_datetime": ("SeriesDate", "SeriesTime_us"),
    "acquisition_datetime": ("AcquisitionDate", "AcquisitionTime_us"),
    "content_datetime": ("ContentDate", "ContentTime_us"),
}
DERIVED = (*MOMENTS, "ipp_x", "ipp_y", "ipp_z", "slice_position_mm")
"""Columns that are made of other columns, for a whole group at once."""

Columns = Mapping[str, Sequence[Any]]


def derived(columns: Columns, n: int) -> dict[str, list[Any]]:
    """Moments and positions of `n` instances from the columns that copy attributes."""
    out: dict[str, list[Any]] = {}
    for name, (day, time) in MOMENTS.items():
        if day in columns and time in columns:
            out[name] = list(map(combine, columns[day], columns[time]))
    stated = columns.get("AcquisitionDateTime")
    if stated is not None:
        joined = out.get("acquisition_datetime", [None] * n)
        out["acquisition_datetime"] = [a or b for a, b in zip(stated, joined, strict=True)]
    positions = columns.get("ImagePositionPatient")
    if positions is not None:
        orientations = columns.get("ImageOrientationPatient", [None] * n)
        rows = [_position(p, o) for p, o in zip(positions, orientations, strict=True)]
        for k, name in enumerate(DERIVED[len(MOMENTS) :]):
            out[name] = [row[k] for row in rows]
    return out


def _position(position: Sequence[float] | None, cosines: Sequence[float] | None) -> tuple[float | None, ...]:
    if position is None or len(position) != 3:
        return None, None, None, None
    return (*position, slice_position(position, cosines or ()))


def slice_position(position: Sequence[float], cosines: Sequence[float]) -> float | None:
    """Position along the slice normal, mm; None where position or orientation is none."""
    if len(position) != 3 or len(cosines) != 6:
        return None
    normal = _normal(tuple(cosines))
    return None if normal is None else geometry.position_on_normal(position, normal)


@lru_cache(maxsize=256)
def _normal(cosines: tuple[float, ...]) -> tuple[float, float, float] | None:
    orientation = geometry.orientation_from_cosines(cosines)
    return None if orientation is None else orientation.normal


def _luts(record: Record) -> Sequence[Any]:
    return (
        record.count("00283000") > 0,
        record.count("00283010") > 0,
        record.has("00281101"),
        record.has("00282000"),
    )


def _overlays(record: Record) -> Sequence[Any]:
    planes = [f"{group:04X}" for group in range(0x6000, 0x6020, 2) if record.has(f"{group:04X}0010")]
    # A plane without Overlay Data lies in unused bits of the pixel data (retired, PS3.3 C.9.2 of 2004).
    inside = [record.whole(p + "0102") for p in planes if not record.has(p + "3000")]
    return bool(planes), [bit for bit in inside if bit is not None] or None


def _world_maps(record: Record) -> Sequence[Any]:
    found = []
    for base in ("00409096", "52009229[1].00409096"):
        for i in range(1, record.count(base) + 1):
            p = f"{base}[{i}]."
            unit, meaning = record.code(p + "004008EA")
            quantity, _ = record.code(p + "00409220[1].0040A168")
            found.append(
                {
                    "first_mapped": _first(record, p + "00409216", p + "00409214"),
                    "last_mapped": _first(record, p + "00409211", p + "00409213"),
                    "slope": record.number(p + "00409225"),
                    "intercept": record.number(p + "00409224"),
                    "has_lut": record.has(p + "00409212"),
                    "label": record.text(p + "00409210"),
                    "unit_code": unit,
                    "unit_meaning": meaning,
                    "quantity_code": quantity,
                }
            )
    return (found or None,)


def _first(record: Record, *paths: str) -> float | None:
    return next((n for n in map(record.number, paths) if n is not None), None)


def _csa(record: Record) -> csa.ImageHeader:
    path = record.private(0x0029, "SIEMENS CSA HEADER", 0x10)
    i = record.index.get(path or "")
    if i is None:
        return csa.ImageHeader()
    raw = record.raw(i)
    # Reading the whole header takes longer than the rest of a row: only where it says something of use.
    mosaic = "MOSAIC" in record.words("00080008")
    if not raw or not (mosaic or _maybe_diffusion(record)):
        return csa.ImageHeader()
    return csa.image_header(raw)


def _maybe_diffusion(record: Record) -> bool:
    kinds = {word.upper() for word in record.words("00080008")}
    name = (record.text("00180024") or "").lower()
    return bool(kinds & {"DIFFUSION", "ADC", "TRACEW", "FA"}) or "ep_b" in name or "ep_calc" in name


def _siemens(record: Record) -> Sequence[Any]:
    header = _csa(record)
    times = header.mosaic_ref_acq_times_ms
    tiles = record.private(0x0019, "SIEMENS MR HEADER", 0x0A)
    acquired = record.private(0x0019, "SIEMENS MR HEADER", 0x29)
    mosaic = "MOSAIC" in record.words("00080008")
    return (
        record.whole(tiles) if tiles and mosaic else None,
        (record.numbers(acquired) or None) if acquired and mosaic else None,
        header.images_in_mosaic,
        list(header.slice_normal) if header.slice_normal else None,
        list(times) if times else None,
        header.phase_encoding_positive,
        header.b_value,
    )


def _diffusion(record: Record) -> Sequence[Any]:
    value = record.number("00189087")
    if value is not None:
        return value, _vector(record, "00189089"), "standard"
    path = record.private(0x0019, "SIEMENS MR HEADER", 0x0C)
    if path and (value := record.number(path)) is not None:
        return value, _vector(record, record.private(0x0019, "SIEMENS MR HEADER", 0x0E)), "siemens"
    path = record.private(0x0043, "GEMS_PARM_01", 0x39)
    if path and (value := _ge_b_value(record, path)) is not None:
        return value, _ge_direction(record), "ge"
    path = record.private(0x2001, "Philips Imaging DD 001", 0x03)
    if path and (value := record.number(path)) is not None:
        return value, _philips_direction(record), "philips"
    header = _csa(record)
    if header.b_value is not None:
        return header.b_value, list(header.b_direction) if header.b_direction else None, "csa"
    return None, None, None


def _vector(record: Record, path: str | None) -> list[float] | None:
    found = record.numbers(path) if path else []
    return found if len(found) == 3 else None


def _ge_b_value(record: Record, path: str) -> float | None:
    """First value of (0043,xx39); since release 12 GE adds 1e9 to it, to be taken off.

    The element is present in all of GE's MR; only diffusion series mean it.
    """
    found = record.numbers(path)
    if not found:
        return None
    value = found[0] % 1e9 if found[0] >= 1e9 else found[0]
    return value if 0 <= value <= 100_000 else None


def _ge_direction(record: Record) -> list[float] | None:
    paths = [record.private(0x0019, "GEMS_ACQU_01", low) for low in (0xBB, 0xBC, 0xBD)]
    found = [record.number(p) if p else None for p in paths]
    return None if any(x is None for x in found) else [x for x in found if x is not None]


def _philips_direction(record: Record) -> list[float] | None:
    paths = [record.private(0x2005, "Philips MR Imaging DD 001", low) for low in (0xB0, 0xB1, 0xB2)]
    found = [record.number(p) if p else None for p in paths]
    return None if any(x is None for x in found) else [x for x in found if x is not None]


def _private_number(record: Record, group: int, creator: str, low: int) -> float | None:
    path = record.private(group, creator, low)
    return record.number(path) if path else None


def _philips(record: Record) -> Sequence[Any]:
    mr, pet = "Philips MR Imaging DD 001", "Philips PET Private Group"
    return (
        _private_number(record, 0x2005, mr, 0x0E),
        _private_number(record, 0x2005, mr, 0x0D),
        _private_number(record, 0x7053, pet, 0x00),
        _private_number(record, 0x7053, pet, 0x09),
    )


def _ge_pet(record: Record) -> Sequence[Any]:
    out = []
    for low in (0x0D, 0x3B):
        path = record.private(0x0009, "GEMS_PETD_01", low)
        out.append(v.parse_datetime(record.text(path) or "")[0] if path else None)
    return out


def _uih(record: Record) -> Sequence[Any]:
    tiles = record.private(0x0065, "Image Private Header", 0x50)
    grid = record.private(0x0065, "Image Private Header", 0x51)
    positions: list[float] = []
    for i in range(1, (record.count(grid) if grid else 0) + 1):
        found = record.numbers(f"{grid}[{i}].00200032")
        if len(found) != 3:
            positions = []
            break
        positions += found
    return record.whole(tiles) if tiles else None, positions or None


def _creators(record: Record) -> Sequence[Any]:
    names = [
        name
        for _, name in sorted((group << 8 | block, name) for (group, name), block in record.blocks.items())
    ]
    return (list(dict.fromkeys(name for name in names if name)) or None,)


def _age(record: Record) -> Sequence[Any]:
    return (v.parse_age(record.text("00101010") or "")[0],)


def _tracer(record: Record) -> Sequence[Any]:
    n = record.count("00540016")
    nuclide = record.code("00540016[1].00540300")
    tracer = record.code("00540016[1].00540304")
    return (n or None, *nuclide, *tracer)


def _detector(record: Record) -> Sequence[Any]:
    return record.numbers("00540022[1].00200032") or None, record.numbers("00540022[1].00200037") or None


_REGION = (
    ("spatial_format", "00186012", int),
    ("data_type", "00186014", int),
    ("flags", "00186016", int),
    ("x0", "00186018", int),
    ("y0", "0018601A", int),
    ("x1", "0018601C", int),
    ("y1", "0018601E", int),
    ("unit_x", "00186024", int),
    ("unit_y", "00186026", int),
    ("delta_x", "0018602C", float),
    ("delta_y", "0018602E", float),
    ("reference_x", "00186020", int),
    ("reference_y", "00186022", int),
)


def _regions(record: Record) -> Sequence[Any]:
    out = []
    for i in range(1, record.count("00186011") + 1):
        p = f"00186011[{i}]."
        out.append(
            {n: record.whole(p + t) if kind is int else record.number(p + t) for n, t, kind in _REGION}
        )
    return (out or None,)


def _pointers(record: Record) -> Sequence[Any]:
    found = [record.text(f"00209222[{i}].00209165") for i in range(1, record.count("00209222") + 1)]
    return ([p or "" for p in found] or None,)


def _report(record: Record) -> Sequence[Any]:
    return (*record.code("0040A043"), record.text("0040A504[1].0040DB00"))


RULES = (
    Rule(("timezone_offset_min",), ("00080201",), lambda r: (v.parse_offset(r.text("00080201") or ""),)),
    Rule(("PatientAge_years",), ("00101010",), _age),
    Rule(("ProcedureCode_code", "ProcedureCode_meaning"), ("00081032",), lambda r: r.code("00081032")),
    Rule(("AnatomicRegion_code", "AnatomicRegion_meaning"), ("00082218",), lambda r: r.code("00082218")),
    Rule(("has_modality_lut", "has_voi_lut", "has_palette", "has_icc_profile"), (), _luts),
    Rule(("has_overlay", "overlay_bit_positions"), ("60",), _overlays),
    Rule(("real_world_value_maps",), ("00409096", "52009229[1].00409096"), _world_maps),
    Rule(("diffusion_b_value", "diffusion_gradient", "diffusion_source"),
         ("00189087", "00189089", "0019", "0043", "2001", "2005", "0029", "00080008", "00180024"), _diffusion),
    Rule(
        (
            "siemens_images_in_mosaic", "siemens_mosaic_ref_acq_times_ms", "csa_images_in_mosaic", "csa_slice_normal",
            "csa_mosaic_ref_acq_times_ms", "csa_phase_encoding_positive", "csa_b_value",
        ),
        ("0019", "0029", "00080008", "00180024"),
        _siemens,
    ),
    Rule(
        ("philips_scale_slope", "philips_scale_intercept", "philips_suv_scale_factor", "philips_activity_scale_factor"),
        ("2005", "7053"),
        _philips,
    ),
    Rule(("ge_pet_scan_datetime", "ge_pet_admin_datetime"), ("0009",), _ge_pet),
    Rule(("uih_grid_tiles", "uih_grid_positions"), ("0065",), _uih),
    Rule(("private_block_creators",), (), _creators),
    Rule(
        (
            "n_radiopharmaceuticals", "Radionuclide_code", "Radionuclide_meaning", "Radiopharmaceutical_code",
            "Radiopharmaceutical_meaning",
        ),
        ("00540016",),
        _tracer,
    ),
    Rule(("detector_ImagePositionPatient", "detector_ImageOrientationPatient"), ("00540022",), _detector),
    Rule(("ultrasound_regions",), ("00186011",), _regions),
    Rule(("dimension_index_pointers",), ("00209222",), _pointers),
    Rule(("ConceptName_code", "ConceptName_meaning", "template_identifier"), ("0040A043", "0040A504"), _report),
    Rule(("n_segments",), (), lambda r: (r.count("00620002") or None,)),
)  # fmt: skip
