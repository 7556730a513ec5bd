"""The questions of tests/data/golden-queries.yaml, asked of the starter base."""

from pathlib import Path
from urllib.parse import quote

import pytest
import yaml

GOLDEN = yaml.safe_load((Path(__file__).parent.parent / "data" / "golden-queries.yaml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("asked", GOLDEN, ids=lambda asked: asked["find"])
def test_what_is_asked_finds_what_is_expected_among_the_first(client, starter_index, asked):
    answer = client.get(f"/search/?{quote(asked['find'], safe='=&')}", follow=True)
    first = [hit.url.partition("#")[0] for hit in answer.context["found"].hits[: asked["among"]]]
    assert [url for url in asked["expect"] if url not in first] == [], first
