"""Whether the rows of a published version are still what was published. Its evidence may have been corrected since."""

import json

from policies.drafts.content import content_of
from policies.models import PolicyVersion, PublishedContent


def altered(version: PolicyVersion) -> list[str] | None:
    """What differs, as "statement med140/v2/i: text"; None of a version that was not published here."""
    kept = PublishedContent.objects.filter(version=version).first() if version.published_at else None
    if kept is None:
        return None
    now = json.loads(json.dumps(content_of(version), default=str))
    found = [
        f"{part} {key}: {what}"
        for part, rows in now["parts"].items()
        for key, what in _differences(kept.content["parts"].get(part, {}), rows)
    ]
    of_itself = (name for name in now if name not in ("parts", "evidence") and name in kept.content)
    return [*found, *(f"version {version.key}: {name}" for name in of_itself if now[name] != kept.content[name])]


def _differences(then: dict, now: dict):
    for key in {**then, **now}:
        if key not in now:
            yield key, "the row, which is gone,"
        elif key not in then:
            yield key, "the row, which was added,"
        elif names := [name for name in then[key] if then[key][name] != now[key].get(name)]:
            yield key, ", ".join(names)
