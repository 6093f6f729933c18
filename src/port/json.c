/* JSON values for `--json`. */
#include "port/json.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"

/* struct json is jansson's json_t, whose name stays in this file. */
static json_t *
inside(struct json *json)
{
	return (json_t *)(void *)json;
}

static struct json *
outside(json_t *json)
{
	if (json == NULL)
		log_die("out of memory");
	return (struct json *)(void *)json;
}

static void
add(struct json *object, const char *key, struct json *value)
{
	if (json_object_set_new(inside(object), key, inside(value)) < 0)
		log_die("out of memory");
}

/* jansson refuses what is not UTF-8; it takes NULs by length. */
static struct json *
new_text(struct slice value)
{
	struct arena arena = ARENA_INIT;
	struct text text = TEXT_IN(&arena);
	struct json *json;

	if (!slice_is_utf8(value)) {
		text_add_utf8(&text, value);
		value = text_slice(&text);
	}
	json = outside(json_stringn(value.data != NULL ? value.data : "",
	    value.len));
	arena_free(&arena);
	return json;
}

struct json *
json_new_object(void)
{
	return outside(json_object());
}

struct json *
json_new_array(void)
{
	return outside(json_array());
}

void
json_free(struct json *json)
{
	json_decref(inside(json));
}

void
json_add_text(struct json *object, const char *key, struct slice value)
{
	add(object, key, new_text(value));
}

void
json_add_text_or_null(struct json *object, const char *key, struct slice value)
{
	if (value.len == 0)
		json_add_null(object, key);
	else
		json_add_text(object, key, value);
}

void
json_add_int(struct json *object, const char *key, int64_t value)
{
	add(object, key, outside(json_integer(value)));
}

void
json_add_id(struct json *object, const char *key, int64_t id)
{
	if (id == 0)
		json_add_null(object, key);
	else
		json_add_int(object, key, id);
}

void
json_add_bool(struct json *object, const char *key, bool value)
{
	add(object, key, outside(json_boolean(value)));
}

void
json_add_null(struct json *object, const char *key)
{
	add(object, key, outside(json_null()));
}

void
json_add_time(struct json *object, const char *key, int64_t seconds)
{
	char text[CLOCK_TEXT_SIZE];

	if (seconds == 0)
		json_add_null(object, key);
	else
		json_add_text(object, key,
		    slice_of(clock_rfc3339(seconds, text)));
}

struct json *
json_add_object(struct json *object, const char *key)
{
	struct json *child = json_new_object();

	add(object, key, child);
	return child;
}

struct json *
json_add_array(struct json *object, const char *key)
{
	struct json *child = json_new_array();

	add(object, key, child);
	return child;
}

static void
append(struct json *array, struct json *value)
{
	if (json_array_append_new(inside(array), inside(value)) < 0)
		log_die("out of memory");
}

void
json_append_text(struct json *array, struct slice value)
{
	append(array, new_text(value));
}

void
json_append_int(struct json *array, int64_t value)
{
	append(array, outside(json_integer(value)));
}

struct json *
json_append_object(struct json *array)
{
	struct json *child = json_new_object();

	append(array, child);
	return child;
}

int
json_print(const struct json *json, bool ascii, FILE *to)
{
	const json_t *value = (const json_t *)(const void *)json;

	if (json_dumpf(value, to, JSON_COMPACT |
		(ascii ? JSON_ENSURE_ASCII : 0)) < 0)
		return -1;
	return putc('\n', to) == EOF ? -1 : 0;
}
