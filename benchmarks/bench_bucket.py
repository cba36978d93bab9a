"""What a lake in a bucket costs over one in a folder: the same work on both, in one run, and a cluster that loses a worker.

    python benchmarks/bench_bucket.py [--series 24] [--slices 60] [--url s3://BUCKET/PREFIX]

Without `--url` the bucket is moto's S3 server on loopback, in a process of its own (some 300 requests a second, so an upper limit of
what a real store costs by requests, and a lower one of what it costs by distance). The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SERVER = """
import sys, time
import boto3
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
url = "http://%s:%d" % server.get_host_and_port()
boto3.client("s3", endpoint_url=url, aws_access_key_id="k", aws_secret_access_key="s", region_name="us-east-1").create_bucket(Bucket="bench")
print(url, flush=True)
time.sleep(86400)
"""


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = act()
    return time.perf_counter() - began, found


def work(place: str, export: Path, again: Callable[[], None]) -> dict[str, float]:
    """Seconds of each step on one lake; `again` forgets what this machine keeps."""
    import numpy as np

    import pacslake

    found: dict[str, float] = {}
    lake = pacslake.init(place)
    found["ingest, originals kept"], _ = timed(lambda: lake.ingest(export, copy=True, workers=2))
    found["ingest again, nothing new"], _ = timed(lambda: lake.ingest(export, copy=True, workers=2))
    found["convert"], done = timed(lambda: lake.convert(workers=2))
    assert not done.failed
    again()
    found["open and first query"], _ = timed(
        lambda: pacslake.open(place).rows("SELECT Modality, count(*) FROM instance GROUP BY 1")
    )
    lake = pacslake.open(place)
    query = "SELECT Modality, count(*) FROM instance GROUP BY 1"
    lake.rows(query)
    found["a query after it"] = statistics.median(timed(lambda: lake.rows(query))[0] for _ in range(20))
    ids = [row[0] for row in lake.rows("SELECT volume_id FROM volume ORDER BY 1")]
    found["read all volumes, first time"], first = timed(
        lambda: [float(np.asarray(lake.volume(i)).mean()) for i in ids]
    )
    found["read all volumes, again"], second = timed(
        lambda: [float(np.asarray(lake.volume(i)).mean()) for i in ids]
    )
    assert first == second
    found["commit of one row"] = statistics.median(timed(lambda: _commit(lake))[0] for _ in range(5))
    found["verify --deep"], faults = timed(lambda: lake.verify(deep=True))
    assert not faults
    return found


def _commit(lake: Any) -> None:
    from pacslake.catalog import Changes

    row = {
        "issue_id": f"i{time.time_ns()}",
        "source": "bench",
        "code": "note",
        "severity": "info",
        "level": "lake",
    }
    lake.commit(lambda _: Changes(append={"issue": [row]}), note="bench")


def cluster(place: str, export: Path) -> dict[str, Any]:
    """Ingest and convert on worker processes, one of which is killed during each."""
    import distributed

    import pacslake

    lake = pacslake.init(place)
    found: dict[str, Any] = {}
    with (
        distributed.LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=3, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
        ) as started,
        distributed.Client(started) as client,
    ):  # type: ignore[no-untyped-call]

        def kill() -> None:
            pids = list(client.run(os.getpid).values())  # type: ignore[no-untyped-call]
            os.kill(pids[0], signal.SIGKILL)

        for name, act in (
            ("cluster: ingest", lambda: lake.ingest(export, copy=True, scheduler=client)),
            ("cluster: convert", lambda: lake.convert(scheduler=client)),
        ):
            timer = threading.Timer(1.0, kill)
            timer.start()
            found[name], _ = timed(act)
            timer.cancel()
    n, volumes = lake.rows(
        "SELECT (SELECT count(*) FROM instance), (SELECT count(*) FROM volume WHERE zarr_uri IS NOT NULL)"
    )[0]
    assert not lake.verify(deep=True)
    return {**found, "cluster: instances": n, "cluster: volumes": volumes}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--series", type=int, default=24)
    parser.add_argument("--slices", type=int, default=60)
    parser.add_argument("--url", help="an empty prefix in a bucket that the environment gives access to")
    args = parser.parse_args()
    from pacslake import synthetic

    folder = Path(tempfile.mkdtemp(prefix="bench-bucket-"))
    server = None
    try:
        os.environ["PACSLAKE_CACHE"] = str(folder / "copies")
        base = args.url
        if base is None:
            server = subprocess.Popen(
                [sys.executable, "-c", SERVER], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            )
            assert server.stdout
            os.environ.update(
                AWS_ENDPOINT_URL=server.stdout.readline().strip(), AWS_ACCESS_KEY_ID="k", AWS_SECRET_ACCESS_KEY="s",
                AWS_REGION="us-east-1",
            )  # fmt: skip
            base = "s3://bench/lakes"
        for n in range(args.series):
            synthetic.simple_series(folder / "export" / str(n), shape=(args.slices, 256, 256), seed=n)
        raw = sum(p.stat().st_size for p in (folder / "export").rglob("*") if p.is_file())
        print(f"{args.series * args.slices} instances in {args.series} series, {raw / 1e6:.0f} MB")
        plain = work(str(folder / "lake"), folder / "export", lambda: None)
        bucket = work(
            f"{base}/one", folder / "export", lambda: shutil.rmtree(folder / "copies", ignore_errors=True)
        )
        print(f"{'':34}{'folder':>10}{'bucket':>10}{'ratio':>8}")
        for name, seconds in plain.items():
            print(f"{name:34}{seconds:10.3f}{bucket[name]:10.3f}{bucket[name] / seconds:8.1f}")
        many = cluster(f"{base}/many", folder / "export")
        assert many["cluster: instances"] == args.series * args.slices, many
        for name, value in many.items():
            print(f"{name:34}{value:10.3f}" if isinstance(value, float) else f"{name:34}{value:10d}")
        print(json.dumps({"folder": plain, "bucket": bucket, **many}))
    finally:
        if server is not None:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
