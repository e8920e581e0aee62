"""Calls in progress in a running site: who holds them, who looks at them, how they end.

Why it exists: one process serves many calls at once and may stop at any moment; whoever asks gets
the same view everywhere. Holds no hearing (that is `gehoor.live`), no routes and no pages.
"""
