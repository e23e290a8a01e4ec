"""Schemathesis, all its phases, over the OpenAPI document: no 5xx, nothing that the document does not say."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from karwan.serve.app import create_app

CONFIG = Path(__file__).with_name("schemathesis.toml")


def test_every_endpoint_answers_as_its_document_says(fresh, tmp_path):
    client = fresh(limits={"heavy_burst": 100_000, "jobs": 2})
    words = [
        "-m",
        "schemathesis.cli",
        "--config-file",
        CONFIG,
        "run",
        f"{client.base_url}/api/v1/openapi.json",
    ]
    words += ["--max-examples", "8", "--max-time", "40", "--generation-deterministic", "--no-color"]
    found = subprocess.run(
        [sys.executable, *words], cwd=tmp_path, capture_output=True, text=True, timeout=200, check=False
    )
    told = "\n".join(line[:300] for line in found.stdout.splitlines())
    assert found.returncode == 0, told[-6_000:]


def test_the_first_requests_may_come_all_at_once(state):
    app = create_app(state)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(6) as threads:
            made = [one.result() for one in [threads.submit(app.openapi) for _ in range(6)]]
    finally:
        sys.setswitchinterval(interval)
    assert all(one is made[0] for one in made)
