"""The network is closed: a test reaches this machine and nothing else."""

import socket
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

HERE = {"localhost", "", None, b"localhost"}


class NetworkClosed(RuntimeError):
    """A test tried to reach another machine."""


def is_here(host: Any) -> bool:
    """Whether a host name or address is this machine."""
    if host in HERE:
        return True
    try:
        return ip_address(host.decode() if isinstance(host, bytes) else host).is_loopback
    except ValueError:
        return False


def guarded(connect: Callable) -> Callable:
    """A socket's `connect` that refuses other machines; sockets of the file system stay open."""

    def guard(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_here(address[0]):
            raise NetworkClosed(f"A test tried to reach {address}.")
        return connect(self, address)

    return guard


def close() -> None:
    """Close the network for this process."""
    resolve = socket.getaddrinfo

    def resolve_here(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_here(host):
            raise NetworkClosed(f"A test tried to look up {host}.")
        return resolve(host, *args, **kwargs)

    socket.getaddrinfo = resolve_here
    socket.socket.connect = guarded(socket.socket.connect)  # type: ignore[method-assign]
    socket.socket.connect_ex = guarded(socket.socket.connect_ex)  # type: ignore[method-assign]
