"""All rules over the whole base: values in, rows of flags out."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict

from evidence.checks import gathering, gathering_documents, others, registry
from evidence.checks.arms import comparisons_of
from evidence.checks.findings import SEVERITY, Place
from evidence.checks.others import Found
from evidence.checks.registry import ask
from evidence.checks.values import Account, Mentions, StudyAccounts

Progress = Callable[[int], None]


def all_rules() -> dict[str, registry.Rule]:
    """Every rule by its name, in the order of the registry; those of other apps last."""
    return {rule.name: rule for rule in (*registry.OWN, *others.rules())}


def everything(progress: Progress) -> Iterator[Found]:
    """All that is found. `progress` is told how many figures more have been looked at."""
    for chunk in gathering.studies():
        for study in chunk:
            yield from of_study(study)
        accounts = [account for study in chunk for account in study.accounts]
        progress(sum(len(account.measured) + len(account.estimated) for account in accounts))
    for document in gathering_documents.mentions():
        yield from _of_mentions(document)
    yield from _of_products()
    yield from others.found()


def of_study(study: StudyAccounts) -> Iterator[Found]:
    for rule, finding in ask(registry.STUDY_RULES, study):
        yield Found(rule, finding, study.study, study.label)
    for account in study.accounts:
        for rule, finding in _of_account(account):
            yield Found(rule, finding, study.study, study.label)


def _of_account(account: Account):
    yield from ask(registry.ACCOUNT_RULES, account)
    for figure in account.measured:
        yield from ask(registry.FIGURE_RULES, figure)
    for effect in account.estimated:
        yield from ask(registry.EFFECT_RULES, effect)
    for comparison in comparisons_of(account):
        yield from ask(registry.COMPARISON_RULES, comparison)


def _of_mentions(document: Mentions) -> Iterator[Found]:
    works = {mention.place: mention.work for mention in document.mentions}
    for rule, finding in ask(registry.DOCUMENT_RULES, document):
        cited = [works[place] for place in finding.places if place in works]
        labels = dict.fromkeys(work.study_label or work.label for work in cited)
        yield Found(rule, finding, next((work.study for work in cited if work.study), ""), "; ".join(labels))


def _of_products() -> Iterator[Found]:
    characteristics = gathering_documents.characteristics()
    single = [
        *((registry.DENSITY_POSSIBLE, each) for each in characteristics),
        *((registry.FORMULA_IS_WHOLE, each) for each in gathering_documents.formulas()),
        *((registry.CRITERIA_AS_PUBLISHED, each) for each in gathering_documents.definitions()),
        (registry.ACTIVITY_OF_SPHERES, characteristics),
        (registry.PRODUCTS_AGREE, characteristics),
        (registry.THRESHOLDS_AGREE, gathering_documents.thresholds()),
    ]
    for rule, value in single:
        for _, finding in ask([rule], value):
            yield Found(rule, finding)


def in_order(found: Iterable[Found]) -> list[Found]:
    """The gravest first, then in the order of the rules, studies and places; what is found twice, once."""
    ranks = {name: rank for rank, name in enumerate(all_rules())}
    once = {fingerprint(each): each for each in found}

    def rank(each: Found):
        finding = each.finding
        return SEVERITY[finding.grade], ranks[each.rule.name], each.study_label.lower(), finding.message

    return sorted(once.values(), key=rank)


def fingerprint(found: Found) -> str:
    """Of the rule, the figures' keys and all that is entered of them; the wording of the message does not count."""
    figures = sorted((place.kind, place.key, place.text, place.fields) for place in found.finding.places)
    return hashlib.sha256(repr((found.rule.name, figures)).encode()).hexdigest()


def figures_of(places: Iterable[Place]) -> list[dict]:
    return [{name: value for name, value in asdict(place).items() if name != "fields"} for place in places]
