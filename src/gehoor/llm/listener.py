"""An ear that asks a language model which acts are in a turn.

Takes the classifier's place through the `Listener` protocol. The model gets the definitions of
the acts and the turn with what came before it, and must answer in a fixed form with a quote for
every act; a quote that is not in the turn is not believed. Where the model does not answer in
time or not in form, the built-in ear hears the turn, so a call is always heard whole. No call
text is ever put in an error or a log.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import httpx
import msgspec

from gehoor.dialogue import Turn
from gehoor.hearing import HeardAct, HeardTurn, JoinedListener, Listener
from gehoor.llm.settings import ModelSettings
from gehoor.method import Method

CONFIDENCE = 0.8  # a model's own numbers are no probabilities, so one for all
CONTEXT = 4  # turns before the one that is asked about
GIVEN_UP_AFTER = 3  # failures in a row; after that the model is not asked again
_WHO = {"caller": "beller", "agent": "medewerker"}


class Heard(msgspec.Struct, frozen=True):
    """One act in the model's answer."""

    act: str
    quote: str


class Answer(msgspec.Struct, frozen=True):
    """The model's answer."""

    acts: list[Heard]


class ModelListener:
    """Hears by a language model, and by the built-in ear where that fails.

    `failures` counts the turns on which it did; `asked` those on which it was asked.
    """

    def __init__(
        self, method: Method, settings: ModelSettings, fallback: Listener | None = None
    ) -> None:
        self._method, self._settings = method, settings
        self._fallback = fallback or JoinedListener(method)
        key = os.environ.get(settings.key_from, "") if settings.key_from else ""
        self._client = httpx.Client(
            timeout=settings.timeout, headers={"Authorization": f"Bearer {key}"} if key else {}
        )
        self.asked = self.failures = self._in_a_row = 0

    def hear(self, turn: Turn, before: Sequence[HeardTurn]) -> HeardTurn:
        """Return the acts the model hears in a turn; cues and address as the built-in ear does."""
        heard = self._fallback.hear(turn, before)
        if self._in_a_row >= GIVEN_UP_AFTER:
            return heard
        self.asked += 1
        try:
            answer = self._ask(turn, before)
        except (httpx.HTTPError, msgspec.DecodeError, ValueError, LookupError, TypeError):
            self.failures += 1
            self._in_a_row += 1
            return heard
        self._in_a_row = 0
        return HeardTurn(turn, self._acts(turn, answer), heard.cues, heard.address)

    def complaint(self) -> str:
        """Return one sentence on turns the model did not hear, empty where it heard all."""
        if not self.failures:
            return ""
        return (
            f"het taalmodel gaf {self.failures} van de {self.asked} keer geen bruikbaar antwoord; "
            "daar is het eigen oor gebruikt"
        )

    def _acts(self, turn: Turn, answer: Answer) -> tuple[HeardAct, ...]:
        because = f"model {self._settings.model}"
        found: dict[tuple[str, tuple[int, int]], HeardAct] = {}
        for item in answer.acts:
            start = turn.text.lower().find(item.quote.lower())
            if item.act in self._method.acts[turn.speaker] and item.quote and start >= 0:
                span = (start, start + len(item.quote))
                found[item.act, span] = HeardAct(item.act, span, CONFIDENCE, because)
        return tuple(sorted(found.values(), key=lambda act: act.span))

    def _ask(self, turn: Turn, before: Sequence[HeardTurn]) -> Answer:
        response = self._client.post(
            f"{self._settings.url.rstrip('/')}/chat/completions", json=self._question(turn, before)
        )
        response.raise_for_status()
        content = response.json()["choices"][0]["message"]["content"]
        return msgspec.json.decode(content, type=Answer)

    def _question(self, turn: Turn, before: Sequence[HeardTurn]) -> dict[str, Any]:
        said = [f"{_WHO[heard.turn.speaker]}: {heard.turn.text}" for heard in before[-CONTEXT:]]
        asked = f"{_WHO[turn.speaker]}: {turn.text}"
        return {
            "model": self._settings.model,
            "temperature": 0,
            "seed": 0,
            "messages": [
                {"role": "system", "content": self._instruction(turn)},
                {"role": "user", "content": "\n".join([*said, "", "BEURT:", asked])},
            ],
            "response_format": {"type": "json_schema", "json_schema": self._form(turn)},
        }

    def _instruction(self, turn: Turn) -> str:
        acts = self._method.acts[turn.speaker]
        lines = [f"- {name}: {act.definition}" for name, act in acts.items()]
        return (
            "Je leest een Nederlands telefoongesprek. Zeg welke handelingen in de laatste BEURT "
            f"van de {_WHO[turn.speaker]} zitten, elk met de letterlijke woorden waarin. Noem "
            "alleen wat er echt staat; vaak is dat er één, soms geen.\n" + "\n".join(lines)
        )

    def _form(self, turn: Turn) -> dict[str, Any]:
        act = {"type": "string", "enum": list(self._method.acts[turn.speaker])}
        item = {
            "type": "object",
            "properties": {"act": act, "quote": {"type": "string"}},
            "required": ["act", "quote"],
            "additionalProperties": False,
        }
        schema = {
            "type": "object",
            "properties": {"acts": {"type": "array", "items": item}},
            "required": ["acts"],
            "additionalProperties": False,
        }
        return {"name": "handelingen", "strict": True, "schema": schema}
