"""What may be in a log line: never a person's e-mail address, not even inside an error's text."""

import logging
import re

EMAIL_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+\.[\w.-]+")


class EmailMaskingFormatter(logging.Formatter):
    """Formats a record as usual, then masks every e-mail address in it, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with "[address]" for each."""
        return EMAIL_ADDRESS.sub("[address]", super().format(record))
