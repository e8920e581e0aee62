"""A second opinion: an ear that asks a language model, on the user's own machine by default.

Needs the extra `gehoor[llm]`; import `gehoor.llm.listener` only where it is asked for.
"""
