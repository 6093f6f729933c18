/*
 * maildesk doctor: the steps beyond those of `maildesk check`, which look at
 * the machine, the mail server, and the way of a mail through both.
 */
#ifndef APP_DOCTOR_H
#define APP_DOCTOR_H

#include "app/cli_check.h"
#include "port/postfix.h"
#include "port/smtp.h"

/* Where Postfix sends what is for one address of a department. */
struct doctor_route {
	struct slice address;
	struct slice transport, nexthop; /* "maildesk-lmtp", "unix:/..." */
	struct slice source; /* the table or setting that says so; empty: none */
	bool is_mailbox; /* IMAP brings its mail: it need not come this way */
};

/* A mail of ours to ourselves. */
struct doctor_mail {
	struct slice nonce;
	int64_t after;	 /* the last message before it */
	int64_t sent_at; /* by clock_mono */
};

struct doctor {
	struct check *check;
	const char *commands; /* the folder of postconf and postmap */
	const char *config;   /* that of main.cf; NULL: the system's */
	const char *mx;	      /* "host:port", as strangers reach it */
	const char *authserv; /* NULL: what Postfix calls itself */
	int64_t patience;     /* seconds that a mail may take */

	bool is_asked, has_postfix;
	struct postfix postfix;
	bool is_routed;
	struct doctor_route *routes;
	size_t route_count;

	/* What was sent through the relay, for the step that waits for it. */
	bool is_tried, is_sent, is_told; /* that nobody would take it in */
	struct doctor_mail canary;
	struct smtp_answer answer;
};

/*
 * Whether there is a Postfix that answers; asks it once.  When it cannot be
 * asked the step that asks first says why.
 */
bool doctor_ask_postfix(struct check *check);
/* Fills the routes, once. False: it was said why not. */
bool doctor_find_routes(struct check *check);
/* The service when it leads to maildesk: a pipe of ours, or LMTP to a socket. */
const struct postfix_service *doctor_door(const struct doctor *doctor,
    const struct doctor_route *route);
/* The nth pipe service that runs maildesk-deliver; NULL: there are no more. */
const struct postfix_service *doctor_pipe_service(const struct doctor *doctor,
    size_t n);
/* The line with flags= as it should be. */
const char *doctor_pipe_line(struct check *check,
    const struct postfix_service *service);
/* A setting of main.cf; what cannot be asked is said, and is false. */
bool doctor_setting(struct check *check, const char *name, struct slice *out);
/* The same of a transport: "<service>_<name>". */
bool doctor_service_setting(struct check *check,
    const struct postfix_service *service, const char *name,
    struct slice *out);

enum check_result doctor_state(struct check *check);
enum check_result doctor_space(struct check *check);
enum check_result doctor_clock(struct check *check);
enum check_result doctor_alarm(struct check *check);
enum check_result doctor_postfix(struct check *check);
enum check_result doctor_transport(struct check *check);
enum check_result doctor_delimiter(struct check *check);
enum check_result doctor_pipe(struct check *check);
enum check_result doctor_lmtp(struct check *check);
enum check_result doctor_socket(struct check *check);
enum check_result doctor_imap(struct check *check);
enum check_result doctor_relay(struct check *check);
enum check_result doctor_canary(struct check *check);
enum check_result doctor_forgery(struct check *check);

#endif
