"""A served lake opened by its address: the same answers as on disk, the caller's rows only, nothing written, no token lost."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import requests
from serving import Served

import pacslake
from pacslake import errors
from pacslake.remote import RemoteLake
from pacslake.remote.client import client_for


def address(served: Served) -> str:
    return served.url.removesuffix("/dicom-web")


@pytest.fixture(scope="module")
def remote(served: Served) -> RemoteLake:
    lake = pacslake.open(address(served), token=served.reader)
    assert isinstance(lake, RemoteLake)
    return lake


@pytest.fixture(scope="module")
def local(served: Served) -> pacslake.Lake:
    return pacslake.open(served.lake)


# -- the same as on disk -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT Modality, count(*) AS n, sum(n_instances) AS s FROM series GROUP BY ALL ORDER BY ALL",
        "SELECT StudyDate, StudyTime, StudyInstanceUID FROM study ORDER BY ALL",
        "SELECT volume_id, shape, spacing_mm, affine_lps, verdict FROM volume ORDER BY 1",
        "SELECT NULL AS nothing, 1.5::DECIMAL(4, 1) AS d, 170141183460469231731687303715884105727::HUGEINT AS h, "
        "TIME '10:11:12.5' AS t, {'a': [1, 2]} AS s, 'x'::BLOB AS b, INTERVAL 1 DAY AS i",
        "SELECT * FROM patient WHERE false",
    ],
)
def test_a_statement_gives_the_rows_and_types_that_it_gives_on_disk(
    remote: RemoteLake, local: pacslake.Lake, statement: str
) -> None:
    assert remote.dicts(statement) == local.dicts(statement)
    assert list(remote.sql(statement).columns) == list(local.sql(statement).columns)


def test_parameters_are_values_of_any_kind_and_never_text_of_the_statement(remote: RemoteLake) -> None:
    import datetime

    assert remote.rows("SELECT ?, ?, ?", ["a'; DROP TABLE study", 1.5, None]) == [
        ("a'; DROP TABLE study", 1.5, None)
    ]
    assert remote.rows("SELECT count(*) FROM study WHERE StudyDate = ?", [datetime.date(2026, 2, 1)]) == [
        (1,)
    ]
    ids = [row[0] for row in remote.rows("SELECT volume_id FROM volume")]
    asked = "SELECT count(*) FROM volume WHERE volume_id IN (SELECT unnest(?))"
    assert remote.rows(asked, [np.asarray(ids)]) == [(len(ids),)]


def test_volumes_are_the_same_to_the_last_voxel_and_fact(remote: RemoteLake, local: pacslake.Lake) -> None:
    seen = 0
    for (id,) in local.rows("SELECT volume_id FROM volume ORDER BY 1"):
        try:
            here = local.volume(id)
        except errors.VolumeError as error:
            with pytest.raises(errors.VolumeError, match="not a volume") as told:
                remote.volume(id)
            assert told.value.reason_codes == error.reason_codes and str(told.value) == str(error)
            continue
        there = remote.volume(id)
        assert (there.shape, there.dtype, there.unit, there.tier) == (
            here.shape,
            here.dtype,
            here.unit,
            here.tier,
        )
        assert np.array_equal(np.asarray(there.array), np.asarray(here.array))
        assert np.array_equal(there.values(), here.values())
        assert there.padding == here.padding and there.window() == here.window()
        if here.affine_lps is not None:
            assert there.affine_lps is not None and np.array_equal(there.affine_lps, here.affine_lps)
        facts = [(f.k, f.sop_instance_uid, f.position, f.slope, f.intercept) for f in here.frames()]
        assert [(f.k, f.sop_instance_uid, f.position, f.slope, f.intercept) for f in there.frames()] == facts
        seen += 1
    assert seen >= 4


def ct(lake: pacslake.Lake, patient: str = "P1") -> str:
    asked = "SELECT v.volume_id FROM volume v JOIN series s USING (SeriesInstanceUID) WHERE s.PatientID = ? AND v.n_slices = 4"
    return str(lake.rows(asked, [patient])[0][0])


@pytest.mark.parametrize(
    "key",
    [..., 2, -1, (slice(1, 3), slice(None), 5), (slice(None, None, 2),), (0, 3, 4), (slice(3, 1),)],
    ids=str,
)
def test_any_part_of_a_volume_is_that_part(remote: RemoteLake, local: pacslake.Lake, key: object) -> None:
    assert np.array_equal(remote.volume(ct(local))[key], local.volume(ct(local))[key])


def test_volumes_of_several_chunks_are_put_together_and_chunks_are_fetched_once(
    remote: RemoteLake, local: pacslake.Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pacslake.remote.volume import RemoteArray

    here = np.arange(5 * 7 * 9, dtype=np.int16).reshape(5, 7, 9)
    there = RemoteArray(remote.client, "v", 1, shape=(5, 7, 9), dtype="int16", axes="zyx", chunks=(2, 4, 9))
    asked: list[str] = []

    from pacslake.pixels.zarr_view import ChunkView

    class Held:
        shape, dtype, axes = here.shape, here.dtype, "zyx"

        def __getitem__(self, key: object) -> np.ndarray:
            return here[key]  # type: ignore[index]

    view = ChunkView(Held(), (2, 4, 9), compressed=True)

    def answer(*parts: str, snapshot: int | None = None) -> bytes:
        asked.append(parts[-1])
        value = view.value(parts[-1])
        assert value is not None
        return value

    monkeypatch.setattr(there, "client", type("C", (), {"get": staticmethod(answer)}))
    assert np.array_equal(there[...], here)
    assert np.array_equal(there[1:4, 3:5, ::2], here[1:4, 3:5, ::2])
    assert sorted(asked) == sorted(f"c.{z}.{y}.0" for z in range(3) for y in range(2))


def test_instances_are_the_same_header_frame_and_file(remote: RemoteLake, local: pacslake.Lake) -> None:
    for id, uid in local.rows("SELECT instance_version_id, SOPInstanceUID FROM instance"):
        here, there = local.instance(id), remote.instance(uid)
        assert there.header() == here.header() and there.n_frames == here.n_frames
        assert there.dataset() == here.dataset()
        if here.n_frames:
            assert np.array_equal(there.frame(here.n_frames - 1), here.frame(here.n_frames - 1))
            with pytest.raises(IndexError):
                there.frame(here.n_frames)


def test_a_region_of_interest_lies_where_it_lies_on_disk(remote: RemoteLake, local: pacslake.Lake) -> None:
    known = local.rows("SELECT roi_id FROM roi ORDER BY 1")
    assert known
    for (roi,) in known:
        try:
            here = local.mask(local.volume(ct(local)), roi)
        except errors.PacslakeError as error:
            with pytest.raises(type(error)) as told:
                remote.mask(remote.volume(ct(local)), roi)
            assert str(told.value) == str(error)
            continue
        assert np.array_equal(remote.mask(remote.volume(ct(local)), roi), here)
    with pytest.raises(errors.NotFoundError):
        remote.mask(remote.volume(ct(local)), "r0")


def test_widgets_show_what_they_show_on_disk(remote: RemoteLake, local: pacslake.Lake) -> None:
    assert remote.view(ct(local)).to_png() == local.view(ct(local)).to_png()
    assert remote.browse().fallback == local.browse().fallback


def test_any_program_of_zarr_reads_the_chunks(served: Served, local: pacslake.Lake) -> None:
    import zarr

    url = f"{address(served)}/lake/v1/volumes/{ct(local)}/zarr"
    sent = {"client_kwargs": {"headers": {"Authorization": f"Bearer {served.reader}"}}}
    array = zarr.open_array(zarr.storage.FsspecStore.from_url(url, storage_options=sent), mode="r")
    assert np.array_equal(array[...], np.asarray(local.volume(ct(local))))


def test_a_cohort_gives_patches_by_workers_that_have_the_token_from_their_environment(
    served: Served, remote: RemoteLake, local: pacslake.Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohort = remote.cohort("SELECT volume_id FROM volume WHERE n_slices = 4")
    found = list(cohort.patches((2, 8, 8), per_volume=2, seed=5))
    wanted = list(
        local.cohort("SELECT volume_id FROM volume WHERE n_slices = 4").patches(
            (2, 8, 8), per_volume=2, seed=5
        )
    )
    assert [p["start"] for p in found] == [p["start"] for p in wanted]
    assert all(np.array_equal(a["image"], b["image"]) for a, b in zip(found, wanted, strict=True))

    sent = pickle.dumps(remote.volume(ct(local)))
    assert served.reader.encode() not in sent and served.reader not in repr(remote)
    code = "import pickle, sys; print(int(pickle.load(sys.stdin.buffer)[1].sum()))"
    run = [sys.executable, "-c", code]
    monkeypatch.delenv("PACSLAKE_TOKEN", raising=False)
    without = subprocess.run(run, input=sent, capture_output=True)
    assert without.returncode != 0 and b"PACSLAKE_TOKEN" in without.stderr
    monkeypatch.setenv("PACSLAKE_TOKEN", served.reader)
    done = subprocess.run(run, input=sent, capture_output=True, check=True)
    assert int(done.stdout) == int(local.volume(ct(local))[1].sum())


# -- the caller's rows, and nothing else -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def of_one(served: Served) -> Iterator[RemoteLake]:
    from pacslake.remote.client import Client

    yield RemoteLake(Client(address(served), served.of_one))


def test_an_account_of_one_project_finds_its_rows_and_volumes_only(
    of_one: RemoteLake, local: pacslake.Lake
) -> None:
    assert of_one.rows("SELECT DISTINCT PatientID FROM study") == [("P1",)]
    assert of_one.rows("SELECT count(*) FROM instance") == [(4,)]
    mine, other = ct(local), ct(local, "P2")
    assert of_one.volume(mine).shape == (4, 16, 12)
    with pytest.raises(errors.NotFoundError):
        of_one.volume(other)
    with pytest.raises(errors.NotFoundError):
        of_one.client.get("volumes", other, "zarr", "zarr.json")
    with pytest.raises(errors.NotFoundError):
        of_one.client.get("volumes", other, "zarr", "c.0.0.0")
    (hidden,) = local.rows("SELECT instance_version_id FROM instance WHERE PatientID = 'P2' LIMIT 1")[0]
    for ask in ((), ("header",), ("file",), ("frames", "0")):
        with pytest.raises(errors.NotFoundError):
            of_one.client.get("instances", hidden, *ask)
    (roi,) = local.rows("SELECT roi_id FROM roi LIMIT 1")[0]
    with pytest.raises(errors.NotFoundError):
        of_one.client.get("volumes", mine, "masks", roi)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')", "COPY study TO '/tmp/out.csv'", "ATTACH '/tmp/x.db'", "SELECT getenv('HOME')",
        "INSTALL httpfs", "SELECT 1; SELECT 2", "DROP TABLE study", "SET threads = 9", "SELECT * FROM glob('/*')",
    ],
)  # fmt: skip
def test_a_statement_does_not_leave_the_sandbox(remote: RemoteLake, statement: str) -> None:
    with pytest.raises((errors.PolicyError, errors.SqlError)):
        remote.rows(statement)


def test_a_wrong_statement_is_told_without_values(remote: RemoteLake) -> None:
    with pytest.raises(errors.SqlError) as told:
        remote.sql("SELECT PatientName::INT FROM study")
    assert "Ahrens" not in str(told.value) and "Brandt" not in str(told.value)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"nonsense", b'{"sql": 5}', b'{"sql": "SELECT 1", "params": "x"}', b"[" * 100_000]
)
def test_a_body_that_is_no_statement_is_refused_in_words(served: Served, body: bytes) -> None:
    answer = requests.post(f"{address(served)}/lake/v1/sql", body, headers=served.headers(), timeout=60)
    assert answer.status_code == 400 and "sql" in answer.json()["error"]


def test_a_body_without_end_is_cut_off(served: Served) -> None:
    answer = requests.post(
        f"{address(served)}/lake/v1/sql", b" " * (5 << 20), headers=served.headers(), timeout=60
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        "volumes/..%2f..%2flake.toml",
        "volumes/x%00y",
        "volumes/none/zarr/zarr.json",
        "instances/'; DROP",
        "nothing",
    ],
)
def test_odd_names_are_not_there(served: Served, path: str) -> None:
    answer = requests.get(f"{address(served)}/lake/v1/{path}", headers=served.headers(), timeout=60)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "key", ["c.0.0", "c.9.0.0", "c.-1.0.0", "c.0.0.0.0", "zarr.jsonx", "c.99999999999.0.0"]
)
def test_a_chunk_outside_the_volume_is_not_there(remote: RemoteLake, local: pacslake.Lake, key: str) -> None:
    with pytest.raises(errors.NotFoundError):
        remote.client.get("volumes", ct(local), "zarr", key)


# -- tokens, addresses, snapshots ----------------------------------------------------------------------------------------


def test_a_wrong_token_or_none_is_refused_and_no_folder_takes_one(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PACSLAKE_TOKEN", raising=False)
    with pytest.raises(errors.AuthenticationError, match="no valid token"):
        pacslake.open(address(served), token="nonsense")
    with pytest.raises(errors.UsageError, match="a folder needs none"):
        pacslake.open(served.lake, token="x")
    with pytest.raises(errors.AuthenticationError, match="PACSLAKE_TOKEN"):
        pacslake.open("https://lake.example.invalid")


@pytest.mark.parametrize(
    "place",
    ["http://lake.example.org", "http://10.1.2.3:8080", "https://anna:secret@lake.example.org", "https://"],
)
def test_an_address_that_would_give_the_token_away_is_refused_before_anything_is_sent(place: str) -> None:
    with pytest.raises(errors.UsageError) as told:
        client_for(place, "a-token")
    assert "a-token" not in str(told.value) and "secret" not in str(told.value)


def test_an_address_where_nothing_answers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pacslake.remote.client._WAIT_SECONDS", 0.01)
    with pytest.raises(errors.LakeError, match="does not answer"):
        pacslake.open("http://127.0.0.1:9", token="x")


def test_a_service_that_is_busy_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    import httpx

    from pacslake.remote.client import Client

    answers = [
        httpx.Response(503),
        httpx.Response(429, headers={"Retry-After": "0"}),
        httpx.ConnectError("gone"),
        httpx.Response(200, content=b"x"),
    ]

    def answer(request: httpx.Request) -> httpx.Response:
        found = answers.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr("pacslake.remote.client._WAIT_SECONDS", 0.01)
    client = Client("http://127.0.0.1:9", "t")
    client._http = httpx.Client(transport=httpx.MockTransport(answer))
    assert client.get("volumes") == b"x" and not answers


def test_what_writes_is_refused_before_it_begins(
    remote: RemoteLake, local: pacslake.Lake, tmp_path: Path
) -> None:
    cohort = remote.cohort("SELECT volume_id FROM volume WHERE n_slices = 4")
    ran: list[int] = []
    for act in (
        lambda: remote.ingest(tmp_path), lambda: remote.convert(), lambda: remote.add(tmp_path), lambda: cohort.freeze(),
        lambda: remote.export(cohort, "nifti", tmp_path / "out"), lambda: remote.erase("x", reason="asked"), lambda: remote.vacuum(),
        lambda: cohort.map(lambda volume: ran.append(1) or {"n": 1}, table="my_numbers"), lambda: remote.path,
    ):  # fmt: skip
        with pytest.raises(errors.PolicyError):
            act()
    assert not ran and not list(tmp_path.iterdir())


def test_a_lake_stays_at_its_snapshot_until_it_is_refreshed(served: Served) -> None:
    lake = pacslake.open(address(served), token=served.reader)
    before = lake.snapshot_id
    there = pacslake.open(served.lake)
    cohort = there.cohort("SELECT StudyInstanceUID FROM study", name="moves-on")
    cohort.freeze()
    asked = "SELECT count(*) FROM cohort WHERE name = 'moves-on'"
    assert lake.rows(asked) == [(0,)]
    assert lake.refresh().snapshot_id > before and lake.rows(asked) == [(1,)]
    old = pacslake.open(address(served), token=served.reader, snapshot=before)
    assert old.rows(asked) == [(0,)] and old.refresh().snapshot_id == before
    with pytest.raises(errors.NotFoundError):
        pacslake.open(address(served), token=served.reader, snapshot=999_999)


def test_each_access_is_recorded_with_its_volume_and_without_values(
    served: Served, remote: RemoteLake, local: pacslake.Lake
) -> None:
    remote.volume(ct(local))[0]
    remote.rows("SELECT count(*) FROM study WHERE PatientID = 'Brandt^Bernd'")
    text = "\n".join(p.read_text() for p in sorted((served.lake / "audit").rglob("*")) if p.is_file())
    events = [json.loads(line) for line in text.splitlines()]
    chunks = [e for e in events if e["action"] == "lake" and "Zarr" in e["details"].get("what", "")]
    assert chunks and chunks[-1]["user"] == "reader" and chunks[-1]["details"]["volume"] == ct(local)
    assert "Brandt" not in text


def test_the_command_line_asks_a_served_lake_too(served: Served) -> None:
    command = [str(Path(sys.executable).with_name("pacslake")), "sql", "--lake", address(served), "--json"]
    done = subprocess.run(
        [*command, "SELECT count(*) AS n FROM study"], capture_output=True, text=True, env={**os.environ, "PACSLAKE_TOKEN": served.reader}
    )  # fmt: skip
    assert done.returncode == 0 and json.loads(done.stdout)
    refused = subprocess.run(
        [*command, "SELECT 1"], capture_output=True, text=True, env={**os.environ, "PACSLAKE_TOKEN": "wrong"}
    )
    assert refused.returncode == errors.AuthenticationError.exit_code and "Traceback" not in refused.stderr
