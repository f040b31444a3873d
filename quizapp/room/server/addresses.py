"""The addresses of this machine, and which of them phones in the same network can reach."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

LOOPBACK = "127.0.0.1"
#: Every address of this machine at once.
EVERYWHERE = ("0.0.0.0", "::")
#: What programs call the interfaces that lead to containers, to other systems on this machine, or through a tunnel.
VIRTUAL = re.compile(
    r"docker|veth|^br-|virbr|vmnet|vbox|virtual|vethernet|hyper-v|vmware|^lxc|^podman|^cni", re.IGNORECASE
)
TUNNEL = re.compile(r"^tun|^tap|^wg|^utun|^ppp|^zt|tailscale|wireguard|vpn|^ipsec", re.IGNORECASE)
WIRELESS = re.compile(r"^wl|wi-?fi|wlan|wireless", re.IGNORECASE)
#: Addresses that a provider or a tunnel shares out (RFC 6598).
SHARED = ip_network("100.64.0.0/10")


class Reach(Enum):
    """Who can reach an address, the best for a room first."""

    PRIVATE = "phones in the same network reach it"
    PUBLIC = "may be reached from the internet: ask first"
    PRIVATE_6 = "phones with IPv6 in the same network reach it"
    TUNNEL = "a tunnel (VPN): phones do not reach it"
    VIRTUAL = "leads to systems on this computer only"
    LINK = "no address that can be typed into a phone"
    LOOPBACK = "this computer alone"


@dataclass(frozen=True)
class Address:
    """An address, the interface that has it, and who can reach it."""

    interface: str
    ip: str
    reach: Reach

    @property
    def host(self) -> str:
        """The address as it stands in a web address."""
        return f"[{self.ip}]" if ":" in self.ip else self.ip


def own_addresses() -> tuple[Address, ...]:
    """All addresses of this machine, the best for a room first."""
    import ifaddr

    adapters = ifaddr.get_adapters()
    return judged(
        (each.nice_name, ip.ip if isinstance(ip.ip, str) else ip.ip[0]) for each in adapters for ip in each.ips
    )


def judged(pairs: Iterable[tuple[str, str]]) -> tuple[Address, ...]:
    """Pairs of an interface and an address, with who can reach each, the best for a room first."""
    found = [Address(name, ip.partition("%")[0], _reach(name, ip_address(ip.partition("%")[0]))) for name, ip in pairs]
    return tuple(sorted(found, key=_rank))


def _rank(address: Address) -> tuple[int, bool]:
    return list(Reach).index(address.reach), not WIRELESS.search(address.interface)


def _reach(name: str, ip: IPv4Address | IPv6Address) -> Reach:
    if ip.is_loopback:
        return Reach.LOOPBACK
    if ip.is_link_local:
        return Reach.LINK
    if TUNNEL.search(name) or (ip.version == 4 and ip in SHARED):
        return Reach.TUNNEL
    if VIRTUAL.search(name):
        return Reach.VIRTUAL
    if not ip.is_private:
        return Reach.PUBLIC
    return Reach.PRIVATE if ip.version == 4 else Reach.PRIVATE_6


def for_phones(addresses: Sequence[Address]) -> Address | None:
    """The address to give to phones, or None if they reach none."""
    good = (Reach.PRIVATE, Reach.PRIVATE_6, Reach.PUBLIC)
    private = [each for each in addresses if each.reach in good]
    return next(iter(sorted(private, key=lambda each: good.index(each.reach))), None)


def names() -> Iterator[str]:
    """All names and addresses of this machine, by which it may be asked for."""
    yield from ("localhost", LOOPBACK, "::1")
    yield from (each.ip for each in own_addresses())
    name = socket.gethostname().lower()
    yield from (name, f"{name}.local")


def is_loopback(address: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"
