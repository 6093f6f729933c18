/* The subject that all mails of a thread have in common. */
#include "mail/mail.h"

#include "base/ascii.h"

/*
 * What mail programs put before the subject of a reply or a forwarded mail, in
 * the languages they speak; without the colon.
 */
static const struct slice prefixes[] = {
	SLICE_INIT("Re"), SLICE_INIT("Fwd"), SLICE_INIT("Fw"),
	SLICE_INIT("AW"), SLICE_INIT("Antw"), SLICE_INIT("Antwort"),
	SLICE_INIT("WG"),				/* German, Dutch */
	SLICE_INIT("Betr"), SLICE_INIT("Doorst"),
	SLICE_INIT("RE"), SLICE_INIT("TR"), SLICE_INIT("Tr"),
	SLICE_INIT("RÉ"), SLICE_INIT("Réf"),		/* French */
	SLICE_INIT("RV"), SLICE_INIT("RES"), SLICE_INIT("Enc"),
	SLICE_INIT("R"), SLICE_INIT("I"), SLICE_INIT("Rif"),
	SLICE_INIT("SV"), SLICE_INIT("VB"), SLICE_INIT("VS"),
	SLICE_INIT("VL"), SLICE_INIT("Vid"),		/* Nordic, Finnish */
	SLICE_INIT("Odp"), SLICE_INIT("PD"), SLICE_INIT("Podaj"),
	SLICE_INIT("Vá"), SLICE_INIT("Továbbítás"), SLICE_INIT("Vl"),
	SLICE_INIT("YNT"), SLICE_INIT("İLT"), SLICE_INIT("ILT"),
	SLICE_INIT("ΑΠ"), SLICE_INIT("ΣΧΕΤ"), SLICE_INIT("ΠΡΘ"),
	SLICE_INIT("Ответ"), SLICE_INIT("Отв"), SLICE_INIT("НА"),
	SLICE_INIT("На"), SLICE_INIT("Пересл"), SLICE_INIT("Fwd"),
	SLICE_INIT("回复"), SLICE_INIT("回覆"), SLICE_INIT("答复"),
	SLICE_INIT("答覆"), SLICE_INIT("转发"), SLICE_INIT("轉寄"),
	SLICE_INIT("返信"), SLICE_INIT("転送"), SLICE_INIT("回信"),
	SLICE_INIT("답장"), SLICE_INIT("회신"), SLICE_INIT("전달"),
	SLICE_INIT("Trả lời"), SLICE_INIT("Chuyển tiếp"),
	SLICE_INIT("BLS"), SLICE_INIT("TRS"),
	SLICE_INIT("תשובה"), SLICE_INIT("השב"), SLICE_INIT("הועבר"),
	SLICE_INIT("رد"), SLICE_INIT("إعادة توجيه"),
};

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
prefix_len(struct slice s)
{
	struct slice	rest;

	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++) {
		if (!slice_starts_nocase(s, prefixes[i]))
			continue;
		rest = slice_from(s, prefixes[i].len);
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
	size_t	len;

	subject = slice_trim(subject);
	while ((len = prefix_len(subject)) > 0 || (len = tag_len(subject)) > 0)
		subject = slice_trim(slice_from(subject, len));
	while ((len = tag_len_at_end(subject)) > 0)
		subject = slice_trim_end(slice_head(subject,
		    subject.len - len));
	return subject;
}
