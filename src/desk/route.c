/* What shall become of a mail: quarantine with a reason, or an action. */
#include "desk/route.h"

#include "base/text.h"
#include "desk/behalf.h"
#include "desk/command.h"
#include "desk/letter_event.h"

static const struct class_effects *
effects_of(const struct route_facts *facts)
{
	return class_effects(facts->released ? MAIL_LIST : facts->kind->class);
}

/* Attachments as an entry keeps them: part TAB type TAB octets TAB name. */
static struct slice
attachment_lines(const struct attachments *attachments, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < attachments->count; i++) {
		const struct attachment *item = &attachments->items[i];

		text_add_line(&text, item->part);
		text_add_char(&text, '\t');
		text_add_line(&text, item->type);
		text_add_format(&text, "\t%zu\t", item->encoded_size);
		text_add_line(&text, item->name);
		text_add_char(&text, '\n');
	}
	return text_slice(&text);
}

static void
draft_entry(const struct route_facts *facts, struct arena *arena,
    struct action *out)
{
	const struct mail *mail = facts->mail;

	out->has_entry = true;
	out->entry = (struct entry){
		.kind = ENTRY_MESSAGE,
		.person_id = facts->origin->person.id,
		.at = facts->envelope->at,
		.door = facts->envelope->door,
		.archive_id = facts->archive_id,
		.message_id = mail->message_id,
		.identity = slice_make(mail->identity, sizeof(mail->identity)),
		.class = slice_of(mail_class_name(facts->kind->class)),
		.text = mail->text,
		.new_text = mail->new_text,
		.attachments = attachment_lines(&mail->attachments, arena),
		.flags = mail->limited != 0 ? SLICE("limited") : SLICE_EMPTY,
	};
}

/*
 * Where a line of HTML begins and ends is a guess: commands found so are
 * neither obeyed nor sent to the user as text.
 */
static void
refuse_from_html(struct command_block *block)
{
	for (size_t i = 0; i < block->count; i++)
		if (block->items[i].problem == NULL)
			block->items[i].problem = "commands are read from plain"
			    " text only, and this mail is HTML alone";
	block->held = block->held || block->count > 0;
}

/* The author of a held mail has said what shall become of it. */
static void
insist(const struct route_facts *facts, struct command_block *block,
    struct arena *arena, struct action *out)
{
	bool replies = facts->origin->answer == ANSWER_REPLY;
	/* Which of several users it would be is not said. */
	bool to_user = replies && !out->is_control;
	bool public = command_insist(block, !replies, arena);

	out->insists = true;
	if (replies || !public) {
		out->entry.kind = to_user ? ENTRY_REPLY : ENTRY_NOTE;
		out->entry.is_private = !to_user;
	}
}

static bool
has_verb(const struct command_block *block, enum verb_id id)
{
	for (size_t i = 0; i < block->count; i++)
		if (block->items[i].verb != NULL &&
		    block->items[i].verb->id == id)
			return true;
	return false;
}

/* The control address is of no ticket: what changes one says which. */
static void
expect_on(struct command_block *block)
{
	for (size_t i = 0; i < block->count && !has_verb(block, VERB_ON); i++) {
		struct command *command = &block->items[i];

		if (command->problem != NULL ||
		    command->verb->argument == ARGUMENT_QUERY)
			continue;
		command->problem = "say on which tickets, above it: #on 12, 13";
		block->held = true;
	}
}

/* Without its #on the rest of a block would be about another ticket. */
static bool
may_insist(const struct command_block *block)
{
	for (size_t i = 0; i < block->count; i++)
		if (block->items[i].verb != NULL &&
		    block->items[i].verb->id == VERB_ON)
			return block->items[i].problem == NULL;
	return true;
}

/*
 * What is said of a ticket for somebody else is for colleagues: nothing goes
 * there before the agent has seen who was taken for the user.
 */
static void
shape_behalf(const struct behalf *behalf, struct arena *arena,
    struct command_block *block, struct action *out)
{
	if (!has_verb(block, VERB_FOR))
		behalf_add_command(behalf, arena, block);
	if (!has_verb(block, VERB_REPLY))
		out->meant_note = true;
}

/*
 * An agent's own new text: commands first, the rest is what is said.  behalf is
 * NULL but for a new mail that is for somebody else.
 */
static void
route_agent(const struct route_facts *facts, const struct behalf *behalf,
    struct arena *arena, struct action *out)
{
	struct command_block block;

	out->kind = ACTION_AGENT;
	out->about_entry_id = facts->origin->entry_id;
	/* A note until the commands say otherwise is what cannot leak; but an
	   answer to the reply address is meant for the user. */
	out->entry.kind = ENTRY_REPLY;
	command_parse(facts->mail->new_text, arena, &block);
	if (facts->mail->text_from_html)
		refuse_from_html(&block);
	if (behalf != NULL)
		shape_behalf(behalf, arena, &block, out);
	if (out->is_control)
		expect_on(&block);
	if (out->meant_note || out->is_control) {
		out->entry.kind = ENTRY_NOTE;
		out->entry.is_private = true;
	}
	out->answers = out->entry.kind == ENTRY_REPLY;
	if (facts->origin->answer != ANSWER_NONE && may_insist(&block))
		insist(facts, &block, arena, out);
	out->commands = block.items;
	out->command_count = block.count;
	out->held = block.held;
	/* Held text is kept whole: the agent finds every word of it. */
	if (!block.held)
		out->entry.new_text = block.text;
	/* What is forwarded is the matter, though the agent did not write it. */
	if (behalf != NULL && behalf->forwards)
		out->entry.new_text = facts->mail->text;
	if (slice_trim(out->entry.new_text).len == 0 &&
	    facts->mail->attachments.count == 0 &&
	    (block.count > 0 || out->insists))
		out->entry.kind = ENTRY_EVENT;
}

/* A mail in an agent's name on somebody else's ticket. */
static void
route_from_agent(const struct route_facts *facts, struct arena *arena,
    struct action *out)
{
	out->entry.is_private = true;
	if (!effects_of(facts)->commands) {
		/* A machine or a list that sends with the agent's address. */
		out->kind = ACTION_SILENT;
	} else if (facts->origin->proof == PROOF_T0) {
		out->kind = ACTION_UNPROVEN;
		out->entry.kind = ENTRY_NOTE;
	} else {
		out->entry.is_private = false;
		route_agent(facts, NULL, arena, out);
	}
}

/*
 * A new mail of an agent, or what came of one: it was held, and so the ticket
 * is the agent's own, where "#for" still gives it away.
 */
static void
route_behalf(const struct route_facts *facts, struct arena *arena,
    struct action *out)
{
	const struct origin *origin = facts->origin;
	bool again = origin->answer == ANSWER_APPLY;
	struct behalf behalf;

	if (!origin->person.is_agent || !effects_of(facts)->commands ||
	    (origin->answer != ANSWER_NONE && !again))
		return;
	behalf_find(facts->mail, out->ticket_id == 0 || again, arena, &behalf);
	/* Who cannot be believed is not asked whom they mean. */
	if (!behalf.wanted ||
	    (behalf.address.len == 0 && origin->proof < PROOF_T2))
		return;
	out->on_behalf = true;
	out->behalf = behalf_text(&behalf, arena);
	out->behalf_name = behalf.name;
	out->suggests = false;
	if (behalf.subject.len > 0)
		out->subject = behalf.subject;
	if (origin->proof == PROOF_T0) {
		out->kind = ACTION_UNPROVEN;
		out->entry.kind = ENTRY_NOTE;
		out->entry.is_private = true;
	} else {
		route_agent(facts, &behalf, arena, out);
	}
}

/*
 * A control address is of no ticket, so that one can be opened there, too.  One
 * that was held is open already.
 */
static void
open_from_control(const struct route_facts *facts, struct arena *arena,
    struct action *out)
{
	const struct origin *origin = facts->origin;
	struct behalf behalf;

	if (!out->is_control || origin->evidence == EVIDENCE_STRANGER)
		return;
	behalf_find(facts->mail, true, arena, &behalf);
	if (!behalf.wanted)
		return;
	out->is_control = false;
	if (origin->answer == ANSWER_NONE)
		out->ticket_id = 0;
}

/* A mail on a ticket that is there. */
static void
route_on_ticket(const struct route_facts *facts, struct arena *arena,
    struct action *out)
{
	const struct origin *origin = facts->origin;
	const struct class_effects *effects = effects_of(facts);

	if (origin->evidence == EVIDENCE_STRANGER) {
		out->kind = ACTION_THIRD_PARTY;
		out->entry.is_private = true;
	} else if (effects->ticket == EFFECT_THREAD) {
		out->kind = ACTION_SILENT;
		out->entry.is_private = true;
	} else if (origin->person.is_agent &&
	    (!facts->sender_is_user || out->is_control)) {
		route_from_agent(facts, arena, out);
	} else if (facts->sender_is_user && origin->proof > PROOF_T0) {
		route_behalf(facts, arena, out);
	}
}

static void
route_bounce(const struct route_facts *facts, struct arena *arena,
    struct action *out)
{
	const struct report *report = facts->report;
	struct text reason = TEXT_IN(arena);

	out->kind = ACTION_SILENT;
	out->ticket_id = facts->origin->report_ticket_id;
	/* What a mail server says is the desk's to remember, not a person's. */
	out->actor = (struct person){ 0 };
	out->by_desk = true;
	out->entry.person_id = 0;
	out->entry.is_private = true;
	if (report == NULL || facts->kind->class != MAIL_BOUNCE)
		return;
	text_add_line(&reason, report->status);
	text_add_char(&reason, ' ');
	text_add_line(&reason, report->diagnostic);
	out->reason = slice_trim(text_slice(&reason));
	out->recipient = facts->origin->report_address;
	/* An agent hears once of a reply that its user will not get. */
	if (report->action == REPORT_FAILED && !facts->address_is_hard &&
	    !facts->report_is_foreign &&
	    slice_eq(facts->origin->report_event,
		slice_of(letter_event_row(LETTER_AGENT_REPLY)->name)))
		out->kind = ACTION_BOUNCED;
}

/* Nobody whose ticket it could be; NULL: there is somebody. */
static const char *
sender_reason(const struct route_facts *facts)
{
	if (!facts->origin->has_sender)
		return "no-sender";
	return facts->sender_is_ours ? "own-address" : NULL;
}

/*
 * The answer of a disabled agent to a letter of theirs: a stranger cannot write
 * it, so that whoever does gets told.
 */
static bool
is_refused(const struct route_facts *facts)
{
	const struct origin *origin = facts->origin;

	return origin->person.disabled && origin->person.is_agent &&
	    origin->proof > PROOF_T0 && origin->ticket_id != 0 &&
	    effects_of(facts)->commands;
}

/* What keeps a mail out of the desk whatever else it says; NULL: nothing. */
static const char *
quarantine_reason(const struct route_facts *facts)
{
	const struct class_effects *effects = effects_of(facts);
	const struct origin *origin = facts->origin;

	if (facts->released)
		return sender_reason(facts);
	if (facts->hops > facts->max_hops)
		return "hops";
	if (effects->ticket == EFFECT_QUARANTINE)
		return effects->quarantine_reason;
	if (effects->ticket == EFFECT_LETTER)
		return origin->report_ticket_id == 0
		    ? effects->quarantine_reason : NULL;
	if (sender_reason(facts) != NULL)
		return sender_reason(facts);
	if (origin->banned)
		return "banned";
	if (origin->person.disabled && !is_refused(facts))
		return "disabled";
	if (effects->ticket == EFFECT_THREAD && origin->ticket_id == 0)
		return effects->quarantine_reason;
	if (origin->ticket_id == 0 && facts->may_not_write)
		return "not-permitted";
	if (origin->ticket_id == 0 && facts->over_rate)
		return "rate";
	return NULL;
}

/*
 * What a header says of other people is believed of who is proven; and a list
 * or a machine suggests nobody.
 */
static void
address_action(const struct route_facts *facts, struct action *out)
{
	const struct origin *origin = facts->origin;

	out->to = facts->mail->to;
	out->cc = facts->mail->cc;
	out->suggests = !facts->released && !origin->several_from &&
	    facts->kind->class == MAIL_HUMAN;
	out->reached = out->suggests && (origin->evidence == EVIDENCE_TOKEN ||
	    origin->evidence == EVIDENCE_MESSAGE_TOKEN);
}

const char *
route(const struct route_facts *facts, struct arena *arena, struct action *out)
{
	const struct class_effects *effects = effects_of(facts);
	const struct origin *origin = facts->origin;
	const char *reason = quarantine_reason(facts);

	if (reason != NULL)
		return reason;
	*out = (struct action){
		.kind = ACTION_MESSAGE,
		.door = facts->envelope->door,
		.at = facts->envelope->at,
		.actor = origin->person,
		.proof = origin->proof,
		.ticket_id = origin->ticket_id,
		.subject = mail_base_subject(facts->mail->subject),
		.department_id = facts->department_id,
		.department_chosen = facts->department_chosen,
		.hint_ticket_id = origin->hint_ticket_id,
		.meant_note = origin->purpose == TOKEN_NOTE ||
		    origin->meant_note,
		.is_control = origin->purpose == TOKEN_CONTROL,
		.reopens = effects->reopens && !facts->may_not_reopen,
		/* Who did not write it shall not hear that we have it. */
		.acknowledge = effects->acknowledged &&
		    facts->kind->may_auto_respond && !origin->auth_fails,
		.tells = effects->tells_agents,
	};
	draft_entry(facts, arena, out);
	out->mail = facts->mail;
	address_action(facts, out);
	open_from_control(facts, arena, out);

	if (effects->ticket == EFFECT_LETTER) {
		route_bounce(facts, arena, out);
	} else if (is_refused(facts)) {
		out->kind = ACTION_REFUSED;
		out->suggests = false;
	} else if (out->ticket_id != 0) {
		route_on_ticket(facts, arena, out);
	} else if (facts->machine_ticket_id != 0) {
		out->ticket_id = facts->machine_ticket_id;
	} else {
		route_behalf(facts, arena, out);
	}
	return NULL;
}
