"""How well what was heard fits the known truth."""

from __future__ import annotations

from collections.abc import Iterable

from gehoor.sound.activity import Stretch, joined
from gehoor.sound.heard import Heard, common
from tests.sound.synth import Line, Spoken

NEAR = 0.2  # seconds
TALK = (
    Line(0, "Goedemiddag, gemeente Rijnstad, u spreekt met Karin, waarmee kan ik u helpen?"),
    Line(1, "Ja hallo, ik bel nu al voor de derde keer over mijn aanslag en niemand belt terug."),
    Line(0, "Wat vervelend dat u zo lang hebt moeten wachten.", -0.6),
    Line(1, "Vervelend? Het is gewoon belachelijk!", -0.5),
    Line(0, "Ik begrijp dat u boos bent. Mag ik uw postcode en huisnummer?", 0.8),
    Line(1, "Dat is tweeëntwintig, elf, A B, nummer zeven.", 1.5),
    Line(0, "Dank u wel. Ik kijk even voor u in het systeem.", 0.3),
    Line(1, "Ja.", 0.2),
    Line(0, "Ik zie dat uw bezwaar op drie maart is ontvangen.", 2.0),
    Line(1, "Nou, en waarom hoor ik dan niets?", -0.8),
    Line(0, "Dat zoek ik voor u uit, en ik bel u morgen voor twaalf uur terug.", 0.4),
    Line(1, "Goed, dank u wel.", 0.3),
)


def of(truth: Iterable[Spoken], who: int) -> list[Stretch]:
    return [Stretch(item.start, item.end) for item in truth if item.who == who]


def f1(right: float, found: float, there: float) -> float:
    return 2 * right / (found + there)


def boundaries(heard: Heard, truth: list[Spoken]) -> float:
    """Return the F1 of starts and ends of what is said, right within NEAR."""
    found = [(who, at) for who in (0, 1) for part in joined(heard.of(who), 0.6) for at in part]
    there = [(who, at) for who in (0, 1) for part in of(truth, who) for at in part]
    hits = sum(any(v == w and abs(a - b) <= NEAR for w, b in found) for v, a in there)
    kept = sum(any(v == w and abs(a - b) <= NEAR for w, b in there) for v, a in found)
    recall, precision = hits / len(there), kept / len(found)
    return 2 * recall * precision / (recall + precision)


def overlap(heard: Heard, truth: list[Spoken]) -> float:
    """Return the F1 of the seconds in which both speak."""
    there = common(of(truth, 0), of(truth, 1))
    both = common(heard.overlap, there)
    return f1(*(sum(part.length for part in parts) for parts in (both, heard.overlap, there)))


def rightly_told(heard: Heard, truth: list[Spoken]) -> float:
    """Return the share of the speech that is with the right voice, whichever they are called."""
    spoken = sum(item.end - item.start for item in truth)
    return (
        max(
            sum(
                part.length
                for voice in (0, 1)
                for part in common(joined(heard.of(voice), 0.3), of(truth, names[voice]))
            )
            for names in ((0, 1), (1, 0))
        )
        / spoken
    )
