import re

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEvent
from evidence.appraisal.actions import record_extraction
from evidence.appraisal.queue import FigurePages, QueueQuery
from evidence.appraisal.states import fingerprint
from evidence.models import Measurement, Verification
from tests.api_answers import queries_of, rows_of
from tests.evidence.appraisal.test_actions import verify
from tests.evidence.appraisal.world import make_world

QUEUE = "/verification/"
HAZARD = "/verification/effect_estimate/doc/trial/hr/"


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def writer(client, account):
    user = account("Writer")
    client.force_login(user)
    return user


def page_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def shown(page: str) -> list[str]:
    return re.findall(r'<h2 id="of-\d+"><a[^>]*>([^<]*)</a>', page)


@pytest.mark.parametrize("role", ["", "Reader", "Approver", "Administrator"])
def test_who_may_not_verify_is_told_who_does(client, world, account, role):
    if role:
        client.force_login(account(role))
    answer = client.get(QUEUE)
    assert answer.status_code == 403
    assert "Writers, Reviewers and Librarians verify figures" in answer.content.decode()
    answer = client.post(HAZARD, {"seen": fingerprint(world.hazard), "same": "1"})
    assert answer.status_code == (403 if role else 302)
    assert not Verification.objects.exists()


def test_the_queue_shows_what_to_confirm_and_where(client, world, writer):
    page = page_of(client, QUEUE)
    assert shown(page) == ["HR 0.91 (0.57-1.45)", "18.6 months (median)", "not reached (median)"]
    assert 'href="/documents/doc/"' in page
    assert "<b>line 9</b>" in page
    assert 'estimate <b class="num">0.91</b>' in page
    assert 'lower limit <b class="num">0.57</b>' in page
    assert page.count("autofocus") == 1


def test_reading_the_same_verifies_and_goes_on(client, world, writer):
    answer = client.post(f"{HAZARD}?study=trial", {"seen": fingerprint(world.hazard), "same": "1"}, follow=True)
    assert answer.redirect_chain == [("/verification/?study=trial", 302)]
    page = answer.content.decode()
    assert "HR 0.91 (0.57-1.45): verified." in page
    assert shown(page) == ["18.6 months (median)"]
    assert AuditEvent.objects.get().event == "figure.verified"
    assert shown(page_of(client, f"{QUEUE}?state=verified")) == ["HR 0.91 (0.57-1.45)"]


def test_reading_something_else_is_kept_and_shown(client, world, writer):
    given = {"seen": fingerprint(world.hazard), "otherwise": "1", "read_instead": " HR <0.19> "}
    client.post(HAZARD, given)
    page = page_of(client, f"{QUEUE}?state=disputed")
    assert shown(page) == ["HR 0.91 (0.57-1.45)"]
    assert "HR &lt;0.19&gt;" in page
    study = page_of(client, "/studies/trial/")
    assert "Read otherwise: HR &lt;0.19&gt;" in study
    assert "HR 0.91 (0.57-1.45)" in study


def test_what_is_typed_and_not_meant_is_not_kept(client, world, writer):
    client.post(HAZARD, {"seen": fingerprint(world.hazard), "same": "1", "read_instead": "HR 0.9"})
    assert Verification.objects.get().read_instead == ""


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"otherwise": "1", "read_instead": " "}, "Type what the document prints"),
        ({"otherwise": "1", "read_instead": "x" * 401}, "longer than 400"),
        ({"seen": "older", "same": "1"}, "The figure changed while you read."),
        ({"seen": "older", "otherwise": "1", "read_instead": "HR 0.9"}, "The figure changed while you read."),
    ],
)
def test_a_refused_word_stands_with_what_was_typed(client, world, writer, changed, sentence):
    answer = client.post(HAZARD, {"seen": fingerprint(world.hazard)} | changed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in page
    assert f'value="{changed.get("read_instead", "").strip()}"' in page
    assert not Verification.objects.exists()


def test_a_figure_of_the_last_page_is_shown_where_its_word_is_refused(client, world, writer):
    figures = [
        Measurement(key=f"m{n}", outcome=world.median.outcome, statistic="median", as_reported=f"{n} mo")
        for n in range(30)
    ]
    Measurement.objects.bulk_create(figures)
    page = client.post("/verification/measurement/m29/", {"otherwise": "1"}).content.decode()
    assert shown(page)[0] == "29 mo (median)"
    assert len(shown(page)) == len(set(shown(page)))


def test_a_figure_that_changes_is_back_in_the_queue(client, world, writer):
    verify(world.hazard, writer)
    world.hazard.estimate = "0.92"
    world.hazard.save()
    page = page_of(client, QUEUE)
    assert shown(page)[0] == "HR 0.91 (0.57-1.45)"
    assert "Changed since it was verified" in page
    assert "Changed since it was verified" in page_of(client, "/studies/trial/")


def test_who_entered_a_figure_is_not_asked_about_it(client, world, writer):
    record_extraction(figures=[world.hazard], by=writer)
    assert "HR 0.91" not in " ".join(shown(page_of(client, QUEUE)))
    assert client.post(HAZARD, {"seen": fingerprint(world.hazard), "same": "1"}).status_code == 403


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("?study=series", 1),
        ("?document=doc&study=trial", 2),
        ("?study=nobody", 0),
        ("?document=%00", 3),
        ("?state=sure", 3),
        ("?page=many", 3),
        ("?page=99999999999999999999", 3),
        ("?page=-1", 3),
        ("?page=7", 3),
    ],
)
def test_the_queue_is_narrowed_and_what_cannot_be_read_is_left_out(client, world, writer, asked, number):
    page = page_of(client, QUEUE + asked)
    assert len(shown(page)) == number
    assert f"<b>{number}</b> figure" in page
    if not number:
        assert "Look in all documents and studies" in page


def test_who_entered_a_figure_and_what_was_said_of_it_stand_beside_it(client, world, writer, account):
    record_extraction(figures=[world.hazard], by=account("Librarian"))
    page = page_of(client, f"{QUEUE}?study=trial")
    assert page.count("entered with the starter base") == 1
    assert re.search(r"entered \d{4}-\d\d-\d\d, librarian", page)
    verify(world.hazard, writer)
    page = page_of(client, f"{QUEUE}?state=verified")
    assert re.search(r"Verified <span class=\"muted\">\d{4}-\d\d-\d\d, writer</span>", page)
    assert 'href="/history/figure/doc/trial/hr/"' in page
    assert "I read the same" not in page
    assert "I read something else" in page
    assert "Figure verified" in page_of(client, "/history/figure/doc/trial/hr/")


def test_the_queue_is_a_file_too(client, world, writer):
    lines = rows_of(client.get(f"{QUEUE}?study=trial&format=csv"))
    assert [line["as_printed"] for line in lines] == ["HR 0.91 (0.57-1.45)", "18.6 months (median)"]
    assert {(line["document"], line["place"], line["state"]) for line in lines} == {("doc", "line 9", "Not verified")}
    assert "estimate 0.91" in lines[0]["entered"]


@pytest.mark.parametrize("figure", ["measurement/none", "effect_estimate/", "table/x", "x", "measurement/%00"])
def test_what_is_no_figure_is_404(client, world, writer, figure):
    assert client.post(f"/verification/{figure}/", {"same": "1"}).status_code == 404


def test_looking_at_the_address_of_a_word_leads_to_the_queue(client, world, writer):
    assert client.get(f"{HAZARD}?study=trial").headers["Location"] == "/verification/?study=trial"


def test_names_are_for_members(client, world, account):
    verify(world.hazard, account("Writer", name="mary-ann"))
    assert "mary-ann" not in page_of(client, "/studies/trial/")
    client.force_login(account("Reader"))
    assert "mary-ann" not in page_of(client, "/studies/trial/")
    client.force_login(account("Reviewer"))
    assert "mary-ann" in page_of(client, "/studies/trial/")


def test_a_study_of_which_nothing_is_verified_says_so_calmly(client, world):
    page = page_of(client, "/studies/series/")
    assert "No figure has been read again by a second person yet." in page
    assert "Risk of bias" not in page


def test_more_figures_take_no_more_queries(client, world, writer):
    verify(world.median, writer)
    addresses = (QUEUE, f"{QUEUE}?state=verified", "/studies/trial/")
    before = [queries_of(client, address) for address in addresses]
    for n in range(25):
        figure = Measurement.objects.create(
            key=f"m{n}",
            outcome=world.median.outcome,
            arm=world.median.arm,
            statistic="median",
            as_reported=f"{n} mo",
        )
        if n % 2:
            verify(figure, writer)
    assert [queries_of(client, address) for address in addresses] == before


class Rows(list):
    def count(self):
        return len(self)


@given(st.integers(0, 7), st.integers(0, 7), st.integers(1, 4))
def test_two_kinds_are_paged_as_one_list(effects, measurements, size):
    first, second = Rows(range(effects)), Rows(range(100, 100 + measurements))
    pages = FigurePages([first, second])
    found = [each for start in range(0, len(pages), size) for each in pages[start : start + size]]
    assert found == [*first, *second]


@given(st.builds(QueueQuery, st.text(st.characters(exclude_characters="\x00", codec="utf-8")), st.just("doc")))
def test_a_question_survives_the_address(query):
    assert QueueQuery.from_params(QueryDict(query.asked)) == query
