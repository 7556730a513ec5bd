"""The paper of a study: the document its own figures are read in. Reads only."""

from evidence import vocabulary as words
from evidence.entry import identifiers
from evidence.models import Identifier, Outcome, Reference, Study, StudyAccount


def account_of_paper(study: Study) -> StudyAccount | None:
    """What the study's own paper says of it; None as long as nothing was entered from that."""
    accounts = study.accounts.select_related("document").filter(document__kind=words.DocumentKind.STUDY_REPORT)
    return accounts.order_by("position", "pk").first()


def outcomes_of_paper(study: Study):
    return Outcome.objects.filter(
        account__study=study, account__document__kind=words.DocumentKind.STUDY_REPORT
    ).select_related("account__document")


def citation_of(reference: Reference) -> str:
    """ "J Clin Oncol 2021;39(35):3897–3907", of what is known."""
    number = f"{reference.volume}({reference.issue})" if reference.issue else reference.volume
    place = ":".join(part for part in (number, reference.pages) if part)
    year = reference.year or reference.online_year
    return " ".join(part for part in (reference.journal, ";".join(part for part in (year, place) if part)) if part)


def reference_named(text: str) -> Reference | None:
    """A reference that is here, by what a person calls it: its key, PMID or DOI."""
    text = text.strip()
    known = [("pmid", identifiers.pmid(text)), ("doi", identifiers.doi(text))]
    for scheme, value in known:
        there = Identifier.objects.filter(scheme=scheme, value__iexact=value).select_related("reference").first()
        if value and there:
            return there.reference
    return Reference.objects.filter(key=text).first()
