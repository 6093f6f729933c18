/* Dates: the same answer twice, and only years that a mail may have. */
#include "fuzz.h"

#include "mail/date.h"

#define YEAR ((int64_t)366 * 86400)

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice value = slice_make(data, size);
	int64_t first = 0, second = 0;

	if (!date_parse(value, &first))
		return 0;
	FUZZ_CHECK(date_parse(value, &second) && first == second);
	FUZZ_CHECK(first > -70 * YEAR && first < 9999 * YEAR);
	return 0;
}
