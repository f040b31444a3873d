"""The addresses of this machine, and which of them phones in the same network can reach."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from quizapp.room.before.doctor.findings import WIDTH, Finding

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


def address_lines(addresses: Sequence[Address]) -> Iterator[str]:
    """Each address on a line, or two where they would be wider than 80 columns; an arrow points at that for phones."""
    best = for_phones(addresses)
    for each in addresses:
        if each.reach is not Reach.LINK:
            head = f"{'->' if each is best else '  '} {_cut(each.interface, 12):<12} {each.ip:<15}"
            whole = f"{head}  {each.reach.value}"
            yield from [whole] if len(whole) <= WIDTH else [head.rstrip(), f"{'':<33}{each.reach.value}"]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."


def address_finding(addresses: Sequence[Address], port: int) -> Finding:
    """Whether there is an address for phones, and how to use it."""
    best = for_phones(addresses)
    if best is None:
        return Finding(
            "fix",
            "No network: phones cannot reach this computer.",
            "Join the Wi-Fi that the phones are in, or open a hotspot here or on a phone, and run doctor again.",
        )
    if best.reach is Reach.PUBLIC:
        return Finding(
            "note",
            f"Phones can reach this computer at http://{best.host}:{port}, and so can the internet, unless a firewall "
            "stops it.",
            "Prefer a hotspot or a travel router, which gives this computer an address of its own.",
        )
    return Finding(
        "ok",
        f"Phones in the same network find the room at http://{best.host}:{port}.",
        f"Some Wi-Fi keeps its guests apart, so try it with a phone: `quizapp doctor --address {best.ip}`. "
        f"`quizapp host DECK --address {best.ip}` then opens the room to them.",
    )


def not_ours(addresses: Sequence[Address], address: str) -> Finding | None:
    """That this machine has no such address, or None if it has."""
    ip = ip_address(address)
    if ip.is_loopback or ip.is_unspecified or ip in {ip_address(each.ip) for each in addresses}:
        return None
    return Finding("fix", f"This computer has no address {address}.", "Give --address one of those above.")


def url_at(address: str, port: int, addresses: Sequence[Address]) -> str:
    """What to type to reach a server at an address; where that is any of this machine, the best of them."""
    best = for_phones(addresses)
    if ip_address(address.partition("%")[0]).is_unspecified and best is not None:
        return f"http://{best.host}:{port}"
    return f"http://{Address('', address, Reach.PRIVATE).host}:{port}"
