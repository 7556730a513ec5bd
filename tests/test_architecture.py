"""The rules of the house that a reader cannot see in one file, read from the code itself."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# What each app may import of the others. config, tests and benchmarks import any and are imported by none.
ARROWS = {
    "reviews": {"policies", "evidence", "search", "accounts", "audit", "jobs"},
    "policies": {"evidence", "search", "audit", "jobs"},
    "evidence": {"search", "audit", "jobs"},
    "search": {"jobs"},
    "accounts": {"audit"},
    "audit": set(),
    "jobs": set(),
}
# Inside an app, a module imports none that stands above it. What is not named here stands in the middle.
LAYERS = ("models", "permissions", "", "views", "urls")
LAYER_OF = {"api": "views", "management": "urls", "apps": "urls"}
# The web reads: these change no row, they ask an action to.
READING = {"views", "api", "serializers", "presenters", "permissions", "queries"}
WRITES = {"save", "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "delete", "save_base"}
MOST_LINES = 400
CODE = {".py", ".html", ".css", ".js", ".sh", ".toml", ""}
NAMELESS = {"utils", "helpers", "common", "core", "services", "misc"}
MAGIC = ("django.dispatch", "django.db.models.signals", "django.contrib.contenttypes.fields")
# What a pure module may have of Django: the class of a closed vocabulary.
PURE_DJANGO = {"django.db.models.TextChoices"}


def modules() -> dict[str, Path]:
    """Every module of the product by its dotted name; migrations are written by Django."""
    found = {}
    for folder in (*ARROWS, "config"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts:
                found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports_of(name: str) -> set[str]:
    """Everything the module imports, wherever in the file, as dotted names: of `from a import b` it is `a.b`."""
    found = set()
    for node in ast.walk(tree_of(MODULES[name])):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def ours(imported: str) -> str | None:
    """The module of ours that an imported name is, or is in; None for somebody else's."""
    while imported and imported not in MODULES:
        imported = imported.rpartition(".")[0]
    return imported or None


def our_imports(name: str) -> set[str]:
    return {found for imported in imports_of(name) if (found := ours(imported))}


def app_of(name: str) -> str:
    return name.partition(".")[0]


def layer_of(name: str) -> int:
    role = LAYER_OF.get(role_of(name), role_of(name))
    return LAYERS.index(role if role in LAYERS else "")


def role_of(name: str) -> str:
    return name.partition(".")[2].partition(".")[0]


def pure_modules() -> list[str]:
    """Listed once, where the checker of types reads them."""
    files = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["files"]
    return [file.removesuffix(".py").replace("/", ".") for file in files]


def test_apps_import_along_the_arrows():
    wrong = [
        f"{name} imports {imported}"
        for name in MODULES
        for imported in our_imports(name)
        if app_of(name) in ARROWS and app_of(imported) not in {app_of(name), *ARROWS[app_of(name)]}
    ]
    assert wrong == []


def test_the_product_imports_no_test_and_no_benchmark():
    assert [name for name in MODULES for each in imports_of(name) if app_of(each) in ("tests", "benchmarks")] == []


def test_modules_import_downwards_inside_their_app():
    """urls -> views -> presenters, actions and the rest -> permissions -> models; anybody may import the pure ones."""
    pure = set(pure_modules())
    wrong = [
        f"{name} imports {imported}"
        for name in MODULES
        for imported in our_imports(name) - pure
        if app_of(imported) == app_of(name) and imported != app_of(name) and layer_of(imported) > layer_of(name)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", pure_modules())
def test_pure_module_imports_no_models_and_makes_no_query(name):
    """Nor does anything it imports."""
    seen, todo = set(), [name]
    while todo:
        here = todo.pop()
        seen.add(here)
        django = {each for each in imports_of(here) if each.partition(".")[0] == "django"} - PURE_DJANGO
        assert not django, f"{here} imports {django}"
        assert "models" not in here.split("."), f"{name} comes to {here}"
        todo += our_imports(here) - seen


def test_pages_write_nothing_themselves():
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno} calls {node.func.attr}"
        for name, path in MODULES.items()
        if app_of(name) in ARROWS and role_of(name) in READING
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
    ]
    assert wrong == []


def test_nothing_works_by_magic_at_a_distance():
    """No signals, no generic foreign keys."""
    assert [f"{name} imports {each}" for name in MODULES for each in imports_of(name) if each.startswith(MAGIC)] == []


def test_every_module_is_named_after_what_it_holds():
    assert [name for name in MODULES if NAMELESS & set(name.split("."))] == []


def code_files() -> list[Path]:
    folders = (*ARROWS, "config", "templates", "static", "tests", "benchmarks", "bin", ".ci")
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*")) if path.is_file()]
    paths += [ROOT / "Makefile", ROOT / "manage.py", ROOT / "pyproject.toml"]
    return [path for path in paths if path.suffix in CODE and "migrations" not in path.parts]


def test_no_code_file_is_longer_than_400_lines():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in code_files()}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


# The Content-Security-Policy of every page forbids all of these.
INLINE = {
    "a script in the page": r"<script(?![^>]*\ssrc=)[^>]*>",
    "a style in the page": r"<style\b",
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "an event handler": r"<[^>]*\s(on[a-z]+|hx-on[:\w-]*)\s*=",
    "a javascript: address": r"javascript:",
    "a file from another host": r"<(script|link|img|iframe|source|use)\b[^>]*\s(src|href)\s*=\s*[\"']?(https?:)?//",
}


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_template_has_no_inline_code_and_asks_no_other_host(path):
    text = path.read_text(encoding="utf-8")
    found = [
        f"line {text.count(chr(10), 0, match.start()) + 1}: {what}"
        for what, pattern in INLINE.items()
        for match in re.finditer(pattern, text, re.IGNORECASE)
    ]
    assert found == []
