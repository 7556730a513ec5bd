from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.relevance import ordering
from reviews.relevance.ordering import likeliest_first

LIVER = [f"Radioembolization of liver tumours with yttrium, report {n}" for n in range(6)]
HEART = [f"Beta blockers after myocardial infarction, report {n}" for n in range(6)]
KNEE = [f"Replacement of the knee in old age, report {n}" for n in range(6)]

texts = st.lists(st.text(max_size=40), max_size=12)


def test_what_is_like_the_included_comes_first():
    mixed = [KNEE[2], HEART[2], LIVER[2], KNEE[3], LIVER[3], HEART[3]]
    order = likeliest_first(mixed, included=LIVER[:2], excluded=[*HEART[:2], KNEE[0]])
    assert set(order[:2]) == {2, 4}


def test_what_is_unlike_anything_read_stands_between_the_included_and_the_excluded():
    order = likeliest_first([HEART[2], KNEE[2], LIVER[2]], included=LIVER[:2], excluded=HEART[:2])
    assert order == [2, 1, 0]


def test_before_there_are_decisions_the_question_comes_first():
    assert likeliest_first([KNEE[0], HEART[0], LIVER[0]], [], [], asked="yttrium in liver cancer")[0] == 2


def test_with_inclusions_alone_what_is_like_them_comes_first():
    assert likeliest_first([KNEE[0], HEART[0], LIVER[0]], HEART[1:3], [], asked="")[0] == 1


def test_with_exclusions_alone_the_question_still_rules():
    assert likeliest_first([KNEE[0], HEART[0], LIVER[0]], [], LIVER[1:3], asked="liver tumours")[0] == 2


def test_without_anything_to_go_by_the_order_stays():
    assert likeliest_first([*HEART, *KNEE], [], [], asked="") == list(range(12))
    assert likeliest_first([*HEART, *KNEE], [], [], asked="?! – x") == list(range(12))


def test_works_with_the_same_text_stay_in_the_order_given():
    assert likeliest_first([HEART[0], LIVER[0], HEART[0], LIVER[0]], [LIVER[1]], [HEART[1]]) == [1, 3, 0, 2]


@given(texts, texts, texts, st.text(max_size=40))
@settings(max_examples=50, deadline=None)
def test_whatever_is_written_every_work_keeps_a_place_and_twice_the_same(undecided, included, excluded, asked):
    order = likeliest_first(undecided, included, excluded, asked)
    assert sorted(order) == list(range(len(undecided)))
    assert order == likeliest_first(undecided, included, excluded, asked)


def test_many_works_are_gone_through_in_parts(monkeypatch):
    mixed = [text for three in zip(HEART[2:], LIVER[2:], KNEE[2:], strict=True) for text in three]
    whole = likeliest_first(mixed, LIVER[:2], HEART[:2])
    monkeypatch.setattr(ordering, "BATCH", 5)
    assert likeliest_first(mixed, LIVER[:2], HEART[:2]) == whole


def test_no_more_than_a_sample_of_the_undecided_is_learned_from(monkeypatch):
    monkeypatch.setattr(ordering, "SAMPLE", 10)
    for count in (1, 9, 10, 11, 19, 20, 21, 99):
        sample = ordering._sample([str(n) for n in range(count)])
        assert min(count, 5) <= len(sample) <= 10
