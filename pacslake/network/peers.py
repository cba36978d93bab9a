"""Other archives: how they are named, and questions to them by DIMSE (PS3.4 annex C) or DICOMweb (PS3.18 10.6).

A peer is `AE@HOST:PORT`, the address of a DICOMweb service, or a name in `peers.toml` of the configuration folder:

    [hospital]
    address = "PACS@10.1.2.3:104"
    calling = "LAKE"

    [archive]
    address = "https://archive.example.org/dicom-web"
    token_env = "ARCHIVE_TOKEN"
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pacslake.errors import PacslakeError, UsageError
from pacslake.network.rules import valid_title
from pacslake.settings import config_folder

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["LEVELS", "Peer", "PeerError", "associate", "find", "find_peer"]

LEVELS = ("STUDY", "SERIES", "IMAGE")
STUDY_FIND = "1.2.840.10008.5.1.4.1.2.2.1"
_SECONDS = 60
_SHOWN: Mapping[str, Sequence[str]] = {
    "STUDY": (
        "StudyInstanceUID", "PatientID", "PatientName", "StudyDate", "StudyTime", "AccessionNumber", "StudyDescription",
        "ModalitiesInStudy", "NumberOfStudyRelatedInstances",
    ),
    "SERIES": (
        "StudyInstanceUID", "SeriesInstanceUID", "Modality", "SeriesNumber", "SeriesDescription",
        "NumberOfSeriesRelatedInstances",
    ),
    "IMAGE": ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "SOPClassUID", "InstanceNumber"),
}  # fmt: skip


class PeerError(PacslakeError):
    """The other archive does not answer, or refuses."""

    exit_code = 3


@dataclass(frozen=True)
class Peer:
    """Another archive: by DIMSE with title, host and port, or by DICOMweb with a URL."""

    title: str = ""
    host: str = ""
    port: int = 0
    url: str = ""
    token: str = ""
    calling: str = "PACSLAKE"

    def __str__(self) -> str:
        return self.url or f"{self.title}@{self.host}:{self.port}"


def find_peer(text: str) -> Peer:
    """A peer by name or address. Raises: UsageError."""
    path = config_folder() / "peers.toml"
    try:
        named = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not valid TOML: {error}") from None
    more = named.get(text, {})
    address = str(more.get("address", text))
    calling = str(more.get("calling", "PACSLAKE"))
    if not valid_title(calling):
        raise UsageError(f"{path}: {calling!r} is no AE title")
    if re.match(r"https?://", address):
        token = os.environ.get(str(more.get("token_env", "PACSLAKE_PEER_TOKEN")), "")
        return Peer(url=address.rstrip("/"), token=token, calling=calling)
    match = re.fullmatch(r"([^@]{1,16})@(\[[0-9a-fA-F:]+\]|[^:@\s]+):(\d{1,5})", address)
    if match is None or not valid_title(match[1]) or not 0 < int(match[3]) < 65536:
        names = f"; {path} has {', '.join(named)}" if named else ""
        raise UsageError(
            f"{text!r} is no peer: write AE@HOST:PORT, or the address of a DICOMweb service{names}"
        )
    return Peer(match[1], match[2].strip("[]"), int(match[3]), calling=calling)


@contextmanager
def associate(peer: Peer, contexts: Sequence[tuple[str, Sequence[str]]], **more: Any) -> Iterator[Any]:
    """An association with what a peer takes of `contexts`. Raises: PeerError."""
    from pynetdicom import AE

    ae = AE(peer.calling)
    ae.acse_timeout = ae.network_timeout = ae.connection_timeout = _SECONDS
    ae.dimse_timeout = _SECONDS
    for abstract, transfers in contexts:
        ae.add_requested_context(abstract, list(transfers))
    association = ae.associate(peer.host, peer.port, ae_title=peer.title, **more)
    if not association.is_established:
        why = (
            "refuses the association: is our AE title known there?"
            if association.is_rejected
            else "does not answer"
        )
        raise PeerError(f"{peer} {why}")
    try:
        yield association
    finally:
        if association.is_established:
            association.release()


def find(peer: Peer, level: str, keys: Mapping[str, str], *, limit: int = 0) -> Iterator[dict[str, Any]]:
    """What a peer has, as dictionaries by keyword.

    Args:
        level: STUDY, SERIES or IMAGE; below STUDY the StudyInstanceUID is asked for (PS3.4 C.4.1.2).
        keys: by keyword; wild cards, ranges and lists as DICOM has them.

    Raises:
        UsageError: an unknown level or keyword.
        PeerError: the peer does not answer or reports a failure.
    """
    from pydicom.datadict import tag_for_keyword

    if level not in LEVELS:
        raise UsageError(f"there is no level {level!r}; there are {', '.join(LEVELS)}")
    unknown = [k for k in keys if tag_for_keyword(k) is None]
    if unknown:
        raise UsageError(f"DICOM has no keyword {unknown[0]!r}")
    answers = _find_web(peer, level, keys, limit) if peer.url else _find_dimse(peer, level, keys)
    for n, found in enumerate(answers, start=1):
        yield {k: _plain(found.get(k)) for k in dict.fromkeys((*_SHOWN[level], *keys))}
        if limit and n >= limit:
            return


def _find_dimse(peer: Peer, level: str, keys: Mapping[str, str]) -> Iterator[Dataset]:
    from pydicom.dataset import Dataset

    query = Dataset()
    query.QueryRetrieveLevel = level
    query.SpecificCharacterSet = "ISO_IR 192"
    for keyword in dict.fromkeys((*_SHOWN[level], *keys)):
        setattr(query, keyword, keys.get(keyword, ""))
    with associate(peer, [(STUDY_FIND, _PLAIN)]) as association:
        for status, found in association.send_c_find(query, STUDY_FIND):
            code = getattr(status, "Status", None)
            if code in (0xFF00, 0xFF01) and found is not None:
                yield found
            elif code != 0:
                what = "the connection was lost" if code is None else f"it reports status {code:04X}"
                raise PeerError(f"{peer} could not be searched: {what}")


_PLAIN = ("1.2.840.10008.1.2.1", "1.2.840.10008.1.2")


def web_client(peer: Peer) -> Any:
    """A DICOMweb client for a peer. Raises: MissingExtraError."""
    try:
        from dicomweb_client.api import DICOMwebClient
        from dicomweb_client.session_utils import create_session
    except ImportError as error:
        from pacslake.errors import MissingExtraError

        raise MissingExtraError("a DICOMweb peer", error.name or "dicomweb_client", "server") from None
    session = create_session()
    if peer.token:
        session.headers["Authorization"] = f"Bearer {peer.token}"
    return DICOMwebClient(peer.url, session=session)


def _find_web(peer: Peer, level: str, keys: Mapping[str, str], limit: int) -> Iterator[Dataset]:
    from pydicom.dataset import Dataset

    client = web_client(peer)
    filters = {
        k: v
        for k, v in keys.items()
        if (v and k not in ("StudyInstanceUID", "SeriesInstanceUID")) or (level == "STUDY" and v)
    }
    study, series = keys.get("StudyInstanceUID"), keys.get("SeriesInstanceUID")
    at, page = 0, min(limit or 500, 500)
    while True:
        more: dict[str, Any] = {
            "search_filters": filters,
            "limit": page,
            "offset": at,
            "fields": list(_SHOWN[level]),
        }
        try:
            if level == "STUDY":
                found = client.search_for_studies(**more)
            elif level == "SERIES":
                found = client.search_for_series(study, **more)
            else:
                found = client.search_for_instances(study, series, **more)
        except (
            Exception
        ) as error:  # requests and the client raise exceptions of many kinds, whose texts hold the query
            raise PeerError(f"{peer} could not be searched ({type(error).__name__})") from None
        yield from (Dataset.from_json(item) for item in found)
        if len(found) < page:
            return
        at += page


def _plain(value: Any) -> Any:
    """A value of pydicom as plain text or number."""
    if value is None or value == "":
        return None
    if isinstance(value, (list, tuple)) or type(value).__name__ == "MultiValue":
        return [_plain(v) for v in value]
    if type(value).__name__ in ("IS", "int"):
        return int(value)
    return str(value)
