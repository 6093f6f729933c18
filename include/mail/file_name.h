/* Names of attachments that are safe to show and to store. */
#ifndef MAIL_FILE_NAME_H
#define MAIL_FILE_NAME_H

#include "base/arena.h"
#include "base/slice.h"

#define FILE_NAME_MAX 200 /* octets */

/*
 * What is left of a foreign name when its path, controls, characters without
 * width, marks that turn the direction of writing, and dots at its ends are
 * gone; UTF-8, at most FILE_NAME_MAX octets, the ending kept.  May be empty.
 */
struct slice file_name_clean(struct slice name, struct arena *arena);

/* The same for a title, in which a slash is no path. */
struct slice file_name_of_title(struct slice title, const char *ending,
    struct arena *arena);

/* The usual ending of a type: "pdf" for "application/pdf"; else "bin". */
const char *file_name_ending(struct slice type);
/* The type that a name's ending says; else "application/octet-stream". */
struct slice file_name_type(struct slice name);

#endif
