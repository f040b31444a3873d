"""`quizapp doctor`: whether this computer and its network can carry a workshop."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizapp.commands.support.option_values import read_by, whole

if TYPE_CHECKING:
    from quizapp.room.before.doctor.addresses import Address
    from quizapp.room.before.doctor.findings import Finding


def _address(text: str) -> str:
    from ipaddress import ip_address

    try:
        return str(ip_address(text))
    except ValueError:
        raise ValueError(f"must be an address of this computer such as 192.168.1.20, not {text[:60]!r}") from None


#: Lines of the terminal that are kept for words, beside the QR code.
WORDS = 4


@click.command(short_help="Say whether this computer and its network can carry a workshop.")
@click.option(
    "--port", metavar="P", default="8000", show_default=True, callback=whole(1, 65535), help="The port of the room."
)
@click.option(
    "--address",
    metavar="ADDRESS",
    callback=read_by(_address),
    help="Serve a page at this address of the computer, to try with a phone.",
)
@click.option(
    "--wait",
    metavar="SECONDS",
    default="120",
    show_default=True,
    callback=whole(0, 86_400),
    help="How long to wait for the phone; 0 does not try it.",
)
def doctor(port: int, address: str | None, wait: int) -> int:
    """Look at addresses, port, firewall, disk and processor, and say what each means for a workshop and what to do.

    With --address a page is served there until another device has opened it. Nothing else leaves this computer.
    """
    from quizapp.room.before.doctor.addresses import address_lines, own_addresses
    from quizapp.room.before.doctor.findings import lines_of

    addresses = own_addresses()
    click.echo("\n".join(address_lines(addresses)))
    findings = _findings(addresses, address, port)
    click.echo("\n".join(["", *lines_of(findings)]))
    free = not any(each.state == "fix" for each in findings)
    if address is not None and wait and free:
        free = _try_with_a_phone(addresses, address, port, wait)
    return 0 if free else 1


def _findings(addresses: Sequence[Address], address: str | None, port: int) -> list[Finding]:
    import os

    from quizapp.room.before.doctor import machine
    from quizapp.room.before.doctor.addresses import address_finding, for_phones, not_ours
    from quizapp.room.before.doctor.firewall import firewall_finding

    best = for_phones(addresses)
    served = address or (best.ip if best else "127.0.0.1")
    return [
        address_finding(addresses, port),
        not_ours(addresses, served) or machine.port_finding(served, port),
        firewall_finding(port),
        _disk(),
        machine.run_finding(machine.run_seconds(), os.cpu_count() or 1),
    ]


def _disk() -> Finding:
    from quizapp.record.place import record_folder
    from quizapp.room.before.doctor import machine

    folder = record_folder() or Path.cwd()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return machine.disk_finding(folder, machine.sync_rate(folder))
    except OSError as error:
        return machine.no_disk_finding(folder, error)


def _try_with_a_phone(addresses: Sequence[Address], address: str, port: int, wait: int) -> bool:
    """Serve the page until another device has opened it, or the time is over; whether one has."""
    from quizapp.room.before.doctor.addresses import url_at
    from quizapp.room.before.doctor.doorway import NOBODY, doorway, visits
    from quizapp.room.before.doctor.findings import lines_of

    try:
        with doorway(address, port) as server:
            click.echo("\n".join(_invitation(url_at(address, port, addresses), wait)))
            for visit, other in visits(server.next_visit, {each.ip for each in addresses}, wait):
                if other:
                    click.echo(f"ok    {visit.address} opened it ({visit.agent}). Phones reach this computer.")
                    return True
                click.echo(f"note  this computer opened it itself ({visit.agent}); now try another device")
    except OSError as error:
        raise click.ClickException(
            f"--address {address}: {error.strerror or error}; doctor lists those there are"
        ) from None
    click.echo("\n".join(lines_of([NOBODY])))
    return False


def _invitation(url: str, wait: int) -> list[str]:
    """What to open, as a QR code too where it can be drawn black on white."""
    import shutil
    import sys

    from quizapp.room.shown.qr import qr_lines
    from quizapp.text.streams import is_terminal
    from quizapp.text.terminal import ascii_only

    size = shutil.get_terminal_size()
    code = qr_lines(url, size.columns, size.lines - WORDS, ascii_only()) if is_terminal(sys.stdout) else None
    drawn = [click.style(line, fg="black", bg="bright_white") for line in code or ()]
    return ["", *drawn, f"Open this on your phone now: {url}", f"Waiting for {wait} s; ctrl+c ends it."]


COMMAND = doctor
