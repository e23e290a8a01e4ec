import threading
import time

import pytest

from karwan.serve.bench import Found
from karwan.serve.jobs import Job, Jobs, Stage
from karwan.serve.packed import packed

# Of a thousand bytes, with what is kept.
FOUND = Found(packed(b"{}", "application/json"), b" " * 998)


def test_what_is_critical_comes_as_a_job_and_is_that_of_the_command_line(api, ended, told):
    body = {"kind": "critical", "places": ["Lahore", "Almaty", "Tashkent"], "on": "2026-11-24"}
    begun = api("/jobs", body)
    assert begun["state"] in ("waiting", "running")
    found = ended(begun["id"])
    assert found["state"] == "done", found
    assert (found["done"], found["of"]) == (100, 100)
    words = "critical --places Lahore --places Almaty --places Tashkent --as-of 2026-11-24"
    assert found["answer"] == told(*words.split())


def test_the_same_question_after_a_reload_finds_the_same_job(api, ended):
    body = {"kind": "reach", "from": "Lahore", "count": 40}
    first = api("/jobs", body)
    assert api("/jobs", body)["id"] == first["id"]
    found = ended(first["id"])
    assert api("/jobs", body)["id"] == first["id"]
    assert len(found["answer"]["cities"]) == 40


def test_reach_comes_as_on_the_command_line_with_areas_to_draw(api, ended, told):
    on = "2026-11-24"
    found = ended(api("/jobs", {"kind": "reach", "from": "Lahore", "on": on, "count": 10_000})["id"])[
        "answer"
    ]
    areas = found.pop("areas")
    assert found == told("reach", "Lahore", "--as-of", on)
    assert len(areas["bands"]) == len(found["bands"])
    rings = [ring for band in areas["bands"] for polygon in band for ring in polygon]
    assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in rings)
    assert areas["moved"] is None


def test_reach_under_measures_stands_beside_that_without(api, ended):
    world = {"measures": [{"kind": "open", "at": "torkham-road", "reason": "tried"}]}
    body = {"kind": "reach", "from": "Peshawar", "on": "2026-11-24", "modes": "road", "world": world}
    found = ended(api("/jobs", body)["id"])["answer"]
    kabul = next(one for one in found["cities"] if one["name"] == "Kabul")
    assert kabul["time_h"] < kabul["base"]["time_h"]
    assert found["areas"]["moved"]["lines"]


def test_a_job_that_is_stopped_ends_and_the_next_one_runs(api, ended, page):
    long = api("/jobs", {"kind": "reach", "from": "Karachi", "count": 3000})
    stopped = page.delete(f"/api/v1/jobs/{long['id']}")
    assert stopped.json()["state"] == "cancelled"
    assert page.delete(f"/api/v1/jobs/{long['id']}").json()["state"] == "cancelled"
    found = ended(api("/jobs", {"kind": "reach", "from": "Karachi", "count": 3})["id"])
    assert found["state"] == "done"
    assert api(f"/jobs/{long['id']}")["answer"] is None


def test_a_stopped_job_may_be_begun_anew(api, page):
    body = {"kind": "reach", "from": "Quetta", "count": 2000}
    first = api("/jobs", body)
    page.delete(f"/api/v1/jobs/{first['id']}")
    second = api("/jobs", body)
    assert second["id"] != first["id"]
    page.delete(f"/api/v1/jobs/{second['id']}")


def test_a_mistake_in_a_job_is_told_at_once_with_the_nearest_name(page):
    answer = page.post("/api/v1/jobs", json={"kind": "critical", "places": ["Lahore", "Almatii"]})
    assert answer.status_code == 400
    assert "Almaty" in answer.json()["error"]["nearest"]


def test_a_job_whose_scenario_is_wrong_fails_and_says_why(api, ended):
    wrong = {"measures": [{"kind": "close", "at": "torkam-road", "reason": "tried"}]}
    body = {"kind": "compare", "places": ["Lahore", "Almaty"], "worlds": [wrong]}
    found = ended(api("/jobs", body)["id"])
    assert found["state"] == "failed"
    assert "torkham-road" in found["error"]["nearest"]


def test_the_page_stays_alive_while_a_job_runs(api, page):
    job = api("/jobs", {"kind": "reach", "from": "Islamabad", "count": 3000})["id"]
    api("/places", q="Lahore")
    assert api(f"/jobs/{job}")["state"] in ("waiting", "running")
    page.delete(f"/api/v1/jobs/{job}")


def test_an_unknown_job_is_told(page):
    answer = page.get("/api/v1/jobs/nobody")
    assert answer.status_code == 404
    assert "started anew" in answer.json()["error"]["what"]


def test_only_so_many_jobs_may_wait(fresh):
    client = fresh(limits={"jobs": 1})
    codes, jobs = [], []
    for count in (2000, 1999, 1998, 1997):
        answer = client.post("/api/v1/jobs", json={"kind": "reach", "from": "Lahore", "count": count})
        codes.append(answer.status_code)
        jobs += [answer.json()["id"]] if answer.status_code == 202 else []
    assert codes[-1] == 429
    assert codes[0] == 202
    for job in jobs:
        client.delete(f"/api/v1/jobs/{job}")


def test_a_brief_comes_as_a_job_and_its_pages_as_files(api, ended, page, told):
    body = {"kind": "brief", "from": "Lahore", "to": "Almaty", "on": "2026-11-24"}
    begun = api("/jobs", body)["id"]
    found = ended(begun)
    assert found["state"] == "done", found
    assert found["answer"] == told("brief", "Lahore", "Almaty", "--as-of", "2026-11-24")["briefs"][0]
    for form, begins in (("pdf", b"%PDF-"), ("html", b"<!doctype html>")):
        for language in ("en", "ru"):
            answer = page.get(f"/api/v1/jobs/{begun}/brief.{form}", params={"language": language})
            assert answer.status_code == 200, answer.text
            assert answer.content[: len(begins)].lower() == begins.lower()
            assert f"karwan-brief-{language}.{form}" in answer.headers["content-disposition"]
    wrong = page.get(f"/api/v1/jobs/{begun}/brief.pdf", params={"language": "tlh"})
    assert wrong.status_code == 400
    assert "en, ru, ur" in wrong.json()["error"]["what"]
    assert page.get("/api/v1/jobs/nothing/brief.pdf").status_code == 404
    assert page.get(f"/api/v1/jobs/{begun}/brief.exe").status_code in (400, 404)


def test_a_brief_that_is_not_done_has_no_pages_yet(api, page):
    begun = api("/jobs", {"kind": "brief", "from": "Karachi", "to": "Tashkent"})["id"]
    answer = page.get(f"/api/v1/jobs/{begun}/brief.html")
    assert answer.status_code == 400
    assert "once it is done" in answer.json()["error"]["what"]
    assert page.delete(f"/api/v1/jobs/{begun}").status_code == 200


def test_what_is_left_is_told_by_the_pace_of_the_step_wherever_that_began():
    begun = time.monotonic() - 10
    job = Job("brief", "", stage=Stage.RUNNING, share=0.6, begun=begun, begun_at=0.35)
    assert job.as_json()["seconds_left"] == pytest.approx(16, abs=0.5)


def test_a_step_that_begins_at_a_share_of_the_whole_says_nothing_until_it_has_done_some():
    heard = []

    def work(told):
        told("ways", 0.0)
        told("lines", 0.35)
        heard.extend(job.as_json()["seconds_left"] for job in begun)
        return FOUND

    begun = []
    ended_alone(Jobs(1, 1), work, begun)
    assert heard == [None]


def test_an_error_of_ours_in_a_job_is_told_in_short_and_read_in_full_on_stderr(capsys):
    def work(_told):
        raise ZeroDivisionError("by nothing")

    job = ended_alone(Jobs(1, 1), work)
    assert (job.stage, job.error) == (Stage.FAILED, "internal error, ZeroDivisionError; the server goes on")
    assert "ZeroDivisionError: by nothing" in capsys.readouterr().err


def test_what_ended_first_is_forgotten_first_once_all_hold_too_many_bytes():
    jobs = Jobs(10, 2 * 3_000)
    made = [wait_for(jobs.begin("brief", f"{number}", lambda _told: FOUND)) for number in range(4)]
    assert [jobs.get(job.id) for job in made] == [None, None, *made[2:]]
    jobs.end()


def test_nobody_is_told_which_jobs_others_began(page, api):
    api("/jobs", {"kind": "reach", "from": "Lahore", "count": 40})
    assert page.get("/api/v1/jobs").status_code == 405


def ended_alone(jobs, work, begun=None):
    """A job once it has ended, of jobs that then have."""
    waits = threading.Event()

    def once_known(told):
        waits.wait(10)
        return work(told)

    job = jobs.begin("brief", "", once_known)
    if begun is not None:
        begun.append(job)
    waits.set()
    wait_for(job)
    jobs.end()
    return job


def wait_for(job):
    """A job once it has ended."""
    while job.stage in (Stage.WAITING, Stage.RUNNING):
        time.sleep(0.01)
    return job
