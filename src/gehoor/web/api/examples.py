"""Bodies that are right, for the OpenAPI document and its page; the tests send every one."""

from __future__ import annotations

from typing import Any, Final

CALL: Final[dict[str, Any]] = {
    "id": "energie-0317",
    "channel": "phone",
    "date": "2026-03-17",
    "turns": [
        {"speaker": "agent", "text": "Goedemorgen, u spreekt met Noor, waarmee kan ik u helpen?"},
        {
            "speaker": "caller",
            "text": "Nou ik heb nu voor de derde keer een aanmaning gehad en ik heb gewoon betaald "
            "hoor, ik ben er echt klaar mee.",
        },
        {
            "speaker": "agent",
            "text": "Drie keer een aanmaning terwijl u betaald heeft, ik snap dat u daar boos over "
            "bent. Het spijt me. Ik haal die aanmaning er nu af en bel u morgen voor twaalf uur.",
        },
        {"speaker": "caller", "text": "Nou oké, dank u wel."},
    ],
}
COMMENT: Final = {"text": "Mooi hoe je de drie aanmaningen zelf noemde.", "turn": 2}
OBJECTION: Final = {
    "kind": "anger",
    "name": "emotion",
    "reason": "Zij was eigenlijk heel rustig, dat hoor je niet in de tekst.",
}
PHRASE: Final = {
    "text": "Ik hoor dat u er echt klaar mee bent. Ik zoek het nu voor u uit.",
    "step": "listen",
    "situation": "",
    "team": False,
}
HOUSE: Final = {
    "text": 'profile = "evenwichtig"\naddress_form = "u"\n',
    "why": "We zeggen voortaan overal u.",
}
PERSON: Final = {
    "name": "Fatima el Amrani",
    "email": "fatima@voorbeeld.nl",
    "roles": ["employee"],
    "language": "nl",
}
LETTER: Final = {
    "text": "Beste mevrouw Kok,\n\nSorry voor het wachten. Wij bellen u terug.\n\n"
    "Met vriendelijke groet,\nSam",
}
SENTENCE: Final = {
    "text": "Ik snap uw frustratie, maar daar kan ik helaas niets aan doen.",
    "kind": "spoken",
}
