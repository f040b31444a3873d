"""The addresses of this machine at which others may reach it."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import ifaddr

LOOPBACK = "127.0.0.1"
#: Every address of this machine at once.
EVERYWHERE = ("0.0.0.0", "::")


@dataclass(frozen=True)
class OwnAddress:
    """An address of this machine and the interface that has it ('wlan0')."""

    address: str
    interface: str

    @property
    def about(self) -> str:
        """Who reaches this machine there, in a few words."""
        return f"{self.interface}: {'this network' if _is_private(self.address) else 'the internet, too'}"


def own_addresses() -> tuple[OwnAddress, ...]:
    """The addresses of this machine that others can be told, those that people can type (IPv4) first."""
    found = [
        OwnAddress(ip.ip, adapter.nice_name)
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if isinstance(ip.ip, str) and _reaches_others(ip.ip)
    ]
    return tuple(sorted(found, key=lambda each: not _is_private(each.address)))


def names() -> Iterator[str]:
    """All names and addresses of this machine, by which it may be asked for."""
    yield from ("localhost", LOOPBACK, "::1")
    yield from (each.address for each in own_addresses())
    name = socket.gethostname().lower()
    yield from (name, f"{name}.local")


def is_loopback(address: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def _reaches_others(address: str) -> bool:
    return not is_loopback(address) and not ipaddress.ip_address(address).is_link_local


def _is_private(address: str) -> bool:
    return ipaddress.ip_address(address).is_private
