"""Fifty requests of somebody who means ill: method, path, headers, body."""

from __future__ import annotations

import json

JSON = {"Content-Type": "application/json"}
API = "/api/v1"
ROUTES = f"{API}/routes"
CHECK = f"{API}/scenarios/check"
JOBS = f"{API}/jobs"
PAIR = {"from": "Lahore", "to": "Almaty"}


def routes(**more: object) -> bytes:
    return json.dumps({"question": {**PAIR, **more}}).encode()


def check(**more: object) -> bytes:
    return json.dumps(more).encode()


def closed(**fields: object) -> bytes:
    return check(measures=[{"kind": "close", "reason": "x", **fields}])


def get(query: str) -> tuple[str, str, dict[str, str], bytes]:
    return "GET", query, {}, b""


def post(path: str, body: bytes, **headers: str) -> tuple[str, str, dict[str, str], bytes]:
    return "POST", path, {**JSON, **headers}, body


# name: (request, statuses that are right)
REQUESTS = {
    "markup in a place": (get(f"{ROUTES}?from=<script>alert(1)</script>&to=Almaty"), {400}),
    "markup in a place of the type-ahead": (get(f"{API}/places?q=<img src=x onerror=alert(1)>"), {400}),
    "sql in a place": (get(f"{ROUTES}?from=Lahore' OR 1=1--&to=Almaty"), {400}),
    "a template in a place": (get(f"{ROUTES}?from={{{{7*7}}}}&to=Almaty"), {400}),
    "a format in a place": (get(f"{ROUTES}?from=%25s%25n{{0.__class__}}&to=Almaty"), {400}),
    "a null byte": (get(f"{ROUTES}?from=Lahore%00&to=Almaty"), {200, 400}),
    "bytes that are no text": (get(f"{ROUTES}?from=%ff%fe%80&to=Almaty"), {400}),
    "a line break for a header": (get(f"{ROUTES}?from=a%0d%0aSet-Cookie:%20x=1&to=Almaty"), {400}),
    "a very long place": (get(f"{ROUTES}?from={'a' * 5_000}&to=Almaty"), {400}),
    "a query longer than any": (get(f"{ROUTES}?from={'a' * 70_000}&to=Almaty"), {400, 414, 431}),
    "a thousand words to avoid": (get(f"{ROUTES}?from=Lahore&to=Almaty" + "&avoid=IR" * 1_000), {400}),
    "not a number of tonnes": (get(f"{ROUTES}?from=Lahore&to=Almaty&cargo=NaNt"), {400}),
    "endless tonnes": (get(f"{ROUTES}?from=Lahore&to=Almaty&cargo=1e999t"), {400}),
    "less than no tonnes": (get(f"{ROUTES}?from=Lahore&to=Almaty&cargo=-5t"), {400}),
    "a value of time that is no number": (get(f"{ROUTES}?from=Lahore&to=Almaty&value_of_time=nan"), {400}),
    "an endless carbon price": (get(f"{ROUTES}?from=Lahore&to=Almaty&carbon_price=inf"), {400}),
    "a count beyond all": (get(f"{ROUTES}?from=Lahore&to=Almaty&count={'9' * 400}"), {400}),
    "no count": (get(f"{ROUTES}?from=Lahore&to=Almaty&count=0"), {400}),
    "a day long gone": (get(f"{ROUTES}?from=Lahore&to=Almaty&on=0001-01-01"), {400}),
    "a day that is none": (get(f"{ROUTES}?from=Lahore&to=Almaty&on=2026-02-30"), {400}),
    "a point that is none": (get(f"{ROUTES}?from=nan,nan&to=Almaty"), {400}),
    "a point off the globe": (get(f"{ROUTES}?from=1e308,1e308&to=Almaty"), {400}),
    "a scenario that is a file": (get(f"{ROUTES}?from=Lahore&to=Almaty&scenario=/etc/passwd"), {400}),
    "a scenario up the folders": (get(f"{ROUTES}?from=Lahore&to=Almaty&scenario=../../x.toml"), {400}),
    "a table that is a file": (get(f"{API}/facts/..%2f..%2f..%2fetc%2fpasswd"), {404}),
    "a row that is markup": (get(f"{API}/facts/crossings/<svg onload=alert(1)>"), {404}),
    "a post up the folders": (get(f"{API}/posts/..%2f..%2fetc"), {400, 404}),
    "a corridor that is a pattern": (get(f"{API}/corridors/(a%2B)%2B$"), {400, 404}),
    "a job that is a proto": (get(f"{JOBS}/__proto__"), {404}),
    "a parameter that is a proto": (get(f"{ROUTES}?from=Lahore&to=Almaty&__proto__[x]=1"), {400}),
    "no JSON": (post(ROUTES, b"{"), {400}),
    "JSON of another type": (("POST", ROUTES, {"Content-Type": "text/plain"}, routes()), {415}),
    "a form": (("POST", ROUTES, {"Content-Type": "application/x-www-form-urlencoded"}, b"a=1"), {415}),
    "deep lists": (post(CHECK, b'{"measures":' + b"[" * 5_000 + b"]" * 5_000 + b"}"), {400}),
    "deep objects in a measure": (post(CHECK, b'{"measures":[' + b'{"a":' * 200 + b"1" + b"}" * 201), {400}),
    "not a number": (post(ROUTES, b'{"question":{"from":"Lahore","to":"Almaty","carbon_price":NaN}}'), {400}),
    "minus endless": (post(ROUTES, routes().replace(b"}}", b',"carbon_price":-Infinity}}')), {400}),
    "a figure too large": (post(ROUTES, routes().replace(b"}}", b',"carbon_price":1e999}}')), {400}),
    "a figure of many digits": (
        post(ROUTES, routes().replace(b"}}", b',"count":' + b"9" * 9_000 + b"}}")),
        {400},
    ),
    "half a surrogate pair": (post(ROUTES, b'{"question":{"from":"\\ud800","to":"Almaty"}}'), {400}),
    "a body too large": (post(CHECK, b'{"notes":"' + b"a" * 1_100_000 + b'"}'), {413}),
    "a list for a text": (post(ROUTES, routes(cargo=["40ft"])), {400}),
    "an object for a place": (post(ROUTES, routes(to={"$gt": ""})), {400}),
    "a field that is not there": (post(ROUTES, routes(constructor="x")), {400}),
    "too many measures": (post(CHECK, check(measures=[{"kind": "close"}] * 1_500)), {400}),
    "a measure with a thousand lists": (post(CHECK, closed(at=["x"] * 2_000)), {200}),
    "a base that is a file": (post(CHECK, check(toml='name="a"\nbase="/etc/hosts.toml"')), {200}),
    "TOML without an end": (post(CHECK, check(toml="a=" + "[" * 5_000)), {200}),
    "an area of endless points": (post(CHECK, closed(area=[[1e308, 1e308]] * 400)), {200}),
    "a job of a kind that is none": (post(JOBS, b'{"kind":"shell","cmd":"id"}'), {400}),
    "pairs that are a file": (post(JOBS, b'{"kind":"critical","pairs":"/etc/passwd"}'), {400}),
    "places by the thousand": (
        post(JOBS, json.dumps({"kind": "critical", "places": ["Lahore"] * 5_000}).encode()),
        {400},
    ),
    "a method that is none": (("BREW", ROUTES, {}, b""), {400, 404, 405}),
    "a trace": (("TRACE", ROUTES, {}, b""), {400, 404, 405}),
    "another name in the body's length": (
        ("POST", ROUTES, {**JSON, "Content-Length": "99999999"}, b"{}"),
        {400, 413},
    ),
}
