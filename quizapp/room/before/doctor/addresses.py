"""What the doctor says of the addresses of this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ipaddress import ip_address

from quizapp.room.before.doctor.findings import WIDTH, Finding
from quizapp.room.server.addresses import Address, Reach, for_phones, judged, own_addresses

__all__ = ["Address", "Reach", "for_phones", "judged", "own_addresses"]


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
