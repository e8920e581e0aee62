"""From bytes to text: UTF-8, UTF-16 or Windows-1252, as Dutch offices save their files."""

from __future__ import annotations

import codecs

from gehoor.intake.fault import IntakeFault

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4096
_MOST_CONTROLS = 0.02  # share of control characters above which it is no text


def decode(data: bytes, name: str) -> str:
    """Return the text of a file, its lines ended by a line feed.

    Raises:
        IntakeFault: it holds no text.
    """
    text = _decode(data, name)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes, name: str) -> str:
    encoding = next((enc for mark, enc in _MARKS if data.startswith(mark)), _guess(data))
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise _no_text(name, error.start) from None
        text = data.decode("cp1252", "replace")
    at = _control(text)
    if at is not None:
        raise _no_text(name, at)
    return text


def _guess(data: bytes) -> str:
    """Tell UTF-16 without a mark by its zero bytes in every other place."""
    sample = data[:_SAMPLE]
    if len(sample) > 3 and b"\0" in sample:
        odd, even = sample[1::2].count(0), sample[::2].count(0)
        half = len(sample) * 0.3
        if odd > half and not even:
            return "utf-16-le"
        if even > half and not odd:
            return "utf-16-be"
    return "utf-8"


def _control(text: str) -> int | None:
    """Return where the control characters begin, if there are too many for a text."""
    sample = text[:_SAMPLE]
    controls = [at for at, char in enumerate(sample) if char < " " and char not in "\n\r\t\f"]
    if "\0" in sample or len(controls) > len(sample) * _MOST_CONTROLS:
        return controls[0]
    return None


def _no_text(name: str, place: int) -> IntakeFault:
    return IntakeFault(name, f"byte {place}", "geen tekst; verwacht JSON, tekst, WebVTT of SRT")
