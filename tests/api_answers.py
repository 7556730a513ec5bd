"""What the tests of the API do with its answers."""

import csv
import io
import json
import os
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.filtering import Key
from evidence.flags.filters import PolicyKey
from policies.models import Policy

# What people write here: the starter base has none of it.
WRITTEN_HERE = {"alerts", "drafts", "risk-of-bias", "certainty-of-evidence", "verifications"}
WRITTEN_HERE |= {"candidates", "review-imports", "search-strategies", "search-runs", "ongoing-trials", "requests"}
ANSWERS = Path(__file__).parent / "data" / "api"


def assert_answer_is_kept(name: str, answer) -> None:
    """Compares with tests/data/api/<name>.json. KEEP_ANSWERS=1 writes the file anew; read what changed in it."""
    path = ANSWERS / f"{name}.json"
    if os.environ.get("KEEP_ANSWERS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(answer, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert answer == json.loads(path.read_text(encoding="utf-8"))


def keys(answer) -> list[str]:
    return [row["key"] for row in answer.json()["results"]]


def text_of(answer) -> str:
    return b"".join(answer.streaming_content).decode()


def rows_of(answer) -> list[dict]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(text_of(answer))))


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def values_for(narrowing) -> list[str]:
    """Values that can be asked for: the words of a vocabulary, the key of a row, or any text."""
    narrowing = getattr(narrowing, "of_version", narrowing)
    if isinstance(narrowing, Key):
        return [narrowing.model.objects.values_list("key", flat=True)[0]]
    if isinstance(narrowing, PolicyKey):
        return list(Policy.objects.filter(versions__status="published").values_list("key", flat=True)[:1])
    if narrowing.items.get("format") == "date":
        return ["2024-05-03"]
    return narrowing.items.get("enum", ["2021"])
