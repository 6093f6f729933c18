/* The table of settings as a commented maildesk.conf, and for the manual. */
#include "port/conf_keys.h"

#include "base/text.h"

#define WIDTH 78
#define INDENT 8 /* a tab */

static const char preamble[] =
    "# maildesk.conf: every setting with its default.  Take the # away from"
    " those\n"
    "# that shall be otherwise; desk.domain must be set.  After a change:"
    " systemctl\n"
    "# reload maildesk, or kill -HUP.  Passwords stand in files of their"
    " own.\n";

/* Words as comment lines. */
static void
print_comment(FILE *to, const char *indent, const char *words)
{
	struct slice rest = slice_of(words), word;
	size_t used = 0, margin = *indent == '\0' ? 0 : INDENT;

	while (slice_cut(&rest, ' ', &word)) {
		if (used == 0 || used + 1 + word.len > WIDTH) {
			fprintf(to, "%s%s#", used == 0 ? "" : "\n", indent);
			used = margin + 1;
		}
		fprintf(to, " %.*s", SLICE_ARG(word));
		used += 1 + word.len;
	}
	fputc('\n', to);
}

/* A fallback as it is written; see conf_value.c for what is a number. */
static void
print_value(FILE *to, const struct conf_key *key)
{
	const char *value = key->example != NULL ? key->example
						 : key->fallback;
	const struct conf_key *state;

	if (key->kind == CONF_INTEGER || key->kind == CONF_SWITCH) {
		fputs(value, to);
	} else if (key->in_state) {
		state = conf_key_find(SLICE("state"), SLICE("dir"));
		fprintf(to, "\"%s%s%s\"", state->fallback,
		    *value == '\0' ? "" : "/", value);
	} else {
		fprintf(to, "\"%s\"", value);
	}
}

static void
print_key(FILE *to, const struct conf_key *key)
{
	print_comment(to, "\t", key->help);
	fprintf(to, "\t#%s = ", key->name);
	print_value(to, key);
	fputs(";\n", to);
}

/* Its settings are comments: they must be filled in. */
static void
begin_list(FILE *to, const char *name, const char *help,
    const struct conf_key *keys, size_t count)
{
	fputc('\n', to);
	print_comment(to, "", help);
	fprintf(to, "%s = (\n\t#{\n", name);
	for (size_t i = 0; i < count; i++)
		print_key(to, &keys[i]);
}

static void
print_lists(FILE *to)
{
	size_t count;
	const struct conf_key *keys = conf_oauth_keys(&count);

	begin_list(to, CONF_OAUTH, conf_oauth_help, keys, count);
	fputs("\t#}\n);\n", to);
	keys = conf_imap_keys(&count);
	begin_list(to, CONF_IMAP, conf_imap_help, keys, count);
	keys = conf_folder_keys(&count);
	print_comment(to, "\t", "What is read, and for whom.");
	fputs("\t#folders = (\n\t#{\n", to);
	for (size_t i = 0; i < count; i++)
		print_key(to, &keys[i]);
	fputs("\t#} );\n\t#}\n);\n", to);
	keys = conf_maildir_keys(&count);
	begin_list(to, CONF_MAILDIR, conf_maildir_help, keys, count);
	fputs("\t#}\n);\n", to);
}

void
conf_print_sample(FILE *to)
{
	size_t group_count, key_count;
	const struct conf_group *groups = conf_groups(&group_count);
	const struct conf_key *keys = conf_keys(&key_count);

	fputs(preamble, to);
	for (size_t i = 0; i < group_count; i++) {
		fputc('\n', to);
		print_comment(to, "", groups[i].help);
		fprintf(to, "%s = {\n", groups[i].name);
		for (size_t j = 0; j < key_count; j++)
			if (slice_eq(slice_of(keys[j].group),
				slice_of(groups[i].name)))
				print_key(to, &keys[j]);
		fputs("};\n", to);
	}
	print_lists(to);
}

static void
each_of(const struct conf_key *keys, size_t count,
    void (*each)(const char *key, const char *kind, const char *fallback,
	const char *help, void *data), void *data)
{
	char name[64];

	for (size_t i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "%s.%s", keys[i].group,
		    keys[i].name);
		each(name, conf_kind_name(keys[i].kind), keys[i].fallback,
		    keys[i].help, data);
	}
}

void
conf_each_key(void (*each)(const char *key, const char *kind,
    const char *fallback, const char *help, void *data), void *data)
{
	size_t count;
	const struct conf_key *keys = conf_keys(&count);

	each_of(keys, count, each, data);
	keys = conf_oauth_keys(&count);
	each_of(keys, count, each, data);
	keys = conf_imap_keys(&count);
	each_of(keys, count, each, data);
	keys = conf_folder_keys(&count);
	each_of(keys, count, each, data);	keys = conf_maildir_keys(&count);
	each_of(keys, count, each, data);
}
