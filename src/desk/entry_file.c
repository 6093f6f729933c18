/* An entry's attachments, as its row names them. */
#include "desk/entry_file.h"

bool
entry_file_next(struct slice *rest, struct entry_file *out)
{
	struct slice line, octets;

	while (slice_line(rest, &line)) {
		*out = (struct entry_file){ .octets = 0 };
		if (!slice_cut(&line, '\t', &out->part) ||
		    !slice_cut(&line, '\t', &out->type) ||
		    !slice_cut(&line, '\t', &octets) ||
		    !slice_number(octets, INT64_MAX, &out->octets))
			continue;
		out->name = line;
		return true;
	}
	return false;
}
