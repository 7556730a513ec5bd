import pytest

from audit.actions import record

pytestmark = pytest.mark.django_db
ADDRESS = "/history/policy/liver/rfa/"


def test_history_anonymous_is_refused_with_what_to_do(client):
    response = client.get(ADDRESS)
    assert response.status_code == 403
    assert "Sign in first" in response.content.decode()


def test_history_for_a_reader_is_refused(client, account):
    client.force_login(account("Reader"))
    assert client.get(ADDRESS).status_code == 403


def test_history_shows_the_events_of_this_object_only_newest_first(client, account):
    client.force_login(account("Writer"))
    record(event="policy.made", target_type="policy", target_key="liver/rfa", by="ada")
    record(
        event="policy.renamed",
        target_type="policy",
        target_key="liver/rfa",
        by="bob",
        before={"title": "<old>"},
        after={"title": "new"},
        why="clearer",
    )
    record(event="policy.split", target_type="policy", target_key="lung/rfa", by="eve")
    page = client.get(ADDRESS).content.decode()
    assert page.index("policy.renamed") < page.index("policy.made")
    for shown in ("bob", "title: &lt;old&gt;", "title: new", "clearer"):
        assert shown in page
    assert "policy.split" not in page


def test_history_with_nothing_in_it_says_so(client, account):
    client.force_login(account("Administrator"))
    assert "Nothing is recorded" in client.get(ADDRESS).content.decode()
