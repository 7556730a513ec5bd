"""People of a review, and a review brought to each of its states by what people do."""

from policies.models import PolicyVersion
from policies.publishing import actions as publishing
from policies.signing import actions as signing
from reviews.cycles import assigning, drafting
from reviews.cycles.moving import move
from reviews.models import ReviewCycle
from tests.policies.publishing.world import ASKED, again, in_days
from tests.policies.publishing.world import People as Signing
from tests.reviews import world


class People(Signing):
    """A Writer, two Approvers, and two who read."""

    def __init__(self, account):
        super().__init__(account)
        self.reader = account("Reviewer", "rita")
        self.librarian = account("Librarian", "lea")


def fresh(cycle: ReviewCycle) -> ReviewCycle:
    return ReviewCycle.objects.select_related("policy__payer", "version").get(pk=cycle.pk)


def in_drafting(people, **told) -> ReviewCycle:
    return move(cycle=world.opened(people.writer, **told), name="skip", by=people.writer)


def reaffirmed(cycle: ReviewCycle, people, **terms) -> PolicyVersion:
    asked = {"reviewed_on": in_days(0), "literature": "Searched; nothing new.", "next_review_on": None}
    return drafting.reaffirm(cycle=cycle, by=people.writer, approvers=ASKED, **asked | terms)


def in_deciding(people, **told) -> ReviewCycle:
    """With a version that says "reviewed, no change", sent to be signed."""
    cycle = in_drafting(people, **told)
    reaffirmed(cycle, people)
    return move(cycle=fresh(cycle), name="decide", by=people.writer)


def published(cycle: ReviewCycle, people, **terms) -> PolicyVersion:
    """The cycle's version, signed by both and made the policy."""
    version = fresh(cycle).version
    for approver in people.approvers:
        signing.sign(version=again(version), by=approver, verdict="approved")
    return publishing.publish(version=again(version), by=people.writer, **{"effective_on": in_days(0)} | terms)


def assigned(cycle: ReviewCycle, people, **told):
    asked = {"name": "rita", "task": "reader"} | told
    return assigning.assign(cycle=cycle, by=people.writer, **asked)
