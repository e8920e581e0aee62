"""Which model is asked, and where: the `[llm]` part of `gehoor.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

import msgspec

LOCAL = "http://127.0.0.1:11434/v1"


class ModelSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where an OpenAI-compatible endpoint is.

    `url` is the part before `/chat/completions`; `timeout` is in seconds for a turn; `key_from`
    names the environment variable that holds the key, so that no key stands in a file. What
    callers say leaves the machine only where `remote` says so.
    """

    model: str
    url: str = LOCAL
    timeout: float = 20.0
    key_from: str = ""
    remote: bool = False

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with these settings."""
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            yield f"llm.url: «{self.url}» is geen adres; verwacht bijvoorbeeld {LOCAL}"
        elif not (self.remote or _is_local(parts.hostname)):
            yield (
                f"llm.url: «{parts.hostname}» is niet deze computer; gesprekken gaan er dan heen. "
                "Zet er «remote = true» bij als dat de bedoeling is"
            )
        if not 0 < self.timeout <= 600:
            yield f"llm.timeout: {self.timeout} is geen wachttijd; verwacht 1 tot 600 seconden"


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
