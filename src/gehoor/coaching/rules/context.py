"""What a rule may know besides the story: the profile's choices and the house's facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from gehoor.coaching.finding import Spot
from gehoor.dialogue.call import AddressForm
from gehoor.following import Story
from gehoor.method.model import Profile


class Context(msgspec.Struct, frozen=True):
    """The profile, the mandate in euros, and the house's form of address (None: not known)."""

    profile: Profile
    mandate: float | None = None
    address_form: AddressForm | None = None


PythonRule = Callable[[Story, Context], Iterator[Spot]]
