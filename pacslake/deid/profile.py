"""Profiles: which options of PS3.15 Annex E a project takes. Presets, and TOML files of one's own.

name = "my study"
options = ["retain_longitudinal_modified_dates", "retain_patient_characteristics"]
pixels = "clean"          # text is searched for and blanked; "hold" (the default): such images wait for a person
faces = "remove"          # those of head CT and MR; "keep" is the default
keep = ["StationName"]    # attributes by keyword or ggggeeee, against the table
remove = ["SliceLocation"]

and rules for pixels, `[[pixel_rule]]`: see `pacslake.deid.pixel_rules`.
"""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from pacslake.deid.pixel_rules import PixelRule, parse_rule
from pacslake.deid.tables import OPTIONS, SOURCE
from pacslake.errors import UsageError

__all__ = ["PRESETS", "Profile", "load_profile"]

PIXELS = ("hold", "clean", "clean-all")
FACES = ("keep", "remove", "remove-where-sure")
CODES = {
    "clean_graphics": "113103",
    "clean_structured_content": "113104",
    "clean_descriptors": "113105",
    "retain_longitudinal_full_dates": "113106",
    "retain_longitudinal_modified_dates": "113107",
    "retain_patient_characteristics": "113108",
    "retain_device_identity": "113109",
    "retain_uids": "113110",
    "retain_safe_private": "113111",
    "retain_institution_identity": "113112",
}
"""Codes of PS3.16 CID 7050 for De-identification Method Code Sequence; 113100 is the Basic Profile itself."""


@dataclass(frozen=True)
class Profile:
    """What is done to objects. `options` are those of Table E.1-1 in its order.

    `pixels`: "hold" keeps images that may show text out until a person has decided; "clean" has them searched for text,
    which is blanked; "clean-all" has every image searched, those of CT, MR, PET and NM too. `pixel_rules` blank what devices are known to write.
    `faces`: "remove" covers the faces of head CT and MR and keeps out what nobody can tell, "remove-where-sure" lets that pass.
    """

    name: str
    options: tuple[str, ...] = ()
    pixels: str = "hold"
    keep: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    pixel_rules: tuple[PixelRule, ...] = ()
    faces: str = "keep"

    def has(self, option: str) -> bool:
        """Whether an option is taken."""
        return option in self.options

    @property
    def digest(self) -> str:
        """Sixteen digits that change with every setting and with the edition of the rules."""
        text = json.dumps([SOURCE, asdict(self)], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of CID 7050, the Basic Profile first."""
        taken = [CODES[o] for o in self.options]
        return ("113100", *sorted(taken))


_DATES = "retain_longitudinal_modified_dates"
_PERSON = "retain_patient_characteristics"

PRESETS = {
    "basic": Profile("basic"),
    "longitudinal": Profile("longitudinal", (_PERSON, _DATES)),
    "keep-private-safe": Profile("keep-private-safe", ("retain_safe_private", _PERSON, _DATES)),
}
"""Longitudinal research needs intervals, and weight, size and age: without them there is no SUV."""


def load_profile(name: str | os.PathLike[str] | Profile) -> Profile:
    """A preset by name, or the profile in a TOML file.

    Raises UsageError: neither; or the file names an option, a key or an attribute that does not exist.
    """
    if isinstance(name, Profile):
        return name
    text = os.fspath(name)
    if text in PRESETS:
        return PRESETS[text]
    path = Path(text)
    if not path.is_file():
        raise UsageError(
            f"no profile is called {text!r}; there are {', '.join(PRESETS)}, or name a TOML file with options"
        )
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not valid TOML: {error}") from None
    return _profile(values, path)


def _profile(values: dict[str, Any], path: Path) -> Profile:
    base = PRESETS["basic"]
    known = ("name", "based_on", "options", "pixels", "keep", "remove", "pixel_rule", "faces")
    for key in values:
        if key not in known:
            raise UsageError(f"{path}: a profile has no {key!r}; it has {', '.join(known)}")
    if "based_on" in values:
        if values["based_on"] not in PRESETS:
            raise UsageError(f"{path}: based_on must be one of {', '.join(PRESETS)}")
        base = PRESETS[values["based_on"]]
    options = {*base.options, *values.get("options", ())}
    for option in options:
        if option not in OPTIONS:
            raise UsageError(f"{path}: no option is called {option!r}; there are {', '.join(OPTIONS)}")
    if {"retain_longitudinal_full_dates", _DATES} <= options:
        raise UsageError(f"{path}: full dates and modified dates exclude one another (PS3.15 E.3.6)")
    pixels = values.get("pixels", base.pixels)
    if pixels not in PIXELS:
        raise UsageError(f"{path}: pixels is {pixels!r}; it must be one of {', '.join(PIXELS)}")
    faces = values.get("faces", base.faces)
    if faces not in FACES:
        raise UsageError(f"{path}: faces is {faces!r}; it must be one of {', '.join(FACES)}")
    tags = {key: tuple(_tag(word, path) for word in values.get(key, ())) for key in ("keep", "remove")}
    try:
        rules = tuple(parse_rule(rule) for rule in values.get("pixel_rule", ()))
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from None
    return replace(
        base,
        name=str(values.get("name", path.stem)),
        options=tuple(o for o in OPTIONS if o in options),
        pixels=pixels,
        keep=tags["keep"],
        remove=tags["remove"],
        pixel_rules=rules,
        faces=faces,
    )


def _tag(word: str, path: Path) -> str:
    """A keyword or ggggeeee as ggggeeee."""
    from pacslake.dicom.dictionary import tag_for, tag_text

    tag = tag_for(word)
    if tag is None:
        try:
            tag = int(word, 16) if len(word) == 8 else None
        except ValueError:
            tag = None
    if tag is None:
        raise UsageError(f"{path}: {word!r} is neither a keyword of the Standard nor a tag as ggggeeee")
    return tag_text(tag)
