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
.level-of, .how, .jump {font-weight: normal; font-size: .9em}
ol.choices {list-style-type: lower-alpha}
.choices li {margin: .35rem 0}
.key {list-style: none; padding: 0}
.key > li {border-left: .3rem solid var(--rule); padding-left: .8rem; margin: 1rem 0}
.key > .right {border-left-style: double; border-left-width: .5rem}
.mark {text-transform: uppercase; letter-spacing: .04em}
.said {margin: .25rem 0 .25rem 1rem}
figure {margin: 1rem 0; break-inside: avoid}
figcaption {font-size: .9em}
figcaption p, figcaption ul {margin: .25rem 0}
pre, .code {font-family: ui-monospace, monospace; font-size: .95em}
.who {display: flex; gap: 2rem; margin: .5rem 0 1rem}
.who span {flex: 2; border-bottom: 1px solid var(--ink)}
.who span + span {flex: 1}
@media (prefers-color-scheme: dark) {
  :root {--ink: #e8eaed; --paper: #16181c; --link: #7cb8ff; --rule: #6b7280}
}
@media print {
  :root {--ink: #000; --paper: #fff; --link: #000; --rule: #666}
  @page {margin: 15mm}
  html {font-size: 9.5pt}
  body {line-height: 1.35}
  main {max-width: none; padding: 0}
  h1 {font-size: 16pt; margin: 0 0 .3rem}
  h2 {font-size: 13pt; margin: .5rem 0}
  h3 {font-size: 11pt; margin: .3rem 0}
  p, ol, ul {margin: .3rem 0}
  .question, .answer {margin-top: .6rem}
  .key > li {margin: .4rem 0}
  figure {display: grid; grid-template-columns: 8cm 1fr; gap: .5cm; align-items: start; margin: .4rem 0}
  .question {break-inside: avoid}
  .answers {break-before: page}
  .jump, details {display: none}
}
"""
#: Where somebody who fills the page in writes the name and the date.
WHO = '<div class="who"><span>Name</span><span>Date</span></div>'
#: Nothing is loaded and nothing runs, whatever the deck says.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(title: str, about: str, asked: Sequence[str], answers: Sequence[str], style: str = "") -> str:
    """The whole page; `about`, `asked` and `answers`, if there are any, are HTML, and `style` is CSS to add."""
    where = "; the answers are at the end" if answers else ""
    count = f"{len(asked)} question{'s' * (len(asked) != 1)}{where}."
    key = ['<div class="answers"><h2>Answers</h2>', *answers, "</div>"] if answers else []
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>",
            f"<style>\n{STYLE}{style}</style></head>",
            f'<body><main><h1>{escape(title)}</h1>{WHO}{about}<p class="how">{count}</p>',
            "<h2>Questions</h2>",
            *asked,
            *key,
            "</main></body></html>",
            "",
        ]
    )
