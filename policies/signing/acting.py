"""What a form of the signing page asks for -> the action, and the sentence that says it is done."""

from policies.models import PolicyVersion
from policies.signing import actions


def submit(post, version: PolicyVersion, by) -> str:
    names = post.getlist("approvers")
    actions.submit(version=version, by=by, approvers=names)
    return f"Sent to be signed by {', '.join(names)}."


def recall(post, version: PolicyVersion, by) -> str:
    actions.recall(version=version, by=by)
    return "Taken back: it is a draft again."


def sign(post, version: PolicyVersion, by) -> str:
    signoff = actions.sign(
        version=version,
        by=by,
        verdict=post.get("verdict", ""),
        comments=post.get("comments", ""),
        content_hash=post.get("content", ""),
    )
    return f"Kept: {signoff.get_verdict_display().lower()}."


def reassign(post, version: PolicyVersion, by) -> str:
    names = {"from_name": post.get("from_name", ""), "to_name": post.get("to_name", "")}
    actions.reassign(version=version, by=by, reason=post.get("reason", ""), **names)
    return f"{names['to_name']} is asked in place of {names['from_name']}."
