import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.screening.highlighting import highlighted

CASES = [
    ("Y-90 radioembolization of the liver", ["radioembolization"], "Y-90 <mark>radioembolization</mark> of the liver"),
    ("Radioembolisation", ["radioemboli*"], "<mark>Radioembolisation</mark>"),
    ("a radioembolization", ["embolization"], "a radioembolization"),
    ("yttrium 90, yttrium-90", ["yttrium-90"], "<mark>yttrium 90</mark>, <mark>yttrium-90</mark>"),
    ("overall survival", ["survival", "overall survival"], "<mark>overall survival</mark>"),
    ("p < 0.05 & <b>HCC</b>", ["hcc"], "p &lt; 0.05 &amp; &lt;b&gt;<mark>HCC</mark>&lt;/b&gt;"),
    ("C++ (x)", ["(x)"], "C++ <mark>(x)</mark>"),
    ("anything", ["", "*", " - "], "anything"),
    ("anything", [], "anything"),
]


@pytest.mark.parametrize(("text", "terms", "marked"), CASES)
def test_terms_are_marked(text, terms, marked):
    assert highlighted(text, terms) == marked


@given(st.text(), st.lists(st.text(max_size=12), max_size=5))
def test_without_its_marks_it_is_the_text(text, terms):
    marked = highlighted(text, terms)
    assert html.unescape(re.sub("</?mark>", "", marked)) == html.unescape(html.escape(text))
    assert marked.count("<mark>") == marked.count("</mark>")
