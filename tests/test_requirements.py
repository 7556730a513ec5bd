"""Every package that is installed for us is pinned exactly, those that others pull in too."""

import re
from importlib.metadata import distribution, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def pins(*files: str) -> dict[str, Requirement]:
    lines = [line for file in files for line in (ROOT / file).read_text().splitlines()]
    wanted = [Requirement(re.split(r"#|\\", line)[0]) for line in lines if re.match(r"[A-Za-z]", line)]
    return {canonicalize_name(each.name): each for each in wanted}


@pytest.mark.parametrize(
    "files", [["requirements.txt"], ["requirements.txt", "requirements-dev.txt"], ["requirements-whoosh.txt"]]
)
def test_what_the_packages_pull_in_is_pinned_too(files):
    pinned = pins(*files)
    missing = {
        f"{name} pulls in {needed.name}"
        for name, pin in pinned.items()
        for line in distribution(name).requires or []
        if is_needed(needed := Requirement(line), pin.extras) and canonicalize_name(needed.name) not in pinned
    }
    assert missing == set()


def is_needed(requirement: Requirement, extras: set[str]) -> bool:
    if requirement.marker is None:
        return True
    return any(requirement.marker.evaluate({"extra": extra}) for extra in ("", *extras))


def test_pins_are_exact_and_are_what_the_tests_run_with():
    for name, pin in pins(
        "requirements.txt", "requirements-dev.txt", "requirements-whoosh.txt", "requirements-tantivy.txt"
    ).items():
        assert str(pin.specifier) == f"=={version(name)}"


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_each_direct_dependency_says_what_it_is_for(file):
    direct = (ROOT / file).read_text().partition("# Direct\n")[2].partition("# Pulled in")[0]
    assert [line for line in direct.splitlines() if line and "  # " not in line] == []
