"""The page that a handout is: its frame, its look on screens light and dark, and its look on paper."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

STYLE = """\
:root {color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --link: #0b5cad; --rule: #8a9099}
body {margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif}
main {max-width: 44rem; margin: 0 auto; padding: 1rem}
h1, h2, h3 {line-height: 1.25}
a {color: var(--link)}
code {font-family: ui-monospace, monospace; font-size: .95em; overflow-wrap: anywhere}
pre {white-space: pre-wrap}
table {border-collapse: collapse}
td, th {border: 1px solid var(--rule); padding: .1rem .5rem; text-align: left}
.question, .answer {border-top: 1px solid var(--rule); padding-top: .25rem; margin-top: 1.5rem}
.level-of, .how, .jump {font-weight: normal; font-size: .9rem}
.choices li {margin: .35rem 0}
.key {list-style: none; padding: 0}
.key > li {border-left: .3rem solid var(--rule); padding-left: .8rem; margin: 1rem 0}
.key > .right {border-left-style: double; border-left-width: .5rem}
.mark {text-transform: uppercase; letter-spacing: .04em}
.said {margin: .25rem 0 .25rem 1rem}
figure {margin: 1rem 0; break-inside: avoid}
figcaption {font-size: .9rem}
figcaption p, figcaption ul {margin: .25rem 0}
@media (prefers-color-scheme: dark) {
  :root {--ink: #e8eaed; --paper: #16181c; --link: #7cb8ff; --rule: #6b7280}
}
@media print {
  :root {--ink: #000; --paper: #fff; --link: #000; --rule: #666}
  main {max-width: none; padding: 0}
  .question {break-inside: avoid}
  .answers {break-before: page}
  .jump, details {display: none}
}
"""
#: Nothing is loaded and nothing runs, whatever the deck says.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(title: str, about: str, asked: Sequence[str], answers: Sequence[str], style: str = "") -> str:
    """The whole page; `about`, `asked` and `answers` are HTML, and `style` is CSS to add."""
    count = f"{len(asked)} question{'s' * (len(asked) != 1)}; the answers are at the end."
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>",
            f"<style>\n{STYLE}{style}</style></head>",
            f'<body><main><h1>{escape(title)}</h1>{about}<p class="how">{count}</p>',
            "<h2>Questions</h2>",
            *asked,
            '<div class="answers"><h2>Answers</h2>',
            *answers,
            "</div></main></body></html>",
            "",
        ]
    )
