/* One of libconfig's settings, as conf.c and conf_imap.c read it. */
#ifndef PORT_CONF_SETTING_H
#define PORT_CONF_SETTING_H

#include <libconfig.h>

#include "port/conf_value.h"

/* A configuration while it is read. */
struct conf_reader {
	const char *path;
	struct arena *arena;
	struct conf *conf;
	config_t config;
	unsigned lines[CONF_KEYS_MAX]; /* where each key stands; 0: nowhere */
};

/* Puts "file:line: " before the sentence; line 0: "file: ". */
int conf_at_line(const struct conf_reader *reader, unsigned line,
    struct fail *why);
struct conf_value conf_setting_value(const config_setting_t *setting,
    struct arena *arena);
/* A relative path, as seen from the configuration's folder. */
const char *conf_resolve(const struct conf_reader *reader, const char *path);
bool conf_is_this_machine(const char *host);
/* One of the list `oauth` has this name; else -1: "... is none of them". */
int conf_expect_oauth(const struct conf *conf, const char *name,
    struct fail *why);

/* Reads the list `oauth`, which comes before all that names one of it. */
int conf_read_oauth(struct conf_reader *reader, const config_setting_t *list,
    struct fail *why);
/* Read the list `imap`, and `maildir`. */
int conf_read_imap(struct conf_reader *reader, const config_setting_t *list,
    struct fail *why);
int conf_read_maildir(struct conf_reader *reader,
    const config_setting_t *list, struct fail *why);

#endif
