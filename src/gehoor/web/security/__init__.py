"""Who comes in, what they may do, and what a browser is told to refuse."""
