"""The site that the guide sets up, and what people do with it between its commands."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.drill.guide import Piece, read_pieces

ROOT = Path(__file__).resolve().parents[2]
DRILL = Path("/run/drill")
STATE = DRILL / "environment"
MAIL = DRILL / "mail.jsonl"
DOMAIN, ME = "www.drill.example", "me@drill.example"
# This many clients are told during the upgrade; with the server's pause they take about a minute.
TOLD, PAUSE = 600, 0.2
FETCHES = ("apt-get ", '/pip" install')
# That of a new Debian: no other Python comes before its own.
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
MANAGE = "/usr/local/bin/express-manage"
OURS = f"""
export DOMAIN={DOMAIN} SOURCE={DRILL}/source.git RELEASE=main SENDER=alerts@drill.example ME={ME}
export EMAIL=smtp+tls://mail.drill.example:2525
"""
MAKE_CLIENTS = f"""
from datetime import timedelta
from django.utils import timezone
from intake.models import Client, Standing
from draws.models import Draw
from draws.publishing import publisher
day = timezone.localdate()
made = [Client(email=f"run{{n}}@drill.example", alerts=True) for n in range({TOLD})]
made = Client.objects.bulk_create(made)
Standing.objects.bulk_create(
    Standing(client=one, stream="cec", crs=400, since=day, until=day + timedelta(days=9)) for one in made
)
facts = dict(name="Canadian Experience Class", stream="cec", held_on=day, cutoff=390)
publisher.publish(Draw.objects.create(number="9002", **facts))
"""
DELETE_ONE = f"""
from intake.models import Client
from intake.clients.delete_file import request_deletion
request_deletion(Client.objects.get(email="{ME}"), language="en")
"""
COUNT_ONE = f"""
from intake.models import Client
from draws.outbox import throttle
print("kept" if Client.objects.filter(email="{ME}").exists() else "gone", throttle.is_paused())
"""
NEW_MIGRATION = '''"""Nothing changes: the drill's second release."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("config", "{last}")]
    operations = []
'''


class Site:
    """The copy of the machine while the guide is followed."""

    def __init__(self) -> None:
        DRILL.mkdir(exist_ok=True)
        self.holder = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
        time.sleep(0.5)
        self.net = ["nsenter", f"--net=/proc/{self.holder.pid}/ns/net"]
        self.found: list[str] = []

    def say(self, line: str) -> None:
        """A line for those who watch."""
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    def run(self, script: str, *, fetches: bool = False, quiet: bool = False) -> str:
        """One block of shell, in the environment that the blocks before it left. Ends the drill where it fails."""
        whole = f"[ ! -e {STATE} ] || . {STATE}\nset -eu\n{script}\nexport -p > {STATE}\n"
        prefix = [] if fetches else self.net
        command = [*prefix, "bash", "-c", whole]
        done = subprocess.run(command, env=os.environ | {"PATH": PATH}, capture_output=True, text=True, check=False)
        output = done.stdout + done.stderr
        if done.returncode:
            self.say(output[-6000:])
            self.show_logs()
            sys.exit(f"It failed ({done.returncode}):\n{script}")
        if not quiet and output.strip():
            self.say("    " + output.strip()[-1500:].replace("\n", "\n    "))
        return output

    def show_logs(self) -> None:
        """The end of what every service wrote."""
        for log in sorted(DRILL.glob("*.log")):
            self.say(f"--- {log.name}\n{log.read_text(errors='replace')[-1500:]}")

    def ask(self, code: str) -> str:
        """What a few lines of Python print in the site's own shell."""
        (DRILL / "code.py").write_text(code)
        return self.run(f"{MANAGE} shell < {DRILL}/code.py", quiet=True)

    def prepare(self) -> None:
        """What the guide takes as given: a name, a certificate, a mail server, the code."""
        self.run("ip link set lo up", quiet=True)
        hosts = Path("/etc/hosts")
        hosts.write_text(f"127.0.0.1 localhost {DOMAIN} mail.drill.example\n")
        stand_in = Path("/usr/local/bin/systemctl")
        stand_in.write_text(f'#!/bin/sh\nexec {sys.executable} {DRILL}/work/tests/drill/systemctl.py "$@"\n')
        stand_in.chmod(0o755)
        self.make_certificates()
        self.make_source()

    def make_certificates(self) -> None:
        """An authority of its own, which this machine trusts, and certificates for the site and the mail server."""
        script = f"""
        cd {DRILL}; mkdir -p /etc/ssl/express
        openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=Authority of the drill" -keyout ca.key -out ca.crt
        cat > names <<END
        subjectAltName=DNS:{DOMAIN},DNS:mail.drill.example
        extendedKeyUsage=serverAuth
END
        openssl req -newkey rsa:2048 -nodes -subj "/CN={DOMAIN}" -keyout key.pem -out asked
        openssl x509 -req -in asked -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile names -out fullchain.pem
        cp fullchain.pem key.pem /etc/ssl/express/
        mkdir -p /usr/local/share/ca-certificates; cp ca.crt /usr/local/share/ca-certificates/drill.crt
        cat ca.crt >> /etc/ssl/certs/ca-certificates.crt
        """
        self.run(script, quiet=True)

    def make_source(self) -> None:
        """The code as it is committed, in a repository of which the drill makes the next release."""
        git = "git -c safe.directory='*'"
        self.run(
            f"git config --global --add safe.directory '*'; cd {DRILL};"
            f" {git} clone -q --no-local --bare {ROOT} source.git;"
            f" {git} -C source.git update-ref refs/heads/main $({git} -C {ROOT} rev-parse HEAD);"
            f" {git} -C source.git symbolic-ref HEAD refs/heads/main; {git} clone -q source.git work",
            quiet=True,
        )

    def start_post(self) -> None:
        """The mail server, once."""
        MAIL.touch()
        MAIL.chmod(0o666)
        files = [str(DRILL / name) for name in ("fullchain.pem", "key.pem")]
        command = [sys.executable, "-m", "tests.drill.post", "2525", *files, str(MAIL), str(PAUSE)]
        with (DRILL / "post.log").open("ab") as out:
            self.post = subprocess.Popen([*self.net, *command], cwd=DRILL / "work", stdout=out, stderr=out)

    def follow(self, page: Path) -> None:
        """Every block in its order, and what the notes between them ask for."""
        self.start_post()
        for piece in read_pieces(page):
            began = time.monotonic()
            self.do(piece)
            what = piece.note or piece.block.strip().splitlines()[0][:80]
            self.say(f"{time.monotonic() - began:6.1f} s  {piece.heading}: {what}")
        subprocess.run([*self.net, "systemctl", "stop", "express-web"], check=False)

    def do(self, piece: Piece) -> None:
        """One block, or one note."""
        if piece.note:
            getattr(self, "note_" + piece.note.replace(" ", "_"))()
            return
        if "export RELEASE=origin/HEAD" in piece.block:
            self.make_next_release()
        script = OURS if piece.heading == "What is yours" else piece.block
        self.run(script, fetches=any(word in script for word in FETCHES))
        if piece.heading == "Services":
            self.verify_units()
        if piece.heading == "The first alert":
            self.expect_first_alert()

    def verify_units(self) -> None:
        """What systemd itself says of the unit files."""
        said = self.run("systemd-analyze verify /etc/systemd/system/express-*.service 2>&1 | grep express- || true")
        if said.strip():
            sys.exit(f"systemd finds fault with the units: {said}")
        self.found.append("units verified by systemd-analyze")

    def mails(self) -> list[dict[str, str]]:
        """What the mail server took."""
        return [json.loads(line) for line in MAIL.read_text().splitlines()]

    def wait_for(self, count: int, start: str, seconds: float = 120) -> None:
        """Until this many different addresses that begin so were told. Ends the drill where they are not."""
        until = time.monotonic() + seconds
        while len({mail["to"][0] for mail in self.mails() if mail["to"][0].startswith(start)}) < count:
            if time.monotonic() > until:
                self.show_logs()
                sys.exit(f"{len(self.mails())} messages came, and {count} to {start}... were to come")
            time.sleep(0.2)

    def expect_first_alert(self) -> None:
        """The alert is there, and came over TLS."""
        self.wait_for(1, ME)
        [mail] = [one for one in self.mails() if one["to"] == [ME]]
        self.found.append(f"first alert delivered by SMTP over {mail['tls']}")

    def make_next_release(self) -> None:
        """A commit with a migration on the branch that the site follows."""
        last = max(path.stem for path in (DRILL / "work/config/migrations").glob("0*.py"))
        number = int(last[:4]) + 1
        file = DRILL / f"work/config/migrations/{number:04}_drill.py"
        file.write_text(NEW_MIGRATION.format(last=last))
        git = f"git -C {DRILL}/work -c user.name=drill -c user.email=drill@drill.example"
        self.run(f"{git} add -A; {git} commit -qm Next; {git} push -q origin HEAD:main", quiet=True)

    def note_alerts_leave(self) -> None:
        """A run of alerts begins, and some have left."""
        self.ask(MAKE_CLIENTS)
        self.wait_for(20, "run")
        self.left_before = len(self.mails())

    def note_alerts_have_left(self) -> None:
        """Everybody was told, and nobody twice."""
        at_switch = len(self.mails())
        self.wait_for(TOLD, "run", 300)
        time.sleep(3)
        told = Counter(mail["to"][0] for mail in self.mails() if mail["to"][0].startswith("run"))
        twice = sum(count > 1 for count in told.values())
        if twice or len(told) != TOLD:
            sys.exit(f"{len(told)} of {TOLD} were told, {twice} twice")
        self.found.append(
            f"upgrade with {TOLD - self.left_before + 1} of {TOLD} alerts still owed when it began and"
            f" {TOLD - at_switch + 1} when it was done: 0 lost, 0 twice"
        )

    def note_a_person_asks_for_deletion(self) -> None:
        """The backup still has the person."""
        self.ask(DELETE_ONE)

    def note_the_person_is_gone(self) -> None:
        """After the restore, deleted again, and sending paused."""
        said = self.ask(COUNT_ONE)
        if "gone True" not in said:
            sys.exit(f"after the restore: {said}")
        self.found.append("restored; the files deleted since are gone, sending is paused")

    def summarize(self) -> str:
        """What was shown."""
        return "; ".join(self.found) + "."
