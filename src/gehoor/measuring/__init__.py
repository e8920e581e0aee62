"""How well Gehoor hears and judges: against the method's own examples and labelled calls."""
