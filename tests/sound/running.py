"""The command as people use it: its status and what it says."""

from __future__ import annotations

from pathlib import Path

from tests.test_cli import run as command


def run(*args: str | Path) -> tuple[int, str, str]:
    done = command(*args)
    return done.returncode, done.stdout.decode(), done.stderr.decode()
