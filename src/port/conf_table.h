/* Words in which the tables of settings are written. */
#ifndef PORT_CONF_TABLE_H
#define PORT_CONF_TABLE_H

#include "port/conf_keys.h"

#define COUNT_MAX 1000000
#define TEXT_MAX 255
#define PATH_LEN_MAX 4000
#define KIB INT64_C(1024)
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)

#define TEXT(least) .kind = CONF_STRING, .min = (least), .max = TEXT_MAX
#define FILE_PATH .kind = CONF_PATH, .min = 1, .max = PATH_LEN_MAX
#define FILE_PATH_OR_NONE .kind = CONF_PATH, .min = 0, .max = PATH_LEN_MAX
#define STATE_FILE FILE_PATH, .in_state = true
#define NUMBER(least, most) \
	.kind = CONF_INTEGER, .min = (least), .max = (most)
#define BYTES(least, most) .kind = CONF_SIZE, .min = (least), .max = (most)

/* In the order of enum conf_tls, enum conf_after. */
extern const char *const conf_tls_words[];
extern const char *const conf_after_words[];

#endif
