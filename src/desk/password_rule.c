/* Which passwords are good enough. */
#include "desk/password_rule.h"

#include <string.h>

#include "base/ascii.h"
#include "base/secret_password.h"

/* Shorter words are in many passwords by chance. */
#define WORD_MIN 4
/* What must be left beside a word that others know, in octets. */
#define REST_MIN 4
#define DIFFERENT_MIN 5

/*
 * What leads the lists of passwords that were found out, as plain letters: see
 * plain().  Digits and marks at their ends do not make them better.
 */
static const char *const common[] = {
	"password", "passwort", "motdepasse", "contrasena", "wachtwoord",
	"losenord", "haslo", "senha", "passord", "parola", "qwerty", "qwertz",
	"azerty", "asdfgh", "asdfghjkl", "qwertyuiop", "zxcvbnm", "yxcvbnm",
	"qazwsx", "letmein", "welcome", "willkommen", "bienvenue", "bienvenido",
	"admin", "administrator", "login", "master", "dragon", "monkey",
	"iloveyou", "sunshine", "princess", "football", "baseball", "superman",
	"batman", "shadow", "michael", "jordan", "trustno", "changeme",
	"secret", "geheim", "hallo", "hello", "freedom", "whatever", "starwars",
	"computer", "internet", "support", "helpdesk", "maildesk", "summer",
	"winter", "spring", "autumn", "sommer", "herbst", "january", "monday",
	"charlie", "jennifer", "pokemon", "liverpool", "chelsea", "arsenal",
	"abcdef", "abcdefgh", "abcabc", "test", "tester", "default", "guest",
};

/* "P@ssw0rd" and "password" are one to whoever tries them. */
static char
plain(char c)
{
	static const char from[] = "01345789@$!|", to[] = "oieastbgasii";
	const char *at = strchr(from, c);

	return c != '\0' && at != NULL ? to[at - from] : ascii_lower(c);
}

static struct slice
make_plain(struct slice s, struct arena *arena)
{
	char *out = arena_array(arena, s.len + 1, 1);

	for (size_t i = 0; i < s.len; i++)
		out[i] = plain(s.data[i]);
	return slice_make(out, s.len);
}

/* Only letters: of "2026-password!" the word. */
static struct slice
core(struct slice s)
{
	while (s.len > 0 && !ascii_is_alpha(s.data[0]))
		s = slice_from(s, 1);
	while (s.len > 0 && !ascii_is_alpha(s.data[s.len - 1]))
		s = slice_head(s, s.len - 1);
	return s;
}

/* What is left when the word is taken out wherever it stands. */
static size_t
rest_without(struct slice s, struct slice word)
{
	size_t rest = 0, at;

	while (s.len > 0) {
		at = slice_search(s, word);
		rest += at;
		s = slice_from(s, at == s.len ? at : at + word.len);
	}
	return rest;
}

static bool
is_mostly(struct slice password, struct slice word)
{
	return word.len >= WORD_MIN && slice_has(password, word) &&
	    rest_without(password, word) < REST_MIN;
}

static bool
is_common(struct slice password, struct arena *arena)
{
	struct slice lower = core(arena_lower(arena, password));
	struct slice letters = core(make_plain(password, arena));

	for (size_t i = 0; i < ARRAY_LEN(common); i++) {
		struct slice word = slice_of(common[i]);

		/* Figures behind it are letters, once they are plain. */
		if (slice_eq(lower, word) || is_mostly(letters, word))
			return true;
	}
	return false;
}

/* The words of a name, the two sides of an address. */
static bool
is_of_words(struct slice password, struct slice words, struct arena *arena)
{
	struct slice all = arena_lower(arena, password);
	struct slice rest = arena_lower(arena, words);

	if (is_mostly(all, rest) ||
	    is_mostly(all, slice_from(rest, slice_index(rest, '@') + 1)))
		return true;
	while (rest.len > 0) {
		size_t at = 0;

		while (at < rest.len && rest.data[at] != ' ' &&
		    rest.data[at] != '@' && rest.data[at] != '.')
			at++;
		if (is_mostly(all, slice_head(rest, at)))
			return true;
		rest = slice_from(rest, at < rest.len ? at + 1 : at);
	}
	return false;
}

/* "aaaaaaaaaaaa", "121212121212", "abcdefghijkl", "987654321098". */
static bool
is_pattern(struct slice password)
{
	bool seen[256] = { false };
	size_t different = 0, steps = 0;

	for (size_t i = 0; i < password.len; i++) {
		unsigned char c = (unsigned char)password.data[i];
		int step = i == 0 ? 0 : c - (unsigned char)password.data[i - 1];

		different += !seen[c];
		seen[c] = true;
		steps += i > 0 && step >= -1 && step <= 1;
	}
	return different < DIFFERENT_MIN || steps + 2 >= password.len;
}

static size_t
characters(struct slice s)
{
	uint32_t c;
	size_t count = 0;

	for (; s.len > 0; count++)
		s = slice_from(s, slice_code_point(s, &c));
	return count;
}

static bool
has_controls(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (ascii_is_control(s.data[i]))
			return true;
	return false;
}

const char *
password_fault(struct slice password, size_t min_characters,
    const struct slice *words, size_t count, struct arena *arena)
{
	if (!slice_is_utf8(password) || has_controls(password))
		return "a password is made of characters that can be seen, in"
		    " UTF-8";
	if (password.len > PASSWORD_MAX)
		return "this is too long for a password";
	if (characters(password) < min_characters)
		return arena_format(arena, "a password needs at least %zu"
		    " characters", min_characters).data;
	if (is_pattern(password))
		return "this is too easy to guess: it repeats itself";
	if (is_common(password, arena))
		return "this is one of the passwords that are tried first";
	for (size_t i = 0; i < count; i++)
		if (is_of_words(password, words[i], arena))
			return "this is too easy to guess: it is little more"
			    " than a name or an address";
	return NULL;
}
