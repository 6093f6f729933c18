/*
 * Dates of header fields.  They are read by what their pieces look like, not
 * by a grammar: a number with colons is a time whatever stands around it, a
 * word that names a month is the month.  That reads RFC 5322, asctime, ISO 8601
 * and the local habits of clients alike.
 */
#include "mail/date.h"

#include <string.h>

#include "base/ascii.h"
#include "base/clock.h"
#include "mail/date_words.h"

/* No real date is longer; what follows is somebody's text. */
#define DATE_MAX 200

struct reader {
	char	buf[2 * DATE_MAX + 8]; /* UTF-8, lower case */
	size_t	len;
	size_t	at;

	int64_t	year;		/* -1: not met */
	int	month;		/* 0: not met */
	int	day;		/* 0: not met */
	int	hour, minute, second;
	bool	has_time;
	bool	afternoon, forenoon;
	bool	has_zone;
	int	zone;
	bool	broken;
};

static void
put_code_point(struct reader *r, uint32_t c)
{
	if (c < 0x80) {
		r->buf[r->len++] = (char)c;
	} else if (c < 0x800) {
		r->buf[r->len++] = (char)(0xc0 | c >> 6);
		r->buf[r->len++] = (char)(0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		r->buf[r->len++] = (char)(0xe0 | c >> 12);
		r->buf[r->len++] = (char)(0x80 | (c >> 6 & 0x3f));
		r->buf[r->len++] = (char)(0x80 | (c & 0x3f));
	}
}

/* Lower case for the scripts that months are written in here; odd blanks and
   minus signs as the plain ones. */
static uint32_t
fold(uint32_t c)
{
	if (c < 0x80)
		return (uint32_t)(unsigned char)ascii_lower((char)c);
	if ((c >= 0xc0 && c <= 0xde) || (c >= 0x391 && c <= 0x3a9) ||
	    (c >= 0x410 && c <= 0x42f))
		return c + 32;
	if (c >= 0x400 && c <= 0x40f)
		return c + 80;
	if ((c >= 0x100 && c <= 0x137) || (c >= 0x14a && c <= 0x177))
		return c | 1;
	if (c == 0xa0 || c == 0x202f || c == 0x2009 || c == 0x3000)
		return ' ';
	if (c == 0x2212 || c == 0x2013)
		return '-';
	return c;
}

/* Fills the buffer; bytes that are no UTF-8 are the latin1 of old clients. */
static void
load(struct reader *r, struct slice value)
{
	uint32_t	c;
	size_t		len;

	value = slice_head(slice_trim(value), DATE_MAX);
	while (value.len > 0) {
		len = slice_code_point(value, &c);
		if (c == SLICE_BROKEN) {
			c = (unsigned char)value.data[0];
			len = 1;
		}
		put_code_point(r, fold(c));
		value = slice_from(value, len);
	}
}

static char
peek(const struct reader *r, size_t ahead)
{
	return r->at + ahead < r->len ? r->buf[r->at + ahead] : '\0';
}

static bool
is_word(char c)
{
	return ascii_is_alpha(c) || (unsigned char)c >= 0x80;
}

/* Reads a run of digits; *digits is how many.  Long runs are no numbers. */
static int
take_number(struct reader *r, size_t *digits)
{
	int	number = 0;

	for (*digits = 0; ascii_is_digit(peek(r, 0)); r->at++, ++*digits)
		if (*digits < 8)
			number = number * 10 + (peek(r, 0) - '0');
	return number;
}

static bool
take_char(struct reader *r, char c)
{
	if (peek(r, 0) != c || !ascii_is_digit(peek(r, 1)))
		return false;
	r->at++;
	return true;
}

static bool
take_text(struct reader *r, const char *text)
{
	size_t	len = strlen(text);

	if (r->len - r->at < len || memcmp(r->buf + r->at, text, len) != 0)
		return false;
	r->at += len;
	return true;
}

/* Behind the hours: ":mm", ":mm:ss", ":mm:ss.frac"; or dots for colons. */
static void
read_time(struct reader *r, int hour, char colon)
{
	size_t	digits;

	r->at++;
	r->hour = hour;
	r->minute = take_number(r, &digits);
	if (digits > 2)
		r->broken = true;
	if (take_char(r, colon)) {
		r->second = take_number(r, &digits);
		if (digits > 2)
			r->broken = true;
	}
	if (take_char(r, '.'))
		take_number(r, &digits);
	r->has_time = true;
}

/* Behind the sign: "0100", "01:00", "1", "100". */
static void
read_zone(struct reader *r, int sign)
{
	size_t	digits;
	int	number, minutes = 0;

	number = take_number(r, &digits);
	if (digits <= 2) {
		if (take_char(r, ':'))
			minutes = take_number(r, &digits);
		number = number * 100 + minutes;
	} else if (digits > 4) {
		return;
	}
	if (number / 100 > 15 || number % 100 > 59)
		return;
	r->zone = sign * (number / 100 * 60 + number % 100);
	r->has_zone = true;
}

static int64_t
full_year(int year, size_t digits)
{
	/* RFC 5322 4.3. */
	if (digits == 2)
		return year < 50 ? 2000 + year : 1900 + year;
	if (digits == 3)
		return 1900 + year;
	return year;
}

/*
 * Three numbers with the same sign between.  "2026-11-24" and "24.11.2026" say
 * which is which; slashes do only when one number cannot be a month.
 */
static void
read_triple(struct reader *r, int first, size_t first_digits, char sign)
{
	int	second, third;
	size_t	digits;

	r->at++;
	second = take_number(r, &digits);
	r->at++;
	third = take_number(r, &digits);
	if (first_digits == 4) {
		r->year = first;
		r->month = second;
		r->day = third;
		return;
	}
	r->year = full_year(third, digits);
	if (sign == '/' && second > 12) {
		r->month = first;
		r->day = second;
	} else if (sign == '/' && first <= 12 && first != second) {
		r->broken = true;
	} else {
		r->month = second;
		r->day = first;
	}
}

/* Is there "-dd-dd" (or with another sign) ahead? */
static bool
is_triple(const struct reader *r, char sign)
{
	size_t	ahead = 1;

	if (peek(r, 0) != sign || !ascii_is_digit(peek(r, 1)))
		return false;
	while (ascii_is_digit(peek(r, ahead)))
		ahead++;
	return ahead <= 3 && peek(r, ahead) == sign &&
	    ascii_is_digit(peek(r, ahead + 1));
}

/* A number that stands for itself: what it is, its length and place tell. */
static void
read_plain_number(struct reader *r, int number, size_t digits)
{
	if (take_text(r, "年") || take_text(r, "년"))
		r->year = number;
	else if (take_text(r, "月") || take_text(r, "월"))
		r->month = number;
	else if (take_text(r, "日") || take_text(r, "일"))
		r->day = number;
	else if (digits == 4 && r->year < 0)
		r->year = number;
	else if (digits <= 2 && r->day == 0)
		r->day = number;
	else if (digits <= 3 && r->year < 0 && r->day != 0)
		r->year = full_year(number, digits);
}

static void
read_number(struct reader *r)
{
	bool	complete = r->day != 0 && r->month != 0 && r->year >= 0;
	size_t	digits;
	int	number = take_number(r, &digits);

	if (!r->has_time && digits <= 2 && peek(r, 0) == ':' &&
	    ascii_is_digit(peek(r, 1)))
		read_time(r, number, ':');
	else if (!r->has_time && complete && digits <= 2 &&
	    peek(r, 0) == '.' && ascii_is_digit(peek(r, 1)))
		read_time(r, number, '.');
	else if (!complete && (is_triple(r, '-') || is_triple(r, '/') ||
	    is_triple(r, '.')) && (digits == 4 || digits <= 2))
		read_triple(r, number, digits, peek(r, 0));
	else if (digits == 8 && r->year < 0) {
		r->year = number / 10000;
		r->month = number / 100 % 100;
		r->day = number % 100;
	} else {
		read_plain_number(r, number, digits);
	}
}

/*
 * A month's name counts again and again: the last one before the date is
 * complete is meant, since in several languages a weekday's begins alike
 * ("mar., 25 nov.").
 */
static void
read_word(struct reader *r, bool comment)
{
	struct slice	word;
	size_t		start = r->at;
	int		minutes, month;
	bool		complete;

	while (is_word(peek(r, 0)))
		r->at++;
	word = slice_make(r->buf + start, r->at - start);
	complete = r->has_time && r->day != 0 && r->month != 0 && r->year >= 0;
	if (r->has_time && (slice_eq(word, SLICE("pm")) ||
	    (slice_eq(word, SLICE("p")) && take_text(r, ".m")))) {
		r->afternoon = true;
	} else if (r->has_time && (slice_eq(word, SLICE("am")) ||
	    (slice_eq(word, SLICE("a")) && take_text(r, ".m")))) {
		r->forenoon = true;
	} else if (!comment && !complete && (month = date_month(word)) != 0) {
		r->month = month;
	} else if (r->has_time && !r->has_zone && date_zone(word, &minutes)) {
		r->zone = minutes;
		r->has_zone = true;
	}
}

static void
read_all(struct reader *r)
{
	unsigned	depth = 0;
	bool		glued;
	char		c;

	while (r->at < r->len && !r->broken) {
		c = peek(r, 0);
		if (is_word(c)) {
			read_word(r, depth > 0);
		} else if ((c == '+' || c == '-') && r->has_time &&
		    ascii_is_digit(peek(r, 1))) {
			glued = is_word(r->buf[r->at - 1]);
			r->at++;
			/* "GMT+2" is one zone; of two the first counts. */
			if (!r->has_zone || glued)
				read_zone(r, c == '-' ? -1 : 1);
		} else if (ascii_is_digit(c) && depth == 0) {
			read_number(r);
		} else {
			depth += c == '(';
			depth -= c == ')' && depth > 0;
			r->at++;
		}
	}
}

static bool
is_real(const struct reader *r)
{
	static const int	days[] = {
		31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};
	bool			leap = r->year % 4 == 0 &&
	    (r->year % 100 != 0 || r->year % 400 == 0);

	if (r->broken || r->year < 1900 || r->year > 9999)
		return false;
	if (r->month < 1 || r->month > 12)
		return false;
	if (r->day < 1 || r->day > days[r->month - 1])
		return false;
	if (r->month == 2 && r->day == 29 && !leap)
		return false;
	return r->hour < 24 && r->minute < 60 && r->second <= 60;
}

bool
date_parse(struct slice value, int64_t *out)
{
	struct reader	r = { .year = -1 };

	load(&r, value);
	read_all(&r);
	if (!is_real(&r))
		return false;
	if (r.afternoon && r.hour < 12)
		r.hour += 12;
	if (r.forenoon && r.hour == 12)
		r.hour = 0;
	*out = clock_civil(r.year, r.month, r.day, r.hour, r.minute, r.second) -
	    (int64_t)r.zone * 60;
	return true;
}
