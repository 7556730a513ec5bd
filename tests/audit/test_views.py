import re

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
    row = '<th scope="row">Title</th><td data-label="Before">&lt;old&gt;</td><td data-label="After">new</td>'
    for shown in ("bob", "clearer", row):
        assert shown in re.sub(r"\s*\n\s*", "", page)
    assert "Policy split" not in page


def test_history_of_a_policy_holds_that_of_its_versions_and_no_other_policys(client, account):
    client.force_login(account("Writer"))
    record(event="policy.entered", target_type="policy", target_key="p1", by="ada")
    for version in ("p1/v1", "p1/v2", "p10/v1", "p"):
        record(event="policy_version.begun", target_type="policy_version", target_key=version, by="ada")
    record(event="statement.edited", target_type="statement", target_key="p1/v1", by="ada")
    page = client.get("/history/policy/p1/").content.decode().partition("<main")[2]
    assert page.count('class="event"') == 3
    assert all(f">{version}<" in page for version in ("p1/v1", "p1/v2"))
    told = client.get("/api/v1/history/?type=policy&key=p1").json()["results"]
    assert [each["key"] for each in told] == ["p1/v2", "p1/v1", "p1"]
    assert client.get("/history/policy_version/p1/v1/").content.decode().count('class="event"') == 1


def test_history_says_in_words_what_happened(client, account):
    client.force_login(account("Writer"))
    record(event="policy_version.loaded", target_type="policy_version", target_key="med140/undated", by="fixtures")
    page = client.get("/history/policy_version/med140/undated/").content.decode()
    assert "Policy version loaded" in page
    assert 'Policy version <a href="/versions/med140/undated/"><code>med140/undated</code></a>' in page
    assert "policy_version" not in page.partition("<main")[2]


def test_history_with_nothing_in_it_says_so(client, account):
    client.force_login(account("Administrator"))
    assert "Nothing is recorded" in client.get(ADDRESS).content.decode()


def test_field_that_stays_empty_is_not_told_and_one_that_was_emptied_is(client, account):
    client.force_login(account("Writer"))
    was, now = {"note": "", "title": "old"}, {"note": "", "title": ""}
    record(event="policy.renamed", target_type="policy", target_key="liver/rfa", by="ada", before=was, after=now)
    page = client.get(ADDRESS).content.decode()
    assert "Note" not in page
    assert '<th scope="row">Title</th><td data-label="Before">' in page
    assert '<td data-label="After"></td>' in page


def test_history_folds_a_long_value_with_all_of_it_inside(client, account):
    client.force_login(account("Writer"))
    long = "word " * 100 + "end"
    record(event="policy.made", target_type="policy", target_key="liver/rfa", by="ada", after={"text": long})
    page = client.get(ADDRESS).content.decode()
    assert '<details class="long"><summary>word word' in page
    assert "word end</p></details>" in page


def test_history_goes_back_page_by_page_and_holds_every_event_once(client, account):
    client.force_login(account("Writer"))
    for number in range(120):
        record(event=f"policy.made_{number}", target_type="policy", target_key="liver/rfa", by="ada")
    seen, address = [], ADDRESS
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r"Policy made (\d+) ", page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = ADDRESS + older[1].replace("&amp;", "&") if older else ""
    assert seen == [str(number) for number in reversed(range(120))]


@pytest.mark.parametrize("before", ["x", "0", "9" * 30, "-1", "%00"])
def test_history_of_a_page_that_is_none_says_so(client, account, before):
    client.force_login(account("Writer"))
    answer = client.get(f"{ADDRESS}?before={before}")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
