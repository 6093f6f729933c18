/* Names of attachments that are safe to show and to store. */
#include "mail/file_name.h"

#include "base/ascii.h"
#include "base/text.h"

/* A longer ending is none. */
#define ENDING_MAX 20

/* Of an ending's types the first is the usual one. */
static const struct {
	struct slice	 type;
	const char	*ending;
} endings[] = {
	{ SLICE_INIT("application/gzip"), "gz" },
	{ SLICE_INIT("application/json"), "json" },
	{ SLICE_INIT("application/msword"), "doc" },
	{ SLICE_INIT("application/pdf"), "pdf" },
	{ SLICE_INIT("application/pgp-signature"), "asc" },
	{ SLICE_INIT("application/pkcs7-mime"), "p7m" },
	{ SLICE_INIT("application/pkcs7-signature"), "p7s" },
	{ SLICE_INIT("application/rtf"), "rtf" },
	{ SLICE_INIT("application/vnd.ms-excel"), "xls" },
	{ SLICE_INIT("application/vnd.ms-powerpoint"), "ppt" },
	{ SLICE_INIT("application/vnd.openxmlformats-officedocument."
	    "presentationml.presentation"), "pptx" },
	{ SLICE_INIT("application/vnd.openxmlformats-officedocument."
	    "spreadsheetml.sheet"), "xlsx" },
	{ SLICE_INIT("application/vnd.openxmlformats-officedocument."
	    "wordprocessingml.document"), "docx" },
	{ SLICE_INIT("application/vnd.oasis.opendocument.spreadsheet"), "ods" },
	{ SLICE_INIT("application/vnd.oasis.opendocument.text"), "odt" },
	{ SLICE_INIT("application/xml"), "xml" },
	{ SLICE_INIT("application/zip"), "zip" },
	{ SLICE_INIT("audio/mpeg"), "mp3" },
	{ SLICE_INIT("audio/wav"), "wav" },
	{ SLICE_INIT("audio/x-wav"), "wav" },
	{ SLICE_INIT("image/bmp"), "bmp" },
	{ SLICE_INIT("image/gif"), "gif" },
	{ SLICE_INIT("image/heic"), "heic" },
	{ SLICE_INIT("image/jpeg"), "jpg" },
	{ SLICE_INIT("image/jpg"), "jpg" },
	{ SLICE_INIT("image/png"), "png" },
	{ SLICE_INIT("image/svg+xml"), "svg" },
	{ SLICE_INIT("image/tiff"), "tif" },
	{ SLICE_INIT("image/webp"), "webp" },
	{ SLICE_INIT("message/rfc822"), "eml" },
	{ SLICE_INIT("message/global"), "eml" },
	{ SLICE_INIT("message/news"), "eml" },
	{ SLICE_INIT("text/calendar"), "ics" },
	{ SLICE_INIT("text/csv"), "csv" },
	{ SLICE_INIT("text/html"), "html" },
	{ SLICE_INIT("text/plain"), "txt" },
	{ SLICE_INIT("text/vcard"), "vcf" },
	{ SLICE_INIT("text/x-vcard"), "vcf" },
	{ SLICE_INIT("text/xml"), "xml" },
	{ SLICE_INIT("video/mp4"), "mp4" },
	{ SLICE_INIT("video/quicktime"), "mov" },
};

/*
 * Characters that are not seen, or that make others be seen elsewhere, so that
 * "gnp.exe" looks like "exe.png".
 */
static const struct {
	uint32_t	first, last;
} unseen[] = {
	{ 0x00ad, 0x00ad }, { 0x034f, 0x034f }, { 0x061c, 0x061c },
	{ 0x115f, 0x1160 }, { 0x17b4, 0x17b5 }, { 0x180b, 0x180e },
	{ 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f },
	{ 0x3164, 0x3164 }, { 0xfeff, 0xfeff }, { 0xfff0, 0xfffb },
	{ 0xe0000, 0xe0fff },
};

static bool
is_unseen(uint32_t c)
{
	for (size_t i = 0; i < ARRAY_LEN(unseen); i++)
		if (c >= unseen[i].first && c <= unseen[i].last)
			return true;
	return false;
}

static bool
is_blank(uint32_t c)
{
	return c <= 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0x1680 ||
	    (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f ||
	    c == 0x3000;
}

/* Controls and blanks of all kinds are one plain blank. */
static struct slice
without_unseen(struct slice name, struct arena *arena)
{
	struct text	to = TEXT_IN(arena);
	uint32_t	c;
	bool		blank = false;

	while (name.len > 0) {
		name = slice_from(name, slice_code_point(name, &c));
		if (is_blank(c)) {
			blank = true;
			continue;
		}
		if (is_unseen(c))
			continue;
		if (blank && to.len > 0)
			text_add_char(&to, ' ');
		blank = false;
		/* What is no UTF-8 comes out as U+FFFD. */
		text_add_code_point(&to, c);
	}
	return text_slice(&to);
}

/* What stands behind the last slash of either kind. */
static struct slice
without_path(struct slice name)
{
	size_t	from = name.len;

	while (name.len > 0 && (name.data[name.len - 1] == '/' ||
	    name.data[name.len - 1] == '\\'))
		name.len--;
	for (from = name.len; from > 0; from--)
		if (name.data[from - 1] == '/' || name.data[from - 1] == '\\')
			break;
	return slice_from(name, from);
}

static struct slice
without_dots(struct slice name)
{
	while (name.len > 0 && (name.data[0] == '.' || name.data[0] == ' '))
		name = slice_from(name, 1);
	while (name.len > 0 && (name.data[name.len - 1] == '.' ||
	    name.data[name.len - 1] == ' '))
		name.len--;
	return name;
}

/* At most FILE_NAME_MAX octets, cut in the middle. */
static struct slice
shorten(struct slice name, struct arena *arena)
{
	struct text	to = TEXT_IN(arena);
	struct slice	ending, stem;
	size_t		dot = slice_rindex(name, '.');

	if (name.len <= FILE_NAME_MAX)
		return name;
	ending = slice_from(name, dot);
	if (ending.len > ENDING_MAX)
		ending = SLICE_EMPTY;
	stem = slice_head(name, FILE_NAME_MAX - ending.len);
	text_add(&to, slice_head(stem, slice_utf8_run(stem)));
	text_add(&to, ending);
	return text_slice(&to);
}

struct slice
file_name_clean(struct slice name, struct arena *arena)
{
	return shorten(without_dots(without_path(without_unseen(name, arena))),
	    arena);
}

struct slice
file_name_of_title(struct slice title, const char *ending,
    struct arena *arena)
{
	struct text	to = TEXT_IN(arena);

	for (size_t i = 0; i < title.len; i++)
		text_add_char(&to, title.data[i] == '/' ||
		    title.data[i] == '\\' ? '_' : title.data[i]);
	title = without_dots(without_unseen(text_slice(&to), arena));
	if (title.len == 0)
		return title;
	to = TEXT_IN(arena);
	text_add(&to, title);
	text_add_char(&to, '.');
	text_add_string(&to, ending);
	return shorten(text_slice(&to), arena);
}

const char *
file_name_ending(struct slice type)
{
	for (size_t i = 0; i < ARRAY_LEN(endings); i++)
		if (slice_eq_nocase(type, endings[i].type))
			return endings[i].ending;
	return "bin";
}

struct slice
file_name_type(struct slice name)
{
	struct slice ending = slice_from(name, slice_rindex(name, '.'));

	ending = slice_from(ending, 1);
	for (size_t i = 0; ending.len > 0 && i < ARRAY_LEN(endings); i++)
		if (slice_eq_nocase(ending, slice_of(endings[i].ending)))
			return endings[i].type;
	return SLICE("application/octet-stream");
}
