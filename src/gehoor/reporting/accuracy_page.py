"""The page that publishes how well Gehoor hears: every figure from `gehoor train --report`.

Written in Dutch, for coaches and for whoever decides on buying. No figure is typed by hand;
what is weak is named by the figures themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby

from gehoor.dialogue import Speaker
from gehoor.measuring.functional import Passed
from gehoor.measuring.gold import RARE, Count, Score
from gehoor.method import Method
from gehoor.training.accuracy import Accuracy

_ITEMS = {
    "anger": "soort boosheid goed",
    "fault": "fout goed",
    "outcome": "afloop goed",
    "incident": "incident goed",
}
WEAK = 0.5  # below this F1 an act is listed as weak
_SPEAKERS: dict[Speaker, str] = {"caller": "beller", "agent": "medewerker"}


def accuracy_page(method: Method, figures: Accuracy, digest: str) -> str:
    """Return the page as Markdown; `digest` identifies the weights that are shipped."""
    blocks = [
        "<!-- Gemaakt door `gehoor train --report`; geen cijfer is met de hand ingevuld. -->",
        "# Hoe goed hoort Gehoor?",
        _data(figures, digest),
        "## In het kort",
        _summary(figures),
        "## Per handeling",
        _ACTS,
        *(_acts(method, figures, speaker) for speaker in _SPEAKERS),
        "## Wat zwak is",
        _weak(method, figures),
        "## Per regel",
        _RULES,
        _rules(method, figures),
        "## Functionele toetsen",
        _FUNCTIONAL,
        *_functional(figures),
        "## Leercurve",
        _curve(figures),
        "## Waarmee het verward wordt",
        _confusions(method, figures),
    ]
    return "\n\n".join(blocks) + "\n"


def _data(figures: Accuracy, digest: str) -> str:
    return (
        f"Gemeten op het eigen [corpus](../corpus/README.md): {figures.calls} hele gesprekken en "
        f"{figures.utterances} losse uitingen, samen {figures.groups} stemmen en gesprekken. Elk "
        "gesprek en elke stem is beoordeeld met gewichten die er niet op getraind zijn; vanaf "
        "welke kans een handeling telt, is wel op deze beoordelingen gekozen; dat flatteert iets. "
        "Bij de losse uitingen zijn de beurten ervoor meegeteld. Het corpus "
        "is bedacht, niet opgenomen; op echte gesprekken kan het slechter gaan. De zinnen van de "
        "methode zijn op een deel van deze gesprekken bijgesteld. «25 %» en «50 %» is dezelfde "
        "tekst met zoveel fouten als van een spraakherkenner. Gewichten: "
        f"`{digest}`."
    )


def _summary(figures: Accuracy) -> str:
    rows = [
        _row("handelingen, F1 (micro)", figures, lambda score: score.micro.f1),
        _row(f"handelingen, F1 (macro, vanaf {RARE} keer)", figures, lambda score: score.macro),
        _row("belediging, bedreiging, chantage: F1", figures, lambda score: score.abuse.f1),
        _row("… precisie", figures, lambda score: score.abuse.precision),
        _row("afspraken, F1", figures, lambda score: score.agreements.f1),
        _row("bevindingen, F1 (zie «Per regel»)", figures, lambda score: score.findings.f1),
        _row("temperatuur hoogstens 1 ernaast", figures, lambda s: s.temperature_within_one),
        *(_row(title, figures, partial(_share, key)) for key, title in _ITEMS.items()),
    ]
    head = ["op hele gesprekken", *(_noise(noise) for noise in figures.scores), "alleen zinnen"]
    return _table(head, rows)


def _row(title: str, figures: Accuracy, value: Callable[[Score], float]) -> list[str]:
    scores = [*figures.scores.values(), figures.phrases_only]
    return [title, *(f"{value(score):.2f}" for score in scores)]


def _share(item: str, score: Score) -> float:
    return score.right[item] / max(1, score.calls)


def _noise(rate: float) -> str:
    return f"{rate:.0%}".replace("%", " %") if rate else "schone tekst"


_ACTS = (
    "P is precisie (van wat gehoord is, hoeveel klopt), D is dekking (van wat er is, hoeveel "
    "gehoord is), F1 hun gemiddelde. De laatste kolommen zijn F1 met woordfouten, en F1 op losse "
    "uitingen, waar met opzet veel moeilijke gevallen tussen staan."
)


def _acts(method: Method, figures: Accuracy, speaker: Speaker) -> str:
    clean, *noisy = figures.scores.values()
    rows = []
    for name, act in method.acts[speaker].items():
        key = f"{speaker}.{name}"
        count = clean.acts.get(key, Count())
        others = [score.acts.get(key, Count()).f1 for score in noisy]
        loose = figures.voices.get(key, Count())
        rows.append(
            [
                f"{act.title} (`{name}`)",
                str(count.cases),
                *(f"{value:.2f}" for value in (count.precision, count.recall, count.f1, *others)),
                f"{loose.f1:.2f}",
            ]
        )
    rows.sort(key=lambda row: -int(row[1]))
    noises = [_noise(noise) for noise in list(figures.scores)[1:]]
    return _table([_SPEAKERS[speaker], "keer", "P", "D", "F1", *noises, "losse uitingen"], rows)


def _weak(method: Method, figures: Accuracy) -> str:
    clean = next(iter(figures.scores.values()))
    weak = [
        f"{_title(method, key)} ({count.f1:.2f})"
        for key, count in sorted(clean.acts.items(), key=lambda item: item[1].f1)
        if count.cases >= RARE and count.f1 < WEAK
    ]
    if not weak:
        return f"Geen handeling met {RARE} gevallen of meer haalt minder dan {WEAK}."
    return f"Minder dan {WEAK} op hele gesprekken halen: " + ", ".join(weak) + "."


def _title(method: Method, key: str) -> str:
    speaker: Speaker = "caller" if key.startswith("caller.") else "agent"
    act = method.acts[speaker][key.partition(".")[2]]
    return f"{_SPEAKERS[speaker]}: {act.title.lower()}"


_RULES = (
    "Niemand heeft op deze gesprekken bevindingen gelabeld. Vergeleken is wat een regel vindt met "
    "wat dezelfde regel vindt als hij de handelingen krijgt die mensen labelden: dit laat zien wat "
    "verkeerd horen met de regel doet."
)


def _rules(method: Method, figures: Accuracy) -> str:
    clean, *noisy = figures.scores.values()
    rows = []
    for name, rule in method.rules.items():
        count = clean.rules.get(name, Count())
        others = [score.rules.get(name, Count()).f1 for score in noisy]
        values = (count.precision, count.recall, count.f1, *others)
        shown = [f"{value:.2f}" for value in values] if count.cases else ["–"] * len(values)
        rows.append([f"{name} {rule.title}", str(count.cases), *shown])
    noises = [_noise(noise) for noise in list(figures.scores)[1:]]
    return _table(["regel", "keer", "P", "D", "F1", *noises], rows)


_FUNCTIONAL = (
    "Elke toets is één soort taal: ontkend, geciteerd, op zijn Vlaams, als vraag. «Wel» betekent "
    "dat de handeling gehoord moet worden, «niet» dat ze juist niet gehoord mag worden. Hierop is "
    "niets getraind."
)


def _functional(figures: Accuracy) -> Iterator[str]:
    for act, group in groupby(figures.functional, key=lambda passed: passed.act):
        types = list(group)
        yield f"### {act}"
        yield _table(
            ["soort", "", "gevallen", "goed"],
            [_type(passed) for passed in sorted(types, key=lambda passed: passed.rate)],
        )
        yield _both(types)


def _type(passed: Passed) -> list[str]:
    wanted = "wel" if passed.type.heard else "niet"
    return [passed.type.title, wanted, str(passed.cases), f"{passed.rate:.0%}"]


def _both(types: Sequence[Passed]) -> str:
    parts = []
    for wanted, title in ((True, "wel horen"), (False, "niet horen")):
        chosen = [passed for passed in types if bool(passed.type.heard) == wanted]
        if chosen:
            cases = sum(passed.cases for passed in chosen)
            failed = sum(len(passed.failed) for passed in chosen)
            parts.append(f"{title}: {1 - failed / cases:.1%} van {cases}")
    return "Samen: " + "; ".join(parts) + "."


def _curve(figures: Accuracy) -> str:
    rows = [[f"{share:.0%}", f"{value:.3f}"] for share, value in figures.curve.items()]
    return _table(["deel van de stemmen en gesprekken", "F1 (micro) op de rest"], rows)


def _confusions(method: Method, figures: Accuracy) -> str:
    rows = [
        [
            _SPEAKERS[speaker],
            method.acts[speaker][labelled].title,
            method.acts[speaker][heard].title,
            str(times),
        ]
        for speaker, labelled, heard, times in figures.confusions
    ]
    return _table(["wie", "gelabeld", "gehoord in plaats daarvan", "keer"], rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
