"""One term of the dictionary: added, changed, tried on a sentence before it is kept, taken out of use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from zhengjian.console import desk
from zhengjian.facts import terms as dictionary
from zhengjian.facts.terms import BadTerm, Term
from zhengjian.ledger import audit, users
from zhengjian.ledger.audit import Person
from zhengjian.service import terms as service

LONGEST = {"词语": 60, "建议": 200, "类别": 20, "级别": 4, "例外": 2000, "生效日期": 10, "失效日期": 10, "来源": 300}
ACTS = ("keep-term", "retire-term")
MOST_TRIED = 2000


@require_http_methods(["GET", "HEAD", "POST"])
def term(request: HttpRequest) -> HttpResponse:
    """The form of one term. ``try`` shows what a sentence would give, ``keep`` keeps, ``retire`` takes out of use."""
    if request.method != "POST":
        word = request.GET.get("term", "")[: LONGEST["词语"]]
        known = _known().get(word)
        return _page(request, _cells(known) if known else {"词语": word, "级别": "一般", "类别": "错别字"}, "")
    typed = {name: request.POST.get(name, "").strip()[:most] for name, most in LONGEST.items()}
    if request.POST.get("act") == "retire":
        refused = service.retire(_root(), typed["词语"], request.POST.get("why", ""), desk.person(request), desk.now())
        return _page(request, typed, refused) if refused else _told(request, typed["词语"], "已停用，从下次检查起不再报告。")
    given = _given(typed, desk.person(request))
    if isinstance(given, str):
        return _page(request, typed, given)
    if request.POST.get("act") == "keep":
        service.keep(_root(), given, desk.person(request), desk.now())
        return _told(request, given.term, "已保存；网页从下次检查起采用，政务新媒体从下次判定起采用。")
    return _page(request, typed, "", tried=given)


def _root() -> Any:
    return desk.workspace().root


def _known() -> dict[str, Term]:
    return {held.term: held for held in (*dictionary.starter(), *service.own_terms(_root()))}


def _cells(held: Term) -> dict[str, str]:
    days = {"生效日期": held.starts, "失效日期": held.ends}
    return {
        "词语": held.term, "建议": held.suggestion, "类别": held.kind, "级别": held.severity, "例外": " ".join(held.exceptions),
        "来源": held.source, **{name: day.isoformat() if day else "" for name, day in days.items() if not held.retired},
    }  # fmt: skip


def _given(typed: dict[str, str], by: Person) -> Term | str:
    """The term as typed, or what is wrong with it."""
    read = dictionary.of_cells({**typed, "录入人": by.name})
    if isinstance(read, BadTerm):
        return f"“{read.column}”有误：{read.expected}"
    if not read.source:
        return "请写明来源：依据的文件、工具书或核定意见"
    if read.retired:
        return "“失效日期”不应早于“生效日期”；要停用词条，请用下方的“停用”"
    if any(read.term not in phrase and len(phrase) < 2 for phrase in read.exceptions):
        return "“例外”至少两个字；多个例外用空格分开"
    return read


def _told(request: HttpRequest, word: str, what: str) -> HttpResponse:
    messages.success(request, f"“{word}”{what}")
    return redirect(f"{reverse('dictionary')}?{urlencode({'q': word})}")


def _page(request: HttpRequest, typed: Mapping[str, str], refused: str, *, tried: Term | None = None) -> HttpResponse:
    sentence, known = request.POST.get("sentence", "")[:MOST_TRIED], _known().get(typed["词语"])
    own = {held.term for held in service.own_terms(_root())}
    rows = audit.about(typed["词语"], ACTS) if known else ()
    context: dict[str, Any] = {
        "typed": typed,
        "refused": refused,
        "sentence": sentence,
        "found": [_hit(item, sentence, tried) for item in service.tried(_root(), tried, sentence)] if tried and sentence else None,
        "known": known,
        "own": known is not None and known.term in own,
        "severities": dictionary.SEVERITIES,
        "kinds": sorted({held.kind for held in _known().values()}),
        "history": rows,
        "people": users.called(row["who"] for row in rows),
    }
    return render(request, "term.html", context, status=422 if refused else 200)


def _hit(item: Any, sentence: str, tried: Term) -> dict[str, Any]:
    around = 12
    return {
        "before": sentence[max(0, item.start - around) : item.start],
        "text": item.text,
        "after": sentence[item.end : item.end + around],
        "suggestion": item.suggestion,
        "level": item.level,
        "this": item.text == tried.term,
    }
