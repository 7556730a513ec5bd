"""PubMed's XML: articles and books are cut out of the file and read by lxml one by one. Pure.

So an element that is not well-formed fails alone, with its line, and reading goes on behind it. No entity is
resolved but XML's own, and nothing is fetched.
"""

import re
from collections.abc import Iterator

from lxml import etree

from evidence.importers import fields
from evidence.importers.nbib import kind_of
from evidence.importers.records import FailedRecord, ParsedRecord, Place, Stretch, UnreadableRecord
from evidence.importers.text import Source

BEGINS = re.compile(r"<(PubmedArticle|PubmedBookArticle)(?=[\s>/])")
JOURNAL = ("MedlineJournalInfo/MedlineTA", "Article/Journal/ISOAbbreviation", "Article/Journal/Title")
LONGEST_TAG = len("</PubmedBookArticle>")


def cut(source: Source, place: Place) -> Iterator[Stretch]:
    """Each element as it stands; one that never ends goes up to the next that begins."""
    buffer, offset, line = "", place.offset, place.line
    searched = 0
    for piece in source.lines(place):
        if not buffer:
            offset, line = piece.offset, piece.number
        buffer += piece.text
        while found := _element(buffer, searched):
            start, end = found
            before, text = buffer[:start], buffer[start:end]
            first = line + _lines(source.decode(before))
            offset += source.width(buffer[:end])
            line = first + _lines(source.decode(text))
            yield Stretch(first, source.decode(text), Place(offset, line))
            buffer, searched = buffer[end:], 0
        begun = BEGINS.search(buffer)
        keep = begun.start() if begun else max(0, len(buffer) - LONGEST_TAG)
        offset, line = offset + source.width(buffer[:keep]), line + _lines(source.decode(buffer[:keep]))
        buffer = buffer[keep:]
        searched = max(0, len(buffer) - LONGEST_TAG)
    if begun := BEGINS.search(buffer):
        text = source.decode(buffer[begun.start() :])
        first = line + _lines(source.decode(buffer[: begun.start()]))
        yield Stretch(first, text, Place(offset + source.width(buffer), first + _lines(text)))


def _lines(text: str) -> int:
    return text.count("\n")


def _element(buffer: str, searched: int) -> tuple[int, int] | None:
    """From where to where the next whole element stands; `searched`: up to where no end was found before."""
    begun = BEGINS.search(buffer)
    if not begun:
        return None
    closing = f"</{begun[1]}>"
    end = buffer.find(closing, max(begun.end(), searched))
    other = BEGINS.search(buffer, max(begun.end(), searched))
    if other and (end < 0 or other.start() < end):
        return begun.start(), other.start()
    return (begun.start(), end + len(closing)) if end >= 0 else None


def read(stretch: Stretch) -> Iterator[ParsedRecord | FailedRecord]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        element = etree.fromstring(stretch.text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableRecord(f"This element is not well-formed XML: {error.msg}.") from None
    book = element.find("BookDocument")
    record = article(element) if book is None else chapter_or_book(book, element)
    yield ParsedRecord(**record, line=stretch.line, raw=stretch.text, after=stretch.after)


def words(element) -> str:
    return "" if element is None else fields.plain("".join(element.itertext()))


def article(element) -> dict:
    citation = element.find("MedlineCitation")
    if citation is None:
        raise UnreadableRecord("This PubmedArticle holds no MedlineCitation.")

    def text(path: str) -> str:
        return words(citation.find(path))

    title = text("Article/ArticleTitle").strip("[]. ") and text("Article/ArticleTitle")
    if title.lower().strip("[]. ") in ("", "not available"):
        title = text("Article/VernacularTitle") or title
    types = _all(citation, "Article/PublicationTypeList/PublicationType")
    published = citation.find("Article/Journal/JournalIssue/PubDate")
    return {
        "title": title,
        "authors": authors(citation.findall("Article/AuthorList/Author")),
        "authors_et_al": citation.find("Article/AuthorList[@CompleteYN='N']") is not None,
        "journal": next((said for path in JOURNAL if (said := text(path))), ""),
        "published": _date(published),
        "year": fields.year(_date(published), _date(citation.find("Article/ArticleDate"))),
        "volume": text("Article/Journal/JournalIssue/Volume"),
        "issue": text("Article/Journal/JournalIssue/Issue"),
        "pages": text("Article/Pagination/MedlinePgn") or text("Article/Pagination/StartPage"),
        "abstract": abstract(citation.find("Article/Abstract")),
        "keywords": _keywords(citation),
        "language": text("Article/Language"),
        "publication_types": types,
        "kind": kind_of(types),
        "more": _more(citation),
        **_identifiers(
            [*citation.findall("Article/ELocationID"), *element.findall("PubmedData/ArticleIdList/ArticleId")],
            [("pubmed", text("PMID"))],
            [("issn", each) for each in _all(citation, "Article/Journal/ISSN")] + _registered(citation),
        ),
    }


def chapter_or_book(book, element) -> dict:
    """A chapter has a title of its own; `journal` is then the book's."""

    def text(path: str) -> str:
        return words(book.find(path))

    title, whole = text("ArticleTitle"), text("Book/BookTitle")
    written = book.findall("AuthorList[@Type='authors']/Author") or book.findall("Book/AuthorList/Author")
    return {
        "title": title or whole,
        "authors": authors(written),
        "journal": whole if title else "",
        "published": _date(book.find("Book/PubDate")),
        "year": fields.year(_date(book.find("Book/PubDate"))),
        "pages": text("Pagination/MedlinePgn"),
        "publisher": text("Book/Publisher/PublisherName"),
        "abstract": abstract(book.find("Abstract")),
        "keywords": tuple(_all(book, "KeywordList/Keyword")),
        "language": text("Language"),
        "publication_types": _all(book, "PublicationType"),
        **_identifiers(
            [
                *book.findall("ArticleIdList/ArticleId"),
                *element.findall("PubmedBookData/ArticleIdList/ArticleId"),
                *book.findall("Book/ELocationID"),
            ],
            [("pubmed", text("PMID"))],
            [("isbn", each) for each in _all(book, "Book/Isbn")],
        ),
    }


def authors(elements) -> tuple[str, ...]:
    names = []
    for author in elements:
        parts = [words(author.find(tag)) for tag in ("LastName", "Initials", "Suffix")]
        name = " ".join(part for part in parts if part) or words(author.find("CollectiveName"))
        if name and author.get("ValidYN") != "N":
            names.append(name)
    return tuple(dict.fromkeys(names))


def abstract(element) -> str:
    """Structured ones keep their headings: "METHODS: ..."."""
    if element is None:
        return ""
    parts = [(part.get("Label", ""), words(part)) for part in element.findall("AbstractText")]
    return " ".join(f"{label}: {text}" if label else text for label, text in parts if text)


def _all(element, path: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for each in element.findall(path) if (found := words(each))))


def _date(element) -> str:
    """ "2002 Sep", "1990 Spring", "1998 Dec-1999 Jan"."""
    if element is None:
        return ""
    parts = [words(element.find(tag)) for tag in ("Year", "Season", "Month", "Day")]
    return " ".join(part for part in parts if part) or words(element.find("MedlineDate"))


def _keywords(citation) -> tuple[str, ...]:
    headings = _all(citation, "MeshHeadingList/MeshHeading/DescriptorName")
    return tuple(dict.fromkeys([*headings, *_all(citation, "KeywordList/Keyword")]))


def _registered(citation) -> list[tuple[str, str]]:
    numbers = _all(citation, "Article/DataBankList/DataBank/AccessionNumberList/AccessionNumber")
    return [("nct", found.upper()) for number in numbers for found in fields.NCT.findall(number)]


def _identifiers(elements, known: list[tuple[str, str]], others: list[tuple[str, str]]) -> dict:
    found = list(known)
    for element in elements:
        if element.get("ValidYN") != "N":
            found.append((element.get("IdType") or element.get("EIdType") or "", words(element)))
    return {
        "pmid": fields.pmid(value for scheme, value in found if scheme == "pubmed"),
        "doi": fields.doi(value for scheme, value in found if scheme == "doi"),
        "pmcid": fields.pmcid(value for scheme, value in found if scheme == "pmc"),
        "identifiers": tuple(
            dict.fromkeys([*others, *((scheme, value) for scheme, value in found if scheme == "bookaccession")])
        ),
    }


def _more(citation) -> dict[str, tuple[str, ...]]:
    """Retractions, errata, comments, under the name PubMed gives the relation."""
    more: dict[str, list[str]] = {}
    for each in citation.findall("CommentsCorrectionsList/CommentsCorrections"):
        said = " ".join(part for part in (words(each.find("RefSource")), words(each.find("PMID"))) if part)
        if said and each.get("RefType") != "Cites":
            more.setdefault(each.get("RefType") or "Other", []).append(said)
    for element in citation.findall("Article/AuthorList/Author/AffiliationInfo/Affiliation"):
        more.setdefault("Affiliation", []).append(words(element))
    return {tag: tuple(dict.fromkeys(texts)) for tag, texts in more.items()}
