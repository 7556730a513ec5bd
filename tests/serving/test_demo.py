"""`make demo` as a whole: started, started again, and begun anew."""

import re

import pytest

from tests.processes import Process, free_port, wait_until

PASSWORDS = r"^  ([a-z-]+) +([2-9a-z-]{23})$"


class Demo(Process):
    def __init__(self, *arguments: str, var):
        self.port = free_port()
        # What it prints is kept beside its folder, which it may throw away.
        super().__init__(
            "manage.py", "demo", "--port", str(self.port), *arguments, var=var.parent, WARRANT_VAR=str(var)
        )

    def printed(self) -> str:
        wait_until(lambda: self.has_ended() or "The site is ready" in self.output(), within=120, what="the demo")
        assert not self.has_ended(), self.output()
        return self.output()


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("demo") / "demo"


def test_demo_prints_passwords_once_keeps_its_data_and_begins_anew_when_told_to(var):
    with Demo(var=var) as demo:
        first = dict(re.findall(PASSWORDS, demo.printed(), re.MULTILINE))
        assert len(first) == 8
        with Demo("--fresh", var=var) as second:
            assert second.wait() == 1
            assert "Stop it first" in second.output()
        demo.stop()
    with Demo(var=var) as demo:
        printed = demo.printed()
        assert "passwords were printed when it was made; FRESH=1 begins anew" in printed
        assert "Starter base loaded" not in printed
        demo.stop()
    with Demo("--fresh", var=var) as demo:
        printed = demo.printed()
        assert "Starter base loaded" in printed
        anew = dict(re.findall(PASSWORDS, printed, re.MULTILINE))
        assert set(anew) == set(first)
        assert not set(anew.values()) & set(first.values())
        demo.stop()
