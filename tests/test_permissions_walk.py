"""Who may do what, asked of every address with every method, by everybody: anonymous and the six roles.

The addresses are found by walking the URL configuration, so that a new one cannot be forgotten. What each needs stands
in one table: READ (open to everybody while reading is public), ACCOUNT (what one keeps of one's own), or an act of
audit/acts.py. A method that is not in the table is refused.
"""

import logging

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client

from audit.acts import ACTS, may
from audit.roles import ROLES, roles_of
from tests.addresses import World, every_name, example_of
from tests.reviews import addresses as reviews

READ, ACCOUNT = "read", "account"
METHODS = ("GET", "PUT", "PATCH", "DELETE", "POST")  # POST last: it may take away what the others are about
ANONYMOUS = "anonymous"

PAGES_TO_READ = """
home policies policy policy-paper policy-docx policy-pdf policy-guidelines
policy-health version certainty-list certainty statement statement-context letter criterion compare-versions
compare-policies coverage-matrix coverage-indication impact
documents document references reference studies study trials trial guidelines guideline conditions condition
interventions intervention devices device synonyms outcomes outcomes-plot outcomes-file pooled-file
compare-studies evidence-map flags flag flag-rules conflicts
search suggestions ready roles login icon
"""
RESOURCES_TO_READ = """
documents references studies trials arms outcomes measurements effect-estimates conditions interventions indications
guidelines recommendations devices formulas thresholds flags payers policies policy-versions statements criteria codes
evidence-links risk-of-bias certainty-of-evidence verifications
"""
ANSWERS_TO_READ = """
root search compare-studies compare-policies compare-versions evidence-map pool coverage-matrix policy-guidelines
impact policy-health schema schema-page schema-try
"""
ONE_SCREEN = ("reaffirm", "retire", "correct")
API_ACTS = {
    "submit": "submit",
    "recall": "submit",
    "sign": "sign",
    "reassign": "reassign",
    "class": "class_changes",
    "announce": "write_drafts",
    "publish": "publish",
    "withdraw": "withdraw",
}
APPRAISING = ("study-appraise", "certainty-new", "certainty-grade")
NEEDS: dict[tuple[str, str], str] = {
    **{(name, "GET"): READ for name in PAGES_TO_READ.split()},
    **{(f"api:{name}-{row}", "GET"): READ for name in RESOURCES_TO_READ.split() for row in ("list", "detail")},
    **{(f"api:{name}", "GET"): READ for name in ANSWERS_TO_READ.split()},
    ("api:drafts-list", "GET"): READ,  # of those that one may see
    # What anybody keeps in their own session.
    ("basket", "POST"): READ,
    ("login", "POST"): READ,
    ("logout", "POST"): READ,
    # What one keeps of one's own.
    ("saved-searches", "GET"): ACCOUNT,
    ("saved-searches", "POST"): ACCOUNT,
    ("saved-look", "POST"): ACCOUNT,
    ("saved-digest", "POST"): ACCOUNT,
    ("saved-remove", "POST"): ACCOUNT,
    ("own-password", "GET"): ACCOUNT,
    ("own-password", "POST"): ACCOUNT,
    ("tokens", "GET"): ACCOUNT,
    ("tokens", "POST"): ACCOUNT,
    ("token-revoke", "POST"): ACCOUNT,
    # Acts.
    ("api:drafts-detail", "GET"): "read_drafts",
    ("api:draft-edits", "GET"): "read_drafts",
    ("api:drafts-list", "POST"): "write_drafts",
    ("api:draft-edits", "POST"): "write_drafts",
    ("api:draft-give-up", "POST"): "write_drafts",
    **{(f"{place}draft-signing", "GET"): "read_drafts" for place in ("", "api:")},
    **{(f"api:draft-{name}", "POST"): needed for name, needed in API_ACTS.items()},
    **{(f"api:policy-{name}", "POST"): "write_drafts" for name in ("reaffirm", "retire")},
    ("api:draft-comments", "GET"): "read_drafts",
    ("api:draft-comments", "POST"): "comment",
    ("api:alerts", "GET"): READ,
    ("api:alert-close", "POST"): "write_drafts",
    ("draft-publishing", "GET"): "read_drafts",
    ("draft-submit", "POST"): "submit",
    ("draft-recall", "POST"): "submit",
    ("draft-sign", "POST"): "sign",
    ("draft-reassign", "POST"): "reassign",
    ("draft-class", "POST"): "class_changes",
    ("draft-announce", "POST"): "write_drafts",
    ("draft-publish", "POST"): "publish",
    ("draft-withdraw", "POST"): "withdraw",
    **{(f"policy-{name}", method): "write_drafts" for name in ONE_SCREEN for method in ("GET", "POST")},
    ("alerts", "GET"): READ,
    ("alert-close", "POST"): "write_drafts",
    ("draft-evidence", "GET"): "write_drafts",
    ("draft-evidence-link", "POST"): "write_drafts",
    ("draft-evidence-remove", "POST"): "write_drafts",
    ("draft-evidence-reason", "POST"): "write_drafts",
    ("draft-evidence-undo", "POST"): "write_drafts",
    ("draft-comments", "GET"): "read_drafts",
    ("draft-comment-add", "POST"): "comment",
    ("draft-comment-answer", "POST"): "comment",
    ("draft-comment-settle", "POST"): "comment",
    ("drafts", "GET"): "read_drafts",
    **{(name, "GET"): "write_drafts" for name in ("draft", "draft-new", "draft-give-up", "draft-row", "draft-part")},
    **{(name, "POST"): "write_drafts" for name in ("draft", "draft-new", "draft-give-up", "draft-presence")},
    **{(f"study-{page}", "POST"): "enter_evidence" for page in ("new", "edit", "arm", "outcome", "figures")},
    **{(f"study-{page}", "GET"): "enter_evidence" for page in ("new", "edit", "figures")},
    **{(name, method): "correct_evidence" for name in ("study-facts", "figure-correct") for method in ("GET", "POST")},
    **{(name, method): "appraise" for name in APPRAISING for method in ("GET", "POST")},
    ("reference-file", "GET"): "read_full_texts",
    ("api:reference-full-text", "GET"): "read_full_texts",
    **{(f"reference-{part}", "POST"): "keep_full_texts" for part in ("files", "file-remove", "retrieval")},
    **{(f"api:reference-{part}", "POST"): "keep_full_texts" for part in ("files", "full-text")},
    ("verification", "GET"): "verify_figures",
    ("figure-verify", "GET"): "verify_figures",
    ("figure-verify", "POST"): "verify_figures",
    ("compare-versions", "POST"): "class_changes",
    ("policy-guidelines", "POST"): "reason_guidelines",
    # Who was sent to sign in comes back by GET, and is led to the page where it is done.
    **{(f"draft-comment-{act}", "GET"): "read_drafts" for act in ("add", "answer", "settle")},
    **{(f"flag-{act}", "GET"): ACCOUNT for act in ("accept", "withdraw")},
    ("flag-accept", "POST"): "accept_flags",
    ("flag-withdraw", "POST"): "accept_flags",
    ("synonyms", "POST"): "keep_synonyms",
    ("synonym-remove", "POST"): "keep_synonyms",
    ("history", "GET"): "see_history",
    ("audit", "GET"): "search_audit",
    ("api:history", "GET"): "search_audit",
    ("accounts", "GET"): "keep_accounts",
    ("accounts", "POST"): "keep_accounts",
    ("account", "GET"): "keep_accounts",
    ("account-roles", "POST"): "keep_accounts",
    ("account-password", "POST"): "keep_accounts",
    ("account-deactivate", "POST"): "keep_accounts",
    ("account-reactivate", "POST"): "keep_accounts",
    **reviews.NEEDS,
}
# Bodies are empty, but where an empty one leads nowhere, so that nobody is asked what they may.
BODIES = {
    "policy-guidelines": {"pair": "bcbsma-292/icc/re-icc", "recommendation": "med140/nccn-icc/options"},
    "draft-comment-settle": {"state": "resolved"},
    "api:drafts-list": {"policy": "med140"},
    "api:draft-edits": {"do": "undo", "edition": 1},
    "api:draft-give-up": {"reason": "not needed"},
    "api:draft-submit": {"approvers": []},
    "api:draft-sign": {"verdict": "approved"},
    "api:draft-reassign": {"from_name": "a", "to_name": "b", "reason": "left"},
    "api:draft-class": {"change": "text:x", "change_class": "clarified"},
    "api:draft-announce": {"change_summary": "", "bulletin": ""},
    "api:draft-publish": {"effective_on": "2030-01-01"},
    "api:draft-withdraw": {"reason": "wrong"},
    "api:policy-reaffirm": {"reviewed_on": "2026-01-01", "literature": "None found.", "approvers": []},
    "api:policy-retire": {"reason": "No longer offered.", "approvers": []},
    "api:draft-comments": {"about": "bcbsma-292/hcc", "text": "Is it so?"},
    "api:alert-close": {"reason": "It changes nothing."},
    "draft-give-up": {"reason": "not needed"},
    "api:reference-full-text": {"state": "sought"},
    **reviews.BODIES,
}
# Of a draft and of a review in progress nobody is told but who may read it: to others it is not there.
HIDDEN = ("api:draft-", "api:drafts-", "draft", "api:review", "api:candidate", "review", "candidate")
HIDDEN += ("screening-", "assignment-", "api:search-")
REFUSED = {401, 403}
NOT_ALLOWED = {405, 404, *REFUSED}


def test_every_address_is_in_the_table():
    missing = sorted(set(every_name()) - {name for name, _ in NEEDS})
    assert not missing, (
        f"{', '.join(missing)}: say in NEEDS of tests/test_permissions_walk.py, for each method it takes, whether it "
        "needs READ, ACCOUNT, or which act of audit/acts.py; and in tests/addresses.py what arguments it takes"
    )


def test_the_table_names_addresses_and_acts_that_there_are():
    assert {name for name, _ in NEEDS} - set(every_name()) == set()
    assert set(NEEDS.values()) - {READ, ACCOUNT} == set(ACTS)


@pytest.fixture
def without_log():
    """Every refusal is a line in the log, and this asks for thousands."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("without_log")
@pytest.mark.parametrize("who", [ANONYMOUS, *ROLES])
def test_everybody_may_what_the_table_says_and_nothing_else(starter_index, account, who):
    person = None if who == ANONYMOUS else account(who)
    world, faults = World(person), []
    for name in every_name():
        address = example_of(name, world)
        client = Client(raise_request_exception=False)
        if person:
            client.force_login(person)
        for method in METHODS:
            with transaction.atomic():
                fault = fault_of(client, person or AnonymousUser(), name, method, address)
                transaction.set_rollback(True)
            faults += [f"{method} {address} ({name}): {fault}"] if fault else []
    assert not faults, f"{len(faults)} for {who}:\n" + "\n".join(faults)


def fault_of(client, person, name: str, method: str, address: str) -> str:
    """What is wrong with the answer; "" where nothing is."""
    needed = NEEDS.get((name, method))
    if method == "POST":
        client = signed_in_anew(client, person)
    answer = ask(client, name, method, address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    status = 401 if leads_to_sign_in(answer) else answer.status_code
    if status >= 500:
        return f"fails with {status}"
    if needed is None:
        return "" if status in NOT_ALLOWED else f"is not in the table, and answers {status}"
    if is_permitted(person, needed):
        return f"is refused with {status}, though {needed} is permitted" if status in {405, *REFUSED} else ""
    expected = {403} if person.is_authenticated else REFUSED
    if name.startswith(HIDDEN) and not is_permitted(person, "read_drafts"):
        expected = {*expected, 404}
    return "" if status in expected else f"answers {status}, though {needed} is not permitted"


def ask(client, name: str, method: str, address: str):
    if method != "POST":
        return client.generic(method, address)
    kind = {"content_type": "application/json"} if name.startswith("api:") else {}
    return client.post(address, BODIES.get(name, {}), **kind)


def is_permitted(person, needed: str) -> bool:
    if needed == READ:
        return True
    return person.is_authenticated if needed == ACCOUNT else may(roles_of(person), needed)


def signed_in_anew(client, person) -> Client:
    """Signing out is one of the addresses."""
    client = Client(raise_request_exception=False)
    if person.is_authenticated:
        client.force_login(person)
    return client


def leads_to_sign_in(answer) -> bool:
    return answer.status_code == 302 and answer.url.startswith(settings.LOGIN_URL)


def test_a_page_takes_no_method_but_those_of_browsers(client, db):
    for method in ("PUT", "PATCH", "DELETE", "TRACE"):
        assert client.generic(method, "/policies/").status_code == 405
