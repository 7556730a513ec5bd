"""My work: what is due and what waits for one's word; and what one was told."""

import pytest
from django.utils import timezone

from reviews.cycles.assigning import assign, end
from reviews.cycles.moving import move
from reviews.cycles.my_work import work_of
from reviews.models import ImportBatch, ImportRecord, Notice, ReviewCycle, ScreeningDecision
from tests.policies.publishing.world import in_days
from tests.reviews import world
from tests.reviews.cycles.world import People, in_deciding

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def people(account):
    world.put_aside()
    return People(account)


def text(answer) -> str:
    return answer.content.decode()


def screening(people, readers: int = 1) -> ReviewCycle:
    cycle = world.opened(people.writer)
    ReviewCycle.objects.filter(pk=cycle.pk).update(readers_needed=readers)
    return move(cycle=cycle, name="screen", by=people.writer)


def work(person):
    return work_of(person, timezone.localdate())


def counted(rows) -> list[int]:
    return [each.number for each in rows]


def test_the_page_is_ones_own_and_says_when_nothing_waits(client, people, account):
    assert client.get("/reviews/mine/").status_code == 302
    client.force_login(account("Librarian", "nobody-asked"))
    assert "Nothing waits for you" in text(client.get("/reviews/mine/"))


def test_tasks_are_overdue_soon_or_later_by_their_own_day_or_the_reviews(people):
    cycle = world.opened(people.writer, due_on=in_days(-1))
    for task, due_on in (("writer", None), ("reader", in_days(5)), ("third_reader", None)):
        name = "lea" if task == "third_reader" else "will"
        assign(cycle=cycle, by=people.writer, name=name, task=task, due_on=due_on)
    mine = work(people.writer)
    assert [task.assignment.task for task in mine.overdue] == ["writer"]
    assert [(task.assignment.task, task.due_on) for task in mine.soon] == [("reader", in_days(5))]
    assert [task.assignment.task for task in work(people.librarian).later] == ["third_reader"]


def test_a_reader_is_told_how_many_records_wait_for_their_word(people):
    cycle = screening(people, readers=2)
    assign(cycle=cycle, by=people.writer, name="rita", task="reader")
    said, taken_back, second, done, full = [world.candidate(cycle) for _ in range(5)]
    told = {"stage": "title_abstract", "by": "rita", "verdict": "include"}
    ScreeningDecision.objects.create(candidate=said, **told)
    ScreeningDecision.objects.create(candidate=taken_back, taken_back_at=timezone.now(), **told)
    for row, fields in (
        (said, {"title_abstract": "second_needed"}),
        (second, {"title_abstract": "second_needed"}),
        (done, {"title_abstract": "excluded"}),
        (full, {"title_abstract": "included", "full_text": "undecided"}),
    ):
        type(row).objects.filter(pk=row.pk).update(**fields)
    assert counted(work(people.reader).to_judge) == [2, 1]  # taken back and second reader's; full text
    assert work(people.librarian).to_judge == []


def test_a_review_that_is_not_screening_asks_no_reader(people):
    cycle = world.opened(people.writer)
    assign(cycle=cycle, by=people.writer, name="rita", task="reader")
    world.candidate(cycle)
    assert work(people.reader).to_judge == []


def test_a_third_reader_is_told_of_conflicts(people):
    cycle = screening(people, readers=2)
    assign(cycle=cycle, by=people.writer, name="lea", task="third_reader")
    for fields in ({"title_abstract": "conflict"}, {"full_text": "conflict"}, {}):
        row = world.candidate(cycle)
        type(row).objects.filter(pk=row.pk).update(**fields)
    assert counted(work(people.librarian).to_settle) == [1, 1]


def test_possible_duplicates_are_for_who_may_settle_them(people):
    run = world.searched(screening(people))
    batch = ImportBatch.objects.create(key="b", run=run, file_name="a.ris", sha256="0", size=1, by="will")
    for position, outcome in enumerate(("possible_duplicate", "possible_duplicate", "known")):
        ImportRecord.objects.create(batch=batch, position=position, line=1, raw="", outcome=outcome)
    assert counted(work(people.librarian).duplicates) == [2]
    assert work(people.reader).duplicates == []


def test_what_waits_to_be_signed_is_ones_work_too(client, people):
    in_deciding(people)
    assert [version.purpose for version in work(people.approvers[0]).to_sign] == ["reaffirmation"]
    client.force_login(people.approvers[0])
    assert "Waiting for your signature" in text(client.get("/reviews/mine/"))


def test_home_says_it_in_short_and_nothing_to_others(client, people):
    cycle = screening(people)
    ReviewCycle.objects.filter(pk=cycle.pk).update(due_on=in_days(-3))
    assign(cycle=cycle, by=people.writer, name="will", task="writer")
    assign(cycle=cycle, by=people.writer, name="will", task="reader")
    world.candidate(cycle)
    assert "My work" not in text(client.get("/"))
    client.force_login(people.writer)
    page = text(client.get("/"))
    assert (
        '<a href="/reviews/mine/#overdue">1 task overdue</a> · <a href="/reviews/mine/#screening">1 work to judge</a>'
        in page
    )


def test_a_notice_is_shown_until_it_is_read_and_only_its_reader_reads_it(client, people):
    cycle = world.opened(people.writer)
    assign(cycle=cycle, by=people.writer, name="rita", task="reader")
    assign(cycle=cycle, by=people.writer, name="lea", task="reader")
    mine, other = Notice.objects.get(name="rita"), Notice.objects.get(name="lea")
    client.force_login(people.reader)
    assert mine.text in text(client.get("/"))
    for pk in (other.pk, "x", "9" * 30, "१"):
        client.post("/reviews/notices/read/", {"notice": pk})
    assert Notice.objects.filter(read_at=None).count() == 2
    client.post("/reviews/notices/read/", {"notice": mine.pk})
    assert mine.text not in text(client.get("/"))
    assert Notice.objects.filter(read_at=None).get() == other


def test_all_notices_are_read_at_once(client, people):
    cycle = world.opened(people.writer)
    for task in ("reader", "third_reader"):
        end(assignment=assign(cycle=cycle, by=people.writer, name="rita", task=task), by=people.writer)
    assert Notice.objects.filter(name="rita", read_at=None).count() == 2
    client.force_login(people.reader)
    client.post("/reviews/notices/read/")
    assert not Notice.objects.filter(name="rita", read_at=None).exists()


def test_a_policys_page_tells_of_its_reviews(client, people):
    cycle = world.opened(people.writer, due_on=in_days(3))
    assert cycle.key not in text(client.get("/policies/bcbsma-292/"))
    client.force_login(people.writer)
    page = text(client.get("/policies/bcbsma-292/"))
    assert f'href="/reviews/{cycle.key}/"' in page
    assert "Open a review" not in page
    assert "/reviews/new/?policy=med140" in text(client.get("/policies/med140/"))
