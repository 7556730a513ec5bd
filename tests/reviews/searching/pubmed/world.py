"""A PubMed of our own: it holds made-up records by their day of entry, and answers as NCBI's manual describes.

Its answers are written here, not recorded from the service.
"""

import json
from collections.abc import Callable
from datetime import date
from urllib.parse import parse_qs

import httpx

from reviews.searching.pubmed.client import Client


class Clock:
    """Time passes by sleeping alone."""

    def __init__(self):
        self.now = 1000.0
        self.slept: list[float] = []

    def read(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class PubMed:
    """`entered`: when each record was. `before(program)` may answer in its stead, as a server in trouble does."""

    def __init__(self, entered: dict[int, date], before: Callable[[str], httpx.Response | None] = lambda program: None):
        self.entered, self.before = entered, before
        self.histories: list[list[int]] = []
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.given: list[int] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        program = request.url.path.rpartition("/")[2]
        asked = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        self.asked.append((program, asked))
        if trouble := self.before(program):
            return trouble
        return self.esearch(asked) if program == "esearch.fcgi" else self.efetch(asked)

    def esearch(self, asked: dict[str, str]) -> httpx.Response:
        first, last = (date(*map(int, asked[name].split("/"))) for name in ("mindate", "maxdate"))
        self.histories.append([pmid for pmid, day in self.entered.items() if first <= day <= last])
        result = {"count": str(len(self.histories[-1])), "retmax": "0", "retstart": "0", "idlist": []}
        result |= {"querykey": "1", "webenv": f"MCID_{len(self.histories) - 1}", "querytranslation": asked["term"]}
        return httpx.Response(200, content=json.dumps({"header": {"type": "esearch"}, "esearchresult": result}))

    def efetch(self, asked: dict[str, str]) -> httpx.Response:
        found = self.histories[int(asked["WebEnv"].removeprefix("MCID_"))]
        start = int(asked["retstart"])
        given = found[start : start + int(asked["retmax"])]
        self.given += given
        return httpx.Response(200, content=article_set(given))

    def client(self, clock: Clock, **told) -> Client:
        http = httpx.Client(transport=httpx.MockTransport(self.answer))
        return Client(http, email="library@example.org", clock=clock.read, sleep=clock.sleep, **told)


def article_set(pmids: list[int]) -> str:
    if not pmids:
        return '<?xml version="1.0" ?>\n<PubmedArticleSet></PubmedArticleSet>'
    articles = "\n".join(
        f'<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID><Article><ArticleTitle>Made-up work {pmid}.'
        f"</ArticleTitle></Article></MedlineCitation></PubmedArticle>"
        for pmid in pmids
    )
    return f'<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet>\n<PubmedArticleSet>\n{articles}\n</PubmedArticleSet>\n'
