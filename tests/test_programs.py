"""What the tests need besides Python is found, installed where we may, and asked for in one line where we may not."""

import pytest

from tests import programs


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine with an empty PATH, no PostgreSQL and nobody who is root; machine(name, script) gives it a program."""

    def give(name: str, script: str = "exit 0"):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(programs, "postgres_folder", lambda: tmp_path if (tmp_path / "postgres").exists() else None)
    monkeypatch.setattr(programs.os, "geteuid", lambda: 1000)
    give("env", 'shift; exec "$@"')
    give.folder = tmp_path
    return give


def test_nothing_is_installed_where_nothing_is_missing(machine):
    for name in ("chromium", "postgres"):
        machine(name)
    programs.main()


@pytest.mark.parametrize("sudo", [None, "exit 1"])
def test_what_may_not_be_installed_is_asked_for_in_one_line(machine, sudo):
    machine("apt-get", f"touch {machine.folder}/installed")
    machine("chromium-browser")
    if sudo:
        machine("sudo", sudo)
    with pytest.raises(SystemExit) as refused:
        programs.main()
    assert refused.value.code == "The tests need these programs; install them first: apt-get install postgresql"
    assert not (machine.folder / "installed").exists()


@pytest.mark.parametrize("root", [True, False])
def test_what_is_missing_is_installed_by_root_or_by_sudo_without_a_password(machine, monkeypatch, root):
    for_apt = f'echo "$@" >> {machine.folder}/asked'
    make = "\n".join(f"/bin/cp {machine.folder}/env {machine.folder}/{name}" for name in ("chromium", "postgres"))
    machine("apt-get", f'{for_apt}\ncase "$*" in *install*) {make} ;; esac')
    if root:
        monkeypatch.setattr(programs.os, "geteuid", lambda: 0)
    else:
        machine("true")
        machine("sudo", 'shift; exec "$@"')
    programs.main()
    asked = (machine.folder / "asked").read_text().splitlines()
    assert asked == ["-qq update", "-qq install --yes --no-install-recommends chromium postgresql"]


def test_installation_that_fails_says_what_to_install(machine, monkeypatch):
    monkeypatch.setattr(programs.os, "geteuid", lambda: 0)
    machine("apt-get", "exit 100")
    with pytest.raises(SystemExit) as refused:
        programs.main()
    assert refused.value.code.endswith("apt-get install chromium postgresql")


def test_the_programs_of_this_machine_are_found():
    assert programs.chromium()
    assert (programs.postgres_folder() / "initdb").exists()


def test_a_machine_that_is_no_debian_is_told_too(machine, monkeypatch):
    monkeypatch.setattr(programs.os, "geteuid", lambda: 0)
    with pytest.raises(SystemExit, match="install them first"):
        programs.main()
