"""Whether a karwan, by its path, serves the page with all that it reads, and answers a question."""

import json
import re
import socket
import subprocess
import sys
import time
import urllib.request

WAIT_S = 300  # the network may have to be built
BUILT = ("/", "/api/v1/meta", "/api/v1/validation", "/api/v1/routes?from=Lahore&to=Almaty&language=ru")


def main(karwan: str) -> None:
    """Starts it, reads the page and some answers, ends it.

    Raises:
        SystemExit: something is missing.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.monotonic()
    server = subprocess.Popen(
        [karwan, "serve", "--no-open", "--json", "--port", str(port)], stdout=subprocess.PIPE, text=True
    )
    try:
        told = ""
        while "}" not in told:
            line = server.stdout.readline() if server.stdout else ""
            if not line:
                raise SystemExit(f"{karwan} ended with {server.wait()}")
            told += line
        address = json.loads(told)["address"].rstrip("/")
        shown = time.monotonic() - began
        page, *answers = (read(address + path) for path in BUILT)
        parts = re.findall(r'(?:src|href)="[./]*(assets/[^"]+)"', page.decode())
        if not parts:
            raise SystemExit("the page is not in the wheel")
        for part in parts:
            read(f"{address}/{part}")
        if not json.loads(answers[1])["pages"] or not json.loads(answers[2])["routes"]:
            raise SystemExit("validation or routes are empty")
    finally:
        server.terminate()
        server.wait(30)
    version = subprocess.run(
        [karwan.removesuffix("karwan") + "python", "--version"], capture_output=True, text=True, check=True
    ).stdout.strip()
    print(f"{version}: the wheel serves the page, {len(parts)} parts; address after {shown:.1f} s")


def read(address: str) -> bytes:
    """What is at an address; an error if it is no 200."""
    with urllib.request.urlopen(address, timeout=WAIT_S) as found:
        return bytes(found.read())


if __name__ == "__main__":
    main(sys.argv[1])
