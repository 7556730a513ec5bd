"""The sections on what is proposed, what it changes, and who signed it."""

from policies.models import ChangeReview, PolicyVersion
from policies.paper.content import Table, text_of, texts
from reviews.models import ReviewCycle
from reviews.packet.reading import packet_of
from tests.policies.drafts.world import begin
from tests.reviews import world as reviews
from tests.reviews.packet.told import DAY, facts, rows, section, told


def test_changes_are_marked_word_by_word_with_their_class_and_who_confirmed_it(packet):
    (table,) = [block for block in section(packet, "changes") if isinstance(block, Table)]
    (row,) = table.rows
    looks = [(run.text, run.look) for run in row[1]]
    assert looks == [
        ("Limited", "deleted"),
        ("limited", "inserted"),
        (" to the liver", ""),
        (" on imaging", "inserted"),
    ]
    assert text_of(row[2]).startswith("Clarified It says how.\nConfirmed by writer, 20")
    assert "every class is confirmed" in told(packet, "changes")


def test_a_change_without_a_confirmed_class_says_that_it_is_open(cycle, writer):
    ChangeReview.objects.all().delete()
    again = packet_of(cycle, writer, DAY)
    assert "Open: not classed yet. Proposed by rule:" in told(again, "changes")
    assert "1 still needs a confirmed class" in told(again, "changes")


def test_sign_offs_say_who_when_what_and_whether_it_holds(packet):
    (row,) = rows(packet, "signoffs")
    assert row[0] == "ann"
    assert row[2:] == ["Approved with comments", "yes", "Mind the footnote."]
    assert "1 of 2 approvals needed hold." in told(packet, "signoffs")
    assert told(packet, "signoffs").endswith("Asked to sign, without a word that holds\nbob")


def test_an_approver_who_signs_blind_finds_no_word_of_the_others(cycle, approvers, settings):
    settings.SIGNOFFS_BLIND = True
    seen = told(packet_of(cycle, approvers[1], DAY), "signoffs")
    assert "Mind the footnote." not in seen
    assert "What others signed is shown once you have signed yourself." in seen
    assert "Mind the footnote." in told(packet_of(cycle, approvers[0], DAY), "signoffs")


def test_a_closed_review_tells_of_the_version_that_came_of_it(starter_base, writer):
    cycle = reviews.opened(writer)
    version = PolicyVersion.objects.get(key="bcbsma-292/2024-09")
    ReviewCycle.objects.filter(pk=cycle.pk).update(
        state="closed", outcome="reaffirmed", closed_on="2024-09", version=version
    )
    begin(writer)
    paper = packet_of(ReviewCycle.objects.get(), writer, DAY)
    assert facts(paper)["Came of it"] == "Review of September 2024"
    assert facts(paper)["State"] == "Closed: reaffirmed"
    assert "v2" not in "\n".join(texts(paper))
    assert "No earlier text of this policy is held" in told(paper, "changes")
    assert "who approved it there is not recorded here" in told(paper, "signoffs")


def test_a_deferred_review_proposes_nothing_though_a_draft_is_open(starter_base, writer):
    cycle = reviews.opened(writer)
    ReviewCycle.objects.filter(pk=cycle.pk).update(state="closed", outcome="deferred", closed_on="2026-11-20")
    begin(writer)
    paper = packet_of(ReviewCycle.objects.get(), writer, DAY)
    assert facts(paper)["Came of it"] == "none"
    assert told(paper, "changes") == "No version came of this review: nothing was changed."
