"""The method of five Dutch articles, as data, and its loader.

What a coach may want to read or change stands in the TOML files of this folder.
"""

from gehoor.method.cache import load
from gehoor.method.loader import MethodFault
from gehoor.method.model import Method

__all__ = ["Method", "MethodFault", "load"]
