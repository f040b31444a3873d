"""What clients are promised: joining, voting, phases and states, as they go over the wire."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from quizapp.room.store import file
from tests.support.rooms import RIGHT, WRONG, made, said, served, serving

PHASES = ["round1", "round1_closed", "discuss", "round2", "round2_closed", "reveal", "simulate", "explain"]


def test_a_question_goes_through_all_phases_by_name_and_each_is_a_new_version(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        states = [room.person().state()]
        for phase in PHASES:
            room.go(phase)
            states.append(room.person().state())
    assert [state["phase"] for state in states] == ["lobby", *PHASES]
    assert [state["version"] for state in states] == sorted({state["version"] for state in states})


def test_who_joins_gets_a_cookie_that_scripts_cannot_read_and_how_things_stand(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        response = room.another().post(f"{room.base}/join", json={})
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert response.json()["phase"] == "lobby"
    assert response.json()["you"]["name"]


def test_a_vote_is_acknowledged_once_it_is_in_the_file(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        person = room.person()
        room.go("round1")
        receipt = person.vote(1, RIGHT["one"], certainty=">80%").json()
        rows = file.votes(file.opened(tmp_path / "a.room", read_only=True))
    assert (receipt["seq"], receipt["duplicate"]) == (1, False)
    assert [(row.seq, row.question, row.round, row.certainty) for row in rows] == [(1, "one", 1, ">80%")]


@pytest.mark.parametrize("question", RIGHT)
def test_a_vote_of_each_form_is_taken_and_shown_to_its_voter(tmp_path: Path, question: str) -> None:
    with serving(tmp_path) as room:
        person = room.person()
        room.asks(question)
        assert person.vote(1, WRONG[question]).status_code == 200
        answer = person.state()["you"]["vote"]["answer"]
        sent = WRONG[question]
    assert answer == sent.get("answer", {"form": answer["form"], "picked": sorted(sent.get("choice", []))})


def test_the_same_key_again_gives_the_first_receipt_whatever_it_says_and_even_after_the_round(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        person = room.person()
        room.go("round1")
        first = person.vote(1, RIGHT["one"], key="tap").json()
        again = person.vote(1, WRONG["one"], key="tap").json()
        room.go("round1_closed")
        late = person.vote(1, RIGHT["one"], key="tap").json()
    assert again == {**first, "duplicate": True}
    assert late == again


def test_the_last_vote_before_the_round_closes_counts_and_the_rounds_are_kept_apart(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        person = room.person()
        room.go("round1")
        person.vote(1, RIGHT["one"])
        person.vote(1, WRONG["one"])
        room.go("round2")
        person.vote(2, RIGHT["one"])
        seen = room.go("round2_closed")["facilitator"]
    assert [(seen[each]["answered"], seen[each]["right"]) for each in ("first", "second")] == [(1, 0), (1, 1)]
    assert seen["moves"]["gain"] == 1.0


@pytest.mark.parametrize("phase", ["lobby", "round1_closed", "discuss", "round2", "reveal"])
def test_votes_that_are_early_or_late_or_of_another_round_are_refused(tmp_path: Path, phase: str) -> None:
    with serving(tmp_path) as room:
        person = room.person()
        if phase != "lobby":
            room.go("round1")
            room.go(phase)
        response = person.vote(1, RIGHT["one"])
        assert room.room.ledger.book.rounds == {}
    assert (response.status_code, response.json()["code"]) == (409, "closed")


def test_a_vote_that_was_meant_for_another_question_is_refused(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        person = room.person()
        room.asks("many")
        assert person.vote(1, WRONG["many"], question="one").status_code == 409
        assert person.vote(1, WRONG["many"], question="many").status_code == 200


def test_nobody_votes_without_having_joined(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        room.go("round1")
        assert room.person(joined=False).vote(1, RIGHT["one"]).status_code == 401


def test_only_the_token_goes_to_another_phase(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        person = room.person()
        for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": f"Bearer {'0' * 64}"}):
            response = person.client.post(f"{room.base}/phase", json={"to": "round1"}, headers=headers)
            assert response.status_code == 401
            assert person.client.post(f"{room.base}/control", json={"do": "end"}, headers=headers).status_code == 401
        assert person.state()["phase"] == "lobby"


def test_the_reveal_is_the_one_step_that_cannot_be_undone(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        for phase in PHASES[:5]:
            room.go(phase)
        assert room.do("undo").json()["phase"] == "round2"
        room.go("reveal")
        assert room.do("undo").status_code == 409
        assert room.try_to_go("round1", "one").status_code == 409
        room.go("explain")
        assert room.do("undo").json()["phase"] == "reveal"


def test_live_connections_hear_phases_but_no_counts_and_take_votes(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        first, second = room.person(), room.person()
        with first.live() as live:
            assert said(live.receive_text())["you"]["name"] == first.you["name"]
            room.go("round1")
            assert said(live.receive_text())["phase"] == "round1"
            second.vote(1, RIGHT["one"])
            live.send_json({"round": 1, "key": "tap", **WRONG["one"]})
            assert said(live.receive_text())["receipt"] | {"answer": None} == {
                "key": "tap",
                "seq": 2,
                "duplicate": False,
                "question": "one",
                "round": 1,
                "answer": None,
                "certainty": None,
            }
            room.go("round1_closed")
            closed = said(live.receive_text())
    assert closed["phase"] == "round1_closed"
    assert "counts" not in closed
    assert "facilitator" not in closed


def test_a_state_that_the_client_has_is_not_sent_again(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        person = room.person()
        version = person.state()["version"]
        same = person.state(since=str(version))
        room.go("round1")
        other = person.state(since=str(version))
    assert same == {"phase": "lobby", "version": version, "unchanged": True}
    assert other["question"]["id"] == "one"


def test_a_room_goes_on_from_its_file_alone_in_the_middle_of_a_round(tmp_path: Path) -> None:
    path = made(tmp_path / "a.room")
    with served(path) as room:
        person = room.person()
        room.go("round1")
        person.vote(1, RIGHT["one"], key="tap")
        cookies = dict(person.client.cookies)
    with served(path) as room:
        again = room.person(joined=False)
        again.client.cookies.update(cookies)
        state = again.state()
        resent = again.vote(1, WRONG["one"], key="tap").json()
        changed = again.vote(1, WRONG["one"], key="tap-2").json()
    assert state["phase"] == "round1"
    assert state["you"]["name"] == person.you["name"]
    assert state["you"]["vote"]["answer"]["picked"] == ["he"]
    assert (resent["seq"], resent["duplicate"]) == (1, True)
    assert changed["seq"] == 2


def test_people_are_counted_and_not_their_connections(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        person = room.person()
        with person.live(), person.live():
            room.until(lambda: room.seen()["facilitator"]["here"] == 1, "one person")
        room.until(lambda: room.seen()["facilitator"]["here"] == 0, "nobody")


@pytest.mark.parametrize("question", RIGHT)
def test_after_the_reveal_each_learns_what_became_of_their_answer_and_sees_its_networks(
    tmp_path: Path, question: str
) -> None:
    with serving(tmp_path) as room:
        right, wrong, silent = room.person(), room.person(), room.person()
        room.asks(question)
        right.vote(1, RIGHT[question])
        wrong.vote(1, WRONG[question])
        room.go("reveal")
        both = (right, wrong)
        room.until(lambda: all(person.mine()["outcome"] for person in both), "outcomes")
        assert [person.mine()["run"] for person in both] == [None, None]
        room.go("simulate")
        room.until(lambda: question == "word" or all(person.mine()["run"] for person in both), "runs of their own")
        outcomes = [person.mine() for person in both]
        assert silent.mine()["answered"] is False
        room.until(lambda: room.seen()["facilitator"]["runs"] == "ready", "runs")
        runs = right.client.get(f"{room.base}/runs").json()["runs"]
    assert [each["outcome"]["right"] for each in outcomes] == [True, False]
    if question != "word":
        assert "<svg" in outcomes[1]["run"]["moment"]["svg"]
        assert runs[0]["right"] in (True, None)


def test_networks_come_as_drawings_or_as_data_or_as_both(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        person = room.person()
        room.go("round1")
        room.go("reveal")
        room.until(lambda: room.seen()["facilitator"]["runs"] == "ready", "runs")
        parts = {
            kind: set(person.client.get(f"{room.base}/runs{kind}").json()["runs"][0]["moments"][0])
            for kind in ("", "?as=svg", "?as=chart")
        }
    assert parts[""] == {"step", "sentence", "chart", "svg"}
    assert (parts["?as=svg"], parts["?as=chart"]) == (parts[""] - {"chart"}, parts[""] - {"svg"})


def test_hints_come_with_the_discussion_and_are_the_facilitators_before(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        person, hints = room.person(), {}
        for phase in ("round1", "round1_closed", "discuss", "round2"):
            room.go(phase)
            hints[phase] = len(person.state()["question"]["hints"])
            assert room.seen()["question"]["hints"]
    assert hints == {"round1": 0, "round1_closed": 0, "discuss": 1, "round2": 1}


def test_the_reason_is_told_where_it_is_explained_and_not_at_the_reveal(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        person = room.person()
        room.go("round1")
        room.go("reveal")
        room.until(lambda: person.state()["reveal"]["known"], "what is told")
        assert person.state()["reveal"]["explanation"] is None
        room.go("explain")
        assert person.state()["reveal"]["explanation"]


def test_the_second_vote_begins_with_the_first_answer_told_and_no_vote(tmp_path: Path) -> None:
    with serving(tmp_path) as room:
        person = room.person()
        room.go("round1")
        person.vote(1, WRONG["one"])
        assert person.state()["you"]["first"] is None
        room.go("round2")
        you = person.state()["you"]
        page = html.fromstring(person.client.get(room.base).text)
    assert (you["vote"], you["first"]["answer"]) == (None, {"form": "pick_one", "picked": ["little"]})
    assert page.get_element_by_id("first").text_content().startswith("Your first answer: ")
    assert not page.xpath("//input[@checked]")
