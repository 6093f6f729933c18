/* The words that stand in dates: months in many languages, time zones. */
#include "mail/date_words.h"

#include "base/ascii.h"

/*
 * What the names of a month begin with.  Where a short one is the beginning of
 * another month's name in another language ("mar", "marraskuu"), the longer one
 * stands first; where two languages disagree about the same word, the one that
 * more mail comes from.
 */
static const struct month {
	struct slice	begin;
	int		month;
} months[] = {
	/* Finnish, before the short ones that begin alike. */
	{ SLICE_INIT("tammi"), 1 }, { SLICE_INIT("helmi"), 2 },
	{ SLICE_INIT("maalis"), 3 }, { SLICE_INIT("huhti"), 4 },
	{ SLICE_INIT("touko"), 5 }, { SLICE_INIT("kesä"), 6 },
	{ SLICE_INIT("heinä"), 7 }, { SLICE_INIT("elo"), 8 },
	{ SLICE_INIT("syys"), 9 }, { SLICE_INIT("loka"), 10 },
	{ SLICE_INIT("marras"), 11 }, { SLICE_INIT("joulu"), 12 },
	/* English, and what begins alike in German, Dutch, the Nordic and
	   Romance languages, Polish, Hungarian. */
	{ SLICE_INIT("jan"), 1 }, { SLICE_INIT("feb"), 2 },
	{ SLICE_INIT("mar"), 3 }, { SLICE_INIT("apr"), 4 },
	{ SLICE_INIT("may"), 5 }, { SLICE_INIT("jun"), 6 },
	{ SLICE_INIT("jul"), 7 }, { SLICE_INIT("aug"), 8 },
	{ SLICE_INIT("sep"), 9 }, { SLICE_INIT("oct"), 10 },
	{ SLICE_INIT("nov"), 11 }, { SLICE_INIT("dec"), 12 },
	/* German, Dutch, Nordic. */
	{ SLICE_INIT("jän"), 1 }, { SLICE_INIT("mär"), 3 },
	{ SLICE_INIT("mrz"), 3 }, { SLICE_INIT("mrt"), 3 },
	{ SLICE_INIT("maart"), 3 }, { SLICE_INIT("mai"), 5 },
	{ SLICE_INIT("mei"), 5 }, { SLICE_INIT("maj"), 5 },
	{ SLICE_INIT("okt"), 10 }, { SLICE_INIT("dez"), 12 },
	{ SLICE_INIT("des"), 12 },
	/* French. */
	{ SLICE_INIT("fév"), 2 }, { SLICE_INIT("fev"), 2 },
	{ SLICE_INIT("avr"), 4 }, { SLICE_INIT("juin"), 6 },
	{ SLICE_INIT("juil"), 7 }, { SLICE_INIT("aoû"), 8 },
	{ SLICE_INIT("aou"), 8 }, { SLICE_INIT("déc"), 12 },
	/* Spanish, Portuguese, Italian, Romanian, Catalan. */
	{ SLICE_INIT("ene"), 1 }, { SLICE_INIT("gen"), 1 },
	{ SLICE_INIT("ian"), 1 }, { SLICE_INIT("abr"), 4 },
	{ SLICE_INIT("mag"), 5 }, { SLICE_INIT("giu"), 6 },
	{ SLICE_INIT("iun"), 6 }, { SLICE_INIT("lug"), 7 },
	{ SLICE_INIT("iul"), 7 }, { SLICE_INIT("ago"), 8 },
	{ SLICE_INIT("set"), 9 }, { SLICE_INIT("out"), 10 },
	{ SLICE_INIT("ott"), 10 }, { SLICE_INIT("noi"), 11 },
	{ SLICE_INIT("dic"), 12 },
	/* Polish. */
	{ SLICE_INIT("sty"), 1 }, { SLICE_INIT("lut"), 2 },
	{ SLICE_INIT("kwi"), 4 }, { SLICE_INIT("cze"), 6 },
	{ SLICE_INIT("lip"), 7 }, { SLICE_INIT("sie"), 8 },
	{ SLICE_INIT("wrz"), 9 }, { SLICE_INIT("paź"), 10 },
	{ SLICE_INIT("lis"), 11 }, { SLICE_INIT("gru"), 12 },
	/* Czech; "červen" is June, "červenec" July. */
	{ SLICE_INIT("led"), 1 }, { SLICE_INIT("úno"), 2 },
	{ SLICE_INIT("bře"), 3 }, { SLICE_INIT("dub"), 4 },
	{ SLICE_INIT("kvě"), 5 },
	{ SLICE_INIT("červenec"), 7 },
	{ SLICE_INIT("července"), 7 },
	{ SLICE_INIT("čvc"), 7 },
	{ SLICE_INIT("červen"), 6 }, { SLICE_INIT("čvn"), 6 },
	{ SLICE_INIT("srp"), 8 }, { SLICE_INIT("zář"), 9 },
	{ SLICE_INIT("říj"), 10 }, { SLICE_INIT("pro"), 12 },
	/* Slovak, Hungarian. */
	{ SLICE_INIT("máj"), 5 }, { SLICE_INIT("már"), 3 },
	{ SLICE_INIT("ápr"), 4 }, { SLICE_INIT("jún"), 6 },
	{ SLICE_INIT("júl"), 7 }, { SLICE_INIT("szep"), 9 },
	/* Turkish. */
	{ SLICE_INIT("oca"), 1 }, { SLICE_INIT("şub"), 2 },
	{ SLICE_INIT("nis"), 4 }, { SLICE_INIT("haz"), 6 },
	{ SLICE_INIT("tem"), 7 }, { SLICE_INIT("ağu"), 8 },
	{ SLICE_INIT("eyl"), 9 }, { SLICE_INIT("eki"), 10 },
	{ SLICE_INIT("kas"), 11 }, { SLICE_INIT("ara"), 12 },
	/* Russian, Bulgarian. */
	{ SLICE_INIT("янв"), 1 }, { SLICE_INIT("яну"), 1 },
	{ SLICE_INIT("фев"), 2 }, { SLICE_INIT("мар"), 3 },
	{ SLICE_INIT("апр"), 4 }, { SLICE_INIT("май"), 5 },
	{ SLICE_INIT("мая"), 5 }, { SLICE_INIT("июн"), 6 },
	{ SLICE_INIT("юни"), 6 }, { SLICE_INIT("июл"), 7 },
	{ SLICE_INIT("юли"), 7 }, { SLICE_INIT("авг"), 8 },
	{ SLICE_INIT("сен"), 9 }, { SLICE_INIT("сеп"), 9 },
	{ SLICE_INIT("окт"), 10 }, { SLICE_INIT("ноя"), 11 },
	{ SLICE_INIT("ное"), 11 }, { SLICE_INIT("дек"), 12 },
	/* Ukrainian. */
	{ SLICE_INIT("січ"), 1 }, { SLICE_INIT("лют"), 2 },
	{ SLICE_INIT("бер"), 3 }, { SLICE_INIT("кві"), 4 },
	{ SLICE_INIT("тра"), 5 }, { SLICE_INIT("чер"), 6 },
	{ SLICE_INIT("лип"), 7 }, { SLICE_INIT("сер"), 8 },
	{ SLICE_INIT("вер"), 9 }, { SLICE_INIT("жов"), 10 },
	{ SLICE_INIT("лис"), 11 }, { SLICE_INIT("гру"), 12 },
	/* Greek. */
	{ SLICE_INIT("ιαν"), 1 }, { SLICE_INIT("φεβ"), 2 },
	{ SLICE_INIT("μαρ"), 3 }, { SLICE_INIT("μάρ"), 3 },
	{ SLICE_INIT("απρ"), 4 }, { SLICE_INIT("μαΐ"), 5 },
	{ SLICE_INIT("μάι"), 5 }, { SLICE_INIT("ιουν"), 6 },
	{ SLICE_INIT("ιούν"), 6 }, { SLICE_INIT("ιουλ"), 7 },
	{ SLICE_INIT("ιούλ"), 7 }, { SLICE_INIT("αυγ"), 8 },
	{ SLICE_INIT("αύγ"), 8 }, { SLICE_INIT("σεπ"), 9 },
	{ SLICE_INIT("οκτ"), 10 }, { SLICE_INIT("νοε"), 11 },
	{ SLICE_INIT("νοέ"), 11 }, { SLICE_INIT("δεκ"), 12 },
	/* Chinese in words; "11月" is a number to the reader of dates. */
	{ SLICE_INIT("十一月"), 11 }, { SLICE_INIT("十二月"), 12 },
	{ SLICE_INIT("十月"), 10 }, { SLICE_INIT("一月"), 1 },
	{ SLICE_INIT("二月"), 2 }, { SLICE_INIT("三月"), 3 },
	{ SLICE_INIT("四月"), 4 }, { SLICE_INIT("五月"), 5 },
	{ SLICE_INIT("六月"), 6 }, { SLICE_INIT("七月"), 7 },
	{ SLICE_INIT("八月"), 8 }, { SLICE_INIT("九月"), 9 },
};

/* RFC 5322's, and those that clients write beside or instead of a number. */
static const struct zone {
	struct slice	name;
	int		minutes;
} zones[] = {
	{ SLICE_INIT("gmt"), 0 }, { SLICE_INIT("ut"), 0 },
	{ SLICE_INIT("utc"), 0 }, { SLICE_INIT("z"), 0 },
	{ SLICE_INIT("est"), -300 }, { SLICE_INIT("edt"), -240 },
	{ SLICE_INIT("cst"), -360 }, { SLICE_INIT("cdt"), -300 },
	{ SLICE_INIT("mst"), -420 }, { SLICE_INIT("mdt"), -360 },
	{ SLICE_INIT("pst"), -480 }, { SLICE_INIT("pdt"), -420 },
	{ SLICE_INIT("akst"), -540 }, { SLICE_INIT("akdt"), -480 },
	{ SLICE_INIT("hst"), -600 }, { SLICE_INIT("ast"), -240 },
	{ SLICE_INIT("adt"), -180 }, { SLICE_INIT("nst"), -210 },
	{ SLICE_INIT("ndt"), -150 }, { SLICE_INIT("brt"), -180 },
	{ SLICE_INIT("art"), -180 }, { SLICE_INIT("wet"), 0 },
	{ SLICE_INIT("west"), 60 }, { SLICE_INIT("bst"), 60 },
	{ SLICE_INIT("cet"), 60 }, { SLICE_INIT("cest"), 120 },
	{ SLICE_INIT("met"), 60 }, { SLICE_INIT("mest"), 120 },
	{ SLICE_INIT("mez"), 60 }, { SLICE_INIT("mesz"), 120 },
	{ SLICE_INIT("eet"), 120 }, { SLICE_INIT("eest"), 180 },
	{ SLICE_INIT("oesz"), 180 }, { SLICE_INIT("sast"), 120 },
	{ SLICE_INIT("msk"), 180 }, { SLICE_INIT("msd"), 240 },
	{ SLICE_INIT("trt"), 180 }, { SLICE_INIT("pkt"), 300 },
	{ SLICE_INIT("ist"), 330 }, { SLICE_INIT("ict"), 420 },
	{ SLICE_INIT("wib"), 420 }, { SLICE_INIT("sgt"), 480 },
	{ SLICE_INIT("hkt"), 480 }, { SLICE_INIT("awst"), 480 },
	{ SLICE_INIT("jst"), 540 }, { SLICE_INIT("kst"), 540 },
	{ SLICE_INIT("acst"), 570 }, { SLICE_INIT("acdt"), 630 },
	{ SLICE_INIT("aest"), 600 }, { SLICE_INIT("aedt"), 660 },
	{ SLICE_INIT("nzst"), 720 }, { SLICE_INIT("nzdt"), 780 },
};

int
date_month(struct slice word)
{
	for (size_t i = 0; i < ARRAY_LEN(months); i++)
		if (slice_starts(word, months[i].begin))
			return months[i].month;
	return 0;
}

bool
date_zone(struct slice word, int *minutes)
{
	for (size_t i = 0; i < ARRAY_LEN(zones); i++) {
		if (slice_eq(word, zones[i].name)) {
			*minutes = zones[i].minutes;
			return true;
		}
	}
	/* RFC 5322 4.3: RFC 822 had their signs wrong, so they say nothing. */
	if (word.len == 1 && ascii_is_alpha(word.data[0]) &&
	    word.data[0] != 'j') {
		*minutes = 0;
		return true;
	}
	return false;
}
