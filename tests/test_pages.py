"""Every page: anonymous, on an empty base and on the full one, with a number of queries that does not grow."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from evidence.models import (
    Arm,
    Citation,
    Condition,
    Document,
    Identifier,
    Intervention,
    Measurement,
    Outcome,
    Reference,
    Study,
    StudyAccount,
)
from policies.models import Criterion, EvidenceLink, Policy, Statement
from tests.reviews import addresses as reviews

LISTS = [
    "home",
    "policies",
    "documents",
    "references",
    "studies",
    "outcomes",
    "trials",
    "guidelines",
    "conditions",
    "interventions",
    "devices",
    "synonyms",
    "compare-versions",
    "impact",
    "compare-studies",
    "evidence-map",
    "flags",
    "flag-rules",
    "conflicts",
    "alerts",
    "certainty-list",
    "search",
    "coverage-matrix",
    "compare-policies",
    "roles",
    "login",
    "ready",
    *reviews.LISTS,
]
DETAILS = {
    "policy": "med140",
    "version": "bcbsma-292/2024-09",
    "policy-guidelines": "bcbsma-292",
    "policy-health": "bcbsma-292",
    "policy-paper": "bcbsma-292",
    "statement": "med140/i",
    "statement-context": "med140/i",
    "letter": "med140/i",
    "criterion": "med140/i/b/3",
    "document": "med140",
    "reference": "mulcahy-2021",
    "study": "mulcahy-2021",
    "trial": "nct01483027",
    "guideline": "nccn-hcc",
    "condition": "hcc",
    "coverage-indication": "re-hcc",
    "intervention": "radioembolization",
    "device": "therasphere",
}
MEMBERS_ONLY = ["history", "saved-searches", "audit", "accounts", "account", "own-password", "tokens"]
# tests/policies/publishing/test_pages.py
MEMBERS_ONLY += ["draft-signing", "draft-publishing", "policy-reaffirm", "policy-retire", "policy-correct"]
# tests/evidence/entry/test_pages.py
ENTERING = ["study-new", "study-edit", "study-facts", "study-arm", "study-outcome", "study-figures", "figure-correct"]
# tests/evidence/full_texts/test_pages.py
FULL_TEXTS = ["reference-files", "reference-file", "reference-file-remove", "reference-retrieval"]
# tests/evidence/views/test_appraisals.py, test_certainty.py, test_verification.py
APPRAISALS = ["study-appraise", "certainty", "certainty-new", "certainty-grade", "verification", "figure-verify"]
# tests/policies/drafts/test_views.py, test_forms.py
DRAFTS = ["drafts", "draft", "draft-new", "draft-give-up", "draft-presence", "draft-row", "draft-part"]
# Its rows are made by a run of the checks: tests/evidence/views/test_flags.py.
OF_A_RUN = ["flag"]
ACTIONS = ["basket", "flag-accept", "flag-withdraw", "logout", "saved-digest", "saved-look", "saved-remove"]
ACTIONS += ["synonym-remove", "alert-close"]
ACTIONS += ["draft-submit", "draft-recall", "draft-sign", "draft-reassign"]
ACTIONS += ["draft-class", "draft-announce", "draft-publish", "draft-withdraw"]
# They need a draft: tests/policies/drafts/test_evidence_pages.py and test_comment_pages.py.
OF_A_DRAFT = ["draft-evidence", "draft-comments"]
ACTIONS += ["draft-evidence-link", "draft-evidence-remove", "draft-evidence-reason", "draft-evidence-undo"]
ACTIONS += ["draft-comment-add", "draft-comment-answer", "draft-comment-settle"]
ACTIONS += ["account-deactivate", "account-password", "account-reactivate", "account-roles", "token-revoke"]
FRAGMENTS = ["suggestions"]
FILES = ["icon", "outcomes-plot", "outcomes-file", "pooled-file", "policy-docx", "policy-pdf"]


def named_patterns(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if "api" not in str(pattern.pattern):
                yield from named_patterns(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


def test_no_page_is_left_out_of_these_tests():
    known = {
        *LISTS,
        *DETAILS,
        *MEMBERS_ONLY,
        *ENTERING,
        *FULL_TEXTS,
        *APPRAISALS,
        *OF_A_RUN,
        *OF_A_DRAFT,
        *DRAFTS,
        *ACTIONS,
        *FRAGMENTS,
        *FILES,
        *reviews.TESTED_WITH_REVIEWS,
    }
    assert set(named_patterns(get_resolver().url_patterns)) == known


@pytest.mark.parametrize("name", LISTS)
def test_a_list_on_an_empty_base_says_what_to_do(client, db, index_folder, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    page = answer.content.decode()
    if name not in ("login", "ready", "roles"):
        assert "load_fixtures" in page or "build_index" in page or "printed in what was read" in page


@pytest.mark.parametrize("name", LISTS)
def test_a_list_on_the_starter_base_answers_anybody(client, starter_index, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize(("name", "key"), DETAILS.items())
def test_a_page_of_the_starter_base_answers_anybody(client, starter_base, name, key):
    assert client.get(reverse(name, args=[key])).status_code == 200


@pytest.mark.parametrize("name", DETAILS)
def test_what_is_not_there_is_a_page_that_says_so(client, db, name):
    answer = client.get(reverse(name, args=["nothing/of-this-name"]))
    assert answer.status_code == 404
    assert "There is no such" in answer.content.decode()


@pytest.mark.parametrize("name", DETAILS)
def test_a_nul_in_an_address_is_a_page_that_is_not_there(client, db, name):
    assert client.get(reverse(name, args=["a\x00b"])).status_code == 404


def test_an_unknown_address_is_our_own_page(client, db):
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "Search for what you were after" in answer.content.decode()


def test_a_browser_that_asks_for_the_old_icon_is_sent_to_ours(client):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert re.fullmatch(r"/static/icon(\.\w+)?\.svg", answer.headers["Location"])


def test_a_failure_is_our_own_page(client, starter_base, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr("policies.views.home.overview", fail)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Nothing you entered was half saved" in answer.content.decode()


@pytest.mark.walk
def test_every_object_of_the_starter_base_has_a_page(client, starter_base):
    # What is reconstructed has no page of its own: it is shown in a comparison alone.
    held = Statement.objects.exclude(version__origin="reconstructed")
    rows = [held, Criterion.objects.filter(statement__in=held)]
    rows += [model.objects.all() for model in (Document, Reference, Study, Condition, Intervention, Policy)]
    for of_model in rows:
        for row in of_model:
            assert client.get(row.get_absolute_url()).status_code == 200, row


def test_pages_ask_no_other_host_and_hold_nothing_inline(client, starter_index):
    addresses = [reverse(name) for name in LISTS] + [reverse(name, args=[key]) for name, key in DETAILS.items()]
    for address in addresses:
        answer = client.get(address)
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        page = answer.content.decode()
        assert not re.search(r"<(script|link|img|iframe)[^>]+(src|href)=.https?://", page), address
        assert not re.search(r"\son\w+=|\sstyle=|<style|<script>", page), address


def queries_of(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


PAGES = [
    "/",
    "/policies/",
    "/policies/bcbsma-292/",
    "/policies/bcbsma-292/?on=2024-05-03",
    "/versions/bcbsma-292/2024-09/",
    "/statements/bcbsma-292/hcc/?on=2024-05-03",
    "/criteria/bcbsma-292/hcc/root/?on=2026-01-01",
    "/letters/bcbsma-292/hcc/?on=2024-05-03",
    "/policies/bcbsma-292/guidelines/",
    "/compare/versions/",
    "/compare/versions/?ids=bcbsma-292/before-2016-08,bcbsma-292/2024-09",
    "/policies/bcbsma-292/health/",
    "/policies/bcbsma-292/paper/",
    "/policies/bcbsma-292/paper.docx",
    "/statements/bcbsma-292/hcc/",
    "/criteria/bcbsma-292/hcc/root/",
    "/letters/bcbsma-292/hcc/",
    "/impact/",
    "/impact/?study=mulcahy-2021",
    "/impact/?reference=mulcahy-2021",
    "/impact/?guideline=nccn-hcc",
    "/impact/?code=S2095",
    "/studies/",
    "/studies/mulcahy-2021/",
    "/compare/studies/?ids=mulcahy-2021,van-hazel-2016,king-2008",
    "/evidence-map/",
    "/evidence-map/?endpoint=os",
    "/references/",
    "/references/mulcahy-2021/",
    "/documents/",
    "/documents/med140/",
    "/conditions/",
    "/conditions/hcc/",
    "/interventions/radioembolization/",
    "/guidelines/",
    "/guidelines/nccn-hcc/",
    "/outcomes/?endpoint=os&show=medians",
    "/trials/",
    "/devices/",
    "/search/",
]


@pytest.mark.parametrize("address", PAGES)
def test_the_number_of_queries_does_not_grow_with_the_rows(client, starter_index, address):
    grow(range(2))
    before = queries_of(client, address)
    grow(range(2, 14))
    assert queries_of(client, address) == before


def grow(numbers):
    """More of everything a page lists: studies with figures, references, citations, links."""
    document, hcc = Document.objects.get(key="med140"), Condition.objects.get(key="hcc")
    statement = Statement.objects.get(key="bcbsma-292/hcc")
    indication = statement.statement_indications.first().indication
    mulcahy = Study.objects.get(key="mulcahy-2021")
    for n in numbers:
        reference = Reference.objects.create(key=f"aaa-{n}", title="More", authors=["More A"], year="2020")
        Identifier.objects.create(key=f"pmid:x{n}", reference=reference, scheme="pmid", value=f"x{n}")
        Citation.objects.create(key=f"c{n}", document=document, reference=reference, number=str(n))
        study = Study.objects.create(key=f"aaa-{n}", label=f"AAA {n}", design="rct")
        study.conditions.add(hcc)
        study.interventions.add(*Intervention.objects.filter(key="radioembolization"))
        for of in (study, mulcahy):
            arm = Arm.objects.create(key=f"{of.key}/arm-{n}", study=of, name=f"Arm {n}")
            account = StudyAccount.objects.create(key=f"acc-{of.key}-{n}", document=document, study=of)
            outcome = Outcome.objects.create(key=f"o-{of.key}-{n}", account=account, endpoint="os")
            figure = Measurement.objects.create(
                key=f"f-{of.key}-{n}", outcome=outcome, arm=arm, statistic="median", as_reported="1 mo"
            )
        links = [{"measurement": figure}, {"study": study}, {"reference": reference}]
        for kind, target in enumerate(links):
            EvidenceLink.objects.create(
                key=f"l{n}-{kind}",
                statement=statement,
                indication=indication,
                bearing="supports",
                ground="inferred",
                note="More.",
                document=document,
                **target,
            )
        Criterion.objects.create(
            key=f"crit-{n}",
            statement=statement,
            parent=statement.criteria.first(),
            logic="condition",
            text="More",
            order=100 + n,
            computed_label=f"X{n}",
        )


@pytest.mark.parametrize("name", DETAILS)
def test_no_address_in_a_page_stands_twice(client, starter_index, name):
    page = client.get(reverse(name, args=[DETAILS[name]])).content.decode()
    ids = re.findall(r'\sid="([^"]*)"', page)
    assert [each for each in set(ids) if ids.count(each) > 1] == []
