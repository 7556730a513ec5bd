"""Searches that people keep, what is new in them, and the daily e-mail."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evidence.models import Study
from search import changes, index, saved
from search.models import SavedSearch

pytestmark = pytest.mark.django_db


def add_study(key: str, **values) -> None:
    with transaction.atomic():
        Study.objects.create(key=key, label=key, design="rct", **values)
        changes.record("study", [key])


@pytest.fixture
def reader(account, index_folder):
    add_study("old", acronym="SIRFLOX")
    Study.objects.update(added_at=timezone.now() - timedelta(days=3))
    index.rebuild()
    return account("Reader")


def keep(user, name="Mine", asked="q=sirflox", days_ago=1, **values) -> SavedSearch:
    kept = saved.keep(user=user, name=name, asked=asked)
    SavedSearch.objects.filter(pk=kept.pk).update(looked_at=timezone.now() - timedelta(days=days_ago), **values)
    return SavedSearch.objects.get(pk=kept.pk)


def test_what_came_into_the_base_since_is_new_until_it_is_looked_at(client, reader):
    kept = keep(reader)
    client.force_login(reader)
    assert [each.new for each in saved.with_news(reader)] == [0]
    add_study("new", acronym="SIRFLOX")
    add_study("other", acronym="EPOCH")
    index.rebuild()
    assert [each.new for each in saved.with_news(reader)] == [1]
    assert "1 new" in client.get("/").content.decode()
    answer = client.post(reverse("saved-look", args=[kept.pk]))
    assert answer.headers["Location"] == "/search/?q=sirflox"
    assert [each.new for each in saved.with_news(reader)] == [0]


def test_what_is_kept_is_the_whole_question(client, reader):
    client.force_login(reader)
    asked = "q=sirflox+epoch&design=rct&match=most&sort=newest&synonyms=off"
    client.post(reverse("saved-searches"), {"name": " My   search ", "asked": f"{asked}&page=3"})
    (kept,) = SavedSearch.objects.all()
    assert (kept.name, saved.query_of(kept).url) == ("My search", f"/search/?{saved.query_of(kept).asked}")
    assert set(kept.asked.split("&")) == set(asked.split("&"))
    keep(reader, "Widened", "q=sirflox+epoch&match=most", days_ago=9)
    assert next(each.new for each in saved.with_news(reader) if each.saved.name == "Widened") == 1


@pytest.mark.parametrize("name", ["", "   ", "Mine", "x" * 121])
def test_a_name_that_cannot_be_is_refused_in_a_sentence_and_nothing_is_kept(client, reader, name):
    keep(reader)
    client.force_login(reader)
    answer = client.post(reverse("saved-searches"), {"name": name, "asked": "q=x"}, follow=True)
    assert 'class="notice"' in answer.content.decode()
    assert SavedSearch.objects.count() == 1


def test_so_many_are_kept_and_no_more(reader, monkeypatch):
    monkeypatch.setattr(saved, "MOST_SAVED", 1)
    keep(reader)
    with pytest.raises(ValidationError, match="Remove one first"):
        saved.keep(user=reader, name="Another", asked="")


@pytest.mark.parametrize("name", ["saved-look", "saved-digest", "saved-remove"])
def test_anybody_elses_saved_search_is_not_there(client, reader, account, name):
    kept = keep(reader)
    address = reverse(name, args=[kept.pk])
    assert client.post(address).status_code == 302  # to the sign-in
    client.force_login(account("Writer"))
    assert client.post(address).status_code == 404
    client.force_login(reader)
    assert client.get(address).status_code == 405
    assert SavedSearch.objects.filter(pk=kept.pk).exists()


def test_the_list_is_its_owners_and_each_can_be_removed(client, reader, account):
    kept = keep(reader)
    assert client.get(reverse("saved-searches")).status_code == 302
    client.force_login(reader)
    assert "Mine" in client.get(reverse("saved-searches")).content.decode()
    client.post(reverse("saved-digest", args=[kept.pk]), {"wanted": "1"})
    assert SavedSearch.objects.get().digest
    client.post(reverse("saved-remove", args=[kept.pk]))
    assert not SavedSearch.objects.exists()


def test_what_is_new_is_sent_once_to_those_who_asked_for_it(reader, account, settings):
    settings.SITE_URL = "https://warrant.example.org"
    reader.email = "reader@example.org"
    reader.save()
    keep(reader, digest=True)
    keep(reader, "Not sent")
    keep(account("Writer"), digest=True)  # without an address
    add_study("new", acronym="SIRFLOX")
    index.rebuild()
    saved.send_digests()
    (sent,) = mail.outbox
    assert sent.to == ["reader@example.org"]
    assert sent.body == "Mine: 1 new\nhttps://warrant.example.org/search/?q=sirflox\n"
    saved.send_digests()
    assert len(mail.outbox) == 1


def test_without_an_index_what_is_new_is_not_known_and_is_told_later(client, reader, index_folder):
    reader.email = "reader@example.org"
    reader.save()
    keep(reader, digest=True)
    (index_folder / "current").unlink()
    assert [each.new for each in saved.with_news(reader)] == [None]
    client.force_login(reader)
    assert "the index is being built" in client.get("/").content.decode()
    saved.send_digests()
    assert mail.outbox == []
    assert SavedSearch.objects.get().sent_at is None


def test_a_draft_is_new_only_to_those_who_may_read_it(client, starter_base, index_folder, account):
    from policies.models import PolicyVersion, Statement

    PolicyVersion.objects.filter(policy__key="med140").update(status="draft")
    Statement.objects.update(added_at=timezone.now())
    index.rebuild()
    counts = {}
    for role in ("Reader", "Writer"):
        user = account(role)
        keep(user, asked="type=statement")
        counts[role] = saved.with_news(user)[0].new
    assert counts["Reader"] < counts["Writer"]


def test_the_number_of_queries_does_not_grow_with_the_saved_searches(reader, django_assert_num_queries):
    keep(reader, "One")
    with CaptureQueriesContext(connection) as of_one:
        saved.with_news(User.objects.get(pk=reader.pk))
    for number in range(4):
        keep(reader, f"Another {number}")
    with django_assert_num_queries(len(of_one)):
        saved.with_news(User.objects.get(pk=reader.pk))
