"""What compose.yaml and the units promise of every process: no rights, limits, a door with TLS, pinned images."""

import re
from typing import Any

import pytest
import yaml
from django.urls import reverse

from intake.clients.imports.files import MOST_BYTES
from tests.running.environment import ROOT

pytestmark = pytest.mark.quick
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
DEPLOY = ROOT / "docs" / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
# An exact version: 17.6-bookworm, 1.28.0-alpine; or a digest.
PINNED = re.compile(r"@sha256:[0-9a-f]{64}$|:\d+\.\d+(\.\d+)?(-\w+)+$")
PASSES = re.compile(r"^\s*(proxy_\w+(?<!proxy_pass) .+;)$", re.MULTILINE)


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_without_rights_and_limited(name):
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert {"mem_limit", "cpus", "pids_limit"} <= service.keys()
    assert service["logging"]["options"] == {"max-size": "10m", "max-file": "5"}
    assert "privileged" not in service


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - {"migrate"}))
def test_every_container_says_whether_it_works(name):
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


def test_every_image_is_pinned_to_a_version():
    images = {service["image"] for service in SERVICES.values() if "build" not in service}
    images.add(re.search(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)[1])
    assert [image for image in images if not PINNED.search(image)] == []


def test_the_proxy_alone_can_be_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_cache_and_broker_are_servers_of_their_own():
    environment = SERVICES["web"]["environment"]
    assert (environment["REDIS_URL"], environment["CACHE_URL"]) == ("redis://broker:6379/0", "redis://cache:6379/0")
    assert "noeviction" in SERVICES["broker"]["command"]
    assert "allkeys-lru" in SERVICES["cache"]["command"]


def test_pg_dump_in_the_image_is_of_the_servers_version():
    server = re.match(r"postgres:(\d+)", SERVICES["postgres"]["image"])[1]
    assert f"postgresql-client-{server} " in (ROOT / "Dockerfile").read_text()


def test_the_door_is_the_same_with_and_without_containers():
    one, other = (PASSES.findall((DEPLOY / name).read_text()) for name in ("nginx.conf", "nginx-container.conf"))
    assert set(one) == set(other) - {"proxy_temp_path /tmp/proxy;"}
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in one


@pytest.mark.parametrize("name", ["nginx.conf", "nginx-container.conf"])
def test_the_door_ends_what_comes_slowly_or_is_large(name):
    """A post of a byte a second, or of a gigabyte, reaches no process of the site: nginx takes it in whole before."""
    lines = [line.strip() for line in (DEPLOY / name).read_text().splitlines()]
    assert {"client_header_timeout 15s;", "client_body_timeout 15s;", "client_max_body_size 1m;"} <= set(lines)
    assert "large_client_header_buffers 4 16k;" in lines
    # What staff may upload passes, and nothing else that is as large.
    inside = lines[lines.index(f"location {reverse('admin:intake_client_imports')} {{") :]
    limit = next(line for line in inside if line.startswith("client_max_body_size"))
    assert int(re.search(r"\d+", limit)[0]) * 1024**2 > MOST_BYTES
    # On by itself: turned off, a slow visitor would hold one of our few threads.
    assert not any(line.startswith("proxy_request_buffering") for line in lines)


@pytest.mark.parametrize("unit", UNITS, ids=[unit.stem for unit in UNITS])
def test_every_unit_is_without_rights_and_writes_only_its_own(unit):
    lines = unit.read_text().splitlines()
    wanted = {"User=express", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "PrivateTmp=yes"}
    assert wanted <= set(lines)


@pytest.mark.parametrize("name", sorted(unit.stem for unit in UNITS if "Type=oneshot" not in unit.read_text()))
def test_every_end_is_bounded_and_leaves_nothing_of_it(name):
    """What is left of the unit is killed, the pool of a killed worker too; a container's end is everything's."""
    lines = (DEPLOY / f"{name}.service").read_text().splitlines()
    assert "KillMode=mixed" in lines
    [seconds] = [line.removeprefix("TimeoutStopSec=") for line in lines if line.startswith("TimeoutStopSec=")]
    assert SERVICES[name.removeprefix("express-")]["stop_grace_period"] == f"{seconds}s"


def test_the_units_are_the_processes_of_the_procfile():
    processes = {line.partition(":")[0] for line in (ROOT / "Procfile").read_text().splitlines()}
    assert processes == {unit.stem.removeprefix("express-") for unit in UNITS} - {"backup"}
    assert processes <= SERVICES.keys()
