"""Whether a firewall may keep phones out, and how to let them in: what is found on Linux, and what else to look for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from quizapp.room.before.doctor.findings import Finding

#: Says whether a service of the system is active, by its name.
IsActive = Callable[[str], bool]
UFW = Path("/etc/ufw/ufw.conf")
SECONDS = 3.0


def firewall_finding(port: int, system: str = sys.platform) -> Finding:
    """What is known of this machine's firewall."""
    if system == "win32":
        return _windows()
    if system == "darwin":
        return _macos()
    return on_linux(port, _is_active, _ufw_is_on())


def _windows() -> Finding:
    return Finding(
        "note",
        "Windows asks, when the room is opened for the first time, whether Python may use networks.",
        "Allow it for private networks, and mark the Wi-Fi as private: Settings, Network & internet, its properties.",
    )


def _macos() -> Finding:
    return Finding(
        "note",
        "macOS may ask whether Python may accept connections.",
        "Allow it; it stands in System Settings, Network, Firewall, Options. Without a question all is well.",
    )


def on_linux(port: int, is_active: IsActive, ufw_is_on: bool) -> Finding:
    """Which of the usual firewalls is on, and the line that opens the port until the workshop is over."""
    if ufw_is_on:
        return _closed("ufw", f"`sudo ufw allow {port}/tcp`, and `sudo ufw delete allow {port}/tcp` afterwards.")
    if is_active("firewalld"):
        return _closed("firewalld", f"`sudo firewall-cmd --add-port={port}/tcp`, which lasts until the next start.")
    if is_active("nftables"):
        return _closed("nftables", f"Let TCP port {port} in; whoever looks after this computer knows where.")
    return Finding(
        "ok", "No firewall was found to be on (ufw, firewalld, nftables). Only a phone can tell for certain."
    )


def _closed(name: str, do: str) -> Finding:
    return Finding("note", f"The firewall {name} is on, and may keep phones out.", do)


def _ufw_is_on() -> bool:
    with suppress(OSError, ValueError):
        return "ENABLED=yes" in UFW.read_text(encoding="utf-8").split()
    return False


def _is_active(service: str) -> bool:
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            ["systemctl", "is-active", "--quiet", service], timeout=SECONDS, check=False, capture_output=True
        )
        return done.returncode == 0
    return False
