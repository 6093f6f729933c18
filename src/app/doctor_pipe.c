/* maildesk doctor: the pipe door. */
#include "app/doctor.h"

#include <unistd.h>

#include "port/conf_keys.h"

#define DEADLINE_DEFAULT 30 /* of maildesk-deliver, seconds */

/* Letters of flags= and what becomes of mail without, or with, them. */
static const struct {
	char letter;
	bool is_wanted;
	enum check_result result;
	const char *effect;
} flags[] = {
	{ 'q', true, CHECK_BAD, "senders with a quoted local part lose its"
	    " quotes, and their mail comes back" },
	{ 'D', true, CHECK_WARN, "mail that runs in circles through us is not"
	    " seen" },
	{ 'O', true, CHECK_WARN, "the address that was written to is lost"
	    " behind aliases" },
	{ 'R', true, CHECK_WARN, "the mail lacks its Return-Path" },
	{ 'X', true, CHECK_WARN, "Postfix does not mark the delivery as final" },
	{ 'h', false, CHECK_WARN, "the recipient's domain is not as it was"
	    " written" },
	{ 'u', false, CHECK_WARN, "the recipient's local part, and a token in"
	    " it, is not as it was written" },
};

const char *
doctor_pipe_line(struct check *check, const struct postfix_service *service)
{
	struct slice user;

	if (!postfix_attribute(service, SLICE("user"), &user))
		user = SLICE("maildesk");
	return arena_format(&check->cli->arena, "master.cf, %.*s:  "
	    " flags=DORXq user=%.*s null_sender= directory=/",
	    SLICE_ARG(service->name), SLICE_ARG(user)).data;
}

static bool
are_flags_right(struct check *check, const struct postfix_service *service)
{
	const char *line = doctor_pipe_line(check, service);
	struct slice value;
	bool right = true;

	postfix_attribute(service, SLICE("flags"), &value);
	for (size_t i = 0; i < ARRAY_LEN(flags); i++) {
		if ((slice_index(value, flags[i].letter) < value.len) ==
		    flags[i].is_wanted)
			continue;
		check_find(check, flags[i].result, line, "%.*s %s the flag"
		    " %c: %s", SLICE_ARG(service->name),
		    flags[i].is_wanted ? "lacks" : "has", flags[i].letter,
		    flags[i].effect);
		right = false;
	}
	if (postfix_attribute(service, SLICE("null_sender"), &value) &&
	    value.len == 0)
		return right;
	check_find(check, CHECK_WARN, line, "%.*s has no null_sender=: bounces"
	    " seem to come from MAILER-DAEMON", SLICE_ARG(service->name));
	return false;
}

static bool
is_limit_right(struct check *check, const struct postfix_service *service)
{
	struct slice value;

	if (!doctor_service_setting(check, service,
		"destination_recipient_limit", &value))
		return false;
	if (slice_eq(value, SLICE("1")))
		return true;
	check_find(check, CHECK_BAD, arena_format(&check->cli->arena,
	    "main.cf: %.*s_destination_recipient_limit = 1\npostfix reload",
	    SLICE_ARG(service->name)).data, "%.*s takes %.*s recipients in one"
	    " call: one exit code cannot answer for several",
	    SLICE_ARG(service->name), SLICE_ARG(value.len > 0 ? value
							      : SLICE("50")));
	return false;
}

/* What takes longer is killed, and its mail goes back to the sender. */
static bool
is_time_right(struct check *check, const struct postfix_service *service)
{
	int64_t deadline = DEADLINE_DEFAULT, limit;
	struct slice value, word;

	if (!doctor_service_setting(check, service, "time_limit", &value))
		return false;
	if (postfix_word(service, SLICE("--deadline"), &word))
		slice_number(word, 86400, &deadline);
	if (!postfix_time(value, &limit) || limit >= 2 * deadline)
		return true;
	check_find(check, CHECK_BAD, arena_format(&check->cli->arena,
	    "main.cf: %.*s_time_limit = %llds\npostfix reload",
	    SLICE_ARG(service->name), (long long)deadline * 4).data,
	    "%.*s has a time limit of %.*s: too short for maildesk-deliver,"
	    " which gives up after %lld s; what is killed bounces",
	    SLICE_ARG(service->name), SLICE_ARG(value), (long long)deadline);
	return false;
}

/* The program, and what it is told. */
static bool
are_words_right(struct check *check, const struct postfix_service *service)
{
	static const struct {
		struct slice name;
		const char *macro;
	} words[] = {
		{ SLICE_INIT("--sender"), "${sender}" },
		{ SLICE_INIT("--recipient"), "${recipient}" },
		{ SLICE_INIT("--original-recipient"),
		    "${original_recipient}" },
		{ SLICE_INIT("--queue-id"), "${queue_id}" },
	};
	struct arena *arena = &check->cli->arena;
	struct slice rest = service->arguments, program, value;
	bool right = true;

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (postfix_word(service, words[i].name, &value))
			continue;
		check_find(check, i < 2 ? CHECK_BAD : CHECK_WARN,
		    arena_format(arena, "master.cf, %.*s, behind argv=:"
		    " %.*s=%s", SLICE_ARG(service->name),
		    SLICE_ARG(words[i].name), words[i].macro).data,
		    "%.*s does not say %.*s", SLICE_ARG(service->name),
		    SLICE_ARG(words[i].name));
		right = false;
	}
	rest = slice_from(rest, slice_search(rest, SLICE("argv=")) + 5);
	slice_cut(&rest, ' ', &program);
	if (access(arena_string(arena, program), X_OK) < 0) {
		check_find(check, CHECK_BAD, "install maildesk-deliver there,"
		    " or correct argv= in master.cf", "%.*s runs %.*s, which"
		    " is no program here", SLICE_ARG(service->name),
		    SLICE_ARG(program));
		right = false;
	}
	return right;
}

/* The pipe's program must look where the intake listens. */
static bool
is_socket_right(struct check *check, const struct postfix_service *service)
{
	const char *path = check->cli->conf.socket_path;
	struct slice value;

	if (!postfix_word(service, SLICE("--socket"), &value))
		value = slice_of(conf_key_find(SLICE("intake"),
		    SLICE("socket"))->fallback);
	if (slice_eq(value, slice_of(path)))
		return true;
	check_find(check, CHECK_BAD, arena_format(&check->cli->arena,
	    "master.cf, %.*s, behind argv=: --socket=%s",
	    SLICE_ARG(service->name), path).data, "%.*s looks for the intake"
	    " at %.*s, but it listens at %s", SLICE_ARG(service->name),
	    SLICE_ARG(value), path);
	return false;
}

enum check_result
doctor_pipe(struct check *check)
{
	const struct postfix_service *service;
	enum check_result worst = CHECK_OK;
	bool right;
	size_t n = 0;

	if (!doctor_ask_postfix(check))
		return CHECK_OK;
	while ((service = doctor_pipe_service(check->doctor, n)) != NULL) {
		/* Each says what it finds: all of them are asked. */
		right = are_flags_right(check, service);
		right = is_limit_right(check, service) && right;
		right = is_time_right(check, service) && right;
		right = are_words_right(check, service) && right;
		right = is_socket_right(check, service) && right;
		if (right)
			check_say(check, CHECK_OK, "%.*s is as it should be",
			    SLICE_ARG(service->name));
		else
			worst = CHECK_BAD;
		n++;
	}
	if (n == 0)
		check_say(check, CHECK_OK, "there is none");
	return worst;
}
