"""What is typed of an evidence link, as a value: from the form, from a link, and to what the edit takes. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from policies.vocabulary import Comparison, Directness, LinkGround

TARGETS = ("reference", "study", "measurement", "effect_estimate", "recommendation")
PLACES = ("indication", "criterion")


@dataclass(frozen=True)
class LinkForm:
    """`target` is "study:mulcahy-2021", `place` "indication:re-hcc" or "criterion:med140/i/a"; `link` is the key of the
    link that is edited, "" for a new one."""

    target: str = ""
    place: str = ""
    link: str = ""
    bearing: str = ""
    directness: str = Directness.DIRECT.value
    indirect_in: list[str] = field(default_factory=list)
    comparison: str = Comparison.NO_COMPARISON.value
    ground: str = LinkGround.INFERRED.value
    ground_note: str = ""
    note: str = ""

    @classmethod
    def from_post(cls, post: Any) -> "LinkForm":
        """From a QueryDict. Whatever is wrong in it is found by the edit."""
        texts = {name: post.get(name, "").strip() for name in TEXTS}
        return cls(indirect_in=post.getlist("indirect_in"), **texts)

    @classmethod
    def from_image(cls, key: str, image: Mapping[str, Any]) -> "LinkForm":
        """From a link as the version holds it (policies/drafts/parts.py)."""
        target = next(f"{name}:{image[name]}" for name in TARGETS if image[name])
        place = next(f"{name}:{image[name]}" for name in PLACES if image[name])
        plain = {name: image[name] for name in WORDS}
        return cls(target=target, place=place, link=key, indirect_in=list(image["indirect_in"]), **plain)

    @property
    def words(self) -> dict[str, Any]:
        """What is said of it, apart from what is linked to what."""
        return {
            "bearing": self.bearing,
            "directness": self.directness,
            "indirect_in": self.indirect_in,
            "comparison": self.comparison,
            "ground": self.ground,
            "ground_note": self.ground_note,
            "note": self.note,
        }

    def added(self, statement: str) -> dict[str, Any]:
        """The values of a new link."""
        kind, _, key = self.target.partition(":")
        values = self.words | ({kind: key} if kind in TARGETS else {})
        where, _, place = self.place.partition(":")
        if where == "criterion":
            return values | {"criterion": place}
        return values | {"statement": statement, "indication": place if where == "indication" else ""}

    @property
    def changed(self) -> dict[str, Any]:
        """The values of a link that is there: it may be moved to another indication, and leads where it led."""
        where, _, place = self.place.partition(":")
        return self.words | ({"indication": place} if where == "indication" else {})


WORDS = ("bearing", "directness", "comparison", "ground", "ground_note", "note")
TEXTS = ("target", "place", "link", *WORDS)
