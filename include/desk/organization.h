/*
 * Organizations of users, as values: their names, domains, and the roles of
 * their members.
 */
#ifndef DESK_ORGANIZATION_H
#define DESK_ORGANIZATION_H

#include "desk/profile.h"

#define ORGANIZATION_NAME_MAX 200 /* octets, of a role's name too */
#define ORGANIZATION_DEPTH_MAX 32 /* one below the other */

/* What its managers do with the tickets of its members. */
enum manager_part {
	MANAGERS_SEE,	 /* they are no strangers there, but get no mail */
	MANAGERS_ANSWER, /* their mails on a ticket are taken as its user's are */
	MANAGERS_FOLLOW, /* and they get the letters that its user gets */
	MANAGER_PART_COUNT
};
const char *manager_part_name(enum manager_part part);
bool manager_part_parse(struct slice word, enum manager_part *out);

struct organization {
	int64_t id; /* 0: none */
	struct slice name;
	struct slice summary;
	int64_t parent_id; /* 0: none */
	enum manager_part managers;
	bool disabled; /* gets no new members, and its managers are none */
	int64_t created_at;
};

/* The roles that every desk has. */
#define ORGANIZATION_ROLE_MEMBER 1
#define ORGANIZATION_ROLE_MANAGER 2

struct organization_role {
	int64_t id;
	struct slice name;
	bool manages; /* has the rights of a manager */
};

/* A person's place. */
struct belonging {
	int64_t organization_id; /* 0: none */
	struct slice organization;
	struct slice role;
	bool manages;  /* and it is not disabled */
	enum manager_part managers;
	struct slice how; /* "hand", "domain", "merge" */
};

struct organization_domain {
	struct slice domain;
	bool below; /* and its sub-domains */
};

/* One line of UTF-8 that is no number, for such a word means one, nor "none". */
bool organization_name_is_good(struct slice name);

/*
 * NULL: *out is the domain as it is compared, its A-labels in lower case, in
 * the arena; else why it cannot be an organization's: a sentence.  "@a.example"
 * is fine.  At free mail's domains anybody has an address.
 */
const char *organization_domain_fault(struct slice word, struct arena *arena,
    struct slice *out);
bool domain_is_free_mail(struct slice domain);
/* The table of them. */
const char *const *free_mail_domains(size_t *count);

/* A key of contact data: those of people, and "email"; NULL: it is none. */
const struct profile_key *organization_contact_find(struct slice word);

#endif
