/* maildesk doctor: how Postfix is set up. */
#include "app/doctor.h"

#define MASTER_PIPE							\
	"master.cf: maildesk  unix  -       n       n       -       20      pipe\n" \
	"master.cf:   flags=DORXq user=maildesk null_sender= directory=/\n" \
	"master.cf:   argv=/usr/bin/maildesk-deliver --sender=${sender}" \
	" --recipient=${recipient}\n"					\
	"master.cf:     --original-recipient=${original_recipient}"	\
	" --queue-id=${queue_id}\n"					\
	"master.cf:     --sasl-username=${sasl_username}\n"		\
	"main.cf: maildesk_destination_recipient_limit = 1\n"		\
	"main.cf: maildesk_time_limit = 120s\n"				\
	"postfix reload"

bool
doctor_ask_postfix(struct check *check)
{
	struct doctor *doctor = check->doctor;
	struct fail why = FAIL_INIT;
	int got;

	if (doctor->is_asked)
		return doctor->has_postfix;
	doctor->is_asked = true;
	got = postfix_open(&doctor->postfix, doctor->commands, doctor->config,
	    &check->cli->arena, &why);
	doctor->has_postfix = got == 1;
	if (got < 0)
		check_find(check, CHECK_BAD, "see that `postconf -M` works"
		    " (--commands, --postfix)", "Postfix cannot be asked: %s",
		    why.text);
	else if (got == 0)
		check_find(check, CHECK_WARN, "set your mail server up as"
		    " conf/postfix sets up Postfix, or say --commands FOLDER",
		    "there is no Postfix here: no %s/postconf",
		    doctor->commands);
	return doctor->has_postfix;
}

bool
doctor_setting(struct check *check, const char *name, struct slice *out)
{
	struct fail why = FAIL_INIT;

	if (postfix_setting(&check->doctor->postfix, name, out, &why) == 0)
		return true;
	check_find(check, CHECK_BAD, "see that `postconf` works",
	    "%s cannot be asked for: %s", name, why.text);
	return false;
}

bool
doctor_service_setting(struct check *check,
    const struct postfix_service *service, const char *name,
    struct slice *out)
{
	return doctor_setting(check, arena_format(&check->cli->arena,
	    "%.*s_%s", SLICE_ARG(service->name), name).data, out);
}

/* What is to be written where, so that this address leads to us. */
static const char *
advice(struct check *check, const struct doctor_route *route)
{
	struct arena *arena = &check->cli->arena;
	const struct postfix_service *pipe =
	    doctor_pipe_service(check->doctor, 0);
	struct slice tables = SLICE_EMPTY;
	struct text text = TEXT_IN(arena);

	if (route->transport.len > 0 && postfix_find(&check->doctor->postfix,
		route->transport) == NULL)
		return MASTER_PIPE;
	postfix_setting(&check->doctor->postfix, "transport_maps", &tables,
	    NULL);
	if (tables.len == 0)
		text_add_string(&text, "main.cf: transport_maps ="
		    " hash:/etc/postfix/transport\n");
	text_add_format(&text, "/etc/postfix/transport: %.*s %.*s:\n"
	    "postmap /etc/postfix/transport", SLICE_ARG(route->address),
	    SLICE_ARG(pipe != NULL ? pipe->name : SLICE("maildesk")));
	text_add_format(&text, "\n%s", pipe != NULL ? "postfix reload"
						     : MASTER_PIPE);
	return text_string(&text);
}

enum check_result
doctor_transport(struct check *check)
{
	struct doctor *doctor = check->doctor;
	size_t right = 0, bad = 0;

	if (!doctor_find_routes(check))
		return CHECK_OK;
	for (size_t i = 0; i < doctor->route_count; i++) {
		const struct doctor_route *route = &doctor->routes[i];

		if (doctor_door(doctor, route) != NULL) {
			right++;
			continue;
		}
		if (route->is_mailbox)
			continue;
		bad++;
		if (route->source.len == 0)
			check_find(check, CHECK_BAD, advice(check, route),
			    "mail for %.*s does not go to maildesk: no table"
			    " of transport_maps has it",
			    SLICE_ARG(route->address));
		else
			check_find(check, CHECK_BAD, advice(check, route),
			    "mail for %.*s goes to \"%.*s\" (%.*s), which %s",
			    SLICE_ARG(route->address),
			    SLICE_ARG(route->transport),
			    SLICE_ARG(route->source),
			    postfix_find(&doctor->postfix,
				route->transport) == NULL
			    ? "is not in master.cf" : "is not maildesk");
	}
	if (bad > 0)
		return CHECK_BAD;
	return check_say(check, CHECK_OK, "%zu of %zu addresses lead here%s",
	    right, doctor->route_count, right < doctor->route_count
	    ? ", the others are read by IMAP" : "");
}

enum check_result
doctor_delimiter(struct check *check)
{
	struct slice value;

	if (!doctor_ask_postfix(check))
		return CHECK_OK;
	if (!doctor_setting(check, "recipient_delimiter", &value))
		return CHECK_BAD;
	if (slice_index(value, '+') < value.len)
		return check_say(check, CHECK_OK, "recipient_delimiter = %.*s",
		    SLICE_ARG(value));
	return check_find(check, CHECK_BAD,
	    "main.cf: recipient_delimiter = +\npostfix reload",
	    "answers to support+TOKEN@ bounce: recipient_delimiter is \"%.*s\"",
	    SLICE_ARG(value));
}

/* What Postfix takes and we refuse, its sender gets back. */
static bool
is_size_right(struct check *check)
{
	int64_t ours = check->cli->conf.max_message, theirs;
	struct slice value;

	if (!doctor_setting(check, "message_size_limit", &value))
		return false;
	if (!slice_number(value, INT64_MAX, &theirs) ||
	    (theirs > 0 && theirs <= ours))
		return true;
	check_find(check, CHECK_WARN, arena_format(&check->cli->arena,
	    "main.cf: message_size_limit = %lld", (long long)ours).data,
	    "Postfix takes longer mails (message_size_limit = %.*s) than the"
	    " intake, %lld bytes", SLICE_ARG(value), (long long)ours);
	return false;
}

enum check_result
doctor_postfix(struct check *check)
{
	struct slice version, long_ids;
	bool right;

	if (!doctor_ask_postfix(check))
		return CHECK_WARN;
	if (!doctor_setting(check, "mail_version", &version) ||
	    !doctor_setting(check, "enable_long_queue_ids", &long_ids))
		return CHECK_BAD;
	right = is_size_right(check);
	if (!slice_eq_nocase(long_ids, SLICE("yes"))) {
		check_find(check, CHECK_WARN,
		    "main.cf: enable_long_queue_ids = yes\npostfix reload",
		    "queue ids come again: a mail may be taken for an older"
		    " one with its id");
		right = false;
	}
	return right ? check_say(check, CHECK_OK, "%.*s",
	    SLICE_ARG(version)) : CHECK_WARN;
}
