"""The packet in the API: the same content as the page, for members only."""

import pytest
from django.utils import timezone

from audit.roles import APPROVER, READER
from policies.models import EvidenceLink, PolicyVersion
from policies.paper.content import texts
from reviews.models import Candidate, ReviewCycle
from reviews.packet.reading import packet_of
from tests.api_answers import queries_of
from tests.config.test_api import misfits
from tests.policies.paper.test_plain import all_texts
from tests.reviews import world as reviews
from tests.reviews.packet import world

pytestmark = pytest.mark.usefixtures("starter_base")
ADDRESS = "/api/v1/review-cycles/bcbsma-292/review-1/packet/"


@pytest.fixture
def approvers(account):
    return account(APPROVER, "ann"), account(APPROVER, "bob")


@pytest.fixture
def cycle(writer, approvers) -> ReviewCycle:
    return world.whole_review(writer, *approvers)


def sections(client) -> dict[str, list[dict]]:
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    return {section["name"]: section["blocks"] for section in answer.json()["sections"]}


def rows(blocks: list[dict]) -> list[list[str]]:
    return [[cell["text"] for cell in row] for block in blocks for row in block["rows"]]


def test_all_that_the_page_tells_is_told(client, cycle, writer):
    answer = client.get(ADDRESS).json()
    paper = packet_of(cycle, writer, timezone.localdate())
    assert (answer["cycle"], answer["title"], answer["mark"]) == (cycle.key, paper.title, "For members only")
    assert [each["name"] for each in answer["sections"]] == [heading.anchor for heading in paper.sections]
    drawn_or_changed = set(texts(paper)) - set(all_texts(answer))
    assert len(drawn_or_changed) == 8  # seven drawings, told by what they show, and one text with words taken away


def test_searches_figures_changes_and_trials_stand_as_they_were_recorded(client, cycle):
    told = sections(client)
    window = "2024-06-01 and 2026-03-02, 4 days of overlap"
    assert rows(told["strategy"])[0] == ["PubMed", "radioembolization[tiab]", "2026-03-02", window, "812", "0"]
    assert rows(told["trials"])[0][1:3] == ["about 360", "December 2027"]
    (change,) = [row for block in told["changes"] for row in block["rows"]]
    assert [piece["text"] for piece in change[1]["pieces"] if piece["look"] == "deleted"] == ["Limited"]
    assert change[2]["text"].startswith("Clarified")
    mulcahy = next(row for block in told["evidence"] for row in block["rows"] if "Mulcahy" in row[0]["text"])
    figure = next(piece for piece in mulcahy[5]["pieces"] if piece["look"] == "strong")
    assert figure["address"].startswith("http://testserver/studies/mulcahy-2021/#")
    assert ", lines " in mulcahy[5]["text"]


def test_it_is_as_the_schema_says(client, cycle):
    schema = client.get("/api/v1/schema/?format=json").json()
    content = schema["paths"]["/api/v1/review-cycles/{key}/packet/"]["get"]["responses"]["200"]["content"]
    described = content["application/json"]["schema"]
    assert misfits(client.get(ADDRESS).json(), described, schema["components"]["schemas"]) == []


@pytest.mark.parametrize("state", ["open", "closed"])
def test_only_members_read_it_even_of_a_closed_review(client, writer, account, state):
    reviews.opened(writer)
    if state == "closed":
        ReviewCycle.objects.update(state="closed", outcome="deferred", closed_on="2026-11-20")
    assert client.get(ADDRESS).status_code == 200
    client.force_login(account(READER))
    assert client.get(ADDRESS).status_code == 404
    client.logout()
    assert client.get(ADDRESS).status_code == 404


def test_who_signs_blind_finds_no_word_of_others(client, cycle, approvers, settings):
    settings.SIGNOFFS_BLIND = True
    assert "Mind the footnote." in str(sections(client)["signoffs"])
    client.force_login(approvers[1])
    assert "Mind the footnote." not in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [(f"{ADDRESS}?on=2026", 400), (f"{ADDRESS}?format=csv", 400), ("/api/v1/review-cycles/no/packet/", 404)],
)
def test_what_there_is_not_is_refused_in_a_sentence(client, writer, address, status):
    reviews.opened(writer)
    answer = client.get(address)
    assert (answer.status_code, bool(answer.json()["detail"])) == (status, True)


def test_hundreds_of_links_and_candidates_take_no_more_queries(client, cycle):
    before = queries_of(client, ADDRESS)
    statement = PolicyVersion.objects.get(key="bcbsma-292/v2").statements.first()
    given = {"statement": statement, "indication": statement.statement_indications.first().indication}
    linked = EvidenceLink.objects.exclude(measurement=None).values_list("measurement", flat=True)[:20]
    EvidenceLink.objects.bulk_create(
        EvidenceLink(key=f"more-{n}", measurement_id=pk, bearing="context", ground="inferred", **given)
        for n, pk in enumerate(linked)
    )
    decided = {"title_abstract": "included", "full_text": "excluded", "excluded_because": "design"}
    Candidate.objects.bulk_create(
        Candidate(key=f"{cycle.key}/m-{n}", cycle=cycle, position=1000 + n, title=f"Work {n}", **decided)
        for n in range(300)
    )
    assert queries_of(client, ADDRESS) <= before + 2
    assert len(rows(sections(client)["considered"])) > 300
