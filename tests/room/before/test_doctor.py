"""Doctor: which address is for phones, what is in the way, and whether another device came: on loopback, no clock."""

from __future__ import annotations

import http.client
import itertools
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.__main__ import main
from quizapp.room.before.doctor import addresses
from quizapp.room.before.doctor.addresses import (
    Reach,
    address_finding,
    address_lines,
    for_phones,
    judged,
    not_ours,
    url_at,
)
from quizapp.room.before.doctor.doorway import PAGE, Visit, doorway, shortly, visits
from quizapp.room.before.doctor.findings import lines_of
from quizapp.room.before.doctor.firewall import firewall_finding, on_linux
from quizapp.room.before.doctor.machine import (
    disk_finding,
    no_disk_finding,
    port_finding,
    run_finding,
    run_seconds,
    sync_rate,
    why_not_bound,
)
from sim.experiment import Experiment

LAPTOP = (
    ("lo", "127.0.0.1"),
    ("docker0", "172.17.0.1"),
    ("wg0", "10.8.0.2"),
    ("tailscale0", "100.101.102.103"),
    ("eth0", "192.168.178.20"),
    ("wlan0", "192.168.178.21"),
    ("wlan0", "fe80::1%3"),
    ("wlan0", "fd12::1"),
    ("lo", "::1"),
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 "
    "Mobile/15E148 Safari/604.1"
)
ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has no addresses but its own, so that nothing else is bound to."""
    monkeypatch.setattr(addresses, "own_addresses", lambda: judged([("lo", "127.0.0.1"), ("lo", "::1")]))


def test_the_address_for_phones_is_private_of_no_tunnel_and_wireless_first() -> None:
    best = for_phones(judged(LAPTOP))
    assert best is not None
    assert (best.interface, best.ip) == ("wlan0", "192.168.178.21")
    assert for_phones(judged([("eth0", "fd12::1"), ("lo", "127.0.0.1")])) is not None
    for alone in (("docker0", "172.17.0.1"), ("utun3", "10.8.0.2"), ("lo", "::1"), ("en0", "169.254.3.4")):
        assert for_phones(judged([alone])) is None


@pytest.mark.parametrize(
    ("name", "ip", "reach"),
    [
        ("Wi-Fi", "10.0.0.7", Reach.PRIVATE),
        ("en0", "172.20.10.2", Reach.PRIVATE),
        ("eth0", "2001:4860::8", Reach.PUBLIC),
        ("eth0", "9.9.9.9", Reach.PUBLIC),
        ("vEthernet (WSL)", "172.28.0.1", Reach.VIRTUAL),
        ("en5", "100.64.0.1", Reach.TUNNEL),
    ],
)
def test_an_address_is_judged_by_its_range_and_its_interface(name: str, ip: str, reach: Reach) -> None:
    assert judged([(name, ip)])[0].reach is reach


def test_the_list_points_at_one_address_and_fits_80_columns() -> None:
    long = ("Intel(R) Wi-Fi 6 AX201 160MHz", "2001:db8:1111:2222:3333:4444:5555:6666")
    lines = list(address_lines(judged([*LAPTOP, long])))
    assert [line.split()[2] for line in lines if line.startswith("->")] == ["192.168.178.21"]
    assert max(map(len, lines)) <= 80
    assert not any("fe80" in line for line in lines)


def test_without_a_network_there_is_something_to_do_and_with_one_the_next_command() -> None:
    nothing = address_finding(judged([("lo", "127.0.0.1")]), 8000)
    assert nothing.state == "fix"
    assert "hotspot" in str(nothing.do)
    assert "quizapp doctor --address 192.168.178.21" in str(address_finding(judged(LAPTOP), 8000).do)
    assert address_finding(judged([("eth0", "9.9.9.9")]), 8000).state == "note"


def test_an_address_is_of_this_computer_if_it_is_listed_or_its_own() -> None:
    ours = judged(LAPTOP)
    assert [not_ours(ours, each) for each in ("192.168.178.20", "127.0.0.3", "0.0.0.0", "fd12:0::1")] == [None] * 4
    assert not_ours(ours, "192.168.178.22") is not None


def test_addresses_stand_in_web_addresses_as_browsers_want_them() -> None:
    assert url_at("fd12::1", 80, ()) == "http://[fd12::1]:80"
    assert url_at("0.0.0.0", 8000, judged(LAPTOP)) == "http://192.168.178.21:8000"
    assert url_at("10.0.0.7", 8000, judged(LAPTOP)) == "http://10.0.0.7:8000"


def test_the_firewall_that_is_on_is_named_with_the_line_that_opens_the_port() -> None:
    assert "ufw allow 8123/tcp" in str(on_linux(8123, lambda name: True, True).do)
    assert "--add-port=8123/tcp" in str(on_linux(8123, lambda name: name == "firewalld", False).do)
    assert "8123" in str(on_linux(8123, lambda name: name == "nftables", False).do)
    assert on_linux(8123, lambda name: False, False).state == "ok"
    assert [firewall_finding(8000, system).state for system in ("win32", "darwin")] == ["note", "note"]


def ticking(step: float) -> Iterator[float]:
    return (number * step for number in itertools.count())


def test_the_rate_of_the_disk_is_counted_by_the_clock_that_is_given(tmp_path: Path) -> None:
    """A clock that goes on by 10 ms each time it is looked at sees 100 writes a second."""
    ticks = ticking(0.01)
    assert sync_rate(tmp_path, lambda: next(ticks), 0.4) == pytest.approx(100, rel=0.05)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(OSError, match="No such file"):
        sync_rate(tmp_path / "nowhere", lambda: 0.0)


def test_what_is_slow_is_said_with_what_to_do(tmp_path: Path) -> None:
    assert disk_finding(tmp_path, 4000).state == "ok"
    assert "--data" in str(disk_finding(tmp_path, 5).do)
    assert "within about 800 ms" in disk_finding(tmp_path, 5).text
    assert no_disk_finding(tmp_path, OSError(28, "No space left on device")).state == "fix"
    assert (run_finding(0.2, 2).state, run_finding(9, 1).state) == ("ok", "note")
    ticks = ticking(1.0)
    assert run_seconds(lambda: next(ticks), Experiment(depth=2, width=2, samples=4, steps=1, seeds=1)) == 1.0


def test_a_port_that_is_taken_is_told_with_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = port_finding("127.0.0.1", port)
        assert found.state == "fix"
        assert "in use" in found.text
        assert "--port" in str(found.do)
    assert why_not_bound("127.0.0.1", port) is None


def asked(port: int, path: str = "/", agent: str = IPHONE) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"User-Agent": agent})
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_the_page_is_served_and_who_opened_it_is_known() -> None:
    with doorway("127.0.0.1", 0) as server:
        port = server.server_address[1]
        assert asked(port, "/favicon.ico")[0] == 404
        assert asked(port, "/?from=qr") == (200, PAGE)
        assert server.next_visit(10) == Visit("127.0.0.1", "iPhone, Safari")
        assert server.next_visit(0) is None
    assert why_not_bound("127.0.0.1", port) is None


def test_a_visit_of_this_computer_is_told_and_one_of_another_device_ends_the_waiting() -> None:
    coming = iter(
        [
            Visit("127.0.0.5", "Linux"),
            Visit("192.168.0.2", "Linux"),
            Visit("192.168.0.9", "iPhone"),
            Visit("192.168.0.8", "iPad"),
        ]
    )
    seen = list(visits(lambda seconds: next(coming), {"192.168.0.2"}, 60, lambda: 0.0))
    assert [(visit.address, other) for visit, other in seen] == [
        ("127.0.0.5", False),
        ("192.168.0.2", False),
        ("192.168.0.9", True),
    ]
    assert list(visits(lambda seconds: None, set(), 60, lambda: 0.0)) == []


def test_visits_of_this_computer_do_not_make_the_waiting_longer() -> None:
    ticks = ticking(10.0)
    seen = list(visits(lambda seconds: Visit("::1", "Linux"), {"::1"}, 60, lambda: next(ticks)))
    assert len(seen) < 6


def test_browsers_are_named_shortly_and_what_else_they_say_hides_nothing() -> None:
    assert (shortly(IPHONE), shortly(ANDROID)) == ("iPhone, Safari", "Android, Chrome")
    assert shortly("curl/8.5.0") == "curl/8.5.0"
    assert shortly("") == "says nothing of itself"


@given(st.text(max_size=300))
def test_whatever_a_browser_says_is_short_and_safe_to_print(agent: str) -> None:
    said = shortly(agent)
    assert 0 < len(said) <= 40
    assert said.isprintable()


def test_the_command_says_all_of_it_on_80_columns_and_serves_nothing_without_an_address(
    no_network: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    main(["doctor", "--port", str(port)])
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    for word in ("127.0.0.1", f"Port {port} is free", "writes a second", "trains in"):
        assert word in " ".join(out.split())
    assert "Open this" not in out


def test_an_address_that_is_not_of_this_computer_ends_in_a_line(
    no_network: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor", "--address", "203.0.113.7", "--wait", "1"]) == 1
    assert "FIX   This computer has no address 203.0.113.7" in capsys.readouterr().out
    assert main(["doctor", "--address", "venue"]) == 1
    assert "must be an address of this computer" in capsys.readouterr().err
    assert main(["doctor", "--wait", "-1"]) == 1
    assert "--wait" in capsys.readouterr().err


def test_findings_begin_with_how_it_stands() -> None:
    assert next(lines_of([firewall_finding(8000, "darwin")])).startswith("note  macOS")
