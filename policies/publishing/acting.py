"""What a form of the publishing page asks for -> the action, and the sentence that says it is done."""

from django.core.exceptions import ValidationError

from policies import actions as classing
from policies import moving, permissions
from policies.models import PolicyVersion
from policies.publishing import actions, announcing, ending
from policies.publishing.changes import predecessor
from policies.publishing.days import day_of
from policies.publishing.readiness import readiness_of


def classify(post, version: PolicyVersion, by) -> str:
    before = predecessor(version)
    if before is None:
        raise ValidationError("There is no version before this one, so nothing of it is a change.")
    given = {name: post.get(name, "") for name in ("change", "change_class", "reason")}
    review = classing.confirm_change(older=before, newer=version, by=by, **given)
    return f"Classed: {review.get_change_class_display().lower()}."


def announce(post, version: PolicyVersion, by) -> str:
    texts = {name: post.get(name, "") for name in ("change_summary", "bulletin")}
    actions.write_announcement(version=version, by=by, **texts)
    return "The texts are kept. No sign-off is voided by them."


def publish(post, version: PolicyVersion, by) -> str:
    moving.refuse(permissions.objection_to_move(by, "publish"))
    effective_on = day_of("effective_on", post.get("effective_on", ""), "Say on which day it takes effect.")
    published = actions.publish(
        version=version,
        by=by,
        effective_on=effective_on,
        next_review_on=day_of("next_review_on", post.get("next_review_on", "")),
        ends_on=day_of("ends_on", post.get("ends_on", "")),
        history_text=post.get("history_text", ""),
        **_texts_edited(post, version),
        short_notice_reason=post.get("short_notice_reason", ""),
    )
    return f"Published. It is in force from {published.effective_on} on."


def _texts_edited(post, version: PolicyVersion) -> dict[str, str]:
    """The texts that go out, as the form holds them; "" of one that stands as it was shown, which is drafted with the
    days that are only known now.
    """
    ready = readiness_of(version)
    about = announcing.publication(
        version, ready.changes, is_first=ready.before is None, effective_on=version.effective_on
    )
    shown = announcing.texts(version, about)
    given = {name: moving.plain_text(name, post.get(name, "")) for name in ("change_summary", "bulletin")}
    return {name: "" if text == shown[name].strip() else text for name, text in given.items()}


def withdraw(post, version: PolicyVersion, by) -> str:
    ending.withdraw(version=version, by=by, reason=post.get("reason", ""))
    return "Withdrawn. Begin a draft where the policy is to say something else."
