/* How Postfix is set up, by its own programs. */
#include "port/postfix.h"

#include "port/program.h"

#define ANSWER_MAX ((size_t)1 << 20)
#define PATIENCE 10000 /* milliseconds */
#define WORDS_MAX 8

/* "postconf: fatal: open /etc/postfix/main.cf: ..." */
static int
fail_said(const char *program, const struct program_answer *answer,
    struct fail *why)
{
	struct slice rest = answer->errors, line = SLICE_EMPTY;

	slice_line(&rest, &line);
	if (line.len == 0)
		return fail_set(why, FAIL_SETUP, "%s fails (%d)", program,
		    answer->status);
	return fail_set(why, FAIL_SETUP, "%.*s", SLICE_ARG(line));
}

/* 1, 0 (there is no such program), -1. */
static int
ask(struct postfix *postfix, const char *program, const char *const *words,
    struct program_answer *answer, struct fail *why)
{
	const char *argv[WORDS_MAX + 4];
	size_t count = 0;

	argv[count++] = arena_format(postfix->arena, "%s/%s",
	    postfix->commands, program).data;
	if (postfix->config != NULL) {
		argv[count++] = "-c";
		argv[count++] = postfix->config;
	}
	for (size_t i = 0; i < WORDS_MAX && words[i] != NULL; i++)
		argv[count++] = words[i];
	argv[count] = NULL;
	return program_run(argv, ANSWER_MAX, PATIENCE, postfix->arena, answer,
	    why);
}

static void
read_services(struct postfix *postfix, struct slice text)
{
	struct postfix_service service;
	struct slice line;
	size_t size = sizeof(service);

	while (slice_line(&text, &line)) {
		if (!postfix_service_parse(line, &service))
			continue;
		postfix->services = arena_grow(postfix->arena,
		    postfix->services, postfix->count * size,
		    (postfix->count + 1) * size);
		postfix->services[postfix->count++] = service;
	}
}

int
postfix_open(struct postfix *postfix, const char *commands,
    const char *config, struct arena *arena, struct fail *why)
{
	static const char *const words[] = { "-M", NULL };
	struct program_answer answer;
	int got;

	*postfix = (struct postfix){ .commands = commands, .config = config,
		.arena = arena };
	got = ask(postfix, "postconf", words, &answer, why);
	if (got <= 0)
		return got;
	if (answer.status != 0)
		return fail_said("postconf", &answer, why);
	read_services(postfix, answer.out);
	return 1;
}

int
postfix_setting(struct postfix *postfix, const char *name, struct slice *out,
    struct fail *why)
{
	const char *const words[] = { "-x", "-h", name, NULL };
	struct program_answer answer;
	int got = ask(postfix, "postconf", words, &answer, why);

	*out = SLICE_EMPTY;
	if (got < 0)
		return -1;
	if (got == 0)
		return fail_set(why, FAIL_SETUP, "there is no postconf");
	if (answer.status != 0)
		return fail_said("postconf", &answer, why);
	*out = slice_trim(answer.out);
	return 0;
}

int
postfix_lookup(struct postfix *postfix, struct slice table, struct slice key,
    struct slice *out, struct fail *why)
{
	const char *const words[] = { "-q", arena_string(postfix->arena, key),
		arena_string(postfix->arena, table), NULL };
	struct program_answer answer;
	int got = ask(postfix, "postmap", words, &answer, why);

	*out = SLICE_EMPTY;
	if (got < 0)
		return -1;
	if (got == 0)
		return fail_set(why, FAIL_SETUP, "there is no postmap");
	*out = slice_trim(answer.out);
	if (answer.status == 0)
		return out->len > 0;
	/* Exit 1 is "not found", and "cannot open" too, which it says. */
	return answer.status == 1 && answer.errors.len == 0
	    ? 0 : fail_said("postmap", &answer, why);
}
