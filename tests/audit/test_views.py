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
    assert page.index("Policy renamed") < page.index("Policy made")
    for shown in ("bob", "Title: &lt;old&gt;", "Title: new", "clearer"):
        assert shown in page
    assert "Policy split" not in page


def test_history_says_in_words_what_happened(client, account):
    client.force_login(account("Writer"))
    record(event="policy_version.loaded", target_type="policy_version", target_key="med140/undated", by="fixtures")
    page = client.get("/history/policy_version/med140/undated/").content.decode()
    assert "Policy version loaded" in page
    assert "Policy version <code>med140/undated</code>" in page
    assert "policy_version" not in page.partition("<main")[2]


def test_history_with_nothing_in_it_says_so(client, account):
    client.force_login(account("Administrator"))
    assert "Nothing is recorded" in client.get(ADDRESS).content.decode()
