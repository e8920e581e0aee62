"""Gehoor: a Dutch coach for calls with someone who is angry or sad."""

__version__ = "0.1.0"
