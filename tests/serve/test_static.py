import gzip

import pytest


@pytest.fixture
def bundle(tmp_path):
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>karwan</title>" + " " * 2000)
    (folder / "assets" / "index-a1B2c3D4.js").write_text("export const word = 1;\n" * 200)
    (tmp_path / "secret.txt").write_text("not for you")
    return folder


def test_without_a_bundle_the_page_says_how_to_have_it(fresh, tmp_path):
    answer = fresh(bundle=tmp_path / "none").get("/")
    assert answer.status_code == 200
    assert "./run serve" in answer.text
    assert "<script" not in answer.text


def test_a_file_whose_name_holds_its_hash_is_kept_for_good_and_the_page_is_asked_for_each_time(fresh, bundle):
    client = fresh(bundle=bundle)
    script = client.get("/assets/index-a1B2c3D4.js")
    assert "immutable" in script.headers["cache-control"]
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["content-encoding"] == "gzip"
    assert int(script.headers["content-length"]) < 500
    page = client.get("/")
    assert page.headers["cache-control"] == "no-cache"
    again = client.get("/", headers={"If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_who_does_not_read_gzip_gets_it_plain(fresh, bundle):
    answer = fresh(bundle=bundle).get("/", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.text.startswith("<!doctype html>")


def test_the_paths_of_the_page_are_the_page_and_missing_files_are_missing(fresh, bundle):
    client = fresh(bundle=bundle)
    assert client.get("/corridors").text == client.get("/").text
    assert client.get("/assets/gone-12345678.js").status_code == 404
    assert client.get("/api/v1/nothing").json()["error"]["what"].startswith("there is nothing at")


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%00.js",
     "//etc/passwd", "/assets/..%5c..%5csecret.txt"],
)  # fmt: skip
def test_no_path_leads_out_of_the_bundle(fresh, bundle, path):
    answer = fresh(bundle=bundle).get(path)
    assert "not for you" not in answer.text
    assert "root:" not in answer.text
    assert answer.status_code in (200, 404)


def test_a_large_answer_travels_zipped(page):
    answer = page.get("/api/v1/facts/crossings")
    assert answer.headers["content-encoding"] == "gzip"
    assert len(gzip.compress(answer.content, 4)) < len(answer.content) / 4


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br", "br"), ("gzip, br;q=0.5", "br"), ("gzip, br;q=0", "gzip"), ("gzip", "gzip")],
)
def test_what_the_build_packed_by_brotli_goes_to_who_reads_it(fresh, bundle, accepted, encoding):
    (bundle / "assets" / "index-a1B2c3D4.js.br").write_bytes(b"packed")
    request = fresh(bundle=bundle).build_request(
        "GET", "/assets/index-a1B2c3D4.js", headers={"Accept-Encoding": accepted}
    )
    answer = fresh(bundle=bundle).send(request, stream=True)
    assert answer.headers["content-encoding"] == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
