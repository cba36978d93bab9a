"""Whether a DICOMweb service does what PS3.18 says: probes over HTTP against any server, each named by its section.

Nothing of our own service is used; what a probe expects is taken from the Standard and from the service's other answers
(a frame against the object, a search against a header). Probes that store are run only when they are asked for.
"""

from __future__ import annotations

import io
import json
import re
import struct
import uuid
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from pacslake.errors import PacslakeError, UsageError

__all__ = ["PROBES", "Answer", "Outcome", "Service", "run_probes"]

_SECONDS = 60
_MOST = 1 << 30
JSON, XML, DICOM, OCTETS = "application/dicom+json", "application/dicom+xml", "application/dicom", "application/octet-stream"  # fmt: skip
STUDY, SERIES, SOP, CLASS = "0020000D", "0020000E", "00080018", "00080016"


class ServiceError(PacslakeError):
    """The service cannot be probed: it does not answer, or holds no image."""

    exit_code = 3


class Skip(Exception):
    """A probe that cannot be run here, and why."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "")

    def json(self) -> Any:
        return json.loads(self.body)

    def parts(self) -> list[tuple[dict[str, str], bytes]]:
        """The parts of multipart/related (RFC 2046 5.1)."""
        need(
            self.type.lower().startswith("multipart/related"),
            f"multipart/related, not {self.type or 'nothing'}",
        )
        match = re.search(r'boundary="?([^";]+)"?', self.type)
        need(match is not None, "a boundary in Content-Type")
        assert match is not None
        mark = b"--" + match[1].encode()
        need(mark + b"--" in self.body, "a closing boundary")
        out = []
        for piece in (b"\r\n" + self.body).split(b"\r\n" + mark)[1:-1]:
            head, _, body = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
            lines = [line.partition(b":") for line in head.split(b"\r\n") if line]
            out.append(({k.decode().strip().lower(): v.decode().strip() for k, _, v in lines}, body))
        return out


@dataclass(frozen=True)
class Outcome:
    """One probe: `passed` is None where it could not be run."""

    number: int
    section: str
    title: str
    passed: bool | None
    detail: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


def need(holds: object, what: str) -> None:
    """Fail a probe: `what` was to be there."""
    if not holds:
        raise AssertionError(f"expected {what}")


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


@dataclass
class Service:
    """A service under test and an image on it."""

    base: str
    token: str = ""
    store: bool = False
    made: dict[str, Any] = field(default_factory=dict)

    def ask(
        self, path: str, accept: str | None = None, *, method: str = "GET", body: bytes | None = None, query: Any = None,
        **headers: str,
    ) -> Answer:  # fmt: skip
        """One request; `path` is below the base, or a whole URL of the same service."""
        url = path if path.startswith("http") else f"{self.base}{path}"
        if query:
            url += "?" + urlencode(query, safe="*,?")  # some servers take these signs only as they are
        request = Request(url, method=method, data=body)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        if accept is not None:
            request.add_header("Accept", accept)
        if self.token and "Authorization" not in headers and url.startswith(self.base):
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            with build_opener(_NoRedirect).open(request, timeout=_SECONDS) as got:
                return Answer(got.status, {k.lower(): v for k, v in got.headers.items()}, got.read(_MOST))
        except HTTPError as error:
            return Answer(error.code, {k.lower(): v for k, v in error.headers.items()}, error.read(_MOST))
        except (URLError, OSError) as error:
            raise ServiceError(f"the service does not answer ({type(error).__name__})") from None

    def search(self, path: str, query: Any = None) -> list[dict[str, Any]]:
        """A search that must succeed."""
        got = self.ask(path, JSON, query=query)
        need(got.status in (200, 204), f"200 or 204, not {got.status}")
        return list(got.json()) if got.status == 200 and got.body else []

    @cached_property
    def image(self) -> dict[str, Any]:
        """An instance with pixels, as the search lists it. Raises: ServiceError."""
        got = self.ask("/instances", JSON, query={"limit": 200, "includefield": "00280010"})
        items = got.json() if got.status == 200 and got.body else []
        with_pixels = [i for i in items if value(i, "00280010") and value(i, STUDY)]
        if not with_pixels:
            raise ServiceError(
                f"no image was found to probe with (a search of instances gave status {got.status}); "
                "is the token right, and does the service hold images?"
            )
        single = [i for i in with_pixels if int(value(i, "00280008") or 1) == 1]
        return dict((single or with_pixels)[0])

    @property
    def study(self) -> str:
        return f"/studies/{value(self.image, STUDY)}"

    @property
    def series(self) -> str:
        return f"{self.study}/series/{value(self.image, SERIES)}"

    @property
    def instance(self) -> str:
        return f"{self.series}/instances/{value(self.image, SOP)}"

    @cached_property
    def header(self) -> dict[str, Any]:
        return dict(self.ask(f"{self.instance}/metadata", JSON).json()[0])

    @cached_property
    def of_study(self) -> dict[str, Any]:
        """The study of the image, as the search lists it."""
        return self.search("/studies", {"StudyInstanceUID": value(self.image, STUDY)})[0]


def value(item: dict[str, Any], tag: str) -> Any:
    """The first value of an attribute, or None."""
    found = (item.get(tag) or {}).get("Value") or [None]
    return found[0].get("Alphabetic") if isinstance(found[0], dict) and "Alphabetic" in found[0] else found[0]


PROBES: list[tuple[str, str, Callable[[Service], None], bool]] = []
"""(section, title, probe, whether it stores), in order."""


def probe(
    section: str, title: str, *, stores: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add a probe."""

    def add(function: Callable[..., None]) -> Callable[..., None]:
        PROBES.append((section, title, function, stores))
        return function

    return add


def run_probes(service: Service, told: Callable[[Outcome], None] | None = None) -> list[Outcome]:
    """Run them all. Raises: ServiceError: there is nothing to probe."""
    if not re.match(r"https?://[^/]", service.base):
        raise UsageError(
            "a DICOMweb service is named by its address, such as https://archive.example.org/dicom-web"
        )
    _ = service.image
    out = []
    for number, (section, title, function, stores) in enumerate(PROBES, 1):
        passed: bool | None = None
        detail = ""
        if stores and not service.store:
            detail = "stores an object; run with --store"
        else:
            try:
                function(service)
                passed = True
            except Skip as why:
                detail = str(why)
            except AssertionError as fault:
                passed, detail = False, str(fault)
            except Exception as fault:  # a body that is not what its type says, in any of many ways
                passed, detail = False, f"the answer could not be read ({type(fault).__name__})"
        out.append(Outcome(number, section, title, passed, detail))
        if told is not None:
            told(out[-1])
    return out


# -- search ----------------------------------------------------------------------------------------------

_LISTED = {
    "studies": (STUDY, "00080020", "00080030", "00080050", "00080061", "00100010", "00100020", "00201206", "00201208"),
    "series": (STUDY, SERIES, "00080060", "00201209"),
    "instances": (STUDY, SERIES, SOP, CLASS),
}  # fmt: skip


def _level(s: Service, level: str) -> str:
    return {"studies": "/studies", "series": f"{s.study}/series", "instances": f"{s.series}/instances"}[level]


for _name, _tags in _LISTED.items():

    @probe("10.6.3.3", f"a search of {_name} lists the attributes that it must")
    def _(s: Service, level: str = _name, tags: Sequence[str] = _tags) -> None:
        for item in s.search(_level(s, level), {"limit": 5}):
            missing = [t for t in tags if t not in item]
            need(not missing, f"the attributes {', '.join(missing)}")

    @probe("10.6.3.2", f"a search of {_name} answers as application/dicom+json")
    def _(s: Service, level: str = _name) -> None:
        got = s.ask(_level(s, level), JSON, query={"limit": 1})
        need(
            got.status == 200 and got.type.startswith(JSON),
            f"200 and {JSON}, not {got.status} and {got.type}",
        )

    @probe("10.6.3.2", f"a search of {_name} answers as multipart of application/dicom+xml")
    def _(s: Service, level: str = _name) -> None:
        got = s.ask(_level(s, level), f'multipart/related; type="{XML}"', query={"limit": 1})
        need(got.status == 200, f"200, not {got.status}")
        (part,) = got.parts()
        need(b"<NativeDicomModel" in part[1], "a NativeDicomModel")

    @probe("10.6.1", f"a search of {_name} that matches nothing is no error")
    def _(s: Service, level: str = _name) -> None:
        need(not s.search(_level(s, level), {"StudyInstanceUID": "1.2.3.4.5.6.7.8.9"} if level == "studies" else
                          {"SeriesInstanceUID" if level == "series" else "SOPInstanceUID": "1.2.3.4.5.6.7.8.9"}), "no result")  # fmt: skip

    @probe("8.3.4", f"limit and offset page through {_name} without loss or repetition")
    def _(s: Service, level: str = _name) -> None:
        whole = s.search(_level(s, level), {"limit": 6})
        tag = {"studies": STUDY, "series": SERIES, "instances": SOP}[level]
        paged = [x for n in range(len(whole)) for x in s.search(_level(s, level), {"limit": 1, "offset": n})]
        need(
            [value(x, tag) for x in paged] == [value(x, tag) for x in whole],
            "pages of one to be the page of many",
        )

    @probe("8.3.4", f"limit holds for a search of {_name}")
    def _(s: Service, level: str = _name) -> None:
        need(len(s.search(_level(s, level), {"limit": 1})) == 1, "one result")

    @probe("8.3.4", f"an offset beyond the end of {_name} gives nothing")
    def _(s: Service, level: str = _name) -> None:
        need(not s.search(_level(s, level), {"offset": 99_999_999}), "no result")

    @probe("8.7.5", f"a search of {_name} in a form that there is not is refused")
    def _(s: Service, level: str = _name) -> None:
        need(s.ask(_level(s, level), "image/tiff").status == 406, "status 406")


@probe("10.6.1", "series of all studies can be searched")
def _(s: Service) -> None:
    found = s.search("/series", {"SeriesInstanceUID": value(s.image, SERIES)})
    need([value(x, SERIES) for x in found] == [value(s.image, SERIES)], "the series")


@probe("10.6.1", "instances of a study can be searched")
def _(s: Service) -> None:
    found = s.search(f"{s.study}/instances", {"SOPInstanceUID": value(s.image, SOP)})
    need([value(x, SOP) for x in found] == [value(s.image, SOP)], "the instance")


@probe("10.6.1", "instances of all studies can be searched")
def _(s: Service) -> None:
    found = s.search("/instances", {"SOPInstanceUID": value(s.image, SOP)})
    need([value(x, SOP) for x in found] == [value(s.image, SOP)], "the instance")


def _finds(s: Service, query: Any) -> bool:
    query = {**query, "limit": 1000}
    return value(s.image, STUDY) in [value(x, STUDY) for x in s.search("/studies", query)]


def _own(s: Service, tag: str) -> str:
    found = value(s.of_study, tag)
    if not found:
        raise Skip("the study has no value for it")
    return str(found)


for _word, _tag in (("PatientID", "00100020"), ("AccessionNumber", "00080050"), ("StudyDate", "00080020"), ("StudyID", "00200010")):  # fmt: skip

    @probe("8.3.4", f"{_word} matches a single value")
    def _(s: Service, word: str = _word, tag: str = _tag) -> None:
        own = _own(s, tag)
        need(_finds(s, {word: own}), "the study")
        for item in s.search("/studies", {word: own, "limit": 50}):
            need(value(item, tag) == own, "only studies with this value")

    @probe("8.3.4", f"{_word} can be named by its tag")
    def _(s: Service, tag: str = _tag) -> None:
        need(_finds(s, {tag: _own(s, tag)}), "the study")


for _word, _tag in (("PatientID", "00100020"), ("PatientName", "00100010"), ("StudyDescription", "00081030")):

    @probe("8.3.4", f"{_word} matches with a wild card at its end")
    def _(s: Service, word: str = _word, tag: str = _tag) -> None:
        need(_finds(s, {word: _own(s, tag)[:2] + "*"}), "the study")

    @probe("8.3.4", f"{_word} matches with ? for a character")
    def _(s: Service, word: str = _word, tag: str = _tag) -> None:
        own = _own(s, tag)
        need(_finds(s, {word: "?" + own[1:]}), "the study")


def _day_before(date: str) -> str:
    return (datetime.strptime(date, "%Y%m%d") - timedelta(days=1)).strftime("%Y%m%d")


for _title, _make, _expected in (
    ("from its date on", lambda d: f"{d}-", True), ("up to its date", lambda d: f"-{d}", True),
    ("between two dates", lambda d: f"{d}-{d}", True), ("before its date", lambda d: f"19000101-{_day_before(d)}", False),
):  # fmt: skip

    @probe("8.3.4", f"StudyDate as a range: {_title}")
    def _(s: Service, make: Callable[[str], str] = _make, expected: bool = _expected) -> None:
        date = _own(s, "00080020")
        need(
            _finds(s, {"StudyDate": make(date)}) == expected,
            "the study" if expected else "the study not to be there",
        )


@probe("8.3.4", "a list of UIDs, separated by commas, matches each of them")
def _(s: Service) -> None:
    need(_finds(s, {"StudyInstanceUID": f"{value(s.image, STUDY)},1.2.3"}), "the study")


@probe("8.3.4", "ModalitiesInStudy matches the modalities of the series")
def _(s: Service) -> None:
    modality = value(
        s.search(f"{s.study}/series", {"SeriesInstanceUID": value(s.image, SERIES)})[0], "00080060"
    )
    need(_finds(s, {"ModalitiesInStudy": modality}), "the study")


@probe("8.3.4", "two keys must both match")
def _(s: Service) -> None:
    need(not _finds(s, {"PatientID": _own(s, "00100020"), "StudyInstanceUID": "1.2.3"}), "nothing")


@probe("8.3.4", "an empty value matches everything")
def _(s: Service) -> None:
    need(_finds(s, {"PatientID": "", "StudyInstanceUID": value(s.image, STUDY)}), "the study")


@probe("8.3.4", "a value is text, whatever signs it holds")
def _(s: Service) -> None:
    need(not s.search("/studies", {"PatientID": "' OR '1'='1"}), "no result")


@probe("8.3.4", "includefield adds an attribute")
def _(s: Service) -> None:
    keyed = {"SOPInstanceUID": value(s.image, SOP), "includefield": "PhotometricInterpretation"}
    (item,) = s.search(f"{s.series}/instances", keyed)
    need(value(item, "00280004") == value(s.header, "00280004"), "PhotometricInterpretation as in the header")


@probe("8.3.4", "includefield=all is understood")
def _(s: Service) -> None:
    need(s.search("/studies", {"limit": 1, "includefield": "all"}), "a result")


@probe("8.3.4", "fuzzymatching=true finds a name by one of its words, or warns that it is not done")
def _(s: Service) -> None:
    word = re.split(r"[\^ ]", _own(s, "00100010"))[0]
    query = {"PatientName": word, "fuzzymatching": "true", "StudyInstanceUID": value(s.image, STUDY)}
    got = s.ask("/studies", JSON, query=query)
    need((got.status == 200 and got.body != b"[]") or "warning" in got.headers, "the study or a Warning")


for _query in ({"limit": "-1"}, {"limit": "many"}, {"offset": "-5"}, {"StudyDate": "yesterday"}):

    @probe("8.5", f"{next(iter(_query))}={next(iter(_query.values()))} is refused as a bad request")
    def _(s: Service, query: dict[str, str] = _query) -> None:
        need((status := s.ask("/studies", JSON, query=query).status) == 400, f"status 400, not {status}")


@probe("F.2", "values of a search are typed as JSON: numbers as numbers, names as objects")
def _(s: Service) -> None:
    counts = (s.of_study.get("00201208") or {}).get("Value") or [None]
    need(isinstance(counts[0], int), "a number for NumberOfStudyRelatedInstances")
    names = (s.of_study.get("00100010") or {}).get("Value") or [{}]
    need(isinstance(names[0], dict), "an object for PatientName")


@probe("10.6.3.3", "NumberOfStudyRelatedInstances is how many there are")
def _(s: Service) -> None:
    listed = s.search(f"{s.study}/instances", {"limit": 5000})
    need(int(value(s.of_study, "00201208")) == len(listed), "the count to be that of the instances")


# -- retrieve --------------------------------------------------------------------------------------------


def _dicom(data: bytes) -> Any:
    from pydicom import dcmread

    need(data[128:132] == b"DICM", "a DICOM file with its preamble")
    return dcmread(io.BytesIO(data))


for _name in ("study", "series", "instance"):

    @probe("10.4.1.1.1", f"a {_name} comes as multipart of application/dicom, whole")
    def _(s: Service, name: str = _name) -> None:
        got = s.ask(getattr(s, name), f'multipart/related; type="{DICOM}"; transfer-syntax=*')
        need(got.status == 200, f"200, not {got.status}")
        found = sorted(str(_dicom(data).SOPInstanceUID) for _, data in got.parts())
        where = {"study": f"{s.study}/instances", "series": f"{s.series}/instances"}.get(name)
        expected = (
            sorted(value(i, SOP) for i in s.search(where, {"limit": 5000}))
            if where
            else [value(s.image, SOP)]
        )
        need(found == expected, f"the {len(expected)} instances")

    @probe("10.4.1.1.2", f"the metadata of a {_name} come as JSON, one object an instance")
    def _(s: Service, name: str = _name) -> None:
        got = s.ask(f"{getattr(s, name)}/metadata", JSON)
        need(
            got.status == 200 and got.type.startswith(JSON),
            f"200 and {JSON}, not {got.status} and {got.type}",
        )
        need(value(s.image, SOP) in [value(i, SOP) for i in got.json()], "the instance")

    @probe("10.4.1.1.2", f"the metadata of a {_name} come as XML")
    def _(s: Service, name: str = _name) -> None:
        got = s.ask(f"{getattr(s, name)}/metadata", f'multipart/related; type="{XML}"')
        need(got.status == 200, f"200, not {got.status}")
        need(any(str(value(s.image, SOP)).encode() in body for _, body in got.parts()), "the instance")

    @probe("10.4.1.1.3", f"a {_name} comes rendered")
    def _(s: Service, name: str = _name) -> None:
        got = s.ask(f"{getattr(s, name)}/rendered", "image/jpeg" if name == "instance" else "*/*")
        need(
            got.status == 200 and (name != "instance" or got.body[:2] == b"\xff\xd8"),
            f"a picture, not {got.status}",
        )

    @probe("10.4.1.1.4", f"a {_name} has a thumbnail")
    def _(s: Service, name: str = _name) -> None:
        got = s.ask(f"{getattr(s, name)}/thumbnail", "image/jpeg")
        need(got.status == 200 and got.body[:2] == b"\xff\xd8", f"a JPEG, not {got.status}")

    @probe("10.4.3", f"a {_name} comes as a zip")
    def _(s: Service, name: str = _name) -> None:
        got = s.ask(getattr(s, name), "application/zip")
        need(got.status == 200, f"200, not {got.status}")
        with zipfile.ZipFile(io.BytesIO(got.body)) as archive:
            need(archive.namelist() and _dicom(archive.read(archive.namelist()[0])), "DICOM files in it")

    @probe("8.5", f"a {_name} that is not there gives 404")
    def _(s: Service, name: str = _name) -> None:
        url = getattr(s, name)
        status = s.ask(
            url[: url.rindex("/")] + "/1.2.3.4.5.6.7.8.9", f'multipart/related; type="{DICOM}"'
        ).status
        need(status == 404, f"status 404, not {status}")

    @probe("8.5", f"metadata of a {_name} that is not there give 404")
    def _(s: Service, name: str = _name) -> None:
        url = getattr(s, name)
        status = s.ask(url[: url.rindex("/")] + "/1.2.3.4.5.6.7.8.9/metadata", JSON).status
        need(status == 404, f"status 404, not {status}")

    @probe("8.7.5", f"a {_name} in a form that there is not is refused")
    def _(s: Service, name: str = _name) -> None:
        need((status := s.ask(getattr(s, name), "image/tiff").status) == 406, f"status 406, not {status}")


@probe("8.7.3", "an instance comes as a single part")
def _(s: Service) -> None:
    got = s.ask(s.instance, DICOM)
    need(
        got.status == 200 and got.type.startswith(DICOM), f"200 and {DICOM}, not {got.status} and {got.type}"
    )
    need(_dicom(got.body).SOPInstanceUID == value(s.image, SOP), "the instance")


@probe("8.7.3", "without a transfer syntax in Accept an object comes in explicit little endian")
def _(s: Service) -> None:
    ((_, body),) = s.ask(s.instance, f'multipart/related; type="{DICOM}"').parts()
    need(str(_dicom(body).file_meta.TransferSyntaxUID) == "1.2.840.10008.1.2.1", "explicit little endian")


@probe("8.7.3", "a transfer syntax that there is not is refused")
def _(s: Service) -> None:
    got = s.ask(s.instance, f'multipart/related; type="{DICOM}"; transfer-syntax=1.2.3.4')
    need(got.status == 406, f"status 406, not {got.status}")


@probe("8.6", "each part says its type")
def _(s: Service) -> None:
    ((head, _),) = s.ask(s.instance, f'multipart/related; type="{DICOM}"').parts()
    need(head.get("content-type", "").startswith(DICOM), f"Content-Type {DICOM} in the part")


@probe("8.6", "the answer names the type of its parts")
def _(s: Service) -> None:
    kind = s.ask(s.instance, f'multipart/related; type="{DICOM}"').type
    need(re.search(rf'type="?{DICOM}"?', kind), f"type={DICOM} in Content-Type")


@probe("8.7.5", "the type of highest weight is given")
def _(s: Service) -> None:
    got = s.ask(f"{s.instance}/rendered", "image/jpeg;q=0.3, image/png;q=0.9")
    need(got.status == 200 and got.body[:4] == b"\x89PNG", "a PNG")


@probe("8.3.3", "the query parameter accept counts before the header")
def _(s: Service) -> None:
    got = s.ask(f"{s.instance}/rendered", "image/jpeg", query={"accept": "image/png"})
    need(got.status == 200 and got.body[:4] == b"\x89PNG", "a PNG")


@probe("10.4.1.1.2", "metadata hold no pixels")
def _(s: Service) -> None:
    pixels = s.header.get("7FE00010") or {}
    need("InlineBinary" not in pixels and "Value" not in pixels, "no value of PixelData inside")


@probe("F.2", "metadata agree with the object")
def _(s: Service) -> None:
    ds = _dicom(s.ask(s.instance, f'multipart/related; type="{DICOM}"').parts()[0][1])
    for word, tag in (
        ("Rows", "00280010"),
        ("Columns", "00280011"),
        ("SOPClassUID", CLASS),
        ("Modality", "00080060"),
    ):
        need(str(ds.get(word, "")) == str(value(s.header, tag) or ""), f"the same {word}")


@probe("F.2.6", "bulk data can be fetched where the metadata say")
def _(s: Service) -> None:
    found = next(_bulk(s.header), None)
    if found is None:
        raise Skip("the instance names no bulk data")
    got = s.ask(found, "*/*")
    need(got.status == 200 and got.body, f"bytes, not {got.status}")


def _bulk(header: Any) -> Iterator[str]:
    for element in header.values():
        if uri := element.get("BulkDataURI"):
            yield str(uri)
        for item in element.get("Value") or ():
            if isinstance(item, dict) and element.get("vr") == "SQ":
                yield from _bulk(item)


@probe("10.4.1.1.6", "a frame comes as multipart of octets: the pixels of the object")
def _(s: Service) -> None:
    ds = _dicom(s.ask(s.instance, f'multipart/related; type="{DICOM}"').parts()[0][1])
    ((_, body),) = s.ask(f"{s.instance}/frames/1", f'multipart/related; type="{OCTETS}"').parts()
    expected = int(ds.Rows) * int(ds.Columns) * int(ds.get("SamplesPerPixel", 1)) * int(ds.BitsAllocated) // 8
    need(len(body) in (expected, expected + expected % 2), f"{expected} bytes, not {len(body)}")
    if not ds.file_meta.TransferSyntaxUID.is_compressed and int(ds.get("PlanarConfiguration", 0) or 0) == 0:
        need(bytes(ds.PixelData[:expected]) == body[:expected], "the bytes of PixelData")


@probe("8.7.3", "a frame comes as a single part")
def _(s: Service) -> None:
    got = s.ask(f"{s.instance}/frames/1", OCTETS)
    need(
        got.status == 200 and got.type.startswith(OCTETS),
        f"200 and {OCTETS}, not {got.status} and {got.type}",
    )


@probe("10.4.1.1.6", "each frame of a list comes as a part of its own, equal to the frame alone")
def _(s: Service) -> None:
    kind = f'multipart/related; type="{OCTETS}"'
    last = int(value(s.header, "00280008") or 1)
    got = [body for _, body in s.ask(f"{s.instance}/frames/1,{last}", kind).parts()]
    alone = [s.ask(f"{s.instance}/frames/{n}", kind).parts()[0][1] for n in (1, last)]
    need(got == alone or (last == 1 and got == alone[:1]), "the frames in the order asked for")


@probe("8.5", "a frame beyond the last gives 404 or 400")
def _(s: Service) -> None:
    status = s.ask(f"{s.instance}/frames/99999", f'multipart/related; type="{OCTETS}"').status
    need(status in (400, 404), f"404, not {status}")


@probe("8.5", "frame 0 and frames that are no numbers are refused")
def _(s: Service) -> None:
    for name in ("0", "first"):
        status = s.ask(f"{s.instance}/frames/{name}", f'multipart/related; type="{OCTETS}"').status
        need(status in (400, 404), f"400, not {status}")


@probe("10.4.1.1.3", "a frame comes rendered")
def _(s: Service) -> None:
    got = s.ask(f"{s.instance}/frames/1/rendered", "image/png")
    need(got.status == 200 and _png_size(got.body) == (value(s.header, "00280011"), value(s.header, "00280010")),
         "a PNG of the frame's size")  # fmt: skip


@probe("10.4.1.1.4", "a frame has a thumbnail")
def _(s: Service) -> None:
    need(s.ask(f"{s.instance}/frames/1/thumbnail", "image/jpeg").body[:2] == b"\xff\xd8", "a JPEG")


def _png_size(data: bytes) -> tuple[int, int] | None:
    return struct.unpack(">II", data[16:24]) if data[:4] == b"\x89PNG" else None


for _kind, _magic in (("image/jpeg", b"\xff\xd8"), ("image/png", b"\x89PNG"), ("image/gif", b"GIF8")):

    @probe("8.7.4", f"a rendered instance comes as {_kind}")
    def _(s: Service, kind: str = _kind, magic: bytes = _magic) -> None:
        got = s.ask(f"{s.instance}/rendered", kind)
        need(
            got.status == 200 and got.type.startswith(kind) and got.body.startswith(magic),
            f"{kind}, not {got.status}",
        )


@probe("8.3.5", "a window changes the picture")
def _(s: Service) -> None:
    if int(value(s.header, "00280002") or 1) != 1:
        raise Skip("the image is in colour")
    a, b = (s.ask(f"{s.instance}/rendered", "image/png", query={"window": w}) for w in ("-5000,1,linear", "60000,1,linear"))  # fmt: skip
    need(a.status == b.status == 200 and a.body != b.body, "two pictures")


@probe("8.3.5", "a viewport is the size of the picture")
def _(s: Service) -> None:
    size = _png_size(s.ask(f"{s.instance}/rendered", "image/png", query={"viewport": "32,32"}).body)
    need(size is not None and max(size) == 32, "32 pixels at the longer side")


@probe("8.3.5", "quality is understood")
def _(s: Service) -> None:
    low, high = (s.ask(f"{s.instance}/rendered", "image/jpeg", query={"quality": q}) for q in (5, 95))
    need(low.status == high.status == 200 and low.body[:2] == high.body[:2] == b"\xff\xd8", "two JPEGs")
    need(len(low.body) <= len(high.body), "a smaller picture at lower quality")


for _query in ({"window": "wide"}, {"window": "40,0,linear"}, {"viewport": "0,0"}, {"quality": "900"}):

    @probe("8.3.5", f"{next(iter(_query))}={next(iter(_query.values()))} is refused as a bad request")
    def _(s: Service, query: dict[str, str] = _query) -> None:
        status = s.ask(f"{s.instance}/rendered", "image/jpeg", query=query).status
        need(status == 400, f"status 400, not {status}")


# -- the rest --------------------------------------------------------------------------------------------


@probe("8.9", "OPTIONS tells what the service can do")
def _(s: Service) -> None:
    got = s.ask("", "*/*", method="OPTIONS")
    if got.status == 404:
        got = s.ask("/", "*/*", method="OPTIONS")
    need(got.status in (200, 204), f"200, not {got.status}")


@probe("8.5", "a method that there is not is refused")
def _(s: Service) -> None:
    status = s.ask(s.instance, method="PUT", body=b"").status
    need(status in (400, 404, 405, 501), f"status 405, not {status}")


@probe("8.5", "UIDs that are none give no server error")
def _(s: Service) -> None:
    for name in ("..%2F..%2Fetc", "%00", "x" * 3000, "1.2.3'--"):
        status = s.ask(f"/studies/{name.replace(chr(39), '%27')}/metadata", JSON).status
        need(400 <= status < 500, f"a status 4xx, not {status}")


@probe("8.5", "an Accept header that is none gives no server error")
def _(s: Service) -> None:
    for text in ("///;;,,", "multipart/related; type=", "*/*;q=abc"):
        need((status := s.ask(s.instance, text).status) < 500, f"no status {status}")


# -- store -----------------------------------------------------------------------------------------------


def _object(s: Service, **more: Any) -> bytes:
    """A small new image in a study of this run's own."""
    import numpy as np
    from pydicom.dataset import Dataset, FileMetaDataset
    from pydicom.uid import UID, ExplicitVRLittleEndian

    study = s.made.setdefault("study", f"2.25.{uuid.uuid4().int}")
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = UID("1.2.840.10008.5.1.4.1.1.7")
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = UID(f"2.25.{uuid.uuid4().int}")
    ds.StudyInstanceUID, ds.SeriesInstanceUID = study, s.made.setdefault("series", f"2.25.{uuid.uuid4().int}")
    ds.PatientID, ds.PatientName, ds.PatientBirthDate, ds.PatientSex = "PROBE", "Probe^Conformance", "", "O"
    ds.StudyDate, ds.StudyTime, ds.AccessionNumber, ds.StudyID, ds.ReferringPhysicianName = (
        "20200101",
        "120000",
        "",
        "",
        "",
    )
    ds.Modality, ds.SeriesNumber, ds.InstanceNumber, ds.ConversionType = "OT", 1, 1, "SYN"
    ds.Rows, ds.Columns, ds.SamplesPerPixel, ds.PhotometricInterpretation = 8, 8, 1, "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 8, 8, 7, 0
    ds.PixelData = np.arange(64, dtype="u1").tobytes()
    for name, held in more.items():
        setattr(ds, name, held)
    out = io.BytesIO()
    ds.save_as(out, enforce_file_format=True)
    return out.getvalue()


def _stow(
    s: Service, bodies: Sequence[bytes], path: str = "/studies", kind: str = DICOM, accept: str = JSON
) -> Answer:
    mark = uuid.uuid4().hex
    body = b"".join(f"--{mark}\r\nContent-Type: {kind}\r\n\r\n".encode() + b + b"\r\n" for b in bodies)
    return s.ask(
        path, accept, method="POST", body=body + f"--{mark}--\r\n".encode(),
        Content_Type=f'multipart/related; type="{kind}"; boundary="{mark}"',
    )  # fmt: skip


@probe("10.5.3", "an object is stored: status 200 and where it can be retrieved", stores=True)
def _(s: Service) -> None:
    data = _object(s)
    got = _stow(s, [data])
    need(got.status == 200, f"200, not {got.status}")
    (item,) = got.json()["00081199"]["Value"]
    s.made["first"] = data, value(item, "00081155"), value(item, "00081190")
    need(
        value(item, "00081150") == "1.2.840.10008.5.1.4.1.1.7" and value(item, "00081190"),
        "class and address",
    )


def _first(s: Service) -> tuple[bytes, str, str]:
    if "first" not in s.made:
        raise Skip("no object could be stored")
    return s.made["first"]  # type: ignore[no-any-return]


@probe("10.5", "what was stored comes back with an equal data set", stores=True)
def _(s: Service) -> None:
    data, _, url = _first(s)
    ((_, body),) = s.ask(url, f'multipart/related; type="{DICOM}"; transfer-syntax=*').parts()
    need(_dicom(body) == _dicom(data), "the same data set")


@probe("10.5", "what was stored is found", stores=True)
def _(s: Service) -> None:
    _, uid, _ = _first(s)
    need([value(i, SOP) for i in s.search("/instances", {"SOPInstanceUID": uid})] == [uid], "the instance")


@probe("10.5.3", "an object stored twice is no failure", stores=True)
def _(s: Service) -> None:
    status = _stow(s, [_first(s)[0]]).status
    need(status in (200, 202), f"200, not {status}")


@probe("10.5.3", "objects of which some are none give 202 and name both", stores=True)
def _(s: Service) -> None:
    got = _stow(s, [_object(s), b"this is no object"])
    need(got.status == 202, f"202, not {got.status}")
    need("00081199" in got.json(), "the stored one in ReferencedSOPSequence")


@probe("10.5.3", "a body without any object is refused", stores=True)
def _(s: Service) -> None:
    status = _stow(s, [b"this is no object"]).status
    need(status in (400, 409), f"400 or 409, not {status}")


@probe("10.5.1", "an object of another study than the target's is refused", stores=True)
def _(s: Service) -> None:
    status = _stow(s, [_object(s)], "/studies/1.2.3.4.5.6.7.8.9").status
    need(status in (400, 409), f"409, not {status}")


@probe("10.5.1", "an object is stored into the study of the target", stores=True)
def _(s: Service) -> None:
    data = _object(s)
    status = _stow(s, [data], f"/studies/{s.made['study']}").status
    need(status == 200, f"200, not {status}")


@probe("10.5.3", "the answer to a store comes as XML", stores=True)
def _(s: Service) -> None:
    got = _stow(s, [_object(s)], accept=XML)
    need(got.status == 200 and b"NativeDicomModel" in got.body, f"a NativeDicomModel, not {got.status}")


@probe("10.5.2", "a type of body that is not known is refused", stores=True)
def _(s: Service) -> None:
    status = s.ask("/studies", JSON, method="POST", body=b"x", Content_Type="text/plain").status
    need(status == 415, f"status 415, not {status}")
