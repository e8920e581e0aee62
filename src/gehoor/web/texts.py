"""The words of the pages in the reader's language: Dutch as written, English through gettext.

Reads the `.po` files themselves, so that there is nothing to compile.
"""

from __future__ import annotations

import io
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HOME = Path(__file__).parent / "locale"
LANGUAGES = {"nl": "Nederlands", "en": "English"}


def marked(text: str) -> str:
    """Return a Dutch text as it is: marks it for translation, which the page does."""
    return text


@lru_cache(maxsize=8)
def translations(language: str) -> NullTranslations:
    """Return the translations for a language; Dutch and unknown ones are as written."""
    path = HOME / language / "LC_MESSAGES" / "gehoor.po"
    if language not in LANGUAGES or not path.exists():
        return NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source))
    compiled.seek(0)
    return GNUTranslations(compiled)
