"""An SMTP server that takes messages over TLS alone, and writes down for whom: one JSON object a line.

Run: `python -m tests.drill.post PORT CERTIFICATE KEY LOG DELAY`.
"""

import asyncio
import json
import ssl
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller


class Box:
    """Takes every message, after a pause."""

    def __init__(self, log: Path, delay: float) -> None:
        self.log, self.delay = log, delay

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        """Write down who got what, and by which TLS."""
        await asyncio.sleep(self.delay)
        head = envelope.content.decode("utf-8", "replace").partition("\r\n\r\n")[0]
        fields = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line and line[0] not in " \t")
        line = {"to": envelope.rcpt_tos, "id": fields.get("Message-ID", ""), "tls": session.ssl["cipher"][1]}
        with self.log.open("a") as out:
            out.write(json.dumps(line) + "\n")
        return "250 taken"


def main() -> None:
    """Serve until ended."""
    port, certificate, key, log, delay = sys.argv[1:]
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate, key)
    box = Box(Path(log), float(delay))
    server = Controller(box, "127.0.0.1", int(port), tls_context=tls, require_starttls=True, auth_required=False)
    server.start()
    asyncio.new_event_loop().run_forever()


if __name__ == "__main__":
    main()
