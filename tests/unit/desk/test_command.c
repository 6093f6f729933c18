/* Commands: what is done, what is held, and what is text. */
#include "case.h"

#include "base/text.h"
#include "desk/command.h"

#define NBSP "\xc2\xa0"
#define ZERO_WIDTH "\xe2\x80\x8b"
#define BOM "\xef\xbb\xbf"
#define LEFT_QUOTE "\xe2\x80\x9c"
#define RIGHT_QUOTE "\xe2\x80\x9d"
#define WIDE_HASH "\xef\xbc\x83" /* full-width number sign */
#define WIDE_NOTE "\xef\xbd\x8e\xef\xbd\x8f\xef\xbd\x94\xef\xbd\x85"

/*
 * The block written as people would tell it: "note; assign=kim | text".  "?"
 * stands for a word that is not understood, "!" behind an item for a problem.
 */
static const char *
told(struct slice text, struct arena *arena)
{
	struct command_block	block;
	struct text		to = TEXT_IN(arena);

	command_parse(text, arena, &block);
	text_add_string(&to, block.held ? "held " : "");
	for (size_t i = 0; i < block.count; i++) {
		const struct command *command = &block.items[i];

		text_add_string(&to, i > 0 ? "; " : "");
		text_add_string(&to, command->verb == NULL
		    ? "?" : command->verb->name);
		if (command->value.len > 0)
			text_add_char(&to, '=');
		text_add(&to, command->value);
		if (command->problem != NULL)
			text_add_char(&to, '!');
	}
	text_add_string(&to, " | ");
	text_add(&to, block.text);
	return text_string(&to);
}

struct row {
	const char *name;
	const char *text;
	const char *want;
};

static void
check_rows(const struct row *rows, size_t count)
{
	struct arena arena = ARENA_INIT;

	for (size_t i = 0; i < count; i++) {
		assert_case(rows[i].name, told(slice_of(rows[i].text), &arena),
		    rows[i].want);
		arena_reset(&arena);
	}
	arena_free(&arena);
}

static const struct row blocks[] = {
	{ "text alone", "Hello,\nit works.", " | Hello,\nit works." },
	{ "nothing", "", " | " },
	{ "blank lines alone", "\n \n\t\n", " | " },
	{ "one command", "#note\nsecret", "note | secret" },
	{ "a command alone", "#solved", "status=solved | " },
	{ "a block ends at a blank line", "#assign me\n#solved\n\nDone.",
	  "assign=me; status=solved | Done." },
	{ "a block ends at another line", "#assign me\nDone.\n\nBye",
	  "assign=me | Done.\n\nBye" },
	{ "blank lines before it", "\n\n#note\nx", "note | x" },
	{ "blanks before a line", "  #note\n\t#solved\nx",
	  "note; status=solved | x" },
	{ "blanks behind a line, as format=flowed leaves them",
	  "#note \n#assign kim \nx", "note; assign=kim | x" },
	{ "CRLF line ends", "#note\r\n#solved\r\n\r\nx\r\n",
	  "note; status=solved | x" },
	{ "a colon behind the name", "#assign: kim\nx", "assign=kim | x" },
	{ "a colon without blank", "#assign:kim", "assign=kim | " },
	{ "a blank before the colon", "#assign : kim", "assign=kim | " },
	{ "a colon in the value", "#subject a: b", "subject=a: b | " },
	{ "several blanks", "#assign   kim", "assign=kim | " },
	{ "a tab", "#assign\tkim", "assign=kim | " },
	{ "case does not matter", "#AsSiGn Kim\n#SOLVED",
	  "assign=Kim; status=solved | " },
	{ "#end lets what follows be text", "#note\n#end\n#123 #solved\n",
	  "note | #123 #solved" },
	{ "#end alone", "#end\n#solved is what I wrote",
	  " | #solved is what I wrote" },
	{ "the same twice is once meant", "#solved\n#resolved\nx",
	  "status=solved; status=solved | x" },
	{ "text that looks like a command below text is text",
	  "Hello\n#solved", " | Hello\n#solved" },
	{ "only the first block counts", "#assign me\nHello\n\n#frob\n",
	  "assign=me | Hello\n\n#frob" },
};

static const struct row values[] = {
	{ "a status", "#status pending", "status=pending | " },
	{ "a status in capitals", "#status PENDING", "status=pending | " },
	{ "a status by another word", "#status resolved", "status=solved | " },
	{ "close is a status too", "#status close", "status=closed | " },
	{ "a full stop behind it", "#status solved.", "status=solved | " },
	{ "a full stop behind a name", "#solved.", "status=solved | " },
	{ "joy behind a name", "#solved!!", "status=solved | " },
	{ "no such status", "#status done\nx", "held status! | x" },
	{ "no status", "#status\nx", "held status! | x" },
	{ "a colon and no status", "#status:\nx", "held status! | x" },
	{ "spam is no status to set", "#status spam", "held status! | " },
	{ "a verb is no status", "#status note", "held status! | " },
	{ "all the words for open", "#open\n#reopen\n#status open",
	  "status=open; status=open; status=open | " },
	{ "hold", "#hold", "status=hold | " },
	{ "an alias with more behind it", "#solved thanks a lot",
	  "held status=solved! | " },
	{ "a priority", "#priority High", "priority=high | " },
	{ "no such priority", "#priority highest", "held priority! | " },
	{ "no priority", "#priority", "held priority! | " },
	{ "take", "#take", "assign=me | " },
	{ "mine", "#mine", "assign=me | " },
	{ "unassign", "#unassign", "assign=none | " },
	{ "take whom", "#take kim", "held assign=me! | " },
	{ "assign me", "#assign ME", "assign=me | " },
	{ "assign none", "#assign None", "assign=none | " },
	{ "a bare assign", "#assign\nx", "held assign! | x" },
	{ "a full name", "#assign Kim Lee", "assign=Kim Lee | " },
	{ "an address", "#assign kim@help.test", "assign=kim@help.test | " },
	{ "an address with its name", "#assign Kim Lee <kim@help.test>",
	  "assign=kim@help.test | " },
	{ "an address as a link",
	  "#assign kim@help.test <mailto:kim@help.test>",
	  "assign=kim@help.test | " },
	{ "an address in brackets", "#owner <kim@help.test>",
	  "assign=kim@help.test | " },
	{ "a name in quotes", "#agent \"Kim Lee\"", "assign=Kim Lee | " },
	{ "a name in smart quotes",
	  "#assign " LEFT_QUOTE "Kim Lee" RIGHT_QUOTE, "assign=Kim Lee | " },
	{ "an apostrophe is no quote", "#assign O'Neill",
	  "assign=O'Neill | " },
	{ "a smart apostrophe", "#assign O\xe2\x80\x99Neill",
	  "assign=O'Neill | " },
	{ "a department", "#department Sales and more",
	  "department=Sales and more | " },
	{ "its other names", "#dept sales\n#queue Sales",
	  "department=sales; department=Sales | " },
	{ "no department", "#queue", "held department! | " },
	{ "a subject as written",
	  "#subject  " LEFT_QUOTE "Printer" RIGHT_QUOTE " on" NBSP "fire ",
	  "subject=" LEFT_QUOTE "Printer" RIGHT_QUOTE " on" NBSP "fire | " },
	{ "no subject", "#subject\nx", "held subject! | x" },
	{ "a note where the word is", "#note she called\nagain",
	  "note | she called\nagain" },
	{ "a note line by line", "#note: one\n#note two\n\nthree",
	  "note; note | one\ntwo\n\nthree" },
	{ "an answer where the word is could be a slip",
	  "#reply all right\nx", "held reply=all right! | x" },
	{ "reply", "#reply\nx", "reply | x" },
	{ "public", "#public\nx", "reply | x" },
	{ "something behind #end", "#end of story", "held end! | " },
};

static const struct row folds[] = {
	{ "no-break blanks", NBSP "#assign" NBSP "kim" NBSP, "assign=kim | " },
	{ "a line of them is blank", "#note\n" NBSP "\nx", "note | x" },
	{ "a byte order mark", BOM "#note\nx", "note | x" },
	{ "zero-width characters", ZERO_WIDTH "#no" ZERO_WIDTH "te\nx",
	  "note | x" },
	{ "one between sign and name", "#" ZERO_WIDTH "note\nx", "note | x" },
	{ "a soft hyphen", "#no\xc2\xadte\nx", "note | x" },
	{ "direction marks", "\xe2\x80\x8f#note\xe2\x80\x8e\nx", "note | x" },
	{ "a full-width number sign", WIDE_HASH "note\nx", "note | x" },
	{ "all of it full-width", WIDE_HASH WIDE_NOTE "\nx", "note | x" },
	{ "a full-width colon", "#assign\xef\xbc\x9akim", "assign=kim | " },
	{ "a full-width number is text", WIDE_HASH "123 is it",
	  " | " WIDE_HASH "123 is it" },
	{ "an ideographic blank", "#assign\xe3\x80\x80kim", "assign=kim | " },
	{ "broken UTF-8 in a value is kept", "#subject a\xff" "b",
	  "subject=a\xff" "b | " },
	{ "broken UTF-8 in a word is no command", "#so\xfflved\nx",
	  "held ?! | x" },
};

/* What may have been meant for colleagues goes to nobody else. */
static const struct row private_slips[] = {
	{ "a letter lost", "#nte\nsecret", "held ?! | secret" },
	{ "two swapped", "#noet\nsecret", "held ?! | secret" },
	{ "one too many", "#notes\nsecret", "held ?! | secret" },
	{ "German", "#privat\nsecret", "held ?! | secret" },
	{ "a vowel lost", "#privte\nsecret", "held ?! | secret" },
	{ "cut short", "#intern\nsecret", "held ?! | secret" },
	{ "a Cyrillic letter", "#n\xd0\xbete\nsecret", "held ?! | secret" },
	{ "no blank behind", "#note,secret", "held ?! | " },
	{ "a full stop behind it is nothing", "#note.\nsecret",
	  "note | secret" },
	{ "nor is a dash", "#note -\nsecret", "note | -\nsecret" },
	{ "a blank behind the sign", "# note\nsecret",
	  "held ?! | # note\nsecret" },
	{ "behind a command and a blank line", "#take\n\n#nte\nsecret",
	  "held assign=me; ?! | #nte\nsecret" },
	{ "behind other commands that blank lines keep apart",
	  "#take\n\n#solved\n\n# note\n\nsecret",
	  "held assign=me; ?!; ?! | #solved\n\n# note\n\nsecret" },
	{ "a no-break blank there", "#" NBSP "note\nsecret",
	  "held ?! | #" NBSP "note\nsecret" },
	{ "a blank and a slip", "# ntoe: secret", "held ?! | # ntoe: secret" },
	{ "a blank and another word for it", "# Private\nsecret",
	  "held ?! | # Private\nsecret" },
	{ "a dash behind the sign", "#-note\nsecret",
	  "held ?! | #-note\nsecret" },
	{ "dashes between the letters", "#-n-o-t-e\nx",
	  "held ?! | #-n-o-t-e\nx" },
	{ "two signs", "##note\nsecret", "held ?! | ##note\nsecret" },
	{ "two signs and a blank", "## internal\nx",
	  "held ?! | ## internal\nx" },
	{ "bold", "*#note*\nsecret", "held ?! | *#note*\nsecret" },
	{ "in quotes", LEFT_QUOTE "#note" RIGHT_QUOTE "\nsecret",
	  "held ?! | " LEFT_QUOTE "#note" RIGHT_QUOTE "\nsecret" },
	{ "in a list", "\xe2\x80\xa2 #note\nsecret",
	  "held ?! | \xe2\x80\xa2 #note\nsecret" },
	{ "behind a dash", "\xe2\x80\x93#note\nsecret",
	  "held ?! | \xe2\x80\x93#note\nsecret" },
	{ "the sign of a British keyboard", "\xc2\xa3note\nsecret",
	  "held ?! | \xc2\xa3note\nsecret" },
	{ "full-width, with a blank", WIDE_HASH " " WIDE_NOTE "\nx",
	  "held ?! | " WIDE_HASH " " WIDE_NOTE "\nx" },
	{ "in the middle of a block", "#assign me\n# note\nx",
	  "held assign=me; ?! | # note\nx" },
	{ "below the text", "Hello\n\n#note\nsecret",
	  "held ?! | Hello\n\n#note\nsecret" },
	{ "below the text, by another word", "Hello\n  #Internal: secret",
	  "held ?! | Hello\n  #Internal: secret" },
	{ "below a block and text", "#assign me\nHello\n#private\nsecret",
	  "held assign=me; ?! | Hello\n#private\nsecret" },
	{ "below #reply", "#reply\nHello\n#note\nx",
	  "held reply; ?! | Hello\n#note\nx" },
	{ "below #end it is text", "#end\nWrite #note, like so:\n#note\n",
	  " | Write #note, like so:\n#note" },
	{ "in a note it is text", "#note\nHello\n#note\nx",
	  "note | Hello\n#note\nx" },
};

static const struct row unknown_words[] = {
	{ "an unknown word", "#frobnicate\nx", "held ?! | x" },
	{ "an unknown word with a value", "#mark urgent\nx",
	  "held ?=urgent! | x" },
	{ "an unknown word among known ones", "#assign me\n#frob\n#solved\nx",
	  "held assign=me; ?!; status=solved | x" },
	{ "a word with an equals sign", "#assign=kim\nx", "held ?! | x" },
	{ "a word that begins with digits", "#1st of all",
	  "held ?=of all! | " },
	{ "a word that is none of English", "#erledigt\nx", "held ?! | x" },
	{ "a word of other letters", "#\xd0\xb4\xd0\xb0\nx", "held ?! | x" },
	{ "a command behind a blank line would be sent",
	  "#assign me\n\n#solved\n\nHello",
	  "held assign=me; ?! | #solved\n\nHello" },
	{ "an unknown word there is text", "#assign me\n\n#metoo\n",
	  "assign=me | #metoo" },
	{ "a known one further down is text",
	  "#assign me\n\nHello\n#solved it", "assign=me | Hello\n#solved it" },
};

static const struct row plain[] = {
	{ "a ticket's number", "#123 is the same", " | #123 is the same" },
	{ "a number and a stop", "#123.", " | #123." },
	{ "a number and a colon", "#123: the same", " | #123: the same" },
	{ "a number in brackets", "#12) next", " | #12) next" },
	{ "two signs", "##x", " | ##x" },
	{ "a blank behind the sign", "# x", " | # x" },
	{ "a heading", "# Summary", " | # Summary" },
	{ "a lower heading", "## What to do\nx", " | ## What to do\nx" },
	{ "the sign alone", "#\nx", " | #\nx" },
	{ "a line of signs", "#######\nx", " | #######\nx" },
	{ "a separator", "#-----#\nx", " | #-----#\nx" },
	{ "a shebang", "#!/bin/sh", " | #!/bin/sh" },
	{ "text ends the block", "#note\n#123\n#solved\n",
	  "note | #123\n#solved" },
	{ "a sign later in the line", "see #note", " | see #note" },
	{ "a word alone", "note\nx", " | note\nx" },
	{ "a bullet", "- notes", " | - notes" },
	{ "pounds", "\xc2\xa3" "200", " | \xc2\xa3" "200" },
};

static const struct row contradictions[] = {
	{ "whose a record is, and whose the ticket is",
	  "#requester x@y.test\n#mergeuser x@y.test",
	  "held requester=x@y.test; mergeuser=x@y.test! | " },
	{ "whose an address is, and who reads along",
	  "#addaddress x@y.test\n#cc x@y.test",
	  "held addaddress=x@y.test; cc=x@y.test! | " },
	{ "two addresses are no contradiction",
	  "#addaddress x@y.test\n#addaddress z@y.test",
	  "addaddress=x@y.test; addaddress=z@y.test | " },
	{ "two statuses", "#solved\n#pending\nx",
	  "held status=solved; status=pending! | x" },
	{ "note and reply", "#note\n#reply\nx", "held note; reply! | x" },
	{ "reply and note", "#public\n#private\nx", "held reply; note! | x" },
	{ "reply and a note in its line", "#reply\n#note psst\nx",
	  "held reply; note! | psst\nx" },
	{ "two agents", "#assign kim\n#take",
	  "held assign=kim; assign=me! | " },
	{ "none and one", "#unassign\n#assign kim",
	  "held assign=none; assign=kim! | " },
	{ "two priorities", "#priority low\n#priority high",
	  "held priority=low; priority=high! | " },
	{ "two departments", "#dept a\n#dept b",
	  "held department=a; department=b! | " },
	{ "two subjects", "#subject a\n#subject b",
	  "held subject=a; subject=b! | " },
	{ "case makes no other value", "#dept Sales\n#dept sales",
	  "department=Sales; department=sales | " },
	{ "what is wrong contradicts nothing", "#status x\n#status open",
	  "held status!; status=open | " },
	{ "the later line bears it", "#solved\n#open\n#solved\nx",
	  "held status=solved; status=open!; status=solved | x" },
};

static void
test_command_blocks(void **state)
{
	(void)state;
	check_rows(blocks, ARRAY_LEN(blocks));
}

static void
test_command_values(void **state)
{
	(void)state;
	check_rows(values, ARRAY_LEN(values));
}

static void
test_command_folds(void **state)
{
	(void)state;
	check_rows(folds, ARRAY_LEN(folds));
}

static void
test_command_private_slips(void **state)
{
	(void)state;
	check_rows(private_slips, ARRAY_LEN(private_slips));
}

static void
test_command_unknown(void **state)
{
	(void)state;
	check_rows(unknown_words, ARRAY_LEN(unknown_words));
}

static void
test_command_plain(void **state)
{
	(void)state;
	check_rows(plain, ARRAY_LEN(plain));
}

static void
test_command_contradictions(void **state)
{
	(void)state;
	check_rows(contradictions, ARRAY_LEN(contradictions));
}

static void
parse_many(size_t lines, struct arena *arena, struct command_block *out)
{
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < lines; i++)
		text_add_string(&text, "#solved\n");
	text_add_string(&text, "\nHello");
	command_parse(text_slice(&text), arena, out);
}

static void
test_command_too_many(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct command_block	block;

	(void)state;
	parse_many(COMMANDS_MAX, &arena, &block);
	assert_int_equal(block.count, COMMANDS_MAX);
	assert_false(block.held);
	assert_case_slice("as many as may be", block.text, SLICE("Hello"));

	parse_many(COMMANDS_MAX + 1, &arena, &block);
	assert_int_equal(block.count, COMMANDS_MAX + 1);
	assert_true(block.held);
	assert_null(block.items[COMMANDS_MAX - 1].problem);
	assert_case("one more", block.items[COMMANDS_MAX].problem,
	    "more than 20 commands in one mail");

	parse_many(100000, &arena, &block);
	assert_int_equal(block.count, COMMANDS_MAX + 1);
	assert_case_slice("none of them is text", block.text, SLICE("Hello"));
	arena_free(&arena);
}

/* What the receipt tells. */
static void
test_command_receipt(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct command_block	block;

	(void)state;
	command_parse(SLICE(" #Status: done \r\n#frob nicate\n# Note\n"),
	    &arena, &block);
	assert_int_equal(block.count, 3);
	assert_case_slice("the line as written", block.items[0].line,
	    SLICE("#Status: done"));
	assert_case("what would be right", block.items[0].problem,
	    "write #status open|pending|hold|solved|closed");
	assert_case_slice("the next one", block.items[1].line,
	    SLICE("#frob nicate"));
	assert_case("no such word", block.items[1].problem,
	    "there is no such command");
	assert_case_slice("the near one", block.items[2].line,
	    SLICE("# Note"));
	assert_case_true("is asked after",
	    strstr(block.items[2].problem, "#note") != NULL);
	assert_case_int("nobody is looked up yet", block.items[0].target, 0);
	arena_free(&arena);
}

static const struct {
	const char	*name;
	const char	*word, *value;
	int		 verb; /* -1: none */
	const char	*want_value;
	const char	*line;
	bool		 good;
} made[] = {
	{ "a verb and its value", "assign", "kim", VERB_ASSIGN, "kim",
	  "assign kim", true },
	{ "an alias", "solved", "", VERB_STATUS, "solved", "solved", true },
	{ "with its number sign", "#solved", "", VERB_STATUS, "solved",
	  "#solved", true },
	{ "case does not matter", "STATUS", "Pending", VERB_STATUS, "pending",
	  "STATUS Pending", true },
	{ "a note brings its text", "note", "call back\ntoday", VERB_NOTE,
	  "call back\ntoday", "note call back\ntoday", true },
	{ "so does a reply", "reply", "Dear Alice", VERB_REPLY, "Dear Alice",
	  "reply Dear Alice", true },
	{ "no such status", "status", "done", VERB_STATUS, "", "status done",
	  false },
	{ "no value", "assign", " ", VERB_ASSIGN, "", "assign", false },
	{ "no such verb", "frob", "x", -1, "x", "frob x", false },
	{ "a near miss is no verb", "nte", "x", -1, "x", "nte x", false },
	{ "nothing", "", "", -1, "", "", false },
};

static void
test_command_make(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct command	got;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(made); i++) {
		command_make(slice_of(made[i].word), slice_of(made[i].value),
		    &arena, &got);
		assert_case_int(made[i].name,
		    got.verb == NULL ? -1 : (int)got.verb->id, made[i].verb);
		assert_case_slice(made[i].name, got.value,
		    slice_of(made[i].want_value));
		assert_case_slice(made[i].name, got.line,
		    slice_of(made[i].line));
		assert_case_int(made[i].name, got.problem == NULL,
		    made[i].good);
	}
	arena_free(&arena);
}

/* Hostile text costs no more than its size: seconds, were it the square. */
static void
test_command_linear(void **state)
{
	static const char *const repeated[] = {
		"#", "# ", "#a\n", "#a\n", "#note ", "*#\n", "\xc2\xa0",
		"\n", "a", "#end", "#assign kim\n", "\xe2\x80\x8b",
	};
	struct command_block	block;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(repeated); i++) {
		struct arena	arena = ARENA_INIT;
		struct text	text = TEXT_IN(&arena);

		text_add_string(&text, i % 2 == 0 ? "#assign me\n" : "");
		while (text.len < 1 << 20)
			text_add_string(&text, repeated[i]);
		command_parse(text_slice(&text), &arena, &block);
		assert_case_true(repeated[i], arena.total < 16 << 20);
		arena_free(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_command_blocks),
		cmocka_unit_test(test_command_values),
		cmocka_unit_test(test_command_folds),
		cmocka_unit_test(test_command_private_slips),
		cmocka_unit_test(test_command_unknown),
		cmocka_unit_test(test_command_plain),
		cmocka_unit_test(test_command_contradictions),
		cmocka_unit_test(test_command_too_many),
		cmocka_unit_test(test_command_receipt),
		cmocka_unit_test(test_command_make),
		cmocka_unit_test(test_command_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
