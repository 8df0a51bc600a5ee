"""What every paper layout shares: measures of GB/T 9704-2012, type faces, and how a title breaks into lines."""

from __future__ import annotations

from math import ceil

import rjieba

# Page: A4, text area 156 × 225 mm, 22 lines of 28 characters in size three (16 pt).
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 37, 35, 28, 26
BODY_PT, LINE_PT = 16.0, 28.95
TITLE_PT, TITLE_LINE_PT, TITLE_CHARACTERS = 22.0, 33.0, 19

# Faces by the names that offices have; what they fall back to is the layout's business.
FACE_TITLE, FACE_BODY, FACE_HEADING, FACE_LEAD, FACE_LATIN = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "Times New Roman"
RED = "E60012"

CLOSING = "，。、；：”’）》〉】"


def title_lines(title: str, most: int = TITLE_CHARACTERS) -> list[str]:
    """A title in lines of about equal length, broken between words and never before a closing mark."""
    number = ceil(len(title) / most)
    breaks, at = [], 0
    for word in rjieba.cut(title):
        at += len(word)
        if at < len(title) and title[at] not in CLOSING:
            breaks.append(at)
    lines, start = [], 0
    for left in range(number, 1, -1):
        wanted = start + (len(title) - start) / left
        fitting = [place for place in breaks if start < place <= start + most]
        end = min(fitting, key=lambda place: abs(place - wanted), default=min(start + most, len(title)))
        lines.append(title[start:end])
        start = end
    while len(title) - start > most:  # words were too long to balance: cut hard
        lines.append(title[start : start + most])
        start += most
    return [line for line in [*lines, title[start:]] if line]


def width_in_characters(text: str) -> float:
    """How wide text is in full-width characters; digits and Latin letters are half as wide."""
    return sum(0.5 if ord(character) < 0x2000 else 1.0 for character in text)


def signature_indents(office: str, day: str) -> tuple[float, float]:
    """Right indents, in characters, of the office's name and of the date: the date four in, the name centred over it."""
    office_width, day_width = width_in_characters(office), width_in_characters(day)
    day_indent = max(4.0, (office_width - day_width) / 2 + 2)
    return max(day_indent + (day_width - office_width) / 2, 1.0), day_indent
