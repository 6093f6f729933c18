/*
 * A line of an agent's mail, read as a command tag: "#name value".  What people
 * do not see or do not mean is folded away here: no-break blanks, zero-width
 * characters, smart quotes, full-width letters, punctuation behind the name.
 */
#ifndef DESK_TAG_H
#define DESK_TAG_H

#include "base/arena.h"
#include "base/slice.h"

enum tag_kind {
	TAG_BLANK, /* an empty line, for the eye */
	TAG_TEXT,  /* no tag: words, "#123", "##x", "# x" */
	TAG_NEAR,  /* no tag, but nearly one that keeps text private: "# note",
		      "#-note", "*#privat*" */
	TAG_WORD,  /* "#name", known or not */
};

struct tag {
	enum tag_kind kind;
	struct slice word;  /* of TAG_WORD: the name, folded; in the arena */
	struct slice value; /* behind it, trimmed, otherwise as written */
};

/* `line` has no line end.  Reads no further than the first word. */
void tag_parse(struct slice line, struct arena *arena, struct tag *out);

/*
 * A name as tag_parse folds it: "solved!" is "solved".  Letters keep their
 * case.
 */
struct slice tag_fold_word(struct slice word, struct arena *arena);
/*
 * A value that names something: blanks, quotes and letters folded, trimmed,
 * one pair of quotes around it gone.  Of "Kim <kim@x.test>" and what mail
 * programs make of a link ("kim@x.test <mailto:kim@x.test>") the address.
 */
struct slice tag_fold_value(struct slice value, struct arena *arena);

#endif
