"""The page of a served lake in a real browser, the OHIF viewer beside it, and how many requests a caller may make."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import requests
from serving import ROOT, Served, start

import pacslake
from pacslake.access import manage


def base(served: Served) -> str:
    return served.url.removesuffix("/dicom-web")


def wait_until(page: Any, code: str, seconds: float = 30) -> None:
    """Ask the page until an expression is true; its policy forbids the way in which the browser would wait for it."""
    end = time.monotonic() + seconds
    while not page.evaluate(code):
        assert time.monotonic() < end, code
        time.sleep(0.05)


@pytest.mark.browser
def test_a_person_signs_in_finds_a_study_and_looks_at_its_volume(served: Served, chrome: Any) -> None:
    page = chrome.new_page(viewport={"width": 1100, "height": 800})
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.on("pageerror", lambda e: faults.append(str(e)))
    page.goto(base(served))
    page.fill("#token", "nonsense")
    page.click("text=Sign in")
    page.wait_for_selector("[role=alert]")
    page.fill("#token", served.reader)
    page.click("text=Sign in")
    page.wait_for_selector("tbody tr")
    page.fill("input[name=PatientName]", "ahrens")
    page.click("text=Search")
    wait_until(page, "document.querySelectorAll('tbody tr').length == 1")
    assert "Ahrens^Anna P1 2026-02-01 CT" in " ".join(page.inner_text("tbody tr").split())
    page.click("tbody a")
    wait_until(page, "[...document.querySelectorAll('.cards img')].some(i => i.naturalWidth > 1)")
    page.click(".cards a")
    page.wait_for_selector(".pl-pane canvas")
    wait_until(
        page,
        """() => { const c = document.querySelector('.pl-pane canvas'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        let lit = 0; for (let i = 0; i < d.length; i += 4) lit += d[i] > 0; return lit > 1000; }""",
    )
    assert page.inner_text(".pl-pane .pl-tl").startswith("CT")
    own = base(served)
    assert all(url.startswith((own, "blob:")) for url in asked), [u for u in asked if not u.startswith(own)]
    assert not any(served.reader in url for url in asked) and served.reader not in page.url
    page.click("#out")
    page.wait_for_selector("#token")
    assert page.evaluate("sessionStorage.length") == 0 and not faults
    page.close()


@pytest.mark.browser
def test_the_page_has_no_fault_that_axe_finds(served: Served, chrome: Any) -> None:
    axe = Path(pacslake.__file__).parent / "widgets" / "js" / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.is_file():
        pytest.skip("axe-core is not installed (npm ci in pacslake/widgets/js)")
    page = chrome.new_page(bypass_csp=True)
    page.goto(base(served))
    page.fill("#token", served.reader)
    page.click("text=Sign in")
    page.wait_for_selector("tbody tr")
    page.add_script_tag(path=str(axe))
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'best-practice']}).then(r => r.violations.map(v => v.id))"
    )
    assert found == []
    page.close()


def test_the_page_and_its_program_hold_nothing_of_the_lake_and_load_nothing_from_elsewhere(
    served: Served,
) -> None:
    front = requests.get(base(served), timeout=60)
    policy = front.headers["Content-Security-Policy"]
    assert (
        "default-src 'none'" in policy
        and "script-src 'self'" in policy
        and "frame-ancestors 'none'" in policy
    )
    for name in ("web", "viewer", "tools"):
        script = requests.get(f"{base(served)}/ui/{name}.js", timeout=60)
        assert script.status_code == 200 and script.headers["Content-Type"].startswith("text/javascript")
    for name in ("panels", "..%2f..%2fapp", "web.js%00", "x"):
        assert requests.get(f"{base(served)}/ui/{name}.js", timeout=60).status_code == 401


def test_the_viewer_s_parts_are_the_volume_s_voxels(served: Served) -> None:
    lake = pacslake.open(served.lake)
    (id,) = lake.rows("SELECT volume_id FROM volume WHERE SeriesInstanceUID = ?", [f"{ROOT}.2.1"])[0]
    where = f"{base(served)}/lake/v1/volumes/{id}/view"
    state = requests.get(f"{where}/state", headers=served.headers(), timeout=60).json()
    assert (
        state["volumes"][0]["shape"] == [4, 16, 12]
        and "Ahrens" not in json.dumps(state)
        and ROOT not in json.dumps(state)
    )
    part = requests.get(f"{where}/brick?vol={id}&t=0&item=1,1,2,0,16", headers=served.headers(), timeout=60)
    assert json.loads(part.headers["X-Brick"])["n"] == 2
    assert np.array_equal(np.frombuffer(part.content, "<i2").reshape(2, 16, 12), lake.volume(id)[1:3])
    for query in (
        "",
        f"?vol={id}&t=0&item=1,9,2,0,16",
        f"?vol={id}&t=x&item=1",
        "?vol=other&t=0&item=1,1,2,0,16",
    ):
        assert requests.get(f"{where}/brick{query}", headers=served.headers(), timeout=60).status_code == 400
    listed = requests.get(
        f"{base(served)}/lake/v1/series/{ROOT}.2.1/volumes", headers=served.headers(), timeout=60
    ).json()
    assert [v["volume_id"] for v in listed["volumes"]] == [id]


# -- a service of its own: few requests, and a viewer beside it -----------------------------------------------------------


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    folder = tmp_path_factory.mktemp("slow")
    dist = folder / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<title>OHIF</title>")
    (dist / "app-config.js").write_text("not this one")
    (dist / "app.bundle.js").write_text("program()")
    (dist / "assets" / "icon.svg").write_text("<svg/>")
    (folder / "secret.txt").write_text("secret")
    (dist / "link.txt").symlink_to(folder / "secret.txt")
    lake = pacslake.init(folder / "lake")
    tokens = [manage.issue_token(lake.dir, name, projects=["*"]).token for name in ("one", "two")]
    process, said = start(
        "serve", "--lake", str(lake.path), "--port", "0", "--rate", "2", "--ohif", str(dist), "--read-only"
    )
    yield said["url"].removesuffix("/dicom-web"), *tokens
    process.terminate()
    assert process.wait(20) == 0


def test_ohif_s_files_are_given_by_their_exact_names_with_a_configuration_of_this_service(
    slow: tuple[str, str, str],
) -> None:
    url = slow[0]
    for path in ("/ohif", "/ohif/", "/ohif/viewer"):
        assert "OHIF" in requests.get(url + path, timeout=60).text
    assert requests.get(f"{url}/app.bundle.js", timeout=60).text == "program()"
    assert requests.get(f"{url}/assets/icon.svg", timeout=60).status_code == 200
    for path in ("/app-config.js", "/ohif/app-config.js"):
        config = requests.get(url + path, timeout=60)
        assert (
            "/dicom-web" in config.text
            and "not this one" not in config.text
            and "cloudfront" not in config.text
        )
    for path in (
        "/link.txt",
        "/ohif/link.txt",
        "/ohif/..%2fsecret.txt",
        "/..%2fsecret.txt",
        "/ohif/%2e%2e/secret.txt",
    ):
        answer = requests.get(url + path, timeout=60)
        assert "secret" not in answer.text
    assert requests.get(f"{url}/dicom-web/studies", timeout=60).status_code in (401, 429)


def test_a_caller_who_asks_too_often_is_told_to_wait_and_no_other_is(slow: tuple[str, str, str]) -> None:
    url, one, two = slow
    asked = [
        requests.get(f"{url}/health", headers={"Authorization": f"Bearer {one}"}, timeout=60)
        for _ in range(40)
    ]
    refused = [a for a in asked if a.status_code == 429]
    assert asked[0].status_code == 200 and refused and 1 <= int(refused[-1].headers["Retry-After"]) <= 2
    assert (
        requests.get(f"{url}/health", headers={"Authorization": f"Bearer {two}"}, timeout=60).status_code
        == 200
    )


def test_guesses_of_tokens_are_slowed_down(slow: tuple[str, str, str]) -> None:
    url, _, two = slow
    with requests.Session() as session:
        codes = [
            session.get(
                f"{url}/health", headers={"Authorization": f"Bearer guess{n}"}, timeout=60
            ).status_code
            for n in range(400)
        ]
    assert set(codes) == {401, 429} and codes[0] == 401
    assert (
        requests.get(f"{url}/health", headers={"Authorization": f"Bearer {two}"}, timeout=60).status_code
        == 200
    )


@pytest.mark.browser
def test_the_real_ohif_shows_an_image_and_asks_nobody_else(served: Served, chrome: Any) -> None:
    """With the folder `dist` of @ohif/app named by PACSLAKE_OHIF; it is too large to be fetched by every run."""
    dist = os.environ.get("PACSLAKE_OHIF")
    if not dist:
        pytest.skip("PACSLAKE_OHIF does not name the folder `dist` of the npm package @ohif/app")
    process, said = start("serve", "--lake", str(served.lake), "--port", "0", "--ohif", dist, "--read-only")
    try:
        url = said["url"].removesuffix("/dicom-web")
        page = chrome.new_page(viewport={"width": 1400, "height": 900})
        hosts: set[str] = set()
        page.on("request", lambda r: hosts.add(r.url.split("/")[2]) if r.url.startswith("http") else None)
        page.goto(url)
        page.fill("#token", served.reader)
        page.click("text=Sign in")
        page.wait_for_selector("tbody tr")
        page.goto(f"{url}/ohif/viewer?StudyInstanceUIDs={ROOT}.1.1")
        page.wait_for_selector(".cornerstone-canvas", timeout=90_000)
        page.wait_for_function(
            "() => [...document.querySelectorAll('.cornerstone-canvas')].some(c => { const d = document.createElement('canvas');"
            " d.width = c.width; d.height = c.height; const x = d.getContext('2d'); x.drawImage(c, 0, 0);"
            " return x.getImageData(0, 0, d.width, d.height).data.some((v, i) => i % 4 < 3 && v > 0); })",
            timeout=90_000,
        )
        assert hosts == {url.removeprefix("http://")}
    finally:
        process.terminate()
        process.wait(20)
