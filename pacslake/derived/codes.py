"""Coded terms (PS3.3 section 8): read them from data sets, find them by words, write them into new objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pacslake.errors import UsageError

if TYPE_CHECKING:
    from pydicom.sr.coding import Code

__all__ = ["CodedTerm", "coded_term", "find_codes", "first_code", "ucum_unit"]


@dataclass(frozen=True)
class CodedTerm:
    """A code value, the scheme it belongs to, and what it means."""

    value: str
    scheme: str
    meaning: str

    def to_pydicom(self) -> Code:
        """The same term as pydicom and highdicom take it."""
        from pydicom.sr.coding import Code

        return Code(self.value, self.scheme, self.meaning)


def first_code(item: Any, keyword: str) -> CodedTerm | None:
    """The first code of the code sequence `keyword` of a data set; None where there is none.

    CodeValue, LongCodeValue and URNCodeValue are the three places a code may stand in (PS3.3 table 8.8-1).
    """
    sequence = item.get(keyword)
    if not sequence:
        return None
    code = sequence[0]
    value = code.get("CodeValue") or code.get("LongCodeValue") or code.get("URNCodeValue")
    meaning = code.get("CodeMeaning")
    if value is None and meaning is None:
        return None
    return CodedTerm(str(value or ""), str(code.get("CodingSchemeDesignator") or ""), str(meaning or ""))


_UNITS = {
    "hu": "[hnsf'U]",
    "hounsfield unit": "[hnsf'U]",
    "hounsfield units": "[hnsf'U]",
    "mm": "mm",
    "millimeter": "mm",
    "cm": "cm",
    "mm2": "mm2",
    "mm²": "mm2",
    "cm2": "cm2",
    "cm²": "cm2",
    "mm3": "mm3",
    "mm³": "mm3",
    "cm3": "cm3",
    "cm³": "cm3",
    "ml": "ml",
    "cc": "ml",
    "g/ml": "g/ml",
    "suv": "{SUVbw}g/ml",
    "suvbw": "{SUVbw}g/ml",
    "bqml": "Bq/ml",
    "bq/ml": "Bq/ml",
    "percent": "%",
    "%": "%",
    "degree": "deg",
    "degrees": "deg",
    "deg": "deg",
    "no units": "1",
    "unitless": "1",
    "ratio": "{ratio}",
    "px": "{pixels}",
    "pixels": "{pixels}",
}
"""Units that viewers write under schemes of their own, in lower case, and their UCUM form."""


def ucum_unit(unit: CodedTerm | None) -> str | None:
    """The unit in UCUM where that is certain, as sent otherwise; None for none.

    >>> ucum_unit(CodedTerm("HU", "99dcmjsUnit", "HU"))
    "[hnsf'U]"
    """
    if unit is None or not unit.value:
        return None
    if unit.scheme == "UCUM":
        # "HU" is no UCUM code, but some write it under that name.
        return "[hnsf'U]" if unit.value == "HU" else unit.value
    return _UNITS.get(unit.value.strip().lower()) or _UNITS.get(unit.meaning.strip().lower()) or unit.value


def find_codes(words: str, *, scheme: str | None = None, limit: int = 20) -> list[CodedTerm]:
    """Terms of DICOM's code tables (SCT, DCM, UCUM, NCIt ...) whose meaning holds all `words`, shortest first.

    >>> [term.value for term in find_codes("nodule", scheme="SCT", limit=1)]
    ['27925004']
    """
    from pydicom.sr._concepts_dict import concepts as tables

    concepts: dict[str, Any] = tables
    wanted = words.lower().split()
    if not wanted:
        raise UsageError("find_codes needs at least one word to look for, for example find_codes('liver')")
    found = {
        CodedTerm(value, name, meaning)
        for name, by_keyword in concepts.items()
        if scheme is None or name == scheme
        for by_value in by_keyword.values()
        for value, (meaning, *_) in by_value.items()
        if all(word in meaning.lower() for word in wanted)
    }
    return sorted(found, key=lambda term: (len(term.meaning), term.meaning, term.scheme, term.value))[:limit]


def coded_term(term: Any) -> CodedTerm:
    """A term given as CodedTerm, pydicom Code, highdicom CodedConcept, (value, scheme, meaning) or exact meaning.

    Raises: UsageError for a meaning that DICOM's tables do not hold, with the nearest ones.
    """
    if isinstance(term, CodedTerm):
        return term
    if isinstance(term, str):
        near = find_codes(term)
        exact = [one for one in near if one.meaning.lower() == term.strip().lower()]
        # SNOMED CT first: anatomy, findings and quantities are meant more often than DICOM's own terms.
        exact.sort(
            key=lambda one: (
                ("SCT", "DCM", "UCUM").index(one.scheme) if one.scheme in ("SCT", "DCM", "UCUM") else 9
            )
        )
        if exact:
            return exact[0]
        hint = ", ".join(f"'{one.meaning}'" for one in near[:5]) or "no term holds these words"
        raise UsageError(
            f"no code has the meaning '{term}'; near ones: {hint}. Or give (value, scheme, meaning)"
        )
    if isinstance(term, tuple) and len(term) >= 3:
        return CodedTerm(str(term[0]), str(term[1]), str(term[2]))
    try:
        return CodedTerm(str(term.value), str(term.scheme_designator), str(term.meaning))
    except AttributeError:
        raise UsageError(
            f"a coded term is a meaning or (value, scheme, meaning), not {type(term).__name__}"
        ) from None
