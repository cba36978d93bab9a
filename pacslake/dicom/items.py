"""A scanned data set to be asked by keyword, as pydicom's, for reading trees of sequences without pydicom.

Reports and structure sets are thousands of small items. pydicom makes several objects of each element; here a value is
decoded when it is asked for and nothing else is made. Values are what pydicom gives: text stripped of padding,
numbers that keep their text, lists where there are several, sequences as lists of items.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from pacslake.dicom import values as v
from pacslake.dicom.charset import DEFAULT, Charset, charset_for
from pacslake.dicom.dictionary import tag_for
from pacslake.dicom.leaves import at_values
from pacslake.dicom.scan import Element, Scan

__all__ = ["Decimal", "Integer", "Items", "items_of"]

_SIGNED = 0x00280103
_EMPTY_IS_NONE = frozenset({"DS", "IS", "AT", *v.NUMBER_VRS, *v.BINARY_VRS})
_STRIPPED = frozenset({"AE", "AS", "CS", "DA", "DT", "TM"})


class Decimal(float):
    """A decimal string (DS): a number whose text is the one in the file."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Decimal:
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __str__(self) -> str:
        return self.text


class Integer(int):
    """An integer string (IS). Raises ValueError or TypeError for one that is no whole number."""

    def __new__(cls, text: str) -> Integer:
        try:
            return super().__new__(cls, text)
        except ValueError:
            number = float(text)
            if number != int(number):
                raise TypeError("an integer string holds a fraction") from None
            return super().__new__(cls, int(number))


class Items:
    """One data set: the top level, or an item of a sequence."""

    __slots__ = ("__dict__", "_charset", "_elements", "_scan", "_signed")

    def __init__(
        self, scan: Scan, elements: list[Element], charset: Charset = DEFAULT, signed: bool = False
    ) -> None:
        self._scan = scan
        self._elements: dict[int, Element] = {}
        for element in elements:
            self._elements.setdefault(element.tag, element)
        own = self._elements.get(0x00080005)
        self._charset = charset if own is None else charset_for(tuple(v.texts("CS", self._raw(own))[0]))
        own = self._elements.get(_SIGNED)
        self._signed = signed if own is None else any(self._raw(own))

    def __contains__(self, keyword: str) -> bool:
        return tag_for(keyword) in self._elements

    def get(self, keyword: str, default: Any = None) -> Any:
        """The value of an attribute, `default` where it is absent.

        Raises: ValueError, TypeError: the bytes are none of its VR.
        """
        element = self._elements.get(tag_for(keyword) or -1)
        return default if element is None else self._value(element)

    def __getattr__(self, keyword: str) -> Any:
        element = None if keyword.startswith("_") else self._elements.get(tag_for(keyword) or -1)
        if element is None:
            raise AttributeError(f"the data set has no {keyword}")
        return self._value(element)

    @cached_property
    def file_meta(self) -> Mapping[str, Any]:
        """What is asked of the file meta information: the transfer syntax."""
        return {"TransferSyntaxUID": self._scan.transfer_syntax}

    def _raw(self, element: Element) -> bytes:
        return self._scan.buffer[element.offset : element.offset + element.length]

    def _value(self, element: Element) -> Any:
        vr = element.vr
        if vr == "SQ":
            return [Items(self._scan, item, self._charset, self._signed) for item in element.items or ()]
        raw = self._raw(element)
        if vr == "US or SS":
            vr = "SS" if self._signed else "US"
        if not raw:
            return None if vr in _EMPTY_IS_NONE else ""
        if vr in v.NUMBER_VRS:
            numbers = v.numbers(vr, raw, self._scan.little)
            if numbers is None:
                raise ValueError(f"a value of {len(raw)} bytes is no {vr}")
            return numbers[0] if len(numbers) == 1 else list(numbers)
        if vr == "AT":
            tags = [int(text, 16) for text in at_values(raw, self._scan.little)]
            return tags[0] if len(tags) == 1 else tags
        if vr not in v.TEXT_VRS:
            return raw
        words, _ = v.texts(vr, raw, self._charset)
        found = [_word(vr, word) for word in words]
        return found[0] if len(found) == 1 else found


def _word(vr: str, word: str) -> Any:
    if vr == "DS" or vr == "IS":
        word = word.strip(" \0")
        if not word:
            return None if vr == "IS" else ""
        return Decimal(word) if vr == "DS" else Integer(word)
    return word.strip() if vr in _STRIPPED else word


def items_of(scan: Scan) -> Items | None:
    """The top level of a scan; None where it was not read whole, or holds pixels that are not plain bytes.

    Such files are left to pydicom.
    """
    if scan.kind != "dicom" or scan.fault is not None or not scan.little:
        return None
    if any(element.encapsulated for element in scan.elements):
        return None
    return Items(scan, scan.elements)
