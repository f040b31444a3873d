"""Answers as the record keeps them, made up for tests of what is computed from them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from quizapp.record.recorded import RecordedAttempt, as_text

DAY_ONE = datetime(2026, 1, 1, 9, tzinfo=UTC)


def after(days: float = 0.0) -> datetime:
    """A moment so many days after the first one."""
    return DAY_ONE + timedelta(days=days)


def recorded(
    question: str = "q",
    right: bool | None = True,
    certainty: str | None = "middle",
    at: datetime = DAY_ONE,
    number: int = 1,
    picked: str = "",
    **other: Any,
) -> RecordedAttempt:
    """An answer to one of two options, the right one of which is `a`, with whatever else is to be said of it."""
    choice = picked or ("a" if right else "b")
    answer = json.dumps({"form": "pick_one", "picked": [choice]}, separators=(",", ":"))
    marked = right is not None
    values: dict[str, Any] = {
        **{"attempt": f"{other.get('source', 'here')}-{number}", "profile": "default", "session": "s", "kind": "play"},
        **{"deck": "deck", "question": question, "type": "single", "revision": 1, "content": f"asks {question}"},
        **{"variant": "{}", "seed": 1, "options": '[["a","A"],["b","B"]]', "prediction": answer, "answer": answer},
        **{"certainty": certainty, "hints": 0, "committed_at": as_text(at), "seconds": 1.0},
        **{"right": int(bool(right)) if marked else None, "foreseen": int(bool(right)) if marked else None},
        **{"credit": float(bool(right)) if marked else None, "disputed": "[]" if marked else None},
        "marks": json.dumps({"a": "right" if right else "you missed", "b": "rightly left" if right else "wrong"}),
        **{"judged": 1, "measured": "[]", "marked_at": as_text(at), "tags": '["t"]', "objectives": '["I1"]'},
        **{"version": "0.1.0", "source": "here", "number": number},
    }
    return RecordedAttempt(**{**values, **other})
