"""One connection to the mail server for a batch of messages, and what its errors mean."""

import re
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
        """Open the connection unless it is open."""
        if self.away:
            raise self.away
        try:
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


def is_permanent(problem: Exception) -> bool:
    """Whether sending this message again is useless: the server refused its address or content for good (5xx).

    Nothing else is: a refused sender, a failed login, a certificate that can't be
    verified (Python calls that a `ValueError` too) and an error in our own code
    can be put right, and then the message may leave.
    """
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in problem.recipients.values())
    if isinstance(problem, smtplib.SMTPDataError):
        return problem.smtp_code >= 500
    return isinstance(problem, AnymailRecipientsRefused)


# Enhanced status codes (RFC 3463) of an address that can't be reached: X.1.1 to X.1.3, X.1.6 (moved), X.1.10 (null MX).
NO_SUCH_ADDRESS = re.compile(rb"^5\.1\.(?:1|2|3|6|10)\b")


def is_unknown_address(problem: Exception) -> bool:
    """Whether the server said for good that there is no such address.

    Only by its enhanced status code: a bare 550 or 554, and 5.7.x, may as well
    be about our content, our server or the server's own policy.
    """
    if not isinstance(problem, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= 500 and NO_SUCH_ADDRESS.match(words) for code, words in problem.recipients.values())


def describe_problem(problem: Exception) -> str:
    """What the server said, as text: "550 5.1.1 no such user"."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return "; ".join(format_reply(code, words) for code, words in problem.recipients.values())
    if isinstance(problem, smtplib.SMTPResponseException):
        return format_reply(problem.smtp_code, problem.smtp_error)
    if isinstance(problem, AnymailError):
        return f"{type(problem).__name__}: {getattr(problem, 'status_code', None) or ''}".removesuffix(": ")
    return f"{type(problem).__name__}: {problem}"


def format_reply(code: int, words: bytes | str) -> str:
    """A reply of the server."""
    return f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
