"""From files, or from an identified lake, to a research lake."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake.deid.shapes import Comparison
from pacslake.errors import LakeNotFoundError, PolicyError
from pacslake.layout import LakeDir

if TYPE_CHECKING:
    from pacslake.deid.review_queue import Waiting
    from pacslake.deid.reviews import Review
    from pacslake.ingest import IngestReport
    from pacslake.lake import Lake

__all__ = [
    "Rehearsal",
    "Reviewing",
    "deidentify",
    "open_research",
    "rehearse",
    "search_identities",
    "sources_of",
]


def deidentify(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    profile: Any = "basic",
    key: Any = None,
    source_name: str | None = None,
    workers: int | None = None,
    scheduler: Any = None,
    face_pictures: str | os.PathLike[str] | None = None,
    progress: Callable[..., None] | None = None,
) -> IngestReport:
    """Clean what `source` holds into the research lake `target`, which is made where there is none.

    Of a lake the clinical context of its people comes along, under the same pseudonyms and shifts of dates.

    Args:
        source: a folder, an archive, a file, or a lake, whose current instances are taken.
        profile: see `pacslake.deid.load_profile`.
        key: file of the project's key; None is the user's own, made at the first use.
        face_pictures: where the profile has faces removed, a folder for pictures of heads before and after. They show people.

    Raises:
        UsageError: no such source, profile or key.
        PolicyError: `target` is an identified lake, lies in the source, or was made with another key.
    """
    from pacslake.deid import load_profile
    from pacslake.deid.keys import ProjectKey, load_key
    from pacslake.face_search import mark_where_asked
    from pacslake.ingest.plan import find

    # A wrong name must not leave an empty lake behind.
    chosen = load_profile(profile)
    if key is not None and isinstance(key, (str, os.PathLike)):
        load_key(key)
    find(source)
    places: Any = source
    if LakeDir.is_at(source):
        import pacslake

        places = sources_of(pacslake.open(source))
    lake = open_research(target)
    if not isinstance(key, ProjectKey):  # marks of faces lie beside a key's file
        mark_where_asked(source, chosen, key, pictures=face_pictures, workers=workers, progress=progress)
    report = lake.ingest(
        places,
        workers=workers,
        scheduler=scheduler,
        source_name=source_name,
        progress=progress,
        deid=chosen,
        key=key,
    )
    if LakeDir.is_at(source):
        import pacslake
        from pacslake.clinical.research import carry_over
        from pacslake.deid.keys import make_key

        carry_over(pacslake.open(source), lake, chosen, make_key(key), source_name=source_name)
    return report


@dataclass
class Rehearsal:
    """What `deidentify` would do: attributes by outcome with shapes of values, and what would be held back."""

    comparison: Comparison
    held: list[tuple[str, str]] = field(default_factory=list)
    """(file, reason) of objects that would not come in."""
    n_files: int = 0

    def to_dict(self) -> dict[str, Any]:
        """For machines. No value of an attribute is in it; files are named as in the source."""
        return {
            "dry_run": True, "n_files": self.n_files, "n_objects": self.comparison.n_objects,
            "held": [{"file": name, "reason": reason} for name, reason in self.held], "attributes": self.comparison.rows(),
        }  # fmt: skip


def rehearse(
    source: str | os.PathLike[str] | Sequence[str],
    *,
    profile: Any = "basic",
    key: Any = None,
    source_name: str | None = None,
    limit: int = 0,
    progress: Callable[..., None] | None = None,
) -> Rehearsal:
    """Clean in memory what `source` holds and tell what became of it; nothing is written, no key is made.

    Args:
        source: as for `deidentify`, or several folders, archives and files.
        limit: so many files at most; 0 is all.

    Raises:
        UsageError: no such source, profile or key.
    """
    import io

    import pydicom

    from pacslake.deid import load_profile
    from pacslake.deid.cleaner import Cleaner
    from pacslake.deid.keys import ProjectKey, default_key_file, load_key
    from pacslake.deid.reviews import load_reviews, reviews_file
    from pacslake.deid.shapes import compare

    if key is not None:
        secret = key if isinstance(key, ProjectKey) else load_key(key)
    else:
        own = default_key_file()
        secret = load_key(own) if own.exists() else ProjectKey(os.urandom(32))
    decided = {} if isinstance(key, ProjectKey) else load_reviews(reviews_file(key or default_key_file()))
    cleaner = Cleaner(load_profile(profile), secret, source_name, reviews=decided)
    done = Rehearsal(Comparison())
    for name, data, fault in _files_of(source):
        if limit and done.n_files >= limit:
            break
        done.n_files += 1
        if progress is not None:
            progress(done.n_files, limit or None)
        if data is None:
            done.held.append((name, fault))
            continue
        outcome = cleaner.clean(data, cleaner.file_id(name))
        if outcome.data is not None:
            compare(
                pydicom.dcmread(io.BytesIO(data), force=True),
                pydicom.dcmread(io.BytesIO(outcome.data)),
                done.comparison,
            )
        elif outcome.kind == "quarantined":
            done.held.append((name, outcome.reason or outcome.code or "held back"))
    return done


class Reviewing:
    """The pictures of a source on which a person has to decide before `deidentify` lets them go.

    Args:
        source: a folder, an archive, a file, or an identified lake.
        profile: the profile they will be cleaned by; its pixel rules are among what is proposed.
        key: file of the project's key, beside which decisions are written; None is the user's own, made at the first use.

    Raises UsageError: no such source, profile or key.
    """

    def __init__(self, source: str | os.PathLike[str], *, profile: Any = "basic", key: Any = None) -> None:
        from pacslake.deid.cleaner import make_cleaner
        from pacslake.deid.keys import default_key_file
        from pacslake.deid.reviews import reviews_file
        from pacslake.ingest.plan import find

        find(source)
        self.source = source
        self.cleaner = make_cleaner(profile, key=key)
        self.file = reviews_file(key or default_key_file())

    def waiting(self, *, decided: bool = False) -> list[Waiting]:
        """Pictures that may show writing and wait for a person; with `decided` also those that do not wait any more."""
        from pacslake.deid.review_queue import waiting

        files = ((name, data) for name, data, _ in _files_of(self.source) if data is not None)
        return list(waiting(files, self.cleaner, decided=decided))

    def decide(
        self, picture: Waiting, decision: str, *, boxes: Iterable[Iterable[int]] = (), by: str
    ) -> Review:
        """Write a person's word down: "clean", "blank" with rectangles (x0, y0, x1, y1), or "refuse".

        Raises UsageError: another word, a rectangle that is none or lies outside, `blank` without one.
        """
        from dataclasses import replace

        from pacslake.deid.reviews import add_review
        from pacslake.errors import UsageError

        chosen = [tuple(int(v) for v in box) for box in boxes]
        rows, columns = picture.picture().shape[:2] if chosen else (0, 0)
        for box in chosen:
            if box[2] > columns or box[3] > rows:
                raise UsageError(
                    f"{box} reaches beyond the picture, which has {columns} columns and {rows} rows"
                )
        made = add_review(self.file, picture.pixels, decision, boxes=chosen, by=by)
        self.cleaner = replace(self.cleaner, reviews={**self.cleaner.reviews, picture.pixels: made})
        return made

    def again(self, picture: Waiting) -> Waiting:
        """The same picture with what was decided meanwhile."""
        from dataclasses import replace

        return replace(picture, review=self.cleaner.reviews.get(picture.pixels))

    def draw(
        self, picture: Waiting, path: str | os.PathLike[str], *, frame: int = 0, propose: bool = False
    ) -> None:
        """Write a frame as PNG, rectangles of the decision, or proposed ones, drawn on it. It shows a patient.

        Raises UsageError: no such frame. DecodeError: it cannot be read.
        """
        Path(path).write_bytes(self.png(picture, frame=frame, propose=propose))

    def png(self, picture: Waiting, *, frame: int = 0, boxes: Any = None, propose: bool = False) -> bytes:
        """A frame as PNG with rectangles drawn: those given, else those of the decision or proposed ones."""
        import io

        from PIL import Image, ImageDraw

        from pacslake.errors import UsageError

        if not 0 <= frame < max(picture.n_frames, 1):
            raise UsageError(f"it has {picture.n_frames} frames, counted from 0")
        review = self.again(picture).review
        if boxes is None:
            boxes = review.boxes if review is not None else picture.proposed(self.cleaner) if propose else ()
        image = Image.fromarray(picture.picture(frame)).convert("RGB")
        pen = ImageDraw.Draw(image)
        for x0, y0, x1, y1 in boxes:
            pen.rectangle((x0, y0, x1 - 1, y1 - 1), outline=(255, 176, 0), width=2)
        out = io.BytesIO()
        image.save(out, "PNG")
        return out.getvalue()


def search_identities(
    lake: str | os.PathLike[str],
    originals: str | os.PathLike[str],
    *,
    progress: Callable[..., None] | None = None,
) -> tuple[list[tuple[str, str]], int, int]:
    """Search every file of a research lake for everybody that the originals name.

    Args:
        originals: the folder, archive or identified lake that it was made from, or more of the same people.

    Returns:
        (file, "kind in place") of each hit; how many originals told what to look for; how many could not be read.

    Raises UsageError: no such source. PolicyError: `lake` is an identified lake, which names people by its nature.
    """
    import pacslake
    from pacslake.deid.lake_search import search_lake, sought_of
    from pacslake.ingest.plan import find

    opened = pacslake.open(lake)
    if opened.zone != "research":
        raise PolicyError(f"the lake at {opened.path} holds identities by its nature; name a research lake")
    find(originals)

    def told() -> Iterator[bytes]:
        for n, (_, data, _) in enumerate(_files_of(originals), 1):
            if progress is not None:
                progress(n, None)
            if data is not None and (data[128:132] == b"DICM" or _is_dicom(data)):
                yield data

    sought = sought_of(told())
    hits = [(name, str(finding)) for name, finding in search_lake(opened.path, sought)]
    return hits, sought.n_originals, sought.unread


def _is_dicom(data: bytes) -> bool:
    from pacslake.dicom.scan import scan

    return scan(data).kind == "dicom"


def _files_of(source: str | os.PathLike[str] | Sequence[str]) -> Iterator[tuple[str, bytes | None, str]]:
    """Name and bytes of each file, members of archives among them, as an ingest would read them; or why it cannot."""
    import io

    import pacslake
    from pacslake.ingest import plan
    from pacslake.source import archive, remote

    inside = isinstance(source, (str, os.PathLike)) and LakeDir.is_at(source)
    places = plan.find(sources_of(pacslake.open(source)) if inside else source)  # type: ignore[arg-type]
    entries = plan.scan(places, plan.Known(), lake_root="", checksum=False).entries
    for unit in plan.units(entries, plan.Known(), source_name=None, keep_in=None, quarantine=None):
        for item in unit.items:
            data = item.data
            if item.outcome is not None or (data is None and item.path is None):
                if item.outcome == "quarantined":
                    yield item.uri, None, item.fault or "cannot be read"
                continue
            if data is None:
                try:
                    place = str(item.path)
                    data = remote.read_all(place) if remote.is_url(place) else Path(place).read_bytes()
                except OSError as error:
                    yield item.uri, None, f"cannot be read: {error.strerror or type(error).__name__}"
                    continue
            if archive.sniff(data[: archive.HEAD]) is None:
                yield item.uri, data, ""
                continue
            for member in archive.expand(io.BytesIO(data), item.uri, archive.Budget(len(data))):
                if member.data is not None:
                    yield member.uri, member.data, ""
                elif member.outcome == "quarantined":
                    yield member.uri, None, member.reason or "cannot be read"


def open_research(path: str | os.PathLike[str]) -> Lake:
    """The research lake at `path`, made where there is none. Raises PolicyError: it is an identified one."""
    import pacslake

    try:
        lake = pacslake.open(path)
    except LakeNotFoundError:
        return pacslake.init(path, zone="research")
    if lake.zone != "research":
        raise PolicyError(
            f"the lake at {lake.dir.place} holds identities; cleaned copies go into a lake of their own, name another folder"
        )
    return lake


def sources_of(lake: Lake) -> list[str]:
    """The files, archives among them, that hold the current instances of a lake."""
    from pacslake.source import locate, uri

    rows = lake.rows(
        "SELECT DISTINCT f.uri, f.object_uri FROM instance_row i JOIN file f USING (file_id) WHERE i.is_current"
    )
    found = {locate({"uri": text, "object_uri": kept}, lake.dir.place) for text, kept in rows}
    return sorted({uri.local_path(uri.parse(text).outer) for text in found})
