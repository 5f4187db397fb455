"""What may be in a log line: never a person's e-mail address, not even inside an error's text.

Live sites write a line of JSON for each record, with the id of the request that it belongs to.
"""

import json
import logging
import re
from datetime import UTC, datetime

from intake.common import request_ids

# Also quoted ("a b"@example.org), written for an address of the web (a%40example.org), and at a number (a@[192.0.2.7]).
# 254 is the longest address there is (RFC 5321, 4.5.3.1.3), and a bound keeps the search short in a long line.
EMAIL_ADDRESS = re.compile(
    r"""(?:"(?:[^"\\\n]|\\.){1,254}"|(?:[\w.!\#$&'*+^`{|}~-]|%(?!40)[0-9a-f]{2}){1,254})
        (?:@|%40)
        (?:\[[^\]\n]{1,254}\]|%5b.{1,100}?%5d|[\w-]+(?:\.[\w-]+)+)""",
    re.IGNORECASE | re.VERBOSE,
)
# The part of an address of ours that opens something: what was signed, a draft's token, a result's reference.
LINK = re.compile(
    r"(?<=/)(?:[\w-]+:){2}[\w-]{20,}|(?<=/)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=/result/)[^/\s]+"
)


def mask(text: str) -> str:
    """A text without e-mail addresses, and without what makes a link open something."""
    return LINK.sub("[link]", EMAIL_ADDRESS.sub("[address]", text))


class EmailMaskingFormatter(logging.Formatter):
    """Formats a record as usual, then masks every e-mail address in it, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one text, without e-mail addresses."""
        # Here, after formatting, no caller can forget it, and tracebacks are covered too (record 0009).
        return mask(super().format(record))


class JsonFormatter(logging.Formatter):
    """One line of JSON a record: when, how grave, who says it, what, for which request, and the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON, in UTC, without e-mail addresses."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": mask(record.getMessage()),
        }
        if request_id := request_ids.get_id():
            line["request_id"] = request_id
        if record.exc_info:
            line["error"] = mask(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
