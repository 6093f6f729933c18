/* What the names in a query mean. */
#include "search_wanted.h"

#include <stdlib.h>

#include "desk/label.h"
#include "mail/address.h"
#include "rows.h"
#include "store/departments.h"
#include "store/fields.h"
#include "store/fold.h"
#include "store/organizations.h"
#include "store/people.h"

#define CANDIDATES_MAX 5

static int
refuse(const struct query_term *term, const char *sentence, struct fail *why)
{
	return fail_set(why, FAIL_REFUSE, "%s:%.*s: %s",
	    query_field_name(term->field), SLICE_ARG(term->value), sentence);
}

static int
by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static const struct sql merged_into = {
	"SELECT id FROM person WHERE merged_into = ?1"
};

/* With those that were merged into them: what they wrote keeps their number. */
static int
add_merged(struct search *search, struct wanted *wanted, int64_t *ids,
    size_t count, struct fail *why)
{
	struct db_stmt *stmt;
	size_t n = count;
	int got;

	for (size_t i = 0; i < count; i++) {
		stmt = db_use(search->db, &merged_into);
		db_bind_int(stmt, 1, ids[i]);
		while ((got = db_step(stmt, why)) > 0) {
			ids = arena_grow(search->arena, ids,
			    n * sizeof(*ids), (n + 1) * sizeof(*ids));
			ids[n++] = db_int(stmt, 0);
		}
		if (got < 0)
			return -1;
	}
	qsort(ids, n, sizeof(*ids), by_number);
	wanted->ids = ids;
	wanted->id_count = n;
	return 0;
}

static int64_t *
one_id(struct search *search, int64_t id)
{
	int64_t *ids = arena_alloc(search->arena, sizeof(*ids));

	*ids = id;
	return ids;
}

/* A number or an address: 1, 0, -1. */
static int
find_one(struct search *search, struct slice word, struct person *out,
    struct fail *why)
{
	struct address address;
	struct slice identity;
	int64_t id;

	if (slice_starts(word, SLICE("#")))
		word = slice_from(word, 1);
	if (slice_number(word, INT64_MAX, &id))
		return people_get(search->db, id, search->arena, out, why);
	if (!address_identity(word, search->arena, &identity))
		return 0;
	return people_by_identity(search->db, identity, search->arena, out,
	    &address, why);
}

static int
resolve_people(struct search *search, const struct query_term *term,
    struct wanted *wanted, struct fail *why)
{
	struct people_filter filter = { .word = term->value,
		.by_agent = term->field == QUERY_ASSIGNEE, .is_agent = true,
		.max = SEARCH_PEOPLE_MAX };
	struct person person = search->who->person;
	int64_t *ids;
	size_t count = 1;
	int got = 1;

	if (slice_eq_nocase(term->value, SLICE("me"))) {
		if (person.id == 0)
			return refuse(term, "you are nobody here: name"
			    " somebody", why);
	} else {
		got = find_one(search, term->value, &person, why);
	}
	if (got < 0)
		return -1;
	if (got == 1)
		ids = one_id(search, person.id);
	else if (people_search(search->db, &filter, search->arena, &ids,
		&count, why) < 0)
		return -1;
	if (count == 0)
		return refuse(term, "nobody is called so", why);
	if (count == SEARCH_PEOPLE_MAX)
		return refuse(term, "too many people are called so: say more"
		    " of the name, or the number", why);
	return add_merged(search, wanted, ids, count, why);
}

static int
resolve_assignee(struct search *search, const struct query_term *term,
    struct wanted *wanted, struct fail *why)
{
	if (!slice_eq_nocase(term->value, SLICE("none")))
		return resolve_people(search, term, wanted, why);
	wanted->ids = one_id(search, 0);
	wanted->id_count = 1;
	return 0;
}

static int
refuse_department(struct search *search, const struct query_term *term,
    struct fail *why)
{
	struct text text = TEXT_IN(search->arena);
	struct department *all;
	size_t count;

	if (departments_list(search->db, search->arena, &all, &count, why) < 0)
		return -1;
	text_add_string(&text, "there is no such department; there are ");
	for (size_t i = 0; i < count; i++) {
		text_add_string(&text, i > 0 ? ", " : "");
		text_add_line(&text, all[i].name);
	}
	return refuse(term, text_string(&text), why);
}

static int
resolve_department(struct search *search, const struct query_term *term,
    struct wanted *wanted, struct fail *why)
{
	struct department department;
	int got = departments_by_name(search->db, term->value, search->arena,
	    &department, why);

	if (got < 0)
		return -1;
	if (got == 0)
		return refuse_department(search, term, why);
	wanted->ids = one_id(search, department.id);
	wanted->id_count = 1;
	return 0;
}

static int
refuse_organization(struct search *search, const struct query_term *term,
    struct fail *why)
{
	struct organization_filter filter = { .word = term->value,
		.max = CANDIDATES_MAX };
	struct text text = TEXT_IN(search->arena);
	struct organization *near;
	size_t count;

	if (organizations_list(search->db, &filter, search->arena, &near,
		&count, why) < 0)
		return -1;
	text_add_string(&text, "there is no such organization");
	for (size_t i = 0; i < count; i++) {
		text_add_string(&text, i > 0 ? ", " : "; there are ");
		text_add_line(&text, near[i].name);
	}
	return refuse(term, text_string(&text), why);
}

/* A name or a number; "none" is of nobody who belongs somewhere. */
static int
resolve_organization(struct search *search, const struct query_term *term,
    struct wanted *wanted, struct fail *why)
{
	struct organization organization = { .id = 0 };
	int64_t id;
	int got = 1;

	if (!slice_eq_nocase(term->value, SLICE("none")))
		got = slice_number(term->value, INT64_MAX, &id)
		    ? organizations_get(search->db, id, search->arena,
			&organization, why)
		    : organizations_find(search->db, term->value,
			search->arena, &organization, why);
	if (got < 0)
		return -1;
	if (got == 0)
		return refuse_organization(search, term, why);
	wanted->ids = one_id(search, organization.id);
	wanted->id_count = 1;
	return 0;
}

static int
resolve_role(struct search *search, const struct query_term *term,
    struct wanted *wanted, struct fail *why)
{
	struct text text = TEXT_IN(search->arena);
	struct organization_role role, *all;
	size_t count;
	int got = organization_roles_find(search->db, term->value,
	    search->arena, &role, why);

	if (got == 1) {
		wanted->ids = one_id(search, role.id);
		wanted->id_count = 1;
		return 0;
	}
	if (got < 0 || organization_roles_list(search->db, search->arena,
		&all, &count, why) < 0)
		return -1;
	text_add_string(&text, "there is no such role; there are ");
	for (size_t i = 0; i < count; i++) {
		text_add_string(&text, i > 0 ? ", " : "");
		text_add_line(&text, all[i].name);
	}
	return refuse(term, text_string(&text), why);
}

/* Of tickets, else of their users. */
static int
resolve_field(struct search *search, const struct query_term *term,
    struct wanted *wanted, struct fail *why)
{
	struct field field;
	int got = fields_find(search->db, FIELD_OF_TICKET, term->name,
	    search->arena, &field, why);

	if (got == 0) {
		got = fields_find(search->db, FIELD_OF_PERSON, term->name,
		    search->arena, &field, why);
		wanted->of_person = true;
	}
	if (got < 0)
		return -1;
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "there is no field"
		    " \"%.*s\": `maildesk field list` names them",
		    SLICE_ARG(term->name));
	wanted->ids = one_id(search, field.id);
	wanted->id_count = 1;
	wanted->value = fold_name(term->value, search->arena);
	return 0;
}

static int
resolve(struct search *search, const struct query_term *term,
    struct wanted *wanted, struct fail *why)
{
	switch (term->field) {
	case QUERY_FROM:
	case QUERY_TO:
	case QUERY_USER:
		return resolve_people(search, term, wanted, why);
	case QUERY_ASSIGNEE:
		return resolve_assignee(search, term, wanted, why);
	case QUERY_ORG:
		return resolve_organization(search, term, wanted, why);
	case QUERY_ROLE:
		return resolve_role(search, term, wanted, why);
	case QUERY_DEPARTMENT:
		return resolve_department(search, term, wanted, why);
	case QUERY_LABEL:
		if (!labels_fold(term->value, search->arena, &wanted->value))
			return refuse(term, "that is no label", why);
		return 0;
	case QUERY_OWN_FIELD:
		return resolve_field(search, term, wanted, why);
	case QUERY_STATUS:
	case QUERY_PRIORITY:
	case QUERY_BEFORE:
	case QUERY_AFTER:
	case QUERY_HAS:
	case QUERY_TEXT:
	case QUERY_SUBJECT:
	case QUERY_FILE:
	case QUERY_NOTE:
	case QUERY_FIELD_COUNT:
		break;
	}
	return 0;
}

/* In which columns of the full text each field looks. */
static const char *
columns_of(enum query_field field)
{
	return field == QUERY_SUBJECT ? "subject : "
	    : field == QUERY_FILE ? "files : "
	    : field == QUERY_NOTE ? "text : " : "";
}

/* First what shall be there, then what shall not: the language wants it so. */
static struct slice
make_match(struct search *search, const struct query *query)
{
	struct text match = TEXT_IN(search->arena);
	struct text phrase = TEXT_IN(search->arena);

	for (int without = 0; without <= 1; without++)
		for (size_t i = 0; i < query->count; i++) {
			const struct query_term *term = &query->terms[i];

			text_clear(&phrase);
			if (!query_is_text(term->field) ||
			    term->without != (without == 1))
				continue;
			query_add_phrase(&phrase, term->value, term->begins);
			if (phrase.len == 0)
				continue;
			text_add_string(&match, without ? " NOT " :
			    match.len > 0 ? " " : "");
			text_add_string(&match, columns_of(term->field));
			text_add(&match, text_slice(&phrase));
			if (!without)
				search->words[search->word_count++] =
				    term->value;
		}
	return text_slice(&match);
}

int
search_resolve(struct search *search, const struct query *query,
    struct fail *why)
{
	struct wanted *wanted;

	search->words = arena_array(search->arena, QUERY_TERMS_MAX,
	    sizeof(*search->words));
	search->match = make_match(search, query);
	for (size_t i = 0; i < query->count; i++) {
		const struct query_term *term = &query->terms[i];

		if (query_is_text(term->field) &&
		    (term->field != QUERY_NOTE || term->without))
			continue;
		wanted = &search->items[search->count++];
		*wanted = (struct wanted){ .field = term->field,
			.without = term->without, .words = term->words,
			.at = term->at };
		if (resolve(search, term, wanted, why) < 0)
			return -1;
		search->asks_entries = search->asks_entries ||
		    term->field == QUERY_NOTE || term->field == QUERY_FROM ||
		    term->field == QUERY_BEFORE ||
		    term->field == QUERY_AFTER || term->field == QUERY_HAS;
	}
	return 0;
}
