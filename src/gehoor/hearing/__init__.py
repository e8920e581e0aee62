"""From words to acts: what was said in a turn.

The ear joins two halves: phrases, which hear what somebody wrote down, and a classifier, which
hears what resembles what people labelled. Another (a model on the user's own machine) takes
their place through the `Listener` protocol.
"""

from gehoor.hearing.heard import Address, HeardAct, HeardTurn, Listener
from gehoor.hearing.joined import JoinedListener
from gehoor.hearing.phrases import PhraseListener

__all__ = ["Address", "HeardAct", "HeardTurn", "JoinedListener", "Listener", "PhraseListener"]
