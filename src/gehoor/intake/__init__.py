"""From files to calls: the project's own JSON, plain text, WebVTT, SRT, tables, and the
forms of other systems (`vendors`).

Every fault is one sentence that names the file, the place and what was expected. Judges
nothing about what was said.
"""

from gehoor.intake.fault import IntakeFault
from gehoor.intake.reading import find_files, read, read_bytes, read_calls

__all__ = ["IntakeFault", "find_files", "read", "read_bytes", "read_calls"]
