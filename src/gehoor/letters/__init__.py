"""After the call: the written confirmation of what was promised and refused.

Why it exists: what is only said gets lost (A3: record promise and refusal in writing); and a
letter is no place for apologies (A4) nor for new promises. Everything in a draft was said in
the call and points at its quote; what was not said is asked, never made up. A person checks
it line by line before it goes out. Holds no sending and no keeping.
"""

from gehoor.letters.draft import Draft, Line, OpenPoint, draft_of
from gehoor.letters.rereading import reread

__all__ = ["Draft", "Line", "OpenPoint", "draft_of", "reread"]
