import pytest
from pylatexenc.latex2text import LatexNodes2Text

from evidence.importers import latex

PLAIN = [
    "Caf\\'e",
    "{\\'e}t{\\'{e}}",
    '\\"{o}lig K{\\"o}nig',
    "Ha\\v{c}ek \\c{c}a \\H{o} \\k{a} \\r{a} \\=a \\.z \\u{g} \\~n \\^{\\i} \\d{a} \\b{d}",
    "5\\% of \\$3 \\& \\#1 a\\_b",
    "Stra{\\ss}e, {\\O}stby, \\AE{} and \\aa{}ngstr\\\"om, {\\l}{\\'o}d{\\'z}",
    "{DNA} of {E. coli}",
    "``so'' -- he said --- again",
    "\\textbackslash{} x",
]


@pytest.mark.parametrize("value", PLAIN)
def test_the_quick_way_reads_as_the_library_does(value, monkeypatch):
    monkeypatch.setattr(latex, "_by_library", lambda value: pytest.fail("left to the library"))
    assert latex.decoded(value) == LatexNodes2Text().latex_to_text(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("no LaTeX at all", "no LaTeX at all"),
        ("$\\alpha$-fetoprotein", "α-fetoprotein"),
        ("\\emph{in vivo} $p<0.05$", "in vivo p<0.05"),
        ("\\textit{H. pylori}", "H. pylori"),
        ("a~b", "a b"),
        ("p \\textless{} 5 \\textgreater{}", "p < 5 >"),
        ("\\textbraceleft{}x\\textbraceright{}", "{x}"),
        ("\\textasciicircum{}\\textasciitilde{}", "^~"),
        ("-{}- and `{}`", "-- and ``"),
    ],
)
def test_values(value, text):
    assert latex.decoded(value) == text


def test_what_is_no_latex_is_not_lost():
    assert "costs" in latex.decoded("it costs $5 \\begin{x}")
