"""A process of its own that makes arrays in a store, for the tests of several processes and of killed ones.

Arguments: folder, digest, seconds that making takes. Each making adds a line to the file `made` in the folder
above. Prints a line when it starts to make, and the hash of what it got at the end.
"""

import hashlib
import sys
import time
from pathlib import Path

import numpy as np

from karwan.storage.store import Arrays, Store

folder, digest, seconds = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])


def make() -> Arrays:
    sys.stdout.write("making\n")
    sys.stdout.flush()
    with (folder.parent / "made").open("a") as log:
        log.write("made\n")
    time.sleep(seconds)
    return {f"part_{number}": np.full(200_000, number, np.int64) for number in range(8)}


def result() -> str:
    found = Store(folder).arrays("network", digest, make)
    return hashlib.sha256(b"".join(found[key].tobytes() for key in sorted(found))).hexdigest()


if __name__ == "__main__":
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(result() + "\n")
