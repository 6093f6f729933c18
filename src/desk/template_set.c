/* Which text a letter is made of: the site's own, a carried one, English. */
#include "desk/language.h"
#include "desk/template.h"

static bool
find_own(const struct template_set *set, struct slice language,
    struct slice event, struct slice *text)
{
	for (size_t i = 0; set != NULL && i < set->count; i++) {
		const struct template_file *file = &set->files[i];

		if (slice_eq_nocase(file->language, language) &&
		    slice_eq(file->event, event)) {
			*text = file->text;
			return true;
		}
	}
	return false;
}

/* An empty event is any. */
static bool
find_carried(struct slice language, struct slice event, struct slice *text)
{
	struct slice	name, folder, found;
	const char	*carried;

	for (size_t i = 0; (carried = template_name(i, &found)) != NULL; i++) {
		name = slice_of(carried);
		if (slice_cut(&name, '/', &folder) &&
		    slice_eq_nocase(folder, language) &&
		    (event.len == 0 || slice_eq(name, event))) {
			*text = found;
			return true;
		}
	}
	return false;
}

bool
template_text(const struct template_set *set, struct slice language,
    struct slice event, struct slice *tag, struct slice *text, bool *carried)
{
	const struct slice tags[] = { language, language_primary(language),
		SLICE(LANGUAGE_DEFAULT) };

	for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
		*tag = tags[i];
		*carried = !find_own(set, tags[i], event, text);
		if (!*carried || find_carried(tags[i], event, text))
			return true;
	}
	return false;
}

bool
template_language_exists(const struct template_set *set,
    struct slice language)
{
	const struct slice tags[] = { language, language_primary(language) };
	struct slice text;

	for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
		if (find_carried(tags[i], SLICE_EMPTY, &text))
			return true;
		for (size_t j = 0; set != NULL && j < set->count; j++)
			if (slice_eq_nocase(set->files[j].language, tags[i]))
				return true;
	}
	return false;
}

int
template_render(const struct template_set *set, struct slice language,
    const char *event, const struct template_value *values, size_t count,
    struct arena *arena, struct template_result *out, struct fail *why)
{
	struct slice	tag, text;
	bool		carried;

	if (!template_text(set, language, slice_of(event), &tag, &text,
	    &carried))
		return fail_set(why, FAIL_SETUP,
		    "template: there is no %s in any language", event);
	template_render_text(tag, text, values, count, arena, out);
	return 0;
}
