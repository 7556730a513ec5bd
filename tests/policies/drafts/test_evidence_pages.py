"""The page on which evidence is linked: who sees it, what it shows, and what its forms do, with and without htmx."""

import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.roles import ADMINISTRATOR, APPROVER, LIBRARIAN, REVIEWER, WRITER
from evidence.models import Document, EffectEstimate, Flag, Measurement, Outcome, Study, StudyAccount
from policies.drafts import actions
from policies.models import EvidenceLink, StatementIndication
from tests.policies.drafts.world import HCC, begin

pytestmark = pytest.mark.usefixtures("starter_index")

PAGE = "/drafts/bcbsma-292/v2/evidence/"
NOTE = "In second line after chemotherapy progression was later with it."
IN_PANEL = {"HX-Request": "true", "HX-Target": "panel"}
WHOLE = {"HX-Request": "true", "HX-Target": "linking"}


@pytest.fixture
def writer(client, account):
    user = account(WRITER)
    client.force_login(user)
    return user


@pytest.fixture
def draft(client, account):
    return begin(account(WRITER, "author"))


def address(act: str = "", **asked) -> str:
    return f"{PAGE}{act and act + '/'}?{urlencode({'statement': HCC} | asked)}"


def shown(client, url: str, **headers) -> str:
    answer = client.get(url, headers=headers or None)
    assert answer.status_code == 200, url
    return answer.content.decode()


def pair() -> StatementIndication:
    return StatementIndication.objects.filter(statement__key=HCC).first()


def form(**changed) -> dict:
    plain = {
        "edition": "0",
        "target": "study:mulcahy-2021",
        "place": f"indication:{pair().indication.key}",
        "bearing": "context",
        "directness": "indirect",
        "indirect_in": ["population"],
        "comparison": "superior",
        "ground": "inferred",
        "note": NOTE,
        "q": "EPOCH",
    }
    return plain | changed


POSTS = ["link", "remove", "reason", "undo"]


def test_a_draft_does_not_exist_for_who_is_not_signed_in(client, draft):
    assert client.get(address()).status_code == 404
    for act in POSTS:
        answer = client.post(address(act), form())
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")
    assert draft.edits.count() == 0


@pytest.mark.parametrize("role", [REVIEWER, APPROVER, LIBRARIAN, ADMINISTRATOR])
def test_who_does_not_write_drafts_is_told_who_does(client, account, draft, role):
    client.force_login(account(role))
    for answer in (client.get(address()), *(client.post(address(act), form()) for act in POSTS)):
        assert answer.status_code == 403
        assert "Writers begin and edit drafts." in answer.content.decode()
    assert draft.edits.count() == 0


def test_without_a_statement_the_page_lists_them_all(client, writer, draft):
    page = shown(client, PAGE)
    for statement in draft.statements.all():
        assert reverse("draft-evidence", args=[draft.key]) in page
        assert statement.title in page


def test_the_list_of_statements_downloads_as_it_is_shown(client, writer, draft):
    lines = b"".join(client.get(f"{PAGE}?format=csv").streaming_content).decode().splitlines()
    assert len(lines) == 1 + draft.statements.count()
    assert lines[1].startswith(f"bcbsma-292/v2,{HCC},Statement 1,Medically necessary,")


def test_the_statement_is_found_by_its_own_key_and_by_its_stable_one(client, writer, draft):
    for key in (HCC, "bcbsma-292/hcc"):
        assert "Evidence for statement 1" in shown(client, f"{PAGE}?statement={key}")


@pytest.mark.parametrize("key", ["no-such", "med140/i", "a%00b", "x" * 300])
def test_a_statement_that_is_not_of_the_draft_is_not_found(client, writer, draft, key):
    assert client.get(f"{PAGE}?statement={key}").status_code in (400, 404)


ODD = ["q=%00", "q=(((", "page=99999999999", "page=x", "type=policy", "study=no-such", "pick=study:no-such"]
ODD += ["pick=policy:x", "pick=a", "pick=study:a%00", "edit=no-such", "edit=%00", "place=x", "q=EPOCH&page=77"]


@pytest.mark.parametrize("odd", ODD)
def test_what_cannot_be_read_leaves_a_page_to_go_on_from(client, writer, draft, odd):
    assert "Find evidence to link" in shown(client, f"{address()}&{odd}")


def test_the_panel_finds_what_can_be_linked_and_nothing_else(client, writer, draft):
    page = shown(client, address(q="radioembolization"), **IN_PANEL)
    assert "<h1" not in page
    kinds = set(re.findall(r'<span class="kind">(\w+)</span>', page))
    assert kinds
    assert kinds <= {"study", "reference", "recommendation"}
    only = shown(client, address(q="radioembolization", type="study"), **IN_PANEL)
    assert set(re.findall(r'<span class="kind">(\w+)</span>', only)) == {"study"}
    assert "Randomized controlled trial · 2021" in shown(client, address(q="EPOCH"), **IN_PANEL)


def test_related_items_stand_apart_and_say_that_nobody_linked_them(client, writer, draft):
    page = shown(client, address())
    assert "Nobody has linked them" in page
    related = page.partition("Related, not linked")[2]
    picked = re.findall(r"pick=(study|recommendation)%3A([^#&\"]+)", related)
    assert picked


def test_a_study_shows_its_figures_as_printed_each_to_be_picked(client, writer, draft):
    page = shown(client, address(study="mulcahy-2021"), **IN_PANEL)
    for model in (Measurement, EffectEstimate):
        for figure in model.objects.filter(outcome__account__study__key="mulcahy-2021"):
            kind = "measurement" if model is Measurement else "effect_estimate"
            assert f"pick={kind}%3A{figure.key.replace('/', '%2F')}" in page


def test_a_figure_with_an_open_flag_says_so_in_the_panel_and_where_it_is_linked(client, writer, draft):
    link = EvidenceLink.objects.filter(statement__key=HCC, effect_estimate__isnull=False).first()
    figure = link.effect_estimate
    study = figure.outcome.account.study
    Flag.objects.create(
        fingerprint="f1",
        rule="p_above_zero",
        grade="impossible",
        study=study,
        figures=[{"key": figure.key, "text": figure.as_reported}],
        message="No.",
    )
    for url in (address(), address(study=study.key), f"/statements/{HCC}/"):
        assert "/flags/f1/" in shown(client, url), url


def test_a_link_is_saved_and_stands_there_at_once(client, writer, draft):
    answer = client.post(address("link"), form())
    row = EvidenceLink.objects.get(note=NOTE)
    assert answer.status_code == 302
    assert answer["Location"] == f"{address(q='EPOCH', place=form()['place'])}#{row.key}"
    page = shown(client, answer["Location"].partition("#")[0])
    assert NOTE in page
    assert f'id="{row.key}"' in page
    assert "Linked. It stands among the evidence now." in page


def test_htmx_gets_both_halves_with_the_new_link_and_the_mix(client, writer, draft):
    before = shown(client, address())
    answer = client.post(address("link"), form(), headers=WHOLE)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.lstrip().startswith('<div id="linking"') or '<div id="linking"' in page
    assert "<h1" not in page
    assert NOTE in page
    count = r"Randomized <b class=\"num\">(\d+)</b>"
    assert int(re.search(count, page)[1]) == int(re.search(count, before)[1]) + 1
    assert 'name="edition" value="1"' in page


def test_a_refused_link_comes_back_as_it_was_typed(client, writer, draft):
    typed = form(directness="indirect", indirect_in=[], note="Kept as typed", ground_note="And this")
    answer = client.post(address("link"), typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Say in what it is indirect" in page
    for text in ("Kept as typed", "And this", 'value="study:mulcahy-2021"'):
        assert text in page
    assert re.search(r'value="context" required checked', page)
    assert draft.edits.count() == 0
    assert client.post(address("link"), typed, headers=WHOLE).status_code == 200  # htmx swaps no other


@pytest.mark.parametrize("edition", ["", "x", "-1", "9" * 30, "7", "²"])
def test_an_edition_that_is_none_is_refused_in_a_sentence(client, writer, draft, edition):
    answer = client.post(address("link"), form(edition=edition))
    assert answer.status_code == 400
    assert re.search("Load the (page|draft) again", answer.content.decode())
    assert NOTE in answer.content.decode()


def test_a_link_is_edited_in_the_panel(client, writer, draft):
    link = EvidenceLink.objects.filter(statement__key=HCC, measurement__isnull=False).first()
    page = shown(client, address(edit=link.key), **IN_PANEL)
    assert link.note in page.replace("&#x27;", "'").replace("&quot;", '"')
    changed = form(link=link.key, target=f"measurement:{link.measurement.key}", bearing="opposes", note="Otherwise.")
    assert client.post(address("link"), changed).status_code == 302
    link.refresh_from_db()
    assert (link.bearing, link.note) == ("opposes", "Otherwise.")


def test_somebody_elses_words_are_shown_and_ones_own_kept(client, account, writer, draft):
    link = EvidenceLink.objects.filter(statement__key=HCC, study__isnull=False).first() or (
        EvidenceLink.objects.filter(statement__key=HCC).first()
    )
    other = account(WRITER, "second")
    actions.change_row(
        version=draft, part="evidence_link", key=link.key, by=other, edition=0, values={"note": "Theirs."}
    )
    target = f"{link.target_type}:{link.target.key}"
    answer = client.post(address("link"), form(link=link.key, target=target, note="Mine."))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "second changed the same since you opened it" in page
    assert "Theirs." in page
    assert "Mine." in page
    again = client.post(address("link"), form(link=link.key, target=target, note="Both.", edition="1"))
    assert again.status_code == 302
    link.refresh_from_db()
    assert link.note == "Both."


def test_a_link_is_removed_and_undo_brings_it_back(client, writer, draft):
    link = EvidenceLink.objects.filter(statement__key=HCC).first()
    page = client.post(address("remove"), {"edition": "0", "link": link.key}, follow=True).content.decode()
    assert "Undo brings it back" in page
    assert "Undo your last edit: evidence link removed" in page
    assert not EvidenceLink.objects.filter(key=link.key).exists()
    client.post(address("undo"), {"edition": "1"})
    assert EvidenceLink.objects.filter(key=link.key).exists()
    answer = client.post(address("undo"), {"edition": "2"})
    assert answer.status_code == 400
    assert "no edit of yours left" in answer.content.decode()


def test_an_indication_without_evidence_says_so_and_takes_a_written_reason(client, writer, draft):
    EvidenceLink.objects.filter(statement__key=HCC).delete()
    assert "no evidence linked" in shown(client, address())
    client.post(address("reason"), {"edition": "0", "pair": pair().key, "reason": "Rare, and no study is to be had."})
    assert pair().no_evidence_reason == "Rare, and no study is to be had."
    assert "Rare, and no study is to be had." in shown(client, address())
    refused = client.post(address("reason"), {"edition": "1", "pair": "no-such", "reason": "Kept?"})
    assert refused.status_code == 400
    client.post(address("reason"), {"edition": "1", "pair": pair().key, "reason": ""})
    assert pair().no_evidence_reason == ""


def test_a_refused_reason_keeps_what_was_typed(client, writer, draft):
    EvidenceLink.objects.filter(statement__key=HCC).delete()
    answer = client.post(address("reason"), {"edition": "5", "pair": pair().key, "reason": "Typed at length."})
    assert answer.status_code == 400
    assert "Typed at length." in answer.content.decode()


def test_a_get_of_what_only_saves_leads_to_the_page(client, writer, draft):
    for act in POSTS:
        assert client.get(address(act)).status_code == 302


def test_a_link_for_an_indication_that_is_no_longer_named_is_shown_apart(client, writer, draft):
    pair().delete()
    assert "For indications it no longer names" in shown(client, address())


def test_the_statements_page_of_a_draft_leads_here_for_writers_alone(client, account, writer, draft):
    link = f"{PAGE}?statement={HCC.replace('/', '%2F')}"
    assert link in shown(client, f"/statements/{HCC}/")
    client.force_login(account(REVIEWER))
    assert link not in shown(client, f"/statements/{HCC}/")


def queries_of(client, url) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "asked", [{}, {"q": "radioembolization"}, {"study": "mulcahy-2021"}, {"pick": "study:mulcahy-2021"}]
)
def test_the_number_of_queries_does_not_grow_with_what_is_linked(client, writer, draft, asked):
    grow(draft, range(2))
    before = queries_of(client, address(**asked)), queries_of(client, PAGE)
    grow(draft, range(2, 12))
    assert (queries_of(client, address(**asked)), queries_of(client, PAGE)) == before


def grow(draft, numbers) -> None:
    """More links, each to a figure of a study of its own; more figures of the study that is opened."""
    statement, document = draft.statements.get(key=HCC), Document.objects.get(key="med140")
    for n in numbers:
        study = Study.objects.create(key=f"grown-{n}", label=f"Grown {n}", design="rct")
        for of in (study, Study.objects.get(key="mulcahy-2021")):
            account = StudyAccount.objects.create(key=f"{of.key}/a{n}", document=document, study=of)
            outcome = Outcome.objects.create(key=f"{of.key}/o{n}", account=account, endpoint="os")
            figure = Measurement.objects.create(
                key=f"{of.key}/f{n}", outcome=outcome, statistic="median", as_reported="1 mo"
            )
        EvidenceLink.objects.create(
            key=f"grown-{n}",
            statement=statement,
            indication=pair().indication,
            bearing="supports",
            ground="inferred",
            note="More.",
            measurement=figure,
        )
