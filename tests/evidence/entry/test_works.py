"""A work that a search found becomes one of the base; two that contradict each other are never made one."""

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import AuditEvent
from evidence.entry.works import take_in_work
from evidence.models import Identifier, Reference

pytestmark = pytest.mark.django_db
WORK = {"title": "A trial", "authors": ["Otto B"], "year": "2025"}


@pytest.fixture
def reviewer(account):
    return account("Reviewer")


def known(key: str, **named) -> Reference:
    reference = Reference.objects.create(key=key, title=key, authors=["Otto B"], year="2020")
    for scheme, value in named.items():
        Identifier.objects.create(key=f"{scheme}:{value}", reference=reference, scheme=scheme, value=value)
    return reference


def taken(by, **told) -> Reference:
    return take_in_work(work=WORK | told, by=by)


@pytest.mark.parametrize(
    "told",
    [
        {"doi": "10.1000/A"},
        {"pmid": "12"},
        {"doi": "https://doi.org/10.1000/a", "pmid": "12"},
        {"doi": "10.1000/a", "pmid": "no number"},
    ],
)
def test_it_is_one_that_is_here_by_either_identifier(reviewer, told):
    there = known("otto-2020", doi="10.1000/a", pmid="12")
    assert taken(reviewer, **told) == there
    assert not AuditEvent.objects.exists()


def test_an_identifier_that_the_other_lacks_contradicts_nothing(reviewer):
    there = known("otto-2020", doi="10.1000/a")
    assert taken(reviewer, doi="10.1000/a", pmid="99") == there


@pytest.mark.parametrize("told", [{"doi": "10.1000/b", "pmid": "12"}, {"doi": "10.1000/a", "pmid": "13"}])
def test_where_one_identifier_agrees_and_the_other_does_not_it_is_another_work(reviewer, told):
    there = known("otto-2020", doi="10.1000/a", pmid="12")
    found = taken(reviewer, **told)
    assert found != there
    assert found.identifiers.count() == 1
    assert "which is that of Otto 2020" in found.note


def test_with_the_doi_of_one_and_the_pmid_of_another_it_is_neither(reviewer):
    known("one", doi="10.1000/a")
    known("two", pmid="12")
    found = taken(reviewer, doi="10.1000/a", pmid="12")
    assert found.key == "otto-2025"
    assert not found.identifiers.exists()
    assert found.note.count("which is that of") == 2


def test_works_without_identifiers_are_never_made_one(reviewer):
    assert taken(reviewer) != taken(reviewer)


def test_what_is_longer_than_a_column_is_cut_and_what_is_no_address_left_out(reviewer):
    found = taken(reviewer, journal="J" * 500, url="javascript:alert(1)", kind="unheard", published="x" * 90)
    found.full_clean(exclude=["keywords", "note"])
    assert (len(found.journal), found.url, found.kind) == (200, "", "article")


def test_it_is_told_in_the_trail(reviewer):
    found = taken(reviewer, pmid="12")
    event = AuditEvent.objects.get()
    assert (event.event, event.target_key, event.by) == ("reference.entered", found.key, "reviewer")
    assert event.after["pmid"] == "12"


def test_who_neither_screens_nor_enters_takes_nothing_in(account):
    with pytest.raises(PermissionDenied):
        taken(account("Approver"))
