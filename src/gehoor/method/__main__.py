"""Temporary door for writers of method files."""

import sys

from gehoor.dialogue import Turn
from gehoor.hearing import PhraseListener
from gehoor.measuring.dialogues import prove_rules
from gehoor.measuring.examples import prove_acts
from gehoor.method.loader import HOME, build_what_can, read_files


def main(args: list[str]) -> int:
    method, faults = build_what_can(read_files((HOME,)))
    if method is None:
        return 2
    listener = PhraseListener(method)
    if args[:1] == ["--hear"]:
        for line in sys.stdin:
            line = line.strip()
            if line:
                heard = listener.hear(Turn(args[1], line), [])
                for _act in (*heard.acts, *heard.cues):
                    pass
        return 0
    lines = [*faults, *prove_acts(method, listener), *prove_rules(method)]
    shown = [
        f
        for f in lines
        if not args or any(f.startswith(a) or a.split("/", 1)[-1] in f.split(":")[0] for a in args)
    ]
    return 2 if shown else 0


sys.exit(main(sys.argv[1:]))
