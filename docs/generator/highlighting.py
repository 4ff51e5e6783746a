"""Code on the pages with its comments, keywords and strings told apart; everything else stays plain text."""

from __future__ import annotations

from functools import cache
from html import escape

from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Generic, Keyword, Number, String
from pygments.util import ClassNotFound

MARKED = {Comment: "c", Keyword: "k", String: "s", Number: "m", Generic.Prompt: "p", Generic.Output: "o"}
# What is worth copying: without prompts, and no output.
COPIED = ("python", "sh", "sparql", "sql", "turtle", "trig", "toml", "yaml", "json")
# What the lexers are called elsewhere; a block of a docstring has no language but its prompt.
ALIASES = {"trig": "turtle", "sh": "bash", "default": "pycon"}

# Longer lines, or more of them, may not be seen whole: on a phone even shorter ones.
WIDE, TALL = 40, 20


class Highlighter:
    """What Sphinx asks to highlight a block, and what the reference pages ask."""

    @staticmethod
    @cache
    def block(source: str, language: str) -> str:
        """A block of code as HTML.

        source: the code.
        language: what the block says that it is in; of one that no lexer knows nothing is marked.

        >>> Highlighter.block("ASK {} # never", "sparql")
        '<pre class="copied"><code><span class="k">ASK</span> {} <span class="c"># never</span></code></pre>'
        """
        source = source.rstrip()
        attributes = ' class="copied"' if language in COPIED else ""
        # What may scroll is reached by the keyboard.
        if max(map(len, source.splitlines()), default=0) > WIDE or source.count("\n") > TALL:
            attributes += ' tabindex="0"'
        return f"<pre{attributes}><code>{_marked(source, language)}</code></pre>"


def _marked(source: str, language: str) -> str:
    try:
        lexer = get_lexer_by_name(ALIASES.get(language, language), stripnl=False)
    except ClassNotFound:
        return escape(source, quote=False)
    parts: list[tuple[str, str]] = []
    for token, text in lexer.get_tokens(source):
        mark = next((mark for kind, mark in MARKED.items() if kind in token.split()), "")
        if parts and parts[-1][0] == mark:
            parts[-1] = mark, parts[-1][1] + text
        else:
            parts.append((mark, text))
    # Lexers want a line break at the end, and add it.
    parts[-1] = parts[-1][0], parts[-1][1].rstrip("\n")
    return "".join(
        f'<span class="{mark}">{escape(text, quote=False)}</span>' if mark else escape(text, quote=False)
        for mark, text in parts
    )
