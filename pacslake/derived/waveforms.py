"""Waveforms (PS3.3 C.10.9): a row for each multiplex group, samples in their units, measured annotations as numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pacslake.derived.codes import CodedTerm, first_code, ucum_unit
from pacslake.derived.stored import data_set
from pacslake.derived.values import items, number, numbers, text, whole
from pacslake.errors import DecodeError, NotFoundError

if TYPE_CHECKING:
    from pacslake.derived.protocols import LakeLike

__all__ = ["Waveform", "groups", "measured", "samples", "waveform"]

Row = dict[str, Any]

_TYPES = {
    "SB": "i1",
    "UB": "u1",
    "SS": "<i2",
    "US": "<u2",
    "SL": "<i4",
    "UL": "<u4",
    "SV": "<i8",
    "UV": "<u8",
}
"""WaveformSampleInterpretation to type; MB and AB are companded audio (PS3.3 C.10.9.1.5)."""

_GROUP = "SELECT instance_version_id, group_index FROM waveform WHERE waveform_id = ?"


@dataclass(frozen=True)
class Waveform:
    """One multiplex group: `samples` (sample, channel) as float64 in `units`, `sampling_frequency_hz` of each channel."""

    samples: npt.NDArray[np.float64]
    sampling_frequency_hz: float
    labels: tuple[str | None, ...]
    units: tuple[str | None, ...]


def groups(ds: Any) -> list[Row]:
    """Columns of `waveform`."""
    noted = [n for item in items(ds, "WaveformAnnotationSequence") for n in set(_channels_of(item))]
    rows = []
    for index, group in enumerate(items(ds, "WaveformSequence")):
        channels = items(group, "ChannelDefinitionSequence")
        sources = [first_code(c, "ChannelSourceSequence") for c in channels]
        frequency, count = number(group, "SamplingFrequency"), whole(group, "NumberOfWaveformSamples")
        rows.append(
            {
                "group_index": index,
                "MultiplexGroupLabel": text(group, "MultiplexGroupLabel"),
                "WaveformOriginality": text(group, "WaveformOriginality"),
                "MultiplexGroupTimeOffset_ms": number(group, "MultiplexGroupTimeOffset"),
                "NumberOfWaveformChannels": whole(group, "NumberOfWaveformChannels"),
                "NumberOfWaveformSamples": count,
                "SamplingFrequency": frequency,
                "duration_s": count / frequency if count is not None and frequency else None,
                "channel_codes": [s.value if s else None for s in sources] or None,
                "channel_labels": [_label(c, s) for c, s in zip(channels, sources, strict=True)] or None,
                "channel_units": [_unit(c) for c in channels] or None,
                "n_annotations": sum(n == index + 1 for n in noted),
            }
        )
    return rows


def _channels_of(annotation: Any) -> Iterator[int]:
    """Numbers of the multiplex groups (from 1) that an annotation names: pairs of group and channel."""
    yield from (int(v) for v in (numbers(annotation, "ReferencedWaveformChannels") or [])[::2])


def _label(channel: Any, source: CodedTerm | None) -> str | None:
    return (source.meaning if source else None) or text(channel, "ChannelLabel")


def _unit(channel: Any) -> str | None:
    return ucum_unit(first_code(channel, "ChannelSensitivityUnitsSequence"))


def measured(ds: Any) -> list[tuple[int, CodedTerm, float, CodedTerm | None]]:
    """Numbers that were measured on the waveform: (number of the annotation from 1, name, value, unit)."""
    found = []
    for index, item in enumerate(items(ds, "WaveformAnnotationSequence"), start=1):
        name, value = first_code(item, "ConceptNameCodeSequence"), number(item, "NumericValue")
        if name is not None and value is not None:
            found.append((index, name, value, first_code(item, "MeasurementUnitsCodeSequence")))
    return found


def samples(ds: Any, group_index: int) -> Waveform:
    """The samples of a multiplex group (number from 0) in the unit of each channel.

    A value is (stored + ChannelBaseline / sensitivity) times sensitivity times correction factor, as the Standard
    has it: stored times ChannelSensitivity times ChannelSensitivityCorrectionFactor, plus ChannelBaseline. Channels
    without a sensitivity stay as stored. Padding (WaveformPaddingValue) becomes NaN.

    Raises: DecodeError: no such group, companded audio, or fewer bytes than samples.
    """
    every = items(ds, "WaveformSequence")
    if not 0 <= group_index < len(every):
        raise DecodeError(
            f"the object has {len(every)} multiplex groups; there is none with number {group_index}"
        )
    group = every[group_index]
    kind = text(group, "WaveformSampleInterpretation")
    channels = items(group, "ChannelDefinitionSequence")
    n, width = whole(group, "NumberOfWaveformSamples"), whole(group, "NumberOfWaveformChannels")
    frequency = number(group, "SamplingFrequency")
    if kind not in _TYPES:
        raise DecodeError(f"samples of kind {kind} are not read ({', '.join(_TYPES)} are)")
    if not n or not width or not frequency or len(channels) != width:
        raise DecodeError(
            "the multiplex group does not say how many channels and samples it has, or how fast"
        )
    data = group.get("WaveformData") or b""
    dtype = np.dtype(_TYPES[kind])
    if len(data) < n * width * dtype.itemsize:
        raise DecodeError(f"the waveform has {len(data)} of {n * width * dtype.itemsize} bytes")
    stored = np.frombuffer(data, dtype, n * width).reshape(n, width)
    values = stored.astype(np.float64)
    for index, channel in enumerate(channels):
        sensitivity = number(channel, "ChannelSensitivity")
        if sensitivity is not None:
            factor = number(channel, "ChannelSensitivityCorrectionFactor")
            baseline = number(channel, "ChannelBaseline")
            values[:, index] *= sensitivity * (1.0 if factor is None else factor)
            values[:, index] += 0.0 if baseline is None else baseline
    padding = group.get("WaveformPaddingValue")
    if isinstance(padding, (bytes, bytearray)) and len(padding) >= dtype.itemsize:
        values[stored == np.frombuffer(padding, dtype, 1)[0]] = np.nan
    labels = tuple(_label(c, first_code(c, "ChannelSourceSequence")) for c in channels)
    return Waveform(values, frequency, labels, tuple(_unit(c) for c in channels))


def waveform(lake: LakeLike, waveform_id: str) -> Waveform:
    """A waveform of the lake; see `samples`.

    Raises: NotFoundError: no such waveform in this snapshot. DecodeError: as `samples`.
    """
    found = lake.dicts(_GROUP, [waveform_id])
    if not found:
        raise NotFoundError(f"no waveform '{waveform_id}' in this snapshot; see the table waveform")
    return samples(data_set(lake.instance(found[0]["instance_version_id"])), found[0]["group_index"])
