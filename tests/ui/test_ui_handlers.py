"""Textual finds a handler by the name of its message: one that is spelled otherwise is never called, and silent."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import TypeVar

import pytest
from textual.message import Message
from textual.message_pump import MessagePump

import quizapp.ui

T = TypeVar("T")


def subclasses(of: type[T]) -> Iterator[type[T]]:
    for one in of.__subclasses__():
        yield one
        yield from subclasses(one)


def handlers() -> Iterator[str]:
    for module in pkgutil.walk_packages(quizapp.ui.__path__, "quizapp.ui."):
        importlib.import_module(module.name)
    for pump in set(subclasses(MessagePump)):
        if pump.__module__.startswith("quizapp.ui"):
            name = f"{pump.__module__}.{pump.__qualname__}"
            yield from (f"{name}.{method}" for method in vars(pump) if method.startswith("on_"))


HANDLERS = sorted(handlers())


def test_the_interface_has_handlers() -> None:
    assert len(HANDLERS) > 40


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_handler_has_the_name_of_a_message(handler: str) -> None:
    assert handler.rpartition(".")[2] in {message.handler_name for message in subclasses(Message)}
