/* Who sent a mail that has lost its envelope: read off its header. */
#ifndef APP_FOUND_SENDER_H
#define APP_FOUND_SENDER_H

#include "mail/header.h"

/*
 * The address of Return-Path, else `hint` (may be empty), else From.  Empty:
 * the null sender, also where there is no address that could be said in LMTP.
 */
struct slice found_sender(const struct headers *headers, struct slice hint,
    const struct mail_limits *limits, struct arena *arena);

#endif
