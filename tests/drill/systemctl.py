"""What stands in for `systemctl` in the drill: it reads the unit files and runs what they say.

It knows [Service] with Type, User, Group, WorkingDirectory, EnvironmentFile, Environment, ExecStartPre, ExecStart,
RuntimeDirectory, PIDFile and TimeoutStopSec. It does not restart what dies, and puts no limits on anything:
`systemd-analyze verify` looks at the units' other lines.
"""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

FOLDERS = [Path("/etc/systemd/system"), Path("/lib/systemd/system")]
STATE = Path("/run/drill")
Unit = dict[str, list[str]]


def read_unit(name: str) -> Unit:
    """The lines of [Service], by key; a template stands for its instances."""
    template, _at, instance = name.partition("@")
    file = f"{template}@.service" if instance else f"{name}.service"
    path = next(folder / file for folder in FOLDERS if (folder / file).exists())
    unit: Unit = defaultdict(list)
    section = ""
    for line in path.read_text().replace("\\\n", " ").splitlines():
        section = line.strip("[]") if line.startswith("[") else section
        key, equals, value = line.partition("=")
        if section == "Service" and equals and not key.startswith("#"):
            value = value.replace("%i", instance).replace("%I", instance.replace("-", "/"))
            unit[key].append(value.replace("%%", "%"))
    return unit


def last(unit: Unit, key: str, default: str = "") -> str:
    """The last value of a key."""
    return unit[key][-1] if unit[key] else default


def make_environment(unit: Unit) -> dict[str, str]:
    """As systemd makes it: next to nothing, then what the unit names."""
    environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
    for file in unit["EnvironmentFile"]:
        path = Path(file.removeprefix("-"))
        lines = path.read_text().splitlines() if path.exists() else []
        environment |= dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    for text in unit["Environment"]:
        environment |= dict(part.split("=", 1) for part in shlex.split(text))
    return environment


def spawn(name: str, unit: Unit, command: str) -> subprocess.Popen[bytes]:
    """Run one of its commands as its user, the output in a file."""
    user = last(unit, "User")
    groups = {"user": user, "group": last(unit, "Group", user), "extra_groups": []} if user else {}
    with (STATE / f"{name}.log").open("ab") as out:
        return subprocess.Popen(  # type: ignore[call-overload]
            shlex.split(command.lstrip("-@+!")),
            env=make_environment(unit),
            cwd=last(unit, "WorkingDirectory", "/"),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            **groups,
        )


def finish(name: str, unit: Unit, command: str) -> None:
    """Run to the end; a command that begins with "-" may fail."""
    code = spawn(name, unit, command).wait()
    if code and not command.startswith("-"):
        sys.exit(f"{name}: {command} ended with {code}\n{(STATE / f'{name}.log').read_text()[-3000:]}")


def start(name: str) -> None:
    """Start a unit that is not running."""
    if is_running(name):
        return
    unit = read_unit(name)
    for folder in last(unit, "RuntimeDirectory").split():
        Path("/run", folder).mkdir(exist_ok=True)
        shutil.chown(f"/run/{folder}", last(unit, "User", "root"), last(unit, "Group", "root"))
    for command in unit["ExecStartPre"]:
        finish(name, unit, command)
    if last(unit, "Type", "simple") in {"oneshot", "forking"}:
        for command in unit["ExecStart"]:
            finish(name, unit, command)
        return
    process = spawn(name, unit, last(unit, "ExecStart"))
    (STATE / f"{name}.pid").write_text(str(process.pid))


def find_pid(name: str) -> int | None:
    """The main process, where there is one."""
    named = last(read_unit(name), "PIDFile")
    for path in (STATE / f"{name}.pid", *([Path(named)] if named else [])):
        if path.exists() and path.read_text().strip():
            return int(path.read_text().split()[0])
    return None


def is_running(name: str) -> bool:
    """Whether its main process lives."""
    pid = find_pid(name)
    state = Path(f"/proc/{pid}/stat")
    return pid is not None and state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def stop(name: str) -> None:
    """Ask its main process to end; after TimeoutStopSec, kill all of them."""
    unit, pid = read_unit(name), find_pid(name)
    if pid is None or not is_running(name):
        return
    os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + float(last(unit, "TimeoutStopSec", "90").removesuffix("s").replace("1h", "90"))
    while is_running(name) and time.monotonic() < until:
        time.sleep(0.1)
    if is_running(name):
        os.killpg(pid, signal.SIGKILL)
        sys.stderr.write(f"{name} did not end and was killed\n")


def restart(name: str) -> None:
    """Stop and start."""
    stop(name)
    start(name)


def list_units(words: list[str]) -> list[str]:
    """The services that are named; "postgresql" is every cluster there is, a timer is none."""
    names = [word.removesuffix(".service") for word in words if not word.startswith("-")]
    clusters = [f"postgresql@{path.parent.name}-{path.name}" for path in Path("/etc/postgresql").glob("*/*")]
    return [one for name in names if "." not in name for one in (clusters if name == "postgresql" else [name])]


def main() -> None:
    """`systemctl VERB UNIT ...`."""
    STATE.mkdir(exist_ok=True)
    verb, *words = sys.argv[1:]
    acts = {"start": start, "stop": stop, "restart": restart}
    if verb == "enable" and "--now" in words:
        verb = "start"
    if verb in acts:
        for name in list_units(words):
            acts[verb](name)
    elif verb not in {"enable", "daemon-reload"}:
        sys.exit(f"the drill's systemctl knows no {verb}")


if __name__ == "__main__":
    main()
