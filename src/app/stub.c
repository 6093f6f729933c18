/*
 * The stub: a message's own header, without what says how its body is made, and
 * a sentence on where the rest is.  The same message makes the same stub.
 */
#include "app/stub.h"

#include "base/ascii.h"
#include "base/text.h"

/* Fields of the original that would not be true of the stub. */
static bool
is_kept(struct slice line)
{
	return !slice_starts_nocase(line, SLICE("Content-")) &&
	    !slice_starts_nocase(line, SLICE("MIME-Version"));
}

/* Every field has a name; the rest would end the header. */
static bool
is_field(struct slice line)
{
	size_t colon = slice_index(line, ':');

	if (colon == 0 || colon == line.len)
		return false;
	for (size_t i = 0; i < colon; i++)
		if (!ascii_is_graph(line.data[i]))
			return false;
	return true;
}

static bool
add_fields(struct text *text, struct slice head)
{
	size_t before = text->len;
	struct slice line;
	bool keeps = false;

	/* What was cut off in the middle of a line is no field. */
	if (!slice_ends(head, SLICE("\n")))
		head = slice_head(head, slice_rindex(head, '\n') == head.len
		    ? 0 : slice_rindex(head, '\n') + 1);
	while (slice_line(&head, &line) && line.len > 0) {
		if (line.data[0] != ' ' && line.data[0] != '\t')
			keeps = is_field(line) && is_kept(line);
		if (!keeps)
			continue;
		text_add(text, line);
		text_add_string(text, "\n");
	}
	return text->len > before;
}

struct slice
stub_make(struct slice head, const char *reason, const char *mailbox,
    const char *folder, struct slice name, struct arena *arena)
{
	struct text text = TEXT_IN(arena);
	bool has_header = add_fields(&text, head);

	text_add_string(&text, "MIME-Version: 1.0\n"
	    "Content-Type: text/plain; charset=utf-8\n"
	    "Content-Transfer-Encoding: 8bit\n\n");
	text_add_format(&text, "[This message %s.  It is still in the folder"
	    " %s of the mailbox %s", reason, folder, mailbox);
	/* Else two that nothing is known of would be one and the same. */
	if (!has_header)
		text_add_format(&text, ", under the name of %.*s",
		    SLICE_ARG(name));
	text_add_string(&text, ".]\n");
	return text_slice(&text);
}
