"""A small folder of fixtures, complete and without problems, for tests that break one thing in it.

One document, a policy on one treatment: one statement with a tree, one residual, one study with an outcome, and a link
from the statement to a figure of the study.
"""

from pathlib import Path

FILES = {
    "shared.yaml": """\
documents:
- {key: doc, kind: policy, title: A policy}
conditions:
- {key: tumours, name: Tumours}
- {key: hcc, name: Hepatocellular carcinoma, synonyms: [HCC], parents: [tumours]}
interventions:
- {key: re, name: Radioembolization}
- {key: tace, name: Chemoembolization}
indications:
- {key: re-hcc, intervention: re, condition: hcc}
- {key: re-tumours, intervention: re, condition: tumours}
references:
- key: ash-2020
  title: A randomized trial
  authors: [Ash A, Birch B]
  year: "2020"
  pmid: "11111111"
- {key: oak-2021, title: A registry, authors: [Oak O], year: "2021", pmid: "22222222"}
guideline_bodies:
- {key: body, name: A society}
guidelines:
- key: liver
  body: body
  title: Liver tumours
  versions:
  - {key: liver/1.2022, version: "1.2022"}
""",
    "studies.yaml": """\
studies:
- key: ash-2020
  label: Ash 2020
  design: rct
  conditions: [hcc]
  interventions: [re, tace]
  arms:
  - {key: re, name: Radioembolization, interventions: [re]}
  - {key: tace, name: Chemoembolization, role: comparator, interventions: [tace]}
  reports: [ash-2020]
""",
    "doc/policy.yaml": """\
document: doc
payers:
- {key: payer, name: A payer}
policy:
  key: doc
  payer: payer
  number: "1"
  title: A policy
  version: doc/2024
  lines: "1-20"
  dates:
  - {kind: last_review, on: 2024-09, lines: "20"}
  statements:
  - key: doc/i
    label: I
    intervention: re
    position: medically_necessary
    text: Radioembolization of unresectable carcinoma.
    indications:
    - {indication: re-hcc}
    criteria:
      key: doc/i/root
      printed_label: I.
      logic: all
      lines: "3"
      children:
      - {key: doc/i/hcc, printed_label: A., text: Carcinoma, conditions: [hcc], lines: "3"}
      - {key: doc/i/unresectable, printed_label: B., text: Unresectable, lines: "4"}
    lines: "3-4"
  - key: doc/ii
    label: II
    kind: residual
    intervention: re
    position: investigational
    text: All else.
    scope: Tumours
    covers: both
    exceptions: [doc/i]
    indications:
    - {indication: re-tumours, no_evidence_reason: Nothing was reviewed.}
    lines: "5"
""",
    "doc/studies.yaml": """\
document: doc
citations:
- {reference: ash-2020, number: "1", lines: "7"}
accounts:
- study: ash-2020
  lines: "7-9"
  participants: "40"
  arm_sizes:
  - {arm: re, participants: "20"}
  outcomes:
  - endpoint: os
    lines: "8"
    figures:
    - {arm: re, statistic: median, value: "10.0", unit: months, as_reported: 10.0 months}
    effects:
    - key: doc/ash-2020/os-hr
      measure: HR
      intervention_arm: re
      comparator_arm: tace
      value: "0.80"
      as_reported: HR 0.80
recommendations:
- {key: doc/liver/re, guideline_version: liver/1.2022, kind: option, text: May be used., lines: "10"}
""",
    "doc/evidence.yaml": """\
document: doc
evidence_links:
- statement: doc/i
  indication: re-hcc
  figure: doc/ash-2020/os-hr
  bearing: supports
  ground: stated
  note: Fewer died.
""",
}


def write(folder: Path, files: dict[str, str] = FILES) -> Path:
    """The files under `folder`/fixtures, which is returned."""
    for name, text in files.items():
        path = folder / "fixtures" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "fixtures"


def changed(name: str, old: str, new: str) -> dict[str, str]:
    """The files with `old`, which stands once in the file `name`, replaced by `new`."""
    if FILES[name].count(old) != 1:
        raise ValueError(f"{old!r} stands {FILES[name].count(old)} times in {name}")
    return FILES | {name: FILES[name].replace(old, new)}


def line_of(text: str, sign: str) -> int:
    """The line (from 1) on which `sign` first stands."""
    return text[: text.index(sign)].count("\n") + 1
