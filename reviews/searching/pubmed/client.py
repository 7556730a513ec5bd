"""The requests themselves, as NCBI asks for them: throttled, named, patient, and never longer than we can hold.

Everything is sent by POST: queries are long, and a key in an address would stand in logs.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from reviews.searching.pubmed import answers
from reviews.searching.pubmed.answers import Found, Hiccup, PubMedError
from reviews.searching.pubmed.splitting import Days
from reviews.searching.pubmed.throttle import Throttle

BASE = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
TOOL = "warrant"
WITHOUT_KEY, WITH_KEY = 3, 10  # requests a second
BATCH = 200  # records of one EFetch
MOST_BYTES = 64 * 1024 * 1024  # of one answer
TRIES = 6
LONGEST_WAIT = 120.0  # seconds
BUSY = (429, 500, 502, 503, 504)
TIMEOUT = httpx.Timeout(60.0, connect=15.0)


class Client:
    """`sleep` and `clock` are given, so that tests wait for nothing."""

    def __init__(
        self,
        http: httpx.Client,
        *,
        email: str,
        api_key: str = "",
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self._http, self._sleep = http, sleep
        self._who = {"tool": TOOL, "email": email} | ({"api_key": api_key} if api_key else {})
        self._throttle = Throttle(WITH_KEY if api_key else WITHOUT_KEY, clock, sleep)

    def search(self, query: str, days: Days) -> Found:
        """What entered PubMed on these days, kept on the server's side for `fetch`."""
        start, end = (f"{day:%Y/%m/%d}" for day in days)
        asked = {"term": query, "datetype": "edat", "mindate": start, "maxdate": end}
        asked |= {"usehistory": "y", "retmode": "json", "retmax": "0"}
        return self._asked("esearch.fcgi", asked, answers.found)

    def fetch(self, found: Found, start: int) -> bytes:
        """The records from `start` (from 0) on, at most BATCH, as they stand between the tags of one set."""
        asked = {"WebEnv": found.web_env, "query_key": found.query_key, "retstart": str(start)}
        asked |= {"retmax": str(BATCH), "retmode": "xml"}
        return self._asked("efetch.fcgi", asked, answers.articles)

    def _asked(self, program: str, asked: dict[str, str], read: Callable[[bytes], object]):
        """Asked again where it may go better, after as long as the server says or twice as long each time."""
        for attempt in range(1, TRIES + 1):
            self._throttle.wait()
            wait = min(2.0 ** (attempt - 1), LONGEST_WAIT)
            try:
                response, content = self._send(program, {"db": "pubmed"} | self._who | asked)
                if response.status_code not in BUSY:
                    return read(_accepted(response, content))
                problem = f"it is busy ({response.status_code})"
                wait = max(wait, _told_to_wait(response))
            except httpx.RequestError as error:
                problem = f"it cannot be reached ({type(error).__name__})"
            except Hiccup as error:
                problem = str(error)
            if attempt < TRIES:
                self._sleep(wait)
        raise PubMedError(f"PubMed was asked {TRIES} times in vain: {problem}. Try again later.")

    def _send(self, program: str, data: dict[str, str]) -> tuple[httpx.Response, bytes]:
        with self._http.stream("POST", BASE + program, data=data) as response:
            content = bytearray()
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > MOST_BYTES:
                    raise PubMedError(f"An answer of PubMed is longer than {MOST_BYTES} bytes: it was not read.")
        return response, bytes(content)


def _accepted(response: httpx.Response, content: bytes) -> bytes:
    if response.status_code == 200:
        return content
    if said := answers.ERROR.search(content):
        raise Hiccup(f"PubMed refused ({response.status_code}): {said[1].decode(errors='replace')[:300]}")
    raise PubMedError(f"PubMed answered with status {response.status_code}: look at the query, and at NCBI_API_KEY.")


def _told_to_wait(response: httpx.Response) -> float:
    """Seconds by Retry-After, which holds a number or a date; 0 where it is not there, or nonsense."""
    told = response.headers.get("Retry-After", "").strip()
    if told.isascii() and told.isdigit():
        return min(float(told), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(told)
    except ValueError:
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(0.0, (until - datetime.now(UTC)).total_seconds()), LONGEST_WAIT)


@contextmanager
def connected(*, email: str, api_key: str) -> Iterator[Client]:
    with httpx.Client(timeout=TIMEOUT, follow_redirects=False) as http:
        yield Client(http, email=email, api_key=api_key)
