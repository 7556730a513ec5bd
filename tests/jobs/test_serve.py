import os
import socket

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from jobs.management.commands import serve


@pytest.mark.parametrize("port", ["80a", "0", "65536", "-1", "", "٨٠٨٠"])
def test_port_that_is_none_is_refused(port):
    with pytest.raises(CommandError, match="Give a number from 1 to 65535"):
        call_command("serve", port=port)


def test_port_in_use_is_refused_with_another_to_choose(monkeypatch):
    monkeypatch.setattr(serve, "PORT_FREE_WITHIN", 0.0)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=rf"Port {port} is in use .* PORT={port % 65535 + 1}\."):
            serve.wait_for_port("127.0.0.1", port)


def test_port_is_waited_for_while_another_closes(monkeypatch):
    other = socket.create_server(("127.0.0.1", 0))
    monkeypatch.setattr(serve.time, "sleep", lambda seconds: other.close())
    serve.wait_for_port("127.0.0.1", other.getsockname()[1])


def test_address_of_another_machine_is_refused():
    with pytest.raises(CommandError, match=r"cannot listen on 192\.0\.2\.1:8000: Cannot assign requested address\."):
        serve.wait_for_port("192.0.2.1", 8000)


def test_nobody_there_is_no_answer(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    assert not serve.answers("127.0.0.1", port)


@pytest.fixture
def static(settings, tmp_path):
    settings.BASE_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "collected"
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    for file in ("requirements.txt", "static/site.css", "collected/staticfiles.json"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).touch()
        os.utime(tmp_path / file, (1000, 1000))
    return tmp_path


def test_static_files_are_stale_where_none_were_collected(static):
    assert not serve.static_is_stale()
    (static / "collected/staticfiles.json").unlink()
    assert serve.static_is_stale()


@pytest.mark.parametrize("changed", ["static/site.css", "requirements.txt"])
def test_static_files_are_stale_where_one_changed_since(static, changed):
    os.utime(static / changed, (1001, 1001))
    assert serve.static_is_stale()
