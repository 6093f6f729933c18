/* The languages of our letters: names, and how dates are written. */
#include "desk/language.h"

#include "base/ascii.h"
#include "base/text.h"
#include "base/zone.h"

static const struct language languages[] = {
	{ "en", "English", "too big to go along", "%d %m %y, %t",
	  { "January", "February", "March", "April", "May", "June", "July",
	    "August", "September", "October", "November", "December" } },
	{ "de", "Deutsch", "zu groß zum Mitschicken", "%d. %m %y, %t Uhr",
	  { "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli",
	    "August", "September", "Oktober", "November", "Dezember" } },
	{ "fr", "français", "trop volumineux pour être joint", "%d %m %y à %t",
	  { "janvier", "février", "mars", "avril", "mai", "juin", "juillet",
	    "août", "septembre", "octobre", "novembre", "décembre" } },
	{ "es", "español", "demasiado grande para adjuntarlo",
	  "%d de %m de %y, %t",
	  { "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
	    "agosto", "septiembre", "octubre", "noviembre", "diciembre" } },
	{ "sv", "svenska", "för stor för att skickas med", "%d %m %y kl. %t",
	  { "januari", "februari", "mars", "april", "maj", "juni", "juli",
	    "augusti", "september", "oktober", "november", "december" } },
	{ "nb", "norsk bokmål", "for stor til å sendes med",
	  "%d. %m %y kl. %t",
	  { "januar", "februar", "mars", "april", "mai", "juni", "juli",
	    "august", "september", "oktober", "november", "desember" } },
	{ "pt", "português", "demasiado grande para ser anexado",
	  "%d de %m de %y, %t",
	  { "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho",
	    "agosto", "setembro", "outubro", "novembro", "dezembro" } },
	{ "nl", "Nederlands", "te groot om mee te sturen", "%d %m %y, %t",
	  { "januari", "februari", "maart", "april", "mei", "juni", "juli",
	    "augustus", "september", "oktober", "november", "december" } },
	{ "it", "italiano", "troppo grande per essere allegato",
	  "%d %m %y, %t",
	  { "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
	    "luglio", "agosto", "settembre", "ottobre", "novembre",
	    "dicembre" } },
	{ "pl", "polski", "za duży, by go dołączyć", "%d %m %y, %t",
	  { "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca",
	    "lipca", "sierpnia", "września", "października", "listopada",
	    "grudnia" } },
	{ "ja", "日本語", "大きすぎるため添付していません", "%y年%n月%d日 %t",
	  { "1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月",
	    "10月", "11月", "12月" } },
};

const struct language *
language_at(size_t at)
{
	return at < ARRAY_LEN(languages) ? &languages[at] : NULL;
}

struct slice
language_primary(struct slice tag)
{
	return slice_head(tag, slice_index(tag, '-'));
}

const struct language *
language_find(struct slice tag)
{
	for (size_t i = 0; i < ARRAY_LEN(languages); i++)
		if (slice_eq_nocase(language_primary(tag),
		    slice_of(languages[i].tag)))
			return &languages[i];
	return NULL;
}

bool
language_is_tag(struct slice tag)
{
	struct slice part, rest = tag;
	bool first = true;

	if (tag.len == 0 || tag.len > LANGUAGE_TAG_MAX)
		return false;
	while (slice_cut(&rest, '-', &part)) {
		if (part.len < (first ? 2 : 1) || part.len > 8)
			return false;
		for (size_t i = 0; i < part.len; i++)
			if (!ascii_is_alnum(part.data[i]) ||
			    (first && ascii_is_digit(part.data[i])))
				return false;
		first = false;
	}
	return true;
}

static void
add_part(struct text *to, char part, const struct language *language,
    const struct zone_time *time)
{
	switch (part) {
	case 'd':
		text_add_format(to, "%d", time->day);
		break;
	case 'm':
		text_add_string(to, language->months[time->month - 1]);
		break;
	case 'n':
		text_add_format(to, "%d", time->month);
		break;
	case 'y':
		text_add_format(to, "%lld", (long long)time->year);
		break;
	case 't':
		text_add_format(to, "%02d:%02d", time->hour, time->minute);
		break;
	}
}

struct slice
language_date(struct slice tag, const char *zone, int64_t at,
    struct arena *arena)
{
	const struct language *language = language_find(tag);
	struct text to = TEXT_IN(arena);
	struct zone_time time;

	if (language == NULL)
		language = &languages[0];
	zone_local(zone, at, &time);
	for (const char *form = language->date; *form != '\0'; form++) {
		if (*form != '%')
			text_add_char(&to, *form);
		else
			add_part(&to, *++form, language, &time);
	}
	return text_slice(&to);
}
