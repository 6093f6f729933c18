/* The manifest of a backup: a line for each thing, a word and its value. */
#include "app/backup_folder.h"

#include <inttypes.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"

#define MANIFEST_NAME "manifest"
#define MANIFEST_MAX ((size_t)64 << 10)
/* Another number means that older programs cannot restore it. */
#define FORMAT 1

/* Where a thing stands in struct manifest; a number or a word. */
static const struct field {
	const char *name;
	bool is_text;
	size_t at;
} fields[] = {
#define NUMBER(name, member) { name, false, offsetof(struct manifest, member) }
#define WORD(name, member) { name, true, offsetof(struct manifest, member) }
	NUMBER("made-at", made_at),
	WORD("desk-id", desk_id),
	WORD("epoch", epoch),
	NUMBER("desk-copy", desk_copy),
	WORD("desk-digest", desk_digest),
	NUMBER("cursor", cursor),
	NUMBER("last", last),
	NUMBER("messages", messages),
	NUMBER("tickets", counts.tickets),
	NUMBER("entries", counts.entries),
	NUMBER("people", counts.people),
	NUMBER("letters", counts.letters),
	NUMBER("filings", counts.filings),
};

static const char *
manifest_path(const char *folder, struct arena *arena)
{
	return arena_format(arena, "%s/" MANIFEST_NAME, folder).data;
}

static void *
place_of(struct manifest *manifest, const struct field *field)
{
	return (char *)manifest + field->at;
}

/* The value behind a name; false when there is no such line. */
static bool
find_line(struct slice text, const char *name, struct slice *value)
{
	struct slice line, word;

	while (slice_line(&text, &line)) {
		slice_cut(&line, ' ', &word);
		if (!slice_eq(word, slice_of(name)))
			continue;
		*value = line;
		return true;
	}
	return false;
}

static bool
parse_field(struct slice text, const struct field *field,
    struct manifest *out)
{
	struct slice value;

	if (!find_line(text, field->name, &value))
		return false;
	if (!field->is_text)
		return slice_number(value, INT64_MAX, place_of(out, field));
	*(struct slice *)place_of(out, field) = value;
	return true;
}

static int
parse(struct slice text, const char *path, struct manifest *out,
    struct fail *why)
{
	struct slice value;
	int64_t format;

	*out = (struct manifest){ .made_at = 0 };
	if (!find_line(text, "format", &value) ||
	    !slice_number(value, INT64_MAX, &format))
		return fail_set(why, FAIL_SETUP,
		    "%s is not the manifest of a backup", path);
	if (format != FORMAT)
		return fail_set(why, FAIL_SETUP,
		    "%s: made by another maildesk, which this one cannot read",
		    path);
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		if (!parse_field(text, &fields[i], out))
			return fail_set(why, FAIL_SETUP,
			    "%s: damaged: \"%s\" is missing or wrong", path,
			    fields[i].name);
	return 1;
}

int
manifest_load(const char *folder, struct arena *arena, struct manifest *out,
    struct fail *why)
{
	const char *path = manifest_path(folder, arena);
	struct slice text;

	if (access(path, F_OK) < 0)
		return 0;
	if (file_read(path, MANIFEST_MAX, arena, &text, why) < 0)
		return -1;
	return parse(text, path, out, why);
}

int
manifest_save(const char *folder, const struct manifest *manifest,
    struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct text text = TEXT_IN(&arena);
	struct manifest copy = *manifest;
	int rc;

	text_add_string(&text, "# A backup of maildesk " VERSION "; `maildesk"
	    " restore` reads it.\n");
	text_add_format(&text, "format %d\n", FORMAT);
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		void *value = place_of(&copy, &fields[i]);

		text_add_format(&text, "%s ", fields[i].name);
		if (fields[i].is_text)
			text_add(&text, *(struct slice *)value);
		else
			text_add_format(&text, "%" PRId64, *(int64_t *)value);
		text_add_char(&text, '\n');
	}
	rc = file_replace(manifest_path(folder, &arena), text_slice(&text),
	    0600, why);
	arena_free(&arena);
	return rc;
}
