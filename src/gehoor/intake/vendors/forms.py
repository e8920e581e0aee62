"""The table of forms: which is which, and who reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from gehoor.intake.vendors import amazon, genesys, others, vcon, whisper
from gehoor.intake.vendors.said import Transcript


class Form(NamedTuple):
    """A form of another system."""

    name: str
    recognise: Callable[[dict[str, Any]], bool]
    read: Callable[[dict[str, Any]], Transcript]


FORMS = (  # the most telling first: «segments» alone says little
    Form("vCon", vcon.recognise, vcon.read),
    Form("Genesys", genesys.recognise, genesys.read),
    Form("Amazon Contact Lens", amazon.recognise_lens, amazon.read_lens),
    Form("Amazon Transcribe", amazon.recognise_transcribe, amazon.read_transcribe),
    Form("Google CX Insights", others.recognise_google, others.read_google),
    Form("Deepgram", others.recognise_deepgram, others.read_deepgram),
    Form("AssemblyAI", others.recognise_assembly, others.read_assembly),
    Form("Twilio", others.recognise_twilio, others.read_twilio),
    Form("Whisper", whisper.recognise, whisper.read),
)


def form_of(data: Any) -> Form | None:
    """Return the form that plain data have; None where it is nobody's, or our own."""
    if not isinstance(data, dict) or "turns" in data:
        return None
    return next((form for form in FORMS if form.recognise(data)), None)


def names_of_forms() -> list[str]:
    """Return the names of the forms, for messages."""
    return [form.name for form in FORMS]
