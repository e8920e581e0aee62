"""Days and moments as people write them, in the reader's language and the server's zone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime

from gehoor.web.asked import Asked
from gehoor.web.security.access import Visitor


def dates_for(request: Asked) -> dict[str, Any]:
    """Return what a template needs to write dates: `day`, `day_of` (ISO text) and `moment`."""
    visitor: Visitor | None = request.scope.get("visitor")  # type: ignore[assignment]
    locale = visitor.language if visitor else "nl"

    def day(value: date | datetime) -> str:
        local = value.astimezone().date() if isinstance(value, datetime) else value
        return format_date(local, "d MMMM y", locale=locale)

    def moment(value: datetime) -> str:
        return format_datetime(value.astimezone(), "d MMMM y, HH:mm", locale=locale)

    return {"day": day, "moment": moment, "day_of": lambda text: day(date.fromisoformat(text))}
