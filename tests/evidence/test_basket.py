import re

import pytest
from django.contrib.auth.models import User

from evidence.comparison.asked import MOST_STUDIES
from evidence.models import Study

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def studies():
    for number in range(MOST_STUDIES + 1):
        Study.objects.create(key=f"s/{number}.a", label=f"Study {number}", design="rct")


def post(client, **said):
    return client.post("/basket/", said)


def kept(client) -> list[str]:
    return client.session.get("studies_to_compare", [])


def test_anybody_puts_studies_aside_and_takes_them_out_again(client):
    post(client, add="s/1.a")
    post(client, add="s/2.a")
    post(client, add="s/1.a")
    assert kept(client) == ["s/1.a", "s/2.a"]
    post(client, remove="s/1.a")
    assert kept(client) == ["s/2.a"]
    post(client, empty="1")
    assert kept(client) == []


def test_what_was_put_aside_stays_when_the_visitor_signs_in(client):
    post(client, add="s/1.a")
    client.force_login(User.objects.create_user("writer"))
    assert kept(client) == ["s/1.a"]


def test_pages_offer_to_compare_what_was_put_aside_on_whatever_page(client):
    assert "Compare (" not in client.get("/studies/").content.decode()
    post(client, add="s/1.a")
    post(client, add="s/2.a")
    for address in ("/studies/", "/studies/?page=2", "/documents/", "/no-such-page/"):
        page = client.get(address).content.decode()
        assert '<a href="/compare/studies/?ids=s/1.a,s/2.a">Compare (2)</a>' in page


def test_it_goes_back_to_where_the_button_was(client):
    answer = client.post("/basket/", {"add": "s/1.a"}, headers={"Referer": "http://testserver/studies/?page=2"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/studies/?page=2")


@pytest.mark.parametrize("came_from", ["", "http://elsewhere.example/studies/", "javascript:alert(1)", "//evil/x"])
def test_it_never_leads_to_another_host(client, came_from):
    answer = client.post("/basket/", {"add": "s/1.a"}, headers={"Referer": came_from})
    assert answer.headers["Location"] == "/compare/studies/"


def test_for_htmx_the_button_and_the_bar_are_sent_alone(client):
    answer = client.post("/basket/", {"add": "s/1.a"}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert 'name="remove" value="s/1.a"' in page
    assert "Study 1" in page
    assert 'hx-swap-oob="true"' in page
    assert "<html" not in page


def test_a_full_basket_takes_no_more_and_says_so(client):
    for number in range(MOST_STUDIES):
        post(client, add=f"s/{number}.a")
    answer = client.post("/basket/", {"add": f"s/{MOST_STUDIES}.a"}, follow=True)
    assert len(kept(client)) == MOST_STUDIES
    assert f"{MOST_STUDIES} studies are put aside already" in answer.content.decode()


def test_the_studies_of_an_address_can_be_put_aside(client):
    post(client, keep="s/3.a,s/4.a")
    assert kept(client) == ["s/3.a", "s/4.a"]


@pytest.mark.parametrize("key", ["nothing", "a\x00b", "x" * 5000])
def test_what_is_no_study_is_not_put_aside(client, key):
    assert post(client, add=key).status_code == 404
    assert kept(client) == []


def test_it_is_asked_by_post_alone(client):
    assert client.get("/basket/").status_code == 405


def test_a_form_from_elsewhere_is_refused():
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    assert client.post("/basket/", {"add": "s/1.a"}).status_code == 403


def test_a_visitor_who_puts_nothing_aside_gets_no_session(client):
    assert "sessionid" not in client.get("/studies/").cookies


@pytest.mark.usefixtures("starter_base")
@pytest.mark.parametrize(
    ("address", "study"),
    [
        ("/studies/", "aarts-2021"),
        ("/studies/mulcahy-2021/", "mulcahy-2021"),
        ("/outcomes/?endpoint=os&condition=hcc", "yang-2020"),
        ("/documents/med140/", "vente-2009"),
        ("/references/mulcahy-2021/", "mulcahy-2021"),
        ("/conditions/icc/", "edeline-2020"),
        ("/statements/med140/i/", ""),
    ],
)
def test_wherever_studies_are_listed_each_can_be_put_aside_once(client, address, study):
    page = client.get(address).content.decode()
    buttons = re.findall(r'id="to-basket-([^"]+)"', page)
    assert buttons
    assert len(buttons) == len(set(buttons))
    assert not study or study in buttons
