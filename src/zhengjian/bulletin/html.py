"""``bulletin.html``: one page that needs nothing else, in which every figure names its claim."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape

from zhengjian.bulletin.compose import chinese_date
from zhengjian.bulletin.draft import Block, Cell, Draft, Picture, Run, Table
from zhengjian.model import Claim

STYLE = """
:root{--ink:#1a1a1a;--red:#c00;--rule:#999}
body{margin:0;background:#f3f3f1;color:var(--ink);font:18px/1.9 "FangSong_GB2312","FangSong","仿宋","STFangsong","Noto Serif CJK SC",serif}
main{max-width:46em;margin:2em auto;padding:3em 4em;background:#fff;box-shadow:0 1px 4px #0003}
.office{color:var(--red);text-align:center;font:700 2em/1.4 "FZXiaoBiaoSong-B05S","方正小标宋简体","Noto Serif CJK SC",serif}
.rule{border:0;border-top:4px solid var(--red);border-bottom:1px solid var(--red);height:2px;margin:.4em 0 1em}
.rule.foot{border-top-width:1px;border-bottom-width:4px}
.number{text-align:right;margin:0}
.ordinary .number{text-align:center}
h1{font:700 1.5em/1.5 "FZXiaoBiaoSong-B05S","方正小标宋简体","Noto Serif CJK SC",serif;text-align:center;text-wrap:balance;margin:1.2em 0}
h2{font:400 1em/1.9 SimHei,"黑体","Noto Sans CJK SC",sans-serif;margin:0;text-indent:2em}
p{margin:0;text-indent:2em;text-align:justify}
p.flat,p.note{text-indent:0}
p.note{font-size:.8em}
p.sign{text-align:right;padding-right:4em}
b{font-weight:400;font-family:"KaiTi_GB2312",KaiTi,"楷体",STKaiti,serif}
section{margin-top:3em;border-top:1px dashed var(--rule);padding-top:1em;overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.8em;line-height:1.5;margin:1em 0}
th,td{border:1px solid #555;padding:.25em .4em;text-align:center;font-weight:400}
th{white-space:pre-line;font-family:SimHei,"黑体","Noto Sans CJK SC",sans-serif}
td.left{text-align:left}
[data-claim]{border-bottom:1px dotted #888}
@media print{body{background:#fff}main{box-shadow:none;margin:0;padding:0;max-width:none}
section{break-before:page;border:0}[data-claim]{border:0}}
@media (max-width:48em){main{padding:1em}}
""".strip()


def bulletin_html(draft: Draft, claims: Sequence[Claim]) -> bytes:
    """The page as UTF-8. Everything that others wrote is escaped; there is no script and nothing is loaded."""
    notes = {claim.id: note(claim) for claim in claims}
    parts = [
        "<!doctype html>",
        '<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{escape(draft.title)}</title><style>{STYLE}</style></head>",
        f'<body><main class="{"letter" if draft.letter else "ordinary"}">',
        f'<div class="office">{escape(draft.office)}{"" if draft.letter else "文件"}</div><hr class="rule">',
        f'<p class="number">{escape(draft.number)}</p><h1>{escape(draft.title)}</h1>',
        f'<p class="flat">{escape(draft.recipients)}：</p>',
        *(_block(block, notes) for block in draft.body),
        f"<p>附件：{'<br>'.join(f'{number}. {escape(annex.title)}' for number, annex in enumerate(draft.annexes, 1))}</p>",
        f'<p class="sign">{escape(draft.office)}<br>{chinese_date(draft.issued)}</p>',
    ]
    for number, annex in enumerate(draft.annexes, 1):
        parts.append(f'<section><p class="flat">附件{number}</p><h1>{escape(annex.title)}</h1>')
        parts += (_part(one, notes) for one in annex.content)
        parts.append("</section>")
    parts += [f'<p class="flat">信息公开选项：{escape(draft.disclosure)}</p>', '<hr class="rule foot">', "</main></body></html>"]
    return ("\n".join(parts) + "\n").encode()


def note(claim: Claim) -> str:
    """A claim in one line: how it was counted, of what, for when."""
    counted = f"{claim.numerator}/{claim.denominator}；" if claim.denominator else ""
    return f"{counted}{claim.rule}；期次{claim.period}"


def _part(part: Block | Table | Picture, notes: dict[str, str]) -> str:
    if isinstance(part, Picture):
        source, words = b64encode(part.png).decode(), escape(part.caption)
        return f'<figure><img src="data:image/png;base64,{source}" alt="{words}"><figcaption>{words}</figcaption></figure>'
    return _table(part, notes) if isinstance(part, Table) else _block(part, notes)


def _block(block: Block, notes: dict[str, str]) -> str:
    text = "".join(_run(run, notes) for run in block.runs)
    if block.kind in {"heading", "subheading"}:
        return f"<h2>{text}</h2>"
    if block.kind == "note":
        return f'<p class="note">{text}</p>'
    lead = f"<b>{escape(block.lead)}</b>" if block.lead else ""
    return f"<p>{lead}{text}</p>"


def _run(run: Run | Cell, notes: dict[str, str]) -> str:
    if not run.claim:
        return escape(run.text)
    return f'<span data-claim="{escape(run.claim)}" title="{escape(notes[run.claim])}">{escape(run.text)}</span>'


def _table(table: Table, notes: dict[str, str]) -> str:
    head = "".join(f"<tr>{''.join(_cell(cell, 'th', notes) for cell in row)}</tr>" for row in table.header)
    body = "".join(f"<tr>{''.join(_cell(cell, 'td', notes) for cell in row)}</tr>\n" for row in table.body)
    return f"<table><thead>{head}</thead><tbody>\n{body}</tbody></table>"


def _cell(cell: Cell, tag: str, notes: dict[str, str]) -> str:
    spans = (f' colspan="{cell.columns}"' if cell.columns > 1 else "") + (f' rowspan="{cell.rows}"' if cell.rows > 1 else "")
    side = ' class="left"' if cell.left else ""
    return f"<{tag}{spans}{side}>{_run(cell, notes)}</{tag}>"
