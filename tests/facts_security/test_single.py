"""``check`` and ``facts`` on one thing: only what one page decides, keys and order kept, nothing crashes."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import pytest

from zhengjian.model import Verdict
from zhengjian.rulebook import load
from zhengjian.service import exceptions, single, terms
from zhengjian.service.single import Item

RULES = load("national-2019")
NOW = datetime.fromisoformat("2025-06-20T12:00:00+08:00")
LINE = "李小兰，身份证号510102199003071234，迅速布署。"


def verdicts(item: Item, *names: str) -> dict[str, str]:
    return {outcome.check: str(outcome.verdict) for outcome in single.check(item, RULES, NOW, names)}


def test_a_text_is_judged_with_places() -> None:
    outcomes = {outcome.check: outcome for outcome in single.check(Item.of_text("甲", LINE), RULES, NOW)}
    assert outcomes["privacy-leak"].verdict is Verdict.VIOLATED
    (finding,) = outcomes["wrong-wording"].findings
    assert (LINE[finding.start : finding.end], finding.line) == ("布署", 1)
    assert outcomes["hidden-links"].verdict is Verdict.NOT_APPLICABLE
    assert outcomes["privacy-leak"].target is not None and outcomes["privacy-leak"].target.id == "甲"
    assert outcomes["privacy-leak"].period is None


def test_a_check_of_the_whole_site_is_absent_or_unknown_never_met() -> None:
    item = Item.of_text("甲", "<html><body>好</body></html>")
    assert set(verdicts(item)) <= set(single.SINGLE)
    assert verdicts(item, "home-stale", "hidden-links") == {"hidden-links": "met", "home-stale": "unknown"}


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7 x", b"PK\x03\x04x", b"MZ"])
def test_a_broken_file_is_unknown_in_everything(body: bytes) -> None:
    assert set(verdicts(Item("甲", body, "a.bin")).values()) == {"unknown"}


def test_a_page_in_gbk_a_script_and_a_document() -> None:
    page = f'<meta charset="utf-8"><body>{LINE}<p style="left:-999px;position:fixed"><a href="http://x1.com">传奇</a>'.encode("gbk")
    assert {name for name, verdict in verdicts(Item("甲", page, "a.html")).items() if verdict == "violated"} == {
        "hidden-links",
        "privacy-leak",
        "wrong-wording",
    }
    script = b'if(document.referrer.indexOf("baidu")>0){location.href="http://x1.com"}'
    assert verdicts(Item("乙", script, "a.js"))["hidden-links"] == "violated"
    out, document = io.BytesIO(), docx.Document()
    document.add_paragraph(LINE)
    document.save(out)
    assert verdicts(Item("丙", out.getvalue(), "a.docx"))["privacy-leak"] == "violated"


def test_lines_keep_keys_and_order(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LINE, "utf-8")
    lines = [
        json.dumps({"key": "b", "text": "好"}),
        "not json",
        json.dumps({"key": "a", "path": str(tmp_path / "a.txt")}),
        json.dumps({"key": "c", "path": str(tmp_path / "none")}),
        json.dumps({"key": "d"}),
    ]
    answers: list[dict[str, Any]] = [
        json.loads(answer)
        for answer in single.jsonl(
            lines,
            lambda item: single.check(item, RULES, NOW, ["privacy-leak"]),
            lambda given: single.item_of(given, lambda path: Path(path).read_bytes()),
        )
    ]
    assert [answer.get("verdict") for answer in answers] == ["met", None, "violated", "unknown", None]
    assert [answer["target"]["id"] for answer in answers if "target" in answer] == ["b", "a", "c"]
    assert [answer["error"] for answer in answers if "error" in answer] == [
        "第2行不是含 key 和 path 或 text 的 JSON 对象",
        "第5行缺少 path 或 text",
    ]
    assert "none" in answers[3]["why"]
    assert "No such file" not in answers[3]["why"], "why is Chinese"


def test_keys_of_lines_come_back_as_they_were_given() -> None:
    lines = [
        "\ufeff" + json.dumps({"key": 5, "text": "好"}),
        json.dumps({"key": "乙", "text": None}),
        json.dumps({"text": "无"}),
        '{"key": 7, "url": "x"}',
    ]
    answers = [
        json.loads(answer)
        for answer in single.jsonl(lines, lambda item: [single.facts(item, NOW)], lambda given: single.item_of(given, lambda path: b""))
    ]
    assert [answer["key"] for answer in answers] == [5, "乙", "3", 7]
    assert [answer.get("text") for answer in answers] == ["好", None, "无", None]
    assert [answer.get("error") for answer in answers] == [None, "第2行缺少 path 或 text", None, "第4行缺少 path 或 text"]


def test_facts_of_a_page_and_of_a_document() -> None:
    page = '<html><head><title>通知_某县</title><meta name="SiteName" content="某县"></head><body><a href="/b.html">乙</a></body></html>'
    facts = single.facts(Item("甲", page.encode(), "a.html", "http://www.mouxian.gov.cn/a/1.html"), NOW)
    assert facts["key"] == "甲"
    assert facts["labels"]["SiteName"] == ["某县"]
    assert [link["url"] for link in facts["links"]] == ["http://www.mouxian.gov.cn/b.html"]
    assert facts["page_type"] != "home"
    keys = {
        "key",
        "url",
        "complete",
        "charset",
        "title",
        "labels",
        "footer",
        "published",
        "dates",
        "page_type",
        "items",
        "links",
        "hidden",
        "text",
    }
    assert keys <= set(facts)
    plain = single.facts(Item.of_text("乙", LINE), NOW)
    assert keys <= set(plain)
    assert (plain["text"], plain["links"]) == (LINE, None)


def test_a_phrase_found_right_is_no_hit_of_any_kind_until_its_day(tmp_path: Path) -> None:
    text = "玩乎职守系剧名；中国特色社主义研究。"
    assert len(terms.test_terms(tmp_path, text)) == 2
    far = date(2999, 1, 1)
    exceptions.add(tmp_path, exceptions.RightPhrase("玩乎职守", far, "剧名", "王", date(2025, 6, 1)))
    exceptions.add(tmp_path, exceptions.RightPhrase("特色社主义研究"))
    assert exceptions.in_force(tmp_path, far) == ("玩乎职守", "特色社主义研究")
    assert [item.text for item in terms.test_terms(tmp_path, text)] == ["中国特色社主义"]  # the phrase holds only a part of the hit
    exceptions.add(tmp_path, exceptions.RightPhrase("中国特色社主义研究"))
    assert terms.test_terms(tmp_path, text) == []
    assert exceptions.end(tmp_path, "玩乎职守", date(2020, 1, 1), "李")
    assert not exceptions.end(tmp_path, "没有", date(2020, 1, 1), "李")
    assert [item.text for item in terms.test_terms(tmp_path, text)] == ["玩乎职守"]
    assert next((one.who, one.reason) for one in exceptions.read(tmp_path)) == ("王", "剧名")


def test_an_office_adds_terms_and_counts(tmp_path: Path) -> None:
    table = "词语,建议,级别\n老城区管委会,新城区管委会,一般\n甲,乙,一般\n".encode()
    assert terms.import_terms(tmp_path, table, strict=True).added == 0
    assert not (tmp_path / terms.TERMS_FILE).exists()
    done = terms.import_terms(tmp_path, table, who="王")
    assert (done.added, done.replaced, [row.row for row in done.bad]) == (1, 0, [3])
    assert "老城区管委会,新城区管委会" in terms.export_terms(tmp_path).decode("utf-8-sig")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_text("<p>" + "优化营商环境，保护生态环境。" * 200 + "</p>", "utf-8")
    assert terms.train(tmp_path, [tmp_path / "pages"]) > 2_000
    found = terms.test_terms(tmp_path, "老城区管委会优化营商环竟。")
    assert [(item.text, item.suggestion) for item in found] == [("老城区管委会", "新城区管委会"), ("营商环竟", "营商环境")]
    outcomes = single.check(Item.of_text("甲", "老城区管委会通知。"), RULES, NOW, ["wrong-wording"], aids=terms.read_aids(tmp_path))
    assert outcomes[0].verdict is Verdict.VIOLATED
    (tmp_path / terms.COUNTS_FILE).write_bytes(b"broken")
    with pytest.raises(terms.CountsError, match="terms train"):
        terms.read_aids(tmp_path)
