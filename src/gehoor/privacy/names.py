"""Names of people: after a cue («met mevrouw …»), spelled, asked for, or known as a name.

Case is used where the writer used it. In text without capitals a word counts as a name only if
it is in the lists, or is no ordinary word and stands where nothing but a name can stand.
Organisations are no persons: «u spreekt met Sanne van Pakjehuis» hides Sanne alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from gehoor.privacy.extent import name_end, part_known
from gehoor.privacy.lists import phrases, words
from gehoor.privacy.personal import Personal
from gehoor.privacy.runs import Run
from gehoor.privacy.text import MARK, WORD, Text, Token

_FIRST_WORDS = 6  # a caller has said who calls within so many words
_ASK_REACH = 25
Found = tuple[int, int, str]
_SHORT_TITLES = frozenset({"mr", "dr", "drs", "ir", "prof", "mevr", "mw", "dhr", "fam"})
_TITLES = 6  # tokens of «prof. mr. dr.»
_LETTERS = 4  # single letters in a row that spell something
_ANSWER_WORDS = 4


def names_in(
    text: Text, runs: Sequence[Run], known: frozenset[str] = frozenset()
) -> Iterator[Personal]:
    """Yield the names of a text, in order; `known` are folded names heard elsewhere in the call."""
    yield from _spelled(text, runs)
    yield from _answered(text)
    at = 0
    while at < len(text.tokens):
        found = _at(text, at, known) if _telling(text.tokens[at].fold, known) else None
        if found is None:
            at += 1
            continue
        first, last, because = found
        yield _personal(text, first, last, because)
        at = last


def _telling(fold: str, known: frozenset[str]) -> bool:
    return fold in _tellers() or fold in known


@lru_cache
def _tellers() -> frozenset[str]:
    """Return every word at which a name can be found: cues, roles, first names."""
    groups = phrases("cues", "names.sure") | phrases("cues", "names.near")
    listed = words("first_names") | words("cues", "names.titles") | words("cues", "names.roles")
    return listed | {group[0] for group in groups}


def _personal(text: Text, first: int, last: int, because: str) -> Personal:
    return Personal("name", (text.tokens[first].start, text.tokens[last - 1].end), because)


def _at(text: Text, at: int, known: frozenset[str]) -> Found | None:
    if _guarded(text, at):
        return None
    return _titled(text, at) or _cued(text, at) or _related(text, at) or _listed(text, at, known)


def _guarded(text: Text, at: int) -> bool:
    for size in range(1, 5):
        group = tuple(text.fold(at + k) for k in range(size))
        if group in phrases("guards", "not_names"):
            return True
    return False


def _titled(text: Text, at: int) -> Found | None:
    """Return the name after «mevrouw», «de heer», «dr.»."""
    start = at
    while start < at + _TITLES and _is_title(text, start):
        short = text.fold(start) in _SHORT_TITLES and text.fold(start + 1) == "."
        start += 2 if short else 1
    if start == at:
        return None
    end = name_end(text, start, sure=True)
    return (start, end, text.fold(at)) if end else None


def _is_title(text: Text, at: int) -> bool:
    return text.fold(at) in words("cues", "names.titles") and "'" not in text.tokens[at].raw


def _cued(text: Text, at: int) -> Found | None:
    for size in (3, 2, 1):
        group = tuple(text.fold(at + k) for k in range(size))
        if group in phrases("cues", "names.sure"):
            return _after(text, at + size, " ".join(group), "spreek" not in group[-2:][0])
        if group in phrases("cues", "names.near") and _introduces(text, at, group):
            return _after(text, at + size, " ".join(group), False) or _behind_firm(text, at)
    return None


def _behind_firm(text: Text, at: int) -> Found | None:
    """Return an unknown name in «FitFabriek, met Shanaya!»."""
    ended = text.kind(at + 2) in (MARK, "")
    if text.cased and text.fold(at) == "met" and text.fold(at - 1) == "," and ended:
        end = name_end(text, at + 1, sure=True)
        return (at + 1, end, "met") if end == at + 2 else None
    return None


_SKIPPED = frozenset(
    {":", ",", "de", "ene", "een", "eh", "uh", "ehm", "dus", "is", "zekere", ".", "="}
)


def _after(text: Text, start: int, because: str, sure: bool) -> Found | None:
    """Return the name after a cue, past titles and hesitation."""
    titles = words("cues", "names.titles")
    for here in range(start, start + 4):
        if text.fold(here) in titles:
            return None  # the title finds it
        end = name_end(text, here, sure, greeting="met" in because.split())
        if end:
            return (here, end, because)
        if text.fold(here) not in _SKIPPED:
            return None
    return None


def _introduces(text: Text, at: int, group: tuple[str, ...]) -> bool:
    """Tell whether «met», «hier», «ik ben» stand where somebody says who they are."""
    if group in (("ik", "ben"), ("met", "een"), ("collega",), ("namens",), ("door",)):
        return True
    if group in (("met",), ("mei",), ("hier",)):
        start = at
        while start > max(at - 2 * _FIRST_WORDS, 0) and not text.ends(start - 1):
            start -= 1
        said = [text.fold(k) for k in range(start, at)]
        greeted = all(word in words("cues", "names.greets") or word == "," for word in said)
        particle = text.fold(at + 1) in words("words", "particles") and not text.cased
        return at < 2 * _FIRST_WORDS and (greeted or (len(said) <= _FIRST_WORDS and not particle))
    return False


def _related(text: Text, at: int) -> Found | None:
    """Return the name after «mijn dochter», «de monteur,»."""
    if text.fold(at) not in words("cues", "names.roles"):
        return None
    start = at + 1
    while text.fold(start) in (",", "maar", "van", "heet", "me", "hier") and start < at + 4:
        start += 1
    end = name_end(text, start, sure=False, of_person=True)
    return (start, end, text.fold(at)) if end else None


def _listed(text: Text, at: int, known: frozenset[str]) -> Found | None:
    """Return a name that the lists or the rest of the call know."""
    token = text.tokens[at]
    if token.fold in known and (token.capital or not text.cased) and not _ordinary(token.fold):
        return (at, name_end(text, at, sure=text.cased) or at + 1, "elders in het gesprek een naam")
    if not part_known(text, at) or _ordinary(token.fold) or len(token.fold) < 3:
        return None
    if text.fold(at - 1) in ("van", "als") and len(text.fold(at - 2)) == 1:
        return None  # «de L van Leo»
    word = token.fold in words("guards", "word_like")
    if word and (not text.cased or not token.capital or at == 0 or text.ends(at - 1)):
        return None
    if text.cased and not token.capital:
        return None
    end = name_end(text, at, sure=False)
    return (at, end, "voornaam") if end else None


def _ordinary(fold: str) -> bool:
    return fold in words("common") or fold in words("words", "short_words")


def _spelled(text: Text, runs: Sequence[Run]) -> Iterator[Personal]:
    """Yield names letter by letter: «O V E R D U I N», «de R van Rudolf, A van Anna…»."""
    for run in runs:
        if not run.chars.isalpha() or any(len(item.chars) > 1 for item in run.items):
            continue
        least = 3 if _asked(text.before) or _says_name(text, run) else _LETTERS
        if len(run.items) >= least:
            first, last = run.items[0].first, run.items[-1].last
            yield _personal(text, first, last, "gespeld")


def _says_name(text: Text, run: Run) -> bool:
    before = range(max(run.items[0].first - 8, 0), run.items[0].first)
    return any(text.fold(k) in words("cues", "names.asks") for k in before) and len(run.items) > 2


def _asked(before: tuple[Token, ...]) -> bool:
    return any(token.fold in words("cues", "names.asks") for token in before[-_ASK_REACH:])


def _answered(text: Text) -> Iterator[Personal]:
    """Yield the name at the start of an answer to «met wie spreek ik?»."""
    if not _asked(text.before):
        return
    short = sum(token.kind == WORD for token in text.tokens) <= _ANSWER_WORDS
    skipped = words("cues", "names.openers") | words("cues", "names.titles")
    for start in range(len(text.tokens)):
        end = name_end(text, start, sure=text.cased or short)
        if end:
            yield _personal(text, start, end, "gevraagd: naam")
        if end or not (text.fold(start) in skipped or text.kind(start) == MARK):
            return
