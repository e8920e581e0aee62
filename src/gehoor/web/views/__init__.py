"""What the pages of calls show, worked out before a template lays it out.

Why it exists: so that templates hold no arithmetic and no choices. Reads no database.
"""
