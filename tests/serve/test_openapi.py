"""Schemathesis, all its phases, over the OpenAPI document: no 5xx, nothing that the document does not say."""

import subprocess
import sys
from pathlib import Path

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
