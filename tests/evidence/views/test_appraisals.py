import re

import pytest

from audit.models import AuditEvent
from evidence.models import RiskOfBias
from tests.api_answers import queries_of
from tests.evidence.appraisal.test_actions import appraise
from tests.evidence.appraisal.world import ROB_2, make_world

pytestmark = pytest.mark.django_db
ADDRESS = "/studies/trial/appraise/"
FORM = {"instrument": "rob-2-2019"} | {f"domain-{key}": value for key, value in ROB_2.items()}


@pytest.fixture
def world():
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


def chosen(page: str, name: str) -> str:
    """The value that is selected in a select element of the page."""
    select = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.DOTALL)[0]
    return (re.search(r'<option value="([^"]*)" selected', select) or ["", ""])[1]


def test_anonymous_sees_what_is_judged_and_no_names(client, world, account):
    appraise(world, account("Writer", name="mary-ann"), judgements=ROB_2 | {"missing": "high"})
    page = page_of(client, "/studies/trial/")
    assert "RoB 2 (2019)" in page
    assert 'class="judgement bad"' in page
    assert "mary-ann" not in page
    assert "/appraise/" not in page


@pytest.mark.parametrize("role", ["", "Reader", "Approver", "Administrator"])
def test_who_may_not_appraise_is_told_who_does(client, world, account, role):
    if role:
        client.force_login(account(role))
    answer = client.get(ADDRESS)
    assert answer.status_code == 403
    assert "Writers, Reviewers and Librarians appraise studies" in answer.content.decode()


def test_anonymous_is_asked_to_sign_in_before_anything_is_kept(client, world):
    assert client.post(ADDRESS, FORM).headers["Location"] == f"/accounts/login/?next={ADDRESS}"
    assert not RiskOfBias.objects.exists()


def test_a_form_sent_in_the_wrong_role_keeps_nothing(client, world, account):
    client.force_login(account("Approver"))
    assert client.post(ADDRESS, FORM).status_code == 403
    assert not RiskOfBias.objects.exists()


def test_a_writer_appraises_a_study_and_sees_it_there(client, world, writer):
    assert chosen(page_of(client, ADDRESS), "instrument") == "rob-2-2019"
    given = FORM | {"domain-missing": "some_concerns", "note-missing": "9 lost <to> follow-up."}
    answer = client.post(ADDRESS, given, follow=True)
    assert answer.redirect_chain == [("/studies/trial/#risk-of-bias", 302)]
    page = answer.content.decode()
    assert "9 lost &lt;to&gt; follow-up." in page
    assert page.count('class="judgement doubtful"') == 2  # the domain and the whole
    assert "writer" in page
    assert AuditEvent.objects.get().target_key == "trial"


def test_a_refused_form_keeps_what_was_typed(client, world, writer):
    given = FORM | {"domain-missing": "", "note-selection": "As planned.", "reason": "Because.", "endpoint": "os"}
    answer = client.post(ADDRESS, given)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Not judged yet: Missing outcome data." in page
    assert "As planned.</textarea>" in page
    assert "Because.</textarea>" in page
    assert (chosen(page, "endpoint"), chosen(page, "domain-measurement")) == ("os", "low")
    assert not RiskOfBias.objects.exists()


def test_what_was_said_before_stands_in_the_form(client, world, writer):
    appraise(world, writer, final="high", reason="Sponsored.", notes={"missing": "None lost."})
    page = page_of(client, ADDRESS)
    assert (chosen(page, "domain-missing"), chosen(page, "final")) == ("low", "high")
    assert "Sponsored.</textarea>" in page
    assert "None lost.</textarea>" in page
    assert chosen(page_of(client, f"{ADDRESS}?instrument=robins-i-2016"), "domain-missing") == ""


def test_htmx_is_told_what_is_proposed_and_nothing_is_kept(client, world, writer):
    answer = client.post(ADDRESS, FORM | {"domain-missing": "high"}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert page.strip().startswith('<div id="proposal"')
    assert "The worst domain: missing outcome data." in page
    left = client.post(ADDRESS, FORM | {"domain-missing": ""}, headers={"HX-Request": "true"}).content.decode()
    assert "1 left: missing outcome data" in left
    assert not RiskOfBias.objects.exists()


def test_without_javascript_a_button_shows_what_is_proposed(client, world, writer):
    page = client.post(ADDRESS, FORM | {"propose": "1"}).content.decode()
    assert "Every domain is low." in page
    assert "<form" in page
    assert not RiskOfBias.objects.exists()


@pytest.mark.parametrize(
    "asked", ["?instrument=rob-9", "?instrument=%00", "?endpoint=%00", "?endpoint=mood", f"?instrument={'x' * 3000}"]
)
def test_a_bad_parameter_is_a_sensible_page(client, world, writer, asked):
    assert chosen(page_of(client, ADDRESS + asked), "instrument") == "rob-2-2019"


def test_a_nul_that_is_sent_is_no_failure(client, world, writer):
    assert client.post(ADDRESS, FORM | {"domain-missing": "\x00", "note-missing": "a\x00b"}).status_code == 400
    assert client.get("/studies/nobody/appraise/").status_code == 404


def test_an_appraisal_that_is_not_as_proposed_says_so(client, world, writer):
    appraise(world, writer, final="high", reason="Sponsored.")
    page = page_of(client, "/studies/trial/")
    assert "Proposed: low. Sponsored." in page


def test_more_appraisals_take_no_more_queries(client, world, writer, account):
    appraise(world, writer)
    before = queries_of(client, "/studies/trial/")
    for name in ("one", "two", "three"):
        appraise(world, account("Librarian", name=name), endpoint="os")
    assert queries_of(client, "/studies/trial/") == before
