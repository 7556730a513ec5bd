"""What all tests share.

A test with the `db` fixture (or the django_db mark) starts from an empty base, as after `migrate`. One with
`starter_base` starts from fixtures/ loaded: that is a second database, filled once per run. Either way the test's own
changes are rolled back. `index_folder` is an empty search index, `starter_index` the index of the starter base.
"""

import ipaddress
import socket
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection, connections, transaction
from django.test import override_settings

from policies import loading
from search import index, tasks

# The same examples in every run, and no failure because a machine is slow.
hypothesis.settings.register_profile("same-everywhere", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("same-everywhere")


def pytest_configure():
    remove_databases_of_killed_runs()


def remove_databases_of_killed_runs():
    for path in settings.VAR_DIR.glob("test-*.sqlite3*"):
        run = path.name.removeprefix("test-").partition(".")[0].partition("_")[0]
        if run.isdigit() and not Path("/proc", run).exists() and Path("/proc/self").exists():
            path.unlink(missing_ok=True)


def pytest_addoption(parser):
    parser.addoption(
        "--with-database",
        action="store_true",
        help="only the tests that ask a database, but for the walks: the others are the same whichever it is",
    )


def pytest_collection_modifyitems(config, items):
    if config.getoption("with_database"):
        config.hook.pytest_deselected(items=[item for item in items if not is_for_every_database(item)])
        items[:] = [item for item in items if is_for_every_database(item)]
    # First, so that the rows of other fixtures (accounts, say) are made in the base the test sees.
    for item in items:
        names = getattr(item, "fixturenames", [])
        for first in ("starter_base", "starter_index"):
            if first in names:
                names.remove(first)
                names.insert(0, first)


def is_for_every_database(item) -> bool:
    fixtures = {"db", "transactional_db", "starter_database", "django_db_setup"}
    asks_one = fixtures & set(getattr(item, "fixturenames", [])) or item.get_closest_marker("django_db")
    return bool(asks_one) and item.get_closest_marker("walk") is None


@pytest.fixture(scope="session", autouse=True)
def settings_of_tests(tmp_path_factory):
    """Nothing a test does touches var/, pages need no collectstatic, and passwords are hashed fast."""
    storages = {**settings.STORAGES}
    storages["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES=storages,
        VAR_DIR=tmp_path_factory.mktemp("var"),
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        SEARCH_INDEX_DIR=tmp_path_factory.mktemp("no-index"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def trail_can_be_emptied():
    """SQLite empties tables row by row after a test with transactions of its own, which the audit trail refuses.

    So a flush takes the triggers away and puts them back, in its own transaction. PostgreSQL truncates, unasked.
    """
    if connection.vendor != "sqlite":
        yield
        return
    operations = type(connection.ops)
    flush = operations.sql_flush

    def flush_without_triggers(self, *args, **kwargs):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        drops = [f"DROP TRIGGER {name}" for name, _ in triggers]
        return [*drops, *flush(self, *args, **kwargs), *(sql for _, sql in triggers)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "sql_flush", flush_without_triggers)
        yield


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """A test that talks to another machine fails."""
    connect = socket.socket.connect

    def connect_here(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_this_machine(address[0]):
            raise AssertionError(f"a test wants to talk to {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


def is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(scope="session")
def starter_database(settings_of_tests, django_db_setup, django_db_blocker):
    """A connection to a second test database that holds the starter base."""
    with django_db_blocker.unblock():
        connection.close()  # what SQLite keeps in its write-ahead log goes into the file, which is copied
        creation = connection.creation
        creation.clone_test_db("starter", verbosity=0, autoclobber=True)
        starter = connection.copy()
        starter.settings_dict["NAME"] = creation.get_test_db_clone_settings("starter")["NAME"]
    try:
        with django_db_blocker.unblock(), in_use(starter):
            loading.load(settings.FIXTURES_DIR)
        yield starter
    finally:
        with django_db_blocker.unblock():
            starter.close()
            creation.destroy_test_db(suffix="starter", verbosity=0)


@contextmanager
def in_use(other):
    """Makes `other` the database connection."""
    usual = connections["default"]
    connections["default"] = other
    try:
        yield
    finally:
        connections["default"] = usual


@pytest.fixture
def starter_base(starter_database, db):
    """The starter base: five documents, and what is known in part of twelve more.

    Not for tests with their own transactions (django_db(transaction=True)).
    """
    with in_use(starter_database), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def index_in(folder: Path):
    """Makes `folder` the place of the search index, with nothing of another one left open."""

    def close():
        index._readers.clear()
        tasks._close()

    close()
    with override_settings(SEARCH_INDEX_DIR=folder):
        yield folder
        close()


@pytest.fixture
def index_folder(tmp_path):
    """The folder of the test's own search index, with nothing in it yet."""
    with index_in(tmp_path / "index") as folder:
        yield folder


@pytest.fixture(scope="session")
def starter_index_folder(starter_database, django_db_blocker, tmp_path_factory):
    with index_in(tmp_path_factory.mktemp("starter-index")) as folder:
        with django_db_blocker.unblock(), in_use(starter_database):
            index.rebuild()
        return folder


@pytest.fixture
def starter_index(starter_base, starter_index_folder):
    """The starter base and its search index, which all tests share: they read it only."""
    with index_in(starter_index_folder) as folder:
        yield folder


@pytest.fixture
def account(db):
    """Makes an account with a role: account("Writer"). Nobody needs its password: client.force_login(user)."""

    def make(role: str, name: str = "") -> User:
        user = User.objects.create_user(name or role.lower())
        user.groups.add(Group.objects.get_or_create(name=role)[0])  # a test with transactions empties the base
        return user

    return make
