import pytest

from policies.api import RESOURCES
from tests import api_world
from tests.api_answers import assert_answer_is_kept, keys, queries_of, rows_of, values_for

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
@pytest.mark.parametrize("role", ["", "Writer"])
def test_queries_do_not_grow_with_the_rows(client, world, account, name, role):
    if role:
        client.force_login(account(role))
    address = f"/api/v1/{name}/?page_size=500"
    with_few = queries_of(client, address)
    for number in range(2, 6):
        api_world.build(f"-{number}")
    assert queries_of(client, address) == with_few


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("policies/?payer=payer&number=292&document=policy-text", ["re"]),
        ("policies/?condition=liver-tumours&position=investigational", ["re"]),
        ("policies/?intervention=y90-glass", []),
        ("policy-versions/?policy=re&status=published", ["re/2024"]),
        ("statements/?condition=liver-tumours", ["re/i"]),
        ("statements/?indication=re-metastases&line=later", ["re/i"]),
        ("statements/?position=investigational&payer=payer&kind=residual", ["re/rest"]),
        ("statements/?position=investigational&position=medically_necessary", ["re/i", "re/rest"]),
        ("statements/?code=S2095&version=re/2024", ["re/i"]),
        ("statements/?basis=rarity", ["re/i"]),  # one of its indications
        ("criteria/?statement=re/i", ["re/i", "re/i/hcc"]),
        ("criteria/?condition=liver-tumours&parent=re/i", ["re/i/hcc"]),
        ("criteria/?position=investigational", []),
        ("codes/?system=HCPCS&statement=re/i", ["re/2024/HCPCS/S2095"]),
        ("evidence-links/?statement=re/i&bearing=supports", ["re/link-1", "re/link-4"]),  # its criteria's too
        ("evidence-links/?policy=re&target_type=study", ["re/link-4"]),
        ("evidence-links/?target_type=study&target_type=reference", ["re/link-1", "re/link-4"]),
        ("evidence-links/?study=epoch", ["re/link-2", "re/link-4"]),  # by its figure, and itself
        ("evidence-links/?design=rct&endpoint=os", ["re/link-2"]),
        ("evidence-links/?target=epoch/os/hr", ["re/link-2"]),
        ("evidence-links/?stated=true&direct=true", ["re/link-1", "re/link-4"]),
        ("evidence-links/?stated=false&direct=false", ["re/link-2"]),
        ("evidence-links/?condition=liver-tumours&reference=mulcahy-2021", ["re/link-1"]),
        ("evidence-links/?criterion=re/i/hcc", ["re/link-4"]),
        (
            "evidence-links/?payer=payer&position=medically_necessary&intervention=radioembolization",
            ["re/link-1", "re/link-2", "re/link-3", "re/link-4"],
        ),
    ],
)
def test_lists_are_narrowed(get, address, expected):
    assert keys(get(address)) == expected


@pytest.mark.parametrize("name", RESOURCES)
def test_every_filter_can_be_asked(client, world, account, name):
    client.force_login(account("Writer"))
    for parameter, narrowing in RESOURCES[name].filters.items():
        for value in values_for(narrowing):
            answer = client.get(f"/api/v1/{name}/?{parameter}={value}")
            assert answer.status_code == 200, (parameter, value, answer.content)


@pytest.mark.parametrize("name", RESOURCES)
def test_unknown_parameter_is_refused(get, name):
    assert get(f"{name}/?colour=red").status_code == 400


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (
            "evidence-links/?target_type=rumour",
            'target_type: "rumour" is not one of reference, study, measurement, effect_estimate, recommendation.',
        ),
        (
            "policies/?position=covered",
            'position: "covered" is not one of medically_necessary, investigational, '
            "not_medically_necessary, not_stated.",
        ),
        ("statements/?policy=nothing", 'policy: there is no policy with the key "nothing".'),
    ],
)
def test_unknown_value_is_refused_in_a_sentence(get, address, sentence):
    answer = get(address)
    assert (answer.status_code, answer.json()) == (400, {"detail": sentence})


def test_the_reason_for_no_evidence_names_its_indication(get):
    statement = get("statements/re/i/").json()
    assert statement["no_evidence_reason"] == (
        "Radioembolization for liver metastases, after failure of systemic therapy, liver-dominant: "
        "The document reviews none."
    )
    assert [pair["no_evidence_reason"] for pair in statement["indications"]] == ["", "The document reviews none."]


def test_a_link_without_a_place_has_that_of_what_it_points_at(get):
    def place(link):
        row = get(f"evidence-links/{link}/").json()
        return row["document"], row["location"]

    assert place("re/link-1") == ("policy-text", "line 137")  # its own
    assert place("re/link-2") == ("policy-text", "line 721")  # the figure's
    assert place("re/link-3") == ("review", "lines 1294-1307")  # the recommendation's
    assert place("re/link-4") == (None, "")


DRAFTS = {
    "policies": ["secret"],
    "policy-versions": ["secret/1", "re/2025"],
    "statements": ["secret/1/i", "re/2025/i"],
    "criteria": ["secret/1/i", "re/2025/i"],
    "codes": ["secret/1/code", "re/2025/code"],
    "evidence-links": ["secret/1/link", "re/2025/link"],
}


# What is no version or policy is listed as it is in force; of a draft it is asked by naming the version.
OF_DRAFTS = dict.fromkeys(("statements", "criteria", "codes", "evidence-links"), "&version=secret/1&version=re/2025")


@pytest.mark.parametrize("role", ["", "Reader"])
@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_leaves_no_trace_for_who_may_not_read_it(client, world, account, name, role):
    if role:
        client.force_login(account(role))
    for address in (f"/api/v1/{name}/?page_size=500", "/api/v1/payers/", "/api/v1/policies/"):
        answer = client.get(address)
        for sign in ("secret", "2025", "not_medically_necessary"):
            assert sign not in answer.content.decode(), (address, sign)
    for row in rows_of(client.get(f"/api/v1/{name}/?format=csv")):
        assert row["key"] not in DRAFTS[name]
    for key in DRAFTS[name]:
        assert client.get(f"/api/v1/{name}/{key}/").status_code == 404


@pytest.mark.parametrize("name", DRAFTS)
def test_drafts_are_there_for_who_may_read_them(client, world, account, name):
    client.force_login(account("Reviewer"))
    assert set(DRAFTS[name]) <= set(keys(client.get(f"/api/v1/{name}/?page_size=500{OF_DRAFTS.get(name, '')}")))
    for key in DRAFTS[name]:
        assert client.get(f"/api/v1/{name}/{key}/").status_code == 200


@pytest.mark.parametrize(
    ("draft", "nothing"),
    [
        ("statements/?policy=secret", "statements/?policy=nothing"),
        ("statements/?version=re/2025", "statements/?version=nothing"),
        ("criteria/?statement=re/2025/i", "criteria/?statement=nothing"),
        ("criteria/?parent=secret/1/i", "criteria/?parent=nothing"),
        ("evidence-links/?criterion=secret/1/i", "evidence-links/?criterion=nothing"),
    ],
)
def test_asking_for_a_draft_is_answered_like_asking_for_nothing(get, draft, nothing):
    key = draft.partition("=")[2]
    assert get(draft).status_code == 400
    assert get(draft).json()["detail"] == get(nothing).json()["detail"].replace("nothing", key)


def test_a_policy_is_not_found_by_what_only_its_draft_says(get):
    assert keys(get("policies/?position=not_medically_necessary")) == []


def test_a_policy_is_found_by_its_draft_by_who_may_read_it(client, world, account):
    client.force_login(account("Writer"))
    assert keys(client.get("/api/v1/policies/?position=not_medically_necessary")) == ["secret", "re"]
