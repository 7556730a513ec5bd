import re

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from evidence.models import Flag, FlagAcceptance
from policies.models import Payer, Policy, PolicyVersion
from tests.api_answers import queries_of, rows_of
from tests.evidence.flag_world import accept, figure, make_flag, make_world

pytestmark = pytest.mark.django_db

REASON = "The trial's own report prints it so."


@pytest.fixture
def flags():
    return make_world()


def page_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_anybody_reads_the_list(client, flags):
    page = page_of(client, "/flags/")
    assert "f01 does not fit." in page
    assert "Would be consistent:</b> Something else." in page
    assert "p above zero" in page  # the rule's title, not its name
    assert "A p-value is above 0" in page
    assert 'class="grade impossible"' in page
    assert 'href="/documents/second/"' in page
    assert "lines 10-12" in page
    assert "60 figures, 36 flags" in page


def test_figures_lead_to_where_they_stand(client):
    make_world()
    flag = make_flag("one", [figure("first", "p<0.000", study="s1", key="s1/first/p")], rule="p_above_zero")
    for address in ("/flags/", f"/flags/{flag.fingerprint}/"):
        assert re.search(r'<a[^>]* href="/studies/s1/#s1/first/p">p&lt;0.000</a>', page_of(client, address)), address


def test_before_the_first_run_the_pages_say_how_to_run_the_checks(client):
    for address in ("/flags/", "/flags/rules/", "/conflicts/"):
        assert "manage.py check_figures" in page_of(client, address)


def test_a_filter_shows_what_it_counts(client, flags):
    page = page_of(client, "/flags/?grade=unlikely&document=first")
    shown = set(re.findall(r'<tr id="(f\d+)">', page))
    assert shown
    for flag in Flag.objects.filter(fingerprint__in=shown):
        assert flag.grade == "unlikely"
        assert flag.documents.filter(key="first").exists()
    assert f"<b>{len(shown)}</b>" in page
    assert page.count("title=&quot;Remove this filter&quot;") + page.count('title="Remove this filter"') == 2


def test_the_accepted_are_shown_with_their_reason(client, flags):
    page = page_of(client, "/flags/?state=accepted")
    assert "As the trial&#x27;s own report has it." in page
    assert "somebody" not in page  # who it was is for members
    assert 'id="f05"' in page
    assert 'id="f01"' not in page


def test_paging_keeps_the_filters(client, flags):
    for number in range(60):
        make_flag(f"more{number}", [figure("first", "1")], grade="unlikely", position=100 + number)
    page = page_of(client, "/flags/?grade=unlikely")
    assert 'href="?grade=unlikely&amp;page=2"' in page
    assert "Page 2 of 2" in page_of(client, "/flags/?grade=unlikely&page=2")
    assert "Page 2 of 2" in page_of(client, "/flags/?grade=unlikely&page=99")


@pytest.mark.parametrize(
    "asked", ["grade=%00", "grade=none", "page=-1", "page=x", "page=" + "9" * 400, "state=x", "study=" + "x" * 3000]
)
def test_what_cannot_be_read_in_an_address_is_a_page_all_the_same(client, flags, asked):
    for address in ("/flags/", "/conflicts/"):
        assert client.get(f"{address}?{asked}").status_code == 200


def test_where_nothing_fits_the_page_says_what_to_do(client, flags):
    assert "Clear the filters" in page_of(client, "/flags/?grade=nonsense")
    FlagAcceptance.objects.all().delete()
    assert "see the open ones" in page_of(client, "/flags/?state=accepted")
    Flag.objects.all().delete()
    assert "No flag is open." in page_of(client, "/flags/")


def test_the_file_holds_the_whole_list(client, flags):
    make_flag("sum", [figure("first", "=1+2", about=""), figure("second", "4")], message="=1 does not fit.")
    answer = client.get("/flags/?state=all&format=csv")
    assert answer["Content-Disposition"] == 'attachment; filename="flags.csv"'
    rows = rows_of(answer)
    assert len(rows) == 37
    row = next(row for row in rows if row["fingerprint"] == "sum")
    assert row["figures"] == "'=1+2; Overall survival, RE: 4"
    assert row["places"] == "first lines 10-12; second lines 10-12"
    assert row["documents"] == "first; second"
    assert row["message"] == "'=1 does not fit."
    accepted = next(row for row in rows if row["fingerprint"] == "f05")
    assert (accepted["accepted"], accepted["accepted_because"]) == ("yes", "As the trial's own report has it.")
    assert [row["grade"] for row in rows_of(client.get("/flags/?grade=unlikely&format=csv"))] == ["unlikely"] * 10


def test_every_rule_is_told_with_its_open_and_accepted_flags(client, flags):
    page = page_of(client, "/flags/rules/")
    assert "Percent attainable (GRIM)" in page  # found nothing here
    row = page[page.index('id="p_above_zero"') :]
    row = row[: row.index("</tr>")]
    assert "?rule=p_above_zero&amp;grade=impossible" in row
    assert "?rule=p_above_zero&amp;state=accepted" in row


def test_the_rules_are_a_file_as_well(client, flags):
    rows = {row["rule"]: row for row in rows_of(client.get("/flags/rules/?format=csv"))}
    accepted = [flag for flag in flags if flag.rule == "p_above_zero" and int(flag.fingerprint[1:]) % 5 == 0]
    assert rows["p_above_zero"]["accepted"] == str(len(accepted))
    assert rows["p_above_zero"]["title"] == "p above zero"
    assert (rows["bounds_in_order"]["impossible"], rows["bounds_in_order"]["accepted"]) == ("0", "0")


def test_a_flag_tells_its_figures_side_by_side(client, flags):
    page = page_of(client, "/flags/f04/")
    assert "f04 does not fit." in page
    assert page.count('data-label="As printed"') == 2
    assert "Librarians and Administrators accept flags" in page
    assert "<textarea" not in page


@pytest.mark.parametrize("fingerprint", ["gone", "a/b", "a%00b"])
@pytest.mark.parametrize("ending", ["", "accept/", "withdraw/"])
def test_a_flag_that_is_no_more_is_a_page_that_says_why(client, account, fingerprint, ending):
    client.force_login(account("Librarian"))
    answer = client.get(f"/flags/{fingerprint}/{ending}")
    assert answer.status_code == 404
    if "%" not in fingerprint:
        assert "There is no such flag" in answer.content.decode()


@pytest.mark.parametrize("role", ["Librarian", "Administrator"])
def test_librarians_and_administrators_accept_and_withdraw(client, account, flags, role):
    client.force_login(account(role))
    assert "<textarea" in page_of(client, "/flags/f01/")
    answer = client.post("/flags/f01/accept/", {"reason": REASON}, follow=True)
    assert answer.redirect_chain == [("/flags/f01/", 302)]
    page = answer.content.decode()
    assert "Accepted. It stays so until a figure changes." in page
    assert "The trial&#x27;s own report prints it so." in page
    assert 'href="/history/flag/f01/"' in page
    assert 'id="f01"' not in page_of(client, "/flags/")
    assert 'id="f01"' in page_of(client, "/flags/?state=accepted")
    answer = client.post("/flags/f01/withdraw/", {"reason": "It is a slip after all."}, follow=True)
    assert "The flag is open again." in answer.content.decode()
    assert "It is a slip after all." in answer.content.decode()
    assert 'id="f01"' in page_of(client, "/flags/")
    events = AuditEvent.objects.order_by("id").values_list("event", "target_key", "by", "why")
    assert list(events) == [
        ("flag.accepted", "f01", role.lower(), REASON),
        ("flag.acceptance_withdrawn", "f01", role.lower(), "It is a slip after all."),
    ]


@pytest.mark.parametrize("role", ["Reader", "Writer", "Reviewer", "Approver"])
@pytest.mark.parametrize(("ending", "fingerprint"), [("accept", "f01"), ("withdraw", "f05")])
def test_other_roles_may_not(client, account, flags, role, ending, fingerprint):
    before = set(FlagAcceptance.objects.values_list("fingerprint", flat=True))
    client.force_login(account(role))
    assert "<textarea" not in page_of(client, f"/flags/{fingerprint}/")
    answer = client.post(f"/flags/{fingerprint}/{ending}/", {"reason": REASON})
    assert answer.status_code == 403
    assert "Librarians and Administrators accept flags" in answer.content.decode()
    assert set(FlagAcceptance.objects.values_list("fingerprint", flat=True)) == before


@pytest.mark.parametrize("ending", ["accept", "withdraw"])
def test_who_has_not_signed_in_is_asked_to(client, account, flags, ending):
    answer = client.post(f"/flags/f01/{ending}/", {"reason": REASON})
    assert answer.headers["Location"] == f"/accounts/login/?next=/flags/f01/{ending}/"
    assert not FlagAcceptance.objects.filter(fingerprint="f01").exists()
    client.force_login(account("Librarian"))  # who then comes back with GET
    assert client.get(f"/flags/f01/{ending}/").headers["Location"] == "/flags/f01/"


@pytest.mark.parametrize(
    ("fingerprint", "ending", "reason"),
    [
        ("f01", "accept", "  "),
        ("f01", "accept", "long " * 500),
        ("f05", "accept", "It was accepted while this was typed."),
        ("f05", "withdraw", ""),
        ("f01", "withdraw", "It was withdrawn while this was typed."),
    ],
)
def test_what_is_the_matter_is_said_in_place_and_what_was_typed_is_kept(
    client, account, flags, fingerprint, ending, reason
):
    client.force_login(account("Librarian"))
    answer = client.post(f"/flags/{fingerprint}/{ending}/", {"reason": reason})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'id="fault" role="alert"' in page
    assert 'aria-describedby="fault"' in page
    assert f">{reason}</textarea>" in page
    assert not AuditEvent.objects.exists()


def test_who_accepted_is_told_to_members_only(client, account, flags):
    assert "somebody" not in page_of(client, "/flags/f05/")
    assert "/history/flag/" not in page_of(client, "/flags/f05/")
    client.force_login(account("Writer"))
    assert "somebody" in page_of(client, "/flags/f05/")


def test_a_flag_of_a_draft_is_there_for_those_who_read_drafts(client, account, flags):
    policy = Policy.objects.create(
        key="secret", number="7", title="Secret", payer=Payer.objects.create(key="payer", name="A Payer")
    )
    PolicyVersion.objects.create(key="secret/1", policy=policy, status="draft")
    make_flag("hidden", [figure("first", "1")], policy="secret")
    for address in ("/flags/", "/flags/?policy=secret", "/documents/first/", "/api/v1/flags/"):
        assert "hidden does not fit" not in page_of(client, address)
    assert client.get("/flags/hidden/").status_code == 404
    client.force_login(account("Writer"))
    page = page_of(client, "/flags/?policy=secret")
    assert "hidden does not fit" in page
    assert "A Payer, policy 7" in page


@pytest.mark.parametrize(
    "address",
    ["/flags/", "/flags/?state=all&grade=impossible&document=second&study=s1", "/flags/rules/", "/flags/f01/"],
)
def test_the_number_of_queries_does_not_grow_with_the_flags(client, flags, address):
    before = queries_of(client, address)
    for number in range(30):
        flag = make_flag(
            f"more{number}", [figure("first", "1"), figure("third", "2")], study=flags[1].study, policy="", rule="new"
        )
        if number % 3 == 0:
            accept(flag)
    assert queries_of(client, address) == before
    assert before <= 22


def test_the_urls_are_as_other_pages_name_them():
    assert reverse("flags") == "/flags/"
    assert reverse("conflicts") == "/conflicts/"
    assert reverse("flag-rules") == "/flags/rules/"
