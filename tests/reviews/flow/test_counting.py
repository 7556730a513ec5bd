"""The counts of a flow against a slow and obvious count of the same rows, over worlds of every kind."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.models import FullText, Reference, Study, StudyReport
from reviews.flow import counting, prisma
from reviews.importing.settling import settle
from reviews.models import Candidate, ImportBatch, ImportRecord, ReviewCycle
from reviews.vocabulary import CandidateOrigin, ExclusionReason
from tests.reviews import world
from tests.reviews.importing.literature import a_file, imported, work

pytestmark = pytest.mark.django_db

STATES = ("undecided", "second_needed", "maybe", "conflict", "included", "excluded")
RECORDS = (
    ("known", "in_this_cycle"),
    ("known", "cited"),
    ("known", "decided_before"),
    ("failed", ""),
    ("possible_duplicate", ""),
)


@pytest.fixture
def cycle(starter_base, account):
    return world.opened(account("Writer"))


def batch(run, number=1):
    return ImportBatch.objects.create(
        key=f"{run.key}/file-{number}", run=run, file_name="x.nbib", sha256="0" * 64, size=1, by="writer"
    )


def record(batch, outcome, because="", **told):
    return ImportRecord.objects.create(
        batch=batch,
        position=batch.records.count() + 1,
        line=1,
        outcome=outcome,
        known_because=because,
        raw="x",
        **told,
    )


def judged(cycle, at, *, origin="search", title="undecided", full="undecided", reason="design", work=None):
    """A candidate as its decisions left it, with the record that brought it in where a search found it."""
    out = "excluded" in (title, full if title == "included" else "")
    made = world.candidate(
        cycle,
        origin=origin,
        title_abstract=title,
        full_text=full if title == "included" else "not_yet",
        excluded_because=reason if out else "",
        reference=work if title == "included" else None,
    )
    if origin == "search":
        record(at, "new", candidate=made)
    return made


CANDIDATES = st.fixed_dictionaries(
    {
        "origin": st.sampled_from([each.value for each in CandidateOrigin]),
        "title": st.sampled_from(STATES),
        "full": st.sampled_from(STATES),
        "reason": st.sampled_from([each.value for each in ExclusionReason][:3]),
        "work": st.none() | st.integers(0, 7),
    }
)
# By work: its retrieval, and which studies it tells of.
WORKS = st.lists(
    st.tuples(
        st.sampled_from(["", "sought", "obtained", "not_retrieved"]),
        st.lists(st.integers(0, 3), max_size=2, unique=True),
    ),
    min_size=8,
    max_size=8,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    candidates=st.lists(CANDIDATES, max_size=25),
    records=st.lists(st.tuples(st.booleans(), st.sampled_from(RECORDS)), max_size=15),
    works=WORKS,
)
def test_the_counts_equal_a_slow_count_and_add_up(cycle, candidates, records, works):
    _clear(cycle)
    build(cycle, candidates, records, works)
    found = counting.count(cycle)
    assert prisma.broken(found) == []
    assert found == slow_count(cycle)


def test_a_possible_duplicate_is_counted_as_what_a_person_made_of_it(cycle):
    """It waits until then; it is never counted twice, and the flow adds up at every step."""
    writer = User.objects.get(username="writer")
    alike = a_file(work(1), work(2, title=work(1)["title"]))
    found = imported(world.searched(cycle), alike, writer).records.get(outcome="possible_duplicate")
    for answer, waiting, duplicates, undecided in (
        (None, 1, 0, 1),
        ("same", 0, 1, 1),
        ("undo", 1, 0, 1),
        ("another", 0, 0, 2),
    ):
        if answer:
            settle(record=found, answer=answer, by=writer)
        flow = counting.count(cycle)
        searched = flow.searched
        assert (searched.waiting, dict(searched.removed)["duplicates"]) == (waiting, duplicates), answer
        assert (searched.undecided, searched.total_identified) == (undecided, 2), answer
        assert prisma.broken(flow) == []


def _clear(cycle):
    cycle.search_runs.all().delete()
    cycle.candidates.all().delete()
    Study.objects.filter(key__startswith="flow-").delete()
    Reference.objects.filter(key__startswith="flow-").delete()


def build(cycle, candidates, records, works):
    """A search in a database and one in a register; of the works two are cited by the version reviewed."""
    databases, registers = batch(world.searched(cycle)), batch(world.searched(cycle, "clinicaltrials_gov"))
    cited = list(Reference.objects.filter(citations__document__key="bcbsma-292", reports__isnull=False)[:2])
    for at_register, (outcome, because) in records:
        record(registers if at_register else databases, outcome, because)
    studies = [Study.objects.create(key=f"flow-{n}", label=f"S{n}", design="rct") for n in range(4)]
    rows = [Reference.objects.create(key=f"flow-{n}", title=f"W{n}") for n in range(6)]
    for (_, tells), row in zip(works, rows, strict=False):
        for study in tells:
            StudyReport.objects.create(key=f"{row.key}/{study}", study=studies[study], reference=row)
    for (state, _), row in zip(works, [*rows, *cited], strict=True):
        FullText.objects.filter(reference=row).delete()
        if state:
            FullText.objects.create(reference=row, state=state, by="writer")
    for told in candidates:
        work = None if told["work"] is None else [*rows, *cited][told["work"]]
        judged(cycle, databases, **told | {"work": work})


def slow_count(cycle) -> prisma.Flow:
    version = cycle.policy.versions.get(key="bcbsma-292/2024-09")
    cited = {row.reference for row in version.document.citations.all()}
    known = cited | {link.reference for link in links_of(version) if link.reference}
    told = [link.recommendation.guideline_version for link in links_of(version) if link.recommendation]
    known |= {edition.reference for edition in told if edition.reference}
    known |= {fact.reference for fact in version.regulatory_facts.all() if fact.reference}
    linked = {study_of(link) for link in links_of(version)} - {None}
    for study in linked:
        reports = [report.reference for report in study.reports.all()]
        known |= {reports[0]} if reports and not set(reports) & cited else set()
    reports = {work for work in known if work.reports.all() or work.kind in ("article", "assessment")}
    old = linked | {study for work in reports for study in studies_of(work)}
    candidates = list(cycle.candidates.all())
    fresh, works, included = set(), set(), 0
    for each in candidates:
        if each.title_abstract == each.full_text == "included":
            included += 1
            if each.reference is None or each.reference not in known:
                works.add(each.reference or each)
                fresh |= studies_of(each.reference) if each.reference else {each}
    old_body, new = body(old, reports), body(fresh - old, works)
    return prisma.Flow(
        previous=old_body,
        works_besides=len(known - reports),
        searched=slow_searched(cycle, [each for each in candidates if each.origin == "search"]),
        others=slow_others([each for each in candidates if each.origin != "search"]),
        counted_before=included - new.reports,
        new=new,
        total=body(old | fresh, [*reports, *works]),
    )


def links_of(version):
    for statement in version.statements.all():
        yield from statement.evidence_links.all()
        for criterion in statement.criteria.all():
            yield from criterion.evidence_links.all()


def study_of(link):
    figure = link.measurement or link.effect_estimate
    return link.study or (figure.outcome.account.study if figure else None)


def studies_of(work) -> set:
    return {report.study for report in work.reports.all()} or {work}


def body(studies, reports) -> prisma.Body:
    alone = [each for each in studies if not isinstance(each, Study)]
    return prisma.Body(len(studies), len(reports), len(alone))


def slow_searched(cycle, candidates) -> prisma.Column:
    removed, waiting, sources = dict.fromkeys(prisma.REMOVED, 0), 0, []
    for run in cycle.search_runs.all():
        kind = prisma.REGISTER if run.source == "clinicaltrials_gov" else prisma.DATABASE
        records = [row for each in run.batches.all() for row in each.records.all()]
        sources.append(prisma.Source(kind, run.source_label, len(records)))
        for row in records:
            if row.outcome == "failed":
                removed["unreadable"] += 1
            elif row.outcome == "known" and row.known_because != "in_this_cycle":
                removed[row.known_because] += 1
            elif row.outcome == "known":
                removed["duplicates"] += 1
            elif row.outcome == "possible_duplicate":
                waiting += 1
    screening = slow_screening(candidates)
    return prisma.Column(identified=tuple(sources), removed=tuple(removed.items()), waiting=waiting, **screening)


def slow_others(candidates) -> prisma.Column:
    origins = [each.origin for each in candidates]
    sources = [prisma.Source(prisma.METHOD, each.label, origins.count(each)) for each in CandidateOrigin]
    return prisma.Column(identified=tuple(each for each in sources if each.count), **slow_screening(candidates))


def slow_screening(candidates) -> dict:
    names = "undecided screened excluded sought not_retrieved awaited unread assessed excluded_with_reason included"
    told = dict.fromkeys(names.split(), 0)
    reasons = []
    for each in candidates:
        if each.title_abstract not in ("included", "excluded"):
            told["undecided"] += 1
            continue
        told["screened"] += 1
        if each.title_abstract == "excluded":
            told["excluded"] += 1
            continue
        told["sought"] += 1
        full_text = getattr(each.reference, "full_text", None)
        if each.full_text == "included":
            told["assessed"] += 1
            told["included"] += 1
        elif each.full_text == "excluded":
            told["assessed"] += 1
            told["excluded_with_reason"] += 1
            reasons.append(each.excluded_because)
        elif full_text and full_text.state == "not_retrieved":
            told["not_retrieved"] += 1
        else:
            told["unread" if full_text and full_text.state == "obtained" else "awaited"] += 1
    in_order = [(each.value, reasons.count(each)) for each in ExclusionReason if each in reasons]
    return told | {"reasons": tuple(in_order)}


def test_a_review_with_nothing_in_it_is_all_zero_but_for_what_was_before(cycle):
    flow = counting.count(cycle)
    assert flow.searched == prisma.Column(removed=tuple(dict.fromkeys(prisma.REMOVED, 0).items()))
    assert flow.others == prisma.Column()
    assert flow.previous == flow.total
    assert flow.previous.reports > 50
    assert prisma.undecided(flow) == []


def test_a_search_that_found_nothing_is_told_with_zero(cycle):
    world.searched(cycle, "embase")
    world.searched(cycle, "other_database", source_name="LILACS")
    assert [(each.label, each.count) for each in counting.count(cycle).searched.identified] == [
        ("Embase", 0),
        ("Other database: LILACS", 0),
    ]


def test_registers_stand_after_databases_and_one_source_is_told_once(cycle):
    world.searched(cycle, "ictrp")
    for number in (1, 2):
        record(batch(world.searched(cycle), number), "known", "cited")
    sources = counting.count(cycle).searched.identified
    assert [(each.kind, each.label, each.count) for each in sources] == [
        ("database", "PubMed", 2),
        ("register", "WHO ICTRP", 0),
    ]


def test_a_record_of_a_search_that_left_no_trace_is_told_as_broken(cycle):
    record(batch(world.searched(cycle)), "new")  # and no candidate came of it
    assert prisma.broken(counting.count(cycle)) == [
        "Databases and registers: identified, less what was removed and is not decided, is 1, but there are 0 screened."
    ]


def test_the_version_in_force_when_the_review_was_opened_is_the_one_before(cycle):
    assert counting.version_at_opening(cycle).key == "bcbsma-292/2024-09"
    version = counting.version_at_opening(cycle)
    type(version).objects.filter(pk=version.pk).update(effective_on=date(2030, 1, 1))
    assert counting.version_at_opening(cycle) is None
    assert counting.count(cycle).previous == prisma.Body()


@pytest.mark.parametrize(
    ("told", "day"), [("2024-09-12", "2024-09-12"), ("2024-09", "2024-09-01"), ("2024", "2024-01-01")]
)
def test_a_day_of_opening_known_in_part_is_its_first_day(told, day):
    assert counting.opening_day(told).isoformat() == day
    assert counting.opening_day("") is None


def test_a_closed_review_shows_what_was_kept_and_nothing_where_nothing_was(cycle):
    at = batch(world.searched(cycle))
    judged(cycle, at, title="included", full="included")
    kept = counting.flow_of(cycle)
    cycle.state, cycle.outcome, cycle.flow = "closed", "reaffirmed", kept
    cycle.save()
    judged(cycle, at, title="excluded")
    shown = counting.shown(ReviewCycle.objects.get(pk=cycle.pk))
    assert shown.searched.included == shown.searched.screened == 1
    cycle.flow = {}
    assert counting.shown(cycle) is None


def test_the_number_of_queries_does_not_grow(cycle, django_assert_num_queries):
    at = batch(world.searched(cycle))
    judged(cycle, at, title="included", full="included")
    with django_assert_num_queries(14):
        counting.count(cycle)
    for number in range(12):
        work = Reference.objects.create(key=f"flow-{number}")
        judged(cycle, batch(world.searched(cycle, "embase")), title="included", full="included", work=work)
    assert Candidate.objects.count() == 13
    with django_assert_num_queries(14):
        counting.count(cycle)
