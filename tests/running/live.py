"""The processes of a live site, started by the commands of the Procfile, in a folder that is not there yet."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.conf import settings

from config.run.processes import die_with_parent
from tests.live_site import COMPLETE
from tests.running.environment import ROOT
from tests.running.postgres import free_port

WAIT = 60


def read_procfile() -> dict[str, str]:
    """Name -> command."""
    return dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())


class LiveSite:
    """Each process of the Procfile, with the settings of a live site and a folder that nobody made."""

    def __init__(self, folder: Path, database_url: str, **environment: str) -> None:
        self.folder, self.port = folder, free_port()
        self.environment = os.environ | COMPLETE
        self.environment |= {
            "VAR_DIR": str(folder / "nothing" / "yet"),
            "DATABASE_URL": database_url,
            "BROKER_SOCKET": str(settings.BROKER_SOCKET),
            "ALLOWED_HOSTS": "example.com,localhost",
            "ALLOW_UNSAFE_START": "false",
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "1",
            "WORKER_CONCURRENCY": "1",
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        }
        del self.environment["REDIS_URL"]
        self.environment |= environment
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, *names: str) -> None:
        """Start these processes; without names, all."""
        for name, command in read_procfile().items():
            if not names or name in names:
                with (self.folder / f"{name}.log").open("ab") as out:
                    self.processes[name] = subprocess.Popen(
                        ["/bin/sh", "-c", f"exec {command}"],
                        cwd=ROOT,
                        env=self.environment,
                        stdout=out,
                        stderr=out,
                        start_new_session=True,
                        preexec_fn=die_with_parent,
                    )

    def said(self, name: str) -> str:
        """All that a process has written."""
        return (self.folder / f"{name}.log").read_text()

    def ask(self, path: str = "/healthz") -> tuple[int, dict[str, str]]:
        """The status and the parts that the site names; 0 where nobody answers."""
        try:
            with urlopen(Request(f"http://localhost:{self.port}{path}"), timeout=10) as heard:
                return heard.status, json.load(heard)
        except HTTPError as refused:
            return refused.code, json.load(refused)
        except OSError:
            return 0, {}

    def wait_until_well(self) -> None:
        """Wait until all parts are at work."""
        self.wait_for(200, {})

    def wait_for(self, status: int, parts: dict[str, str]) -> None:
        """Wait until the site answers with this status and says this of these parts."""
        deadline = time.monotonic() + WAIT
        while True:
            heard, said = self.ask()
            if heard == status and parts.items() <= said.items():
                return
            logs = "\n".join(f"{name}:\n{self.said(name)[-2000:]}" for name in self.processes)
            assert time.monotonic() < deadline, f"{heard} {said}\n{logs}"
            time.sleep(0.1)

    def kill(self, name: str) -> None:
        """`kill -9`, its children too."""
        os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes.pop(name).wait()

    def stop(self) -> dict[str, int]:
        """End all as a service manager would; the exit statuses."""
        for process in self.processes.values():
            process.terminate()
        return {name: process.wait(WAIT) for name, process in self.processes.items()}

    def leave(self) -> None:
        """Leave nothing running."""
        for name in list(self.processes):
            if self.processes[name].poll() is None:
                self.kill(name)
