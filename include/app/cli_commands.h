/* The functions behind the table of commands. */
#ifndef APP_CLI_COMMANDS_H
#define APP_CLI_COMMANDS_H

#include "app/cli.h"

typedef int cli_run(struct cli *cli, struct fail *why);

cli_run cli_init, cli_check, cli_doctor, cli_status, cli_config;
cli_run cli_backup, cli_restore;
cli_run cli_import, cli_parse, cli_explain;
cli_run cli_ticket_list, cli_ticket_open, cli_ticket_show,
    cli_ticket_attachment, cli_act;
cli_run cli_search;
cli_run cli_queue_list, cli_queue_show, cli_queue_retry, cli_queue_hold,
    cli_queue_cancel;
cli_run cli_quarantine_list, cli_quarantine_show, cli_quarantine_release;
cli_run cli_ban_add, cli_ban_list, cli_ban_remove;
cli_run cli_department_add, cli_department_list, cli_department_address,
    cli_department_default, cli_department_set, cli_department_join,
    cli_department_leave;
cli_run cli_agent_add, cli_agent_list, cli_agent_disable, cli_agent_enable,
    cli_agent_prefer, cli_agent_set, cli_agent_show;
cli_run cli_organization_add, cli_organization_list, cli_organization_find,
    cli_organization_show, cli_organization_set, cli_organization_domain,
    cli_organization_parent, cli_organization_join, cli_organization_leave,
    cli_organization_offered, cli_organization_note, cli_organization_label,
    cli_organization_unlabel, cli_organization_disable,
    cli_organization_enable;
cli_run cli_role_add, cli_role_list, cli_role_remove;
cli_run cli_usergroup_add, cli_usergroup_list, cli_usergroup_remove,
    cli_usergroup_member, cli_usergroup_grant, cli_usergroup_revoke;
cli_run cli_may;
cli_run cli_team_add, cli_team_list, cli_team_member;
cli_run cli_macro_add, cli_macro_list, cli_macro_show, cli_macro_remove;
cli_run cli_field_add, cli_field_list, cli_field_remove;
cli_run cli_notify_preview;
cli_run cli_user_show, cli_user_list, cli_user_find, cli_user_autoresponder,
    cli_user_reachable;
cli_run cli_user_set, cli_user_address, cli_user_note, cli_user_label,
    cli_user_unlabel;
cli_run cli_user_password, cli_user_password_set, cli_user_password_check;
cli_run cli_token_revoke, cli_key_rotate, cli_key_list;
cli_run cli_user_add, cli_user_disable, cli_user_enable, cli_user_delete, cli_user_erase,
    cli_user_merge, cli_user_unmerge, cli_user_duplicates;
cli_run cli_user_file_add, cli_user_file_list, cli_user_file_save,
    cli_user_file_remove;
cli_run cli_user_vcard_export, cli_user_vcard_import, cli_user_csv_import;
cli_run cli_oauth_login, cli_oauth_refresh, cli_oauth_status;
cli_run cli_rule_check, cli_rule_list, cli_rule_test;
cli_run cli_template_list, cli_template_show, cli_template_check,
    cli_template_install;
cli_run cli_completion, cli_help;

#endif
