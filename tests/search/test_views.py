import pytest

from policies.models import PolicyVersion
from search import index

pytestmark = pytest.mark.django_db


def test_search_without_an_index_says_so_and_offers_other_ways(client, index_folder):
    answer = client.get("/search/?q=liver")
    assert answer.status_code == 200
    assert "search index is not ready" in answer.content.decode()
    assert "/policies/" in answer.content.decode()


def test_everything_of_the_starter_base_is_found_by_type(client, starter_index):
    types = client.get("/search/").context["tabs"]
    assert {value.label: value.count > 0 for value in types.values} == dict.fromkeys(
        ("Studies", "References", "Recommendations", "Policies", "Statements", "Trials"), True
    )


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("q=EPOCH", "/studies/mulcahy-2021/"),
        ("q=EPOCH&type=reference", "/references/mulcahy-2021/"),
        ("q=EPOCH&type=statement", "/statements/med140/i/"),
        ("q=Mulcahy&type=reference&endpoint=os", "/references/mulcahy-2021/"),
        ("q=34541864", "/references/mulcahy-2021/"),
        ("q=NCT01483027", "/trials/nct01483027/"),
        ("q=PMID+34541864", "/references/mulcahy-2021/"),
        ("q=ECOG&type=statement&payer=bcbsma", "/statements/bcbsma-292/hcc/"),
        ("q=S2095", "/policies/bcbsma-292/"),
        ("type=statement&position=investigational&payer=bcbsma", "/statements/bcbsma-292/other-metastases/"),
        ("type=recommendation&body=acr&condition=hcc", "/guidelines/acr-hepatic-malignancy/"),
        ("type=study&design=rct&condition=colorectal-liver-metastases&endpoint=hpfs", "/studies/mulcahy-2021/"),
        ("q=SIRT&type=study&condition=icc", "/studies/mosconi-2021/"),
    ],
)
def test_what_people_ask_is_found(client, starter_index, asked, expected):
    assert f'href="{expected}' in client.get(f"/search/?{asked}", follow=True).content.decode()


def test_counts_stay_true_as_one_clicks(client, starter_index):
    """Every count beside a value is the number of results after clicking it."""
    context = client.get("/search/?q=survival").context
    for facet in (context["tabs"], context["years"], *context["facets"]):
        for value in facet.values[:4]:
            after = client.get(value.toggle_url).context
            assert after["found"].count == value.count, (facet.name, value.value)


def test_a_second_value_of_one_facet_adds_its_results(client, starter_index):
    one = client.get("/search/?type=study").context["found"].count
    other = client.get("/search/?type=trial").context["found"].count
    assert client.get("/search/?type=study&type=trial").context["found"].count == one + other


def test_pages_have_an_address_that_can_be_shared(client, starter_index):
    first = client.get("/search/?q=liver").context
    second = client.get(first["next"].url).context
    assert second["query"].page == 2
    assert {h.key for h in first["found"].hits}.isdisjoint({h.key for h in second["found"].hits})


def test_a_page_past_the_end_says_where_to_go(client, starter_index):
    page = client.get("/search/?q=epoch&page=99").content.decode()
    assert "There is no page 99" in page


def test_no_result_says_what_to_do(client, starter_index):
    assert "Nothing matches" in client.get("/search/?q=zzzzzz").content.decode()


def test_htmx_gets_the_results_alone(client, starter_index):
    answer = client.get("/search/?q=liver", headers={"HX-Request": "true", "HX-Target": "results"}).content.decode()
    assert "<html" not in answer
    assert "results" in answer


def test_what_is_typed_comes_back_escaped(client, starter_index):
    page = client.get("/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page


def test_drafts_are_found_counted_and_suggested_only_to_members(client, starter_base, index_folder, account):
    PolicyVersion.objects.filter(policy__key="med140").update(status="draft")
    index.rebuild()
    asked = "/search/?type=policy&type=statement"
    anonymous = client.get(asked).context
    assert {hit.key for hit in anonymous["found"].hits if "med140" in hit.key} == set()
    assert "payer-med140" not in {v.value for f in anonymous["facets"] if f.name == "payer" for v in f.values}
    client.force_login(account("Reviewer"))
    member = client.get(asked).context
    assert member["found"].count > anonymous["found"].count


def test_other_words_keep_what_was_chosen_after_a_filter_was_clicked(client, starter_index):
    """The form above is not drawn anew with the results: what it is sent with comes with them."""
    asked = "/search/?q=liver&design=rct&sort=newest&synonyms=off"
    only_results = client.get(asked, headers={"HX-Request": "true", "HX-Target": "results"}).content.decode()
    for name, value in {"design": "rct", "sort": "newest", "synonyms": "off"}.items():
        assert f'<input type="hidden" form="search" name="{name}" value="{value}">' in only_results
    assert '<input type="hidden" form="search" name="q"' not in only_results
    assert '<form class="search" id="search"' in client.get(asked).content.decode()


def test_a_search_that_finds_nothing_yet_can_be_saved(client, starter_index, account):
    client.force_login(account("Reader"))
    page = client.get("/search/?q=%22no+such+phrase+yet%22").content.decode()
    assert "Nothing matches" in page
    assert "Save this search as" in page


def test_a_strategy_of_several_lines_runs_and_stands_in_the_box_as_one(client, starter_index):
    typed = "%231+radioembolization%0D%0A%232+liver[ti]%0D%0A%233+%231+AND+%232"
    answer = client.get(f"/search/?q={typed}")
    assert 'value="#1 radioembolization #2 liver[ti] #3 #1 AND #2"' in answer.content.decode()
    again = client.get("/search/", {"q": "#1 radioembolization #2 liver[ti] #3 #1 AND #2"})
    assert again.context["found"].count == answer.context["found"].count > 0


def test_a_long_question_in_words_is_folded_so_that_results_stay_in_sight(client, starter_index):
    long = client.get("/search/", {"q": " OR ".join(f'"word {number}"' for number in range(60))}).content.decode()
    assert "The whole question in words" in long
    assert "The whole question in words" not in client.get("/search/?q=liver").content.decode()
