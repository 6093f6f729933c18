/* The words of attributions, in the languages of mail programs. */
#include "mail/attribution_words.h"

#include "base/ascii.h"

/* "wrote", as the mail programs of many languages say it; lower case. */
static const struct slice verbs[] = {
	SLICE_INIT("wrote"),
	SLICE_INIT("writes"),
	SLICE_INIT("schrieb"),			/* German */
	SLICE_INIT("geschrieben"),
	SLICE_INIT("a écrit"),			/* French */
	SLICE_INIT("écrivait"),
	SLICE_INIT("escribió"),			/* Spanish */
	SLICE_INIT("ha escrito"),
	SLICE_INIT("escreveu"),			/* Portuguese */
	SLICE_INIT("ha scritto"),		/* Italian */
	SLICE_INIT("scrive"),
	SLICE_INIT("va escriure"),		/* Catalan */
	SLICE_INIT("ha escrit"),
	SLICE_INIT("schreef"),			/* Dutch */
	SLICE_INIT("geschreven"),
	SLICE_INIT("skrev"),			/* Swedish, Danish, Norwegian */
	SLICE_INIT("skrifaði"),			/* Icelandic */
	SLICE_INIT("kirjoitti"),		/* Finnish */
	SLICE_INIT("kirjutas"),			/* Estonian */
	SLICE_INIT("rakstīja"),			/* Latvian */
	SLICE_INIT("rašė"),			/* Lithuanian */
	SLICE_INIT("parašė"),
	SLICE_INIT("napisał"),			/* Polish; also napisał(a) */
	SLICE_INIT("pisze"),
	SLICE_INIT("napsal"),			/* Czech */
	SLICE_INIT("napísal"),			/* Slovak */
	SLICE_INIT("napisao"),			/* Croatian, Serbian */
	SLICE_INIT("napisala"),			/* and Slovenian */
	SLICE_INIT("napisal"),
	SLICE_INIT("је написао"),
	SLICE_INIT("írta"),			/* Hungarian */
	SLICE_INIT("a scris"),			/* Romanian */
	SLICE_INIT("yazdı"),			/* Turkish */
	SLICE_INIT("έγραψε"),			/* Greek */
	SLICE_INIT("написал"),			/* Russian; Bulgarian написа */
	SLICE_INIT("написа"),
	SLICE_INIT("писал"),
	SLICE_INIT("пишет"),
	SLICE_INIT("написав"),			/* Ukrainian */
	SLICE_INIT("пише"),
	SLICE_INIT("đã viết"),			/* Vietnamese */
	SLICE_INIT("viết"),
	SLICE_INIT("menulis"),			/* Indonesian, Malay */
	SLICE_INIT("sumulat"),			/* Filipino */
	SLICE_INIT("เขียนว่า"),			/* Thai */
	SLICE_INIT("写道"),			/* Chinese */
	SLICE_INIT("寫道"),
	SLICE_INIT("写到"),
	SLICE_INIT("のメッセージ"),		/* Japanese */
	SLICE_INIT("のメール"),
	SLICE_INIT("書きました"),
	SLICE_INIT("さんは書きました"),
	SLICE_INIT("작성"),			/* Korean */
	SLICE_INIT("쓴 글"),
	SLICE_INIT("כתב"),			/* Hebrew */
	SLICE_INIT("كتب"),			/* Arabic */
	SLICE_INIT("نوشت"),			/* Persian */
	SLICE_INIT("ने लिखा"),			/* Hindi */
};

/* What attributions begin with when they begin with the date. */
static const struct slice intros[] = {
	SLICE_INIT("on "), SLICE_INIT("at "), SLICE_INIT("in article "),
	SLICE_INIT("quoting "), SLICE_INIT("am "), SLICE_INIT("den "),
	SLICE_INIT("le "), SLICE_INIT("el "), SLICE_INIT("il "),
	SLICE_INIT("in data "), SLICE_INIT("em "), SLICE_INIT("no dia "),
	SLICE_INIT("a "), SLICE_INIT("missatge de "), SLICE_INIT("op "),
	SLICE_INIT("på "), SLICE_INIT("dne "), SLICE_INIT("dňa "),
	SLICE_INIT("dnia "), SLICE_INIT("w dniu "), SLICE_INIT("dana "),
	SLICE_INIT("v "), SLICE_INIT("u "),
	SLICE_INIT("în "), SLICE_INIT("pe "), SLICE_INIT("στις "),
	SLICE_INIT("την "), SLICE_INIT("на "), SLICE_INIT("в "),
	SLICE_INIT("vào "), SLICE_INIT("pada "), SLICE_INIT("noong "),
	SLICE_INIT("เมื่อ "), SLICE_INIT("在"), SLICE_INIT("於"),
	SLICE_INIT("于"), SLICE_INIT("בתאריך "), SLICE_INIT("ב-"),
	SLICE_INIT("في "), SLICE_INIT("بتاريخ "), SLICE_INIT("در "),
};

/* A letter of any script, near enough. */
static bool
is_letter(char c)
{
	return ascii_is_alpha(c) || (unsigned char)c >= 0x80;
}

/* Scripts that do not part words; their letters begin with such bytes. */
static bool
parts_no_words(char c)
{
	return (unsigned char)c >= 0xe0;
}

/*
 * Does the verb stand at the front of s, as a word of its own?  Endings may
 * follow: "napisał(a)", "napsala".
 */
static bool
is_verb(struct slice s, struct slice verb)
{
	size_t	at = verb.len;

	if (!slice_starts(s, verb))
		return false;
	return parts_no_words(verb.data[0]) || at == s.len ||
	    !ascii_is_alpha(s.data[at]) || at + 1 == s.len ||
	    !ascii_is_alpha(s.data[at + 1]);
}

/* The length of the verb that stands at `at`, as a word; 0 without one. */
static size_t
verb_at(struct slice s, size_t at)
{
	if (!is_letter(s.data[at]) || (at > 0 && is_letter(s.data[at - 1]) &&
	    !parts_no_words(s.data[at])))
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		if (s.data[at] == verbs[i].data[0] &&
		    is_verb(slice_from(s, at), verbs[i]))
			return verbs[i].len;
	return 0;
}

size_t
attribution_find_verb(struct slice s, size_t *len)
{
	size_t	last = s.len, here;

	*len = 0;
	for (size_t at = 0; at < s.len; at++) {
		here = verb_at(s, at);
		if (here > 0) {
			last = at;
			*len = here;
			at += here - 1;
		}
	}
	return last;
}

bool
attribution_has_verb(struct slice s, bool *at_end)
{
	size_t	len, at = attribution_find_verb(s, &len);

	/* Endings: "(a)", "/la". */
	*at_end = len > 0 && s.len - at - len <= 4;
	return len > 0;
}

bool
attribution_starts_with_verb(struct slice s)
{
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		if (slice_starts(s, verbs[i]))
			return true;
	return false;
}

bool
attribution_has_intro(struct slice s)
{
	for (size_t i = 0; i < ARRAY_LEN(intros); i++)
		if (slice_starts(s, intros[i]))
			return true;
	return false;
}
