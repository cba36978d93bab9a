"""From files, or from an identified lake, to a research lake."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake.errors import LakeNotFoundError, PolicyError

if TYPE_CHECKING:
    from pacslake.ingest import IngestReport
    from pacslake.lake import Lake

__all__ = ["deidentify", "open_research", "sources_of"]


def deidentify(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    profile: Any = "basic",
    key: Any = None,
    source_name: str | None = None,
    workers: int | None = None,
    scheduler: Any = None,
    progress: Callable[..., None] | None = None,
) -> IngestReport:
    """Clean what `source` holds into the research lake `target`, which is made where there is none.

    Of a lake the clinical context of its people comes along, under the same pseudonyms and shifts of dates.

    Args:
        source: a folder, an archive, a file, or a lake, whose current instances are taken.
        profile: see `pacslake.deid.load_profile`.
        key: file of the project's key; None is the user's own, made at the first use.

    Raises:
        UsageError: no such source, profile or key.
        PolicyError: `target` is an identified lake, lies in the source, or was made with another key.
    """
    from pacslake.deid import load_profile
    from pacslake.deid.keys import load_key
    from pacslake.ingest.plan import find

    # A wrong name must not leave an empty lake behind.
    chosen = load_profile(profile)
    if key is not None and isinstance(key, (str, os.PathLike)):
        load_key(key)
    find(source)
    places: Any = source
    if _is_lake(source):
        import pacslake

        places = sources_of(pacslake.open(source))
    lake = open_research(target)
    report = lake.ingest(
        places,
        workers=workers,
        scheduler=scheduler,
        source_name=source_name,
        progress=progress,
        deid=chosen,
        key=key,
    )
    if _is_lake(source):
        import pacslake
        from pacslake.clinical.research import carry_over
        from pacslake.deid.keys import make_key

        carry_over(pacslake.open(source), lake, chosen, make_key(key), source_name=source_name)
    return report


def open_research(path: str | os.PathLike[str]) -> Lake:
    """The research lake at `path`, made where there is none. Raises PolicyError: it is an identified one."""
    import pacslake

    try:
        lake = pacslake.open(path)
    except LakeNotFoundError:
        return pacslake.init(path, zone="research")
    if lake.zone != "research":
        raise PolicyError(
            f"the lake at {lake.path} holds identities; cleaned copies go into a lake of their own, name another folder"
        )
    return lake


def sources_of(lake: Lake) -> list[str]:
    """The files, archives among them, that hold the current instances of a lake."""
    from pacslake.source import locate, uri

    rows = lake.rows(
        "SELECT DISTINCT f.uri, f.object_uri FROM instance_row i JOIN file f USING (file_id) WHERE i.is_current"
    )
    found = {locate({"uri": text, "object_uri": kept}, lake.dir.root) for text, kept in rows}
    return sorted({uri.local_path(uri.parse(text).outer) for text in found})


def _is_lake(path: str | os.PathLike[str]) -> bool:
    return (Path(path).expanduser() / "lake.toml").is_file()
