"""The Markdown of the reference pages as HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt
from mdit_py_plugins.anchors import anchors_plugin

from generator.highlighting import Highlighter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

PERMALINK = r'<a class="headerlink"[^<]*</a>'
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>\n?", re.DOTALL)
# Sphinx gives the anchor to the section, Markdown to its heading.
SECTION = re.compile(
    r'(?:<section id="([^"]*)">\s*(?:<span[^>]*></span>\s*)*)?'
    rf'<h2(?: id="([^"]*)")?>(.*?)(?:{PERMALINK})?</h2>'
)
DEFINITION = re.compile(
    r'<dl class="py (?:class|exception|function)">\s*<dt class="sig sig-object py" id="([^"]*)">'
)


class Article(NamedTuple):
    """A page without its frame: its heading as HTML, and what stands below that."""

    heading: str
    body: str

    @classmethod
    def of(cls, html: str) -> Article:
        """The two parts of HTML with one heading of the first level.

        >>> Article.of('<h1 id="a">A</h1>\\n<p>b</p>')
        Article(heading='A', body='<p>b</p>')
        """
        found = HEADING.search(html)
        assert found is not None
        before, after = html[: found.start()], html[found.end() :]
        if before.startswith("<section"):
            # A section without its heading would be none.
            before, after = (
                before.replace("<section", "<div", 1),
                "</div>".join(after.rsplit("</section>", 1)),
            )
        return cls(re.sub(PERMALINK, "", found[1]), before + after)

    @property
    def sections(self) -> list[tuple[str, str]]:
        """The anchors and the headings of its sections; without any, the classes and functions on it.

        >>> Article("", '<section id="a">\\n<h2>A</h2>...<h2 id="b"><code>b</code></h2>').sections
        [('a', 'A'), ('b', '<code>b</code>')]
        """
        sections = [(outer or inner, heading) for outer, inner, heading in SECTION.findall(self.body)]
        return sections or [(name, name.rpartition(".")[2]) for name in DEFINITION.findall(self.body)]


def article(text: str) -> Article:
    """A reference page in Markdown as an article, whose links lead to the files of the pages."""
    return Article.of(_markdown().render(text))


def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "highlight": _highlighted}).enable("table")
    parser.use(anchors_plugin, max_level=2)
    parser.add_render_rule("link_open", _link)
    parser.add_render_rule("table_open", lambda *_: '<div class="scroll" tabindex="0"><table>\n')
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return parser


def _highlighted(source: str, language: str, attributes: str) -> str:
    return Highlighter.block(source, language)


def _link(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType
) -> str:
    href = str(tokens[place].attrGet("href"))
    if "://" not in href:
        tokens[place].attrSet("href", re.sub(r"\.md(?=#|$)", ".html", href))
    return renderer.renderToken(tokens, place, options, env)
