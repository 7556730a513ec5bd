"""No page asks another host: only the job does, and what it asks with is loaded by the job alone."""

import ast
import subprocess
import sys

from tests.test_architecture import MODULES, imports_of, tree_of

CLIENT, JOB = "reviews.searching.pubmed.client", "reviews.searching.pubmed.fetching"
OWN_SITE = "jobs.management.commands.serve"  # looks whether the site it started answers
NETWORK = ("httpx", "requests", "urllib.request", "urllib3", "http.client", "socket")


def test_only_the_client_of_pubmed_can_ask_another_host():
    asking = {name for name in MODULES for each in imports_of(name) if each.startswith(NETWORK)}
    assert asking - {OWN_SITE} == {CLIENT}


def test_only_the_job_asks_with_it():
    asking = {name for name in MODULES for each in imports_of(name) if each.startswith(CLIENT)}
    assert asking == {JOB}


def test_the_job_loads_it_when_it_runs():
    loaded = {
        alias.name for node in tree_of(MODULES[JOB]).body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert "client" not in loaded
    program = "import django, sys; django.setup(); import config.urls; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=120, env=None).returncode == 0
