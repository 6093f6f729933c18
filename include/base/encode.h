/* Base32 (lower case, no padding), hexadecimal and base64 of bytes. */
#ifndef BASE_ENCODE_H
#define BASE_ENCODE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* RFC 4648 base32 digits in lower case: a-z 2-7. */
void encode_base32(struct text *to, struct slice bytes);
/* A number in as few base32 digits as it needs; 0 is "a". */
void encode_base32_number(struct text *to, uint64_t number);
/* Either case; false on other bytes, leading "a" (but "a" itself), overflow. */
bool decode_base32_number(struct slice s, uint64_t *out);
void encode_hex(struct text *to, struct slice bytes);
/* False unless s is exactly 2 * len hexadecimal digits. */
bool decode_hex(struct slice s, void *to, size_t len);
/* Lines of 76 digits, each ended by CRLF, when `lines`; else one run. */
void encode_base64(struct text *to, struct slice bytes, bool lines);

#endif
