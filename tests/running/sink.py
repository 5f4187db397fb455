"""An SMTP server that keeps no mail: it writes down who got which Message-ID when, and can misbehave.

A process of its own, so that it takes no time from the sender: `Sink(folder)`
starts it, `.end()` ends it, and it may be started again on the same port. Its
faults come in turn, one at every so-many-th message:

drop    takes the message, writes it down, and hangs up without an answer
stall   hangs up, without taking the message, after the sender's patience
busy    451 to the recipient
away    421 to the sender, and hangs up
sender  550 to the sender, which is ours to fix and no fault of the recipient's
later   452 to the message

An address that begins with "nobody" is always refused: 550. While it refuses
(`refuse()` until `admit()`) nobody can connect, and those who are connected get 421.
"""

import argparse
import asyncio
import itertools
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from config.run.processes import die_with_parent
from tests.running.postgres import free_port

ALL = ("drop", "stall", "busy", "away", "sender", "later")
STALLED = 3
MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.MULTILINE | re.IGNORECASE)
HELLO = "250-sink\r\n250-8BITMIME\r\n250 SIZE 10000000"


class Taken(NamedTuple):
    """One message that the sink took: when (seconds), for whom, its Message-ID, whether it answered."""

    at: float
    address: str
    message_id: str
    answered: bool


class Sink:
    """The sink's process. `delay`: seconds before each answer; `faults`, one at every `every`-th message."""

    def __init__(self, folder: Path, delay: float = 0, faults: Sequence[str] = (), every: int = 20) -> None:
        self.port = free_port()
        self.log = folder / f"sink-{self.port}.log"
        self.log.touch()
        self.command = [sys.executable, "-m", "tests.running.sink", str(self.port), str(self.log), str(delay)]
        self.command += [str(every), *faults]
        self.start()

    @property
    def url(self) -> str:
        """For EMAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.process = subprocess.Popen(self.command, preexec_fn=die_with_parent)
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self.port), 1).close()
            except ConnectionRefusedError:
                time.sleep(0.02)

    def end(self) -> None:
        """End it: from now on it refuses connections."""
        self.process.kill()
        self.process.wait()

    def refuse(self) -> None:
        """Take no connection and no further message."""
        self.process.send_signal(signal.SIGUSR1)

    def admit(self) -> None:
        """Take them again."""
        self.process.send_signal(signal.SIGUSR2)

    def taken(self) -> list[Taken]:
        """What it took so far."""
        rows = (line.split("\t") for line in self.log.read_text().splitlines())
        return [Taken(float(at), address, message_id, how == "answered") for at, address, message_id, how in rows]


class Faults:
    """Which fault comes at the next message, if one does."""

    def __init__(self, names: Sequence[str], every: int) -> None:
        self.names: Iterator[str] = itertools.cycle(names or [""])
        self.counter, self.every = itertools.count(1), every
        self.refusing = False

    def next(self) -> str:
        """The fault of one more message."""
        if self.refusing:
            return "away"
        return next(self.names) if next(self.counter) % self.every == 0 else ""


class Session(asyncio.Protocol):
    """One connection."""

    def __init__(self, log: int, delay: float, faults: Faults) -> None:
        self.log, self.delay, self.faults = log, delay, faults
        self.buffer, self.in_data, self.fault, self.address = b"", False, "", ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.say("220 sink")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        end = b"\r\n.\r\n" if self.in_data else b"\r\n"
        while end in self.buffer:
            part, _, self.buffer = self.buffer.partition(end)
            self.take(part) if self.in_data else self.obey(part.decode("latin-1"))
            end = b"\r\n.\r\n" if self.in_data else b"\r\n"

    def say(self, words: str) -> None:
        """Answer, after the delay."""
        line = f"{words}\r\n".encode()
        if self.delay:
            asyncio.get_running_loop().call_later(self.delay, self.transport.write, line)
        else:
            self.transport.write(line)

    def obey(self, line: str) -> None:
        """One command."""
        verb = line[:4].upper()
        if verb == "EHLO":
            self.say(HELLO)
        elif verb == "MAIL":
            self.mail()
        elif verb == "RCPT":
            self.rcpt(line)
        elif verb == "DATA":
            self.in_data = True
            self.say("354 go on")
        elif verb == "QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        else:
            self.say("250 OK")

    def mail(self) -> None:
        """A message begins, and perhaps a fault."""
        self.fault = self.faults.next()
        if self.fault == "away":
            self.transport.write(b"421 going away\r\n")
            self.transport.close()
        else:
            self.say("550 5.7.1 not you" if self.fault == "sender" else "250 OK")

    def rcpt(self, line: str) -> None:
        """For whom."""
        self.address = line.partition("<")[2].partition(">")[0]
        if self.address.startswith("nobody"):
            self.say("550 5.1.1 no such user")
        else:
            self.say("451 4.3.2 busy" if self.fault == "busy" else "250 OK")

    def take(self, message: bytes) -> None:
        """The whole message is here."""
        self.in_data = False
        if self.fault == "later":
            self.say("452 4.2.2 full for now")
        elif self.fault == "stall":
            asyncio.get_running_loop().call_later(STALLED, self.transport.close)
        else:
            self.write_down(message)
            self.say("250 OK") if self.fault != "drop" else self.transport.close()

    def write_down(self, message: bytes) -> None:
        """Keep what was taken before answering, so that nobody was told without a line here."""
        found = MESSAGE_ID.search(message)
        message_id = found[1].decode() if found else ""
        how = "dropped" if self.fault == "drop" else "answered"
        os.write(self.log, f"{time.time()}\t{self.address}\t{message_id}\t{how}\n".encode())


async def serve(port: int, log: int, delay: float, faults: Faults) -> None:
    """Answer until the end of the process, listening or not."""
    loop, change = asyncio.get_running_loop(), asyncio.Event()

    def turn(refusing: bool) -> None:
        faults.refusing = refusing
        change.set()

    loop.add_signal_handler(signal.SIGUSR1, turn, True)
    loop.add_signal_handler(signal.SIGUSR2, turn, False)
    while True:
        if not faults.refusing:
            server = await loop.create_server(lambda: Session(log, delay, faults), "127.0.0.1", port)
        await change.wait()
        change.clear()
        server.close()


def main() -> None:
    """What `Sink` starts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("log")
    parser.add_argument("delay", type=float)
    parser.add_argument("every", type=int)
    parser.add_argument("faults", nargs="*")
    given = parser.parse_args()
    log = os.open(given.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    asyncio.run(serve(given.port, log, given.delay, Faults(given.faults, given.every)))


if __name__ == "__main__":
    main()
