import http.client
import socket
import time
from contextlib import suppress
from urllib.parse import quote

import pytest

from hostile_requests import REQUESTS
from karwan.errors import InputError
from karwan.report.land.boundaries import check
from karwan.serve.body import BadBodyError, check_json
from karwan.serve.safety import HEADERS, Rate

TOKEN = "a-long-token-of-ours"  # noqa: S105
META = "/api/v1/meta"


def sent(client, method, path, headers, body):
    """Status and text of a request sent as it is, whatever a careful client would mend."""
    connection = http.client.HTTPConnection(client.base_url.host, client.base_url.port, timeout=30)
    try:
        connection.putrequest(
            method, quote(path, safe="/?&=%:'\"+,$*()[]{}._-~!@;"), skip_accept_encoding=True
        )
        for name, value in headers.items():
            connection.putheader(name, value)
        if body and "Content-Length" not in headers:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        with suppress(OSError):  # refused before all was read
            connection.send(body)
        answer = connection.getresponse()
        return answer, answer.read().decode()
    finally:
        connection.close()


def test_there_are_fifty_hostile_requests():
    assert len(REQUESTS) >= 50


@pytest.mark.parametrize("name", REQUESTS)
def test_a_hostile_request_is_harmless(page, name):
    (method, path, headers, body), right = REQUESTS[name]
    answer, text = sent(page, method, path, headers, body)
    assert answer.status in right, text[:300]
    assert not (answer.headers["content-type"] or "").startswith("text/html")
    assert "Traceback" not in text
    assert "root:" not in text
    assert "Set-Cookie" not in answer.headers
    assert page.get(META).status_code == 200


def test_every_answer_bears_the_headers_of_safety(page, fresh, tmp_path):
    answers = [page.get(META), page.get("/api/v1/nothing"), page.get("/"), page.get("/no.js")]
    answers += [page.get(META, headers={"Host": "evil.example"}), page.get("/api/v1/routes")]
    answers += [page.post("/api/v1/routes", content=b"{", headers={"Content-Type": "application/json"})]
    for answer in answers:
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert "access-control-allow-origin" not in answer.headers
        assert "server" not in answer.headers
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "[", "a b"]
)
def test_another_name_for_this_machine_is_refused(page, host):
    answer, _ = sent(page, "GET", META, {}, b"") if host is None else _with_host(page, host)
    assert answer.status in (400, 421)


def _with_host(client, host):
    connection = http.client.HTTPConnection(client.base_url.host, client.base_url.port, timeout=30)
    connection.putrequest("GET", META, skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({}, 200),
    ],
)
def test_only_the_own_page_may_ask(page, headers, status):
    assert page.get(META, headers=headers).status_code == status


def test_the_own_origin_is_let_in(page):
    assert page.get(META, headers={"Origin": str(page.base_url)}).status_code == 200


def test_with_a_token_nothing_is_told_without_it(fresh):
    client = fresh(token=TOKEN)
    for path in ("/", META, "/api/v1/openapi.json", "/assets/x.js"):
        assert client.get(path).status_code == 401
    assert client.get(META, headers={"Authorization": "Bearer a-long-token-of-our"}).status_code == 401
    assert client.get(META, headers={"Authorization": "Bearer \xe9".encode("latin-1")}).status_code == 401
    assert client.get(META, headers={"Cookie": 'karwan-token="'}).status_code == 401
    assert client.get(META, headers={"Authorization": "Bearer a-long-token-of-ours"}).status_code == 200


def test_the_token_leaves_the_address_for_a_cookie_that_no_script_reads(fresh):
    client = fresh(token=TOKEN)
    opened = client.get("/?from=Lahore&token=a-long-token-of-ours")
    assert opened.status_code == 303
    assert opened.headers["location"] == "/?from=Lahore"
    cookie = opened.headers["set-cookie"].casefold()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert client.get(META).status_code == 200  # the client kept the cookie
    elsewhere = client.get("//evil.example/?token=a-long-token-of-ours")
    assert not elsewhere.headers.get("location", "/x").startswith("//")


def test_who_asks_for_too_much_waits_and_what_is_known_costs_nothing(fresh):
    client = fresh(limits={"heavy_burst": 2, "heavy_each_s": 0.001})
    asked = [{"from": "Lahore", "to": place} for place in ("Almaty", "Karachi", "Tashkent")]
    codes = [client.get("/api/v1/routes", params=one).status_code for one in (asked[0], *asked)]
    assert codes == [200, 200, 200, 429]
    last = client.get("/api/v1/routes", params=asked[2])
    assert int(last.headers["retry-after"]) > 0
    assert client.get(META).status_code == 200


def test_a_bucket_fills_again_and_each_client_has_its_own():
    rate = Rate(each_s=0.5, burst=2)  # slow enough for a machine that stands still for a second
    assert [rate.is_free("a") for _ in range(3)] == [True, True, False]
    assert rate.is_free("b")
    time.sleep(2)
    assert rate.is_free("a")


def test_an_answer_that_takes_too_long_is_told_and_is_there_for_the_next(fresh):
    client = fresh(limits={"request_s": 0.05})
    asked = {"from": "Multan", "to": "Almaty"}
    first = client.get("/api/v1/routes", params=asked)
    assert first.status_code == 503
    assert int(first.headers["retry-after"]) > 0
    assert "ask again" in first.json()["error"]["what"]
    until = time.monotonic() + 120
    while (later := client.get("/api/v1/routes", params=asked)).status_code == 503:
        assert time.monotonic() < until
        time.sleep(0.2)
    assert later.status_code == 200


def test_a_body_that_trickles_is_cut_off(fresh):
    client = fresh(limits={"request_s": 0.3})
    with socket.create_connection((client.base_url.host, client.base_url.port), timeout=20) as line:
        head = f"POST /api/v1/routes HTTP/1.1\r\nHost: 127.0.0.1:{client.base_url.port}\r\n"
        line.sendall(f"{head}Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{{".encode())
        assert b"503" in line.recv(200)


def test_a_body_without_a_length_is_counted_as_it_comes(page):
    def parts():
        for _ in range(20):
            yield b" " * 100_000

    try:
        answer = page.post(
            "/api/v1/scenarios/check", content=parts(), headers={"Content-Type": "application/json"}
        )
    except Exception as error:  # noqa: BLE001  the server may hang up before all is sent
        assert "closed" in str(error).casefold() or "broken" in str(error).casefold()  # noqa: PT017
    else:
        assert answer.status_code == 413


@pytest.mark.parametrize(
    "body",
    [b"[" * 40 + b"]" * 40, b'{"a":NaN}', b'{"a":1e400}', b'"\\udfff"', b"\xff", b"", b"{'a':1}"],
)
def test_json_that_could_do_harm_is_refused(body):
    with pytest.raises(BadBodyError):
        check_json(body, "application/json; charset=utf-8", 32)


def test_brackets_within_texts_are_no_depth():
    check_json(b'{"a":"' + b"[" * 100 + b'\\"]"}', "application/json", 2)


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"type":"Point","coordinates":[1,2]}', '{"type":"LineString","coordinates":[[1,999],[2,3]]}',
     '{"type":"Polygon","coordinates":[[[1,NaN],[2,3],[4,5]]]}', '{"features":[{"geometry":null}]}'],
)  # fmt: skip
def test_boundaries_that_are_none_are_refused(tmp_path, text):
    path = tmp_path / "b.geojson"
    path.write_text(text)
    with pytest.raises(InputError, match="boundaries"):
        check(path)


def test_boundaries_of_the_users_own_are_sent_without_their_names(fresh, tmp_path):
    path = tmp_path / "b.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"<b>x</b>"},'
        '"geometry":{"type":"LineString","coordinates":[[70,30],[71,31]]}}]}'
    )
    client = fresh(boundaries=str(path))
    assert client.get(META).json()["boundaries"] == "file"
    found = client.get("/api/v1/boundaries")
    assert found.status_code == 200, found.text
    sent = found.json()
    assert sent["features"] == [
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "LineString", "coordinates": [[70, 30], [71, 31]]},
        }
    ]


def test_without_boundaries_of_ones_own_there_are_none_to_send(page):
    assert page.get("/api/v1/boundaries").status_code == 404
