import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.api import RESOURCES
from evidence.models import Condition, Reference
from tests import api_world
from tests.api_answers import assert_answer_is_kept, keys, queries_of, rows_of, text_of, values_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    api_world.build()


@pytest.fixture
def get(client, world):
    """The answer to GET /api/v1/<address>."""
    return lambda address: client.get(f"/api/v1/{address}")


@pytest.mark.parametrize("name", RESOURCES)
def test_list_answers_as_kept(get, name):
    answer = get(f"{name}/")
    assert answer.status_code == 200
    assert_answer_is_kept(name, answer.json())


@pytest.mark.parametrize("name", RESOURCES)
def test_each_row_has_its_address(get, name):
    for row in get(f"{name}/").json()["results"]:
        answer = get(f"{name}/{row['key']}/")
        assert answer.status_code == 200
        assert answer.json() == row


@pytest.mark.parametrize("name", RESOURCES)
def test_queries_do_not_grow_with_the_rows(client, world, name):
    address = f"/api/v1/{name}/?page_size=500"
    with_few = queries_of(client, address)
    for number in range(2, 6):
        api_world.build(f"-{number}")
    assert queries_of(client, address) == with_few


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("documents/?kind=policy", ["policy-text"]),
        ("references/?year=2021", ["mulcahy-2021"]),
        ("references/?year=2020", ["mulcahy-2021"]),  # the online year agrees as well
        ("references/?year=2014&year=2021", ["gordon-2014", "mulcahy-2021"]),
        ("references/?year=2014&document=review", []),
        ("references/?pmid=34541864", ["mulcahy-2021"]),
        ("references/?doi=10.1200/JCO.21.01839", ["mulcahy-2021"]),
        ("references/?doi=34541864", []),
        ("references/?kind=assessment", ["gordon-2014"]),
        ("references/?design=rct&condition=liver-tumours", ["mulcahy-2021"]),
        ("studies/?condition=liver-tumours", ["epoch"]),  # the broader term
        ("studies/?condition=hcc", []),
        ("studies/?condition=hcc&condition=liver-metastases", ["epoch"]),
        ("studies/?intervention=radioembolization&endpoint=os&design=rct&year=2021&document=review", ["epoch"]),
        ("studies/?endpoint=pfs", []),
        ("studies/?trial=nct01483027&reference=mulcahy-2021", ["epoch"]),
        ("trials/?number=NCT01483027", ["nct01483027"]),
        ("arms/?role=comparator", ["epoch/control"]),
        ("arms/?document=policy-text", ["epoch/re", "epoch/control"]),
        ("outcomes/?document=review", ["epoch/harm"]),
        ("measurements/?endpoint=os", ["epoch/os/re", "epoch/os/all"]),
        ("measurements/?arm=epoch/re&statistic=count", ["epoch/harm/re"]),
        ("measurements/?not_reached=true", ["epoch/os/all"]),
        ("effect-estimates/?arm=epoch/control&measure=HR", ["epoch/os/hr"]),
        ("conditions/?parent=liver-tumours", ["hcc", "liver-metastases"]),
        ("indications/?condition=liver-tumours&purpose=treatment", ["re-metastases"]),
        ("guidelines/?body=nccn&condition=liver-tumours&year=2024", ["nccn-hcc"]),
        ("recommendations/?kind=option&category=2A", ["review/nccn-hcc"]),
        ("recommendations/?condition=liver-metastases", []),
        ("devices/?intervention=radioembolization", ["glass"]),
        ("formulas/?device=glass&document=review", ["mird"]),
        ("thresholds/?kind=exclusion&condition=liver-tumours", ["bilirubin"]),
        ("flags/?grade=unlikely", ["interval_symmetric"]),
        ("flags/?rule=documents_agree&study=epoch", ["documents_agree"]),
        ("flags/?document=review", ["documents_agree"]),
        ("flags/?document=review&document=policy-text", ["interval_symmetric", "documents_agree"]),
        ("flags/?policy=re", ["interval_symmetric"]),
        ("flags/?accepted=true", ["interval_symmetric"]),
        ("flags/?accepted=false", ["documents_agree"]),
        ("flags/?accepted=false&accepted=true", ["interval_symmetric", "documents_agree"]),
        ("flags/?accepted=true&grade=look_again", []),
        ("risk-of-bias/?study=epoch", ["epoch/1", "epoch/2"]),
        ("risk-of-bias/?current=true&instrument=rob-2-2019", ["epoch/2"]),
        ("risk-of-bias/?current=false", ["epoch/1"]),
        ("risk-of-bias/?endpoint=os", []),
        ("certainty-of-evidence/?condition=liver-tumours&study=epoch", ["radioembolization/liver-metastases/os/1"]),
        ("certainty-of-evidence/?final=high", []),
        ("certainty-of-evidence/?indication=re-metastases&current=true", ["radioembolization/liver-metastases/os/1"]),
        ("verifications/?state=verified", ["effect_estimate/epoch/os/hr"]),
        ("verifications/?state=disputed&state=changed", ["measurement/epoch/os/re", "measurement/epoch/os/all"]),
        ("verifications/?study=epoch&document=review", []),
    ],
)
def test_lists_are_narrowed(get, address, expected):
    assert keys(get(address)) == expected


@pytest.mark.parametrize("name", RESOURCES)
def test_every_filter_can_be_asked(get, name):
    """With each word of its vocabulary, or with the key of a row, or with any text."""
    for parameter, narrowing in RESOURCES[name].filters.items():
        for value in values_for(narrowing):
            answer = get(f"{name}/?{parameter}={value}")
            assert answer.status_code == 200, (parameter, value, answer.content)


@pytest.mark.parametrize("name", RESOURCES)
def test_unknown_parameter_is_refused_with_the_known_ones(get, name):
    answer = get(f"{name}/?colour=red")
    assert answer.status_code == 400
    sentence = answer.json()["detail"]
    assert sentence.startswith('There is no parameter "colour" here.')
    for known in (*RESOURCES[name].filters, "page", "page_size", "format"):
        assert known in sentence


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("references/?kind=novel", 'kind: "novel" is not one of article, guideline, regulatory, web, assessment.'),
        ("references/?kind=", 'kind: "" is not one of article, guideline, regulatory, web, assessment.'),
        ("references/?year=99", 'year: "99" is not a year of four digits.'),
        ("references/?pmid=%00", "pmid: a NUL character cannot be looked for."),
        ("studies/?condition=gout", 'condition: there is no condition with the key "gout".'),
        ("studies/?condition=hcc&condition=gout", 'condition: there is no condition with the key "gout".'),
        ("measurements/?not_reached=maybe", 'not_reached: "maybe" is neither true nor false.'),
        ("flags/?accepted=yes", 'accepted: "yes" is neither true nor false.'),
        ("flags/?grade=sure", 'grade: "sure" is not one of impossible, unlikely, look_again.'),
        ("flags/?policy=draft-only", 'policy: there is no policy with the key "draft-only".'),
        ("flags/?study=nobody", 'study: there is no study with the key "nobody".'),
        ("studies/?page_size=501", 'page_size: "501" is not a whole number from 1 to 500.'),
        ("studies/?page_size=0", 'page_size: "0" is not a whole number from 1 to 500.'),
        ("studies/?page_size=many", 'page_size: "many" is not a whole number from 1 to 500.'),
        ("studies/?page=-1", 'page: "-1" is not a whole number from 1.'),
        ("studies/?format=xml", 'There is no format "xml" here. Known are: json, csv.'),
        ("studies/epoch/?design=rct", 'There is no parameter "design" here. Known are: format.'),
        (
            "references/?format=csv&kind=novel",
            'kind: "novel" is not one of article, guideline, regulatory, web, assessment.',
        ),
        ("references/?format=bibtex&year=99", 'year: "99" is not a year of four digits.'),
    ],
)
def test_what_cannot_be_understood_is_refused_in_a_sentence(get, address, sentence):
    answer = get(address)
    assert (answer.status_code, answer.json()) == (400, {"detail": sentence})


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("studies/?page=9", "There is no page 9: the list has 1."),
        ("studies/nobody/", 'There is nothing with the key "nobody" in studies.'),
    ],
)
def test_what_is_not_there_is_404(get, address, sentence):
    answer = get(address)
    assert (answer.status_code, answer.json()) == (404, {"detail": sentence})


def test_pages_together_are_the_list(client):
    Reference.objects.bulk_create(Reference(key=f"work-{number:03}") for number in range(120))
    address, seen = "/api/v1/references/?page_size=50", []
    while address:
        answer = client.get(address).json()
        seen += [row["key"] for row in answer["results"]]
        assert answer["count"] == 120
        address = answer["next"]
    assert seen == [f"work-{number:03}" for number in range(120)]
    assert answer["previous"].endswith("/api/v1/references/?page=2&page_size=50")


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("risk-of-bias/epoch/2/", {"by": "writer"}),
        ("certainty-of-evidence/radioembolization/liver-metastases/os/1/", {"by": "writer"}),
        ("verifications/measurement/epoch/os/all/", {"extracted_by": "librarian", "verified_by": "writer"}),
    ],
)
def test_people_are_named_to_members_alone(client, world, account, address, fields):
    address = f"/api/v1/{address}"
    assert {name: client.get(address).json()[name] for name in fields} == dict.fromkeys(fields)
    client.force_login(account("Reader"))
    assert {name: client.get(address).json()[name] for name in fields} == dict.fromkeys(fields)
    client.force_login(account("Writer"))
    assert {name: client.get(address).json()[name] for name in fields} == fields


def test_the_api_is_read_only(client, world):
    for method in (client.post, client.put, client.patch, client.delete, client.options):
        answer = method("/api/v1/studies/epoch/?format=csv")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert client.head("/api/v1/studies/epoch/").status_code == 200


def test_a_format_nobody_knows_is_refused_in_json(get, client):
    answer = client.get("/api/v1/studies/", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.json()["detail"]


def test_a_file_can_be_asked_for_by_its_media_type(client, world):
    answer = client.get("/api/v1/references/", headers={"Accept": "application/x-bibtex"})
    assert text_of(answer).startswith("@techreport{gordon-2014,")


def test_csv_holds_every_row_however_many(client):
    Reference.objects.bulk_create(Reference(key=f"work-{number:04}") for number in range(1200))
    answer = client.get("/api/v1/references/?format=csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="references.csv"'
    assert [row["key"] for row in rows_of(answer)] == [f"work-{number:04}" for number in range(1200)]


def test_csv_reads_rows_as_they_are_sent(client):
    Reference.objects.bulk_create(Reference(key=f"work-{number:04}") for number in range(1200))
    with CaptureQueriesContext(connection) as captured:
        pieces = iter(client.get("/api/v1/references/?format=csv").streaming_content)
        for _ in range(10):
            next(pieces)
        begun = len(captured)
        for _ in pieces:
            pass
    assert begun < len(captured)


def test_csv_of_a_page_is_that_page(get):
    answer = get("references/?format=csv&page=2&page_size=1")
    assert [row["key"] for row in csv.DictReader(io.StringIO(answer.content.decode()))] == ["mulcahy-2021"]


def test_csv_of_a_row(get):
    assert get("references/gordon-2014/?format=csv").content.decode().splitlines()[1].startswith("gordon-2014,")


def test_csv_of_nothing_still_has_its_columns(get):
    json_columns = list(get("references/").json()["results"][0])
    assert text_of(get("references/?year=1900&format=csv")).strip().split(",") == json_columns


def test_csv_is_narrowed_and_says_what_json_says(get):
    (row,) = rows_of(get("measurements/?format=csv&endpoint=adverse_event"))
    assert row["event_term"] == "'=fatigue"  # a spreadsheet would run it
    assert row["events"] == "9"
    assert row["arm"] == "Radioembolization"
    (work,) = rows_of(get("references/?format=csv&pmid=34541864"))
    assert work["authors"] == "Mulcahy MF; van Hazel G Jr; American College of Radiology and Friends"
    assert work["cited_in"] == '[{"document": "policy-text", "number": "74"}, {"document": "review", "number": "3"}]'


def test_bibtex_holds_every_reference_that_is_asked_for(get):
    answer = get("references/?format=bibtex")
    assert answer.headers["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="references.bib"'
    text = text_of(answer)
    assert "@article{mulcahy-2021," in text
    assert "@techreport{gordon-2014," in text
    assert "gordon" not in text_of(get("references/?format=bibtex&year=2021"))
    assert "mulcahy" not in get("references/?format=bibtex&page_size=1").content.decode()


def test_csl_json_holds_every_reference_that_is_asked_for(get):
    answer = get("references/?format=csl-json")
    assert answer.headers["Content-Type"] == "application/vnd.citationstyles.csl+json; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="references.json"'
    assert {work["id"] for work in json.loads(text_of(answer))} >= {"mulcahy-2021", "gordon-2014"}
    assert "gordon" not in text_of(get("references/?format=csl-json&year=2021"))


@pytest.mark.parametrize("form", ["bibtex", "csl-json"])
def test_only_references_are_for_reference_managers(get, form):
    assert get(f"studies/?format={form}").status_code == 400


def test_broader_terms_are_found_through_any_number_of_steps(get):
    other = Condition.objects.create(key="tumours", name="Tumours")
    Condition.objects.get(key="liver-tumours").parents.add(other)
    assert keys(get("studies/?condition=tumours")) == ["epoch"]
