/*
 * A look at the configuration's words before libconfig's: it cuts numbers that
 * are too big to some other number, without a word, and reads 010 as ten.
 */
#ifndef PORT_CONF_LEX_H
#define PORT_CONF_LEX_H

#include "base/arena.h"
#include "base/fail.h"
#include "base/slice.h"

/*
 * -1: "LINE: smtp.port: ...; write ... instead" for the first number that
 * would not be read as it is written, an include, or a NUL byte.
 */
int conf_lex_check(struct slice text, struct fail *why);

#endif
