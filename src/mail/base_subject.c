/* What stands before and behind the subject that a thread has in common. */
#include "mail/mail.h"

#include "base/ascii.h"
#include "mail/subject.h"

#define REPLY(text, source) { SLICE_INIT(text), SUBJECT_REPLY, source }
#define FORWARD(text, source) { SLICE_INIT(text), SUBJECT_FORWARD, source }

/*
 * What mail programs put before the subject of a reply or a forwarded mail, in
 * the languages they speak; without the colon.
 */
static const struct {
	struct slice		 text;
	enum subject_prefix	 kind;
	const char		*source;
} prefixes[] = {
	REPLY("Re", "RFC 5322"),
	FORWARD("Fwd", "Gmail, Apple Mail, Thunderbird"),
	FORWARD("Fw", "Outlook, Yahoo"),
	FORWARD("Forward", "English"),
	FORWARD("Forwarded", "English"),
	REPLY("AW", "Outlook, German"),
	REPLY("Antw", "Outlook, Dutch; GroupWise, German"),
	REPLY("Antwort", "Lotus Notes, German"),
	FORWARD("WG", "Outlook, German"),
	FORWARD("Wtr", "Lotus Notes, German"),
	REPLY("Betr", "GroupWise, Dutch"),
	FORWARD("Doorst", "Outlook, Dutch"),
	FORWARD("TR", "Outlook, Yahoo, French"),
	REPLY("RÉ", "Lotus Notes, French"),
	REPLY("Ré", "Lotus Notes, French"),
	REPLY("Réf", "Lotus Notes, French"),
	REPLY("Rép", "Outlook Express, French"),
	FORWARD("RV", "Outlook, Yahoo, Spanish"),
	REPLY("RES", "Outlook, Portuguese"),
	FORWARD("ENC", "Outlook, Portuguese"),
	FORWARD("Reenv", "Zimbra, Spanish"),
	REPLY("R", "Outlook, Italian"),
	REPLY("Rif", "Lotus Notes, Italian"),
	FORWARD("I", "Outlook, Italian"),
	FORWARD("Inoltro", "Lotus Notes, Italian"),
	REPLY("SV", "Outlook, Swedish, Danish, Norwegian"),
	FORWARD("VB", "Outlook, Swedish"),
	{ SLICE_INIT("VS"), SUBJECT_EITHER,
	  "Outlook: a reply in Finnish; forwarded in Danish, Norwegian" },
	FORWARD("VL", "Outlook, Finnish"),
	FORWARD("Vid", "Lotus Notes, Swedish"),
	FORWARD("FS", "Outlook, Icelandic"),
	REPLY("Odp", "Outlook, Polish"),
	FORWARD("PD", "Outlook, Polish"),
	FORWARD("Podaj", "Outlook, Polish"),
	REPLY("Vá", "Outlook, Hungarian"),
	FORWARD("Továbbítás", "Outlook, Hungarian"),
	REPLY("YNT", "Outlook, Turkish"),
	FORWARD("İLT", "Outlook, Turkish"),
	FORWARD("ILT", "Outlook, Turkish"),
	REPLY("ΑΠ", "Outlook, Greek"),
	REPLY("ΣΧΕΤ", "Outlook, Greek"),
	FORWARD("ΠΡΘ", "Outlook, Greek"),
	REPLY("Ответ", "Outlook, Russian"),
	REPLY("Отв", "Outlook, Russian"),
	REPLY("НА", "Outlook, Bulgarian"),
	REPLY("На", "Outlook, Bulgarian"),
	REPLY("Отг", "ABV, Bulgarian"),
	FORWARD("Пересл", "Mail.ru, Russian"),
	FORWARD("ПРЕП", "Outlook, Bulgarian"),
	FORWARD("Преп", "ABV, Bulgarian"),
	REPLY("Bls", "Outlook, Indonesian"),
	FORWARD("TRS", "Outlook, Indonesian"),
	REPLY("Balas", "Yahoo, Indonesian"),
	REPLY("回复", "Outlook, QQ Mail"),
	REPLY("回覆", "Outlook"),
	REPLY("答复", "Outlook"),
	REPLY("答覆", "Outlook"),
	REPLY("回信", "Chinese"),
	REPLY("回應", "Chinese"),
	FORWARD("转发", "Outlook, QQ Mail"),
	FORWARD("轉寄", "Outlook"),
	FORWARD("轉發", "Chinese"),
	FORWARD("轉遞", "Evolution"),
	REPLY("返信", "Japanese"),
	FORWARD("転送", "Japanese"),
	REPLY("답장", "Korean"),
	REPLY("회신", "Outlook, Korean"),
	FORWARD("전달", "Outlook, Korean"),
	REPLY("Trả lời", "Outlook, Vietnamese"),
	FORWARD("Chuyển tiếp", "Outlook, Vietnamese"),
	REPLY("ตอบกลับ", "Outlook, Thai"),
	FORWARD("ส่งต่อ", "Outlook, Thai"),
	REPLY("תשובה", "Outlook, Hebrew"),
	REPLY("השב", "Outlook, Hebrew"),
	FORWARD("הועבר", "Outlook, Hebrew"),
	REPLY("رد", "Outlook, Arabic"),
	FORWARD("إعادة توجيه", "Outlook, Arabic"),
	REPLY("پاسخ", "Outlook, Persian"),
};

/* A tag that a gateway puts before everything: "[EXTERNAL]". */
#define TAG_MAX 40

/* "[2]", "(2)", "^2": how often it was answered. */
static size_t
count_len(struct slice s)
{
	size_t	i = 0, digits = 0;
	char	end = '\0';

	if (slice_starts(s, SLICE("[")))
		end = ']';
	else if (slice_starts(s, SLICE("(")))
		end = ')';
	else if (!slice_starts(s, SLICE("^")))
		return 0;
	for (i = 1; i < s.len && ascii_is_digit(s.data[i]); i++)
		digits++;
	if (digits == 0 || digits > 4)
		return 0;
	if (end == '\0')
		return i;
	return i < s.len && s.data[i] == end ? i + 1 : 0;
}

/* The length of a prefix, colon and blanks and all; 0 when there is none. */
static size_t
prefix_len(struct slice s, enum subject_prefix *kind)
{
	struct slice	rest;

	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++) {
		if (!slice_starts_nocase(s, prefixes[i].text))
			continue;
		*kind = prefixes[i].kind;
		rest = slice_from(s, prefixes[i].text.len);
		rest = slice_from(rest, count_len(rest));
		while (rest.len > 0 && rest.data[0] == ' ')
			rest = slice_from(rest, 1);
		if (slice_starts(rest, SLICE(":")))
			return s.len - rest.len + 1;
		if (slice_starts(rest, SLICE("\xef\xbc\x9a")))	/* U+FF1A */
			return s.len - rest.len + 3;
	}
	return 0;
}

/* The length of the desk's tag "[#123]" at the front, or 0. */
static size_t
tag_len(struct slice s)
{
	size_t	i;

	if (!slice_starts(s, SLICE("[#")))
		return 0;
	for (i = 2; i < s.len && ascii_is_digit(s.data[i]); )
		i++;
	return i > 2 && i < s.len && s.data[i] == ']' ? i + 1 : 0;
}

/* The same at the end. */
static size_t
tag_len_at_end(struct slice s)
{
	size_t	start = slice_rindex(s, '[');

	if (start == s.len || tag_len(slice_from(s, start)) != s.len - start)
		return 0;
	return s.len - start;
}

struct slice
mail_base_subject(struct slice subject)
{
	enum subject_prefix	kind;
	size_t			len;

	subject = slice_trim(subject);
	while ((len = prefix_len(subject, &kind)) > 0 ||
	    (len = tag_len(subject)) > 0)
		subject = slice_trim(slice_from(subject, len));
	while ((len = tag_len_at_end(subject)) > 0)
		subject = slice_trim_end(slice_head(subject,
		    subject.len - len));
	return subject;
}

enum subject_prefix
mail_subject_prefix(struct slice subject, struct slice *rest)
{
	static const struct slice	behind = SLICE_INIT("(fwd)");
	enum subject_prefix		kind;
	size_t				len, end;

	subject = slice_trim(subject);
	*rest = subject;
	/* "[Fwd: Printer]", as Mozilla of old writes. */
	len = prefix_len(slice_from(subject, 1), &kind);
	if (len > 0 && slice_starts(subject, SLICE("[")) &&
	    slice_ends(subject, SLICE("]"))) {
		*rest = slice_trim(slice_from(slice_head(subject,
		    subject.len - 1), len + 1));
		return kind;
	}
	while (slice_starts(subject, SLICE("["))) {
		end = slice_index(slice_head(subject, TAG_MAX), ']');
		if (end == slice_head(subject, TAG_MAX).len)
			break;
		subject = slice_trim(slice_from(subject, end + 1));
	}
	len = prefix_len(subject, &kind);
	if (len > 0) {
		*rest = slice_trim(slice_from(subject, len));
		return kind;
	}
	if (!slice_ends_nocase(subject, behind))
		return SUBJECT_PLAIN;
	*rest = slice_trim(slice_head(subject, subject.len - behind.len));
	return SUBJECT_FORWARD;
}
