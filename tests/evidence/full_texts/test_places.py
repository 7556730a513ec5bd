"""Wherever a page tells a place in a paper of which the file is kept, it opens the file there: to members alone."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.urls import reverse

from audit.roles import APPROVER, LIBRARIAN, READER, REVIEWER, WRITER
from evidence.full_texts.actions import remove_file
from evidence.full_texts.reading import Papers
from evidence.models import ReferenceFile
from tests.api_answers import queries_of
from tests.evidence.full_texts import world
from tests.reviews.packet.world import whole_review

PANEL = "/drafts/bcbsma-292/v2/evidence/?statement=bcbsma-292/v2/metastases"
PUBLIC = [
    f"/studies/{world.WORK}/",
    f"/documents/{world.REPORT}/",
    "/references/abbott-2015/",
    "/trials/",
    "/trials/nct01483027/",
    f"/compare/studies/?ids={world.WORK},van-hazel-2016",
    "/outcomes/?endpoint=os&show=comparisons&study=mulcahy-2021",
    f"/outcomes/?endpoint=os&show=others&pool={world.RATIO}",
    "/flags/",
    "/flags/one/",
    "/conflicts/",
    f"/certainty/{world.CERTAINTY}/",
    f"/statements/{world.STATEMENT}/",
    f"/context/{world.STATEMENT}/",
    f"/criteria/{world.STATEMENT}/root/",
    "/policies/bcbsma-292/paper/",
    "/compare/policies/?ids=bcbsma-292,med140",
    f"/impact/?study={world.WORK}",
]
OF_MEMBERS = [
    "/verification/?study=mulcahy-2021&document=mulcahy-2021/report",
    f"/studies/{world.WORK}/edit/",
    f"/figures/{world.RATIO}/correct/",
    f"/certainty/{world.CERTAINTY}/grade/",
    PANEL,
    f"{PANEL}&study={world.WORK}",
    f"{PANEL}&pick=effect_estimate:{world.RATIO}",
    "/reviews/bcbsma-292/review-1/packet/",
]
FILES = [
    "/outcomes/figures.csv?endpoint=os",
    "/flags/?format=csv",
    "/conflicts/?format=csv",
    f"/certainty/{world.CERTAINTY}/?format=csv",
    f"/api/v1/compare/studies/?ids={world.WORK},van-hazel-2016&format=csv",
    f"/api/v1/studies/{world.WORK}/",
    "/api/v1/outcomes/?endpoint=os&study=mulcahy-2021",
    "/api/v1/flags/",
    "/search/?q=EPOCH",
]

pytestmark = pytest.mark.usefixtures("starter_index")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def member(account):
    """Writes, corrects and reads drafts, so that every page is theirs."""
    user = account(WRITER)
    user.groups.add(Group.objects.get(name=LIBRARIAN))
    return user


@pytest.fixture
def opens(starter_index, account, member) -> str:
    """The link of the place: what stands in the page where it opens the file."""
    world.entered(account(LIBRARIAN, "who entered it"))
    file = world.kept(member)
    return f'<a href="{reverse("reference-file", args=[world.WORK, file.pk])}#page=3899" target="_blank">{world.PAGE}<'


@pytest.fixture
def reviewed(opens, member, account):
    """A review with a draft that a reader of drafts sees and that is signed."""
    whole_review(member, account(APPROVER, "ann"), account(APPROVER, "bob"))


def page_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("address", PUBLIC)
def test_a_place_opens_the_file_to_members_and_is_only_told_to_others(client, account, member, opens, address):
    told = page_of(client, address)
    assert world.PAGE in told
    assert "#page=" not in told
    client.force_login(account(READER))
    assert "#page=" not in page_of(client, address)
    client.force_login(account(REVIEWER))
    assert opens in page_of(client, address)


def test_a_place_opens_the_file_on_the_pages_of_members(client, account, member, reviewed, opens):
    reader = account(READER)
    for address in OF_MEMBERS:
        client.force_login(reader)
        answer = client.get(address)
        assert answer.status_code in (403, 404), address
        assert "#page=" not in answer.content.decode()
        client.force_login(member)
        assert opens in page_of(client, address), address


@pytest.mark.parametrize("address", FILES)
def test_what_is_exported_and_what_is_found_tell_the_place_alone(client, member, opens, address):
    client.force_login(member)
    answer = client.get(address)
    assert answer.status_code == 200
    told = b"".join(answer) if answer.streaming else answer.content
    assert b"#page=" not in told
    assert b"/files/" not in told


@pytest.mark.parametrize("address", PUBLIC)
def test_without_its_file_a_place_is_told_as_ever(client, member, opens, address):
    remove_file(file=ReferenceFile.objects.get(), by=member)
    client.force_login(member)
    page = page_of(client, address)
    assert world.PAGE in page
    assert "#page=" not in page


@pytest.mark.parametrize("address", PUBLIC)
def test_a_page_asks_once_for_files_whatever_the_number_of_places_and_for_others_never(
    client, account, opens, monkeypatch, address
):
    client.force_login(account(REVIEWER))
    with_links = queries_of(client, address)
    assert with_links == 1 + queries_without(client, address, monkeypatch)
    world.more_figures(30)
    assert queries_of(client, address) == with_links
    client.force_login(account(READER))
    assert queries_of(client, address) == queries_without(client, address, monkeypatch)


def queries_without(client, address: str, monkeypatch) -> int:
    """Of the same page that knows of no files."""
    with monkeypatch.context() as patch:
        patch.setattr(Papers, "place", lambda papers, document, location: location)
        return queries_of(client, address)


def test_every_place_of_a_figure_or_a_citation_is_told_in_the_one_manner():
    """What policies print of themselves stands in no paper: templates of policies tell that without."""
    of_evidence = re.compile(r"\{\{ [\w.]*\.location\b")
    of_others = re.compile(r"\{\{ (?:[\w.]*\.)?(?:figure|told|said|citation|account)\.(?:location|place)\b")
    folder = settings.BASE_DIR / "templates"
    templates = [
        (path, of_evidence if path.parent.name == "evidence" else of_others) for path in folder.rglob("*.html")
    ]
    assert [path.name for path, bare in templates if bare.search(path.read_text(encoding="utf-8"))] == []
