"""British and American spellings of a word, and near misses of it. Pure.

Spellings made here need not exist: whoever asks keeps those that the index holds.
"""

import re

# British, American. Each is changed into the other wherever it stands.
PAIRS = (
    ("aemi", "emi"),
    ("aemo", "emo"),
    ("anaest", "anest"),
    ("behaviour", "behavior"),
    ("caec", "cec"),
    ("centre", "center"),
    ("coeliac", "celiac"),
    ("colour", "color"),
    ("diarrhoea", "diarrhea"),
    ("faec", "fec"),
    ("favour", "favor"),
    ("fibre", "fiber"),
    ("foet", "fet"),
    ("grey", "gray"),
    ("gynaec", "gynec"),
    ("haem", "hem"),
    ("isation", "ization"),
    ("labour", "labor"),
    ("litre", "liter"),
    ("metre", "meter"),
    ("oedem", "edem"),
    ("oesoph", "esoph"),
    ("oestr", "estr"),
    ("orthopaed", "orthoped"),
    ("paed", "ped"),
    ("programme", "program"),
    ("rrhoea", "rrhea"),
    ("sulph", "sulf"),
    ("tumour", "tumor"),
    ("yse", "yze"),
    ("ysing", "yzing"),
)
ENDINGS = re.compile(r"i([sz])(e|ed|es|er|ers|ing|ation|ations|able)$")
OTHER = {"s": "z", "z": "s"}
LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONGEST = 25  # letters of a word whose near misses are looked at


def variants(word: str) -> frozenset[str]:
    """The other spellings there may be of a word in small letters, without itself."""
    found = {word}
    for british, american in PAIRS:
        for known in tuple(found):
            found |= {known.replace(british, american), known.replace(american, british)}
    for known in tuple(found):
        found.add(ENDINGS.sub(lambda match: f"i{OTHER[match[1]]}{match[2]}", known))
    return frozenset(found) - {word}


def near_misses(word: str) -> frozenset[str]:
    """Every text one letter left out, put in, changed or swapped away from a word in small letters."""
    if len(word) > LONGEST:
        return frozenset()
    parts = [(word[:cut], word[cut:]) for cut in range(len(word) + 1)]
    left_out = {head + tail[1:] for head, tail in parts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in parts if len(tail) > 1}
    changed = {head + letter + tail[1:] for head, tail in parts if tail for letter in LETTERS}
    put_in = {head + letter + tail for head, tail in parts for letter in LETTERS}
    return frozenset(left_out | swapped | changed | put_in) - {word}
