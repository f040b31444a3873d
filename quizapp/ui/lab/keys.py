"""The keys of the lab and what its help says."""

from __future__ import annotations

from textual.binding import Binding, BindingType

HELP = (
    "Two experiments, A and B, are drawn from the same random numbers, so that what differs between them is due to "
    "the knobs marked ≠. Turn a knob and see at once what becomes of the networks as they are drawn; leave it "
    "alone for a moment, or press space, and they train. With the mouse: click a knob, click its arrows or turn "
    "the wheel over it, click A or B to turn that one, click the words of a key, click a chart for the next view, and "
    "click the map to put the knobs there. C opens challenges: something to bring about, which the simulation judges. "
    "y shows the line that brings both back anywhere, and scripts for decks, PyTorch and Keras. Nothing is ever lost: "
    "u takes back, and "
    "what you turned is still here when you have closed the lab with L, q or escape and open it again."
)

BINDINGS: list[BindingType] = [
    Binding("tab,shift+tab", "switch", "A/B", key_display="tab"),
    Binding("equals_sign", "copy", "copy A to B", key_display="=", show=False),
    Binding("s", "presets", "preset"),
    Binding("C,upper_c", "challenges", "challenge", key_display="C"),
    Binding("h", "hint", "hint", show=False, id="hint"),
    Binding("v", "view(1)", "view", id="view"),
    Binding("V,upper_v", "view(-1)", "last view", show=False, key_display="V", id="last_view"),
    Binding("M,upper_m", "map", "phase map: move on it with the arrows", show=False, key_display="M"),
    Binding("T,upper_t", "theory", "theory over the bars, or not", show=False, key_display="T", id="theory"),
    Binding("space", "train", "run", id="pause"),
    Binding("space", "pause", "pause", id="pause"),
    Binding("u", "undo", "undo", show=False),
    Binding("U,upper_u,ctrl+r", "redo", "redo", show=False, key_display="U ^r"),
    Binding("m", "more", "more or fewer knobs", show=False),
    Binding("1", "repair(0)", "repair: the weights recommended for the activation", show=False),
    Binding("2", "repair(1)", "repair: weights fitted to the data (LSUV)", show=False),
    Binding("3", "repair(2)", "repair: batch normalisation", show=False),
    Binding("4", "repair(3)", "repair: layer normalisation", show=False),
    Binding("y", "share('YAML')", "share: its code, YAML, scripts, a question", show=False),
    Binding("Y,upper_y", "share('Python')", "share as Python", show=False, key_display="Y"),
    Binding("O,upper_o", "open_code", "open an experiment code", show=False, key_display="O"),
    Binding("full_stop", "step", "one training step", show=False, id="step"),
    Binding("plus", "speed(1)", "faster", show=False, id="faster"),
    Binding("minus", "speed(-1)", "slower", show=False, id="slower"),
    Binding("r", "rerun", "run again", show=False, id="rerun"),
    Binding("escape", "close", "back"),
    Binding("q", "close_where_opened", "back", show=False),
]
#: Keys that are written below the knobs, since the footer has no room for them: the key, or the name of an action whose
#: key can be chosen; word, action.
WRITTEN = (
    ("theory", "theory", "theory"),
    ("u", "undo", "undo"),
    ("U", "redo", "redo"),
    ("=", "copy", "copy"),
    ("M", "map", "map"),
    ("y", "share", "share('YAML')"),
    ("O", "open", "open_code"),
    ("step", "step", "step"),
    ("faster", "faster", "speed(1)"),
    ("slower", "slower", "speed(-1)"),
    ("rerun", "again", "rerun"),
)
