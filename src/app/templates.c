/* Letters in a site's own words, from their folder. */
#include "app/templates.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "desk/language.h"
#include "desk/letter_event.h"

/* -1, for the first of several. */
static int
refuse(struct fail *why, const struct fail *bad)
{
	*why = *bad;
	return -1;
}

/* What is in a folder, by name. */
struct names {
	char **items;
	size_t count;
};

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What editors and people leave beside their files. */
static bool
is_left_over(const char *name)
{
	size_t len = strlen(name);

	return name[0] == '.' || name[0] == '#' || name[len - 1] == '~';
}

/* 1; 0: there is no such folder. */
static int
list(const char *folder, struct arena *arena, struct names *out,
    struct fail *why)
{
	DIR *dir = opendir(folder);
	struct dirent *item;

	*out = (struct names){ NULL, 0 };
	if (dir == NULL)
		return errno == ENOENT ? 0
		    : fail_sys(why, FAIL_SETUP, "open %s", folder);
	while ((item = readdir(dir)) != NULL) {
		if (is_left_over(item->d_name))
			continue;
		if (out->count == TEMPLATE_FILES_MAX)
			break;
		out->items = arena_grow(arena, out->items,
		    out->count * sizeof(*out->items),
		    (out->count + 1) * sizeof(*out->items));
		out->items[out->count++] = arena_string(arena,
		    slice_of(item->d_name));
	}
	closedir(dir);
	if (out->count > 1)
		qsort(out->items, out->count, sizeof(*out->items), compare);
	return 1;
}

/* Line ends as ours, whatever the editor. */
static struct slice
with_our_line_ends(struct slice bytes, struct arena *arena)
{
	struct text text = TEXT_IN(arena);
	struct slice line;

	if (slice_starts(bytes, SLICE("\xef\xbb\xbf")))
		bytes = slice_from(bytes, 3);
	while (slice_line(&bytes, &line)) {
		text_add(&text, line);
		text_add_char(&text, '\n');
	}
	return text_slice(&text);
}

static int
load_file(const char *path, const char *event, struct slice language,
    struct arena *arena, struct template_file *out, struct fail *why)
{
	enum letter_event unused;
	struct slice bytes;

	if (!letter_event_parse(slice_of(event), &unused))
		return fail_set(why, FAIL_SETUP, "template %s: the desk writes"
		    " no letter of that name", path);
	if (file_read(path, TEMPLATE_FILE_MAX, arena, &bytes, why) < 0) {
		if (why != NULL)
			why->kind = FAIL_SETUP;
		return -1;
	}
	bytes = with_our_line_ends(bytes, arena);
	if (!slice_is_utf8(bytes) || slice_index(bytes, '\0') < bytes.len)
		return fail_set(why, FAIL_SETUP,
		    "template %s:1: is not plain text in UTF-8", path);
	*out = (struct template_file){ language, slice_of(event), bytes };
	return template_check_text(path, bytes, why);
}

static void
add(struct template_set *set, struct arena *arena, struct template_file file)
{
	set->files = arena_grow(arena, set->files,
	    set->count * sizeof(*set->files),
	    (set->count + 1) * sizeof(*set->files));
	set->files[set->count++] = file;
}

int
templates_load_language(const char *folder, struct slice language,
    struct arena *arena, struct template_set *out,
    void (*each)(const char *path, const struct fail *bad, void *data),
    void *data, struct fail *why)
{
	struct template_file file = { SLICE_EMPTY, SLICE_EMPTY, SLICE_EMPTY };
	struct names names;
	const char *path;
	int rc = list(folder, arena, &names, why) < 0 ? -1 : 0;

	for (size_t i = 0; i < names.count; i++) {
		struct fail bad = FAIL_INIT;
		bool good;

		path = arena_format(arena, "%s/%s", folder,
		    names.items[i]).data;
		good = load_file(path, names.items[i], language, arena, &file,
		    &bad) == 0;
		if (good)
			add(out, arena, file);
		else if (rc == 0)
			rc = refuse(why, &bad);
		if (each != NULL)
			each(path, good ? NULL : &bad, data);
	}
	return rc;
}

int
templates_load(const char *folder, struct arena *arena,
    struct template_set *out, struct fail *why)
{
	struct names names;
	const char *path;
	struct slice tag;
	int rc;

	*out = (struct template_set){ NULL, 0 };
	rc = list(folder, arena, &names, why) < 0 ? -1 : 0;
	for (size_t i = 0; i < names.count; i++) {
		struct fail bad = FAIL_INIT;

		tag = slice_of(names.items[i]);
		path = arena_format(arena, "%s/%s", folder,
		    names.items[i]).data;
		if (!language_is_tag(tag))
			fail_set(&bad, FAIL_SETUP, "template %s: no language"
			    " is called so; a folder for each, as \"de\"",
			    path);
		else if (templates_load_language(path, tag, arena, out, NULL,
			NULL, &bad) == 0)
			continue;
		if (rc == 0)
			rc = refuse(why, &bad);
	}
	return rc;
}

static int
check_language(const struct conf *conf, const struct template_set *set,
    struct fail *why)
{
	if (template_language_exists(set, slice_of(conf->language)))
		return 0;
	return fail_set(why, FAIL_SETUP, "%s: desk.language: there are no"
	    " letters in \"%s\"; `maildesk template list` names the"
	    " languages that there are, `maildesk template install` adds one",
	    conf->path, conf->language);
}

int
templates_check(const struct conf *conf, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct template_set set;
	int rc = template_check(why);

	if (rc == 0)
		rc = templates_load(conf->templates_dir, &arena, &set, why);
	if (rc == 0)
		rc = check_language(conf, &set, why);
	arena_free(&arena);
	return rc;
}
