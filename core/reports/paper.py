"""The paper that every report is printed on: its type, colours, head and foot, and the parts that pages are made of.

Lengths are millimetres. Lato writes Latin, Greek and Cyrillic; what it lacks, as Arabic, comes from IBM Plex Sans
Arabic, shaped by HarfBuzz and set from right to left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import fontpkg_ibm_plex_sans_arabic
import fontpkg_lato
import numpy as np
from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue, XPos, YPos

from core.imaging.overlay import encode_jpeg
from core.quality.verdict import Verdict
from core.words import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

Colour = tuple[int, int, int]

WIDTH, HEIGHT, MARGIN, FOOT = 210.0, 297.0, 14.0, 16.0
INSIDE = WIDTH - 2 * MARGIN
INK: Colour = (24, 32, 40)
QUIET: Colour = (96, 106, 117)
RULE: Colour = (216, 222, 228)
GROUND: Colour = (244, 246, 248)
TEAL: Colour = (20, 122, 130)
WHITE: Colour = (255, 255, 255)
WARNING: Colour = (255, 243, 214)
VERDICT_COLOURS: dict[Verdict, Colour] = {
    Verdict.GOOD: (0, 122, 89), Verdict.BAD: (184, 74, 0), Verdict.REVIEW: (230, 159, 0),
    Verdict.INCOMPLETE: (95, 102, 112),
}
SIGNS = {Verdict.GOOD: "✓", Verdict.BAD: "×", Verdict.REVIEW: "?", Verdict.INCOMPLETE: "…"}
_LATIN, _ARABIC = "Lato", "Plex Arabic"
_GAP = 3.0
"""Between the columns of a table."""


class Paper(FPDF):
    """A report in A4; ``title`` stands in each page's head, ``made`` says in its foot who made it and when."""

    def __init__(self, title: str, made: str) -> None:
        """Load the type and begin the first page."""
        super().__init__(format="A4")
        self.report, self.made = title, made
        self.set_title(title)
        self.set_creator("Cansight")
        for style, weight in (("", "Regular"), ("B", "Bold")):
            self.add_font(_LATIN, style, fontpkg_lato.ROOT / "files" / f"Lato-{weight}.ttf")
            arabic = fontpkg_ibm_plex_sans_arabic.ROOT / "files" / f"IBMPlexSansArabic-{weight}.ttf"
            self.add_font(_ARABIC, style, arabic)
        self.set_fallback_fonts([_ARABIC])
        self.set_text_shaping(True)
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(True, FOOT + 4)
        self.write_in()
        self.add_page()

    def header(self) -> None:
        """Draw the mark, the report's name and a rule."""
        self.set_fill_color(*TEAL)
        self.rect(MARGIN, 10, 7, 4.2, style="F", round_corners=True, corner_radius=1.6)
        self.write_in(8.5, bold=True, colour=TEAL)
        self.text(MARGIN + 8.6, 13.3, "Cansight")
        self.write_in(8.5, colour=QUIET)
        self.set_xy(MARGIN + 30, 9.6)
        self.cell(INSIDE - 30, 5, self.report, align=Align.R)
        self.rule(16.4)
        self.set_y(20)

    def footer(self) -> None:
        """Draw the page's number, who made the report and when, and that a person disposes."""
        self.rule(HEIGHT - FOOT)
        self.set_xy(MARGIN, HEIGHT - FOOT + 1.5)
        self.write_in(7.5, colour=QUIET)
        self.cell(INSIDE - 24, 4, f"{self.made} · {tr('lot_advises')}")
        self.cell(24, 4, f"{self.page_no()} / {{nb}}", align=Align.R)

    def content(self) -> bytes:
        """Return the finished PDF."""
        return bytes(self.output())

    def write_in(self, size: float = 9.5, *, bold: bool = False, colour: Colour = INK) -> None:
        """Set what is written from here on."""
        self.set_font(_LATIN, "B" if bold else "", size)
        self.set_text_color(*colour)

    def rule(self, y: float) -> None:
        """Draw a fine line across the page."""
        self.set_draw_color(*RULE)
        self.set_line_width(0.2)
        self.line(MARGIN, y, WIDTH - MARGIN, y)

    def draw_title(self, text: str, under: str = "") -> None:
        """Write the page's title, and a line on what it is about."""
        self.write_in(20, bold=True)
        self.multi_cell(INSIDE, 9, text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        if under:
            self.write_in(10, colour=QUIET)
            self.multi_cell(INSIDE, 5, under, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(2.5)

    def draw_heading(self, text: str, keep: float = 22) -> None:
        """Write a heading, on the next page where fewer than ``keep`` millimetres are left below it."""
        self.keep_together(keep)
        self.ln(2)
        self.write_in(11.5, bold=True, colour=TEAL)
        self.cell(INSIDE, 6, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(0.8)

    def draw_words(self, text: str, *, size: float = 9.5, colour: Colour = INK, bold: bool = False) -> None:
        """Write a paragraph over the page's width."""
        self.write_in(size, bold=bold, colour=colour)
        self.multi_cell(INSIDE, size * 0.5, text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def draw_note(self, text: str, ground: Colour = WARNING) -> None:
        """Write a paragraph on a coloured ground."""
        self.write_in(9)
        height = self.height_of(text, INSIDE - 8, 4.6) + 4
        self.keep_together(height + 2)
        y = self.get_y()
        self.set_fill_color(*ground)
        self.rect(MARGIN, y, INSIDE, height, style="F", round_corners=True, corner_radius=1.5)
        self.set_xy(MARGIN + 4, y + 2)
        self.multi_cell(INSIDE - 8, 4.6, text, align=Align.L)
        self.set_xy(MARGIN, y + height + 2.5)

    def draw_verdict(self, verdict: Verdict, words: str, beside: str = "") -> None:
        """Draw a verdict in large: its colour, its sign, its word, and why."""
        self.draw_band(VERDICT_COLOURS[verdict], f"{SIGNS[verdict]}  {verdict.upper()}", words, beside,
                       INK if verdict is Verdict.REVIEW else WHITE)

    def draw_band(self, ground: Colour, word: str, words: str, beside: str = "", ink: Colour = WHITE) -> None:
        """Draw a coloured band with a large word, a sentence and something short at its end."""
        y, aside = self.get_y(), 34.0 if beside else 0.0
        self.write_in(17, bold=True, colour=ink)
        wide = max(42.0, self.get_string_width(word) + 10)
        self.write_in(9.5, colour=ink)
        height = max(13.0, self.height_of(words, INSIDE - wide - aside - 4, 4.8) + 5)
        self.set_fill_color(*ground)
        self.rect(MARGIN, y, INSIDE, height, style="F", round_corners=True, corner_radius=2)
        self.set_xy(MARGIN + wide, y + (height - self.height_of(words, INSIDE - wide - aside - 4, 4.8)) / 2)
        self.multi_cell(INSIDE - wide - aside - 4, 4.8, words, align=Align.L)
        self.write_in(17, bold=True, colour=ink)
        self.set_xy(MARGIN + 3, y)
        self.cell(wide, height, word)
        if beside:
            self.write_in(13, bold=True, colour=ink)
            self.set_xy(MARGIN + INSIDE - aside - 3, y)
            self.cell(aside, height, beside, align=Align.R)
        self.set_xy(MARGIN, y + height + 3)

    def draw_facts(self, facts: Mapping[str, str], columns: int = 4) -> None:
        """Draw small labels with what they say below them, so many in a row; what is empty is left out."""
        told = [(label, said) for label, said in facts.items() if said]
        wide = INSIDE / columns
        for start in range(0, len(told), columns):
            row, y, tallest = told[start:start + columns], self.get_y(), 0.0
            for place, (label, said) in enumerate(row):
                x = MARGIN + place * wide
                self.set_xy(x, y)
                self.write_in(7.2, colour=QUIET)
                self.cell(wide - 3, 3.4, label.upper())
                self.set_xy(x, y + 3.5)
                self.write_in(9.5)
                tallest = max(tallest, self.height_of(said, wide - 3, 4.5))
                self.multi_cell(wide - 3, 4.5, said, align=Align.L)
            self.set_xy(MARGIN, y + 3.5 + tallest + 2.2)

    def draw_tiles(self, tiles: Sequence[tuple[str, str, str, Colour]]) -> None:
        """Draw figures in large beside one another: (label, figure, what it is of, colour)."""
        wide, y = (INSIDE - 3 * (len(tiles) - 1)) / len(tiles), self.get_y()
        for place, (label, figure, under, colour) in enumerate(tiles):
            x = MARGIN + place * (wide + 3)
            self.set_fill_color(*GROUND)
            self.rect(x, y, wide, 20, style="F", round_corners=True, corner_radius=1.5)
            self.set_fill_color(*colour)
            self.rect(x, y + 2, 1.1, 16, style="F")
            for top, height, size, bold, ink, words in (
                (2, 3.6, 7.2, False, QUIET, label.upper()), (6.2, 7, 15, True, INK, figure),
                (14, 4, 7.6, False, QUIET, under),
            ):
                self.set_xy(x + 3, y + top)
                self.write_in(size, bold=bold, colour=ink)
                self.cell(wide - 4, height, self.fitted(words, wide - 4))
        self.set_xy(MARGIN, y + 23)

    def draw_table(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], *, right: Sequence[int] = (),
        size: float = 8.3,
    ) -> None:
        """Draw a table; ``widths`` are shares of the page's, ``right`` the columns of figures. The head comes again on
        every page."""
        wide = [INSIDE * share / sum(widths) for share in widths]

        def draw_head() -> None:
            self.write_in(7.2, colour=QUIET)
            for place, label in enumerate(head):
                self.cell(wide[place] - _GAP, 5, label.upper(), align=Align.R if place in right else Align.L)
                self.set_x(self.get_x() + _GAP)
            self.ln(5)
            self.rule(self.get_y())

        self.keep_together(16)
        draw_head()
        for row in rows:
            self.write_in(size)
            height = max(self.height_of(text, wide[place] - _GAP, 4.1) for place, text in enumerate(row)) + 1.6
            if self.get_y() + height > HEIGHT - FOOT - 4:
                self.add_page()
                draw_head()
                self.write_in(size)
            y, x = self.get_y(), MARGIN
            for place, text in enumerate(row):
                self.set_xy(x, y + 0.8)
                self.multi_cell(wide[place] - _GAP, 4.1, text, align=Align.R if place in right else Align.L)
                x += wide[place]
            self.set_xy(MARGIN, y + height)
            self.rule(self.get_y())
        self.ln(2)

    def draw_picture(self, rgb: np.ndarray, x: float, y: float, width: float, height: float) -> None:
        """Draw a picture whole and centred into a field, (height, width, 3) uint8."""
        scale = min(width / rgb.shape[1], height / rgb.shape[0])
        wide, high = rgb.shape[1] * scale, rgb.shape[0] * scale
        self.set_fill_color(*GROUND)
        self.rect(x, y, width, height, style="F")
        self.image(encode_jpeg(rgb, quality=82), x + (width - wide) / 2, y + (height - high) / 2, wide, high)

    def keep_together(self, height: float) -> None:
        """Begin the next page where less than this is left of the present one."""
        if self.get_y() + height > HEIGHT - FOOT - 4:
            self.add_page()

    def fitted(self, text: str, width: float) -> str:
        """Set the type smaller until a line fits, down to six points; return what then fits of it."""
        while self.get_string_width(text) > width and self.font_size_pt > 6:
            self.set_font_size(self.font_size_pt - 0.4)
        return self.cut(text, width)

    def cut(self, text: str, width: float) -> str:
        """Return as much of a line as fits in the present type."""
        if self.get_string_width(text) <= width:
            return text
        while text and self.get_string_width(f"{text}…") > width:
            text = text[:-1]
        return f"{text.rstrip()}…"

    def height_of(self, text: str, width: float, line: float) -> float:
        """Return how tall a text is in the present type, broken to this width, at so much a line."""
        lines = self.multi_cell(width, line, text or " ", align=Align.L, dry_run=True, output=MethodReturnValue.LINES)
        return line * len(cast("list[str]", lines))
