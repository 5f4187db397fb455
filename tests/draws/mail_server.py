"""A real mail server that answers as it is told."""

import asyncio


class Server:
    """A real SMTP server; `replies` says what it answers to RCPT or DATA by address, `sender` to MAIL."""

    def __init__(self):
        self.received = []
        self.rcpt, self.data = {}, {}
        self.sender = "250 OK"
        self.meanwhile = lambda: None

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if self.sender.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return self.sender

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        reply = self.rcpt.get(address, "250 OK")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        await asyncio.to_thread(self.meanwhile)
        reply = self.data.get(envelope.rcpt_tos[0], "250 OK")
        if reply.startswith("250"):
            self.received.append((session.peer, envelope.rcpt_tos[0], envelope.content))
        return reply
