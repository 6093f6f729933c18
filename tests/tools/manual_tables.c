/*
 * manual_tables NAME: prints a table of the code as a list in mdoc(7), for the
 * manuals.  Without a name it prints the names.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli.h"
#include "app/cli_check.h"
#include "app/cli_words.h"
#include "app/figures.h"
#include "base/ascii.h"
#include "desk/answer.h"
#include "desk/language.h"
#include "desk/letter_event.h"
#include "desk/quarantine.h"
#include "desk/query.h"
#include "desk/rule.h"
#include "desk/verb.h"
#include "port/conf_keys.h"

#define WIDTH 78

static void
put_word(struct slice word)
{
	static bool quoted;

	for (size_t i = 0; i < word.len; i++) {
		if (word.data[i] == '\\') {
			fputs("\\e", stdout);
		} else if (word.data[i] == '`') {
			quoted = !quoted;
			fputs(quoted ? "\\(oq" : "\\(cq", stdout);
		} else {
			putchar(word.data[i]);
		}
	}
}

/* Text as mdoc(7) wants it: no sentence begins within a line. */
static void
put_sentences(const char *text)
{
	struct slice rest = slice_of(text), word;
	size_t used = 0;
	bool ended = false;

	while (slice_cut(&rest, ' ', &word)) {
		if (word.len == 0)
			continue;
		if (ended || used + 1 + word.len > WIDTH) {
			putchar('\n');
			used = 0;
		} else if (used > 0) {
			putchar(' ');
		}
		/* What would be taken for a request. */
		if (used == 0 && (word.data[0] == '.' || word.data[0] == '\''))
			fputs("\\&", stdout);
		put_word(word);
		used += 1 + word.len;
		ended = slice_ends(word, SLICE("."));
	}
	putchar('\n');
}

/* One line of help without a full stop, as a sentence. */
static void
put_help(const char *help)
{
	char sentence[256];

	snprintf(sentence, sizeof(sentence), "%c%s.", ascii_upper(help[0]),
	    help + 1);
	put_sentences(sentence);
}

static bool
is_capital(struct slice word)
{
	return ascii_upper(word.data[0]) == word.data[0];
}

static size_t
piece_length(struct slice s)
{
	size_t len = 0;

	while (len < s.len && memchr("[]:", s.data[len], 3) == NULL)
		len++;
	return len;
}

/* "[ENTRY:]PART" as macros; what is in capitals is to be replaced. */
static void
put_argument(struct slice word)
{
	struct slice piece;

	for (size_t at = 0, len; at < word.len; at += len) {
		piece = slice_from(word, at);
		len = 1;
		if (piece.data[0] == '[') {
			fputs(" Oo", stdout);
		} else if (piece.data[0] == ']') {
			fputs(" Oc", stdout);
		} else if (piece.data[0] == ':') {
			fputs(" :", stdout);
		} else {
			len = piece_length(piece);
			if (at > 0 && word.data[at - 1] != '[')
				fputs(" Ns", stdout);
			printf(" %s %.*s", is_capital(piece) ? "Ar" : "Cm",
			    (int)len, piece.data);
		}
	}
}

/* "TICKET VERB [VALUE...]" as macros. */
static void
put_arguments(const char *arguments)
{
	struct slice rest = slice_of(arguments), word;

	while (slice_cut(&rest, ' ', &word))
		put_argument(word);
}

static void
put_options(const struct cli_option *options)
{
	for (int i = 0; i < CLI_OPTIONS_MAX && options[i].name != NULL; i++) {
		printf(".It Fl %s", options[i].name + 1);
		if (options[i].value != NULL)
			printf(" Ar %s", options[i].value);
		putchar('\n');
		put_sentences(options[i].help);
	}
}

static void
print_common_options(void)
{
	puts(".Bl -tag -width Ds");
	put_options(cli_common_options());
	puts(".El");
}

/* Whom a command is for; the page says who counts as what. */
static const char *const who[] = {
	[CLI_ANYBODY] = NULL,
	[CLI_STAFF] = "For agents.",
	[CLI_AGENT] = "For agents in person.",
	[CLI_ADMIN] = "For admins.",
};

static void
print_commands(void)
{
	size_t count;
	const struct cli_command *commands = cli_commands(&count);

	puts(".Bl -tag -width Ds");
	for (size_t i = 0; i < count; i++) {
		const struct cli_command *command = &commands[i];

		printf(".It Cm %s%s", command->name,
		    command->options[0].name != NULL ? " Oo Ar options Oc" : "");
		put_arguments(command->arguments);
		putchar('\n');
		put_help(command->help);
		if (who[command->who] != NULL)
			puts(who[command->who]);
		if (command->options[0].name == NULL)
			continue;
		puts(".Bl -tag -width Ds -compact");
		put_options(command->options);
		puts(".El");
	}
	puts(".El");
}

static void
put_size(int64_t bytes)
{
	static const char units[] = "KMGT";
	int unit = -1;

	while (bytes >= 1024 && bytes % 1024 == 0 && unit < 3) {
		bytes /= 1024;
		unit++;
	}
	printf("%" PRId64, bytes);
	if (unit >= 0)
		printf(" %ciB", units[unit]);
}

static void
put_words(const char *const *words)
{
	fputs("One of", stdout);
	for (size_t i = 0; words[i] != NULL; i++)
		printf("%s \\(dq%s\\(dq", i == 0 ? "" :
		    words[i + 1] == NULL ? " or" : ",", words[i]);
	puts(".");
}

static void
put_languages(void)
{
	const struct language *language;

	fputs("One of", stdout);
	for (size_t i = 0; (language = language_at(i)) != NULL; i++)
		printf("%s \\(dq%s\\(dq", i > 0 ? "," : "", language->tag);
	puts(", or one that was installed.");
}

/* What may stand behind a setting. */
static void
put_range(const struct conf_key *key)
{
	switch (key->kind) {
	case CONF_STRING:
		if (key->words != NULL)
			put_words(key->words);
		else
			printf("Text of %s %" PRId64 " bytes.\n",
			    key->min > 0 ? "1 to" : "at most", key->max);
		return;
	case CONF_DOMAIN:
		puts("A domain, in its xn-- form if it goes beyond ASCII.");
		return;
	case CONF_ZONE:
		puts("A time zone of the system's, or nothing.");
		return;
	case CONF_LANGUAGE:
		put_languages();
		return;
	case CONF_PATH:
		puts(key->min > 0 ? "A path." : "A path, or nothing.");
		return;
	case CONF_WORD:
		put_words(key->words);
		return;
	case CONF_INTEGER:
		printf("A whole number from %" PRId64 " to %" PRId64 ".\n",
		    key->min, key->max);
		return;
	case CONF_SIZE:
		fputs("A number of bytes, or text like \\(dq64 MiB\\(dq, from ",
		    stdout);
		put_size(key->min);
		fputs(" to ", stdout);
		put_size(key->max);
		puts(".");
		return;
	case CONF_MODE:
		printf("Octal digits in quotes, from \\(dq%04" PRIo64
		    "\\(dq to \\(dq%04" PRIo64 "\\(dq.\n", (uint64_t)key->min,
		    (uint64_t)key->max);
		return;
	case CONF_PAUSES:
		puts("Pauses of at most a day, in s, m or h, with blanks"
		    " between.");
		return;
	case CONF_SWITCH:
		puts("Either true or false, without quotes.");
		return;
	case CONF_KIND_COUNT:
		break;
	}
	assert(false);
}

static void
put_setting(const struct conf_key *key)
{
	const struct conf_key *state =
	    conf_key_find(SLICE("state"), SLICE("dir"));
	const char *value = key->fallback;

	printf(".It Va %s", key->name);
	if (value != NULL) {
		const char *quote = key->kind == CONF_INTEGER ||
		    key->kind == CONF_SWITCH ? "" : "\\(dq";

		printf(" No = %s", quote);
		if (key->in_state)
			printf("%s%s", state->fallback,
			    *value != '\0' ? "/" : "");
		for (; *value != '\0'; value++)
			fputs(*value == ' ' ? "\\ " :
			    (char[]){ *value, '\0' }, stdout);
		fputs(quote, stdout);
	}
	putchar('\n');
	put_sentences(key->help);
	put_range(key);
	if (key->fallback == NULL)
		puts("There is no default.");
}

/*
 * What stands in the lists of token servers, of accounts, in an account's list
 * of folders, and in that of Maildirs.
 */
static void
put_lists(void)
{
	size_t count;
	const struct conf_key *keys = conf_oauth_keys(&count);

	puts(".Ss oauth");
	put_sentences(conf_oauth_help);
	puts(".Bl -tag -width Ds");
	for (size_t i = 0; i < count; i++)
		put_setting(&keys[i]);
	puts(".El");
	keys = conf_imap_keys(&count);
	puts(".Ss imap");
	put_sentences(conf_imap_help);
	puts(".Bl -tag -width Ds");
	for (size_t i = 0; i < count; i++)
		put_setting(&keys[i]);
	puts(".It Va folders");
	puts("What is read, and for whom: a list of groups with these"
	    " settings.\n.Bl -tag -width Ds");
	keys = conf_folder_keys(&count);
	for (size_t i = 0; i < count; i++)
		put_setting(&keys[i]);
	puts(".El\n.El");
	keys = conf_maildir_keys(&count);
	puts(".Ss maildir");
	put_sentences(conf_maildir_help);
	puts(".Bl -tag -width Ds");
	for (size_t i = 0; i < count; i++)
		put_setting(&keys[i]);
	puts(".El");
}

static void
print_settings(void)
{
	size_t group_count, key_count;
	const struct conf_group *groups = conf_groups(&group_count);
	const struct conf_key *keys = conf_keys(&key_count);

	for (size_t i = 0; i < group_count; i++) {
		printf(".Ss %s\n", groups[i].name);
		put_sentences(groups[i].help);
		puts(".Bl -tag -width Ds");
		for (size_t j = 0; j < key_count; j++)
			if (strcmp(keys[j].group, groups[i].name) == 0)
				put_setting(&keys[j]);
		puts(".El");
	}
	put_lists();
}

/* "#status open|pending" as macros: what is in capitals is to be replaced. */
static void
put_usage(const char *usage)
{
	struct slice rest = slice_of(usage), word, choice;
	bool first = true;

	slice_cut(&rest, ' ', &word);
	printf(".It Ic %.*s", SLICE_ARG(word));
	while (slice_cut(&rest, '|', &choice)) {
		printf("%s %s %.*s", first ? "" : " |",
		    is_capital(choice) ? "Ar" : "Cm",
		    SLICE_ARG(choice));
		first = false;
	}
	putchar('\n');
}

static void
put_aliases(enum verb_id id)
{
	size_t count, found = 0;
	const struct verb_alias *aliases = verb_aliases(&count);

	for (size_t i = 0; i < count; i++) {
		if (aliases[i].id != id)
			continue;
		fputs(found++ == 0 ? "Also:" : ",", stdout);
		printf("\n.Ic #%s", aliases[i].name);
		if (aliases[i].value != NULL &&
		    strcmp(aliases[i].value, aliases[i].name) != 0)
			printf("\n.Pq %s", aliases[i].value);
		fputs(" ", stdout);
	}
	if (found > 0)
		puts(".");
}

static void
print_verbs(void)
{
	puts(".Bl -tag -width Ds");
	for (int i = 0; i < VERB_COUNT; i++) {
		const struct verb *verb = verb_get((enum verb_id)i);

		put_usage(verb->usage);
		put_help(verb->help);
		put_aliases((enum verb_id)i);
	}
	puts(".El");
}

static const char *const answers[] = {
	[ANSWER_NONE] = NULL,
	[ANSWER_APPLY] = "Do what was understood; the text goes where it was"
	    " meant to go.",
	[ANSWER_REPLY] = "Send the text to the user, and do nothing else.",
	[ANSWER_CANCEL] = "Forget it; the text stays a note.",
};
static_assert(ARRAY_LEN(answers) == ANSWER_COUNT, "every answer has a line");

/* The other words for an answer; bare ones where only a word is asked for. */
static void
put_answer_words(enum answer answer, bool bare)
{
	size_t count, found = 0;
	const struct answer_word *words = answer_words(&count);

	for (size_t i = 0; i < count; i++) {
		if (words[i].answer != answer || words[i].bare != bare ||
		    strcmp(words[i].word, answer_name(answer)) == 0)
			continue;
		fputs(found++ > 0 ? "," : bare
		    ? "To a\n.Cm confirm\nletter also:" : "Also:", stdout);
		printf("\n.Ic %s", bare ? "" : "#");
		fputs(words[i].word, stdout);
		fputs(" ", stdout);
	}
	if (found > 0)
		puts(".");
}

static void
print_answers(void)
{
	puts(".Bl -tag -width Ds");
	for (int i = ANSWER_NONE + 1; i < ANSWER_COUNT; i++) {
		printf(".It Ic #%s\n", answer_name((enum answer)i));
		put_sentences(answers[i]);
		put_answer_words((enum answer)i, false);
		put_answer_words((enum answer)i, true);
	}
	puts(".El");
}

/* When each letter is written. */
static const char *const occasions[] = {
	[LETTER_ACKNOWLEDGE] = "To the user: your mail has arrived, this is the"
	    " ticket's number.  Once per ticket.",
	[LETTER_NEW_TICKET] = "To the managers of the department, to its"
	    " members when it has none: there is a new ticket.  When the mail"
	    " was for no department in particular, to the managers of all.",
	[LETTER_USER_REPLY] = "To the agent who has the ticket, else to the"
	    " department's members, and to who follows it: the user wrote.",
	[LETTER_AGENT_REPLY] = "To the user, and to participants: an agent's"
	    " answer.  Whoever stands in To or Cc of the agent's own mail had"
	    " it, and is not told again.",
	[LETTER_ASSIGNED] = "To the agent to whom somebody gave the ticket.",
	[LETTER_NOTE] = "To the agent who has the ticket, and to who follows it: a"
	    " colleague left a note.",
	[LETTER_MOVED] = "To the managers, else members, of the department to"
	    " which the ticket was moved.",
	[LETTER_THIRD_PARTY] = "To the agent who has the ticket, else to the"
	    " members: somebody who has no part in it answered one of its"
	    " letters.  The ticket stays as it is.",
	[LETTER_BOUNCED] = "To the agent who has the ticket, else to the"
	    " members: an answer did not reach the user.  Once per address.",
	[LETTER_HELD] = "To the agent who wrote: the commands were not"
	    " understood or not allowed, nothing was done, line by line why;"
	    " or this is what they would do.",
	[LETTER_CONFIRM] = "To the agent in whose name a mail came without"
	    " proof: it is held as a note; if it was you, say yes.",
	[LETTER_REMINDER] = "To the agent who has the ticket, else to the"
	    " members: it was put aside until now, its date has passed, or what"
	    " was promised is near or missed.  To whom a rule tells, too.",
	[LETTER_ANSWER] = "To the agent who wrote: what was asked for, or what"
	    " was taken back.  It names the agent's control address.",
	[LETTER_COLLEAGUE_REPLIED] = "To the agent who has the ticket, and to"
	    " who follows it: a colleague answered the user.",
	[LETTER_DIGEST] = "To agents who want it, once a day: what happened on"
	    " tickets.",
	[LETTER_BEHALF] = "To the agent who opened a ticket for somebody else:"
	    " who was taken for the user, before anything goes there.",
	[LETTER_REFUSED] = "To an agent whose account is disabled, and who wrote"
	    " with a token all the same: nothing was done.",
	[LETTER_HELD_BACK] = "To the admins, else to the managers, once an"
	    " hour: so many letters were held back, by counter.",
	[LETTER_CLAIM] = "To the user: somebody answered a letter of theirs from"
	    " an address that is not theirs.  If it was the user, yes says so;"
	    " then whoever has that address is asked, too.",
	[LETTER_CLAIMED] = "To that address, when the user has said yes: is it"
	    " the same person?  It tells nothing of the user.  Yes makes one of"
	    " the two; silence, nothing.",
	[LETTER_PASSWORD] = "To whom a password is wanted for: a code, or a link,"
	    " with which they choose it, once.  An answer makes it useless.",
};
static_assert(ARRAY_LEN(occasions) == LETTER_EVENT_COUNT,
    "every letter has its occasion");

static const char *
what_answers_do(const struct letter_event_row *row)
{
	switch (row->answer) {
	case TOKEN_REPLY:
		return row->to_agents ? "An answer to it goes to the user."
				      : "An answer to it is on the ticket.";
	case TOKEN_NOTE:
		return "An answer to it is a private note.";
	case TOKEN_VERIFY:
		return row->to_agents
		    ? "An answer to it is one of the words above."
		    : "An answer to it is yes or no.";
	case TOKEN_CONTROL:
		return "An answer to it commands what it says, of the tickets"
		    " that it names.";
	case TOKEN_BOUNCE:
	case TOKEN_NONE:
		break;
	}
	assert(false);
	return "";
}

static void
print_letters(void)
{
	puts(".Bl -tag -width Ds");
	for (int i = 0; i < LETTER_EVENT_COUNT; i++) {
		const struct letter_event_row *row =
		    letter_event_row((enum letter_event)i);

		printf(".It Cm %s\n", row->name);
		put_sentences(occasions[i]);
		puts(what_answers_do(row));
		if (!row->counted)
			puts("No counter stops it.");
	}
	puts(".El");
}

static void
print_quarantine(void)
{
	size_t count;
	const struct quarantine_reason *reasons = quarantine_reasons(&count);

	puts(".Bl -tag -width Ds");
	for (size_t i = 0; i < count; i++) {
		printf(".It Cm %s\n", reasons[i].name);
		put_sentences(reasons[i].means);
		put_sentences(reasons[i].advice);
	}
	puts(".El");
}

static void
print_figures(void)
{
	puts(".Bl -tag -width Ds");
	for (int i = 0; i < FIGURE_IDS; i++) {
		const struct figure *figure = figure_get((enum figure_id)i);

		printf(".It Li maildesk_%s", figure->metric);
		if (figure->label != NULL)
			printf(" Pq by %s", figure->label);
		putchar('\n');
		put_sentences(figure->help);
		if (figure->key != NULL)
			printf("In JSON:\n.Li %s .\n", figure->key);
	}
	puts(".El");
}

static void
print_checks(void)
{
	size_t count;
	const struct check_step *steps = check_steps(&count);

	puts(".Bl -tag -width Ds");
	for (size_t i = 0; i < count; i++) {
		if ((steps[i].flags & IN_DOCTOR) == 0)
			continue;
		printf(".It Cm %s\n", steps[i].name);
		put_help(steps[i].what);
	}
	puts(".El");
}

static void
put_rule_word(const struct rule_word *word)
{
	printf(".It Cm %s", word->name);
	if (*word->usage != '\0')
		printf(" Ar %s", word->usage);
	putchar('\n');
	put_sentences(word->help);
}

static void
print_rule_words(const struct rule_word *words, size_t count)
{
	puts(".Bl -tag -width Ds");
	for (size_t i = 0; i < count; i++)
		put_rule_word(&words[i]);
	puts(".El");
}

static void
print_rule_lines(void)
{
	size_t count;
	const struct rule_word *words = rule_line_words(&count);

	print_rule_words(words, count);
}

static void
print_rule_deeds(void)
{
	size_t count;
	const struct rule_word *words = rule_deed_words(&count);

	print_rule_words(words, count);
}

static void
print_rule_triggers(void)
{
	print_rule_words(rule_trigger_word((enum rule_trigger)0),
	    RULE_TRIGGER_COUNT);
}

static void
print_rule_conditions(void)
{
	print_rule_words(rule_test_word((enum rule_test)0), RULE_TEST_COUNT);
}

static void
print_query(void)
{
	size_t count;
	const struct query_help *fields = query_help(&count);

	puts(".Bl -tag -width Ds");
	for (size_t i = 0; i < count; i++) {
		struct slice value = slice_of(fields[i].value);
		struct slice rest = slice_of(fields[i].name), piece;

		slice_cut(&rest, '.', &piece);
		printf(".It Ic %.*s", SLICE_ARG(piece));
		if (rest.len > 0)
			printf(". Ns Ar %.*s", SLICE_ARG(rest));
		printf(" Ns Cm :\\& Ns %s %s\n", is_capital(value) ? "Ar" : "Cm",
		    fields[i].value);
		put_help(fields[i].help);
	}
	puts(".El");
}

static const struct {
	const char *name;
	void (*print)(void);
} tables[] = {
	{ "checks", print_checks },
	{ "commands", print_commands },
	{ "common-options", print_common_options },
	{ "figures", print_figures },
	{ "letters", print_letters },
	{ "answers", print_answers },
	{ "quarantine", print_quarantine },
	{ "query", print_query },
	{ "rule-conditions", print_rule_conditions },
	{ "rule-deeds", print_rule_deeds },
	{ "rule-lines", print_rule_lines },
	{ "rule-triggers", print_rule_triggers },
	{ "settings", print_settings },
	{ "verbs", print_verbs },
};

int
main(int argc, char **argv)
{
	for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
		if (argc < 2)
			puts(tables[i].name);
		else if (strcmp(argv[1], tables[i].name) == 0)
			tables[i].print();
	}
	return EXIT_SUCCESS;
}
