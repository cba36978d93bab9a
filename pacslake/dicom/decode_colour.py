"""Colour: YBR to RGB and palettes (PS3.3 C.7.6.3.1.2 and C.7.9). Arrays are (row, column, sample)."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["apply_palette", "expand_422", "palette_from_dataset", "ybr_full_to_rgb", "ybr_partial_to_rgb"]


def ybr_full_to_rgb(pixels: np.ndarray) -> np.ndarray:
    """YBR_FULL to RGB of 8-bit samples, by the equations of PS3.3 C.7.6.3.1.2.

    Args:
        pixels: (..., 3) of unsigned 8-bit Y, CB, CR.

    Returns:
        The same shape, R, G, B, rounded and held within 0 to 255.
    """
    ybr = pixels.astype(np.float32)
    y, cb, cr = ybr[..., 0], ybr[..., 1] - 128.0, ybr[..., 2] - 128.0
    out = np.empty(ybr.shape, np.float32)
    out[..., 0] = y + 1.402 * cr
    out[..., 1] = y - (0.114 * 1.772 / 0.587) * cb - (0.299 * 1.402 / 0.587) * cr
    out[..., 2] = y + 1.772 * cb
    np.rint(out, out=out)
    return np.clip(out, 0, 255, out=out).astype(np.uint8)


def ybr_partial_to_rgb(pixels: np.ndarray) -> np.ndarray:
    """YBR_PARTIAL_422, already expanded to three samples a pixel, to RGB (retired; video ranges)."""
    ybr = pixels.astype(np.float32)
    y, cb, cr = 1.1644 * (ybr[..., 0] - 16.0), ybr[..., 1] - 128.0, ybr[..., 2] - 128.0
    out = np.stack([y + 1.5960 * cr, y - 0.3917 * cb - 0.8130 * cr, y + 2.0173 * cb], axis=-1)
    return np.clip(np.rint(out), 0, 255).astype(np.uint8)


def expand_422(data: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Native YBR_*_422: two Y, then one CB and one CR for both (PS3.3 C.7.6.3.1.2).

    Args:
        data: flat, 2 * rows * columns samples.

    Returns:
        (row, column, 3) with CB and CR repeated along the row.
    """
    quads = data.reshape(-1, 4)
    out = np.empty((quads.shape[0], 2, 3), data.dtype)
    out[:, 0, 0], out[:, 1, 0] = quads[:, 0], quads[:, 1]
    out[:, :, 1], out[:, :, 2] = quads[:, 2:3], quads[:, 3:4]
    return out.reshape(rows, columns, 3)


def palette_from_dataset(dataset: Any) -> np.ndarray | None:
    """The palette of a PALETTE COLOR image as (entry, 3), uint8 or uint16, or None where it has none.

    Segmented tables (PS3.3 C.7.9.2) are expanded. The first index mapped is not held here: see
    `apply_palette`.
    """
    tables = []
    for colour in ("Red", "Green", "Blue"):
        descriptor = dataset.get(f"{colour}PaletteColorLookupTableDescriptor")
        data = dataset.get(f"{colour}PaletteColorLookupTableData")
        segmented = dataset.get(f"Segmented{colour}PaletteColorLookupTableData")
        if descriptor is None or len(descriptor) != 3 or not (data or segmented):
            return None
        entries, bits = int(descriptor[0]) or 65536, int(descriptor[2])
        tables.append(_table(data, entries, bits) if data else _segmented(segmented, entries, bits))
    return np.stack(tables, axis=-1)


def _table(data: bytes, entries: int, bits: int) -> np.ndarray:
    # 8-bit tables are seen both as bytes and as 16-bit words that hold one entry each.
    if bits == 8 and len(data) < 2 * entries:
        return np.frombuffer(data, np.uint8, count=min(entries, len(data)))
    words = np.frombuffer(data, "<u2", count=min(entries, len(data) // 2))
    return words.astype(np.uint8) if bits == 8 else words


def _segmented(data: bytes, entries: int, bits: int) -> np.ndarray:
    words = np.frombuffer(data, "<u2" if bits == 16 else np.uint8).astype(np.int64).tolist()
    out: list[int] = []
    position = 0
    while position + 1 < len(words) and len(out) < entries:
        opcode, length = words[position], words[position + 1]
        if opcode == 0:
            out += words[position + 2 : position + 2 + length]
            position += 2 + length
        elif opcode == 1 and out:
            first, last = out[-1], words[position + 2]
            out += [round(first + (last - first) * (i + 1) / length) for i in range(length)]
            position += 3
        else:  # indirect segments point back by byte offsets; nobody is known to write them
            break
    out = (out + [out[-1] if out else 0] * entries)[:entries]
    return np.asarray(out, np.uint16 if bits == 16 else np.uint8)


def apply_palette(index: np.ndarray, palette: np.ndarray, first_mapped: int = 0) -> np.ndarray:
    """Indices to colours, (..., 3); indices outside the table take its first or last entry."""
    position = np.clip(index.astype(np.int64) - first_mapped, 0, len(palette) - 1)
    return palette[position]
