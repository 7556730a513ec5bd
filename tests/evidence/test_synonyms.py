"""The editable list of names that mean the same: who may change it, what is refused, what is recorded."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError

import audit.actions
from audit.models import AuditEvent
from evidence import actions
from evidence.models import Condition, SynonymGroup
from search import synonyms

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "may"), [("Librarian", True), ("Administrator", True), ("Reader", False), ("Writer", False)]
)
def test_librarians_and_administrators_keep_the_list(client, account, role, may):
    assert (
        client.post("/synonyms/", {"names": "LRT\nlocoregional therapy"})
        .headers["Location"]
        .startswith("/accounts/login/")
    )
    client.force_login(account(role))
    answer = client.post("/synonyms/", {"names": "LRT\r\n\r\n locoregional   therapy \nLRT"})
    assert answer.status_code == (302 if may else 403)
    assert list(SynonymGroup.objects.values_list("names", flat=True)) == (
        [["LRT", "locoregional therapy"]] if may else []
    )
    assert ("Keep them" in client.get("/synonyms/").content.decode()) == may


def test_what_is_kept_is_searched_recorded_and_can_be_removed(client, account):
    librarian = account("Librarian")
    Condition.objects.create(key="hcc", name="Hepatocellular carcinoma", synonyms=["HCC"])
    group = actions.add_synonyms(names=["LRT", "locoregional therapy"], by=librarian)
    assert synonyms.thesaurus().others(("lrt",)) == ["locoregional therapy"]
    page = client.get("/synonyms/").content.decode()
    assert "LRT, locoregional therapy" in page
    assert "Hepatocellular carcinoma, HCC" in page
    client.force_login(librarian)
    client.post(f"/synonyms/{group.pk}/remove/")
    assert synonyms.thesaurus().others(("lrt",)) == []
    events = AuditEvent.objects.order_by("id").values_list("event", "by", "before", "after")
    names = {"names": ["LRT", "locoregional therapy"]}
    assert list(events) == [("synonyms.added", "librarian", {}, names), ("synonyms.removed", "librarian", names, {})]
    assert client.post(f"/synonyms/{group.pk}/remove/").status_code == 404


@pytest.mark.parametrize("names", [[], ["LRT"], ["LRT", " "], ["LRT", "--"], ["LRT", "x" * 121]])
def test_names_that_cannot_be_are_refused_in_a_sentence(client, account, names):
    librarian = account("Librarian")
    with pytest.raises(ValidationError):
        actions.add_synonyms(names=names, by=librarian)
    client.force_login(librarian)
    assert 'class="notice"' in client.post("/synonyms/", {"names": "\n".join(names)}, follow=True).content.decode()
    assert not SynonymGroup.objects.exists()


def test_nothing_is_kept_where_it_cannot_be_recorded(account, monkeypatch):
    def fail(**told):
        raise DatabaseError("disk full")

    monkeypatch.setattr(audit.actions, "record", fail)
    with pytest.raises(DatabaseError):
        actions.add_synonyms(names=["LRT", "locoregional therapy"], by=account("Librarian"))
    assert not SynonymGroup.objects.exists()


def test_a_reader_may_not_remove(account):
    group = SynonymGroup.objects.create(names=["a", "b"])
    with pytest.raises(PermissionDenied, match="Librarians"):
        actions.remove_synonyms(group=group, by=account("Reader"))
