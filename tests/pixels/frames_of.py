"""Frames for the planner out of pydicom data sets: the tests' own way, beside the one through the catalogue."""

from __future__ import annotations

import datetime
import gzip
import hashlib
import io
from collections import defaultdict
from pathlib import Path

import pydicom
from pydicom.dataset import Dataset

from pacslake.dicom import csa
from pacslake.pixels.plan_frame import Frame


def _numbers(value) -> tuple[float, ...] | None:
    if value is None or value == "":
        return None
    try:
        return tuple(float(v) for v in value)
    except TypeError:
        return (float(value),)


def _number(value) -> float | None:
    found = _numbers(value)
    return found[0] if found else None


def _whole(value) -> int | None:
    found = _number(value)
    return None if found is None else int(found)


def _at(ds: Dataset, date: str, time: str) -> datetime.datetime | None:
    d, t = str(ds.get(date) or ""), str(ds.get(time) or "")
    if len(d) != 8 or not t:
        return None
    try:
        whole, _, part = t.partition(".")
        whole = (whole + "0000")[:6]
        return datetime.datetime.strptime(d + whole, "%Y%m%d%H%M%S").replace(
            microsecond=int((part + "000000")[:6])
        )
    except ValueError:
        return None


def _dt(value) -> datetime.datetime | None:
    text = str(value or "")
    try:
        at = datetime.datetime.strptime(text[:14], "%Y%m%d%H%M%S")
    except ValueError:
        return None
    return at.replace(microsecond=int((text[15:21] + "000000")[:6]) if text[14:15] == "." else 0)


def _private(ds: Dataset, group: int, creator: str, element: int):
    try:
        return ds.private_block(group, creator)[element].value
    except KeyError:
        return None


def _group_value(groups: list[Dataset], sequence: str, keyword: str):
    for g in groups:
        items = g.get(sequence)
        if items and keyword in items[0]:
            return items[0][keyword].value
    return None


def read(path: Path) -> Dataset | None:
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    try:
        ds = pydicom.dcmread(io.BytesIO(data))
        return ds if {"SOPClassUID", "SeriesInstanceUID", "SOPInstanceUID", "Rows"} <= set(ds.dir()) else None
    except Exception:
        return None


def frames_of(ds: Dataset) -> list[Frame]:
    """Every frame of one data set."""
    n = int(ds.get("NumberOfFrames") or 1)
    shared = list(ds.get("SharedFunctionalGroupsSequence") or [])
    per_frame = list(ds.get("PerFrameFunctionalGroupsSequence") or [])
    instance = hashlib.sha256(str(ds.SOPInstanceUID).encode()).hexdigest()
    pixels = ds.get("PixelData")
    keyword = "PixelData" if pixels is not None else None
    for other in ("FloatPixelData", "DoubleFloatPixelData"):
        if other in ds:
            keyword = other
    size = (
        int(ds.Rows)
        * int(ds.Columns)
        * int(ds.get("SamplesPerPixel") or 1)
        * int(ds.get("BitsAllocated") or 8)
        // 8
    )
    syntax = (
        str(ds.file_meta.TransferSyntaxUID)
        if hasattr(ds, "file_meta") and "TransferSyntaxUID" in ds.file_meta
        else None
    )
    native = pixels is not None and len(pixels) >= size * n and size > 0
    rph = list(ds.get("RadiopharmaceuticalInformationSequence") or [Dataset()])
    tracer = rph[0]
    header = ds.get((0x0029, 0x1010))
    siemens = (
        csa.image_header(header.value)
        if header is not None and isinstance(header.value, bytes)
        else csa.ImageHeader()
    )
    tiles = siemens.images_in_mosaic or _whole(_private(ds, 0x19, "SIEMENS MR HEADER", 0x0A))
    uih_positions = None
    uih = _private(ds, 0x65, "Image Private Header", 0x50)
    if uih:
        tiles = int(uih)
        items = _private(ds, 0x65, "Image Private Header", 0x51) or []
        uih_positions = tuple(float(x) for i in items for x in i.ImagePositionPatient) or None
    b_value = ds.get("DiffusionBValue")
    if b_value is None:
        b_value = _private(ds, 0x19, "SIEMENS MR HEADER", 0x0C) or siemens.b_value
    start_time = str(tracer.get("RadiopharmaceuticalStartTime") or "")
    injected_us = None
    if start_time:
        injected_us = _at_time(start_time)
    detector = next(iter(ds.get("DetectorInformationSequence") or [Dataset()]))
    out = []
    for i in range(n):
        groups = ([per_frame[i]] if i < len(per_frame) else []) + shared

        def of(sequence: str, keyword: str, top: str | None = None, groups=groups):
            found = _group_value(groups, sequence, keyword) if groups else None
            return ds.get(top or keyword) if found is None else found

        def vector(keyword: str, i=i) -> int | None:
            values = _numbers(ds.get(keyword))
            return int(values[i]) if values and i < len(values) else None

        frame_type = of("MRImageFrameTypeSequence", "FrameType", "ImageType") or ds.get("ImageType") or ()
        rwv = (
            _group_items(groups, "RealWorldValueMappingSequence")
            or list(ds.get("RealWorldValueMappingSequence") or [])
            or [Dataset()]
        )[0]
        kernel = of("CTReconstructionSequence", "ConvolutionKernel") or ()
        nm = tuple(
            vector(k) or 0
            for k in (
                "EnergyWindowVector",
                "DetectorVector",
                "PhaseVector",
                "RotationVector",
                "RRIntervalVector",
                "TimeSlotVector",
                "TimeSliceVector",
            )
        )
        out.append(
            Frame(
                series_instance_uid=str(ds.SeriesInstanceUID),
                instance_version_id=instance,
                frame_index=i,
                sop_instance_uid=str(ds.SOPInstanceUID),
                sop_class_uid=str(ds.SOPClassUID),
                modality=ds.get("Modality"),
                manufacturer=ds.get("Manufacturer"),
                image_type=tuple(map(str, frame_type)) if not isinstance(frame_type, str) else (frame_type,),
                n_frames=n,
                digest=hashlib.sha256(pixels[i * size : (i + 1) * size]).hexdigest()
                if native
                else (hashlib.sha256(pixels).hexdigest() if pixels is not None and n == 1 else None),
                transfer_syntax_uid=syntax,
                rows=int(ds.Rows),
                columns=int(ds.Columns),
                samples=int(ds.get("SamplesPerPixel") or 1),
                photometric=ds.get("PhotometricInterpretation"),
                bits_allocated=int(ds.get("BitsAllocated") or 8),
                bits_stored=int(ds.get("BitsStored") or ds.get("BitsAllocated") or 8),
                pixel_representation=int(ds.get("PixelRepresentation") or 0),
                pixel_keyword=keyword,
                overlay_bits=tuple(
                    int(ds[tag].value or 0)
                    for tag in ds.keys()
                    if tag.group >> 8 == 0x60 and tag.element == 0x0102
                ),
                position=_numbers(of("PlanePositionSequence", "ImagePositionPatient"))
                or _numbers(detector.get("ImagePositionPatient")),
                orientation=_numbers(of("PlaneOrientationSequence", "ImageOrientationPatient"))
                or _numbers(detector.get("ImageOrientationPatient")),
                pixel_spacing=_numbers(of("PixelMeasuresSequence", "PixelSpacing")),
                imager_pixel_spacing=_numbers(ds.get("ImagerPixelSpacing")),
                spacing_between_slices=_number(of("PixelMeasuresSequence", "SpacingBetweenSlices")),
                frame_of_reference_uid=ds.get("FrameOfReferenceUID"),
                stack_id=of("FrameContentSequence", "StackID"),
                slope=_number(of("PixelValueTransformationSequence", "RescaleSlope")),
                intercept=_number(of("PixelValueTransformationSequence", "RescaleIntercept")),
                rescale_type=of("PixelValueTransformationSequence", "RescaleType") or None,
                rwv_slope=_number(rwv.get("RealWorldValueSlope")),
                rwv_intercept=_number(rwv.get("RealWorldValueIntercept")),
                rwv_unit=next(iter(rwv.get("MeasurementUnitsCodeSequence") or [Dataset()])).get("CodeValue"),
                has_modality_lut="ModalityLUTSequence" in ds,
                philips_scale_slope=_number(_private(ds, 0x2005, "Philips MR Imaging DD 001", 0x0E)),
                philips_scale_intercept=_number(_private(ds, 0x2005, "Philips MR Imaging DD 001", 0x0D)),
                units=ds.get("Units"),
                instance_number=_whole(ds.get("InstanceNumber")),
                acquisition_number=_whole(ds.get("AcquisitionNumber")),
                temporal_position=_whole(
                    of("FrameContentSequence", "TemporalPositionIndex", "TemporalPositionIdentifier")
                ),
                echo_time=_number(of("MREchoSequence", "EffectiveEchoTime", "EchoTime")),
                echo_number=_whole(ds.get("EchoNumbers")),
                b_value=_number(of("MRDiffusionSequence", "DiffusionBValue") if groups else b_value),
                gradient=_numbers(_gradient(groups) if groups else ds.get("DiffusionGradientOrientation")),
                inversion_time=_number(of("MRModifierSequence", "InversionTimes", "InversionTime")),
                flip_angle=_number(of("MRTimingAndRelatedParametersSequence", "FlipAngle")),
                trigger_time=_number(
                    of("CardiacSynchronizationSequence", "NominalCardiacTriggerDelayTime", "TriggerTime")
                ),
                frame_reference_time=_number(ds.get("FrameReferenceTime")),
                frame_duration=_number(ds.get("ActualFrameDuration")),
                acquired_at=_dt(of("FrameContentSequence", "FrameAcquisitionDateTime", "AcquisitionDateTime"))
                or _at(ds, "AcquisitionDate", "AcquisitionTime"),
                content_at=_at(ds, "ContentDate", "ContentTime"),
                created_at=_at(ds, "InstanceCreationDate", "InstanceCreationTime"),
                complex_component=of("MRImageFrameTypeSequence", "ComplexImageComponent"),
                kernel=tuple(map(str, kernel)) if not isinstance(kernel, str) else (kernel,),
                coil=ds.get("ReceiveCoilName"),
                kvp=_number(ds.get("KVP")),
                reconstruction=ds.get("ReconstructionMethod"),
                concatenation_uid=ds.get("ConcatenationUID"),
                in_concatenation_number=_whole(ds.get("InConcatenationNumber")),
                in_concatenation_total=_whole(ds.get("InConcatenationTotalNumber")),
                mosaic_tiles=tiles,
                mosaic_normal=siemens.slice_normal,
                tile_positions=uih_positions,
                nm_slice=vector("SliceVector"),
                nm_key=nm if ds.get("Modality") == "NM" else (),
                nm_angular=vector("AngularViewVector"),
                frame_time=_number(ds.get("FrameTime")),
                frame_time_vector=_numbers(ds.get("FrameTimeVector")),
                frame_rate=_number(ds.get("CineRate") or ds.get("RecommendedDisplayFrameRate")),
                suv_type=ds.get("SUVType"),
                decay_correction=ds.get("DecayCorrection"),
                corrected_image=tuple(ds.get("CorrectedImage") or ())
                if not isinstance(ds.get("CorrectedImage"), str)
                else (ds.CorrectedImage,),
                patient_weight_kg=_number(ds.get("PatientWeight")),
                series_at=_at(ds, "SeriesDate", "SeriesTime"),
                injected_at=_dt(tracer.get("RadiopharmaceuticalStartDateTime")),
                injection_time_us=injected_us,
                dose_bq=_number(tracer.get("RadionuclideTotalDose")),
                dose_scaling=_number(ds.get("DoseGridScaling")),
                grid_offsets=_numbers(ds.get("GridFrameOffsetVector")),
                half_life_s=_number(tracer.get("RadionuclideHalfLife")),
                n_radiopharmaceuticals=len(rph),
                philips_suv_factor=_number(_private(ds, 0x7053, "Philips PET Private Group", 0x00)),
                philips_activity_factor=_number(_private(ds, 0x7053, "Philips PET Private Group", 0x09)),
            )
        )
    return out


def _at_time(text: str) -> int:
    whole, _, part = text.partition(".")
    whole = (whole + "000000")[:6]
    seconds = int(whole[:2]) * 3600 + int(whole[2:4]) * 60 + int(whole[4:6])
    return seconds * 1_000_000 + int((part + "000000")[:6])


def _group_items(groups: list[Dataset], name: str) -> list[Dataset]:
    for g in groups:
        if g.get(name):
            return list(g[name].value)
    return []


def _gradient(groups: list[Dataset]):
    for g in groups:
        for item in g.get("MRDiffusionSequence") or []:
            for inner in item.get("DiffusionGradientDirectionSequence") or []:
                return inner.get("DiffusionGradientOrientation")
    return None


def series_in(folder: Path) -> dict[str, list[Frame]]:
    """All frames below a folder by SeriesInstanceUID; objects without pixels and files of other kinds left out."""
    out: dict[str, list[Frame]] = defaultdict(list)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (ds := read(path)) is not None:
            out[str(ds.SeriesInstanceUID)].extend(frames_of(ds))
    return dict(out)
