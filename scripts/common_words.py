"""Write the words that are no names: those the corpus writes small in the middle of a sentence.

usage: common_words.py

Only utterances with capitals are read; in text as a recogniser writes it a name looks like any
word. The result, `src/gehoor/privacy/data/common.toml`, keeps masking from taking words for names.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
OUT = ROOT / "src/gehoor/privacy/data/common.toml"
HEAD = "# Words that are no names; made by scripts/common_words.py from the corpus, not by hand."
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_OPENERS = '.!?:"“«…'


def texts() -> Iterator[str]:
    """Yield every text of the corpus."""
    for file in sorted((ROOT / "corpus/calls").glob("*.json")):
        yield from (turn["text"] for turn in json.loads(file.read_text("utf-8"))["turns"])
    for file in sorted((ROOT / "corpus/utterances").iterdir()):
        for line in file.read_text("utf-8").splitlines():
            said = json.loads(line)
            yield from filter(None, (said.get("before"), said.get("text")))


def common() -> list[str]:
    """Return the words written small at least twice, and seldom with a capital, in order."""
    small, capital = Counter[str](), Counter[str]()
    for text in texts():
        if text.lower() == text:
            continue
        for match in _WORD.finditer(text):
            word, before = match[0], text[: match.start()].rstrip()
            if word[0].islower():
                small[word.replace("’", "'")] += 1
            elif before and before[-1] not in _OPENERS:
                capital[word.lower()] += 1
    kept = (w for w, n in small.items() if n > 1 and len(w) > 1 and capital[w] * 3 < n)
    return sorted(kept)


if __name__ == "__main__":
    lines = textwrap.wrap(" ".join(common()), 110, break_on_hyphens=False)
    OUT.write_text("\n".join([HEAD, "", 'words = """', *lines, '"""', ""]), encoding="utf-8")
