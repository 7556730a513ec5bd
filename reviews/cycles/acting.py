"""What a form on the pages of a review asks for -> the action, and the sentence that says it is done."""

from django.core.exceptions import ValidationError

from policies.models import PolicyVersion
from policies.permissions import visible_policies
from policies.publishing import beginning
from policies.publishing.days import day_of
from reviews import lifecycle
from reviews.cycles import assigning, closing, drafting, editing, moving
from reviews.cycles.opening import open_cycle
from reviews.models import Assignment, ReviewCycle


def open_review(post, by) -> ReviewCycle:
    key = post.get("policy", "")
    policy = None if "\x00" in key else visible_policies(by).filter(key=key).first()
    if policy is None:
        raise ValidationError({"policy": "Choose the policy to review."})
    asked = {name: post.get(name, "") for name in ("type", "trigger", "trigger_source")}
    return open_cycle(policy=policy, by=by, due_on=day_of("due_on", post.get("due_on", "")), **asked)


def move(post, cycle: ReviewCycle, by) -> str:
    name = post.get("move", "")
    moving.move(cycle=cycle, name=name, by=by, why=post.get("why", ""))
    return f"The review is {lifecycle.move(name).does}."


def edit(post, cycle: ReviewCycle, by) -> str:
    readers = post.get("readers_needed", "")
    editing.edit(
        cycle=cycle,
        by=by,
        question=post.get("question", ""),
        criteria=post.get("criteria", ""),
        highlighted=post.get("highlighted", "").splitlines(),
        readers_needed=int(readers) if readers in ("1", "2") else 0,
        due_on=day_of("due_on", post.get("due_on", "")),
    )
    return "Kept."


def assign(post, cycle: ReviewCycle, by) -> str:
    row = assigning.assign(
        cycle=cycle,
        by=by,
        name=post.get("name", ""),
        task=post.get("task", ""),
        due_on=day_of("due_on", post.get("due_on", "")),
    )
    return f"{row.name} is asked to be {row.get_task_display().lower()}, and told of it."


def end_assignment(row: Assignment, by) -> str:
    assigning.end(assignment=row, by=by)
    return f"{row.name} is not asked any more."


def close(post, cycle: ReviewCycle, by) -> str:
    """One of three forms: on the version that came of it, deferred, or rejected."""
    how, next_due_on = post.get("how", ""), day_of("next_due_on", post.get("next_due_on", ""))
    if how in ("defer", "reject"):
        end = {"defer": closing.defer, "reject": closing.reject}[how]
        closed = end(cycle=cycle, by=by, reason=post.get("reason", ""), next_due_on=next_due_on)
    elif how == "close":
        opens_next = bool(post.get("opens_next"))
        closed = closing.close(cycle=cycle, by=by, next_due_on=next_due_on, opens_next=opens_next)
    else:
        raise ValidationError({"how": "Choose how the review ends."})
    opened = closing.next_of(closed)
    return f"Closed: {closed.get_outcome_display().lower()}." + (f" {opened.number} is open." if opened else "")


def draft(post, cycle: ReviewCycle, by) -> tuple[str, PolicyVersion, str]:
    """The page to go on with, of which version, and what to say."""
    how = post.get("how", "")
    if how == "begin":
        return "draft", drafting.begin(cycle=cycle, by=by), "The draft of this review is begun."
    if how == "take":
        return "draft", drafting.take(cycle=cycle, by=by), "This is the draft of the review now."
    if how == "reaffirm":
        version = drafting.reaffirm(cycle=cycle, by=by, **beginning.reaffirmation(post))
        return "draft-signing", version, "Sent to be signed: reviewed, no change."
    if how == "retire":
        version = drafting.retire(cycle=cycle, by=by, **beginning.retirement(post, by))
        return "draft-signing", version, "Sent to be signed: the retirement."
    raise ValidationError({"how": "Choose what the review brings."})
