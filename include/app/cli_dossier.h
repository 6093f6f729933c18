/* A person with all that there is to say of them. */
#ifndef APP_CLI_DOSSIER_H
#define APP_CLI_DOSSIER_H

#include "app/cli_ticket.h"
#include "store/activity.h"
#include "store/changes.h"
#include "store/fields.h"
#include "store/organizations.h"
#include "store/owned.h"
#include "store/passwords.h"
#include "store/person_files.h"
#include "store/profiles.h"
#include "store/usergroups.h"

struct dossier {
	struct person person;
	struct profile profile;
	struct belonging belonging;
	struct usergroup *groups; /* their own, and their organization's */
	size_t group_count;
	struct address *addresses;
	bool *banned; /* each of the addresses */
	size_t address_count;
	struct field_said *fields; /* of the desk's own ones, those set */
	size_t field_count;
	struct note *notes;
	size_t note_count;
	struct person_file *files;
	size_t file_count;
	struct cli_tickets tickets; /* that the actor may list, sorted */
	struct activity *activity;  /* on tickets that the actor may read */
	size_t activity_count;
	int64_t minutes; /* spent on their tickets */
	int64_t mail_id, mail_at; /* their last one; 0: none */
	struct password password;
	struct change *changes;	  /* with --changes */
	size_t change_count;
};

/* By number or address; FAIL_REFUSE when nobody is called so. */
int cli_dossier_load(struct cli *cli, struct slice word, struct dossier *out,
    struct fail *why);
/* As members of an object. */
int cli_dossier_json(struct cli *cli, const struct dossier *dossier,
    struct json *json, struct fail *why);

#endif
