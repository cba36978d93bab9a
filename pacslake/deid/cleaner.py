"""What an ingest asks for each file: may it come in, and as which bytes. Goes to worker processes whole."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from pacslake.deid import decide, pixels, tables
from pacslake.deid.bits import without_other_bits
from pacslake.deid.engine import FACES, Change, Cleaned, Held, clean_scan
from pacslake.deid.face_marks import marks_folder, read_mark
from pacslake.deid.keys import ProjectKey, default_key_file, make_key
from pacslake.deid.profile import Profile, load_profile
from pacslake.deid.reviews import Review, load_reviews, pixels_id, reviews_file
from pacslake.dicom.dictionary import keyword_for, tag_text
from pacslake.dicom.scan import Scan, scan

__all__ = ["Cleaner", "Outcome", "make_cleaner"]

MEDIA_DIRECTORY = "1.2.840.10008.1.3.10"


@dataclass(frozen=True)
class Outcome:
    """What became of a file. `data` are the cleaned bytes, None where none may come in.

    `kind` is then quarantined, not_dicom or dicomdir. `record` is its row of `deid_object`, with its changes.
    """

    kind: str
    data: bytes | None = None
    code: str | None = None
    reason: str | None = None
    record: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Cleaner:
    """A profile with a key. `source_name`: who issued the patient identifiers, where the files do not say.

    `verify`: let a second program search what was cleaned; off only where speed is measured. `reviews`: what people decided
    on pixels, by `pixels_id`. `faces`: where the marks of faces lie.
    """

    profile: Profile
    key: ProjectKey
    source_name: str | None = None
    verify: bool = True
    reviews: Mapping[str, Review] = field(default_factory=dict)
    faces: Path | None = None

    def file_id(self, uri: str) -> str:
        """The key of a file in the research lake."""
        return self.key.file_id(uri)

    def stamp(self, uri: str, mtime_ns: int | None) -> int | None:
        """What stands for a file's time of change; None where that is not known."""
        return None if mtime_ns is None else self.key.stamp(uri, 0, mtime_ns)

    def clean(self, data: Any, file_id: str) -> Outcome:
        """De-identify one file's bytes. Never raises on bad bytes, never passes on what it does not understand."""
        found = scan(data)
        if found.kind != "dicom":
            return Outcome("not_dicom", reason="no DICOM data set")
        top = {e.tag: e for e in found.elements}
        if found.meta.get(0x00020002) == MEDIA_DIRECTORY or 0x00041220 in top:
            return Outcome(
                "dicomdir", reason="names patients; the objects that it lists are cleaned by themselves"
            )
        try:
            result = self._clean(found, top, data, file_id)
        except Exception as error:
            # A fault of ours on bytes that nobody foresaw holds the file back and never lets it pass.
            result = Held("deid_failed", f"could not be de-identified: {type(error).__name__} in the engine")
        if isinstance(result, Held):
            return Outcome("quarantined", None, result.code, result.reason, self._record("held", result.code))
        record = self._record("cleaned", None, result)
        return Outcome("dicom", result.data, record=record)

    def _clean(self, found: Scan, top: Mapping[int, Any], data: Any, file_id: str) -> Cleaned | Held:
        if found.fault is not None:
            return Held(*found.fault)
        if not decide.text_of(top, found, 0x00080018):
            return Held(
                "sop_instance_uid_missing", "no SOPInstanceUID: the object cannot be told from others"
            )
        held = decide.hold(top, found)
        if held is not None:
            return held
        other = without_other_bits(top, found)
        looked = self._looked(found, top, data, other)
        if isinstance(looked, Held):
            return looked
        by_looking = looked.decision in ("ocr", "rule", "reviewed")
        looked = self._without_face(found, top, data, looked, other)
        if isinstance(looked, Held):
            return looked
        new = looked.redacted
        value = (other, False) if new is None and other is not None else None
        if new is not None:
            value = (new.value, new.encapsulated)
        cleaned = clean_scan(
            found,
            self.profile,
            self.key,
            source_name=self.source_name,
            pixels=None if value is None else lambda _: value,
            # Whoever decided looked at what the pixels show; the object's own word is as old as its pixels.
            replace={**(new.replace if new else {}), **({0x00280301: ("CS", b"NO")} if by_looking else {})},
            remove=new.remove if new else frozenset(),
            syntax=new.syntax if new else None,
            done=frozenset({"113101"} if by_looking else ())
            | ({FACES} if looked.decision == "face_removed" else set()),
        )
        if isinstance(cleaned, Held):
            return cleaned
        held = self._searched(data, cleaned.data)
        return held or replace(cleaned, pixel_decision=looked.decision, n_regions=looked.n_regions)

    def _looked(
        self, found: Scan, top: Mapping[int, Any], data: Any, other: bytes | None
    ) -> pixels.Looked | Held:
        """Who says that the pixels may leave, and what of them is blanked."""
        decision, question = decide.pixel_question(top, found)
        if decision == "acquired" and self.profile.pixels == "clean-all":
            question = "the profile has every image searched"
        if decision in ("no_pixels", "mask"):
            return pixels.Looked(decision)
        review = None
        if self.reviews and (element := top.get(0x7FE00010)) is not None:
            review = self.reviews.get(pixels_id(found.buffer[element.offset : element.end], self.key))
        if review is None and question is None and not self.profile.pixel_rules:
            return pixels.Looked(decision)
        if review is None and question is not None and not self._may_look():
            return Held("pixels_need_review", f"{question}, and nothing has decided on them")
        looked = pixels.decide_pixels(data, self.profile, review, value=other, asked=question is not None)
        if isinstance(looked, Held) and looked.code == "pixels_need_review" and question is not None:
            return Held(looked.code, f"{question}; {looked.reason}")
        return looked

    def _without_face(
        self, found: Scan, top: Mapping[int, Any], data: Any, looked: pixels.Looked, other: bytes | None
    ) -> pixels.Looked | Held:
        """The pixels of a CT or MR object without the face that was found in its series."""
        element = top.get(0x7FE00010)
        if element is None or not self._may_show_a_face(found, top):
            return looked
        name = pixels_id(found.buffer[element.offset : element.end], self.key)
        question = self.face_question(found, top, name)
        if question is not None and looked.decision != "reviewed":  # a person looked at these very pixels
            return Held("face_unclear", f"{question}; look at it with: pacslake review")
        mark = None if self.faces is None else read_mark(self.faces, name)
        if mark is None or not mark.mask.any():
            return looked
        return pixels.cover_face(data, looked, mark, name, value=other)

    def _may_show_a_face(self, found: Scan, top: Mapping[int, Any]) -> bool:
        return self.profile.faces != "keep" and decide.text_of(top, found, 0x00080016) in decide.HEADS

    def face_question(self, found: Scan, top: Mapping[int, Any], name: str) -> str | None:
        """What is to be decided of a picture whose face, if it has one, was not found; None where nothing is."""
        if self.profile.faces != "remove" or not self._may_show_a_face(found, top):
            return None
        if self.faces is not None and read_mark(self.faces, name) is not None:
            return None
        return "whether it shows a face could not be told"

    def _may_look(self) -> bool:
        """Whether something but a person may decide."""
        return self.profile.pixels != "hold" or any(rule.enough for rule in self.profile.pixel_rules)

    def _searched(self, data: Any, cleaned: bytes) -> Held | None:
        """What a second program says of the cleaned bytes; None where it lets them go."""
        if not self.verify:
            return None
        from pacslake.deid import verifier

        try:
            found = verifier.verify(
                bytes(data), cleaned, options=self.profile.options, keep=self.profile.keep
            )
        except verifier.Unreadable as reason:
            return Held("verifier_cannot_read", f"nothing vouches for the cleaned copy: {reason}")
        if not found:
            return None
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        places = ", ".join(map(str, found[:3]))
        return Held("identity_left", f"the cleaned copy was searched, and something was left: {places}{more}")

    def _record(self, verdict: str, code: str | None, cleaned: Cleaned | None = None) -> dict[str, Any]:
        return {
            "verdict": verdict,
            "code": code,
            "pixel_decision": cleaned.pixel_decision if cleaned else None,
            "n_regions": cleaned.n_regions if cleaned else None,
            "verified": True if cleaned and self.verify else None,
            "profile": self.profile.name,
            "profile_digest": self.profile.digest,
            "rules": tables.SOURCE,
            "key_id": self.key.key_id,
            "changes": _told(tuple(sorted(cleaned.changes.items()))) if cleaned else (),
        }


@lru_cache(maxsize=512)
def _told(changes: tuple[tuple[Change, int], ...]) -> tuple[tuple[Any, ...], ...]:
    """Changes as the table has them; objects of a series mostly share one list."""
    return tuple(
        (
            ".".join(map(tag_text, c.path)),
            tag_text(c.path[-1]),
            keyword_for(c.path[-1]),
            c.creator or None,
            c.word,
            n,
        )
        for c, n in changes
    )


def make_cleaner(
    profile: str | os.PathLike[str] | Profile,
    *,
    key: str | os.PathLike[str] | ProjectKey | None = None,
    source_name: str | None = None,
) -> Cleaner:
    """A cleaner for `Lake.ingest`.

    Args:
        profile: name of a preset, a TOML file, or a profile.
        key: a key file, which must exist; None is the user's own key, made at the first use. What people decided on pixels
            is read from beside it.
        source_name: who issued the patient identifiers, where the files do not say.

    Raises UsageError: no such profile, no key in the file named.
    """
    chosen = load_profile(profile)
    if isinstance(key, ProjectKey):
        return Cleaner(chosen, key, source_name)
    secret = make_key(key)
    place = key or default_key_file()
    return Cleaner(
        chosen, secret, source_name, reviews=load_reviews(reviews_file(place)), faces=marks_folder(place)
    )
