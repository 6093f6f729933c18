/* One value of the configuration: from what was written to what is meant. */
#ifndef PORT_CONF_VALUE_H
#define PORT_CONF_VALUE_H

#include "port/conf_keys.h"

/* As it was written. */
struct conf_value {
	enum {
		CONF_WROTE_TEXT,
		CONF_WROTE_NUMBER,
		CONF_WROTE_SWITCH, /* number is 1 or 0 */
		CONF_WROTE_OTHER, /* text says what: "a list" */
	} wrote;
	struct slice text;
	int64_t number;
};

/*
 * Checks the value and puts it into the struct `to`, which the key is of;
 * copied into the arena.  Paths stay as they are written.  -1:
 * "smtp.port: 70000 is ...; write ... instead".
 */
int conf_value_set(const struct conf_key *key, const struct conf_value *value,
    struct arena *arena, void *to, struct fail *why);
/* The same with the key's fallback. */
void conf_value_default(const struct conf_key *key, struct arena *arena,
    void *to);

/* The setting that is a text, to read and to replace. */
const char **conf_value_text(const struct conf_key *key, void *to);

#endif
