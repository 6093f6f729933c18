/* What is posted when a rule says webhook: facts about the ticket, no words. */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/unique.h"
#include "port/json.h"
#include "rulebook.h"
#include "store/outbox.h"

static void
add_ticket(struct json *json, const struct rule_scene *scene)
{
	struct json *object = json_add_object(json, "ticket"), *child;
	const struct ticket *ticket = &scene->ticket;

	json_add_int(object, "number", ticket->id);
	json_add_text(object, "subject", ticket->subject);
	json_add_text(object, "status",
	    slice_of(ticket_status_name(ticket->status)));
	json_add_text(object, "priority",
	    slice_of(ticket_priority_name(ticket->priority)));
	json_add_text(object, "department", scene->department.name);
	json_add_text_or_null(object, "assignee", scene->assignee.handle);
	json_add_time(object, "created", ticket->created_at);
	json_add_time(object, "due", ticket->due_at);
	child = json_add_array(object, "labels");
	for (size_t i = 0; i < scene->facts.label_count; i++)
		json_append_text(child, scene->facts.labels[i].name);
	child = json_add_object(object, "user");
	json_add_text(child, "name", scene->user.name);
	json_add_text(child, "address", scene->user_address.address);
}

static struct slice
print(const struct json *json, struct arena *arena)
{
	char *bytes = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&bytes, &size);
	struct slice text;

	if (to == NULL || json_print(json, true, to) < 0 || fclose(to) != 0)
		log_die("out of memory: json");
	text = slice_trim_end(arena_copy(arena, slice_make(bytes, size)));
	free(bytes);
	return text;
}

int
rule_hook_put(struct desk *desk, const struct rule *rule, struct slice url,
    const struct rule_event *event, struct arena *arena, struct fail *why)
{
	struct outbox_row row = { .state = LETTER_STATE_QUEUED,
		.event = SLICE("webhook"), .submitted = SLICE("generated"),
		.created_at = clock_now() };
	char unique[UNIQUE_SIZE];
	struct rule_scene scene;
	struct json *json;

	if (rule_scene_load(desk, event, arena, &scene, why) < 0 ||
	    outbox_next_id(desk->db, &row.id, why) < 0)
		return -1;
	row.message_id = arena_copy(arena, slice_of(unique_name(unique)));
	json = json_new_object();
	json_add_text(json, "id", row.message_id);
	json_add_text(json, "desk", slice_of(desk->conf->desk_domain));
	json_add_text(json, "rule", slice_of(rule->name));
	json_add_text(json, "event", rule_triggers_text(event->triggers,
	    arena));
	json_add_text(json, "by", slice_of(event->by));
	json_add_time(json, "at", row.created_at);
	add_ticket(json, &scene);
	json_add_id(json, "entry", event->entry_id);
	row.text = print(json, arena);
	json_free(json);
	row.ticket_id = scene.ticket.id;
	row.entry_id = event->entry_id;
	row.address = url;
	row.subject = slice_of(rule->name);
	row.due_at = row.expires_at = row.created_at;
	return outbox_put(desk->db, &row, why);
}
