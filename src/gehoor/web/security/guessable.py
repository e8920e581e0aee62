"""Passwords that are too easy to guess. Length does the work; there are no rules about signs.

Source: NIST SP 800-63B section 5.1.1.2: at least as long as the store demands, compared with a
list of obvious ones, without demands on composition or change by calendar.
"""

from __future__ import annotations

import re
from typing import Final

from gehoor.web.texts import marked

SAID: Final = marked("Dit wachtwoord is te makkelijk te raden. Kies iets wat alleen jij bedenkt.")
LENGTH: Final = marked("Een wachtwoord heeft 12 tot 1000 tekens. Een korte zin werkt goed.")
UNLIKE: Final = marked("De twee wachtwoorden zijn niet gelijk.")
SHORTEST, LONGEST = 12, 1000
_LONG_ENOUGH: Final = 40  # letters, whatever they say
_WORDS: Final = """
    wachtwoord password passwort welkom welcome gehoor iedereenwilgehoordworden inloggen geheim
    secret admin administrator beheerder beheer letmein laatmijbinnen qwerty qwertyuiop azerty
    azertyuiop asdfghjkl zxcvbnm iloveyou ikhouvanjou ikhouvanjouw voetbal football feyenoord ajax
    psv zomer winter lente herfst januari februari maart april mei juni juli augustus september
    oktober november december maandag dinsdag woensdag donderdag vrijdag zaterdag zondag amsterdam
    rotterdam nederland belgie vlaanderen medewerker klantenservice klantcontact callcenter
    telefoon sterkwachtwoord nieuwwachtwoord mijnwachtwoord correcthorsebatterystaple
    goedemorgen goedemiddag hallo welkombij trustno changeme veranderme test
"""
_OBVIOUS: Final = frozenset(_WORDS.split())
_LADDERS: Final = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "01234567890")


def faults_of(password: str, again: str, *own: str) -> list[str]:
    """Return what is wrong with a new password, in words for who typed it.

    Args:
        password: the new password.
        again: the same, typed for the second time.
        own: name and address of whose it is.
    """
    faults = []
    if not SHORTEST <= len(password) <= LONGEST:
        faults.append(LENGTH)
    elif _is_obvious(password, own):
        faults.append(SAID)
    if password != again:
        faults.append(UNLIKE)
    return faults


def _is_obvious(password: str, own: tuple[str, ...]) -> bool:
    folded = password.casefold()
    plain = re.sub(r"[\W_]+", "", folded)
    if len(set(plain)) < 5:  # aaaaaaaaaaaa, 121212121212
        return True
    if len(plain) > _LONG_ENOUGH:
        return False
    words = re.findall(r"[^\W\d_]+", folded)
    known = _OBVIOUS | {part for text in own for part in re.findall(r"\w+", text.casefold())}
    known |= {"".join(re.findall(r"\w+", text.casefold())) for text in own}
    kernel = re.sub(r"\d+", "", plain)
    return all(_is_known(word, known) for word in words) or _is_known(kernel, known)


def _is_known(word: str, known: frozenset[str] | set[str]) -> bool:
    """Tell whether a word is obvious, also repeated or with obvious ones behind each other."""
    if not word or any(word in ladder or word in ladder[::-1] for ladder in _LADDERS):
        return True
    return any(
        word.startswith(start) and _is_known(word[len(start) :], known)
        for start in known
        if len(start) > 2
    )
