"""The guides' HTML: what Sphinx writes, with less around each word and each block of code."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from generator.highlighting import Highlighter

if TYPE_CHECKING:
    from docutils.nodes import Element, Text

CLASSES = re.compile(r' class="reference (?:internal|external)"')


class GuideTranslator(HTML5Translator):
    """A guide as HTML in the way of the site: its classes, and no element around a single word."""

    def visit_literal(self, node: Element) -> None:
        """Code within a sentence."""
        self.body.append("<code>")
        self.protect_literal_text += 1

    def depart_literal(self, node: Element) -> None:
        """Its end."""
        self.protect_literal_text -= 1
        self.body.append("</code>")

    def visit_Text(self, node: Text) -> None:  # noqa: N802
        """A text, whose words need no element each: the styles say where code may break."""
        self.body.append(self.encode(node.astext()))

    def visit_reference(self, node: Element) -> None:
        """A link, with no word on whether it leads elsewhere: the styles tell by the address."""
        super().visit_reference(node)
        self.body[-1] = CLASSES.sub("", self.body[-1])

    def add_permalink_ref(self, node: Element, title: str) -> None:
        """A link to a heading or a definition from itself, whose sign says what it is."""
        if node["ids"]:
            self.body.append(f'<a class="headerlink" href="#{node["ids"][0]}">#</a>')

    def visit_desc_sig_element(self, node: Element) -> None:
        """A part of a signature, which needs no element of its own."""

    def depart_desc_sig_element(self, node: Element) -> None:
        """Its end."""

    def visit_literal_block(self, node: Element) -> None:
        """A block of code."""
        self.body.append(f"{Highlighter.block(node.astext(), node.get('language', ''))}\n")
        raise nodes.SkipNode

    def visit_doctest_block(self, node: Element) -> None:
        """A block of a docstring, with its prompts."""
        self.body.append(f"{Highlighter.block(node.astext(), 'pycon')}\n")
        raise nodes.SkipNode

    def visit_download_reference(self, node: Element) -> None:
        """A file beside the pages, which the browser opens if it can; of a picture that which is shown."""
        name = node["filename"]
        picture = self.builder.images.get(name.rpartition("/")[2])
        target = (
            posixpath.join(self.builder.imgpath, picture)
            if picture
            else posixpath.join(self.builder.dlpath, name)
        )
        self.body.append(f'<a href="{target}">')
        self.context.append("</a>")

    def visit_table(self, node: Element) -> None:
        """A table, which scrolls where it is wider than the page."""
        self.body.append('<div class="scroll" tabindex="0"><table>\n')

    def depart_table(self, node: Element) -> None:
        """Its end."""
        self.body.append("</table></div>\n")

    def visit_row(self, node: Element) -> None:
        """A row, without a word on whether its number is even."""
        self.body.append("<tr>")
        node.column = 0  # type: ignore[attr-defined]
