"""From a frozen ``Material`` to the documents of a bulletin: DOCX, PDF, HTML, the XLSX annex, and ``claims.json``.

``write`` composes the draft, checks that it adds up, and only then writes; the same material gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zhengjian.bulletin.compose import compose_bulletin
from zhengjian.bulletin.docx import bulletin_docx
from zhengjian.bulletin.draft import Draft
from zhengjian.bulletin.html import bulletin_html
from zhengjian.bulletin.material import Material, Observed
from zhengjian.bulletin.pdf import NoChineseFont, bulletin_pdf
from zhengjian.bulletin.selfcheck import DoesNotAddUp, check
from zhengjian.bulletin.xlsx import annex_xlsx
from zhengjian.model import Claim, encode

PROBLEMS = "problems.txt"

__all__ = ["DoesNotAddUp", "Material", "Observed", "Written", "write"]


@dataclass(frozen=True)
class Written:
    """What was issued: the document as composed, its claims, the files, and in Chinese what could not be made."""

    draft: Draft
    claims: tuple[Claim, ...]
    files: tuple[Path, ...]
    left_out: tuple[str, ...] = ()


def write(material: Material, out: Path) -> Written:
    """Write all documents into ``out`` (made when missing); without any Chinese font the PDF is left out.

    Raises ``DoesNotAddUp`` when the self-check finds anything: then nothing but ``problems.txt`` is written.
    """
    out.mkdir(parents=True, exist_ok=True)
    draft, claims = compose_bulletin(material)
    problems = check(draft, claims, material)
    (out / PROBLEMS).unlink(missing_ok=True)
    if problems:
        (out / PROBLEMS).write_text("\n".join(problems) + "\n", encoding="utf-8")
        raise DoesNotAddUp(problems)
    documents = {
        "bulletin.docx": bulletin_docx(draft),
        "bulletin.html": bulletin_html(draft, claims),
        "annex.xlsx": annex_xlsx(material),
        "claims.json": claims_json(claims),
    }
    left_out = []
    try:
        documents["bulletin.pdf"] = bulletin_pdf(draft)
    except NoChineseFont as error:
        (out / "bulletin.pdf").unlink(missing_ok=True)  # an earlier one would contradict the other documents
        left_out.append(str(error))
    _replace_all(out, documents)
    return Written(draft, claims, tuple(out / name for name in sorted(documents)), tuple(left_out))


def _replace_all(out: Path, documents: dict[str, bytes]) -> None:
    """Write all files beside the old ones, then put them in place: a full disk never mixes two bulletins."""
    parts = {name: out / f"{name}.part" for name in documents}
    try:
        for name, part in parts.items():
            part.write_bytes(documents[name])
        for name, part in parts.items():
            part.replace(out / name)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def claims_json(claims: tuple[Claim, ...]) -> bytes:
    """A JSON list, one claim a line."""
    return b"[\n" + b",\n".join(encode(claim) for claim in claims) + b"\n]\n"
