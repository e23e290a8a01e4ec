"""`karwan serve` under load: 100 users, 10 requests a second in all, for a minute; nothing is asserted.

    .venv/bin/python -m benchmarks.serve_load [--seconds 60] [--rate 10] [--only kept|users|fresh]

Starts a server of its own. `kept`: pairs that somebody asked before, then ever faster. `users`: each user has
a pair of its own among large cities, and asks its routes, the same under a scenario, a comparison of both,
another cargo, and back to the first two. `fresh`: every request a new pair, at 2, 4, 6, 8 and 10 a second,
until the 95th percentile passes a second or something fails.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import httpx

from benchmarks.processes import cpu_s, memory_mb
from karwan.answers.places import largest
from karwan.answers.search import attached
from karwan.answers.shared import Shared
from karwan.errors import InputError
from karwan.opening import open_state
from karwan.words.place import Place

USERS = 100
PORT = 8699
TOP = f"http://127.0.0.1:{PORT}/api/v1"
CITIES, GAZETTEER = 300, 5_000
SCENARIOS = ("khunjerab-winter-closed", "torkham-24h-one-stop", "afghan-posts-open", "sost-blocked")
KEPT_PAIRS, EVERY = 16, 5
STEPS, LATER = 6, 10
KEPT_RATES, FRESH_RATES = (25, 50, 100, 200, 400), (2, 4, 6, 8, 10)
LATE_MS, WANTED_MS = 1_000, 400
Pair = tuple[str, str]


def cities() -> list[Place]:
    """The largest cities that lie by a road or railway of the network."""
    state = open_state()
    shared = Shared(state)
    found: list[Place] = []
    for place in largest(state.facts, GAZETTEER):
        with suppress(InputError):
            attached(state, place, shared)
            found.append(place)
        if len(found) == CITIES:
            break
    return found


def routes(pair: Pair, **more: str) -> httpx.Request:
    return httpx.Request("GET", f"{TOP}/routes", params={"from": pair[0], "to": pair[1], **more})


def compared(pair: Pair, scenario: str) -> httpx.Request:
    body = {"places": list(pair), "worlds": [{"scenario": [scenario]}]}
    return httpx.Request("POST", f"{TOP}/compare", json=body)


def over_kept(pairs: list[Pair]) -> Iterator[httpx.Request]:
    """Routes, and every fifth a comparison, over a few pairs again and again."""
    for number, pair in enumerate(itertools.cycle(pairs[:KEPT_PAIRS])):
        is_compared = number % EVERY == EVERY - 1
        yield compared(pair, SCENARIOS[number // EVERY % len(SCENARIOS)]) if is_compared else routes(pair)


def of_users(pairs: list[Pair]) -> Iterator[httpx.Request]:
    """What users ask who come one after the other, each its next when ten others have come meanwhile."""
    turns = ((user + LATER * step, user, step) for user in range(USERS) for step in range(STEPS))
    for _, user, step in sorted(turns):
        pair, scenario = pairs[user], SCENARIOS[user % len(SCENARIOS)]
        plain, under = routes(pair), routes(pair, scenario=scenario)
        yield (plain, under, compared(pair, scenario), routes(pair, cargo="20ft"), plain, under)[step]


async def load(requests: Iterator[httpx.Request], rate: float, seconds: float) -> dict[str, float]:
    """What users meet who ask at a steady rate, whether or not the last was answered."""
    times, codes = [], []
    limits = httpx.Limits(max_connections=USERS)
    spent_before = cpu_s(SERVER)
    async with httpx.AsyncClient(timeout=60, limits=limits) as client:

        async def ask() -> None:
            begun = time.perf_counter()
            answer = await client.send(next(requests))
            times.append(time.perf_counter() - begun)
            codes.append(answer.status_code)

        begun, tasks = time.perf_counter(), []
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
            tasks.append(asyncio.create_task(ask()))
        await asyncio.gather(*tasks)
        took = time.perf_counter() - begun
    await settled()
    times.sort()
    return {
        "asked": len(times),
        "answered_each_s": round(len(times) / took, 2),
        "errors": sum(code != httpx.codes.OK for code in codes),
        "codes": dict(Counter(codes)),
        "p50_ms": round(times[len(times) // 2] * 1_000),
        "p95_ms": round(times[int(len(times) * 0.95)] * 1_000),
        "max_ms": round(times[-1] * 1_000),
        "cpu_s_each": round((cpu_s(SERVER) - spent_before) / len(times), 3),
        "memory_mb": memory_mb(SERVER),
    }


async def settled() -> None:
    """Waits until the server does nothing: what was asked too fast is still being worked on."""
    before = -1.0
    while cpu_s(SERVER) - before > 0.05:
        before = cpu_s(SERVER)
        await asyncio.sleep(1)


async def kept(pairs: list[Pair], rate: float, seconds: float) -> dict[str, object]:
    requests = over_kept(pairs)
    async with httpx.AsyncClient(timeout=120) as client:
        for _ in range(KEPT_PAIRS * EVERY):  # a whole round, so that each is kept
            await client.send(next(requests))
    told: dict[str, object] = {f"kept_at_{rate:g}": await load(requests, rate, seconds)}
    for each in KEPT_RATES:
        told[f"kept_at_{each}"] = found = await load(requests, each, 10)
        if found["p95_ms"] > LATE_MS or found["errors"]:
            break
    return told


async def fresh(pairs: list[Pair], seconds: float) -> dict[str, object]:
    requests = map(routes, pairs[USERS:])
    told: dict[str, object] = {}
    held = {LATE_MS: 0, WANTED_MS: 0}
    for each in FRESH_RATES:
        told[f"fresh_at_{each}"] = found = await load(requests, each, min(seconds, 30))
        for limit, most in held.items():
            held[limit] = each if found["p95_ms"] <= limit and not found["errors"] else most
        if found["p95_ms"] > LATE_MS or found["errors"]:
            break
    return told | {f"most_a_second_with_p95_under_{limit}_ms": most for limit, most in held.items()}


async def measure(given: argparse.Namespace) -> dict[str, object]:
    words = [place.id for place in cities()]
    pairs = list(itertools.permutations(words, 2))
    random.Random(1).shuffle(pairs)  # noqa: S311
    await asyncio.sleep(2)
    await settled()
    told: dict[str, object] = {"cores": os.cpu_count(), "others": os.getloadavg()[0], "cities": len(words)}
    told["memory_mb_at_start"] = memory_mb(SERVER)
    if given.only in (None, "users"):
        told["users"] = await load(of_users(pairs), given.rate, given.seconds)
    if given.only in (None, "fresh"):
        told |= await fresh(pairs, given.seconds)
    if given.only in (None, "kept"):
        told |= await kept(pairs, given.rate, given.seconds)
    return told


SERVER = 0  # its process


def main() -> None:
    global SERVER  # noqa: PLW0603
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--seconds", type=float, default=60)
    reader.add_argument("--rate", type=float, default=10)
    reader.add_argument("--only", choices=("kept", "users", "fresh"))
    given = reader.parse_args()
    words = [sys.executable, "-m", "karwan", "serve", "--no-open", "--port", str(PORT)]
    begun = time.perf_counter()
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as server:
        SERVER = server.pid
        try:
            print(server.stdout.readline().strip(), f"after {time.perf_counter() - begun:.1f} s")
            print(json.dumps(asyncio.run(measure(given)), indent=2))
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()
