"""What can be said better in one sentence that somebody writes, to say it or to send it.

Why it exists: a review looks at a call; who writes a sentence of their own wants to know at
once whether it holds up. Uses the same ear and the same rules, as far as a sentence alone can
be judged by them, and the method's `checks/`. Holds no Dutch and reads nothing.
"""

from gehoor.checking.checker import SentenceChecker, check_sentence
from gehoor.checking.remark import Remark

__all__ = ["Remark", "SentenceChecker", "check_sentence"]
