"""Run the commands of docs/deploy.md, word for word, on a copy of this machine that is gone at the end.

Run: `make deploy-drill`, as root on Debian; five to fifteen minutes, half an hour at most.

The copy is this machine's own file system under an overlay in memory, in mount and process namespaces of its own. Its
network is a loopback of its own, so that its ports are nobody else's; only blocks that fetch packages (apt-get, pip)
see the network. Between the blocks the drill does what a person would: a mail server with TLS and a certificate
from an authority of its own, a run of alerts while the upgrade is made, a person who asks for deletion. systemd is
not the first process here: `tests/drill/systemctl.py` runs what the units say, and `systemd-analyze` verifies them.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.drill.site import ROOT, Site

SECONDS = 1800
PLACE = Path("/run/drill-copy")


def enter_copy() -> int:
    """Start this module again in namespaces of its own; they end with it, and it with us."""
    inside = [sys.executable, "-m", "tests.drill", "--inside"]
    unshare = ["unshare", "--mount", "--pid", "--fork", "--kill-child=SIGKILL", "--propagation", "private"]
    process = subprocess.Popen([*unshare, *inside], cwd=ROOT)
    try:
        return process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        sys.stderr.write(f"The drill did not end within {SECONDS} seconds.\n")
        return 1
    finally:
        process.kill()


def make_copy() -> None:
    """Put this machine's files under an overlay in memory, and go there."""
    PLACE.mkdir(exist_ok=True)
    mount("-t", "tmpfs", "-o", "size=6g,mode=755", "tmpfs", str(PLACE))
    for name in ("upper", "work", "root"):
        (PLACE / name).mkdir(mode=0o755)
    layers = f"lowerdir=/,upperdir={PLACE}/upper,workdir={PLACE}/work"
    root = PLACE / "root"
    mount("-t", "overlay", "overlay", "-o", layers, str(root))
    mount("-t", "proc", "proc", str(root / "proc"))
    for name in ("dev", "sys"):
        mount("--rbind", f"/{name}", str(root / name))
    os.chroot(root)
    os.chdir(ROOT)


def mount(*words: str) -> None:
    """One mount. Raises `CalledProcessError`."""
    subprocess.run(["mount", *words], check=True)


def run_inside() -> int:
    """In the copy: every block of the guide."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    make_copy()
    began = time.monotonic()
    site = Site()
    site.prepare()
    site.follow(ROOT / "docs" / "deploy.md")
    site.say(f"The guide was followed in {(time.monotonic() - began) / 60:.0f} minutes. {site.summarize()}")
    return 0


def main() -> int:
    """Say what is missing where it can't be run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    if parser.parse_args().inside:
        return run_inside()
    missing = [name for name in ("unshare", "nsenter", "ip", "apt-get", "systemd-analyze") if not shutil.which(name)]
    if os.geteuid() != 0 or missing:
        sys.exit(f"The drill was not run: it needs root on Debian, with {', '.join(missing) or 'root'}.")
    return enter_copy()


if __name__ == "__main__":
    sys.exit(main())
