/* maildesk doctor: where Postfix sends the mail of the departments. */
#include "app/doctor.h"

#include "store/departments.h"

#define DELIVER SLICE("maildesk-deliver")

static bool
runs_deliver(const struct postfix_service *service)
{
	return slice_eq(service->command, SLICE("pipe")) &&
	    slice_has(service->arguments, DELIVER);
}

const struct postfix_service *
doctor_pipe_service(const struct doctor *doctor, size_t n)
{
	for (size_t i = 0; i < doctor->postfix.count; i++)
		if (runs_deliver(&doctor->postfix.services[i]) && n-- == 0)
			return &doctor->postfix.services[i];
	return NULL;
}

const struct postfix_service *
doctor_door(const struct doctor *doctor, const struct doctor_route *route)
{
	const struct postfix_service *service = route->transport.len > 0
	    ? postfix_find(&doctor->postfix, route->transport) : NULL;

	if (service == NULL || runs_deliver(service))
		return service;
	return slice_eq(service->command, SLICE("lmtp")) &&
	    slice_starts(route->nexthop, SLICE("unix:")) ? service : NULL;
}

/* "maildesk-lmtp:unix:/run/maildesk/lmtp.sock" */
static void
set_way(struct doctor_route *route, struct slice value, struct slice source)
{
	slice_cut(&value, ':', &route->transport);
	route->nexthop = value;
	route->source = source;
}

/* Postfix asks for the address, then for its domain. */
static int
look_up(struct doctor *doctor, struct slice tables,
    struct doctor_route *route, struct fail *why)
{
	size_t at = slice_rindex(route->address, '@');
	const struct slice keys[] = { route->address,
		slice_from(route->address, at + 1) };
	struct slice rest, table, value;
	int got;

	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		rest = tables;
		while (slice_cut(&rest, ' ', &table)) {
			if (table.len > 0 &&
			    table.data[table.len - 1] == ',')
				table.len--;
			if (table.len == 0)
				continue;
			got = postfix_lookup(&doctor->postfix, table, keys[i],
			    &value, why);
			if (got < 0)
				return -1;
			if (got == 1) {
				set_way(route, value, table);
				return 1;
			}
		}
	}
	return 0;
}

/* What is not in a table goes the way of its domain's kind. */
static bool
look_at_defaults(struct check *check, struct doctor_route *route)
{
	static const char *const names[] = { "virtual_transport",
		"relay_transport", "mailbox_transport", "local_transport",
		"default_transport" };
	struct doctor_route other = *route;
	struct slice value;

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (!doctor_setting(check, names[i], &value))
			return false;
		set_way(&other, value, slice_of(names[i]));
		if (doctor_door(check->doctor, &other) != NULL) {
			*route = other;
			return true;
		}
	}
	return true;
}

static bool
is_mailbox(const struct conf *conf, struct slice address)
{
	for (size_t i = 0; i < conf->imap_count; i++)
		for (size_t j = 0; j < conf->imap[i].folder_count; j++)
			if (slice_eq_nocase(address, slice_of(
				conf->imap[i].folders[j].recipient)))
				return true;
	return false;
}

/* Each address of each department, without its way yet. */
static int
list_addresses(struct check *check, struct fail *why)
{
	struct cli *cli = check->cli;
	struct doctor *doctor = check->doctor;
	struct department *items;
	struct slice *addresses;
	size_t count, found, size = sizeof(doctor->routes[0]);

	if (departments_list(cli->desk.db, &cli->arena, &items, &count,
		why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (items[i].disabled)
			continue;
		if (departments_addresses(cli->desk.db, items[i].id,
			&cli->arena, &addresses, &found, why) < 0)
			return -1;
		for (size_t j = 0; j < found; j++) {
			doctor->routes = arena_grow(&cli->arena,
			    doctor->routes, doctor->route_count * size,
			    (doctor->route_count + 1) * size);
			doctor->routes[doctor->route_count++] =
			    (struct doctor_route){ .address = addresses[j],
			    .is_mailbox = is_mailbox(&cli->conf,
				addresses[j]) };
		}
	}
	return 0;
}

bool
doctor_find_routes(struct check *check)
{
	struct doctor *doctor = check->doctor;
	struct fail why = FAIL_INIT;
	struct slice tables;
	int got = -1;

	if (!doctor_ask_postfix(check) || !check->is_open)
		return false;
	if (doctor->is_routed)
		return true;
	doctor->is_routed = true;
	if (!doctor_setting(check, "transport_maps", &tables))
		return false;
	got = list_addresses(check, &why);
	for (size_t i = 0; got >= 0 && i < doctor->route_count; i++) {
		got = look_up(doctor, tables, &doctor->routes[i], &why);
		if (got == 0 && !look_at_defaults(check, &doctor->routes[i]))
			return false;
	}
	if (got >= 0)
		return true;
	check_find(check, CHECK_BAD, "postmap /etc/postfix/transport",
	    "transport_maps cannot be asked: %s", why.text);
	return false;
}
