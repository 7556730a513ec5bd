import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.versions import word_marks
from policies.versions.word_marks import marks

WORDS = st.lists(st.sampled_from(["liver", "or", "not", "hepatic", "2", ",", " ", "(", ")"]), max_size=14).map(" ".join)


def told(before: str, after: str) -> str:
    signs = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(signs[piece.kind].format(piece.text) for piece in marks(before, after))


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("ECOG 0-2", "ECOG 0-2", "ECOG 0-2"),
        ("ECOG 0-2", "ECOG 0-1", "ECOG 0-[-2-][+1+]"),
        ("", "New", "[+New+]"),
        ("Gone", "", "[-Gone-]"),
        ("Unresectable disease", "Unresectable liver disease", "Unresectable [+liver +]disease"),
        ("large solitary tumour", "small multiple tumour", "[-large solitary-][+small multiple+] tumour"),
        ("a tumour", "a tumour, carcinoid", "a tumour[+, carcinoid+]"),
    ],
)
def test_whole_words_are_marked(before, after, marked):
    assert told(before, after) == marked


@given(WORDS | st.text(max_size=30), WORDS | st.text(max_size=30))
def test_the_pieces_are_the_two_texts(before, after):
    pieces = marks(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
    assert all(piece.text for piece in pieces)


def test_texts_too_long_to_match_are_told_as_replaced(monkeypatch):
    monkeypatch.setattr(word_marks, "MOST_TOKENS", 5)
    assert told("one two three", "one two four") == "[-one two three-][+one two four+]"
    assert told("one two three", "one two three") == "one two three"
