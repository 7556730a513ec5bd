"""The real pair of versions of policy 292: the page, what a person confirms, where the reconstructed one is silent."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

import audit.actions
from audit.models import AuditEvent
from policies import actions, permissions, search_documents
from policies.models import ChangeReview, Criterion, Policy, PolicyVersion, Statement
from policies.versions import diff, reading
from tests.api_answers import rows_of

pytestmark = pytest.mark.usefixtures("starter_base")
OLDER, NEWER = "bcbsma-292/before-2016-08", "bcbsma-292/2024-09"
ADDRESS = f"/compare/versions/?ids={OLDER},{NEWER}"
API = f"/api/v1/compare/versions/?ids={OLDER},{NEWER}"
CHANGE = "text:bcbsma-292/net/diagnosis"


@pytest.fixture
def pair(starter_base) -> tuple[PolicyVersion, PolicyVersion]:
    return PolicyVersion.objects.get(key=OLDER), PolicyVersion.objects.get(key=NEWER)


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def page(client, address=ADDRESS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_only_the_neuroendocrine_clause_differs_and_the_rest_is_not_known(pair):
    found = diff.compare(*(reading.version_tree(version) for version in pair))
    [change] = found.changes
    assert (change.name, change.before) == (CHANGE, "Hepatic metastases of a neuroendocrine tumour")
    assert change.proposal.change_class == "clarified"
    assert "carcinoid and noncarcinoid" in "".join(piece.text for piece in change.pieces if piece.kind == "added")
    assert not [piece for piece in change.pieces if piece.kind == "removed"]
    assert (change.place_before, change.place_after) == ("bcbsma-292, line 154", "bcbsma-292, line 45")
    others = Statement.objects.filter(version=pair[1]).exclude(key="bcbsma-292/net")
    assert [each.key for each in found.not_known] == [row.key for row in others]


def test_the_history_row_names_the_same_class(pair):
    row = pair[1].history.get(starts=pair[0].held_before)
    assert (row.change_class, row.lines) == ("clarified", pair[0].lines)


def test_keys_are_stable_across_the_versions_and_rows_keep_their_own():
    older = Criterion.objects.filter(statement__version__key=OLDER)
    newer = Criterion.objects.filter(statement__key="bcbsma-292/net")
    assert {row.stable_key for row in older} == {row.key for row in newer} == {row.stable_key for row in newer}
    assert not {row.key for row in older} & {row.key for row in newer}
    assert [row.key.rpartition("/")[2] for row in older if not row.carried_over] == ["diagnosis"]


def test_the_page_marks_the_words_the_class_and_what_is_not_known(client):
    html = page(client)
    assert re.search(
        r"<ins>.*carcinoid and noncarcinoid included, by pathology report or WHO classification.*</ins>", html
    )
    assert "<del>" not in html
    said = text(html)
    assert "Before August 2016 is reconstructed" in said
    assert "Text changed. Clarified proposed" in said
    assert said.count("carried over, not known for that date") == 4
    assert said.count("Not known for that date") >= 6
    assert "<button>Confirm" not in html


def test_turned_round_the_words_are_taken_away(client):
    html = page(client, f"/compare/versions/?ids={NEWER},{OLDER}")
    assert re.search(r"<del>.*carcinoid and noncarcinoid", html)
    assert "<ins>" not in html


@pytest.mark.parametrize(
    ("ids", "sentence"),
    [
        (NEWER, "Two versions are compared"),
        (f"{NEWER},{NEWER}", "one version twice"),
        (f"{NEWER},med140/2022", "There is no version"),
        (f"a,b,{NEWER}", "Two versions are compared"),
        (",,", "Two versions are compared"),
        (f"{'9' * 5000},{NEWER}", "There is no version"),
        ("1,2", "There is no version"),
    ],
)
def test_what_cannot_be_compared_is_told_in_a_sentence(client, ids, sentence):
    answer = client.get("/compare/versions/", {"ids": ids})
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    refused = client.get("/api/v1/compare/versions/", {"ids": ids})
    assert refused.status_code == 400
    assert sentence in refused.json()["detail"]


def test_versions_of_two_policies_are_not_compared(client):
    other = PolicyVersion.objects.get(policy__key="med140")
    answer = client.get("/compare/versions/", {"ids": f"{NEWER},{other.key}"})
    assert answer.status_code == 400
    assert "two policies" in answer.content.decode()


def test_compare_stands_on_every_list_of_versions(client):
    link = f'href="/compare/versions/?ids={OLDER},{NEWER}"'
    assert link in page(client, "/policies/bcbsma-292/")
    assert link in page(client, "/compare/versions/")
    assert "/policies/bcbsma-292/#versions" in page(client, "/documents/bcbsma-292/")
    assert "the only version held" in page(client, "/policies/med140/")


def test_the_reconstructed_version_is_marked_where_it_is_listed(client):
    said = text(page(client, "/policies/bcbsma-292/"))
    assert "Before August 2016 Reconstructed from a history row" in said


def test_the_reconstructed_version_is_never_the_one_that_answers(client, account):
    """Nor its rows: not on pages, not in the API, not in what is indexed, for nobody."""
    client.force_login(account("Writer"))
    assert permissions.get_version_or_404(account("Approver"), "bcbsma-292").key == NEWER
    for address in (f"/statements/{OLDER}/net/", f"/criteria/{OLDER}/net/diagnosis/", f"/letters/{OLDER}/net/"):
        assert client.get(address).status_code == 404
    for resource in ("policy-versions", "statements", "criteria", "codes", "evidence-links", "policies", "payers"):
        listed = b"".join(client.get(f"/api/v1/{resource}/?format=csv").streaming_content).decode()
        assert OLDER not in listed
    for source in search_documents.SOURCES:
        assert not [key for key in list(source.keys()) if key.startswith(OLDER)]
        assert OLDER not in str(list(source.load([f"{OLDER}/net", "bcbsma-292"])))
    for address in ("/", "/policies/", "/documents/bcbsma-292/", "/conditions/net-liver-metastases/"):
        assert OLDER not in page(client, address)
        assert "Before August 2016" not in page(client, address)


def test_a_reconstructed_version_cannot_be_published(pair):
    with pytest.raises(DatabaseError):
        PolicyVersion.objects.filter(key=OLDER).update(status="published")


def test_drafts_are_compared_by_those_who_may_read_them(client, account):
    older = PolicyVersion.objects.create(
        key="bcbsma-292/draft", policy=Policy.objects.get(key="bcbsma-292"), status="draft"
    )
    address = f"/compare/versions/?ids={NEWER},{older.key}"
    assert client.get(address).status_code == 400
    assert older.key not in page(client, "/policies/bcbsma-292/")
    client.force_login(account("Writer"))
    assert "Statement removed" in page(client, address)


def test_the_file_says_document_and_place_and_what_is_not_known(client):
    rows = rows_of(client.get(f"{API}&format=csv"))
    assert [row["change"] for row in rows] == ["text"] + ["not_known"] * 6
    first = rows[0]
    assert (first["proposed_class"], first["confirmed_class"]) == ("clarified", "")
    assert (first["place_before"], first["place_after"]) == ("bcbsma-292, line 154", "bcbsma-292, line 45")
    assert {row["older_version"] for row in rows} == {f"{OLDER} (reconstructed)"}
    assert {row["before"] for row in rows[1:]} == {"Not known for that date"}
    assert all(row["place_after"].startswith("bcbsma-292, line") for row in rows)


def test_the_api_answers_what_the_page_shows(client):
    answer = client.get(API).json()
    assert answer["counts"] == {"clarified": 1}
    assert (answer["older"]["origin"], answer["newer"]["origin"]) == ("reconstructed", "read")
    assert answer["older"]["held_before"] == "2016-08"
    assert client.get(f"{API}&page=1").status_code == 400


def confirm(client, **given):
    told = {"change": CHANGE, "change_class": "clarified", "reason": ""} | given
    return client.post(ADDRESS, told)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Writer", True),
        ("Approver", True),
        ("Reader", False),
        ("Reviewer", False),
        ("Librarian", False),
        ("Administrator", False),
    ],
)
def test_writers_and_approvers_confirm_and_nobody_else(client, account, role, may):
    assert confirm(client).headers["Location"].startswith("/accounts/login/")
    assert not ChangeReview.objects.exists()
    client.force_login(account(role))
    assert ("Confirm or correct" in page(client)) == may
    assert confirm(client).status_code == (302 if may else 403)
    assert ChangeReview.objects.count() == may


def test_what_is_confirmed_is_shown_and_recorded_and_can_be_corrected(client, account):
    client.force_login(account("Writer"))
    confirm(client)
    assert "Clarified confirmed by writer on" in text(page(client))
    confirm(client, change_class="tightened", reason="The addition leaves other tumours out.")
    said = text(page(client))
    assert "Tightened confirmed by writer" in said
    assert "The addition leaves other tumours out. Proposed was: clarified." in said
    first, second = AuditEvent.objects.filter(event="policy_version.change_confirmed").order_by("id")
    assert (first.target_key, first.by, first.before) == (NEWER, "writer", {})
    assert first.after == {"change": CHANGE, "compared_with": OLDER, "class": "clarified", "proposed": "clarified"}
    assert (second.before["class"], second.after["class"]) == ("clarified", "tightened")
    [row] = [row for row in rows_of(client.get(f"{API}&format=csv")) if row["change"] == "text"]
    assert (row["confirmed_class"], row["confirmed_by"]) == ("tightened", "writer")


def test_an_edit_voids_what_was_confirmed(client, account):
    client.force_login(account("Writer"))
    confirm(client)
    Criterion.objects.filter(key="bcbsma-292/net/diagnosis").update(text="Another text")
    said = text(page(client))
    assert "confirmed “clarified”" in said
    assert "the change was edited since" in said
    [row] = [row for row in rows_of(client.get(f"{API}&format=csv")) if row["change"] == "text"]
    assert row["confirmed_class"] == ""


@pytest.mark.parametrize(
    "given",
    [
        {"change": "text:nothing"},
        {"change": ""},
        {"change_class": "better"},
        {"change_class": "tightened", "reason": "  "},
        {"reason": "x" * 2001},
        {"reason": "a\x00b"},
    ],
)
def test_what_cannot_be_confirmed_is_refused_in_a_sentence(client, account, pair, given):
    writer = account("Writer")
    told = {"change": CHANGE, "change_class": "clarified", "reason": ""} | given
    with pytest.raises(ValidationError):
        actions.confirm_change(older=pair[0], newer=pair[1], by=writer, **told)
    client.force_login(writer)
    assert 'class="notice"' in client.post(ADDRESS, told, follow=True).content.decode()
    assert not ChangeReview.objects.exists()


def test_nothing_is_confirmed_where_it_cannot_be_recorded(account, pair, monkeypatch):
    def fail(**told):
        raise DatabaseError("disk full")

    monkeypatch.setattr(audit.actions, "record", fail)
    told = {"change": CHANGE, "change_class": "clarified", "reason": ""}
    with pytest.raises(DatabaseError):
        actions.confirm_change(older=pair[0], newer=pair[1], by=account("Writer"), **told)
    assert not ChangeReview.objects.exists()


def test_the_action_itself_asks_for_the_right(account, pair):
    told = {"change": CHANGE, "change_class": "clarified", "reason": ""}
    with pytest.raises(PermissionDenied, match="Writers and Approvers"):
        actions.confirm_change(older=pair[0], newer=pair[1], by=account("Librarian"), **told)


def test_a_newer_version_with_hundreds_of_criteria_takes_no_more_queries(client, pair):
    newer = PolicyVersion.objects.create(key="bcbsma-292/next", policy=pair[1].policy, status="withdrawn")
    address = f"/compare/versions/?ids={NEWER},{newer.key}"

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, address)
        return len(captured)

    copy(newer, range(1))
    before = queries()
    copy(newer, range(1, 40))
    assert queries() == before


def copy(version: PolicyVersion, numbers) -> None:
    """Statements with criteria, each of a line of its own."""
    like = Statement.objects.get(key="bcbsma-292/net")
    for n in numbers:
        statement = Statement.objects.create(
            key=f"{version.key}/s{n}",
            version=version,
            intervention=like.intervention,
            position="investigational",
            text="New",
        )
        root = Criterion.objects.create(key=f"{statement.key}/root", statement=statement, logic="all")
        for m in range(3):
            row = Criterion.objects.create(
                key=f"{root.key}/{m}",
                statement=statement,
                parent=root,
                logic="condition",
                text=f"Text {m}",
                order=m + 1,
            )
            row.conditions.set(like.criteria.get(key="bcbsma-292/net/diagnosis").conditions.all())


def test_whom_a_criterion_shuts_out_and_what_it_is_for_are_among_its_terms(client):
    row = Criterion.objects.get(key="bcbsma-292/net/diagnosis")
    row.excludes.set(row.conditions.all())
    Criterion.objects.filter(pk=row.pk).update(purpose="bridge_to_transplant")
    [change] = [row for row in rows_of(client.get(f"{API}&format=csv")) if row["change"] == "terms"]
    assert change["proposed_class"] == "not_stated"
    assert "other than Neuroendocrine liver metastases; for bridge to transplant" in change["after"]
