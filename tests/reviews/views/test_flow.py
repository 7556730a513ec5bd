import pytest
from django.urls import reverse

from reviews.flow import counting
from tests.reviews import world
from tests.reviews.flow.test_counting import batch, judged

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(starter_base, account):
    cycle = world.opened(account("Writer"))
    at = batch(world.searched(cycle, found=5))
    judged(cycle, at, title="included", full="included")
    judged(cycle, at, title="excluded")
    judged(cycle, at)
    judged(cycle, at, origin="request", title="included", full="excluded", reason="language")
    return cycle


@pytest.fixture
def writer(client, cycle):
    client.force_login(type(cycle)._meta.apps.get_model("auth", "User").objects.get(username="writer"))
    return client


def page_of(cycle):
    return reverse("review-flow", args=[cycle.key])


def file_of(cycle, form):
    return reverse("review-flow-file", args=[cycle.key, form])


def closed(cycle, flow):
    cycle.state, cycle.outcome, cycle.flow = "closed", "reaffirmed", flow
    cycle.save()
    return cycle


def test_of_a_review_in_progress_nobody_is_told_but_members(client, cycle, account):
    for address in (page_of(cycle), *(file_of(cycle, form) for form in ("csv", "svg", "png"))):
        assert client.get(address).status_code == 404
    client.force_login(account("Reader"))
    assert client.get(page_of(cycle)).status_code == 404


def test_a_member_sees_the_diagram_the_table_and_what_is_not_decided(writer, cycle):
    page = writer.get(page_of(cycle)).content.decode()
    assert "Not decided yet:" in page
    assert "work not decided by title and abstract" in page
    assert "It does not add up" not in page
    assert "Sent in with a request" in page
    assert "the database told 5, and 3 came in" in page
    assert f'src="{file_of(cycle, "svg")}"' in page


def test_a_sum_that_does_not_hold_is_said(writer, cycle):
    cycle.candidates.filter(origin="search").first().delete()
    assert "It does not add up" in writer.get(page_of(cycle)).content.decode()


def test_a_closed_review_shows_its_counts_to_everybody_as_they_were(client, cycle):
    closed(cycle, counting.flow_of(cycle))
    cycle.candidates.all().delete()
    page = client.get(page_of(cycle)).content.decode()
    assert "Kept as it was when the review closed" in page
    rows = b"".join(client.get(file_of(cycle, "csv")).streaming_content).decode().splitlines()
    assert rows[0] == "part,step,databases_and_registers,other_methods,together"
    assert "Screening,Records screened,2,1," in rows
    assert "Screening,Language,0,1," in rows


def test_an_imported_review_states_no_counts_and_no_zeros(client, cycle):
    closed(cycle, {})
    page = client.get(page_of(cycle)).content.decode()
    assert "not stated" in page
    assert "<table" not in page
    assert client.get(file_of(cycle, "svg")).status_code == 404


@pytest.mark.parametrize(("form", "begins"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_the_diagram_is_a_drawing_to_show_and_to_save(writer, cycle, form, begins):
    shown, saved = writer.get(file_of(cycle, form)), writer.get(f"{file_of(cycle, form)}?download&theme=dark")
    assert shown.content.startswith(begins)
    assert shown["Content-Disposition"] == f'inline; filename="flow-bcbsma-292-review-1.{form}"'
    assert saved["Content-Disposition"].startswith("attachment")
    assert saved.content != shown.content


def test_another_form_of_file_is_not_there(writer, cycle):
    assert writer.get(file_of(cycle, "csv").replace(".csv", ".pdf"), follow=True).status_code == 404
    assert writer.get("/reviews/nothing/flow/").status_code == 404
