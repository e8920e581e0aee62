"""The `gehoor` command. Each command is a file; each loads what it needs when it runs."""

from gehoor.cli.app import main

__all__ = ["main"]
