/*
 * Functions that read or write past ends, depend on the locale or start a
 * shell.  The Makefile includes this before every file of src/.
 */
#ifndef BASE_POISON_H
#define BASE_POISON_H

/* Their own headers first, or the poison would hit the declarations. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Macros with clang and _FORTIFY_SOURCE, and clang will not poison a macro. */
#undef sprintf
#undef vsprintf

#pragma GCC poison strcpy strcat sprintf vsprintf strtok atoi atol gets
#pragma GCC poison gmtime localtime strncpy strncat system popen tmpnam mktemp

#endif
