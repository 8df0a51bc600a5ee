"""``zhengjian proofread``: the arithmetic and consistency of any bulletin, ours or not.

What can be recomputed from the document itself is recomputed; what does not hold is listed with its place, what was
read and what was expected. A document that is whole gives an empty list.
"""

from __future__ import annotations

from pathlib import Path

from zhengjian.bulletin.proofread.figures import check_figures
from zhengjian.bulletin.proofread.names import check_names
from zhengjian.bulletin.proofread.reading import Paper, Unreadable, read
from zhengjian.bulletin.proofread.remark import Remark
from zhengjian.bulletin.proofread.sections import sentences
from zhengjian.bulletin.proofread.tables import check_table, count_table
from zhengjian.bulletin.proofread.words import check_words

__all__ = ["Paper", "Remark", "Unreadable", "proofread", "proofread_paper"]


def proofread(path: Path) -> list[Remark]:
    """Remarks on a DOCX, PDF, HTML or text file, what is certain first. Raises ``Unreadable``."""
    return proofread_paper(read(path))


def proofread_paper(paper: Paper) -> list[Remark]:
    """Remarks on a document already read."""
    tables = [table for table in map(count_table, paper.tables) if table is not None]
    lists = [grid for grid in paper.tables if count_table(grid) is None]
    units = next((table for table in tables if table.total is not None), None)
    said, text = list(sentences(paper.paragraphs)), "".join(paper.paragraphs)
    remarks = [remark for table in tables for remark in check_table(table, text)]
    remarks += check_figures(said, units)
    remarks += check_words(said, paper.paragraphs, units)
    if paper.quoted:
        remarks += check_names(said, lists)
    else:
        why = "文件中的引号与文字分离，无法辨认点名的网站和账号，点名情况没有核对；请改用 DOCX 或 HTML 核对"
        remarks.append(Remark(place="全文", read="“”", expected="", why=why, certain=False))
    return sorted(dict.fromkeys(remarks), key=lambda remark: not remark.certain)
