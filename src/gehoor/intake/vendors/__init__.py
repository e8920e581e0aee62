"""The forms of other systems, told apart by what is in them, never by a file's name.

Each module knows one family: `recognise` looks at the plain data, `read` makes `Said`s of
it. Scores that others give to how an agent sounds are left at the door.
"""

from gehoor.intake.vendors.forms import form_of, names_of_forms

__all__ = ["form_of", "names_of_forms"]
