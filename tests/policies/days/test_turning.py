"""The turn of the day: search is told once which policies have another version in force, whatever days were missed."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from jobs import registry
from policies.days import actions, tasks
from policies.models import DayTurned
from search import asking, changes, index
from search.models import Change
from search.query import SearchQuery
from tests.policies.days import world

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture(autouse=True)
def turned(account):
    """Every day up to today, with three versions of policy 292."""
    world.build(account("Writer"))
    actions.turn_to(world.today())
    Change.objects.all().delete()


def changed(type: str) -> set[str]:
    return set(Change.objects.filter(type=type).values_list("key", flat=True))


def test_a_day_on_which_nothing_begins_changes_nothing():
    assert actions.turn_to(world.today()) == 0
    assert actions.turn_to(world.begins() - timedelta(days=1)) == 0
    assert not Change.objects.exists()


def test_on_the_day_a_version_begins_its_policy_and_both_texts_are_told():
    assert actions.turn_to(world.begins()) == 1
    assert changed("policy") == {world.POLICY}
    assert {"bcbsma-292/hcc", f"{world.TWO}/hcc", f"{world.THREE}/hcc"} <= changed("statement")
    assert f"{world.FOUR}/hcc" not in changed("statement")  # a draft does not change with the day


def test_days_missed_are_made_up_for_once():
    late = world.begins() + timedelta(days=12)
    assert actions.turn_to(late) == 1
    assert actions.turn_to(late) == 0
    assert actions.turn_to(late + timedelta(days=1)) == 0
    assert [each.on for each in DayTurned.objects.all()] == [late + timedelta(days=1)]


def test_a_clock_that_goes_back_changes_nothing():
    actions.turn_to(world.begins())
    Change.objects.all().delete()
    assert actions.turn_to(world.today()) == 0
    assert not Change.objects.exists()


def test_the_first_time_all_days_until_today_count():
    DayTurned.objects.all().delete()
    assert actions.turn_to(world.today()) == 1


def test_that_the_day_turned_is_kept_only_with_what_was_told(monkeypatch):
    def fail(*args):
        raise RuntimeError("the log cannot be written")

    monkeypatch.setattr("policies.days.actions.changes.record", fail)
    with pytest.raises(RuntimeError):
        actions.turn_to(world.begins())
    assert [each.on for each in DayTurned.objects.all()] == [world.today()]


def test_the_worker_asks_for_the_day_of_the_site(monkeypatch):
    asked = []
    monkeypatch.setattr(actions, "turn_to", asked.append)
    day = world.begins()
    world.day_comes(day, monkeypatch)
    registry.timed["policies.turn_of_day"].run()
    assert asked == [day]
    assert registry.timed["policies.turn_of_day"].every == tasks.EVERY


def test_after_the_turn_the_index_is_as_one_built_anew(index_folder, monkeypatch):
    index.rebuild()
    world.day_comes(world.begins(), monkeypatch)
    tasks.turn_of_day()
    put_what_was_told()
    index._readers.clear()
    followed = found_statements()
    index.rebuild()
    index._readers.clear()
    assert followed == found_statements()
    assert f"{world.THREE}/hcc" in followed
    assert f"{world.TWO}/hcc" not in followed


def put_what_was_told():
    """As the index follows the log, which asks for what is committed: within a test nothing is."""
    writer = index.engine().writer(index.folder(), create=False)
    changes.put_new(writer, list(Change.objects.order_by("id").values_list("id", "type", "key")))
    writer.close()


def found_statements() -> set[str]:
    query = SearchQuery.from_params(QueryDict("type=statement&page_size=500"))
    return {hit.key for hit in asking.ask(query, viewer=AnonymousUser()).found.hits}
