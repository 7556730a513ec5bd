"""What an evidence link of a draft has to say before it is saved. Asked by every edit that makes or changes one."""

from django.core.exceptions import ValidationError

from policies.models import EvidenceLink, PolicyVersion, StatementIndication
from policies.models.evidence_links import TARGETS
from policies.vocabulary import Directness

INDIRECT_IN = ("population", "intervention", "comparator", "outcome")
LONGEST_NOTE = 2_000


def refuse_what_is_no_link(version: PolicyVersion, image: dict, key: str = "") -> None:
    """`image` is the whole link as it would be; `key` is its own where it is there already. Called inside the edit."""
    _refuse_what_is_no_key(image)
    _refuse_other_than_one_target(image)
    _refuse_other_than_one_place(image)
    _refuse_what_says_nothing(image)
    _refuse_the_same_again(version, image, key)


def _refuse_what_is_no_key(image: dict) -> None:
    for name in (*TARGETS, "indication"):
        value = image.get(name)
        if value and (not isinstance(value, str) or "\x00" in value):
            raise ValidationError({name: "This is no key. Pick what is meant from the search."})


def _refuse_other_than_one_target(image: dict) -> None:
    named = [target for target in TARGETS if image.get(target)]
    if len(named) != 1:
        raise ValidationError(
            "A link leads to exactly one thing. Pick a reference, a study, one of its figures or a recommendation."
        )


def _refuse_other_than_one_place(image: dict) -> None:
    if image.get("criterion"):
        if image.get("statement") or image.get("indication"):
            raise ValidationError("Link it to the criterion or to an indication of the statement, not to both.")
        return
    if not image.get("statement") or not image.get("indication"):
        raise ValidationError({"indication": "Say for which indication, or for which criterion, it is evidence."})
    pairs = StatementIndication.objects.filter(statement__key=image["statement"], indication__key=image["indication"])
    if not pairs.exists():
        raise ValidationError({"indication": "The statement does not name this indication. Choose one it names."})


def _refuse_what_says_nothing(image: dict) -> None:
    if not image.get("bearing"):
        raise ValidationError({"bearing": "Say how it bears on the position: supports, opposes, or context."})
    note = image.get("note") or ""
    if not isinstance(note, str) or not note.strip():
        raise ValidationError({"note": "Write the sentence that says what it shows for this indication."})
    if len(note) > LONGEST_NOTE:
        raise ValidationError({"note": f"Say it in at most {LONGEST_NOTE} characters."})
    indirect_in = image.get("indirect_in") or []
    if not isinstance(indirect_in, list) or set(map(str, indirect_in)) - set(INDIRECT_IN):
        raise ValidationError({"indirect_in": f"It can be indirect in: {', '.join(INDIRECT_IN)}."})
    indirect = image.get("directness") == Directness.INDIRECT
    if indirect and not indirect_in:
        raise ValidationError({"indirect_in": f"Say in what it is indirect: {', '.join(INDIRECT_IN)}."})
    if indirect_in and not indirect:
        raise ValidationError({"indirect_in": "Direct evidence is indirect in nothing: call it indirect, or untick."})


def _refuse_the_same_again(version: PolicyVersion, image: dict, key: str) -> None:
    target = next(name for name in TARGETS if image.get(name))
    at = ("criterion",) if image.get("criterion") else ("statement", "indication")
    same = {f"{name}__key": image[name] for name in (target, *at)}
    found = EvidenceLink.objects.filter(**same).exclude(key=key).first()
    if found:
        raise ValidationError(
            f"It is linked here already, as what {found.get_bearing_display().lower()}: “{found.note[:120]}”. "
            "Edit that link instead."
        )
