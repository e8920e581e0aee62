"""A call in progress: words in, one card out.

Why it exists: in the call itself people have no time to read. The same listening, following and
coaching as the review, over a stream, so that the card and the report can't disagree. Dry: no
clock, no input or output; the time comes with the events. Holds no protocols and no store.

    >>> session = Session(reviewer, Call("gesprek", ()))
    >>> session.feed(Words("t1", "caller", "Ik bel nu al voor de derde keer!"), at=4.0)
    >>> session.view(at=4.0).card.situation
    'repeat_contact'
"""

from gehoor.live.events import Event, Hold, Resume, Words
from gehoor.live.session import LiveFault, Session
from gehoor.live.view import Card, Open, Tick, View

__all__ = [
    "Card",
    "Event",
    "Hold",
    "LiveFault",
    "Open",
    "Resume",
    "Session",
    "Tick",
    "View",
    "Words",
]
