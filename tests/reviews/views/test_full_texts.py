import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evidence.full_texts import actions
from evidence.models import Reference
from reviews.flow import retrieval
from tests.evidence.full_texts.files import PDF
from tests.reviews import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def cycle(starter_base, account):
    return world.opened(account("Writer"))


@pytest.fixture
def writer(client, cycle):
    client.force_login(User.objects.get(username="writer"))
    return client


def sought(cycle, name: str, **told):
    work = Reference.objects.create(key=f"w-{name}", title=f"Work {name}", authors=[f"{name} A"], year="2025")
    told = {"title_abstract": "included", "full_text": "undecided", "reference": work} | told
    return world.candidate(cycle, f"Work {name}", **told)


def page_of(cycle, asked="") -> str:
    return reverse("review-full-texts", args=[cycle.key]) + asked


def sent(name="paper.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def test_nobody_but_members_sees_the_works_of_a_review_open_or_closed(client, cycle, account):
    assert client.get(page_of(cycle)).status_code == 404
    cycle.state, cycle.outcome = "closed", "deferred"
    cycle.save()
    assert client.get(page_of(cycle)).status_code == 403
    client.force_login(account("Reader"))
    assert client.get(page_of(cycle)).status_code == 403
    assert client.post(page_of(cycle), {"state": "1:sought"}).status_code == 403


def test_a_member_who_keeps_none_reads_them(client, cycle, account):
    one = sought(cycle, "One")
    client.force_login(account("Approver"))
    page = client.get(page_of(cycle)).content.decode()
    assert one.title in page
    assert 'type="file"' not in page
    assert client.post(page_of(cycle), {"state": f"{one.pk}:sought"}).status_code == 403


def test_without_works_the_page_says_when_they_come(writer, cycle):
    world.candidate(cycle, "Excluded", title_abstract="excluded", excluded_because="design")
    assert "No work is included by title and abstract yet" in writer.get(page_of(cycle)).content.decode()


def test_a_state_is_noted_with_a_button_and_the_page_stays_where_it_was(writer, cycle):
    one = sought(cycle, "One")
    address = page_of(cycle, "?state=not_sought&page=1")
    answer = writer.post(address, {"state": f"{one.pk}:not_retrieved", f"note-{one.pk}": "Asked twice."})
    assert answer.url == address
    one.reference.full_text.refresh_from_db()
    assert one.reference.full_text.note == "Asked twice."
    page = writer.get(address).content.decode()
    assert "No work sought is in this state." in page
    assert "One 2025: not retrieved." in page


def test_a_refused_state_says_why_at_its_work_and_keeps_every_note_that_was_typed(writer, cycle):
    one, two = sought(cycle, "One"), sought(cycle, "Two")
    typed = {"state": f"{one.pk}:not_retrieved", f"note-{one.pk}": " ", f"note-{two.pk}": "Typed for the second."}
    answer = writer.post(page_of(cycle), typed)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Say where it was sought" in page
    assert "Typed for the second." in page


def test_files_are_added_together_each_to_the_work_it_was_chosen_for(writer, cycle):
    one, two = sought(cycle, "One"), sought(cycle, "Two")
    files = {f"file-{one.pk}": sent("b.pdf"), f"file-{two.pk}": [sent("a.pdf"), sent("a.txt", b"notes")]}
    assert writer.post(page_of(cycle), files).status_code == 302
    assert [file.name for file in one.reference.files.all()] == ["b.pdf"]
    assert [file.name for file in two.reference.files.all()] == ["a.pdf", "a.txt"]
    assert retrieval.counts(cycle)["obtained"] == 2


def test_a_file_that_is_refused_does_not_take_the_others_with_it(writer, cycle, settings):
    settings.LARGEST_FULL_TEXT = 1000
    one, two = sought(cycle, "One"), sought(cycle, "Two")
    files = {
        f"file-{one.pk}": [sent("page.html", b"<html>"), sent("big.pdf", PDF + b" " * 2000)],
        f"file-{two.pk}": sent(),
    }
    answer = writer.post(page_of(cycle), files)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "page.html: " in page
    assert "big.pdf is larger than" in page
    assert "Two 2025: paper.pdf is kept." in page
    assert not one.reference.files.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"state": "x:sought"},
        {"state": "99999999999999999999999:sought"},
        {"state": "12"},
        {"state": "1:had"},
        {"file-²": "no file"},
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(writer, cycle, typed):
    sought(cycle, "One")
    answer = writer.post(page_of(cycle), typed)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


def test_a_work_of_another_review_or_not_in_the_base_takes_nothing(writer, cycle, account):
    other = world.opened(User.objects.get(username="writer"), "med140")
    elsewhere, bare = sought(other, "One"), sought(cycle, "Two", reference=None)
    for work in (elsewhere, bare):
        answer = writer.post(page_of(cycle), {f"file-{work.pk}": sent(), "state": f"{work.pk}:sought"})
        assert "not among those sought, or not in the base yet" in answer.content.decode()
    assert not elsewhere.reference.files.exists()


def test_of_a_closed_review_nothing_is_noted_here(writer, cycle):
    one = sought(cycle, "One")
    cycle.state, cycle.outcome = "closed", "deferred"
    cycle.save()
    assert 'type="file"' not in writer.get(page_of(cycle)).content.decode()
    answer = writer.post(page_of(cycle), {"state": f"{one.pk}:sought"})
    assert answer.status_code == 400
    assert "This review is closed" in answer.content.decode()


def test_works_are_narrowed_by_state_and_what_cannot_be_asked_shows_all(writer, cycle):
    one, two = sought(cycle, "One"), sought(cycle, "Two")
    actions.note_retrieval(reference=two.reference, state="sought", by=User.objects.get(username="writer"))
    page = writer.get(page_of(cycle, "?state=sought")).content.decode()
    assert "Work Two" in page
    assert "Work One" not in page
    for asked in ("?state=%00", "?state=had", "?page=x", f"?page={10**30}"):
        page = writer.get(page_of(cycle, asked)).content.decode()
        assert one.title in page


def test_what_keeps_the_stage_open_is_said_until_each_is_obtained_given_up_or_judged(cycle):
    by = User.objects.get(username="writer")
    assert retrieval.hindrances(cycle) == []
    one, two, three = sought(cycle, "One"), sought(cycle, "Two"), sought(cycle, "Three")
    sought(cycle, "Judged", full_text="included")
    sought(cycle, "Out", title_abstract="excluded", full_text="not_yet", reference=None, excluded_because="design")
    actions.note_retrieval(reference=two.reference, state="sought", by=by)
    (said,) = retrieval.hindrances(cycle)
    assert said.url == page_of(cycle)
    assert said.sentence.startswith("3 full texts are neither obtained nor given up (One 2025, Two 2025, Three 2025).")
    actions.note_retrieval(reference=one.reference, state="obtained", by=by)
    actions.note_retrieval(reference=two.reference, state="not_retrieved", note="Asked.", by=by)
    assert retrieval.hindrances(cycle)[0].sentence.startswith("1 full text is")
    actions.add_file(reference=three.reference, name="a.pdf", chunks=[PDF], by=by)
    assert retrieval.hindrances(cycle) == []


def test_the_number_of_queries_does_not_grow(writer, cycle, django_assert_max_num_queries):
    for number in range(20):
        work = sought(cycle, f"N{number}")
        actions.add_file(
            reference=work.reference,
            name="a.pdf",
            chunks=[PDF + str(number).encode()],
            by=User.objects.get(username="writer"),
        )
    with django_assert_max_num_queries(20):
        writer.get(page_of(cycle))
