/* The envelope of a mail that has lost its own: read off its headers. */
#ifndef APP_CLI_IMPORT_H
#define APP_CLI_IMPORT_H

#include "app/cli.h"

/*
 * Fills sender and recipients.  Recipients are those of Delivered-To,
 * X-Original-To, To and Cc that are departments', else the default department.
 * `hint` is the sender that the mailbox knows (may be empty); a Return-Path
 * counts more, From less.  FAIL_SETUP: there is no department.
 */
int cli_import_envelope(struct cli *cli, struct slice raw, struct slice hint,
    struct arena *arena, struct envelope *out, struct fail *why);

#endif
