/* Who a mail is from and which ticket it belongs to. */
#include "app/identify.h"

#include "app/evidence.h"
#include "app/record.h"
#include "mail/authres.h"
#include "store/bans.h"
#include "store/people.h"
#include "store/tickets.h"

/*
 * The sender is the single mailbox in From.  Of several the first stands for
 * the mail, but proves nobody; Reply-To, Sender and Resent-* never count.
 */
int
identify_sender(struct desk *desk, const struct mail *mail, struct arena *arena,
    struct text *record, struct origin *out, struct fail *why)
{
	struct address address;
	int got;

	for (size_t i = 0; i < mail->from.count && !out->has_sender; i++) {
		out->name = mail->from.items[i].name;
		out->address = mail->from.items[i].address;
		out->has_sender = address_is_sendable(out->address) &&
		    address_identity(out->address, arena, &out->identity);
	}
	out->several_from = mail->from.count > 1;
	if (!out->has_sender) {
		record_add(record, "identify", "sender", SLICE("none"));
		return 0;
	}
	record_add(record, "identify", "sender", out->identity);
	if (out->several_from)
		record_add(record, "identify", "several-from",
		    SLICE("nobody is proven"));

	got = people_by_identity(desk->db, out->identity, arena, &out->person,
	    &address, why);
	if (got < 0)
		return -1;
	if (got == 0)
		out->person = (struct person){ .name = out->name };
	record_add_format(record, "identify", "person", "%lld%s",
	    (long long)out->person.id,
	    got == 0 ? " (new)" : out->person.is_agent ? " (agent)" : "");
	if ((got = bans_cover(desk->db, out->identity, why)) < 0)
		return -1;
	out->banned = got == 1;
	return 0;
}

/* What our mail servers found out about the author. */
static void
find_authentication(struct evidence_search *search)
{
	const struct conf *conf = search->desk->conf;
	const struct authres_trust trust = { slice_of(conf->authserv_ids),
		slice_of(conf->received_by) };
	struct origin *origin = search->origin;
	struct authres authres;

	/* What an old mailbox says was written for other desks. */
	if (trust.ids.len == 0 || search->envelope->door == DOOR_IMPORT)
		return;
	authres_judge(search->mail->headers, &trust, origin->identity,
	    search->arena, &authres);
	origin->authenticated = authres.passes && !origin->several_from;
	origin->auth_fails = authres.fails;
	record_add_format(search->record, "identify", "authentication",
	    "%s, %zu believed, %zu not", authres.fails ? "dmarc fails"
	    : authres.passes ? authres.method : "none", authres.trusted,
	    authres.foreign);
}

/* Who handed the mail over had logged in as this agent. */
static bool
has_login(const struct evidence_search *search)
{
	const struct person *person = &search->origin->person;

	return search->envelope->door == DOOR_PIPE && person->is_agent &&
	    person->sasl_login.len > 0 &&
	    slice_eq(person->sasl_login, search->envelope->sasl_username);
}

/* What the evidence proves of an agent; users need no proof. */
static void
judge_proof(const struct evidence_search *search)
{
	struct origin *origin = search->origin;

	origin->proof = PROOF_T0;
	if (origin->several_from)
		return;
	if (origin->evidence == EVIDENCE_TOKEN ||
	    origin->evidence == EVIDENCE_MESSAGE_TOKEN)
		origin->proof = origin->purpose == TOKEN_VERIFY ? PROOF_T3
								: PROOF_T1;
	if (origin->proof == PROOF_T1 && origin->authenticated)
		origin->proof = PROOF_T2;
	if (origin->proof < PROOF_T2 && has_login(search)) {
		record_add(search->record, "identify", "login",
		    origin->person.sasl_login);
		origin->proof = PROOF_T2;
	}
	record_add(search->record, "identify", "proof",
	    slice_of(proof_name(origin->proof)));
}

/* A token keeps the number it was made for; the ticket may live on in another. */
static int
find_living(struct desk *desk, int64_t *ticket_id, struct arena *arena,
    struct fail *why)
{
	struct ticket ticket;
	int got = 0;

	if (*ticket_id != 0)
		got = tickets_get(desk->db, *ticket_id, arena, &ticket, why);
	*ticket_id = got == 1 ? ticket.id : 0;
	return got < 0 ? -1 : 0;
}

/* What is weaker than a token of one's own, until one of them holds. */
static int
find_weaker(struct evidence_search *search, struct fail *why)
{
	const struct origin *origin = search->origin;

	if (origin->evidence == EVIDENCE_STRANGER &&
	    evidence_shared_token(search, why) < 0)
		return -1;
	if ((origin->evidence == EVIDENCE_STRANGER ||
		origin->evidence == EVIDENCE_NONE) &&
	    evidence_references(search, why) < 0)
		return -1;
	if (origin->evidence == EVIDENCE_NONE &&
	    evidence_subject(search, why) < 0)
		return -1;
	return 0;
}

int
identify(struct desk *desk, const struct mail *mail,
    const struct envelope *envelope, struct arena *arena, struct text *record,
    struct origin *out, struct fail *why)
{
	struct evidence_search search = {
		.desk = desk, .mail = mail, .envelope = envelope,
		.arena = arena, .record = record, .origin = out,
	};

	*out = (struct origin){ .evidence = EVIDENCE_NONE };
	if (identify_sender(desk, mail, arena, record, out, why) < 0 ||
	    evidence_tokens(&search, why) < 0)
		return -1;
	if (find_weaker(&search, why) < 0 ||
	    find_living(desk, &out->ticket_id, arena, why) < 0 ||
	    find_living(desk, &out->report_ticket_id, arena, why) < 0)
		return -1;
	find_authentication(&search);
	judge_proof(&search);
	record_add_format(record, "identify", "thread", "%s ticket=%lld",
	    evidence_name(out->evidence), (long long)out->ticket_id);
	if (out->hint_ticket_id != 0)
		record_add_format(record, "identify", "hint", "%lld",
		    (long long)out->hint_ticket_id);
	return 0;
}
