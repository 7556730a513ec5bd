"""A version's rows copied into another: new keys, the same stable keys, no lines of a document that it is not."""

from policies.drafts.parts import PARTS, Part
from policies.models import Policy, PolicyVersion

LONGEST_KEY = 200


def next_key(policy: Policy) -> str:
    """ "bcbsma-292/v2": the number of the text among those held."""
    taken = set(policy.versions.values_list("key", flat=True))
    number = policy.versions.exclude(origin="reconstructed").count() + 1
    while f"{policy.key}/v{number}" in taken:
        number += 1
    return f"{policy.key}/v{number}"


def copy(source: PolicyVersion, target: PolicyVersion) -> int:
    """Gives the empty target all rows of the source; the number of them. Called in a transaction."""
    keys, images = {source.key: target.key}, {}
    for part in PARTS:
        found = part.images(part.rows(source), *_following(part))
        images[part.name] = found
        for key in found:
            if key not in keys:  # a statement and its root may share one, being rows of two tables
                keys[key] = _new_key(key, source, target, keys)
    copied = 0
    for part in PARTS:
        copied += _copy_rows(part, images[part.name], keys)
    for part in PARTS:
        _copy_links(part, images[part.name], keys)
    return copied


def _following(part: Part) -> list[str]:
    """What is in no image because it follows from the tree, which is copied as it stands."""
    names = {field.name for field in part.model._meta.concrete_fields}
    return [name for name in (part.order, "computed_label") if name and name in names]


def _new_key(key: str, source: PolicyVersion, target: PolicyVersion, keys: dict[str, str]) -> str:
    """With the target's key in front in place of the source's or the policy's. Numbered where that is taken."""
    start = next(each for each in (f"{source.key}/", f"{target.policy.key}/", "") if key.startswith(each))
    new = f"{target.key}/{key.removeprefix(start)}"[: LONGEST_KEY - 5]
    taken, number, found = set(keys.values()), 2, new
    while found in taken:
        found, number = f"{new}-{number}", number + 1
    return found


def _copy_rows(part: Part, images: dict[str, dict], keys: dict[str, str]) -> int:
    """One level of the tree after the other, each in one insert."""
    relations = {field.name: field for field in part.fields if field.is_relation}
    ids = {name: {} for name in relations}
    for name, field in relations.items():
        wanted = {keys.get(image[name], image[name]) for image in images.values() if image[name]}
        ids[name] = dict(field.related_model.objects.filter(key__in=wanted).values_list("key", "pk"))
    waiting = dict(images)
    while waiting:
        ready = {key: image for key, image in waiting.items() if image.get("parent") not in waiting}
        if "parent" in relations and ready.keys() != images.keys():
            ids["parent"] |= dict(part.model.objects.filter(key__in=keys.values()).values_list("key", "pk"))
        part.model.objects.bulk_create([_row(part, key, image, keys, ids) for key, image in ready.items()], 500)
        waiting = {key: image for key, image in waiting.items() if key not in ready}
    return len(images)


def _row(part: Part, key: str, image: dict, keys: dict[str, str], ids: dict[str, dict[str, int]]):
    values = {}
    for field in part.fields:
        value = image[field.name]
        if field.is_relation:
            values[field.attname] = ids[field.name][keys.get(value, value)] if value else None
        else:
            values[field.name] = value
    if "lines" in values:
        values["lines"] = ""
    if "lineage" in values:
        values["lineage"] = values["lineage"] or key
    values |= {name: image[name] for name in _following(part)}
    return part.model(key=keys[key], **values)


def _copy_links(part: Part, images: dict[str, dict], keys: dict[str, str]) -> None:
    for field in part.links:
        own = field.remote_field.through
        pairs = [(keys[key], keys.get(other, other)) for key, image in images.items() for other in image[field.name]]
        ids = dict(part.model.objects.filter(key__in={a for a, _ in pairs}).values_list("key", "pk"))
        others = dict(field.related_model.objects.filter(key__in={b for _, b in pairs}).values_list("key", "pk"))
        names = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        own.objects.bulk_create([own(**dict(zip(names, (ids[a], others[b]), strict=True))) for a, b in pairs], 500)
