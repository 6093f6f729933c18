/* The sender of a mail that comes from a mailbox. */
#include "app/found_sender.h"

#include "mail/address.h"

struct slice
found_sender(const struct headers *headers, struct slice hint,
    const struct mail_limits *limits, struct arena *arena)
{
	const struct header *header = headers_find(headers,
	    SLICE("Return-Path"));
	struct mailboxes mailboxes;
	limit_bits ignored = 0;

	if (header == NULL && hint.len > 0)
		return !address_is_null(hint) && address_is_sendable(hint)
		    ? hint : SLICE_EMPTY;
	if (header == NULL)
		header = headers_find(headers, SLICE("From"));
	if (header == NULL)
		return SLICE_EMPTY;
	mailboxes_parse(header_unfold(header->value, arena), SLICE_EMPTY,
	    limits, arena, &mailboxes, &ignored);
	if (mailboxes.count == 0 ||
	    address_is_null(mailboxes.items[0].address) ||
	    !address_is_sendable(mailboxes.items[0].address))
		return SLICE_EMPTY;
	return mailboxes.items[0].address;
}
