# ruff: noqa: E501 - sentences stay on the lines that they have in the wild
"""Texts with and without personal data, in the manner of notices, lists, letters, court papers and forms.

``positives`` and ``negatives`` give (name, kind, text). Every person and number is invented; numbers carry true check digits.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金贾韦夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
GIVEN = "明华建国秀英志强玉兰海燕晓东春梅文斌小龙丽娟永刚雪莲俊杰桂芳德胜红霞家豪思雨子涵欣怡浩然成才光荣淑珍开明大伟"
REGIONS = ("510102", "510722", "511502", "110105", "310115", "440305", "500233", "513401", "620102", "330782", "652901", "450981")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def person(rng: random.Random) -> str:
    """A name of two or three characters."""
    return rng.choice(SURNAMES) + "".join(rng.choice(GIVEN) for _ in range(rng.choice([1, 2, 2])))


def identity(rng: random.Random) -> str:
    """An 18-digit number with its check digit."""
    body = f"{rng.choice(REGIONS)}{rng.randint(1945, 2015)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{rng.randint(1, 999):03d}"
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


def old_identity(rng: random.Random) -> str:
    """A 15-digit number."""
    return f"{rng.choice(REGIONS)}{rng.randint(45, 85)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{rng.randint(1, 999):03d}"


def mobile(rng: random.Random) -> str:
    """A mobile number."""
    return (
        rng.choice(["130", "135", "136", "138", "139", "147", "150", "151", "158", "159", "177", "180", "182", "187", "189", "191", "199"])
        + f"{rng.randint(0, 99999999):08d}"
    )


def card(rng: random.Random) -> str:
    """A bank card of 16 or 19 digits with its check digit."""
    body = rng.choice(["622848", "621700", "622202", "621226", "623668", "622609"]) + "".join(
        str(rng.randint(0, 9)) for _ in range(rng.choice([9, 12]))
    )
    total = sum(sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10)) for place, digit in enumerate(reversed(body)))
    return body + str(-total % 10)


Maker = Callable[[random.Random], tuple[str, str]]


def _one(kind: str, template: str) -> Maker:
    def make(rng: random.Random) -> tuple[str, str]:
        number = identity(rng)
        values = {
            "name": person(rng), "other": person(rng), "id": number, "id2": identity(rng), "old": old_identity(rng), "tel": mobile(rng), "tel2": mobile(rng), "tel3": mobile(rng),
            "card": card(rng), "spaced": f"{number[:6]} {number[6:14]} {number[14:]}", "wide": "".join(chr(ord(digit) + 0xFEE0) for digit in number), "low": number.replace("X", "x"),
            "passport": rng.choice(["E", "G"]) + f"{rng.randint(0, 99999999):08d}", "village": rng.choice(["和平村3组", "石桥村五社", "光明社区12号", "大湾村2组18号"]),
            "street": f"{rng.choice(['人民路', '建设北路二段', '滨江东街'])}{rng.randint(1, 200)}号{rng.randint(1, 9)}栋{rng.randint(1, 3)}单元{rng.randint(101, 1802)}",
        }  # fmt: skip
        return kind, template.format(**values)

    return make


_POSITIVE: tuple[Maker, ...] = (
    _one("身份证号码", "临时救助对象花名册\n姓名\t身份证号\t金额\n{name}\t{id}\t1200\n{other}\t{id2}\t800"),
    _one("身份证号码", "被告人{name}，男，汉族，公民身份号码{id}，农民。"),
    _one("身份证号码", "经审核，{name}（身份证号：{id}）符合公租房申请条件，现予公示。"),
    _one("身份证号码", "{name} {spaced} 已领取"),
    _one("身份证号码", "身份证号码：{wide}，姓名：{name}"),
    _one("身份证号码", "申请人：{name}\n身份证号：{low}\n事由：变更登记"),
    _one("身份证号码", "序号,姓名,证件号码,学校\n1,{name},{id},县一中\n2,{other},{id2},县二中"),
    _one("身份证号码", "{id}"),
    _one("身份证号码", "拟吊销驾驶证人员：{name},{id},C1"),
    _one("身份证号码", "领款人{name}，身份证{old}，领取补偿款贰仟元整。"),
    _one("身份证号码", "老党员{name}，身份证号{old}，一九六八年入党。"),
    _one("身份证号码", "准驾车型C1，姓名{name}，证件号码{id}，有效期至2030年。"),
    _one("身份证号码", "持证人 {name}\n居民身份证号 {id}\n残疾类别 肢体"),
    _one("身份证号码", "{name}/{id}/城镇低保/2人"),
    _one("身份证号码", "失信被执行人{name}，身份证号码为{id}。"),
    _one("身份证号码", "学籍号 L{id} 学生姓名 {name} 身份证件号 {id2}"),
    _one("手机号码", "来信人：{name}  手机：{tel}  内容：反映小区停车难。"),
    _one("手机号码", "姓名：{name}，电话：{tel}，住址：略。"),
    _one("手机号码", "获奖学生名单\n姓名 班级 家长电话\n{name} 三年级二班 {tel}\n{other} 三年级一班 {tel2}"),
    _one("手机号码", "姓名\t联系方式\n{name}\t{tel}\n{other}\t{tel2}\n{name}\t{tel3}"),
    _one("手机号码", "投诉人{name}（{tel}）反映某超市出售过期食品。"),
    _one("手机号码", "{name} {tel}"),
    _one("手机号码", "户主 {name}，手机 {tel}，家庭人口4人，因病致贫。"),
    _one("手机号码", "我叫{name}，电话{tel}，想咨询异地就医报销问题。"),
    _one("手机号码", "患者{name}，男，54岁，家属联系电话{tel}。"),
    _one("手机号码", "村民{name}，电话：+86 {tel}，要求解决饮水问题。"),
    _one("手机号码", "中签人员：{name}{tel}、{other}{tel2}"),
    _one("手机号码", "申请人：{name}；手机号码：{tel}；申请公开内容：征地批复。"),
    _one("银行卡号", "补贴发放表\n姓名\t开户行\t卡号\t金额\n{name}\t农商银行\t{card}\t500"),
    _one("银行卡号", "请将退款汇入：户名{name}，银行卡号{card}。"),
    _one("银行卡号", "{name}的一卡通账号{card}，耕地地力保护补贴336元。"),
    _one("银行卡号", "收款账户：{card}（{name}，中国工商银行）"),
    _one("护照等证件号码", "出国人员{name}，护照号码{passport}，任职县商务局。"),
    _one("护照等证件号码", "因公护照：{passport}，持照人{name}。"),
    _one("护照等证件号码", "姓名：{name}，港澳通行证号：C12345678"),
    _one("家庭住址", "贫困户{name}，家庭住址：某县河口镇{village}，致贫原因：因病。"),
    _one("家庭住址", "原告{name}，女，1972年生，住某市某区{street}室。"),
    _one("家庭住址", "姓名：{name}，现住址：某县城关镇{street}号。"),
    _one("家庭住址", "低保对象{name}，户籍地址：青山乡{village}。"),
    _one("身份证号码", "<p>拟录取名单：{name}（{id}）</p>"),
)  # fmt: skip


_NEGATIVE: tuple[Maker, ...] = (
    _one("", "{name}，身份证号5101**********1234，手机138****5678。"),
    _one("", "身份证号：510102********123X，银行卡号：6228 **** **** 1234"),
    _one("", "办公电话：028-86123456，传真：028-86123457。"),
    _one("", "政务服务便民热线12345，纪检举报12388，反诈96110，税务12366。"),
    _one("", "统一社会信用代码：91510100MA62K12345"),
    _one("", "统一社会信用代码 915101007130512345，法定代表人{name}。"),
    _one("", "组织机构代码：009123456；税务登记证号510102009123456。"),
    _one("", "订单号：202306121530221234，请在30分钟内支付。"),
    _one("", "项目代码：2306-510104-04-01-123456，总投资2亿元。"),
    _one("", "合同编号 510102202306120012，甲方为县交通局。"),
    _one("", "不动产权证号：川（2021）成都市不动产权第0123456号，宗地代码510104001005GB00123"),
    _one("", "图片地址 /uploads/20230612153022123456.jpg 和 http://www.a.gov.cn/t/202306/t20230612_3456789012345678.html"),
    _one("", "索引号：008452345/2023-00123  文号：川府发〔2023〕12号"),
    _one("", "采购人：某县教育局  联系人：{name}  联系电话：{tel}"),
    _one("", "代理机构：某招标公司，联系人：{name}，电话：{tel}。"),
    _one("", "报名咨询：{name}老师，{tel}；报名地点：县人社局三楼。"),
    _one("", "河长制公示牌：河长{name}，副县长，监督电话{tel}。"),
    _one("", "网格员{name}，负责1至6栋，联系电话：{tel}"),
    _one("", "值班安排：周一 {name} 主任 {tel}；周二 {other} 科长 {tel2}"),
    _one("", "驻村工作队第一书记{name}，联系电话{tel}。"),
    _one("", "地震预警热线：13800138000（移动），客服时间9:00-17:00。"),
    _one("", "设备序列号 861234567890123，资产编号 510100202300012345。"),
    _one("", "准考证号：202351010200123，座位号12。"),
    _one("", "开户名称：某县财政局国库集中支付中心，开户行：工商银行某支行，账号：2308412009022100123"),
    _one("", "投标保证金账号：51050142008600000123，户名：公共资源交易中心。"),
    _one("", "住所地：某市高新区天府大道1700号环球中心E2栋10楼1002室，某某科技有限公司。"),
    _one("", "县政府地址：某县城关镇人民路88号，邮编621000。"),
    _one("", "住房和城乡建设局关于印发12号文件的通知，居住证办理须知。"),
    _one("", "护照办理须持本人身份证；护照号码由英文字母和8位数字组成。"),
    _one("", "家庭住址一栏请填写到门牌号，例如：某区某路XX号XX室。"),
    _one("", "王某某（身份证号略），住某县某镇某村。"),
    _one("", "被告人李某，男，1980年生，住四川省某县。"),
    _one("", "2023年1至6月，全县实现地区生产总值1234567890123元，同比增长6.5%。"),
    _one("", "受理号：CXSS2300012，批准文号：国药准字H20231234，条码6901234567892。"),
    _one("", "经度104.065735123456789，纬度30.659462123456789"),
    _one("", "QQ群：123456789，微信公众号：mouxianfabu，ICP备案：蜀ICP备12345678号-1，川公网安备51010402000123号"),
    _one("", "发票代码051001900311，发票号码12345678901，金额1200.00元。"),
    _one("", "案号：（2023）川0104民初12345号，执行案号（2023）川0104执3456号。"),
    _one("", "快递单号：75412345678901，订单编号 1234567890123456789。"),
    _one("", "编号：510102198801011233号许可证"),
)  # fmt: skip


def positives(seed: int = 5, number: int = 200) -> Iterator[tuple[str, str, str]]:
    """Texts with at least one datum of the named class."""
    yield from _cases(_POSITIVE, seed, number)


def negatives(seed: int = 6, number: int = 200) -> Iterator[tuple[str, str, str]]:
    """Texts whose numbers are nobody's, masked, or an office's own."""
    yield from _cases(_NEGATIVE, seed, number)


def _cases(makers: tuple[Maker, ...], seed: int, number: int) -> Iterator[tuple[str, str, str]]:
    rng = random.Random(seed)
    for index in range(number):
        kind, text = makers[index % len(makers)](rng)
        yield f"{index % len(makers)}-{index}", kind, text
