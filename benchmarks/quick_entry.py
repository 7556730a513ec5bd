"""Quick entry on printed figures whose fields are known: how many fields are read right, and which are not.

    python -m benchmarks.quick_entry [effect-ci-p.json ...]

First the figures of the starter base, in a throw-away database; then files of estimates found in papers, where any are
given: {"consistent": [...], "inconsistent": [...]}, each with `text` and what it prints. Every field that is wrong,
or was left unread though it is printed, is listed. Fails below 98%, and where a field is wrong in silence.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

BAR = 98.0
# field: its name in the files
NAMES = {"measure": "measure", "estimate": "estimate", "ci_lower": "ci_lower", "ci_upper": "ci_upper"}
UNKNOWN = frozenset({"adjusted", "direction", "i2"})
NAMES |= {"p_comparator": "p_op", "p_value": "p"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*")
    files = parser.parse_args().files
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WARRANT_VAR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        import django

        django.setup()
        sys.exit(0 if measure(files) else 1)


def measure(files: list[Path]) -> bool:
    from django.core.management import call_command

    from benchmarks import printed_forms

    call_command("migrate", verbosity=0)
    call_command("load_fixtures", verbosity=0)
    good = [tell("Figures of the starter base", printed_forms.score(printed_forms.rows_of_the_base()))]
    good += [tell(path.name, printed_forms.score(found_in_papers(path))) for path in files]
    return all(good)


def found_in_papers(path: Path) -> Iterator:
    """Each fragment ends with its estimate. The level counts only where the fragment prints it."""
    from benchmarks.printed_forms import Known

    for group, entries in json.loads(path.read_text(encoding="utf-8")).items():
        for number, entry in enumerate(entries):
            fields = {name: entry.get(key) or "" for name, key in NAMES.items()}
            level = f"{entry['ci_level']:g}"
            fields["ci_level"] = level if f"{level}%" in entry["text"].replace(" ", "") else ""
            yield Known(
                f"{group} {number}", "effect", entry["text"], {k: v for k, v in fields.items() if v}, unknown=UNKNOWN
            )


def tell(title: str, found) -> bool:
    counts = ", ".join(f"{what}: {count}" for what, count in found.counts.most_common())
    print(f"{title}: {found.share:.1f}% of the fields printed are read right ({counts})")
    for line in [*found.wrong, *(f"not read: {line}" for line in found.unread)]:
        print(f"  {line}")
    return found.share >= BAR and not found.counts["wrong in silence"]


if __name__ == "__main__":
    main()
