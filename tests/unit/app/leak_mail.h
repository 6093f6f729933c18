/* Mails as people's programs write them, with quotes of every fashion. */
#ifndef UNIT_LEAK_MAIL_H
#define UNIT_LEAK_MAIL_H

#include "leak_model.h"

struct paper {
	const char *from, *to; /* header; and where it is delivered */
	const char *also;      /* a second recipient in To; NULL */
	const char *cc;	       /* header; NULL: none */
	const char *subject, *headers, *body;
	const char *file_name, *file_body; /* NULL: none */
	const char *type; /* of the text; NULL: text/plain */
	const char *sender; /* return path; NULL: anybody's */
};

static inline void
write_paper(struct model *model, const struct paper *paper, struct text *to)
{
	struct line *line = &model->line;
	const char *type = paper->type != NULL ? paper->type : "text/plain";

	line->mails++;
	text_add_format(to, "From: %s\nTo: <%s>%s%s%s\n%s%s%sSubject: %s\n"
	    "Date: Tue, 24 Nov 2026 %02d:%02d:%02d +0000\n"
	    "Message-ID: <m%d@%s>\n%sMIME-Version: 1.0\n", paper->from,
	    paper->to, paper->also != NULL ? ", <" : "",
	    paper->also != NULL ? paper->also : "",
	    paper->also != NULL ? ">" : "", paper->cc != NULL ? "Cc: " : "",
	    paper->cc != NULL ? paper->cc : "", paper->cc != NULL ? "\n" : "",
	    paper->subject, line->mails / 3600 % 24, line->mails / 60 % 60,
	    line->mails % 60, line->mails, "example.test", paper->headers);
	if (paper->file_name == NULL) {
		text_add_format(to, "Content-Type: %s; charset=utf-8\n\n%s\n",
		    type, paper->body);
		return;
	}
	text_add_format(to, "Content-Type: multipart/mixed; boundary=bb\n\n"
	    "--bb\nContent-Type: %s; charset=utf-8\n\n%s\n--bb\n"
	    "Content-Type: %s; name=\"%s\"\n"
	    "Content-Disposition: attachment; filename=\"%s\"\n\n%s\n--bb--\n",
	    type, paper->body, strstr(paper->file_name, ".eml") != NULL
	    ? "message/rfc822" : "application/octet-stream", paper->file_name,
	    paper->file_name, paper->file_body);
}

/*
 * Posts it, to both recipients when it has two; the marks since `first` are
 * what it says.  Returns the archive's number.
 */
static inline int64_t
post(struct model *model, const struct paper *paper, size_t first)
{
	struct line *line = &model->line;
	struct text text = TEXT_IN(&line->arena);
	const char *sender = paper->sender != NULL ? paper->sender
						   : "sender@example.test";
	int64_t id;

	write_paper(model, paper, &text);
	id = line_put(line, sender, paper->to, text_slice(&text));
	if (paper->also != NULL)
		line_put(line, sender, paper->also, text_slice(&text));
	marks_mailed(model, first, id);
	line_file(line);
	assert_case_int("no mail is too much for the desk", slice_eq(
	    line_filing(line, id).reason, SLICE("error")), 0);
	return id;
}

/* A letter that somebody had; false: there is none yet. */
static inline bool
any_letter(struct model *model, bool to_agent, struct outbox_row *out)
{
	struct line *line = &model->line;

	for (int i = 0; i < 40 && model->letter_count > 0; i++) {
		/* People answer what is new. */
		size_t back = dice(model, one_in(model, 4) ? 2000 : 30) %
		    model->letter_count;
		const struct told *told =
		    &model->letters[model->letter_count - 1 - back];

		if (told->to_agent != to_agent ||
		    told->event == LETTER_CONFIRM)
			continue;
		line_ok(outbox_get(line->desk.db, told->id, &line->arena, out,
		    why));
		return true;
	}
	return false;
}

/* The address with a token of this purpose that stands in a letter's text. */
static inline const char *
address_in(struct model *model, const struct outbox_row *letter, char purpose)
{
	struct arena *arena = &model->line.arena;
	struct slice text = letter->text, word;

	while (slice_cut(&text, ' ', &word)) {
		size_t begin = 0, end;
		size_t plus = slice_index(word, '+');

		if (plus + 1 >= word.len || word.data[plus + 1] != purpose ||
		    (end = slice_search(word, SLICE("@help.test"))) == word.len)
			continue;
		for (size_t i = 0; i < plus; i++)
			if (!ascii_is_alnum(word.data[i]))
				begin = i + 1;
		return arena_string(arena, slice_make(word.data + begin,
		    end + strlen("@help.test") - begin));
	}
	return arena_string(arena, letter->reply_to);
}

static inline bool
is_note_address(const char *address)
{
	const char *plus = strchr(address, '+');

	return plus != NULL && plus[1] == 'n';
}

/* The letter's lines with this before each. */
static inline void
add_lines(struct text *to, struct slice text, const char *before)
{
	struct slice line;

	while (slice_line(&text, &line)) {
		text_add_string(to, before);
		text_add(to, line);
		text_add_char(to, '\n');
	}
}

/* What was said, and the letter that it answers in some fashion. */
static inline const char *
with_quote(struct model *model, const struct outbox_row *letter,
    const char *said)
{
	static const struct {
		const char *head, *before;
		bool below; /* the quote stands above what is said */
	} fashions[] = {
		{ NULL, NULL, false },
		{ "On Tue, 24 Nov 2026 at 10:00, Help desk"
		  " <support@help.test> wrote:\n", "> ", false },
		{ "Am 24.11.26 um 10:00 schrieb Help desk:\n", "> ", false },
		{ "", "> ", false },
		{ "-----Original Message-----\nFrom: Help desk\nSent: Tuesday\n"
		  "To: me\nSubject: it\n\n", "", false },
		{ "________________________________\nFrom: Help desk"
		  " <support@help.test>\nSent: Tuesday, 24 November 2026 10:00\n"
		  "To: me\nSubject: it\n\n", "", false },
		{ "Von: Help desk\nGesendet: Dienstag\nAn: mich\n"
		  "Betreff: es\n\n", "", false },
		{ "", "", false }, /* nothing but the line to answer above */
		{ "Help desk wrote:\n", "> ", true },
		{ "", ">> ", false },
		{ "", "| ", false },
	};
	struct text text = TEXT_IN(&model->line.arena);
	size_t n = dice(model, ARRAY_LEN(fashions));

	if (fashions[n].head == NULL)
		return said;
	if (!fashions[n].below)
		text_add_format(&text, "%s\n\n", said);
	text_add_string(&text, fashions[n].head);
	add_lines(&text, letter->text, fashions[n].before);
	if (fashions[n].below)
		text_add_format(&text, "\n%s\n", said);
	return text_string(&text);
}

/* The headers of an answer to it; its subject only for whom it was to. */
static inline void
answer_to(struct model *model, const struct outbox_row *letter,
    struct paper *paper)
{
	struct arena *arena = &model->line.arena;

	paper->subject = strstr(paper->from, arena_string(arena,
	    letter->address)) != NULL
	    ? arena_format(arena, "Re: %.*s", SLICE_ARG(letter->subject)).data
	    : arena_format(arena, "Re: [#%" PRId64 "] it",
		  letter->ticket_id).data;
	paper->headers = one_in(model, 6) ? "" : arena_format(arena,
	    "In-Reply-To: <%.*s>\nReferences: <%.*s>\n",
	    SLICE_ARG(letter->message_id), SLICE_ARG(letter->message_id)).data;
	if (paper->to == NULL)
		paper->to = arena_string(arena, letter->reply_to);
}

#endif
