/*
 * Those who answer mail without reading it: what each writes, when, and what
 * it takes for a reason to keep silent.
 */
#ifndef UNIT_LOOP_PEERS_H
#define UNIT_LOOP_PEERS_H

#include "line_case.h"

#include "app/sender_letter.h"

#define MINUTES 60
#define HOURS 3600
#define DAYS 86400

struct peer {
	const char *name;
	const char *marks;   /* headers by which it may be known */
	const char *subject; /* %.*s: the subject that it answers */
	const char *body;    /* %d: how often it has answered */
	int64_t delay;
	int64_t rests; /* seconds in which it answers a sender only once */
	bool to_from;  /* answers From, not Reply-To */
	bool by_turns; /* one time so, one time so */
	bool threads;  /* In-Reply-To and References */
	bool null_sender;
	bool reports;  /* the mail comes back instead of being answered */
	bool heeds;    /* what is marked as automatic is not answered */
};

static const struct peer peers[] = {
	{ .name = "maildesk" }, /* the real one, see test_loop_desks */
	{ .name = "RT", .marks = "Precedence: bulk\n"
	    "X-RT-Loop-Prevention: rt.test\nManaged-BY: RT 5.0.3\n"
	    "RT-Originator: desk\nAuto-Submitted: auto-replied\n",
	    .subject = "[rt.test #%d] AutoReply: %.*s", .delay = 20,
	    .body = "This message was generated in response to yours (%d).",
	    .threads = true },
	{ .name = "OTRS", .marks = "X-OTRS-Loop: yes\nX-Loop: yes\n"
	    "Precedence: bulk\nX-Powered-By: OTRS\n",
	    .subject = "[Ticket#2026%d] RE: %.*s", .delay = 45,
	    .body = "Thank you for your request number %d.", .to_from = true,
	    .null_sender = true },
	{ .name = "Zammad", .marks = "Auto-Submitted: auto-replied\n"
	    "X-Auto-Response-Suppress: All\nPrecedence: bulk\n"
	    "X-Powered-By: Zammad\n",
	    .subject = "Thanks for your inquiry [Ticket#%d] (%.*s)",
	    .delay = 60, .body = "We have received it (%d).", .threads = true,
	    .heeds = true },
	{ .name = "osTicket", .marks = "X-Auto-Response-Suppress: DR, RN, OOF,"
	    " AutoReply\nAuto-Submitted: auto-replied\n"
	    "Precedence: auto_reply\nX-Mailer: osTicket Mailer\n",
	    .subject = "Support Ticket Opened [#%d]: %.*s", .delay = 90,
	    .body = "A request for support has been created, number %d.",
	    .threads = true },
	{ .name = "Exchange", .marks = "Auto-Submitted: auto-generated\n"
	    "X-Auto-Response-Suppress: All\nX-MS-Exchange-Inbox-Rules-Loop:"
	    " kim@corp.test\n", .subject = "Automatic reply: %2$.*3$s",
	    .delay = 5, .rests = 14 * DAYS, .body = "I am out (%d).",
	    .threads = true, .null_sender = true },
	{ .name = "Gmail", .marks = "Auto-Submitted: auto-replied\n"
	    "X-Autoreply: yes\nPrecedence: bulk\n", .subject = "",
	    .delay = 3, .rests = 4 * DAYS, .body = "On holiday (%d).",
	    .threads = true, .heeds = true },
	{ .name = "iCloud", .marks = "X-Apple-Action: VACATION\n"
	    "Auto-Submitted: auto-replied\n", .subject = "", .delay = 10,
	    .body = "Away from my desk (%d).", .threads = true },
	{ .name = "unmarked", .marks = "", .subject = "", .delay = 4,
	    .body = "We got your mail number %d.", .threads = true,
	    .by_turns = true },
	{ .name = "growing subject", .marks = "", .subject = "+", .delay = 30,
	    .body = "Thank you, we received it, mail %d.", .to_from = true },
	{ .name = "slow", .marks = "", .subject = "", .delay = 6 * HOURS,
	    .body = "Your mail %d is being processed.", .by_turns = true },
	{ .name = "full mailbox", .marks = "Auto-Submitted: auto-replied\n",
	    .subject = "", .delay = 15, .body = "%d", .null_sender = true,
	    .reports = true },
};
#define PEERS ARRAY_LEN(peers)

/* One peer behind one address, and what came of it. */
struct party {
	const struct peer *peer;
	bool is_stripped; /* a gateway on the way takes every mark away */
	char address[64], domain[64];
	int answers;
	int64_t rests_until;
	int seeds;	  /* acts of people: a mail of its owner, a reply */
	int automatic;	  /* letters that the desk wrote by itself */
};

/* The subject that it answers with; of the numbered kinds with its number. */
static inline void
peer_subject(struct text *to, const struct party *party, struct slice heard)
{
	const struct peer *peer = party->peer;
	const char *at = strstr(peer->subject, "%");

	if (*peer->subject == '\0') {
		text_add_format(to, "Re: %.*s", SLICE_ARG(heard));
	} else if (*peer->subject == '+') {
		/* Its program knows no "Re:", and nothing of our number. */
		text_add_format(to, "%.*s again and again %d",
		    SLICE_ARG(mail_base_subject(heard)), party->answers);
	} else if (strncmp(at, "%d", 2) == 0) {
		text_add(to, slice_make(peer->subject,
		    (size_t)(at - peer->subject)));
		text_add_format(to, "%d", 1000 + party->answers);
		at += 2;
		text_add(to, slice_make(at, (size_t)(strstr(at, "%") - at)));
		text_add(to, heard);
		text_add_string(to, strstr(at, "%") + 4);
	} else {
		text_add(to, slice_make(peer->subject,
		    (size_t)(at - peer->subject)));
		text_add(to, heard);
	}
}

static inline void
peer_body(struct text *to, const struct party *party,
    const struct outbox_row *letter)
{
	const char *body = party->peer->body, *at = strstr(body, "%d");

	if (party->peer->reports) {
		text_add_format(to, "MIME-Version: 1.0\n"
		    "Content-Type: multipart/report;"
		    " report-type=delivery-status; boundary=b\n\n--b\n"
		    "Content-Type: text/plain\n\nThe mailbox is full.\n--b\n"
		    "Content-Type: message/delivery-status\n\n"
		    "Reporting-MTA: dns; mx.test\n\n"
		    "Final-Recipient: rfc822; %.*s\nAction: failed\n"
		    "Status: 5.2.2\nDiagnostic-Code: smtp; 552 mailbox full %d\n"
		    "\n--b--\n", SLICE_ARG(letter->address), party->answers);
		return;
	}
	text_add_format(to, "\n%.*s%d%s\n", (int)(at - body), body,
	    party->answers, at + 2);
}

/*
 * What it answers to a letter; *recipient is where it goes, *sender its return
 * path.  False: it keeps silent.
 */
static inline bool
peer_answer(struct party *party, const struct outbox_row *letter, int64_t now,
    struct arena *arena, struct text *to, const char **recipient,
    const char **sender)
{
	const struct peer *peer = party->peer;
	bool is_automatic = !slice_eq(letter->submitted, SLICE("person"));
	bool to_from = peer->to_from ||
	    (peer->by_turns && party->answers % 2 == 1);
	struct slice goes_to = to_from ? letter->from_address
				       : letter->reply_to;

	if ((peer->heeds && is_automatic && !party->is_stripped) ||
	    now < party->rests_until)
		return false;
	party->answers++;
	party->rests_until = now + peer->rests;
	/* RFC 3464 says where reports go; some servers do not care. */
	if (peer->reports && letter->return_path.len > 0)
		goes_to = letter->return_path;
	text_add_format(to, "From: %s%s\nTo: <%.*s>\nSubject: ",
	    peer->reports ? "MAILER-DAEMON@" : "",
	    peer->reports ? party->domain : party->address,
	    SLICE_ARG(goes_to));
	peer_subject(to, party, letter->subject);
	text_add_format(to, "\nMessage-ID: <a%d.%" PRId64 "@%s>\n%s",
	    party->answers, now, party->domain,
	    party->is_stripped ? "" : peer->marks);
	if (peer->threads && !party->is_stripped)
		text_add_format(to, "In-Reply-To: <%.*s>\nReferences: <%.*s>\n",
		    SLICE_ARG(letter->message_id),
		    SLICE_ARG(letter->message_id));
	peer_body(to, party, letter);
	*recipient = arena_string(arena, goes_to);
	*sender = peer->null_sender && !party->is_stripped ? ""
	    : party->address;
	return true;
}

#endif
