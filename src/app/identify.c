/* Who a mail is from and which ticket it belongs to. */
#include "app/identify.h"

#include "app/evidence.h"
#include "app/record.h"
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

/* What the evidence proves of an agent; users need no proof. */
static void
judge_proof(struct origin *out, struct text *record)
{
	out->proof = PROOF_T0;
	if (out->several_from)
		return;
	if (out->evidence == EVIDENCE_TOKEN ||
	    out->evidence == EVIDENCE_MESSAGE_TOKEN)
		out->proof = out->purpose == TOKEN_VERIFY ? PROOF_T3 : PROOF_T1;
	record_add(record, "identify", "proof", slice_of(proof_name(out->proof)));
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
	judge_proof(out, record);
	record_add_format(record, "identify", "thread", "%s ticket=%lld",
	    evidence_name(out->evidence), (long long)out->ticket_id);
	if (out->hint_ticket_id != 0)
		record_add_format(record, "identify", "hint", "%lld",
		    (long long)out->hint_ticket_id);
	return 0;
}
