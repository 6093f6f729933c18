/* maildesk doctor: the LMTP door, and who reaches the intake's socket. */
#include "app/doctor.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>

#define GROUPS_MAX 256

/* One LMTP door: what is wrong with it was said. */
static bool
is_lmtp_right(struct check *check, const struct doctor_route *route,
    const struct postfix_service *service)
{
	const char *path = check->cli->conf.socket_path;
	struct arena *arena = &check->cli->arena;
	bool right = true;

	if (service->is_chrooted) {
		check_find(check, CHECK_BAD, arena_format(arena,
		    "master.cf: maildesk-lmtp  unix  -  -       n       -"
		    "       20      lmtp\n/etc/postfix/transport: %.*s"
		    " maildesk-lmtp:unix:%s\npostmap /etc/postfix/transport\n"
		    "postfix reload", SLICE_ARG(route->address), path).data,
		    "%.*s is chrooted (y in its fifth column): it cannot see"
		    " %s", SLICE_ARG(service->name), path);
		right = false;
	}
	if (!slice_eq(slice_from(route->nexthop, 5), slice_of(path))) {
		check_find(check, CHECK_BAD, arena_format(arena,
		    "/etc/postfix/transport: %.*s %.*s:unix:%s\n"
		    "postmap /etc/postfix/transport",
		    SLICE_ARG(route->address), SLICE_ARG(service->name),
		    path).data, "mail for %.*s goes to %.*s, but the intake"
		    " listens at %s", SLICE_ARG(route->address),
		    SLICE_ARG(route->nexthop), path);
		right = false;
	}
	return right;
}

enum check_result
doctor_lmtp(struct check *check)
{
	struct doctor *doctor = check->doctor;
	const struct postfix_service *service;
	size_t count = 0, bad = 0;

	if (!doctor_find_routes(check))
		return CHECK_OK;
	for (size_t i = 0; i < doctor->route_count; i++) {
		service = doctor_door(doctor, &doctor->routes[i]);
		if (service == NULL ||
		    !slice_eq(service->command, SLICE("lmtp")))
			continue;
		count++;
		bad += !is_lmtp_right(check, &doctor->routes[i], service);
	}
	if (bad > 0)
		return CHECK_BAD;
	return check_say(check, CHECK_OK, "%s",
	    count > 0 ? "it leads to the intake" : "it is not used");
}

/* An account as a process has it. */
struct visitor {
	const char *name;
	uid_t uid;
	gid_t groups[GROUPS_MAX];
	int group_count;
};

/* pipe(8) runs its program with the primary group only, lmtp(8) with all. */
static bool
find_visitor(const char *name, const char *group, bool all,
    struct visitor *out)
{
	const struct passwd *account = getpwnam(name);
	const struct group *entry;

	*out = (struct visitor){ .name = name, .group_count = 1 };
	if (account == NULL)
		return false;
	out->uid = account->pw_uid;
	out->groups[0] = account->pw_gid;
	if (group != NULL) {
		if ((entry = getgrnam(group)) == NULL)
			return false;
		out->groups[0] = entry->gr_gid;
	} else if (all) {
		out->group_count = GROUPS_MAX;
		if (getgrouplist(name, account->pw_gid, out->groups,
			&out->group_count) < 0)
			out->group_count = GROUPS_MAX;
	}
	return true;
}

/* bit: 1 to pass through, 2 to write. */
static bool
may(const struct visitor *visitor, const struct stat *info, mode_t bit)
{
	if (visitor->uid == 0)
		return true;
	if (info->st_uid == visitor->uid)
		return (info->st_mode & (bit << 6)) != 0;
	for (int i = 0; i < visitor->group_count; i++)
		if (visitor->groups[i] == info->st_gid)
			return (info->st_mode & (bit << 3)) != 0;
	return (info->st_mode & bit) != 0;
}

/* The first part of the path where they are stopped; NULL: they get there. */
static const char *
find_barrier(struct check *check, const struct visitor *visitor)
{
	struct slice path = slice_of(check->cli->conf.socket_path);
	struct arena *arena = &check->cli->arena;
	const char *part;
	struct stat info;

	for (size_t i = 1; i <= path.len; i++) {
		if (i < path.len && path.data[i] != '/')
			continue;
		part = arena_string(arena, slice_head(path, i));
		/* What is not there yet is no barrier; the intake's step
		   says that. */
		if (stat(part, &info) < 0)
			return NULL;
		if (!may(visitor, &info, i < path.len ? 1 : 2))
			return part;
	}
	return NULL;
}

static bool
look_at_visitor(struct check *check, const struct visitor *visitor,
    bool is_pipe)
{
	const char *barrier = find_barrier(check, visitor);
	struct stat info;
	const struct group *group;

	if (barrier == NULL)
		return true;
	group = stat(barrier, &info) == 0 ? getgrgid(info.st_gid) : NULL;
	check_find(check, CHECK_BAD, arena_format(&check->cli->arena,
	    is_pipe ? "master.cf: user=%s:%s" : "adduser %s %s && systemctl"
	    " restart postfix", visitor->name,
	    group != NULL ? group->gr_name : "maildesk").data,
	    "Postfix, as %s, cannot reach the socket: %s stops it",
	    visitor->name, barrier);
	return false;
}

static bool
look_at_pipe(struct check *check, const struct postfix_service *service)
{
	struct arena *arena = &check->cli->arena;
	struct slice rest, user;
	struct visitor visitor;

	if (!postfix_attribute(service, SLICE("user"), &rest))
		rest = SLICE("");
	slice_cut(&rest, ':', &user);
	if (find_visitor(arena_string(arena, user), rest.len > 0
	    ? arena_string(arena, rest) : NULL, false, &visitor))
		return look_at_visitor(check, &visitor, true);
	check_find(check, CHECK_BAD, doctor_pipe_line(check, service),
	    "%.*s runs as \"%.*s\", which is no account here",
	    SLICE_ARG(service->name), SLICE_ARG(user));
	return false;
}

static bool
is_lmtp_used(const struct doctor *doctor)
{
	const struct postfix_service *service;

	for (size_t i = 0; i < doctor->route_count; i++) {
		service = doctor_door(doctor, &doctor->routes[i]);
		if (service != NULL &&
		    slice_eq(service->command, SLICE("lmtp")))
			return true;
	}
	return false;
}

enum check_result
doctor_socket(struct check *check)
{
	const struct postfix_service *service;
	struct visitor visitor;
	struct slice owner;
	bool right = true;

	if (!doctor_ask_postfix(check))
		return CHECK_OK;
	for (size_t n = 0; (service = doctor_pipe_service(check->doctor,
		n)) != NULL; n++)
		right = look_at_pipe(check, service) && right;
	if (check->is_open && doctor_find_routes(check) &&
	    is_lmtp_used(check->doctor)) {
		if (!doctor_setting(check, "mail_owner", &owner))
			return CHECK_BAD;
		if (find_visitor(arena_string(&check->cli->arena, owner), NULL,
			true, &visitor))
			right = look_at_visitor(check, &visitor, false) &&
			    right;
	}
	if (!right)
		return CHECK_BAD;
	return check_say(check, CHECK_OK, "%s can be reached",
	    check->cli->conf.socket_path);
}
