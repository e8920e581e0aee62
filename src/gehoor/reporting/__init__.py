"""From a review to something to read: JSON, the terminal, HTML, CSV.

Each form shows the same judgements; none adds one.
"""
