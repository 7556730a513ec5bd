from datetime import timedelta

from jobs import registry


def test_what_is_registered_is_found(monkeypatch):
    for name in ("handlers", "timed", "steps"):
        monkeypatch.setattr(registry, name, {})
    run = lambda *_: 0  # noqa: E731
    registry.register_job("count", run)
    registry.register_timed("sweep", every=timedelta(hours=1), run=run)
    registry.register_step("drain", run)
    assert registry.handlers == {"count": run}
    assert registry.timed == {"sweep": registry.Timed("sweep", timedelta(hours=1), run)}
    assert registry.steps == {"drain": run}


def test_apps_register_when_django_starts():
    assert "search.follow" in registry.steps
