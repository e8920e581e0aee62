"""Finding and masking personal data in what was said: names, numbers, addresses, dates of birth.

    >>> from gehoor.dialogue import Call, Turn
    >>> from gehoor.privacy import find, mask_call, muted
    >>> find("nul zes twaalf drieëndertig vierenveertig vijfenvijftig")
    (Personal(kind='phone', span=(0, 55), because='vorm van een telefoonnummer'),)
    >>> call = Call("a", (Turn("caller", "Met Anouk de Boer, ik ben woedend.", 2.0, 6.0),))
    >>> masked = mask_call(call)
    >>> masked.call.turns[0].text
    'Met [naam], ik ben woedend.'
    >>> (box,) = masked.spans[0]  # of the first turn
    >>> box.kind, box.span, box.box  # place in the text as it was, and in the masked text
    ('name', (4, 17), (4, 10))
    >>> muted(call.turns[0], [box.span])  # seconds of sound to silence
    ((2.0, 4.8),)

Pure: reads nothing but its own lists in `data/`, and keeps nothing. What is emotion, insult or
complaint is left as it was, so that what is heard in a masked call is what was heard in the call.
`LABELS` are the kinds in Dutch, as they stand in the boxes; `find` looks at one text.
"""

from gehoor.privacy.calls import mask_call
from gehoor.privacy.finding import find, mask_text
from gehoor.privacy.personal import LABELS, Box, Kind, Masked, Personal
from gehoor.privacy.sound import muted

__all__ = ["LABELS", "Box", "Kind", "Masked", "Personal", "find", "mask_call", "mask_text", "muted"]
