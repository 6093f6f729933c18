/* Lines of a mail: found by memchr, in either mode once per byte. */
#include "mail/lines.h"

#include <string.h>

static const char *
find(const char *from, const char *end, char c)
{
	const char *found = NULL;

	if (from < end)
		found = memchr(from, c, (size_t)(end - from));
	return found != NULL ? found : end;
}

void
lines_init(struct lines *lines, struct slice bytes)
{
	lines->at = bytes.data != NULL ? bytes.data : "";
	lines->end = lines->at + bytes.len;
	lines->lf = find(lines->at, lines->end, '\n');
	lines->cr = lines->lf == lines->end;
}

void
lines_seek(struct lines *lines, const char *at)
{
	lines->at = at;
	lines->lf = find(at, lines->end, '\n');
}

void
lines_use_cr(struct lines *lines, const char *at)
{
	lines->cr = true;
	lines_seek(lines, at);
}

struct slice
lines_rest(const struct lines *lines)
{
	return slice_make(lines->at, (size_t)(lines->end - lines->at));
}

static void
next_by_lf(struct lines *lines, struct slice *line)
{
	const char *stop = find(lines->at, lines->end, '\n');
	const char *last = stop;

	while (last > lines->at && last[-1] == '\r')
		last--;
	*line = slice_make(lines->at, (size_t)(last - lines->at));
	lines->at = stop < lines->end ? stop + 1 : stop;
}

static void
next_by_cr(struct lines *lines, struct slice *line)
{
	const char *stop;

	/* The LF is remembered, or a mail of CRs would be searched anew for
	   every line. */
	if (lines->lf < lines->at)
		lines->lf = find(lines->at, lines->end, '\n');
	stop = find(lines->at, lines->lf, '\r');
	*line = slice_make(lines->at, (size_t)(stop - lines->at));
	if (stop < lines->lf)
		stop++;
	if (stop == lines->lf && stop < lines->end)
		stop++;
	lines->at = stop;
}

bool
lines_next(struct lines *lines, struct slice *line)
{
	if (lines->at == lines->end)
		return false;
	if (lines->cr)
		next_by_cr(lines, line);
	else
		next_by_lf(lines, line);
	return true;
}
