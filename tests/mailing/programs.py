"""Mails in the shape in which mail programs write them. People and addresses are nobody's."""

import base64
import quopri

OWN = "reply@forum.example.org"
PLACE = "discussions/two-follow-ups"
BLOCK = f"""\
[parley: reply] Write above this line, and leave these lines as they are.
discussion: {PLACE}
school: old
name: Eve Miller
[parley: end]
"""
ORIGINAL = "Thank you. Your reply will be published.\n\nThis is how it was read."


def mail(
    body: str | bytes,
    kind: str = "text/plain; charset=utf-8",
    *,
    sender: str = "Eve <eve@mail.example.net>",
    to: str = OWN,
    subject: str = f"Reply to Two follow-ups? [{PLACE}]",
    id: str = "1@mail.example.net",
    date: str = "Sun, 22 Nov 2026 10:00:00 +0000",
    coding: str = "8bit",
    head: str = "",
) -> bytes:
    """A mail with one part."""
    data = body if isinstance(body, bytes) else body.encode()
    if coding == "base64":
        data = base64.encodebytes(data)
    elif coding == "quoted-printable":
        data = quopri.encodestring(data)
    names = f"From: {sender}\nTo: {to}\nSubject: {subject}\nMessage-ID: <{id}>\nDate: {date}\n"
    about = f"MIME-Version: 1.0\nContent-Type: {kind}\nContent-Transfer-Encoding: {coding}\n"
    return f"{names}{head}{about}\n".encode() + data


def part(body: str | bytes, kind: str, coding: str = "8bit", head: str = "") -> bytes:
    """A part of a mail of several."""
    data = body if isinstance(body, bytes) else body.encode()
    if coding == "base64":
        data = base64.encodebytes(data)
    elif coding == "quoted-printable":
        data = quopri.encodestring(data)
    return f"Content-Type: {kind}\nContent-Transfer-Encoding: {coding}\n{head}\n".encode() + data


def several(*parts: bytes, kind: str = "alternative", boundary: str = "b1", nested: bool = False, **head: str) -> bytes:
    """A mail of several parts, or, `nested`, a part that has others."""
    body = b"".join(b"--" + boundary.encode() + b"\n" + one + b"\n" for one in parts)
    body += f"--{boundary}--\n".encode()
    about = f'multipart/{kind}; boundary="{boundary}"'
    if nested:
        return f"Content-Type: {about}\n\n".encode() + body
    return mail(body, about, coding="7bit", **head)


GMAIL = several(
    part("One is *enough*.\n\nTwo is rude.\n\n" + BLOCK, 'text/plain; charset="UTF-8"'),
    part(
        '<div dir="ltr">One is <b>enough</b>.<div><br></div><div>Two is rude.</div><div>[parley: reply] …</div></div>',
        'text/html; charset="UTF-8"',
        "quoted-printable",
    ),
)

GMAIL_ANSWER = several(
    part(
        "One is enough.\n\nOn Sun, Nov 22, 2026 at 9:00 AM Some Forum <\nreply@forum.example.org> wrote:\n\n"
        + "".join(f"> {line}\n" for line in (ORIGINAL + "\n\n" + BLOCK).split("\n")),
        'text/plain; charset="UTF-8"',
    ),
    part("<p>One is enough.</p>", 'text/html; charset="UTF-8"'),
)

GMAIL_HTML_ONLY = mail(
    '<div dir="ltr">One is <b>enough</b>, see <a href="https://example.org/x">this</a>.<div><br></div>'
    '<div>Two is rude.</div><div><br></div><div class="gmail_signature"><b>Eve Miller</b><br>+1 555 0100</div></div>'
    '<br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Sun, Nov 22, 2026 at 9:00'
    ' AM Some Forum &lt;<a href="mailto:reply@forum.example.org">reply@forum.example.org</a>&gt; wrote:<br></div>'
    '<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">Thank you.</blockquote></div>',
    "text/html; charset=UTF-8",
    coding="quoted-printable",
)

IPHONE = mail(
    "One is enough.\n\nSent from my iPhone\n\n"
    "> On 22 Nov 2026, at 09:00, Some Forum <reply@forum.example.org> wrote:\n> \n"
    + "".join(f"> {line}\n" for line in ORIGINAL.split("\n")),
    "text/plain;\n\tcharset=utf-8",
    coding="quoted-printable",
)

IPHONE_FRENCH = mail(
    "Un seul suffit.\n\nEnvoyé de mon iPhone\n\n"
    "> Le 22 nov. 2026 à 09:00, Forum <reply@forum.example.org> a écrit :\n>\n> Merci.\n",
)

APPLE_MAIL = mail(
    "One is enough, and I say so because I have \nseen what a second one does to a person who \nis busy.\n\n"
    "Two is rude.\n\n> On 22. Nov 2026, at 10:00, Some Forum <reply@forum.example.org> wrote:\n> \n> Thank you.\n",
    "text/plain;\n\tcharset=utf-8;\n\tformat=flowed;\n\tdelsp=no",
)

DELSP = mail("Ein Donau \ndampf \n schiff.\n", "text/plain; charset=utf-8; format=flowed; delsp=yes")

APPLE_HTML = mail(
    "<html><head><style>p{color:red}</style></head><body>One is enough.<br><div>Two is rude.</div>"
    '<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Sent from my iPad</div>'
    '<div dir="ltr"><br><blockquote type="cite">On 22 Nov 2026, at 09:00, Forum wrote:<br><br></blockquote></div>'
    '<blockquote type="cite"><div dir="ltr">Thank you.</div></blockquote></body></html>',
    "text/html; charset=utf-8",
)

OUTLOOK = several(
    part(
        "One is enough.\n\n \n\nKind regards\n\nEve\n\n \n\nFrom: Some Forum <reply@forum.example.org> \n"
        "Sent: Sunday, November 22, 2026 9:00 AM\nTo: Eve Miller <eve@mail.example.net>\n"
        "Subject: Re: Two follow-ups?\n\n"
        f" \n\n{ORIGINAL}\n",
        'text/plain; charset="us-ascii"',
    ),
    part("<html><body><p>One is enough.</p></body></html>", 'text/html; charset="us-ascii"'),
)

OUTLOOK_GERMAN = mail(
    "Einmal reicht.\n\n-----Ursprüngliche Nachricht-----\nVon: Forum <reply@forum.example.org>\n"
    "Gesendet: Sonntag, 22. November 2026 09:00\nAn: Eve\nBetreff: AW: Zwei?\n\nDanke.\n".encode("cp1252"),
    'text/plain; charset="iso-8859-1"',
)

OUTLOOK_HTML = mail(
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
    "<style><!-- p.MsoNormal {margin:0cm} --></style></head>"
    '<body lang="EN-US"><div class="WordSection1"><p class="MsoNormal">One is enough.<o:p></o:p></p>'
    '<p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt">'
    '<p class="MsoNormal"><b>From:</b> Some Forum &lt;reply@forum.example.org&gt; <br>'
    "<b>Sent:</b> Sunday, November 22, "
    "2026 9:00 AM<br><b>To:</b> Eve<br><b>Subject:</b> Re: Two follow-ups?<o:p></o:p></p></div></div>"
    '<p class="MsoNormal">Thank you.<o:p></o:p></p></div></body></html>',
    "text/html; charset=utf-8",
    coding="base64",
)

OUTLOOK_WEB = mail(
    '<html><body><div class="elementToProof">One is enough.</div><div id="appendonsend"></div>'
    '<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><b>From:</b> Forum'
    "</div><div>Thank you.</div></body></html>",
    "text/html; charset=utf-8",
)

OUTLOOK_PHONE = mail(
    "One is enough.\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n"
    "From: Some Forum <reply@forum.example.org>\nSent: Sunday, November 22, 2026 9:00:00 AM\nTo: Eve\n"
    "Subject: Re: Two follow-ups?\n\nThank you.\n",
)

THUNDERBIRD = mail(
    "One is enough, and a second one only tells that the first one was not worth \nreading in the first place.\n\n"
    "-- \nEve Miller\n+1 555 0100\n",
    "text/plain; charset=UTF-8; format=flowed",
)

THUNDERBIRD_ANSWER = mail(
    "Am 22.11.26 um 09:00 schrieb Some Forum:\n> Thank you. Your reply will be published.\n>\n"
    "> This is how it was read.\n\n"
    "Einmal reicht.\n",
    "text/plain; charset=UTF-8; format=flowed",
)

BETWEEN = mail(
    "On 22/11/2026 09:00, Some Forum wrote:\n> Is one enough?\nYes.\n> Are two rude?\nNo.\n\n-- \nEve\n",
)

K9 = mail(
    "Einmal reicht.\n\nAm 22. November 2026 09:00:00 MEZ schrieb Forum <reply@forum.example.org>:\n>Danke.\n>\n>So.\n"
    "-- \nDiese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.\n",
)

YAHOO = mail(
    '<html><body><div class="ydp1yahoo-style-wrap"><div>One is enough.</div></div><div id="yahoo_quoted_12" '
    'class="yahoo_quoted"><div>On Sunday, November 22, 2026, Forum &lt;reply@forum.example.org&gt; wrote:</div>'
    "<div>Thank you.</div></div></body></html>",
    "text/html; charset=UTF-8",
)

PROTON = mail(
    "One is enough.\n\nSent with [Proton Mail](https://proton.me/mail/home) secure email.\n\n"
    "On Sunday, November 22nd, 2026 at 9:00 AM, Forum <reply@forum.example.org> wrote:\n\n> Thank you.\n",
)

MUTT = several(
    part("On Sun, Nov 22, 2026 at 09:00:00AM +0000, Forum wrote:\n> Is one enough?\n\nOne is enough.\n", "text/plain"),
    part("-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n", "application/pgp-signature"),
    kind='signed; micalg=pgp-sha512; protocol="application/pgp-signature"',
)

JAPANESE = mail(
    "一度で十分です。\n\niPhoneから送信\n\n"
    "2026/11/22 9:00、Forum <reply@forum.example.org>のメール:\n\n> ありがとう。\n".encode("iso2022_jp"),
    "text/plain; charset=ISO-2022-JP",
    coding="7bit",
)

CHINESE = mail("一次就够了。\n\n发自我的iPhone\n".encode("gb18030"), "text/plain; charset=GB2312", coding="base64")

RUSSIAN = mail(
    "Одного раза достаточно.\n\n--\nОтправлено из Почты Mail.ru\n\n"
    "воскресенье, 22 ноября 2026 г., 09:00 +03:00 от Forum "
    "<reply@forum.example.org>:\n\n>Спасибо.\n".encode("koi8-r"),
    "text/plain; charset=koi8-r",
)

ATTACHED = several(
    part("One is enough.\n", "text/plain; charset=utf-8"),
    part(b"\x89PNG", "image/png", "base64", 'Content-Disposition: inline; filename="a.png"\n'),
    part(b"PK\x03\x04", "application/zip", "base64", 'Content-Disposition: attachment; filename="a.zip"\n'),
    part("Two is rude.\n", "text/plain; charset=utf-8"),
    part("not meant\n", "text/plain", head='Content-Disposition: attachment; filename="notes.txt"\n'),
    part("From: x@example.org\n\nold\n", "message/rfc822"),
    kind="mixed",
)

RELATED = several(
    several(
        part(" \n", "text/plain"),
        several(
            part('<p>One is enough.<img src="cid:a"></p>', "text/html"),
            part(b"GIF", "image/gif", "base64", "Content-ID: <a>\n"),
            kind="related",
            boundary="b3",
            nested=True,
        ),
        boundary="b2",
        nested=True,
    ),
    kind="mixed",
)

BROKEN_LINES = mail("Rosen rot,\nVeilchen blau.\n\n- one\n- two\n\n```\na\nb\n```\n")
