"""The two bases the tests start from stay apart, and nothing stays behind."""

import socket

import pytest
from django.contrib.auth.models import User
from django.db import connection

from evidence.models import Document
from search import asking, index
from search.engines.base import IndexUnusable
from search.query import SearchQuery
from tests.conftest import is_for_every_database


def test_empty_base_is_empty(db):
    assert not Document.objects.exists()


@pytest.mark.parametrize("turn", [1, 2])
def test_starter_base_is_whole_again_for_the_next_test(starter_base, turn):
    assert Document.objects.count() == 17
    Document.objects.filter(key="med140").update(title="changed")
    assert Document.objects.exclude(title="changed").count() == 16


def test_empty_base_is_empty_beside_the_starter_base(db, starter_database):
    assert not Document.objects.exists()


def test_accounts_are_in_the_starter_base(account, starter_base, client):
    user = account("Writer")
    client.force_login(user)
    assert User.objects.get() == user
    assert Document.objects.exists()


def test_index_folder_is_empty(db, index_folder):
    with pytest.raises(IndexUnusable):
        index.count()
    assert index.rebuild() == 0
    assert index.count() == 0


def test_starter_index_finds_the_starter_base(starter_index, account):
    assert asking.ask(SearchQuery("radioembolization"), viewer=account("Reader")).found.count


def test_talking_to_another_machine_fails():
    with socket.socket() as other, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        other.connect(("192.0.2.1", 80))


def test_test_database_is_in_a_file_of_this_run(db):
    assert "test" in str(connection.settings_dict["NAME"])


@pytest.mark.usefixtures("starter_index")
def test_a_test_of_the_starter_index_is_for_every_database(request):
    """It belongs to the second run, on PostgreSQL."""
    assert is_for_every_database(request.node)


@pytest.mark.django_db(transaction=True)
def test_a_test_with_transactions_of_its_own_is_for_every_database(request):
    assert is_for_every_database(request.node)


def test_a_test_of_neither_is_not(request):
    assert not is_for_every_database(request.node)


@pytest.mark.walk
def test_a_walk_is_for_one_database(request, db):
    assert not is_for_every_database(request.node)
