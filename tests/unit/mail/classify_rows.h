/* Rows that say what class a mail is of, and the loop that asks. */
#ifndef UNIT_MAIL_CLASSIFY_ROWS_H
#define UNIT_MAIL_CLASSIFY_ROWS_H

#include "case.h"

#include "mail/classify.h"

static const struct own ours = {
	SLICE_INIT("desk-4711"), SLICE_INIT("help.test"),
};

#define ALICE "From: Alice <alice@example.test>\r\n"
#define DAEMON "From: Mail System <MAILER-DAEMON@mx.example.test>\r\n"
#define FIRE "Subject: Printer on fire\r\n"

struct row {
	const char *name;
	const char *mail;	/* header and body; an empty line is added */
	const char *sender;	/* NULL: alice@example.test */
	enum mail_class class;
	bool may_auto_respond;
	const char *sign;	/* of the strongest that held; NULL: none did */
	enum door door;
};

static inline void
row_parse(const char *text, struct arena *arena, struct mail *mail)
{
	static const struct mail_limits	limits = MAIL_LIMITS_DEFAULT;
	struct slice			raw = slice_of(text);

	/* A row that has no empty line is a header. */
	if (!slice_has(raw, SLICE("\r\n\r\n")))
		raw = arena_format(arena, "%s\r\nThe text.\r\n", text);
	mail_parse(raw, &limits, arena, mail);
}

static inline void
rows_run(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct arena		arena = ARENA_INIT;
		struct mail		mail;
		struct classification	got;
		struct envelope		envelope = {
			.door = rows[i].door,
			.sender = slice_of(rows[i].sender == NULL ?
			    "alice@example.test" : rows[i].sender),
		};

		row_parse(rows[i].mail, &arena, &mail);
		classify(&mail, &envelope, &ours, &got);
		assert_case(rows[i].name, mail_class_name(got.class),
		    mail_class_name(rows[i].class));
		assert_case_int(rows[i].name, got.may_auto_respond,
		    rows[i].may_auto_respond);
		assert_case(rows[i].name,
		    got.hit_count > 0 ? got.hits[0].name : NULL, rows[i].sign);
		arena_free(&arena);
	}
}

#define RULES(rows)							\
	static void							\
	test_classify_ ## rows(void **state)				\
	{								\
		(void)state;						\
		rows_run(rows, ARRAY_LEN(rows));			\
	}

#endif
