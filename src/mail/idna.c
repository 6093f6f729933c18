/* Domains beyond ASCII as the DNS has them (libidn2). */
#include "mail/idna.h"

#include <idn2.h>

#include "base/ascii.h"

/* RFC 1035's 255 octets, were each a character of four. */
#define DOMAIN_MAX 1020

/*
 * Compatibility mappings make blanks, slashes and a second '@' of look-alikes;
 * none of them is in a domain.
 */
static bool
is_hostname(const char *ascii)
{
	for (; *ascii != '\0'; ascii++)
		if (!ascii_is_alnum(*ascii) && *ascii != '-' && *ascii != '.')
			return false;
	return true;
}

bool
idna_to_ascii(struct slice domain, struct arena *arena, struct slice *out)
{
	char	*ascii = NULL;
	int	rc;

	if (domain.len > DOMAIN_MAX || !slice_is_utf8(domain))
		return false;
	if (slice_index(domain, '\0') < domain.len)
		return false;
	rc = idn2_to_ascii_8z(arena_string(arena, domain), &ascii,
	    IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
	if (rc != IDN2_OK)
		return false;
	if (is_hostname(ascii))
		*out = arena_lower(arena, slice_of(ascii));
	else
		rc = IDN2_DISALLOWED;
	idn2_free(ascii);
	return rc == IDN2_OK;
}
