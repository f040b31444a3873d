"""A client of yaml-language-server, which gives editors their completion and underlining of YAML files.

VS Code, Neovim, Emacs, Helix and others speak to the same server in the same way: by the Language Server Protocol 3.17
over the standard streams. It is found on the PATH, where `npm install --global yaml-language-server` puts it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROGRAM = shutil.which("yaml-language-server")
#: After so many seconds a server that does not answer is ended, so that a test fails instead of waiting for ever.
PATIENCE = 120.0
#: What people set in their editors; nothing is fetched from the network.
SETTINGS = {"yaml": {"schemaStore": {"enable": False}, "validate": True, "completion": True, "hover": True}}
CAPABLE = {"textDocument": {"completion": {"completionItem": {"documentationFormat": ["markdown"]}}}}

Message = dict[str, Any]


class LanguageServer:
    """A running server, in which files are opened, and which is asked what an editor asks."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._to, self._from = process.stdin, process.stdout
        self._asked = 0
        self._ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": CAPABLE})
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": SETTINGS})

    def open(self, path: Path) -> list[Message]:
        """Open a file, and wait for what is underlined in it."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": path.read_text("utf-8")}
        self._tell("textDocument/didOpen", {"textDocument": document})
        while True:
            message = self._receive()
            about = message.get("params") or {}
            if message.get("method") == "textDocument/publishDiagnostics" and about["uri"] == path.as_uri():
                return list(about["diagnostics"])

    def complete(self, path: Path, line: int, column: int) -> list[Message]:
        """What is offered at a place; lines and columns count from 0."""
        return list(self._ask("textDocument/completion", _at(path, line, column))["items"])

    def hover(self, path: Path, line: int, column: int) -> str:
        """What is shown when the mouse rests at a place."""
        return str(self._ask("textDocument/hover", _at(path, line, column))["contents"]["value"])

    def end(self) -> None:
        """What an editor says when it is closed."""
        self._ask("shutdown", None)
        self._tell("exit", None)

    def _ask(self, method: str, parameters: Any) -> Any:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": parameters})
        while True:
            message = self._receive()
            if message.get("id") == self._asked and "method" not in message:
                return message["result"]

    def _tell(self, method: str, parameters: Any) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._to.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._to.flush()

    def _receive(self) -> Message:
        """The next message; what the server asks of its editor is answered with nothing."""
        length = 0
        while (line := self._from.readline().strip()) or not length:
            assert line, "the language server ended without an answer"
            name, _, value = line.decode().partition(":")
            length = int(value) if name.lower() == "content-length" else length
        message: Message = json.loads(self._from.read(length))
        if "id" in message and "method" in message:
            self._send({"id": message["id"], "result": None})
        return message


def _at(path: Path, line: int, column: int) -> Message:
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}


@contextmanager
def running(folder: Path) -> Iterator[LanguageServer]:
    """A server for the files of a folder, ended when it is done with."""
    assert PROGRAM is not None
    with subprocess.Popen([PROGRAM, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder) as process:
        patience = threading.Timer(PATIENCE, process.kill)
        patience.start()
        try:
            server = LanguageServer(process, folder)
            yield server
            server.end()
        finally:
            patience.cancel()
            process.kill()
