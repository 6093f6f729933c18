#!/usr/bin/python3
"""A helpdesk's mail, made up but always the same.

usage: mix.py [-n COUNT] DIR

Writes DIR/000001.eml ..., each a whole message with LF line ends as Postfix's
pipe(8) hands it over, and DIR/MANIFEST.tsv: number, kind, sender, Message-ID,
In-Reply-To, and name, size and SHA-256 of the attachment; "-" is none.

Of each hundred, in an order of its own: 60 short plain texts, 25 of HTML and
text with a history of quotes (8-20 KB), 10 with a PDF or JPEG (50-300 KB),
4 replies to earlier mails, 1 automatic answer.  500 senders in 60 domains, a
few of whom write often; whoever answers a mail is who wrote it.  Six charsets,
a vocabulary of 20,000 words for each, all transfer encodings.

Message i depends on i alone, so a longer mix begins with the shorter one.
"""
import argparse
import base64
import hashlib
import os
import quopri
import random
import time
import zlib

EPOCH = 1760000000  # the first mail's Date, 2025-10-09
SENDERS = 500
DOMAINS = 60
TO = "support@desk.example"

ENGLISH = """printer invoice order login password customer server network
monitor account update please thanks regards office delivery contract payment
error message screen button report laptop driver request attached yesterday
tomorrow morning urgent machine number system version cannot still after before
since again could would should access folder shared calendar mail browser
certificate warning restart license renewal phone extension headset meeting
room projector the a to of and is in it that for on with this not we you our
from by be are was at have has"""
GERMAN = """Rechnung Drucker Störung Grüße Büro möchte können für über größer
Straße Lieferung bestätigen Überweisung Kündigung zurück Gerät läuft nicht mehr
bitte prüfen Anhang öffnen schließen Schlüssel und der die das mit nicht ein
eine ist wir Sie haben wurde seit gestern heute morgen"""
FRENCH = """réseau imprimante facture problème société déjà reçu février août
être élève accès fenêtre merci bonjour nous vous pour avec dans très sûr hôtel
côté où à la le les des est une mot passe"""
RUSSIAN = """принтер счёт ошибка сервер пароль здравствуйте пожалуйста спасибо
письмо файл сеть доступ не работает после обновления прошу проверить заявка
номер договор вчера сегодня и в на с по что"""
JAPANESE = """お世話になっております。 プリンタが 印刷できません。 請求書を
送付します。 パスワードを 忘れました。 サーバーに 接続できない 問題です。
確認を お願いします。 よろしく 昨日から 会議室 更新後に エラーが
表示されます。"""
SIGNS = "✅ ⚠️ 🙂 → € — … “quote”"
LATIN_PARTS = """ba be bi bo bra ca ce co con da de di dis do en er es fa fo ga
ge gra ha he hi in ing ka ke la le li lo ly ma me mi mo na ne ni no on or pa pe
per po pre ra re ri ro sa se si so sta ta te ter ti to tra un va ve vi wa we
wo"""
RUSSIAN_PARTS = """ба ве ви го да де жа за из ка ко ла ле ли ма ме на не но об
от па пе по пра ра ре ри са со ста та те ти то ту ча ше ют ый"""
JAPANESE_PARTS = """あ い う え か き く け こ さ し す せ そ た て と な に の
は ひ ほ ま み も や よ ら り る れ を ン ト ス 会 社 設 定 業 務 部 品 電 話
番 号 変 更 連 絡 担 当 者"""

FIRST_NAMES = """Anna Bernd Carla Dmitri Elena Florian Greta Hiroshi Irina José
Kenji Łukasz Marie Noël Olga Pavel Quinn Renée Søren Tomoko Ulrich Vera Wei
Xavier Yuki Zoë""".split()
LAST_NAMES = """Müller Smith Ivanov Tanaka Dupont García Novák Jensen Kowalski
Rossi Nguyen Okafor Schmidt Brown Petrova Sato Lefèvre Weiß Åberg
O'Neill""".split()
TRADES = "acme nordwind kanzlei shop uni klinik stadt factory".split()
MAILERS = ["Microsoft Outlook 16.0", "Apple Mail (2.3774)",
           "Thunderbird 128.2", "Roundcube Webmail/1.6"]


class Vocabulary:
    """Half common words, half rare ones: an index sees as many as in life."""

    def __init__(self, common, parts):
        self.common = common.split()
        draw = random.Random("words:" + parts)
        parts = parts.split()
        made = ("".join(draw.choices(parts, k=draw.choice((2, 2, 3, 3, 4))))
                for _ in range(26000))
        self.rare = list(dict.fromkeys(made))[:20000]

    def word(self, draw):
        if draw.random() < 0.55:
            return draw.choice(self.common)
        return self.rare[int(len(self.rare) * draw.random() ** 4)]


class Charset:
    def __init__(self, weight, name, vocabulary, encodings, width=72):
        self.weight = weight
        self.name = name
        self.vocabulary = vocabulary
        self.encodings = encodings
        self.width = width
        # What a header of the same language is in.
        self.header = "utf-8" if name == "us-ascii" else name


CHARSETS = [
    Charset(34, "us-ascii", Vocabulary(ENGLISH, LATIN_PARTS), ["7bit"]),
    Charset(30, "utf-8",
            Vocabulary(f"{ENGLISH} {GERMAN} {FRENCH} {SIGNS}",
                       LATIN_PARTS + " ä ö ü é è ñ å ø ß ç"),
            ["quoted-printable", "8bit", "base64"]),
    Charset(14, "iso-8859-1",
            Vocabulary(f"{GERMAN} {FRENCH}", LATIN_PARTS + " ä ö ü é è ß ç"),
            ["quoted-printable", "8bit"]),
    Charset(6, "windows-1252",
            Vocabulary(f"{GERMAN} {ENGLISH} € “so” –",
                       LATIN_PARTS + " ä ö ü ß"),
            ["quoted-printable", "8bit"]),
    Charset(8, "iso-2022-jp", Vocabulary(JAPANESE, JAPANESE_PARTS), ["7bit"],
            width=36),
    Charset(8, "koi8-r", Vocabulary(RUSSIAN, RUSSIAN_PARTS),
            ["8bit", "base64", "quoted-printable"]),
]
KINDS = (["plain"] * 60 + ["html"] * 25 + ["attachment"] * 10 +
         ["reply"] * 4 + ["auto-reply"])
SUBJECT_PREFIX = {"reply": "Re: ", "auto-reply": "Automatic reply: "}


# --- what may be asked of any message by its number -------------------------------

def luck(number, what):
    """Random numbers for one aspect of one message."""
    return random.Random(f"{number}:{what}")


def make_senders():
    draw = random.Random("senders")
    domains = [f"{draw.choice(TRADES)}{k:02d}.{('example', 'test')[k % 2]}"
               for k in range(DOMAINS)]
    senders = []
    for k in range(SENDERS):
        name = f"{draw.choice(FIRST_NAMES)} {draw.choice(LAST_NAMES)}"
        local = "".join(c for c in name.lower().replace(" ", ".")
                        if c.isascii() and (c.isalnum() or c == "."))
        senders.append((name, f"{local.strip('.')}{k}@{domains[k % DOMAINS]}"))
    return senders


SENDER_LIST = make_senders()


def kind_of(number):
    kinds = list(KINDS)
    random.Random(f"hundred {(number - 1) // 100}").shuffle(kinds)
    kind = kinds[(number - 1) % 100]
    # There is nothing yet that the first could answer.
    return "plain" if number == 1 and kind in SUBJECT_PREFIX else kind


def parent_of(number):
    """The mail that this one answers, or None."""
    if kind_of(number) not in SUBJECT_PREFIX:
        return None
    return luck(number, "parent").randint(max(1, number - 400), number - 1)


def sender_of(number):
    while parent_of(number) is not None:
        number = parent_of(number)
    return SENDER_LIST[int(SENDERS * luck(number, "sender").random() ** 2.2)]


def charset_of(number):
    if kind_of(number) == "auto-reply":
        return CHARSETS[1]
    return luck(number, "charset").choices(
        CHARSETS, [charset.weight for charset in CHARSETS])[0]


def subject_of(number):
    """Without prefix; and the charset that it is in."""
    while parent_of(number) is not None:
        number = parent_of(number)
    charset = charset_of(number)
    words = sentence(luck(number, "subject"), charset.vocabulary, 3, 7)
    return words.rstrip(".。"), charset.header


def message_id_of(number):
    mark = zlib.crc32(str(number).encode())
    return f"<{mark:08x}.{number}@mx{number % 7}.example>"


# --- words ------------------------------------------------------------------------

def sentence(draw, vocabulary, least=5, most=16):
    words = " ".join(vocabulary.word(draw)
                     for _ in range(draw.randint(least, most)))
    return words[:1].upper() + words[1:] + ("" if words[-1] == "。" else ".")


def wrapped(text, width):
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = line + " " + word if line else word
    return "\n".join(lines + [line])


def prose(draw, charset, size):
    paragraphs, length = [], 0
    while length < size:
        paragraphs.append(wrapped(
            " ".join(sentence(draw, charset.vocabulary)
                     for _ in range(draw.randint(2, 5))), charset.width))
        length += len(paragraphs[-1].encode()) + 2
    return "\n\n".join(paragraphs) + "\n"


def quoted(text, levels):
    for _ in range(levels):
        text = "".join((">" if line.startswith(">") else "> ") + line + "\n"
                       for line in text.splitlines())
    return text


def html(number, plain):
    text = (plain.replace("&", "&amp;").replace("<", "&lt;")
            .replace(">", "&gt;"))
    style = ("margin:0cm;font-size:11.0pt;"
             "font-family:&quot;Calibri&quot;,sans-serif")
    paragraphs = "".join(
        f'<p class="MsoNormal" style="{style}">{paragraph}<o:p></o:p></p>\n'
        for paragraph in text.split("\n\n"))
    return ('<html xmlns:o="urn:schemas-microsoft-com:office:office">\n'
            '<head>\n<meta http-equiv="Content-Type" content="text/html">\n'
            "<style><!--\np.MsoNormal{margin:0cm;font-size:11.0pt}\n"
            "a:link{color:#0563C1}\n--></style>\n</head>\n"
            f'<body lang="EN-US">\n{paragraphs}<table border="0"><tr><td>'
            f'<a href="https://intranet.example/t/{number}">ticket</a>'
            "</td></tr></table>\n</body>\n</html>\n")


# --- wire -------------------------------------------------------------------------

def encoded(body, encoding):
    if encoding == "base64":
        text = base64.b64encode(body)
        return b"".join(text[k:k + 76] + b"\n"
                        for k in range(0, len(text), 76))
    if encoding == "quoted-printable":
        return quopri.encodestring(body)
    return body


def text_part(kind, charset, text, encoding):
    body = encoded(text.encode(charset.name, "replace"), encoding)
    return (f"Content-Type: text/{kind}; charset={charset.name}\n"
            f"Content-Transfer-Encoding: {encoding}\n\n").encode() + body


def header_word(text, charset, as_q):
    word = text.encode(charset, "replace")
    if not as_q:
        return f"=?{charset}?B?{base64.b64encode(word).decode()}?="
    letters = "".join(
        chr(c) if chr(c).isascii() and chr(c).isalnum()
        else "_" if c == 0x20 else f"={c:02X}" for c in word)
    return f"=?{charset}?Q?{letters}?="


def header_text(text, charset, as_q):
    """Encoded words of at most 75 octets, parted between characters."""
    if text.isascii():
        return text
    words, rest = [], ""
    for character in text:
        if len(header_word(rest + character, charset, as_q)) > 70:
            words.append(header_word(rest, charset, as_q))
            rest = ""
        rest += character
    return "\n ".join(words + [header_word(rest, charset, as_q)])


def header_name(draw, name):
    if not name.isascii():
        return header_text(name, "utf-8", draw.random() < 0.5)
    return name if name.replace(" ", "").isalpha() else f'"{name}"'


def signature(draw):
    """A DKIM signature's base64; nobody verifies it."""
    pieces = [base64.b64encode(draw.randbytes(n)).decode()
              for n in (32, 60, 60)]
    return f"bh={pieces[0]};\n\tb={pieces[1]}\n\t {pieces[2]}"


def header(number, draw, date):
    kind = kind_of(number)
    name, address = sender_of(number)
    domain = address.split("@")[1]
    subject, charset = subject_of(number)
    as_q = draw.random() < 0.5 and charset not in ("iso-2022-jp", "koi8-r")
    client = f"198.51.100.{number % 250 + 1}"
    lines = [
        f"Return-Path: <{'' if kind == 'auto-reply' else address}>",
        f"Delivered-To: {TO}",
        f"Received: from mail.{domain} (mail.{domain} "
        f"[192.0.2.{number % 250 + 1}])\n\tby mx.desk.example (Postfix) with "
        f"ESMTPS id {zlib.crc32(b'%d' % number):08X}\n\tfor <{TO}>; {date}",
        f"Received: from [{client}] (unknown [{client}])\n\tby mail.{domain} "
        f"(Postfix) with ESMTPSA; {date}",
        f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; "
        f"s=s1;\n\th=from:to:subject:date:message-id; {signature(draw)}",
        f"From: {header_name(draw, name)} <{address}>",
        f"To: Support <{TO}>",
        "Subject: " + SUBJECT_PREFIX.get(kind, "") +
        header_text(subject, charset, as_q),
        f"Date: {date}",
        f"Message-ID: {message_id_of(number)}",
    ]
    if draw.random() < 0.15:
        lines.append(f"Cc: {draw.choice(SENDER_LIST)[1]}")
    parent = parent_of(number)
    if parent is not None:
        ids = [message_id_of(parent)]
        if parent_of(parent) is not None:
            ids.insert(0, message_id_of(parent_of(parent)))
        lines += [f"In-Reply-To: {ids[-1]}",
                  "References: " + "\n ".join(ids)]
    if kind == "auto-reply":
        lines += ["Auto-Submitted: auto-replied", "Precedence: bulk",
                  "X-Auto-Response-Suppress: All"]
    lines += [f"X-Mailer: {draw.choice(MAILERS)}", "MIME-Version: 1.0"]
    return "\n".join(lines).encode() + b"\n"


# --- bodies -----------------------------------------------------------------------

def plain_body(number, draw, charset, date, room):
    encoding = draw.choice(charset.encodings)
    name, address = sender_of(number)
    text = prose(draw, charset, 60)
    while len(encoded(text.encode(charset.name, "replace"), encoding)) < room:
        text += "\n" + prose(draw, charset, 60)
    if kind_of(number) == "reply":
        text = (prose(draw, charset, 500) +
                f"\n{date}, Support <{TO}> wrote:\n" +
                quoted(prose(draw, charset, 700), 1))
    text += (f"\n-- \n{name if charset.name == 'utf-8' else address}\n"
             f"Tel. +49 30 {draw.randint(100000, 999999)}\n")
    return text_part("plain", charset, text, encoding)


def html_body(number, draw, charset, date, room):
    """Text and HTML with as much history as there is room for."""
    encoding = draw.choice(charset.encodings)
    html_encoding = encoding
    if encoding in ("7bit", "8bit") and charset.name != "iso-2022-jp":
        html_encoding = "quoted-printable"
    mark = f"----=_Part_{number}_{draw.randint(10**8, 10**9)}"
    plain, level, body = prose(draw, charset, 900), 0, b""
    while True:
        more = (f"\n--{mark}\n".encode() +
                text_part("plain", charset, plain, encoding) +
                f"\n--{mark}\n".encode() +
                text_part("html", charset, html(number, plain),
                          html_encoding) + f"\n--{mark}--\n".encode())
        if body and len(more) > 19000:
            break
        body = more
        if len(body) >= room:
            break
        level += 1
        plain += (f"\n{date}, {draw.choice(SENDER_LIST)[1]} wrote:\n" +
                  quoted(prose(draw, charset, draw.randint(300, 900)),
                         min(level, 4)))
    return (f'Content-Type: multipart/alternative;\n\tboundary="{mark}"\n'
            .encode() + body)


def attachment_of(number):
    """(type, name, bytes), or None."""
    if kind_of(number) != "attachment":
        return None
    draw = luck(number, "attachment")
    # On the wire it is 50 to 300 KB: base64 makes four octets of three.
    bytes_ = draw.randbytes(int(draw.randint(50000, 300000) * 0.735) - 1200)
    if draw.random() < 0.5:
        return ("application/pdf", f"scan_{number}.pdf",
                b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Length " +
                b"%d>>stream\n" % len(bytes_) + bytes_ +
                b"\nendstream endobj\n%%EOF\n")
    name = f"Übersicht_{number}.jpg" if draw.random() < 0.6 \
        else f"scan_{number}.jpg"
    return ("image/jpeg", name, b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01"
            b"\x00\x00\x01\x00\x01\x00\x00" + bytes_ + b"\xff\xd9")


def attachment_body(number, draw, charset):
    type_, name, bytes_ = attachment_of(number)
    mark = f"----=_Part_{number}_{draw.randint(10**8, 10**9)}"
    parameter = f'filename="{name}"'
    if not name.isascii():
        parameter = "filename*=utf-8''" + name.replace("Ü", "%C3%9C")
    text = prose(draw, charset, draw.randint(300, 1500))
    return (f'Content-Type: multipart/mixed; boundary="{mark}"\n\n'
            f"This is a multi-part message in MIME format.\n--{mark}\n"
            .encode() +
            text_part("plain", charset, text,
                      draw.choice(charset.encodings)) +
            f"\n--{mark}\nContent-Type: {type_}\n"
            f"Content-Transfer-Encoding: base64\n"
            f"Content-Disposition: attachment;\n\t{parameter}\n\n".encode() +
            encoded(bytes_, "base64") + f"--{mark}--\n".encode())


def message(number):
    draw = luck(number, "message")
    at = EPOCH + number * 37 + draw.randint(0, 30)
    date = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(at))
    head = header(number, draw, date)
    charset = charset_of(number)
    kind = kind_of(number)
    if kind == "html":
        room = draw.randint(8000, 19000) - len(head)
        return head + html_body(number, draw, charset, date, room)
    if kind == "attachment":
        return head + attachment_body(number, draw, charset)
    room = draw.randint(1300, 4000) - len(head) - 200
    return head + plain_body(number, draw, charset, date, room)


# --- files ------------------------------------------------------------------------

def manifest_line(number):
    parent = parent_of(number)
    attachment = attachment_of(number)
    fields = [str(number), kind_of(number), sender_of(number)[1],
              message_id_of(number),
              message_id_of(parent) if parent is not None else "-"]
    if attachment is None:
        fields += ["-"] * 3
    else:
        _, name, bytes_ = attachment
        fields += [name, str(len(bytes_)), hashlib.sha256(bytes_).hexdigest()]
    return "\t".join(fields) + "\n"


def write_mix(folder, count):
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/MANIFEST.tsv", "w", encoding="utf-8") as manifest:
        for number in range(1, count + 1):
            with open(f"{folder}/{number:06d}.eml", "wb") as mail:
                mail.write(message(number))
            manifest.write(manifest_line(number))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("-n", type=int, default=2000, metavar="COUNT")
    parser.add_argument("folder", metavar="DIR")
    arguments = parser.parse_args()
    write_mix(arguments.folder, arguments.n)


if __name__ == "__main__":
    main()
