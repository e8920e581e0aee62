"""From sound to calls: decoding, who speaks when, and what is said.

Asks for `gehoor[sound]`, and for words `gehoor[speech]` and a model. Everything stays on the
machine. How an employee sounds is never measured; see `caller` for what may be measured of a
caller, and when.
"""

from gehoor.sound.kinds import HEAD, SUFFIXES, is_sound, is_sound_file

__all__ = ["HEAD", "SUFFIXES", "is_sound", "is_sound_file"]
