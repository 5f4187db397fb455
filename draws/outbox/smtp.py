"""One connection to the mail server for a batch of messages, and what its errors say."""

import smtplib
from types import TracebackType

from anymail.exceptions import AnymailError, AnymailRecipientsRefused
from django.core.mail import EmailMultiAlternatives, get_connection


class MailConnection:
    """A connection opened at the first message, opened again after an error, closed at the end.

    A server that can't be reached is not asked again for every message of the
    batch: the error of the first attempt stands for the others.
    """

    def __init__(self) -> None:
        self.connection = get_connection()
        self.away: Exception | None = None

    def __enter__(self) -> "MailConnection":
        """Nothing is opened until there is something to send."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        self.connection.close()

    def send(self, mail: EmailMultiAlternatives) -> None:
        """Hand one message to the server.

        Raises SMTPException, OSError, ValueError (an impossible address) or
        AnymailError (a provider that is spoken to over https).
        """
        self.open()
        mail.connection = self.connection
        try:
            mail.send()
        except OSError:
            # After some refusals (421) smtplib has hung up already.
            self.connection.close()
            raise

    def open(self) -> None:
        """Open the connection unless it is open. Raises `OSError` where the server is away or refuses the login."""
        if self.away:
            raise self.away
        try:
            # smtplib's errors are `OSError` too, so that a login which is refused counts as a server that is away.
            self.connection.open()
        except OSError as problem:
            self.away = problem
            raise

    def is_refusal(self, problem: Exception) -> bool:
        """Whether it is certain that the server did not take the message.

        A connection that broke or timed out may have done so after the message was taken.
        """
        spoke = isinstance(problem, smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException | ValueError)
        by_provider = isinstance(problem, AnymailRecipientsRefused) or bool(getattr(problem, "status_code", None))
        # `away`: the connection was never made, so that nothing can have been taken.
        return problem is self.away or spoke or by_provider


def describe_problem(problem: Exception) -> str:
    """What the server said, as text: "550 5.1.1 no such user"."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return "; ".join(format_reply(code, words) for code, words in problem.recipients.values())
    if isinstance(problem, smtplib.SMTPResponseException):
        return format_reply(problem.smtp_code, problem.smtp_error)
    if isinstance(problem, AnymailError):
        # Its own text holds the provider's whole answer, which may name the reader.
        return f"{type(problem).__name__}: {getattr(problem, 'status_code', None) or ''}".removesuffix(": ")
    return f"{type(problem).__name__}: {problem}"


def format_reply(code: int, words: bytes | str) -> str:
    """A reply of the server."""
    return f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
