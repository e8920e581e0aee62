"""Gather the texts of the pages for translation, and say what is not translated yet.

usage: texts.py            bring the files of translations up to date; keep what is translated
       texts.py --check    status 1 and a list, where a text has no translation or one too many
       texts.py --missing  print the texts without a translation, as a .po to fill in

Dutch stands in the templates and the code itself, between `_( )`, `{% trans %}` or `marked( )`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).parent.parent / "src" / "gehoor"
LOCALE = WEB / "web" / "locale"
LANGUAGES = ("en",)
_METHODS = [("web/**.py", "python"), ("store/**.py", "python"), ("web/**.html", "jinja2")]
_NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "marked": None,
    # sentences of the store that pages show
    "Kind": None,
    "Refused": None,
    "Faulty": None,
}
_OPTIONS = {"web/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}


def gathered() -> Catalog:
    """Return all texts that stand in templates and code, by where they stand."""
    catalog = Catalog(domain="gehoor", project="Gehoor", charset="utf-8")
    found = extract_from_dir(WEB, _METHODS, _OPTIONS, _KEYWORDS)
    for file, _, text, comments, context in sorted(found, key=lambda item: (item[0], item[1])):
        catalog.add(text, None, [(str(file), 0)], auto_comments=comments, context=context)
    return catalog


def translated(language: str) -> Catalog:
    """Return what is translated into a language."""
    path = _path(language)
    if not path.exists():
        return Catalog(language)
    with path.open("rb") as source:
        return read_po(source, language)


def missing(texts: Catalog, known: Catalog) -> Iterator[Message]:
    """Yield the texts that have no translation, or one that no longer fits."""
    for message in texts:
        if not message.id:
            continue
        found = known.get(message.id)
        strings = [] if found is None else _strings(found)
        if found is None or found.fuzzy or not all(strings) or len(strings) < _plural(message):
            yield message


def superfluous(texts: Catalog, known: Catalog) -> Iterator[Message]:
    """Yield the translations of texts that are no longer there."""
    return (message for message in known if message.id and texts.get(message.id) is None)


def _strings(message: Message) -> list[str]:
    string = message.string
    return [text or "" for text in (string if isinstance(string, tuple | list) else [string])]


def _plural(message: Message) -> int:
    return 2 if message.pluralizable else 1


def _path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "gehoor.po"


def _write(language: str, texts: Catalog, known: Catalog) -> None:
    known.update(texts, no_fuzzy_matching=True)
    known.obsolete.clear()
    known.header_comment = "# The texts of Gehoor's pages; scripts/texts.py keeps this file."
    known.project, known.version, known.fuzzy = "Gehoor", "1", False
    known.creation_date = known.revision_date = _NO_DAY  # a date would change with every run
    path = _path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        write_po(out, known, width=100, omit_header=False, include_lineno=False, sort_output=True)


def main(args: list[str]) -> int:
    """Gather, check or list; return the exit status."""
    texts, wrong = gathered(), 0
    for language in LANGUAGES:
        known = translated(language)
        absent, over = list(missing(texts, known)), list(superfluous(texts, known))
        if "--missing" in args:
            catalog = Catalog(language)
            for message in absent:
                catalog.add(message.id, locations=message.locations)
            write_po(sys.stdout.buffer, catalog, width=0, omit_header=True, include_lineno=False)
        elif "--check" in args:
            for message in absent:
                print(f"{language}: nog niet vertaald: {message.id!r}", file=sys.stderr)
            for message in over:
                print(f"{language}: staat er niet meer: {message.id!r}", file=sys.stderr)
            wrong += len(absent) + len(over)
        else:
            _write(language, texts, known)
            print(f"{language}: {len(texts)} teksten, {len(absent)} nog niet vertaald")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
