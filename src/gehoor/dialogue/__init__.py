"""What was said, by whom and when: the words everything else is built on.

This package knows nothing of meaning. It imports nothing else of Gehoor.
"""

from gehoor.dialogue.call import Call, Case, Channel, Fault, Speaker, Turn

__all__ = ["Call", "Case", "Channel", "Fault", "Speaker", "Turn"]
