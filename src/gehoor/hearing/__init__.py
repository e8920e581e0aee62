"""From words to acts: what was said in a turn.

The first ear hears by phrases. Another (a classifier, a model on the user's own machine)
takes its place or stands beside it through the `Listener` protocol.
"""

from gehoor.hearing.heard import Address, HeardAct, HeardTurn, Listener
from gehoor.hearing.phrases import PhraseListener

__all__ = ["Address", "HeardAct", "HeardTurn", "Listener", "PhraseListener"]
