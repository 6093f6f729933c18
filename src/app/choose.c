/* Which department a new mail is for. */
#include "choose.h"

#include "app/ours.h"
#include "desk/token.h"
#include "mail/address.h"
#include "store/departments.h"

/* "[ext] [sales] printers" has two; more are text. */
#define TAGS_MAX 3

static bool
allows(const struct department *department, enum department_choice how)
{
	return !department->disabled && (department->choice == how ||
	    department->choice == CHOICE_ANY);
}

/* 1: a department of this name that may be chosen so; 0; -1. */
static int
by_word(struct desk *desk, struct work *work, struct slice word,
    enum department_choice how, struct choice *out, struct fail *why)
{
	struct department department;
	int got;

	if (slice_index(word, '@') < word.len)
		return 0;
	got = departments_by_name(desk->db, word, &work->arena, &department,
	    why);
	if (got <= 0)
		return got;
	if (!allows(&department, how))
		return 0;
	*out = (struct choice){ department.id, true,
		department_choice_name(how) };
	return 1;
}

/* A token is no name, whatever a department is called. */
static int
by_extension(struct desk *desk, struct work *work, struct slice recipient,
    struct choice *out, struct fail *why)
{
	struct department ours;
	struct slice local, domain;
	struct token token;
	size_t plus;
	int got;

	if (token_in_address(recipient, &token) ||
	    !address_split(recipient, &local, &domain))
		return 0;
	plus = slice_index(local, '+');
	if (plus + 1 >= local.len)
		return 0;
	got = ours_department(desk, recipient, &work->arena, &ours, why);
	return got <= 0 ? got : by_word(desk, work, slice_from(local, plus + 1),
	    CHOICE_EXTENSION, out, why);
}

static int
by_address(struct desk *desk, struct work *work, struct slice recipient,
    struct choice *out, struct fail *why)
{
	struct department department;
	int got = ours_department(desk, recipient, &work->arena, &department,
	    why);

	if (got <= 0)
		return got;
	if (department.is_default || department.disabled)
		return 0;
	*out = (struct choice){ department.id, true,
		department_choice_name(CHOICE_ADDRESS) };
	return 1;
}

static int
by_tag(struct desk *desk, struct work *work, struct choice *out,
    struct fail *why)
{
	struct slice rest = mail_base_subject(work->mail.subject);
	size_t end;
	int got = 0;

	for (int i = 0; i < TAGS_MAX && got == 0; i++) {
		end = slice_index(rest, ']');
		if (!slice_starts(rest, SLICE("[")) || end == rest.len)
			return 0;
		got = by_word(desk, work, slice_from(slice_head(rest, end), 1),
		    CHOICE_TAG, out, why);
		rest = slice_trim(slice_from(rest, end + 1));
	}
	return got;
}

int
choose(struct desk *desk, struct work *work, struct choice *out,
    struct fail *why)
{
	const struct envelope *envelope = &work->envelope;
	struct department department = { 0 };
	int got = 0;

	*out = (struct choice){ .how = "default" };
	for (size_t i = 0; i < envelope->recipient_count && got == 0; i++)
		got = by_extension(desk, work, envelope->recipients[i], out,
		    why);
	for (size_t i = 0; i < envelope->recipient_count && got == 0; i++)
		got = by_address(desk, work, envelope->recipients[i], out, why);
	if (got == 0)
		got = by_tag(desk, work, out, why);
	if (got != 0)
		return got < 0 ? -1 : 0;
	got = departments_default(desk->db, &work->arena, &department, why);
	out->department_id = department.id;
	return got < 0 ? -1 : 0;
}
