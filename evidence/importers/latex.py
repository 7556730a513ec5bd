"""LaTeX in BibTeX values as plain text. Pure.

The accents, signs and braces that bibliographies are full of are replaced here, some hundred times faster than
pylatexenc does it; a value with anything else in it is pylatexenc's.
"""

import re
import unicodedata

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
NAMED = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "textbackslash": "\\",
    "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~", "textasciicircum": "^", "textless": "<",
    "textgreater": ">", "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘",
    "textregistered": "®", "texttrademark": "™", "textdegree": "°", "textmu": "µ", "textpm": "±", "textbar": "|",
    "ldots": "…", "dots": "…", "textunderscore": "_", "textdollar": "$", "newblock": "", "par": " ", "copyright": "©",
}  # fmt: skip
SIGNS = set("&%$#_{} ")
LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "~": " ", "{": "", "}": ""}
TOKEN = re.compile(
    r"""\\(?P<accent>[`'^"~=.]|[uvHcdbkr](?![A-Za-z]))\s*(?:\{\s*(?P<braced>\\?[A-Za-z])\s*\}|(?P<bare>\\?[A-Za-z]))
      | \\(?P<named>[A-Za-z]+)(?:\s*\{\}|\s*)
      | \\(?P<sign>.)
      | (?P<math>\$)
      | (?P<ligature>---?|``|''|[{}~])""",
    re.VERBOSE | re.DOTALL,
)
WITH_LATEX = re.compile(r"[\\{}$~]|--|``|''")


class Unknown(Exception):
    pass


def decoded(value: str) -> str:
    """ "Caf{\\'e} 5\\% {DNA}" -> "Café 5% DNA"."""
    if not WITH_LATEX.search(value):
        return value
    try:
        return TOKEN.sub(_plain, value)
    except Unknown:
        return _by_library(value)


def _plain(found: re.Match) -> str:
    kind = found.lastgroup
    if kind in ("braced", "bare"):
        letter = found[kind].removeprefix("\\")
        return unicodedata.normalize("NFC", letter + ACCENTS[found["accent"]])
    if kind == "ligature":
        return LIGATURES[found[kind]]
    if kind == "named" and found[kind] in NAMED:
        return NAMED[found[kind]]
    if kind == "sign" and found[kind] in SIGNS:
        return found[kind]
    raise Unknown


def _reader() -> LatexNodes2Text:
    """Of LaTeX's own names of signs, the library does not know two, and takes the third for an accent."""
    context = get_default_latex_context_db()
    names = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
    macros = [MacroTextSpec(name, simplify_repl=sign) for name, sign in names.items()]
    context.add_context_category("names of signs", prepend=True, macros=macros)
    return LatexNodes2Text(latex_context=context, math_mode="text", keep_comments=True)


_library = _reader()


def _by_library(value: str) -> str:
    """A value that is not LaTeX although it looks so ("$5 and more \\") stays as it is."""
    try:
        return _library.latex_to_text(value, tolerant_parsing=True)
    except (ValueError, IndexError, KeyError, RecursionError):
        return value
