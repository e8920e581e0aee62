"""Write the docs that are generated from the method, or check that they are up to date.

usage: docs.py [--check]

docs/regels.md lists the rules; docs/handelingen.md what can be heard; docs/rechten.md who may use
which page. The files say so themselves, and nothing in them is typed by hand.
"""

from __future__ import annotations

import sys
from pathlib import Path

from gehoor.method import Method, load
from gehoor.reporting.words import SEVERITY

DOCS = Path(__file__).parent.parent / "docs"
_MADE = (
    "<!-- Gemaakt door scripts/docs.py uit de methode; pas de methode aan, niet deze pagina. -->\n"
)
_SEVERITY = {**SEVERITY, "off": "uit"}


def rules_page(method: Method) -> str:
    """Return the page that lists the rules by step."""
    lines = [_MADE, "# De regels\n"]
    lines.append(f"{len(method.rules)} regels; `gehoor rule EXC02` legt er een uit.\n")
    for step, text in method.steps.items():
        rules = {k: rule for k, rule in method.rules.items() if rule.step == step}
        lines += [f"## {text.title}\n", f"{text.what} Gedaan als: {text.done_when.lower()}\n"]
        lines += [
            "| regel | naam | ernst (evenwichtig, terughoudend, ruimhartig) | wat | bronnen |"
        ]
        lines += ["| --- | --- | --- | --- | --- |"]
        for rule_id, rule in rules.items():
            severity = ", ".join(_SEVERITY[s] for s in rule.severity.values())
            sources = ", ".join(dict.fromkeys(s.work for s in rule.sources))
            against = ", ".join(dict.fromkeys(s.work for s in rule.against))
            cited = sources + (f"; anders: {against}" if against else "")
            lines.append(
                f"| {rule_id} | {method.slugs[rule_id]} | {severity} | {rule.what} | {cited} |"
            )
        lines.append("")
    return "\n".join(lines)


def acts_page(method: Method) -> str:
    """Return the page that lists what is heard, with the number of phrases."""
    lines = [_MADE, "# Wat er gehoord wordt\n"]
    for title, groups in (("Handelingen", method.acts), ("Signalen", method.cues)):
        for speaker, acts in groups.items():
            who = "de beller" if speaker == "caller" else "de medewerker"
            lines += [f"## {title} van {who}\n", "| naam | titel | wat | zinnen |"]
            lines += ["| --- | --- | --- | --- |"]
            for name, act in acts.items():
                count = len(act.phrases) + sum(len(when.phrases) for when in act.when)
                lines.append(f"| `{name}` | {act.title} | {act.definition} | {count} |")
            lines.append("")
    return "\n".join(lines)


def rights(_: Method) -> str:
    """Return the page that says who may use which page of the web app."""
    from gehoor.web.rights import rights_page

    return rights_page()


PAGES = {"regels.md": rules_page, "handelingen.md": acts_page, "rechten.md": rights}


def main(args: list[str]) -> int:
    """Write the pages, or with --check say which are out of date (status 1)."""
    method = load()
    stale = 0
    for name, page in PAGES.items():
        path, text = DOCS / name, page(method)
        if "--check" not in args:
            path.write_text(text, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            print(f"docs/{name} is niet bij: draai python scripts/docs.py", file=sys.stderr)
            stale += 1
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
