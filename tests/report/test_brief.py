"""A brief has two pages in every language, each figure with its evidence, and asks no network."""

import html
import json
import re
from dataclasses import replace
from datetime import date

import pytest

import karwan
from karwan.answers.brief import ask_brief, brief_question
from karwan.answers.brief_disputes import own_disputes
from karwan.answers.question import Asked
from karwan.errors import InputError
from karwan.facts.load import load
from karwan.languages import messages
from karwan.languages.messages import known
from karwan.report import brief_pdf
from karwan.report.brief_content import Room, in_words
from karwan.report.brief_html import brief_html

pytest.importorskip("typst")
ON, SINCE = date(2026, 11, 24), date(2025, 9, 1)


@pytest.fixture(scope="module")
def state():
    return karwan.open().state


@pytest.fixture(scope="module")
def told():
    return []


@pytest.fixture(scope="module")
def brief(state, told):
    question = brief_question(state.facts, Asked(origin="Islamabad", destination="Almaty", on=ON), SINCE)
    return ask_brief(state, question, lambda step, share: told.append((step, share)))


@pytest.fixture(scope="module")
def shut(state):
    """A pair of which every way is shut."""
    asked = Asked(
        origin="Kabul", destination="Peshawar", on=ON, modes=("road",), avoid=("IR", "UZ", "TM", "TJ")
    )
    return ask_brief(state, brief_question(state.facts, asked))


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def words(brief, state, language, room=None):
    return in_words(brief, state.facts, messages(language, state.facts), room or Room())


@pytest.mark.parametrize("language", known())
def test_a_brief_has_two_pages_in_every_language(brief, state, language):
    told = messages(language, state.facts)
    pdf = brief_pdf.brief_pdf(brief, state.facts, told)
    assert pdf.startswith(b"%PDF-")
    assert pages_of(pdf) == brief_pdf.PAGES
    assert len(brief_pdf.brief_pngs(brief, state.facts, told, ppi=20)) == brief_pdf.PAGES
    assert len(pdf) < 400_000


@pytest.mark.parametrize("language", known())
def test_a_pair_without_an_open_way_has_a_brief_of_two_pages_that_says_why(shut, state, language):
    told = messages(language, state.facts)
    assert pages_of(brief_pdf.brief_pdf(shut, state.facts, told)) == brief_pdf.PAGES
    content = words(shut, state, language)
    assert not any(row["is_open"] for row in content["ways"]["rows"])
    assert told.name("torkham-road", "Torkham") in " ".join(content["lead"])


def test_however_much_there_is_to_tell_a_brief_keeps_to_two_pages(brief, state):
    more = replace(brief, changed=brief.changed * 20, disputed=brief.disputed * 20, sources=brief.sources * 5)
    assert pages_of(brief_pdf.brief_pdf(more, state.facts, messages("ru", state.facts))) == brief_pdf.PAGES


def test_the_same_brief_is_the_same_file(brief, state):
    first, second = (brief_pdf.brief_pdf(brief, state.facts, messages("en")) for _ in range(2))
    assert first == second


def test_every_figure_bears_its_evidence(brief, state):
    content = words(brief, state, "en")
    rows = content["ways"]["rows"]
    figures = [row[side][what] for row in rows for side in ("there", "back") for what in ("days", "usd")]
    figures += [row[what] for row in content["posts"]["rows"] for what in ("hours", "usd")]
    figures += [tile["amount"] for tile in content["closed"]["tiles"]]
    figures += [line[side][what] for line in content["lines"]["rows"] for side in ("there", "back")
                if line[side] for what in ("days", "usd")]  # fmt: skip
    assert len(figures) > 30
    assert {figure["mark"] for figure in figures} <= {"measured", "published", "assumed"}
    assert all(figure["text"].strip() for figure in figures)


def test_the_five_figures_are_those_of_the_answers_that_they_come_from(brief, state):
    best = brief.ways[0]
    offer = brief.there.routes[0]
    assert best.there is offer.route
    assert best.back is brief.back.routes[0].route
    assert best.open_days is offer.open_days
    assert len(best.shut) == offer.open_days.days - offer.open_days.open_days
    hours = [post.route.time_h for post in brief.posts]
    assert len(hours) == 3
    assert hours == sorted(hours, reverse=True)
    assert brief.closed.wait_usd == pytest.approx(24 * offer_value(brief))
    assert brief.closed.ranked[0].id == "khunjerab-road"
    uap = next(line for line in brief.lines.tried if line.line.id == "uap-railway")
    assert uap.there.cost_usd < 0
    assert uap.there.generalised_usd < 0
    assert "rasht-astara-railway" in {line.id for line in brief.lines.far}


def offer_value(brief):
    return brief.question.routes.shipment.value_of_time_usd_h


def test_the_chief_ways_leave_by_every_door_and_those_shut_stand_last(brief):
    entered = {way.there.territories[1] for way in brief.ways if len(way.there.territories) > 1}
    assert {"CN", "IR", "AF"} <= entered
    assert [way.is_open for way in brief.ways] == sorted((way.is_open for way in brief.ways), reverse=True)
    assert any("sea" in way.there.modes for way in brief.ways)
    assert any("air" in way.there.modes for way in brief.ways)


def test_what_changed_lies_between_the_two_days_and_tells_the_closure_of_october(brief):
    assert all(SINCE < change.on <= ON for change in brief.changed)
    assert [change.on for change in brief.changed] == sorted((one.on for one in brief.changed), reverse=True)
    closure = next(one for one in brief.changed if "torkham-road" in one.where and one.kind == "post")
    assert (closure.on, closure.state, closure.is_over) == (date(2025, 10, 12), "closed", False)
    blockade = next(one for one in brief.changed if "khunjerab-road" in one.where)
    assert (blockade.on, blockade.is_over) == (date(2025, 9, 28), True)


def test_the_agenda_and_the_disputes_name_what_the_tables_say(brief):
    assert "pk-kz-tta" in {row.id for way in brief.needs.ways for row in way.agreements}
    khorgos = next(one for one in brief.disputed if one.crossing == "khorgos-rail")
    assert {str(said.evidence) for said in khorgos.said} >= {"claimed", "measured"}
    assert {source for one in brief.changed for source in one.sources} <= {row.id for row in brief.sources}


def test_rows_of_a_user_that_say_otherwise_are_disputed(tmp_path, brief):
    (tmp_path / "crossing_periods.csv").write_text(
        "id,crossing,since,until,state,direction,why,last_seen,evidence,sources,note\n"
        "ours,torkham-road,2025-10-12,,open,both,,2026-01-01,assumed,,as our ministry says\n"
    )
    rows = own_disputes(load(tmp_path))
    assert any(row.table == "crossing_periods" and "torkham-road" in row.about for row in rows)
    assert brief.own == ()


@pytest.mark.parametrize("language", known())
def test_the_html_is_whole_and_asks_no_network(brief, state, language):
    page = brief_html(brief, state.facts, messages(language, state.facts))
    assert f'lang="{language}" dir="{"rtl" if language == "ur" else "ltr"}"' in page
    loaded = re.findall(r'(?:src|srcset|poster|data)="([^"]+)"|url\(([^)]{0,40})|@import', page)
    assert all("".join(one).startswith("data:") for one in loaded)
    assert "<script" not in page
    assert " style=" not in page
    assert html.escape(words(brief, state, language)["title"]) in page


def test_a_brief_draws_the_boundaries_that_are_wanted_and_no_others(brief, state):
    told = messages("en", state.facts)
    borders = 'stroke-dasharray="0.1 3"'
    own = (((60.0, 30.0), (80.0, 40.0)),)
    pages = [brief_html(brief, state.facts, told, lines) for lines in (None, (), own)]
    assert [page.count(borders) for page in pages] == [1, 0, 1]
    assert re.search(r'<path d="M[^MLZ]*L[^MLZ]*" fill="none" stroke="[^"]*"[^>]*' + borders, pages[2])
    names = [re.findall(r">[A-Z ]{4,}</text>", page) for page in pages]
    assert names[0] == names[1] == names[2] != []
    pdfs = [brief_pdf.brief_pdf(brief, state.facts, told, lines) for lines in (None, (), own)]
    assert len(set(pdfs)) == len(pdfs)
    assert {pages_of(pdf) for pdf in pdfs} == {brief_pdf.PAGES}


def test_names_are_in_the_language_of_the_reader(brief, state):
    assert words(brief, state, "ru")["places"] == "Исламабад – Алматы"
    assert words(brief, state, "ur")["places"].startswith("اسلام آباد")
    assert "," in words(brief, state, "ru")["ways"]["rows"][0]["there"]["days"]["text"]


def test_a_brief_is_json(brief):
    told = json.loads(json.dumps(brief.as_json(), allow_nan=False))
    assert told["ways"][0]["there"]["time_p50_h"] <= told["ways"][0]["there"]["time_p90_h"]


def test_it_tells_how_far_it_is_and_can_be_stopped(brief, told, state):
    assert brief.ways
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)

    def stop(_step, share):
        if share:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask_brief(state, brief.question, stop)


def test_changes_since_a_day_to_come_are_refused(state):
    with pytest.raises(InputError, match="name a day before"):
        brief_question(state.facts, Asked(origin="Islamabad", destination="Almaty", on=ON), date(2027, 1, 1))
