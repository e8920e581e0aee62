"""Building the native core where there is a C compiler; without one, Gehoor runs on Python alone.

Run by hatchling for every wheel and editable install; `python hatch_build.py` builds it in place.
The core is for the stable ABI of Python 3.11, so one build serves all later versions.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "native"
TARGET = HERE / "src" / "gehoor" / "hearing" / "_core.abi3.so"
# Sums must come out the same on every machine, so no two steps may be taken in one.
FLAGS = ("-std=c11", "-O2", "-fPIC", "-ffp-contract=off", "-fvisibility=hidden", "-Wall", "-Wextra")


def missing() -> str:
    """Return what is missing to build the core here; «» where nothing is."""
    compiler, headers = _compiler(), sysconfig.get_path("include")
    if os.name != "posix" or sysconfig.get_config_var("Py_GIL_DISABLED"):
        return "op dit systeem wordt de snelle kern nog niet gebouwd"
    if not shutil.which(compiler[0]):
        return f"geen C-compiler ({compiler[0]})"
    if not (Path(headers) / "Python.h").is_file():
        return f"geen Python.h in {headers}"
    return ""


def _compiler() -> list[str]:
    return shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")


def build() -> str:
    """Build the core; return «» where that went well, else why there is none."""
    return missing() or _compile()


def _compile() -> str:
    command = [*_compiler(), *FLAGS, f"-I{sysconfig.get_path('include')}"]
    shared = (
        ["-bundle", "-undefined", "dynamic_lookup"] if sys.platform == "darwin" else ["-shared"]
    )
    new = TARGET.with_suffix(f".{os.getpid()}.new")
    sources = [str(path) for path in sorted(SOURCES.glob("*.c"))]
    done = subprocess.run(
        [*command, *shared, *sources, "-o", str(new), "-lm"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        new.unlink(missing_ok=True)
        return f"de C-compiler gaf een fout: {done.stderr.strip()[-2000:]}"
    new.replace(TARGET)  # in one go: a running Gehoor keeps the old one
    return ""


def tag() -> str:
    """Return the tag of a wheel that holds the core: this system, Python 3.11 and later."""
    system = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    return f"cp311-abi3-{system}"


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # built by hand, without hatchling
    pass
else:

    class NativeCore(BuildHookInterface[Any]):
        """Puts the core in a wheel where it can be built; else the wheel is for any system."""

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            """Build the core before the files of a wheel are gathered."""
            why_not = build()
            if why_not:
                TARGET.unlink(missing_ok=True)
                self.app.display_warning(f"gehoor: zonder snelle kern: {why_not}")
                return
            build_data["artifacts"].append(f"/{TARGET.relative_to(HERE).as_posix()}")
            build_data["pure_python"] = False
            build_data["tag"] = tag()


if __name__ == "__main__":
    sys.exit(build() or 0)
