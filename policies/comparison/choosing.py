"""Which two policies are compared, and everything that comparing them reads; for the page and for the API."""

from dataclasses import dataclass
from datetime import date

from policies.comparison import reading
from policies.comparison.reading import Citations
from policies.coverage import reading as coverage
from policies.coverage.matrix import Matrix, Payer, matrix
from policies.coverage.reading import Base
from policies.models import PolicyVersion
from policies.presenters import comparison as presented

MOST = 200  # characters of a policy's key


@dataclass(frozen=True)
class Compared:
    ours: PolicyVersion
    theirs: PolicyVersion
    matrix: Matrix
    views: list[presented.IndicationView]
    codes: list[presented.CodeView]
    citations: Citations


def keys_of(ids: str) -> list[str]:
    """The keys asked for, each once: "bcbsma-292,med140"."""
    return list(dict.fromkeys(key.strip() for key in ids.split(",") if key.strip()))


def versions_or_objection(keys: list[str], user) -> tuple[list[PolicyVersion], str]:
    """The versions in force in the order of the keys; none, and why, where these cannot be compared."""
    if len(keys) > 2:
        return [], f"Two policies are compared; {len(keys)} were given."
    if any(len(key) > MOST or "\x00" in key for key in keys):
        return [], "A policy's key is shorter, and holds no such sign."
    found = reading.versions(user, keys)
    missing = [key for key in keys if key not in found]
    if missing:
        return [], f'There is no policy "{missing[0]}" in force that you may see.'
    return [found[key] for key in keys], ""


def compared(ours: PolicyVersion, theirs: PolicyVersion, user, on: date) -> Compared:
    keys = [ours.policy.key, theirs.policy.key]
    base = coverage.read(user, only=keys)
    found = matrix(as_payers(base, keys), [], base.words, on)
    return Compared(
        ours=ours,
        theirs=theirs,
        matrix=found,
        views=presented.indications(found, base),
        codes=presented.codes(ours, theirs),
        citations=reading.citations(ours, theirs),
    )


def as_payers(base: Base, keys: list[str]) -> list[Payer]:
    """Each policy as a payer of its own: two policies may be one payer's."""
    texts = {text.policy: (payer, text) for payer in base.payers for text in payer.texts}
    return [Payer(payer.key, payer.name, (text,)) for payer, text in (texts[key] for key in keys)]
