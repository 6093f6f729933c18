/* Names that are given only once in the world (libuuid). */
#ifndef BASE_UNIQUE_H
#define BASE_UNIQUE_H

#define UNIQUE_SIZE 37

/* A random UUID as text, 36 lower-case digits and dashes. Returns to. */
const char *unique_name(char to[UNIQUE_SIZE]);

#endif
