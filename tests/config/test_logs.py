"""No line of the log holds a person's address."""

import logging

from config.logs import EmailMaskingFormatter


def written(message: str, *args: object, error: Exception | None = None) -> str:
    info = (type(error), error, None) if error else None
    return EmailMaskingFormatter("{message}", style="{").format(
        logging.LogRecord("a", logging.ERROR, __file__, 1, message, args, info)
    )


def test_an_address_in_a_message_is_masked():
    assert written("%s bounced", "amina.o'neil+ee@mail.example.org") == "[address] bounced"


def test_an_address_inside_a_traceback_is_masked():
    line = written("Not saved", error=ValueError("Key (email)=(amina@example.org) already exists."))
    assert line == "Not saved\nValueError: Key (email)=([address]) already exists."


def test_the_rest_of_the_line_stays():
    assert written("draw %s: %d told", "438", 12) == "draw 438: 12 told"
