/* vCards as programs write them, and as they should not. */
#include "case.h"

#include "desk/vcard.h"

#define FILE_MAX ((size_t)64 << 10)

static void
add(struct text *to, const char *name, struct slice value)
{
	if (value.len == 0)
		return;
	text_add_string(to, name);
	text_add_char(to, '=');
	text_add(to, value);
	text_add_char(to, '\n');
}

/* All that is in a card, a value a line. */
static struct slice
told(const struct card *card, struct arena *arena)
{
	struct text to = TEXT_IN(arena);

	add(&to, "group", slice_of(card->is_group ? "yes" : ""));
	for (int i = 0; i < PROFILE_KEY_COUNT; i++)
		add(&to, profile_key((enum profile_id)i)->name,
		    card->values[i]);
	add(&to, "org", card->organization);
	for (size_t i = 0; i < card->address_count; i++)
		add(&to, "mail", card->addresses[i]);
	for (size_t i = 0; i < card->contact_count; i++)
		add(&to, profile_key(card->contacts[i].kind)->name,
		    card->contacts[i].value);
	for (size_t i = 0; i < card->label_count; i++)
		add(&to, "label", card->labels[i]);
	for (size_t i = 0; i < card->note_count; i++)
		add(&to, "note", card->notes[i].text);
	for (size_t i = 0; i < card->field_count; i++)
		add(&to, arena_string(arena, card->fields[i].name),
		    card->fields[i].value);
	for (size_t i = 0; i < card->unheld_count; i++)
		add(&to, "not", card->unheld[i]);
	add(&to, "limited", slice_of(card->limited ? "yes" : ""));
	return text_slice(&to);
}

static const struct {
	const char *file; /* in tests/cards */
	const char *want[2];
} files[] = {
	{ "ios.vcf", {
	  "name=Dr. J\u00fcrgen M\u00fcller\ntitle=Leiter Druck\n"
	  "org=Beispiel GmbH\nmail=j.mueller@beispiel.test\n"
	  "mail=juergen@privat.test\nmail=jm@lager.test\n"
	  "phone=+49 171 1234567\nphone=+49 30 12345-0\n"
	  "postal=Musterstra\u00dfe 1\nHinterhaus\n10115 Berlin\nDeutschland\n"
	  "website=https://beispiel.test\n"
	  "linkedin=https://www.linkedin.com/in/jogi\nim=skype:jmueller\n"
	  "twitter=http://twitter.com/jogi\nfacebook=juergen.mueller\n"
	  "note=Ruft selten an, schreibt lieber.\nZweite Zeile.\n"
	  "not=NICKNAME\nnot=ORG (unit)\nnot=TEL (fax)\nnot=X-ABADR\n"
	  "not=BDAY\nnot=PHOTO\nnot=X-ABShowAs\n" } },
	{ "google.vcf", {
	  "name=Kim Lee\ntitle=Head of Ops\norg=Client & Sons, Inc.\n"
	  "mail=kim@client.test\nmail=kim.lee@mail.test\n"
	  "phone=+1 415-555-0134\n"
	  "postal=1 Market St, Floor 3\nSan Francisco, CA 94105\n"
	  "United States\n"
	  "website=http://www.google.com/profiles/112233\n"
	  "twitter=https://x.com/kimlee\n"
	  "label=myContacts\nlabel=Print Customers\n"
	  "note=Prefers mornings.\n\nTime zone: Pacific\n"
	  "not=BDAY\nnot=X-ABRELATEDNAMES\nnot=X-PHONETIC-FIRST-NAME\n",
	  "mail=nameless@client.test\nlabel=myContacts\n" } },
	{ "outlook.vcf", {
	  "name=\u00c4nne Gr\u00fcn\ntitle=Gesch\u00e4ftsf\u00fchrerin\n"
	  "org=\u00d6l & S\u00f6hne\nmail=aenne@oel.test\n"
	  "mail=buero@oel.test\nphone=+49 (40) 555 01\n"
	  "phone=+49 (172) 555 02\n"
	  "postal=Gro\u00dfe Stra\u00dfe 5\n20095 Hamburg\nDeutschland\n"
	  "website=http://www.oel.test\nim=sip:aenne@oel.test\n"
	  "note=Erste Zeile mit \u00e4\u00f6\u00fc\nZweite Zeile\n"
	  "not=ORG (unit)\nnot=TEL (fax)\n"
	  "not=X-MS-OL-DEFAULT-POSTAL-ADDRESS\nnot=PHOTO\n"
	  "not=X-MS-OL-DESIGN\n" } },
	{ "android.vcf", {
	  "name=\u00c5se S\u00f8ren\norg=Norge; AS\nmail=ase@jobb.test\n"
	  "mail=ase@norge.test\nphone=+4712345678\nphone=+4787654321\n"
	  "postal=Bl\u00e5b\u00e6rveien 1\n0150 Oslo\nNorge\n"
	  "website=http://ase.norge.test\nim=skype:ase.s\n"
	  "note=Kaffe p\u00e5 hj\u00f8rnet,\nikke te\n"
	  "not=ORG (unit)\nnot=BDAY\nnot=X-ANDROID-CUSTOM\n",
	  "name=Bare nummer\nphone=+4711111111\n" } },
	{ "nextcloud.vcf", {
	  "name=Zo\u00eb Kr\u00e4mer\ntitle=Vorsitz\n"
	  "timezone=Europe/Berlin\nlanguage=de\norg=Wolke e.V.\n"
	  "mail=zoe@heim.test\nmail=zoe@wolke.test\n"
	  "phone=+49-160-5550100\nphone=+49-30-5550200\n"
	  "postal=Weg 2\n12345 Stadt\nwebsite=https://wolke.test/zoe\n"
	  "website=https://wolke.social/@zoe\nim=matrix:u/zoe:wolke.test\n"
	  "linkedin=https://www.linkedin.com/in/zoe\n"
	  "label=Kunden\nlabel=VIP, sehr\n"
	  "note=Ein sehr langer Hinweis, der gefaltet wird, weil er mehr als"
	  " f\u00fcnfundsiebzig Oktette hat.\n"
	  "not=TEL (extension)\nnot=LANG\nnot=GENDER\n",
	  "group=yes\nname=Alle\nnot=X-ADDRESSBOOKSERVER-MEMBER\n" } },
};

/* Lines in any order: which property stands first is each program's choice. */
static int
compare_lines(const void *a, const void *b)
{
	const struct slice *left = a, *right = b;

	return slice_cmp(*left, *right);
}

static struct slice
sorted(struct slice lines, struct arena *arena)
{
	struct slice *items = arena_array(arena, 200, sizeof(*items));
	struct text to = TEXT_IN(arena);
	size_t n = 0;

	while (n < 200 && slice_line(&lines, &items[n]))
		n++;
	qsort(items, n, sizeof(*items), compare_lines);
	for (size_t i = 0; i < n; i++) {
		text_add(&to, items[i]);
		text_add_char(&to, '\n');
	}
	return text_slice(&to);
}

static void
test_vcard_programs(void **state)
{
	static char bytes[FILE_MAX];
	struct arena arena = ARENA_INIT;
	struct slice rest, raw;
	char path[PATH_MAX];
	struct card card;
	size_t n;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		rest = case_get(case_path(path, "tests/cards", files[i].file),
		    bytes, sizeof(bytes));
		n = 0;
		while (vcard_cut(&rest, true, &raw) == VCARD_CUT_CARD) {
			assert_case_true(files[i].file,
			    n < 2 && files[i].want[n] != NULL);
			vcard_read(raw, &arena, &card);
			assert_case_slice(files[i].file,
			    sorted(told(&card, &arena), &arena),
			    sorted(slice_of(files[i].want[n]), &arena));
			n++;
		}
		assert_case_int(files[i].file, n,
		    files[i].want[1] == NULL ? 1 : 2);
	}
	arena_free(&arena);
}

#define V2 "BEGIN:VCARD\nVERSION:2.1\n"
#define V3 "BEGIN:VCARD\nVERSION:3.0\n"
#define V4 "BEGIN:VCARD\nVERSION:4.0\n"
#define END "END:VCARD\n"

static const struct {
	const char *name;
	const char *card;
	const char *want;
} cases[] = {
	{ "a folded line loses one blank", V3 "FN:Kim\n  Lee\n" END,
	  "name=Kim Lee\n" },
	{ "in 2.1 it loses none", V2 "FN:Kim\n Lee\n" END, "name=Kim Lee\n" },
	{ "a soft line break inside a character",
	  V2 "FN;QUOTED-PRINTABLE;CHARSET=UTF-8:J=C3=\n=BCrgen\n" END,
	  "name=J\u00fcrgen\n" },
	{ "a soft line break before the end does not hide it",
	  V2 "FN;ENCODING=QUOTED-PRINTABLE:Kim=\n" END, "name=Kim\n" },
	{ "base64 of a text", V3 "FN;ENCODING=b:S2ltIExlZQ==\n" END,
	  "name=Kim Lee\n" },
	{ "a charset that is not said is looked for",
	  V3 "FN:J\xfcrgen M\xfcller\n" END,
	  "name=J\u00fcrgen M\u00fcller\n" },
	{ "Shift_JIS, whose second octets may be backslashes",
	  V2 "FN;CHARSET=SHIFT_JIS:\x95\x5c\x8e\xa6\n" END,
	  "name=\u8868\u793a\n" },
	{ "names from their pieces",
	  V2 "N:Lee;Kim;Pat;Dr.;Jr.\n" END, "name=Dr. Kim Pat Lee Jr.\n" },
	{ "a firm without a person's name", V3 "N:;;;;\nORG:ACME\n" END,
	  "name=ACME\norg=ACME\n" },
	{ "escaped separators are text", V3 "N:O\\;Hara\\, the;Kim\n" END,
	  "name=Kim O;Hara, the\n" },
	{ "in 2.1 \\n is no line", V2 "NOTE:C:\\new\\;x\n" END,
	  "note=C:\\new;x\n" },
	{ "a backslash at the end", V3 "FN:Kim\\\n" END, "name=Kim\\\n" },
	{ "types alone, as in 2.1", V2 "EMAIL;INTERNET:a@x.test\n"
	  "EMAIL;INTERNET;PREF:b@x.test\n" END,
	  "mail=b@x.test\nmail=a@x.test\n" },
	{ "PREF counts from 1", V4 "EMAIL;PREF=50:a@x.test\n"
	  "EMAIL;PREF=2:b@x.test\nEMAIL:c@x.test\n" END,
	  "mail=b@x.test\nmail=a@x.test\nmail=c@x.test\n" },
	{ "the same address twice", V4 "EMAIL:a@x.test\nEMAIL:a@x.test\n" END,
	  "mail=a@x.test\n" },
	{ "an address as a URI", V4 "EMAIL:mailto:a@x.test\n" END,
	  "mail=a@x.test\n" },
	{ "a colon in quotes is no end", V4 "NOTE;X=\"a:b\":text\n" END,
	  "note=text\n" },
	{ "a quote that nobody closed", V4 "NOTE;X=\"a:text\n" END,
	  "note=text\n" },
	{ "what a parameter cannot hold is escaped with ^",
	  V4 "X-MAILDESK-FIELD;NAME=\"a^'b\":x\n" END, "a\"b=x\n" },
	{ "another's card inside is another's",
	  V2 "FN:Kim\nAGENT:\nBEGIN:VCARD\nFN:Pat\nEMAIL:p@x.test\n"
	  "END:VCARD\nEMAIL:k@x.test\n" END,
	  "name=Kim\nmail=k@x.test\n" },
	{ "a second title is named", V4 "TITLE:a\nTITLE;PREF=1:b\n" END,
	  "title=b\nnot=TITLE\n" },
	{ "a label when there is no address", V3 "LABEL:Way 1\\nTown\n" END,
	  "postal=Way 1\nTown\n" },
	{ "controls become blanks", V4 "NOTE:a\033[2Jb\n" END,
	  "note=a [2Jb\n" },
	{ "lines that are none are passed over",
	  V4 "\n:x\n;;;:\nFN\nFN:Kim\n. :x\nAGENT\n" END, "name=Kim\n" },
	{ "a messenger of Apple's", V3
	  "IMPP;X-SERVICE-TYPE=GoogleTalk:kim\n" END, "im=googletalk:kim\n" },
	{ "a messenger by its own name", V3 "X-JABBER:kim@x.test\n" END,
	  "im=xmpp:kim@x.test\n" },
	{ "a network that we have no place for", V3
	  "X-SOCIALPROFILE;TYPE=Flickr:kim\n" END, "not=X-SOCIALPROFILE\n" },
	{ "a network named by its label", V3
	  "i.X-SOCIALPROFILE:kim\ni.X-ABLabel:Twitter\n" END,
	  "twitter=kim\n" },
	{ "an empty photo is none", V3 "PHOTO:\n" END, "" },
};

static void
test_vcard_rows(void **state)
{
	struct arena arena = ARENA_INIT;
	struct slice rest, raw;
	struct card card;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		rest = slice_of(cases[i].card);
		assert_case_int(cases[i].name, vcard_cut(&rest, true, &raw),
		    VCARD_CUT_CARD);
		assert_case_int(cases[i].name, rest.len, 0);
		vcard_read(raw, &arena, &card);
		assert_case_slice(cases[i].name, told(&card, &arena),
		    slice_of(cases[i].want));
	}
	arena_free(&arena);
}

static const struct {
	const char *name;
	const char *bytes;
	bool last;
	enum vcard_cut want;
	const char *card, *rest;
} cuts[] = {
	{ "text before the first card", "hello\n" V3 END "x", true,
	  VCARD_CUT_CARD, V3 END, "x" },
	{ "a byte order mark", "\xef\xbb\xbf" V3 END, true, VCARD_CUT_CARD,
	  "\xef\xbb\xbf" V3 END, "" },
	{ "any case", "begin:vCard\nend:vcard \n", true, VCARD_CUT_CARD,
	  "begin:vCard\nend:vcard \n", "" },
	{ "the last line may have no end", V3 "END:VCARD", true,
	  VCARD_CUT_CARD, V3 "END:VCARD", "" },
	{ "more must come", "x\n" V3 "END:VCARD", false, VCARD_CUT_MORE, NULL,
	  V3 "END:VCARD" },
	{ "half a BEGIN", "x\nBEGIN:VC", false, VCARD_CUT_NONE, NULL,
	  "BEGIN:VC" },
	{ "no card at all", "x\ny", true, VCARD_CUT_NONE, NULL, "" },
	{ "a card without an end", V3 "FN:a\n" V4 END, true,
	  VCARD_CUT_BROKEN, V3 "FN:a\n", V4 END },
	{ "the last one without", V3 "FN:a\n", true, VCARD_CUT_BROKEN,
	  V3 "FN:a\n", "" },
	{ "behind a blank it is a part of the line above",
	  V3 "NOTE:\n END:VCARD\n BEGIN:VCARD\n" END, true, VCARD_CUT_CARD,
	  V3 "NOTE:\n END:VCARD\n BEGIN:VCARD\n" END, "" },
	{ "an end without a beginning", END V3 END, true, VCARD_CUT_CARD,
	  V3 END, "" },
};

static void
test_vcard_cuts(void **state)
{
	struct slice rest, card;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cuts); i++) {
		rest = slice_of(cuts[i].bytes);
		assert_case_int(cuts[i].name,
		    vcard_cut(&rest, cuts[i].last, &card), cuts[i].want);
		assert_case_slice(cuts[i].name, rest, slice_of(cuts[i].rest));
		if (cuts[i].card != NULL)
			assert_case_slice(cuts[i].name, card,
			    slice_of(cuts[i].card));
	}
}

/* All that a record of ours may hold, in its ugliest form. */
static void
fill(struct card *card, struct arena *arena)
{
	static const struct card_contact contacts[] = {
		{ PROFILE_PHONE, SLICE_INIT("+49 (30) 12-34/5.6") },
		{ PROFILE_WEBSITE, SLICE_INIT("https://x.test/a;b,c\\d") },
		{ PROFILE_WEBSITE, SLICE_INIT("https://twitter.com/kim") },
		{ PROFILE_IM, SLICE_INIT("kim, on Thursdays; else none") },
		{ PROFILE_LINKEDIN, SLICE_INIT("kim-lee") },
		{ PROFILE_FACEBOOK, SLICE_INIT("https://facebook.com/k") },
		{ PROFILE_POSTAL, SLICE_INIT("Way 1;2\n\n12345 Town, X") },
	};
	const struct card_note notes[] = {
		{ SLICE("calls \"back\"\n\ttwice \\n"), 1764000000,
		  SLICE("anna^1@help.test") },
		{ SLICE("BEGIN:VCARD\nEND:VCARD"), 0, SLICE_EMPTY },
	};

	*card = (struct card){ .uid = SLICE("7@help.test") };
	card->values[PROFILE_NAME] = SLICE("Kim; \u5f20 \\ Lee, Dr.");
	card->values[PROFILE_TITLE] = SLICE("a, b; c");
	card->values[PROFILE_SUMMARY] = SLICE("one\ntwo\n\nthree");
	card->values[PROFILE_TIMEZONE] = SLICE("Europe/Berlin");
	card->values[PROFILE_LANGUAGE] = SLICE("pt-BR");
	card->organization = SLICE("A;B, C");
	card_add_address(card, SLICE("\"k im\"@x.test"), arena);
	card_add_address(card, SLICE("a@x.test"), arena);
	for (size_t i = 0; i < ARRAY_LEN(contacts); i++)
		card_add_contact(card, contacts[i].kind, contacts[i].value,
		    arena);
	for (size_t i = 0; i < ARRAY_LEN(notes); i++)
		card_add_note(card, &notes[i], arena);
	card_add_label(card, SLICE("vip"), arena);
	card_add_label(card, SLICE("print customer"), arena);
	card_add_field(card, SLICE("contract"), SLICE("gold; one\ntwo"),
	    arena);
}

static void
test_vcard_round_trip(void **state)
{
	struct arena arena = ARENA_INIT;
	struct text text = TEXT_IN(&arena);
	struct card before, after;
	struct slice rest, raw, line;

	(void)state;
	fill(&before, &arena);
	vcard_write(&text, &before, 1764000000);
	rest = text_slice(&text);
	assert_int_equal(vcard_cut(&rest, true, &raw), VCARD_CUT_CARD);
	assert_int_equal(rest.len, 0);
	vcard_read(raw, &arena, &after);
	assert_case_slice("what we hold comes back", told(&after, &arena),
	    told(&before, &arena));
	assert_case_slice("its number", after.uid, before.uid);
	assert_case_int("when it was noted", after.notes[0].at, 1764000000);
	assert_case_slice("by whom", after.notes[0].address,
	    before.notes[0].address);
	while (slice_line(&raw, &line)) {
		assert_case_true("lines of 75 octets", line.len <= 75);
		assert_case_true("characters are whole", slice_is_utf8(line));
	}
	arena_free(&arena);
}

/* Much of everything costs little, and is cut. */
static void
test_vcard_limits(void **state)
{
	struct arena arena = ARENA_INIT;
	struct text text = TEXT_IN(&arena);
	struct card card;

	(void)state;
	text_add_string(&text, V3);
	for (int i = 0; i < 5000; i++)
		text_add_format(&text, "i%d.EMAIL:a%d@x.test\n"
		    "i%d.X-ABLabel:x\n", i, i, i);
	text_add_string(&text, END);
	vcard_read(text_slice(&text), &arena, &card);
	assert_int_equal(card.address_count, CARD_VALUES_MAX);
	assert_true(card.limited);
	text_clear(&text);
	text_add_string(&text, V3);
	for (int twice = 0; twice < 2; twice++) {
		text_add_string(&text, "NOTE:");
		for (int i = 0; i < CARD_NOTE_MAX; i++)
			text_add_string(&text, "\u00fc");
		text_add_string(&text, "\n");
	}
	text_add_string(&text, END);
	vcard_read(text_slice(&text), &arena, &card);
	assert_true(card.limited);
	assert_int_equal(card.note_count, 1);
	assert_int_equal(card.notes[0].text.len, CARD_NOTE_MAX);
	arena_free(&arena);
}

static void
test_vcard_labels_cost_nothing(void **state)
{
	struct arena arena = ARENA_INIT, kept = ARENA_INIT;
	struct text text = TEXT_IN(&kept);
	struct card card;

	(void)state;
	text_add_string(&text, V3 "CATEGORIES:vip");
	for (int i = 0; i < 200000; i++)
		text_add_string(&text, ",vip");
	text_add_string(&text, "\n" END);
	vcard_read(text_slice(&text), &arena, &card);
	assert_int_equal(card.label_count, 1);
	assert_true(arena.total < 4 * text.len);
	arena_free(&arena);
	arena_free(&kept);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vcard_programs),
		cmocka_unit_test(test_vcard_rows),
		cmocka_unit_test(test_vcard_cuts),
		cmocka_unit_test(test_vcard_round_trip),
		cmocka_unit_test(test_vcard_limits),
		cmocka_unit_test(test_vcard_labels_cost_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
