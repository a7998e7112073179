"""What a mail program puts around what somebody wrote: signatures, and the mail that is answered.

The words are those of mail programs in the languages in which they are used most; a person who writes the same words
into a text keeps them, unless they stand where a program puts them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile, islice, pairwise

from parley.mailing.texts.flowed import MIN_WIDTH
from parley.model.languages.speaking import _

_SENT_FROM = re.compile(
    r"[*_]{0,2}(?:"
    r"sent (?:from|via|with|using) (?:my |the )?.{2,80}"
    r"|get outlook for (?:ios|android|mac).{0,60}"
    r"|(?:von meinem|von) .{2,40} (?:gesendet|aus gesendet)|gesendet (?:von|mit|über|aus) .{2,80}"
    r"|diese nachricht wurde von .{2,60} gesendet"
    r"|envoyé (?:de|depuis|à partir de|avec) .{2,80}|télécharger outlook pour .{2,40}"
    r"|enviado (?:desde|do|da|de|a partir d[oe]|pelo|por|con|com) .{2,80}|obtener outlook para .{2,40}"
    r"|inviato (?:da|dal|con|tramite) .{2,80}|scarica outlook per .{2,40}"
    r"|(?:verstuurd|verzonden) (?:vanaf|vanuit|met|via) .{2,80}"
    r"|wysłan[eoy] (?:z|ze|przez) .{2,80}"
    r"|skickat från .{2,80}|sendt fra .{2,80}|lähetetty .{2,80}"
    r"|odesláno (?:z|ze) .{2,80}|odoslané (?:z|zo) .{2,80}"
    r"|отправлено (?:с|из) .{2,80}|надіслано з .{2,80}"
    r"|.{2,40} (?:gönderildi|adlı cihazımdan gönderildi)"
    r"|στάλθηκε από .{2,80}|trimis (?:de pe|din) .{2,80}|elküldve .{2,80}"
    r"|.{1,40}から送信|發自我的.{1,40}|发自我的.{1,40}|從我的.{1,30}傳送|.{1,30}에서 보냄"
    r"|أُ?رسل[ت]? من .{2,60}|נשלח מ.{2,60}"
    r")[.!]?[*_]{0,2}",
    re.IGNORECASE,
)
"""The line that a telephone or a service puts below a mail."""

_ORIGINAL = re.compile(
    r"\W{0,4}[-—_]{3,}\s*(?:original(?: message|-nachricht|nachricht)?|ursprüngliche nachricht"
    r"|weitergeleitete nachricht"
    r"|message d.origine|message original|message transféré|mensaje original|mensaje reenviado|mensagem original"
    r"|mensagem encaminhada|messaggio originale|messaggio inoltrato|oorspronkelijk bericht|doorgestuurd bericht"
    r"|forwarded message|oryginalna wiadomość|wiadomość oryginalna|ursprungligt meddelande|originalmeddelande"
    r"|original besked|oprindelig besked|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|původní zpráva"
    r"|исходное сообщение|пересылаемое сообщение|оригінальне повідомлення|özgün ileti|orijinal mesaj"
    r"|元のメッセージ|原始邮件|原始郵件|원본 메시지|원본 메일)\s*[-—_]{3,}\W{0,4}",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"(?:\b(?:wrote|writes|schrieb(?:en)?|a écrit|écrit|escribió|escreveu|ha scritto|scritto|schreef|skrev"
    r"|napisał(?:\(a\)|a)?"
    r"|pisze|kirjoitti|napsal(?:\(a\)|a)?|napísal(?:\(a\)|a)?|írta|a scris|έγραψε|пишет|написал(?:\(а\)|а)?"
    r"|пише|написав"
    r"|şunu yazdı|yazdı|viết)\b|のメール|書きました|写道|寫道|작성|님이|كتب|כתב)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[<(] ?[^<>()\s]+@")
_MOMENT = re.compile(r"\d{4}.*\d[:.]\d\d|\d:\d\d.*\d{4}")
_ENDS_SAID = re.compile(rf"[:：]$|^-{{2,}}.*-{{2,}}$|(?:{_WROTE.pattern})$", re.IGNORECASE)
"""Most programs end their sentence with a colon; Zoho's has dashes around it, or nothing."""

_DATED = re.compile(r"\d{4}|\d{1,2}[:.h]\d\d|@|<")
_HEADER_LINE = re.compile(
    r"[*_>\s]{0,6}(?:from|sent|date|to|cc|subject|reply-to|von|gesendet|datum|an|betreff|de|envoyé(?: le)?|date|à"
    r"|objet|message du|sujet|copie à|enviado"
    r"|para|asunto|assunto|da|inviato|data|risposta|a|oggetto|van|verzonden|aan|onderwerp|od|wysłano|do|temat|från|skickat|till|ämne"
    r"|fra|sendt|dato|til|emne|lähettäjä|lähetetty|vastaanottaja|aihe|odesláno|komu|předmět"
    r"|от|от кого|дата|отправлено|кому"
    r"|тема|від|надіслано|kimden|gönderildi|kime|konu|差出人|送信日時|宛先|件名|发件人|发送时间|收件人|主题|寄件者|收件者|主旨"
    r"|보낸 사람|보낸 날짜|받는 사람|제목|feladó|elküldve|dátum|címzett|tárgy|de la|trimis|către|subiect|από|στάλθηκε"
    r"|ημερομηνία|προς|θέμα|מאת|נשלח|תאריך|אל|נושא|من|تاريخ الإرسال|التاريخ|إلى|الموضوع|dari|dikirim|tanggal|kepada"
    r"|subjek|từ|đã gửi|đến|chủ đề)\s?[*_]{0,2}\s?[:：][*_]{0,2}.*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"<[^<>\s]+@[^<>\s]+>")
"""Goes on from `From: Ana`, where a program has cut the line."""

_LINE = re.compile(r"[_=-]{10,}")
_RULE = re.compile(r"(?:[-*_] ?){3,}|[_=-]{10,}")
"""At the end of a text it parts nothing."""

_DAY = re.compile(r"\d{4}|\d{1,2}[./]\d{1,2}\b|\d{1,2}[:.]\d\d")
_ENDED = re.compile(r"[.!?…。！？)]['\"”»]?$")
_BEGIN = re.compile(
    r"(?:begin forwarded message|anfang der weitergeleiteten nachricht|début du message réexpédié"
    r"|début du message transféré"
    r"|inicio del mensaje reenviado|inizio messaggio inoltrato|início da mensagem encaminhada)\s?:",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"\s{0,3}>(?! ?:$)")

MAX_LINE = 400
"""Characters of a line that a program may have written."""

MAX_TRIES = 50
"""Sentences such as `Ana wrote:` of which it is looked what follows, so that the work stays small."""

MAX_SIGNATURE = 15
"""Lines that a signature has at most; more is a text below a rule of two hyphens."""


@dataclass(frozen=True, slots=True)
class Trimmed:
    """What somebody wrote; and in words what was taken away."""

    text: str
    dropped: tuple[str, ...] = ()


def trim(text: str) -> Trimmed:
    """The text of a mail without its signature and without the mail that it answers.

    Quotations between one's own words stay: they are meant.
    """
    lines = [line.rstrip() if line != "-- " else line for line in text.replace("\xa0", " ").split("\n")]
    dropped: dict[str, None] = {}
    end = _find_original(lines)
    if end < len(lines):
        lines, dropped = lines[:end], {_("the mail you answered"): None}
    lines = _drop_quotation_above(lines, dropped)
    end = _find_signature(lines)
    if end < len(lines):
        lines = lines[:end]
        dropped[_("your signature")] = None
    while lines and (not lines[-1].strip() or _RULE.fullmatch(lines[-1].strip())):
        lines = lines[:-1]
    return Trimmed("\n".join(lines).strip("\n"), tuple(dropped))


def _find_original(lines: list[str]) -> int:
    """The line at which the mail begins that is answered, where nothing of one's own follows; else the end."""
    tries = 0
    for at, line in enumerate(lines):
        if len(line) > MAX_LINE:
            continue
        if _ORIGINAL.fullmatch(line) or _BEGIN.match(line.lstrip("> ")) or _is_header_block(lines, at):
            return _without_rule(lines, at)
        if _quotes_attribution(lines, at):
            return _without_rule(lines, at)
        length = _measure_attribution(lines, at) if tries < MAX_TRIES else 0
        tries += bool(length)
        if length and _all_quoted(lines[at + length :], is_sure=bool(_NAMED.search("".join(lines[at : at + length])))):
            return _without_rule(lines, at)
    return len(lines)


def _without_rule(lines: list[str], at: int) -> int:
    while at and (not lines[at - 1].strip() or _LINE.fullmatch(lines[at - 1].strip())):
        at -= 1
    return at


def _is_header_block(lines: list[str], at: int) -> bool:
    """Three lines such as `From:`, `Sent:`, `To:`, `Subject:` that follow one another, the first after an empty one."""
    if at and lines[at - 1].strip() and not _LINE.fullmatch(lines[at - 1].strip()):
        return False
    block = [line for line in lines[at : at + 8] if line.strip() and not _ADDRESS.fullmatch(line.strip())][:3]
    if len(block) < 3 or not lines[at].strip():
        return False
    names = {line.strip("*_> ").partition(":")[0].lower() for line in block}
    return len(names) == 3 and all(map(_HEADER_LINE.fullmatch, block)) and bool(_DATED.search("".join(block)))


def _measure_attribution(lines: list[str], at: int) -> int:
    """How many lines a sentence has such as `On Monday, Ana <ana@example.org> wrote:`; 0 where there is none."""
    if not lines[at].strip() or _QUOTE.match(lines[at]):
        return 0
    for length in (1, 2, 3):
        part = lines[at : at + length]
        if len(part) < length or not part[-1].strip() or _QUOTE.match(part[-1]):
            return 0
        said = " ".join(part).strip()
        if len(said) > MAX_LINE:
            return 0
        if _ENDS_SAID.search(said if _NAMED.search(said) else said[-1]) and (
            (_WROTE.search(said) and _DATED.search(said)) or (_NAMED.search(said) and _MOMENT.search(said))
        ):
            return 0 if length > 1 and _is_ones_own(lines, at, length) else length
    return 0


def _is_ones_own(lines: list[str], at: int, length: int) -> bool:
    """Tell whether the first of these lines stands before such a sentence, which is whole without it, with its day."""
    rest = lines[at + 1 : at + length]
    is_whole = bool(_DAY.search(" ".join(rest))) and _measure_attribution(rest, 0) == length - 1
    first = lines[at].strip()
    is_apart = bool(_ENDED.search(first)) or not re.search(r"\d", first)
    return is_apart and (is_whole or (length > 2 and _is_ones_own(lines, at + 1, length - 1)))


def _quotes_attribution(lines: list[str], at: int) -> bool:
    """Tell whether a quotation begins here that goes on to the end, and begins with `… wrote:` itself, as Apple's."""
    if not lines[at].startswith(">") or (at and lines[at - 1].startswith(">")):
        return False
    inside = [line.removeprefix(">").strip() for line in lines[at : at + 4]]
    return bool(_measure_attribution(inside, 0)) and _all_quoted(lines[at:], is_sure=False)


def _all_quoted(lines: list[str], *, is_sure: bool) -> bool:
    """Tell whether only quotation follows; `is_sure` says that what stands above names an address, as programs do.

    Some programs mark no line of what they quote.
    """
    said = [line for line in _join_cut(lines) if line.strip()]
    tail = list(islice(dropwhile(_QUOTE.match, said), MAX_SIGNATURE + 1))
    if is_sure and tail and not any(map(_QUOTE.match, lines)):
        return True
    return len(tail) <= MAX_SIGNATURE and _find_signature(tail) == 0


def _join_cut(lines: list[str]) -> Iterator[str]:
    """Lines without what a program has cut off a long one of a quotation: it stands without a mark between others."""
    for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        is_cut = bool(_QUOTE.match(before)) and len(before) >= MIN_WIDTH and bool(_QUOTE.match(after))
        if not (is_cut and line.strip() and len(line) < MIN_WIDTH):
            yield line


def _drop_quotation_above(lines: list[str], dropped: dict[str, None]) -> list[str]:
    """Without a sentence `… wrote:`, and, where one's own words stand below a single quotation, without that too."""
    start = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    length = _measure_attribution(lines, start) if start < len(lines) else 0
    if not length:
        return lines
    rest = lines[start + length :]
    marks = [bool(_QUOTE.match(line)) for line in rest if line.strip()]
    if not marks or not marks[0]:
        return lines
    changes = sum(one != other for one, other in pairwise(marks))
    if changes == 1:
        last = max(at for at, line in enumerate(rest) if _QUOTE.match(line))
        rest = rest[last + 1 :]
        dropped[_("the mail you answered")] = None
    return rest


def _find_signature(lines: list[str]) -> int:
    """The line at which a signature begins; the end where there is none."""
    end = len(lines)
    for at, line in enumerate(lines):
        if line == "-- " or (line in ("--", "—") and len(lines) - at <= MAX_SIGNATURE):
            end = at
            break
    said = [at for at in range(end) if lines[at].strip()]
    while said and len(lines[said[-1]]) <= MAX_LINE and _SENT_FROM.fullmatch(lines[said[-1]].strip()):
        end = said.pop()
    return end
