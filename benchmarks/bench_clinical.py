"""The clinical context: messages parsed and written back, a live feed with fsync, and a question over a million studies.

    python benchmarks/bench_clinical.py [--messages 100000] [--feed 3000] [--studies 1000000]

Everything is synthetic. The question is `catalog/examples/next_ct_after_diagnosis.sql`: the first CT after a diagnosis, with
a laboratory value in the 30 days before. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

import pacslake
from pacslake.catalog import Catalog, Changes, commit, compact, refresh_derived
from pacslake.clinical.extract import facts_of
from pacslake.clinical.hl7 import parse
from pacslake.layout import LakeDir

QUESTION = Path(__file__).parent.parent / "catalog" / "examples" / "next_ct_after_diagnosis.sql"
PER_PATIENT = 5


def message(n: int, rng: random.Random) -> bytes:
    """An admission, a result or a report, with what makes parsers stumble: escapes, repeats, empty fields, odd charsets."""
    person = n % 5_000
    name = rng.choice(
        ["Doe^Jane", "M\u00fcller^J\u00f6rg^^Dr", "O\\T\\Neil^Ann~Neil^Ann", "\u5c71\u7530^\u592a\u90ce"]
    )
    kind = rng.choice(["ADT^A08", "ORU^R01", "ORM^O01"])
    head = f"MSH|^~\\&|RIS|HOSP|||20260102{n % 86_400:06d}||{kind}|C{n}|P|2.5\rPID|1||{person}^^^HOSP^MR||{name}||19700203|F\r"
    if kind == "ORU^R01":
        head += f"OBR|1|P{n}|F{n}|LAB^Lab^L|||20260102\rOBX|1|NM|2160-0^Creatinine^LN||{rng.randint(40, 200)}|umol/L|60-110|N|||F\r"
    elif kind == "ORM^O01":
        head += f"ORC|NW|P{n}\rOBR|1|P{n}||CT^CT chest^L|||20260102||||||x\\.br\\y\r"
    return head.encode()


def parsing(n: int) -> dict[str, float]:
    """Rates of reading, writing back, and extracting rows; every message must come back byte for byte."""
    rng = random.Random(1)
    data = [message(i, rng) for i in range(n)]
    start = time.perf_counter()
    different = sum(parse(d).to_bytes() != d for d in data)
    parsed = time.perf_counter() - start
    start = time.perf_counter()
    for d in data[: n // 10]:
        facts_of(d)
    facts = time.perf_counter() - start
    return {
        "messages": n,
        "different": different,
        "parse_write_per_s": n / parsed,
        "rows_per_s": n / 10 / facts,
    }


def feed(n: int, links: int) -> dict[str, float]:
    """Messages a second that a listener acknowledges, each on the disk before; and that all are landed."""
    with tempfile.TemporaryDirectory() as folder:
        lake = pacslake.init(Path(folder) / "lake")
        command = str(Path(sys.executable).with_name("pacslake"))
        process = subprocess.Popen(
            [command, "hl7", "listen", "--lake", str(lake.path), "--port", "0", "--json"],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        port = json.loads(process.stdout.readline())["port"]
        rng = random.Random(2)
        data = [message(i, rng) for i in range(n)]

        def send(part: list[bytes]) -> None:
            with socket.create_connection(("127.0.0.1", port)) as link:
                for one in part:
                    link.sendall(b"\x0b" + one + b"\x1c\r")
                    got = b""
                    while not got.endswith(b"\x1c\r"):
                        got += link.recv(65536)

        threads = [threading.Thread(target=send, args=(data[i::links],)) for i in range(links)]
        start = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - start
        process.terminate()
        process.wait()
        landed = time.perf_counter() - start
        kept = lake.refresh().rows("SELECT count(*) FROM hl7_message")[0][0]
    return {"links": links, "acknowledged_per_s": n / seconds, "landed_per_s": n / landed, "lost": n - kept}


def million(n: int) -> dict[str, float]:
    """The question over n studies of n / 5 people, each with two diagnoses and ten results."""
    people = n // PER_PATIENT
    rng = np.random.default_rng(3)

    def days(count: int) -> np.ndarray:
        return np.datetime64("2015-01-01", "us") + rng.integers(0, 4000 * 86_400, count).astype(
            "timedelta64[s]"
        )

    patient = np.arange(n) // PER_PATIENT
    names = np.char.add("H|P", np.arange(people).astype(str))
    keys = names[patient]
    at = days(n)
    number = np.arange(n).astype(str)
    version = np.array([f"{i * 0x9E3779B97F4A7C15 % 2**64:016x}" * 4 for i in range(n)])
    instance = pa.table({
        "instance_version_id": version, "file_id": np.char.add("f", number), "is_current": np.ones(n, bool), "patient_key": keys,
        "StudyInstanceUID": np.char.add("1.2.3.", number), "SeriesInstanceUID": np.char.add("1.2.4.", number),
        "SOPInstanceUID": np.char.add("1.2.5.", number), "Modality": np.array(["CT", "MR", "CT", "PT"])[np.arange(n) % 4],
        "StudyDate": at.astype("datetime64[D]"), "study_datetime": at, "size_bytes": np.full(n, 500_000), "n_frames": np.ones(n, np.int64),
    })  # fmt: skip
    files = pa.table({
        "file_id": np.char.add("f", number), "batch_id": np.full(n, "b"), "uri": np.char.add("/export/", number),
        "size_bytes": np.full(n, 500_000), "outcome": np.full(n, "stored"), "instance_version_id": version,
    })  # fmt: skip
    person = np.char.add("p", np.arange(people).astype(str))
    identity = pa.table({
        "identity_id": np.char.add("n", np.arange(people).astype(str)), "patient_key": names, "person_id": person,
        "is_primary": np.ones(people, bool), "primary_patient_key": names,
    })  # fmt: skip
    linked = pa.table(
        {
            "patient_key": names,
            "person_id": person,
            "method": np.full(people, "identifier_with_issuer"),
            "confidence": np.ones(people),
        }
    )
    ill = pa.table({
        "diagnosis_id": np.char.add("d", np.arange(2 * people).astype(str)), "patient_key": np.repeat(names, 2),
        "code": rng.choice(["C34.1", "J18.9", "I10", "E11"], 2 * people), "onset_datetime": days(2 * people), "status": np.full(2 * people, "active"),
    })  # fmt: skip
    results = pa.table({
        "observation_id": np.char.add("o", np.arange(10 * people).astype(str)), "patient_key": np.repeat(names, 10),
        "code": rng.choice(["2160-0", "718-7", "2345-7"], 10 * people), "value_double": rng.normal(80, 10, 10 * people),
        "unit": np.full(10 * people, "umol/L"), "observed_datetime": days(10 * people), "status": np.full(10 * people, "final"),
    })  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        dir = LakeDir.create(Path(folder) / "lake")
        tables = {
            "instance_row": instance, "file": files, "patient_identity": identity, "patient_link": linked, "diagnosis": ill, "observation": results,
        }  # fmt: skip
        commit(dir, lambda _: Changes(append=tables), note="bench")
        compact(dir)
        refresh_derived(dir)
        catalog = Catalog.open(dir)
        query = QUESTION.read_text("utf-8")
        start = time.perf_counter()
        found = catalog.rows(query)
        first = time.perf_counter() - start
        times = []
        for _ in range(3):
            start = time.perf_counter()
            catalog.rows(query)
            times.append(time.perf_counter() - start)
        start = time.perf_counter()
        one = catalog.rows("SELECT count(*) FROM study_context WHERE patient_key = 'H|P7'")[0][0]
        context = time.perf_counter() - start
    assert one == PER_PATIENT
    return {
        "studies": n, "answers": len(found), "first_s": first, "again_s": statistics.median(times), "study_context_of_one_s": context,
    }  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--feed", type=int, default=3_000)
    parser.add_argument("--studies", type=int, default=1_000_000)
    options = parser.parse_args()
    out = {"cores": os.cpu_count(), "parsing": parsing(options.messages)}
    print(
        f"parsed and written: {out['parsing']['parse_write_per_s']:,.0f} messages/s, {out['parsing']['different']} differ (0 wanted)"
    )
    for links in (1, 8):
        told = out[f"feed_{links}"] = feed(options.feed, links)
        print(
            f"live feed, {links} links: {told['acknowledged_per_s']:,.0f} messages/s acknowledged (100 wanted), {told['lost']} lost"
        )
    told = out["question"] = million(options.studies)
    print(
        f"question over {told['studies']:,} studies: {told['first_s']:.2f} s, again {told['again_s']:.2f} s (2 wanted), {told['answers']} answers"
    )
    print(json.dumps(out))


if __name__ == "__main__":
    main()
