/* maildesk template check, install: letters in a site's own words. */
#include "app/cli_commands.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli_print.h"
#include "app/templates.h"
#include "base/file.h"
#include "desk/language.h"
#include "desk/letter_event.h"

#define FOLDER_MODE 0750
#define FILE_MODE 0640

/* What is told of the files, one by one. */
struct report {
	struct cli *cli;
	struct json *json; /* an array */
	size_t good, bad;
};

static void
report_file(const char *path, const struct fail *bad, void *data)
{
	struct report *report = data;
	struct json *item = json_append_object(report->json);

	*(bad == NULL ? &report->good : &report->bad) += 1;
	json_add_text(item, "file", slice_of(path));
	json_add_text_or_null(item, "wrong", bad == NULL ? SLICE_EMPTY
	    : slice_of(bad->text));
	if (bad != NULL && !report->cli->json)
		cli_print_line(report->cli, slice_of(bad->text));
}

/* "fr" of "/home/kim/letters/fr", or what --language says. */
static int
read_language(struct cli *cli, char folder[PATH_MAX], struct slice *out,
    struct fail *why)
{
	char *path = arena_string(&cli->arena, cli_argument(cli, 0));
	struct slice all;

	if (realpath(path, folder) == NULL)
		return fail_sys(why, FAIL_REFUSE, "%s", path);
	all = slice_of(folder);
	*out = cli_option_slice(cli, "--language");
	if (out->len == 0)
		*out = slice_from(all, slice_rindex(all, '/') + 1);
	if (!language_is_tag(*out))
		return fail_set(why, FAIL_REFUSE, "\"%.*s\" is no language: a"
		    " folder is called as its language, \"de\" or \"pt-BR\","
		    " or --language says it", SLICE_ARG(*out));
	return 0;
}

/* Reads a folder of one language, and tells of what is wrong in it. */
static int
read_folder(struct cli *cli, struct report *report, struct slice *language,
    struct template_set *set, struct fail *why)
{
	char folder[PATH_MAX];

	*set = (struct template_set){ NULL, 0 };
	*report = (struct report){ .cli = cli, .json = json_new_array() };
	if (read_language(cli, folder, language, why) < 0)
		return -1;
	if (templates_load_language(folder, *language, &cli->arena, set,
		report_file, report, why) < 0)
		return report->bad == 0 ? -1 : fail_set(why, FAIL_REFUSE,
		    "%zu of %zu letters in %s cannot be used", report->bad,
		    report->bad + report->good, folder);
	if (set->count == 0)
		return fail_set(why, FAIL_REFUSE, "there are no letters in"
		    " %s: a file for each, called as the letter, such as"
		    " acknowledge", folder);
	return 0;
}

/* Which letters a language would still take from another one. */
static struct slice
missing(struct cli *cli, const struct template_set *set,
    struct slice language)
{
	struct text names = TEXT_IN(&cli->arena);
	struct slice tag, text;
	bool carried;

	for (int i = 0; i < LETTER_EVENT_COUNT; i++) {
		const char *event =
		    letter_event_row((enum letter_event)i)->name;

		if (!template_text(set, language, slice_of(event), &tag, &text,
			&carried) || !slice_eq_nocase(tag, language))
			text_add_format(&names, "%s%s",
			    names.len > 0 ? ", " : "", event);
	}
	return text_slice(&names);
}

/* JSON even of what is refused: it says which files. */
static void
print_report(const struct report *report)
{
	if (report->json != NULL && report->cli->json)
		cli_show_json(report->cli, report->json);
	json_free(report->json);
}

static void
print_missing(struct cli *cli, const struct template_set *set,
    struct slice language)
{
	struct slice names = missing(cli, set, language);

	if (names.len > 0 && !cli->json)
		cli_print_line(cli, arena_format(&cli->arena, "not in \"%.*s\","
		    " and so in another language: %.*s", SLICE_ARG(language),
		    SLICE_ARG(names)));
}

static int
check_folder(struct cli *cli, struct fail *why)
{
	struct report report;
	struct template_set set;
	struct slice language;
	int rc = read_folder(cli, &report, &language, &set, why);

	print_report(&report);
	if (rc == 0 && !cli->json)
		cli_print_line(cli, arena_format(&cli->arena, "%zu letters in"
		    " \"%.*s\" are good", set.count, SLICE_ARG(language)));
	if (rc == 0)
		print_missing(cli, &set, language);
	return rc;
}

int
cli_template_check(struct cli *cli, struct fail *why)
{
	struct json *json;

	if (cli->argument_count > 0)
		return check_folder(cli, why);
	if (templates_check(&cli->conf, why) < 0)
		return -1;
	if (cli->json) {
		json = json_new_array();
		cli_print_json(cli, json);
		return 0;
	}
	cli_print_line(cli, SLICE("all letters are good"));
	return 0;
}

/*
 * Each file is replaced whole.  A crash between two leaves letters of which
 * each is good, old or new; to say it again does the rest.
 */
static int
put_files(struct cli *cli, const struct template_set *set,
    struct slice language, struct fail *why)
{
	const char *top = cli->conf.templates_dir;
	const char *folder = arena_format(&cli->arena, "%s/%.*s", top,
	    SLICE_ARG(language)).data;

	if (file_mkdir(top, FOLDER_MODE, why) < 0 ||
	    file_mkdir(folder, FOLDER_MODE, why) < 0)
		return -1;
	for (size_t i = 0; i < set->count; i++) {
		const char *path = arena_format(&cli->arena, "%s/%.*s",
		    folder, SLICE_ARG(set->files[i].event)).data;

		if (file_replace(path, set->files[i].text, FILE_MODE, why) < 0)
			return -1;
	}
	return 0;
}

int
cli_template_install(struct cli *cli, struct fail *why)
{
	struct report report;
	struct template_set set;
	struct slice language;
	int rc = read_folder(cli, &report, &language, &set, why);

	if (rc == 0)
		rc = put_files(cli, &set, language, why);
	print_report(&report);
	if (rc < 0 || cli->json)
		return rc;
	cli_print_line(cli, arena_format(&cli->arena, "%zu letters in \"%.*s\""
	    " are in %s; a running desk takes them with `systemctl reload"
	    " maildesk`", set.count, SLICE_ARG(language),
	    cli->conf.templates_dir));
	print_missing(cli, &set, language);
	return 0;
}
