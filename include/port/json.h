/*
 * JSON values for `--json` (jansson).  Every value is owned by the one it is
 * added to; json_free of the outermost frees all.  Text is made well-formed
 * UTF-8 first, so nothing here can fail but by memory, which ends the process.
 */
#ifndef PORT_JSON_H
#define PORT_JSON_H

#include <stdbool.h>
#include <stdio.h>

#include "base/slice.h"

struct json; /* opaque */

struct json *json_new_object(void);
struct json *json_new_array(void);
void json_free(struct json *json); /* NULL is fine */

/* Members of an object, in the order they are added. */
void json_add_text(struct json *object, const char *key, struct slice value);
/* An empty value is null. */
void json_add_text_or_null(struct json *object, const char *key,
    struct slice value);
void json_add_int(struct json *object, const char *key, int64_t value);
/* 0 is null: "id of nothing". */
void json_add_id(struct json *object, const char *key, int64_t id);
void json_add_bool(struct json *object, const char *key, bool value);
void json_add_null(struct json *object, const char *key);
/* A second since 1970 as RFC 3339 text; 0 is null. */
void json_add_time(struct json *object, const char *key, int64_t seconds);
/* Makes an object or array that is the member already; returns it. */
struct json *json_add_object(struct json *object, const char *key);
struct json *json_add_array(struct json *object, const char *key);

/* Items of an array. */
void json_append_text(struct json *array, struct slice value);
void json_append_int(struct json *array, int64_t value);
struct json *json_append_object(struct json *array);

/*
 * One line, with its line end; what is not ASCII as \uNNNN if so wanted.  -1:
 * errno says why.
 */
int json_print(const struct json *json, bool ascii, FILE *to);

#endif
