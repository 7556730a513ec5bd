"""What a form of the candidate's page asks for -> the action, and the sentence that says it is done."""

from reviews.models import Candidate
from reviews.screening import actions
from reviews.screening.actions import Said
from reviews.vocabulary import ExclusionReason, Verdict


def said_in(post) -> Said:
    """An exclusion is asked for by its reason alone: one press of one button."""
    reason = post.get("exclude", "")
    verdict = Verdict.EXCLUDE.value if reason else post.get("verdict", "")
    return Said(verdict, reason, post.get("note", ""), bool(post.get("look_again")))


def judge(post, candidate: Candidate, stage: str, by) -> str:
    """Takes back, settles or decides, as the form says."""
    named = f"“{candidate.title[:80]}{'…' if len(candidate.title) > 80 else ''}”"
    if post.get("take_back"):
        actions.take_back(candidate=candidate, stage=stage, by=by)
        return f"Taken back: {named}."
    said = said_in(post)
    act = actions.settle if post.get("settles") else actions.decide
    act(candidate=candidate, stage=stage, said=said, by=by)
    told = Verdict(said.verdict).label
    if said.reason:
        told += f", {ExclusionReason(said.reason).label.lower()}"
    return f"{told}: {named}."
