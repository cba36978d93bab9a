"""Structured reports (PS3.3 A.35, C.17.3) as measurement groups, numbers and evaluations.

TID 1500 (PS3.16) gathers numbers in Measurement Groups; other reports, such as radiation dose (TID 10001) or
echocardiography, in containers of their own. Any of them is read by one rule: every NUM item that is
*contained*, outside the image library, is a measurement of its nearest group; what the group says of all its
numbers (tracking, finding, site, source images) goes with each of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pacslake.derived.codes import CodedTerm, first_code

__all__ = ["Evaluation", "Group", "Measurement", "Report", "Source", "parse_report"]

MEASUREMENT_GROUP = ("DCM", "125007")
CAD_FINDINGS = {("DCM", "111059"), ("DCM", "111015")}
"""Single Image Finding and Composite Feature: what computer-aided detection reports (TID 4006, 4004, 4104)."""
IMAGE_LIBRARY = ("DCM", "111028")
QUALITATIVE_EVALUATIONS = {("UMLS", "C0034375"), ("NCIt", "C0034375")}

# Concepts are the same under SNOMED's identifiers and the retired SRT ones (PS3.16 annex O).
FINDING = {("DCM", "121071")}
FINDING_CATEGORY = {("SCT", "276214006"), ("SRT", "M-01000")}
FINDING_SITE = {("SCT", "363698007"), ("SRT", "G-C0E3")}
LATERALITY = {("SCT", "272741003"), ("SRT", "G-C171")}
METHOD = {("SCT", "370129005"), ("SRT", "G-C036")}
DERIVATION = {("DCM", "121401")}
TRACKING_ID = {("DCM", "112039")}
TRACKING_UID = {("DCM", "112040")}
SESSION = {("NCIt", "C67447")}
TIME_POINT = {("UMLS", "C2348792")}
ALGORITHM_NAME = {("DCM", "111001")}
ALGORITHM_VERSION = {("DCM", "111003")}
SOURCE_SERIES = {("DCM", "121232")}
REGION = {("DCM", "111030"), ("DCM", "121231"), ("DCM", "121057")}

SEGMENTATION_CLASSES = {"1.2.840.10008.5.1.4.1.1.66.4", "1.2.840.10008.5.1.4.1.1.66.7"}


@dataclass
class Source:
    """What a group or a number was measured on."""

    segmentation_uid: str | None = None
    segment_number: int | None = None
    series_uid: str | None = None
    images: list[str] = field(default_factory=list)
    graphic_type: str | None = None
    graphic_data: list[float] | None = None
    graphic_frame_of_reference: str | None = None


@dataclass
class Context:
    """What is said of a group or of one number."""

    tracking_id: str | None = None
    tracking_uid: str | None = None
    session: str | None = None
    time_point: str | None = None
    finding: CodedTerm | None = None
    finding_site: CodedTerm | None = None
    laterality: CodedTerm | None = None
    method: CodedTerm | None = None
    algorithm_name: str | None = None
    algorithm_version: str | None = None
    source: Source = field(default_factory=Source)


@dataclass(frozen=True)
class Measurement:
    """One number. `raw` is the text as sent; `value` None where there is none."""

    path: str
    name: CodedTerm
    value: float | None
    raw: str | None
    unit: CodedTerm | None
    qualifier: CodedTerm | None
    derivation: CodedTerm | None
    modifiers: tuple[str, ...]
    own: Context


@dataclass(frozen=True)
class Evaluation:
    """One qualitative statement: a code, or a text."""

    path: str
    name: CodedTerm
    code: CodedTerm | None
    text: str | None


@dataclass
class Group:
    """A measurement group, or a container that holds numbers."""

    path: str
    name: CodedTerm | None
    template: str | None
    context: Context
    measurements: list[Measurement] = field(default_factory=list)
    evaluations: list[Evaluation] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """A parsed structured report. `evaluations` are those of the whole report.

    `templates` are those that it names, as (mapping resource, identifier).
    """

    title: CodedTerm | None
    groups: tuple[Group, ...]
    evaluations: tuple[Evaluation, ...]
    templates: frozenset[tuple[str, str]] = frozenset()

    def terms(self) -> Iterator[CodedTerm]:
        """Every coded term of its title, groups, numbers and statements."""
        found: list[CodedTerm | None] = [self.title]
        for group in self.groups:
            found += [group.name, group.context.finding, group.context.finding_site]
            found += [term for m in group.measurements for term in (m.name, m.unit, m.derivation)]
        for one in [*self.evaluations, *(e for g in self.groups for e in g.evaluations)]:
            found += [one.name, one.code]
        yield from (term for term in found if term is not None)


def parse_report(ds: Any) -> Report:
    """The measurements and evaluations of a structured report data set, in the order of its content tree."""
    groups: dict[str, Group] = {}
    evaluations: list[Evaluation] = []
    templates: set[tuple[str, str]] = set()
    # An own stack, not recursion: a crafted report can nest deeper than Python does.
    stack: list[tuple[Any, str, str | None, bool]] = [(ds, "1", None, False)]
    while stack:
        item, path, group_path, evaluating = stack.pop()
        name = first_code(item, "ConceptNameCodeSequence")
        key = _key(name)
        if key == IMAGE_LIBRARY:
            continue
        templates.update(_template_of(item))
        value_type = item.get("ValueType") or ("CONTAINER" if path == "1" else None)
        group = groups[group_path] if group_path is not None else None
        in_group = group is not None and _is_group(group)
        relation = item.get("RelationshipType")
        said = relation in (None, "", "CONTAINS", "INFERRED FROM")
        # What a finding of computer-aided detection has, hangs below it as its properties.
        said = said or (
            group is not None and _key(group.name) in CAD_FINDINGS and relation == "HAS PROPERTIES"
        )
        if value_type == "CODE" and key in CAD_FINDINGS:
            group_path = path
            groups[path] = Group(path, name, _template(item), _context(item, ds))
            groups[path].context.finding = first_code(item, "ConceptCodeSequence")
        elif value_type == "CONTAINER":
            evaluating = evaluating or key in QUALITATIVE_EVALUATIONS
            if key == MEASUREMENT_GROUP or group is None or not in_group:
                group_path = path
                groups[path] = Group(path, name, _template(item), _context(item, ds))
        elif value_type == "NUM" and said and group is not None and name is not None:
            group.measurements.append(_measurement(item, path, name, ds))
        elif name is not None and value_type in ("CODE", "TEXT") and said:
            if (in_group or evaluating) and key not in _NO_EVALUATION:
                found = Evaluation(path, name, *_answer(item))
                (group.evaluations if in_group and group is not None else evaluations).append(found)
        children = list(enumerate(item.get("ContentSequence") or (), start=1))
        stack.extend((child, f"{path}.{n}", group_path, evaluating) for n, child in reversed(children))
    kept = tuple(g for g in groups.values() if g.measurements or g.evaluations or _is_group(g))
    return Report(first_code(ds, "ConceptNameCodeSequence"), kept, tuple(evaluations), frozenset(templates))


_NO_EVALUATION = FINDING | FINDING_CATEGORY | FINDING_SITE | METHOD | TRACKING_ID | SESSION | TIME_POINT


def _key(term: CodedTerm | None) -> tuple[str, str] | None:
    return (term.scheme, term.value) if term else None


def _is_group(group: Group) -> bool:
    """Whether what stands inside belongs to this group; elsewhere every container is its own group."""
    key = _key(group.name)
    return key == MEASUREMENT_GROUP or key in CAD_FINDINGS


def _template(item: Any) -> str | None:
    sequence = item.get("ContentTemplateSequence")
    return _text(sequence[0].get("TemplateIdentifier")) if sequence else None


def _template_of(item: Any) -> Iterator[tuple[str, str]]:
    for template in item.get("ContentTemplateSequence") or ():
        yield _text(template.get("MappingResource")) or "", _text(template.get("TemplateIdentifier")) or ""


def _measurement(item: Any, path: str, name: CodedTerm, root: Any) -> Measurement:
    values = item.get("MeasuredValueSequence")
    raw = values[0].get("NumericValue") if values else None
    derivation, modifiers = None, []
    for child in item.get("ContentSequence") or ():
        concept, value = (
            first_code(child, "ConceptNameCodeSequence"),
            first_code(child, "ConceptCodeSequence"),
        )
        if child.get("ValueType") != "CODE" or concept is None or value is None:
            continue
        if _key(concept) in DERIVATION:
            derivation = value
        elif (
            child.get("RelationshipType") == "HAS CONCEPT MOD" and _key(concept) not in METHOD | FINDING_SITE
        ):
            modifiers.append(f"{concept.meaning}={value.meaning}")
    return Measurement(
        path=path,
        name=name,
        value=_number(values[0]) if values else None,
        raw=_text(raw),
        unit=first_code(values[0], "MeasurementUnitsCodeSequence") if values else None,
        qualifier=first_code(item, "NumericValueQualifierCodeSequence"),
        derivation=derivation,
        modifiers=tuple(modifiers),
        own=_context(item, root),
    )


def _number(value: Any) -> float | None:
    """The number, from FloatingPointValue where it is given: NumericValue has at most 16 characters."""
    for keyword in ("FloatingPointValue", "NumericValue"):
        try:
            return float(value.get(keyword))
        except (TypeError, ValueError):
            continue
    return None


def _answer(item: Any) -> tuple[CodedTerm | None, str | None]:
    if item.get("ValueType") == "TEXT":
        return None, _text(item.get("TextValue"))
    return first_code(item, "ConceptCodeSequence"), None


def _context(item: Any, root: Any) -> Context:
    """What the direct children of an item say of it; of images and outlines also what hangs below them."""
    context = Context()
    for child in item.get("ContentSequence") or ():
        key = _key(first_code(child, "ConceptNameCodeSequence"))
        kind = child.get("ValueType")
        if kind == "CODE":
            _code_context(context, key, child)
        elif kind in ("TEXT", "UIDREF"):
            _text_context(context, key, _text(child.get("TextValue")) or _text(child.get("UID")))
        elif kind in ("IMAGE", "COMPOSITE", "SCOORD", "SCOORD3D"):
            _source_context(context.source, child, root)
    return context


def _code_context(context: Context, key: tuple[str, str] | None, child: Any) -> None:
    value = first_code(child, "ConceptCodeSequence")
    if key in FINDING:
        context.finding = value
    elif key in FINDING_SITE:
        context.finding_site = value
        for below in child.get("ContentSequence") or ():
            if _key(first_code(below, "ConceptNameCodeSequence")) in LATERALITY:
                context.laterality = first_code(below, "ConceptCodeSequence")
    elif key in LATERALITY:
        context.laterality = value
    elif key in METHOD:
        context.method = value


_TEXTS = (
    (TRACKING_ID, "tracking_id"),
    (TRACKING_UID, "tracking_uid"),
    (SESSION, "session"),
    (TIME_POINT, "time_point"),
    (ALGORITHM_NAME, "algorithm_name"),
    (ALGORITHM_VERSION, "algorithm_version"),
)


def _text_context(context: Context, key: tuple[str, str] | None, value: str | None) -> None:
    if key in SOURCE_SERIES:
        context.source.series_uid = value
    for concepts, attribute in _TEXTS:
        if key in concepts:
            setattr(context, attribute, value)


def _source_context(source: Source, item: Any, root: Any) -> None:
    """Images, segments and outlines of an item; an outline's image hangs below it (SELECTED FROM)."""
    kind = item.get("ValueType")
    if kind in ("SCOORD", "SCOORD3D"):
        if source.graphic_type is None:
            source.graphic_type = _text(item.get("GraphicType"))
            source.graphic_data = _floats(item.get("GraphicData"))
            source.graphic_frame_of_reference = _text(item.get("ReferencedFrameOfReferenceUID"))
        for child in item.get("ContentSequence") or ():
            below = _referred(child, root)
            if below is not None and below.get("ValueType") == "IMAGE":
                _source_context(source, below, root)
        return
    for reference in item.get("ReferencedSOPSequence") or ():
        uid = _text(reference.get("ReferencedSOPInstanceUID"))
        if str(reference.get("ReferencedSOPClassUID")) in SEGMENTATION_CLASSES:
            source.segmentation_uid = uid
            source.segment_number = _first_int(reference.get("ReferencedSegmentNumber"))
        elif uid and kind == "IMAGE" and uid not in source.images:
            source.images.append(uid)


def _referred(item: Any, root: Any) -> Any:
    """The item itself, or the one that it stands for: numbers from 1 down the tree (PS3.3 C.17.3.2.5)."""
    path = item.get("ReferencedContentItemIdentifier")
    if path is None or item.get("ValueType"):
        return item
    found = root
    for n in () if isinstance(path, int) else list(path)[1:]:
        children = found.get("ContentSequence") or ()
        if not 1 <= int(n) <= len(children):
            return None
        found = children[int(n) - 1]
    return found


def _floats(value: Any) -> list[float] | None:
    try:
        return [float(v) for v in value] if value is not None else None
    except (TypeError, ValueError):
        return None


def _first_int(value: Any) -> int | None:
    if value is None or isinstance(value, int):
        return value
    try:
        return int(value[0])
    except (TypeError, ValueError, IndexError):
        return None


def _text(value: Any) -> str | None:
    text = str(value).strip() if value is not None else ""
    return text or None


def iter_measurements(report: Report) -> Iterator[tuple[Group, Measurement]]:
    """Every number of a report with its group."""
    for group in report.groups:
        for measurement in group.measurements:
            yield group, measurement
