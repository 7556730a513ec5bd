from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from evidence.comparison.asked import MOST_STUDIES, address_of, asked

KEYS = st.lists(st.text(alphabet="abz019.-/", min_size=1, max_size=12), unique=True, max_size=MOST_STUDIES)


def test_keys_are_taken_from_one_parameter_or_from_many_each_once():
    assert asked(["a,b", "c", " b ,,"]).keys == ("a", "b", "c")
    assert asked([]).keys == ()


def test_what_is_too_much_is_named():
    wanted = asked([",".join(f"s-{n}" for n in range(MOST_STUDIES + 2))])
    assert len(wanted.keys) == MOST_STUDIES
    assert wanted.left_out == (f"s-{MOST_STUDIES}", f"s-{MOST_STUDIES + 1}")


def test_what_no_key_can_be_is_left_out():
    assert asked(["a\x00b", "x" * 500]).keys == ("ab",)


@given(KEYS)
def test_an_address_leads_back_to_its_studies(keys):
    address = address_of(keys)
    assert asked(parse_qs(urlsplit(address).query).get("ids", [])).keys == tuple(keys)
