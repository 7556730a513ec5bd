import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.flags.side_by_side import differing


@pytest.mark.parametrize(
    ("texts", "marked"),
    [
        (["8.0 months", "8.1 months"], [["8.0"], ["8.1"]]),
        (["8.0 months (7.2 to 9.2)", "8.0 months (7.2 to 9.3)"], [[" 9.2)"], [" 9.3)"]]),
        (["213", "213", "212"], [["213"], ["213"], ["212"]]),
        (["HR 0.69", "hr 0.69"], [[], []]),
        (["", "5"], [[], ["5"]]),
    ],
)
def test_words_that_another_document_lacks_are_marked(texts, marked):
    assert [[piece for piece, differs in pieces if differs] for pieces in differing(texts)] == marked


@given(st.lists(st.text(max_size=30), max_size=4))
def test_the_pieces_together_are_the_text(texts):
    assert ["".join(piece for piece, _ in pieces) for pieces in differing(texts)] == texts


@given(st.text(max_size=30), st.integers(1, 3))
def test_what_all_print_alike_has_no_mark(text, number):
    assert not any(differs for pieces in differing([text] * number) for _, differs in pieces)
