"""The forms in which the marks of a page's foot are met in the wild, as patterns; ``footer`` says how they are used.

Generous on purpose: what is not recognised here may end as an accusation. Numbers are captured with what stands around
them, so that a malformed one is seen as malformed and not as missing.
"""

from __future__ import annotations

import re

PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝蜀川黔贵滇云藏陕秦甘陇青宁新"

SITE_CODE = re.compile(
    r"(?:标\s*识\s*代?\s*码|标识编码|识别码|识别号|标识号|网站编码|网站编号|站点编码|(?:网站|站点)标识)"
    r"(?:\s*[（(][^）)\n]{0,12}[）)])?\s*[为是]?\s*[:：]?\s*([A-Za-z]{0,4}\d[0-9A-Za-z]{4,13})(?![0-9A-Za-z])"
)
SITE_CODE_LABEL = re.compile(r"(?:网站|站点)标\s*识\s*码|标识码\s*[:：]")

ICP = re.compile(
    rf"([{PROVINCES}])?\s*I\s*C\s*P\s*[（(]?\s*(?:备案?|证)\s*[)）]?\s*(?:案?[序编]?号)?\s*[:：]?\s*"
    r"(\d{3,14})(?!\d)\s*号?(?:\s*[-－—_]\s*(\d{1,4})(?!\d))?",
    re.IGNORECASE,
)
ICP_LINK = re.compile(r"(?:beian\.miit|miitbeian|miibeian)\.gov\.cn", re.IGNORECASE)

POLICE = re.compile(rf"([{PROVINCES}])?\s*公\s*网?\s*安\s*备\s*(?:案\s*)?(?:编?号)?\s*[:：]?\s*[（(]?\s*(\d{{4,20}})")
POLICE_WORDS = re.compile(r"公安(?:机关|部|联网|网|网站)*备案(?:编号|号|标识)?\s*[:：]?\s*[（(]?\s*(\d{6,20})")
POLICE_LINK = re.compile(r"beian\.(?:mps\.)?gov\.cn(?:[^\"'\s<>]{0,120}?(?:recordcode|code)=(\d{4,20}))?", re.IGNORECASE)

PARTY = re.compile(r"_ideConac|\bconac\.cn|imgConac|[/_.-]conac", re.IGNORECASE)
PARTY_IMAGE = re.compile(
    r"党政机关|事业单位|政府机关|dzjg|dangzheng|dzbz|dzbs|jiguan|jgbs|sydw|shiye|zfbs|conac|(?:^|[/_-])(?:red|blue)\d?\.(?:png|gif|jpe?g|svg)",
    re.IGNORECASE,
)
PARTY_TEXT = re.compile(r"党\s*政\s*机\s*关")

REPORT = re.compile(r"jiucuo|zfwzgl\.www\.gov\.cn|pucha\.kaipuyun\.cn|121\.43\.68\.40/exposure", re.IGNORECASE)
REPORT_IMAGE = re.compile(r"找错|政府网站.{0,3}错|jiucuo|zhaocuo|zfwzzc|wzzc|zfzc|find_?(?:wrong|error|mistake)", re.IGNORECASE)
REPORT_TEXT = re.compile(r"网站\s*找\s*错|我\s*为\s*政\s*府\s*网\s*站|政\s*府\s*网\s*站\s*[找纠]\s*错")
REPORT_CODE = re.compile(
    r"""(?:site_?code\s*[=:]\s*(?:&#39;|&quot;|["'])?|\bLink\(\s*(?:&#39;|&quot;|["'])|jiucuo\.png\?v=)([0-9A-Za-z]{6,14})(?![0-9A-Za-z])""",
    re.IGNORECASE,
)

SPONSOR = re.compile(
    r"(?:主\s*办\s*单\s*位|主\s*办\s*方?|承\s*办\s*单\s*位|承\s*办|主\s*管\s*单\s*位|主\s*管|版\s*权\s*所\s*有|版\s*权|建设单位)"
    r"\s*[:：©|]?\s*(?P<after>[\u4e00-\u9fff][\u4e00-\u9fff（）()·、]{2,40})"
    r"|(?P<before>[\u4e00-\u9fff（）()·]{3,30}?)\s*(?:主\s*办|承\s*办|版\s*权\s*所\s*有)"
    r"|(?:copyright|©|\(c\))[^\n]{0,80}?(?P<owner>[\u4e00-\u9fff（）()]{3,30})",
    re.IGNORECASE,
)
SPONSOR_WORD = re.compile(r"主\s*办|版\s*权|copyright|©|\(c\)", re.IGNORECASE)
UNIT_NAME = re.compile(r"[\u4e00-\u9fff]{2,20}(?:人民政府|委员会|[局厅署]|办公室|管委会|支队|总队)(?![\u4e00-\u9fff])")

CONTACT = re.compile(
    r"电\s*话|热\s*线|联\s*系\s*(?:方\s*式|我\s*们|人|电|地)|邮\s*箱|e-?mail|传\s*真|地\s*址|邮\s*编|邮政编码|\btel\b"
    r"|(?<!\d)0\d{2,3}[-—－) ]{1,3}\d{7,8}(?!\d)|[\w.-]+@[\w-]+\.[\w.]+",
    re.IGNORECASE,
)
CONTACT_LINK = re.compile(r"mailto:|lxwm|lianxiwomen|contact", re.IGNORECASE)

SITEMAP = re.compile(r"(?:网\s*站|站\s*点)\s*(?:地\s*图|导\s*航)|sitemap", re.IGNORECASE)
SITEMAP_LINK = re.compile(r"site_?map|wzdt|zddt|wangzhanditu", re.IGNORECASE)

IMAGE = re.compile(r"<(?:img|input|area)\b[^<>]{0,1500}>", re.IGNORECASE)
WORDS_OF_IMAGE = re.compile(
    r"""\b(?:src|alt|title|data-original|data-src|aria-label)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE
)


def words_of(image: str) -> str:
    """What an image tag says of itself: its addresses, alternative text and title."""
    return " ".join(found[1] or found[2] or found[3] or "" for found in WORDS_OF_IMAGE.finditer(image))
