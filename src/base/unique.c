/* Unique names, from libuuid. */
#include "base/unique.h"

#include <assert.h>
#include <uuid/uuid.h>

static_assert(UNIQUE_SIZE == UUID_STR_LEN, "a name holds a UUID");

const char *
unique_name(char to[UNIQUE_SIZE])
{
	uuid_t uuid;

	uuid_generate_random(uuid);
	uuid_unparse_lower(uuid, to);
	return to;
}
