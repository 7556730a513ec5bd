"""Small literature files of our own, written as the databases write them."""

from xml.sax.saxutils import escape

TRIAL = {
    "title": "Radioembolization of liver metastases: a café-based trial",
    "authors": ["Müller A", "van Hazel GA"],
    "journal": "J Test Oncol",
    "year": "2021",
    "volume": "39",
    "issue": "4",
    "pages": "11-19",
    "doi": "10.1000/test.1",
    "pmid": "30000001",
    "abstract": "We compared two ways. The first was better.",
    "keywords": ["Liver", "Yttrium"],
}
REVIEW = TRIAL | {"title": "A review of it", "doi": "10.1000/test.2", "pmid": "30000002", "authors": ["Ng P"]}
LETTER = TRIAL | {"title": "A letter about it", "doi": "10.1000/test.3", "pmid": "30000003", "authors": ["Østby Q"]}
WORKS = [TRIAL, REVIEW, LETTER]


def _family_first(name: str) -> str:
    family, _, initials = name.rpartition(" ")
    return f"{family}, {initials}"


def ris(work: dict) -> str:
    first, _, last = work["pages"].partition("-")
    lines = [("TY", "JOUR"), ("TI", work["title"]), *(("AU", _family_first(name)) for name in work["authors"])]
    lines += [("JO", work["journal"]), ("PY", work["year"]), ("VL", work["volume"]), ("IS", work["issue"])]
    lines += [("SP", first), ("EP", last), ("DO", work["doi"]), ("PM", work["pmid"]), ("AB", work["abstract"])]
    lines += [*(("KW", word) for word in work["keywords"]), ("ZZ", "kept"), ("ER", "")]
    return "".join(f"{tag}  - {text}\n" for tag, text in lines) + "\n"


def bibtex(work: dict) -> str:
    fields = {name: work[name] for name in ("title", "journal", "year", "volume", "pages", "doi", "pmid", "abstract")}
    fields |= {"number": work["issue"], "author": " and ".join(map(_family_first, work["authors"])), "zz": "kept"}
    fields["keywords"] = "; ".join(work["keywords"])
    return "@article{key,\n" + "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items()) + "}\n\n"


def nbib(work: dict) -> str:
    lines = [("PMID", work["pmid"]), ("VI", work["volume"]), ("IP", work["issue"]), ("DP", work["year"] + " Mar")]
    words = work["title"].split(" ")
    lines += [("TI", words[0]), ("", " ".join(words[1:])), ("PG", work["pages"]), ("AB", work["abstract"])]
    lines += [*(("AU", name) for name in work["authors"]), ("TA", work["journal"]), ("ZZ", "kept")]
    lines += [*(("MH", word) for word in work["keywords"]), ("LID", work["doi"] + " [doi]"), ("SO", "somewhere")]
    return "".join(f"{tag:4}- {text}\n" if tag else f"      {text}\n" for tag, text in lines) + "\n"


def web_of_science(work: dict) -> str:
    first, _, last = work["pages"].partition("-")
    names = "\n   ".join(map(_family_first, work["authors"]))
    words = work["title"].split(" ")
    lines = [("PT", "J"), ("AU", names), ("TI", words[0] + "\n   " + " ".join(words[1:])), ("SO", work["journal"])]
    lines += [
        ("DE", "; ".join(work["keywords"])),
        ("AB", work["abstract"]),
        ("PY", work["year"]),
        ("VL", work["volume"]),
    ]
    lines += [
        ("IS", work["issue"]),
        ("BP", first),
        ("EP", last),
        ("DI", work["doi"]),
        ("PM", work["pmid"]),
        ("ZZ", "kept"),
    ]
    return "".join(f"{tag} {text}\n" for tag, text in lines) + "ER\n\n"


def pubmed_xml(work: dict) -> str:
    authors = "".join(
        f"<Author><LastName>{escape(family)}</LastName><Initials>{initials}</Initials></Author>"
        for family, _, initials in (name.rpartition(" ") for name in work["authors"])
    )
    words = "".join(f"<MeshHeading><DescriptorName>{word}</DescriptorName></MeshHeading>" for word in work["keywords"])
    return f"""<PubmedArticle><MedlineCitation><PMID Version="1">{work["pmid"]}</PMID>
<Article><Journal><JournalIssue><Volume>{work["volume"]}</Volume><Issue>{work["issue"]}</Issue>
<PubDate><Year>{work["year"]}</Year></PubDate></JournalIssue></Journal>
<ArticleTitle>{escape(work["title"])}</ArticleTitle><Pagination><MedlinePgn>{work["pages"]}</MedlinePgn></Pagination>
<ELocationID EIdType="doi" ValidYN="Y">{work["doi"]}</ELocationID>
<Abstract><AbstractText>{escape(work["abstract"])}</AbstractText></Abstract><AuthorList>{authors}</AuthorList></Article>
<MedlineJournalInfo><MedlineTA>{work["journal"]}</MedlineTA></MedlineJournalInfo>
<MeshHeadingList>{words}</MeshHeadingList></MedlineCitation></PubmedArticle>
"""


WRITERS = {
    "ris": ris,
    "bibtex": bibtex,
    "nbib": nbib,
    "web-of-science": web_of_science,
    "pubmed-xml": pubmed_xml,
}
AROUND = {
    "web-of-science": ("FN Our Own Database\nVR 1.0\n", "EF\n"),
    "pubmed-xml": ('<?xml version="1.0" ?>\n<PubmedArticleSet>\n', "</PubmedArticleSet>\n"),
}


def written(form: str, works=WORKS, between: str = "") -> str:
    before, after = AROUND.get(form, ("", ""))
    return before + between.join(WRITERS[form](work) for work in works) + after
