"""A stand-in for a language model, as a process of its own: answers in the way its argument says.

`echo` says the fact it is asked to tell; `invents` adds a number; `mute` answers in no known form;
`slow` never answers in time; `broken` fails. Prints its port.
"""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WAY = sys.argv[1]
NEVER = threading.Event()


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if WAY == "slow":
            NEVER.wait(30)
        asked = question["messages"][-1]["content"]
        fact = asked.partition("FEIT, in eigen woorden: ")[2] or "Dit is echt belachelijk, zeg!"
        words = {"echo": f"Kijk eens, {fact}", "invents": f"{fact} En 9999 euro."}.get(WAY, "")
        body = json.dumps({"words": words}) if words else "Natuurlijk, ik help u graag!"
        self.send_response(500 if WAY == "broken" else 200)
        self.end_headers()
        self.wfile.write(json.dumps({"choices": [{"message": {"content": body}}]}).encode())

    def log_message(self, *_: object) -> None:
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
sys.stdout.write(f"{server.server_port}\n")
sys.stdout.flush()
server.serve_forever()
