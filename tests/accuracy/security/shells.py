# ruff: noqa: E501 - markup stays on the lines that it has in the wild
"""Page shells in the manner of eight site families; they share no class names, layout or script helpers."""

from __future__ import annotations

from collections.abc import Callable

Shell = Callable[[str, str, str], str]


def _table_era(title: str, head: str, body: str) -> str:
    return f"""<HTML><HEAD><TITLE>{title}</TITLE>
<META http-equiv=Content-Type content="text/html; charset=gb2312">{head}</HEAD>
<BODY bgColor=#ffffff leftMargin=0 topMargin=0>
<TABLE width=778 border=0 align=center cellPadding=0><TR><TD background="images/top.gif" height=120>&nbsp;</TD></TR></TABLE>
<TABLE width=778 align=center><TR><TD class=zw><FONT size=3>各乡镇人民政府，县级各部门：现将有关事项通知如下。</FONT></TD></TR></TABLE>
{body}
<TABLE width=778 align=center bgColor=#0066cc><TR><TD align=middle><FONT color=#ffffff>主办：某县人民政府办公室　蜀ICP备05012345号</FONT></TD></TR></TABLE>
</BODY></HTML>
"""


def _platform(title: str, head: str, body: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="SiteName" content="某市人民政府"/><meta name="ArticleTitle" content="{title}"/>
<link rel="stylesheet" href="/assets/css/main.css"/>
{head}
</head>
<body>
<div id="gov-header"><div class="w1200"><ul class="gov-nav"><li><a href="/zwgk/">政务公开</a></li><li><a href="/hdjl/">互动交流</a></li></ul></div></div>
<div class="w1200 art-main">
<h1>{title}</h1>
<div class="art-body"><p style="text-indent:2em;">为进一步做好相关工作，现将有关情况公布如下。</p><p>特此通知。</p></div>
{body}
</div>
<div id="gov-footer"><p>主办单位：某市人民政府办公室</p><p><a href="https://beian.miit.gov.cn/">蜀ICP备2021000001号</a></p></div>
<script src="/assets/js/jquery.min.js"></script>
</body>
</html>
"""


def _trs_like(title: str, head: str, body: str) -> str:
    return f"""<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8" /><title>{title}_某局</title>{head}
<style type="text/css">.xl_con{{width:1000px;margin:0 auto}} .xl_tit{{font-size:24px}}</style></head>
<body><div class="xl_con"><div class="xl_tit">{title}</div>
<div class=TRS_Editor><p align="justify">　　一、总体要求。</p><p>　　二、重点任务。</p></div>
{body}
<div class="page_foot">版权所有：某局　联系电话：028-80000000</div></div></body></html>
"""


def _jcms_like(title: str, head: str, body: str) -> str:
    return f"""<!doctype html><html><head><meta name='WebId' content='1'>
<title>{title}</title>
{head}
</head><body><table id="barrierfree_container" cellpadding="0" width="100%"><tr><td>
<div id="zoom"><!--ZJEG_RSS.content.begin--><p>根据工作安排，定于近日召开座谈会。</p><!--ZJEG_RSS.content.end--></div>
{body}
</td></tr></table></body></html>
"""


def _fragmentary(title: str, head: str, body: str) -> str:
    return f"<title>{title}</title>{head}<center><h3>{title}</h3></center><p>正文略。</p>\n{body}\n<hr><center>某乡人民政府</center>"


def _frames_era(title: str, head: str, body: str) -> str:
    return f"""<html>
<head><meta http-equiv="Content-Language" content="zh-cn"><meta name="GENERATOR" content="Microsoft FrontPage 4.0">
<title>{title}</title>{head}</head>
<body topmargin="0" background="bg.gif"><div align="center"><center>
<table border="0" width="760"><tr><td width="100%"><p align="center"><b>{title}</b></p><p>发布日期：2011-3-5</p></td></tr></table>
</center></div>
{body}
</body>
</html>
"""


def _component(title: str, head: str, body: str) -> str:
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>{head}
<script type="module" src="/static/app.3f2a.js"></script></head><body><div id="app"><header class="c-hd"><nav><a href="/">首页</a></nav></header>
<main class="c-main"><section><h2>{title}</h2><p>工作动态。</p></section>{body}</main><footer class="c-ft">某区人民政府主办</footer></div></body></html>"""


def _asp_list(title: str, head: str, body: str) -> str:
    rows = "".join(
        f"<tr><td>·<a href='show.asp?id={number}'>关于做好第{number}批项目申报工作的通知</a></td><td>2013-0{number}-1{number}</td></tr>"
        for number in range(1, 7)
    )
    return (
        f"<html><head><title>{title}</title>{head}</head><body><table width='95%' border='0'>{rows}</table>{body}"
        "<p align=center><a href='list.asp?page=2'>下一页</a></p></body></html>"
    )


SHELLS: tuple[Shell, ...] = (_table_era, _platform, _trs_like, _jcms_like, _fragmentary, _frames_era, _component, _asp_list)
