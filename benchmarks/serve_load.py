"""`karwan serve` under load: 100 users, 10 requests a second in all, for a minute; nothing is asserted.

    .venv/bin/python -m benchmarks.serve_load [--seconds 60] [--rate 10]

Starts a server of its own. Two loads: `kept`, over pairs that somebody asked before, and `fresh`, each pair
new. Then the rate goes up until the 95th percentile passes a second. Requests are routes, and every fifth a
comparison of a scenario of the library with the base.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import httpx

USERS = 100
PORT = 8699
CITIES = """
    Lahore Karachi Islamabad Peshawar Quetta Multan Faisalabad Gwadar Almaty Astana Shymkent Tashkent
    Samarkand
    Bukhara Termez Bishkek Osh Dushanbe Khujand Ashgabat Mary Kashgar Urumqi Tehran Mashhad Istanbul Baku
    Tbilisi
    Moscow Aktau
""".split()  # noqa: SIM905
SCENARIOS = ("khunjerab-winter-closed", "torkham-24h-one-stop", "afghan-posts-open", "sost-blocked")
PAIRS = list(itertools.permutations(CITIES, 2))
EVERY = 5


def request(number: int, pair: tuple[str, str]) -> httpx.Request:
    origin, destination = pair
    top = f"http://127.0.0.1:{PORT}/api/v1"
    if number % EVERY == EVERY - 1:
        world = {"scenario": [SCENARIOS[number // EVERY % len(SCENARIOS)]]}
        return httpx.Request("POST", f"{top}/compare", json={"places": list(pair), "worlds": [world]})
    return httpx.Request("GET", f"{top}/routes", params={"from": origin, "to": destination})


async def load(pairs, rate: float, seconds: float) -> dict[str, float]:
    """What users meet who ask at a steady rate, each pair in its turn."""
    times, codes = [], []
    limits = httpx.Limits(max_connections=USERS)
    async with httpx.AsyncClient(timeout=60, limits=limits) as client:

        async def ask(number: int) -> None:
            begun = time.perf_counter()
            answer = await client.send(request(number, next(pairs)))
            times.append(time.perf_counter() - begun)
            codes.append(answer.status_code)

        begun, tasks = time.perf_counter(), []
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
            tasks.append(asyncio.create_task(ask(number)))
        await asyncio.gather(*tasks)
        spent = time.perf_counter() - begun
    times.sort()
    return {
        "asked": len(times),
        "answered_each_s": round(len(times) / spent, 2),
        "errors": sum(code != 200 for code in codes),
        "p50_ms": round(times[len(times) // 2] * 1_000),
        "p95_ms": round(times[int(len(times) * 0.95)] * 1_000),
        "max_ms": round(times[-1] * 1_000),
    }


def memory_mb(process: int) -> int:
    """What a process holds in memory."""
    text = Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) // 1_000


def over_kept(count: int):
    return itertools.cycle(PAIRS[:count])


async def measure(process: int, rate: float, seconds: float) -> dict[str, object]:
    random.Random(1).shuffle(PAIRS)  # noqa: S311
    told: dict[str, object] = {"cores": os.cpu_count(), "users": USERS, "rate": rate, "seconds": seconds}
    kept = 16
    told["memory_mb_at_start"] = memory_mb(process)
    # A whole round of requests, one after the other, so that each of them is kept.
    async with httpx.AsyncClient(timeout=120) as client:
        pairs = over_kept(kept)
        for number in range(kept * EVERY):
            await client.send(request(number, next(pairs)))
    told["memory_mb_kept"] = memory_mb(process)
    told["kept"] = await load(over_kept(kept), rate, seconds)
    told["memory_mb_after_kept"] = memory_mb(process)
    fresh = iter(PAIRS[kept:])
    for each in (0.5, 1.0, 2.0):
        told[f"fresh_at_{each}"] = await load(fresh, each, min(seconds, 30))
    told["memory_mb_after_fresh"] = memory_mb(process)
    await asyncio.sleep(60)  # what was asked too fast above is still being worked on
    for each in (25, 50, 100, 200, 400):
        told[f"kept_at_{each}"] = found = await load(over_kept(kept), each, 10)
        if found["p95_ms"] > 1_000 or found["errors"]:
            break
    return told


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--seconds", type=float, default=60)
    reader.add_argument("--rate", type=float, default=10)
    given = reader.parse_args()
    words = [sys.executable, "-m", "karwan", "serve", "--no-open", "--port", str(PORT)]
    begun = time.perf_counter()
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as server:
        try:
            print(server.stdout.readline().strip(), f"after {time.perf_counter() - begun:.1f} s")
            print(json.dumps(asyncio.run(measure(server.pid, given.rate, given.seconds)), indent=2))
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()
