/* How people are reached besides: what every program writes in its own way. */
#include "vcard_read.h"

/* Properties of one network each, with the scheme of its addresses. */
static const struct {
	struct slice name;
	enum profile_id kind;
	const char *scheme; /* of PROFILE_IM */
} own_properties[] = {
	{ SLICE_INIT("X-TWITTER"), PROFILE_TWITTER, NULL },
	{ SLICE_INIT("X-LINKEDIN"), PROFILE_LINKEDIN, NULL },
	{ SLICE_INIT("X-FACEBOOK"), PROFILE_FACEBOOK, NULL },
	{ SLICE_INIT("X-JABBER"), PROFILE_IM, "xmpp" },
	{ SLICE_INIT("X-GTALK"), PROFILE_IM, "xmpp" },
	{ SLICE_INIT("X-GOOGLE-TALK"), PROFILE_IM, "xmpp" },
	{ SLICE_INIT("X-SKYPE"), PROFILE_IM, "skype" },
	{ SLICE_INIT("X-SKYPE-USERNAME"), PROFILE_IM, "skype" },
	{ SLICE_INIT("X-AIM"), PROFILE_IM, "aim" },
	{ SLICE_INIT("X-ICQ"), PROFILE_IM, "icq" },
	{ SLICE_INIT("X-MSN"), PROFILE_IM, "msnim" },
	{ SLICE_INIT("X-YAHOO"), PROFILE_IM, "ymsgr" },
	{ SLICE_INIT("X-QQ"), PROFILE_IM, "qq" },
	{ SLICE_INIT("X-MATRIX"), PROFILE_IM, "matrix" },
	{ SLICE_INIT("X-MS-IMADDRESS"), PROFILE_IM, "sip" },
};

static const struct {
	struct slice word;
	enum profile_id kind;
} services[] = {
	{ SLICE_INIT("twitter"), PROFILE_TWITTER },
	{ SLICE_INIT("x"), PROFILE_TWITTER },
	{ SLICE_INIT("linkedin"), PROFILE_LINKEDIN },
	{ SLICE_INIT("facebook"), PROFILE_FACEBOOK },
};

static bool
has_scheme(struct slice value)
{
	struct slice head = slice_head(value, slice_index(value, ':'));

	return head.len > 0 && head.len < value.len &&
	    slice_index(head, ' ') == head.len &&
	    slice_index(head, '@') == head.len;
}

/* "skype:kim", when only "kim" is said. */
static void
add_im(struct vcard_reader *reader, struct slice service, struct slice value)
{
	if (service.len > 0 && !has_scheme(value))
		value = arena_format(reader->arena, "%.*s:%.*s",
		    SLICE_ARG(arena_lower(reader->arena, service)),
		    SLICE_ARG(value));
	card_add_contact(reader->card, PROFILE_IM, value, reader->arena);
}

static bool
read_own(struct vcard_reader *reader, const struct vcard_property *property)
{
	for (size_t i = 0; i < ARRAY_LEN(own_properties); i++) {
		struct slice value;

		if (!slice_eq_nocase(own_properties[i].name, property->name))
			continue;
		value = vcard_reader_text(reader, property);
		if (value.len == 0)
			return true;
		if (own_properties[i].kind == PROFILE_IM)
			add_im(reader, slice_of(own_properties[i].scheme),
			    value);
		else
			card_add_contact(reader->card, own_properties[i].kind,
			    value, reader->arena);
		return true;
	}
	return false;
}

/* Who runs it, in the words of RFC 9554, of Apple, or of a label. */
static struct slice
service_of(const struct vcard_reader *reader,
    const struct vcard_property *property)
{
	static const char *const names[] = {
		"SERVICE-TYPE", "X-SERVICE-TYPE",
	};
	struct slice value;

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		value = vcard_param(property, names[i]);
		if (value.len > 0)
			return value;
	}
	return vcard_reader_label(reader, property);
}

static bool
read_service(struct vcard_reader *reader,
    const struct vcard_property *property, struct slice service,
    struct slice value)
{
	for (size_t i = 0; i < ARRAY_LEN(services); i++)
		if (slice_eq_nocase(service, services[i].word) ||
		    vcard_has_type(property, services[i].word.data)) {
			card_add_contact(reader->card, services[i].kind,
			    value, reader->arena);
			return true;
		}
	return false;
}

static void
read_social(struct vcard_reader *reader, const struct vcard_property *property)
{
	struct slice value = vcard_reader_text(reader, property), user;

	if (slice_starts_nocase(value, SLICE("x-apple:")))
		value = slice_from(value, 8);
	user = vcard_param(property, "USERNAME");
	if (user.len == 0)
		user = vcard_param(property, "X-USER");
	if (value.len == 0)
		value = user;
	if (value.len == 0 || read_service(reader, property,
		service_of(reader, property), value))
		return;
	if (slice_has(value, SLICE("://")))
		card_add_website(reader->card, value, reader->arena);
	else
		card_add_unheld(reader->card, property->name, reader->arena);
}

bool
vcard_read_network(struct vcard_reader *reader,
    const struct vcard_property *property)
{
	if (slice_eq_nocase(property->name, SLICE("IMPP"))) {
		struct slice value = vcard_reader_text(reader, property);

		if (value.len > 0)
			add_im(reader, service_of(reader, property), value);
		return true;
	}
	if (slice_eq_nocase(property->name, SLICE("X-SOCIALPROFILE")) ||
	    slice_eq_nocase(property->name, SLICE("SOCIALPROFILE"))) {
		read_social(reader, property);
		return true;
	}
	return read_own(reader, property);
}
