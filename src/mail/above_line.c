/* The line of our letters above which answers are written. */
#include "mail/above_line.h"

#include "mail/quote.h"

static const struct row {
	struct slice language;
	struct slice line;
} rows[] = {
	{ SLICE_INIT("en"), SLICE_INIT(QUOTE_ABOVE_LINE) },
	{ SLICE_INIT("de"),
	  SLICE_INIT("## Bitte schreiben Sie Ihre Antwort über diese Zeile ##") },
	{ SLICE_INIT("fr"), SLICE_INIT(
	  "## Veuillez écrire votre réponse au-dessus de cette ligne ##") },
	{ SLICE_INIT("es"),
	  SLICE_INIT("## Escriba su respuesta encima de esta línea, por favor ##") },
	{ SLICE_INIT("sv"),
	  SLICE_INIT("## Skriv ditt svar ovanför den här raden ##") },
	{ SLICE_INIT("nb"),
	  SLICE_INIT("## Skriv svaret ditt ovenfor denne linjen ##") },
	{ SLICE_INIT("pt"),
	  SLICE_INIT("## Escreva a sua resposta acima desta linha, por favor ##") },
	{ SLICE_INIT("nl"),
	  SLICE_INIT("## Schrijf uw antwoord boven deze regel ##") },
	{ SLICE_INIT("it"),
	  SLICE_INIT("## Scrivere la risposta sopra questa riga ##") },
	{ SLICE_INIT("pl"),
	  SLICE_INIT("## Prosimy napisać odpowiedź nad tym wierszem ##") },
	{ SLICE_INIT("ja"), SLICE_INIT("## 返信はこの行より上にお書きください ##") },
};

struct slice
above_line(struct slice language)
{
	struct slice primary = slice_head(language, slice_index(language, '-'));

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (slice_eq_nocase(primary, rows[i].language))
			return rows[i].line;
	return rows[0].line;
}

size_t
above_line_search(struct slice line)
{
	size_t at = slice_search(line, SLICE("## "));

	/* Most lines have none. */
	for (size_t i = 0; at < line.len && i < ARRAY_LEN(rows); i++)
		if (slice_has(line, rows[i].line))
			return slice_search(line, rows[i].line);
	return line.len;
}

bool
above_line_is(struct slice line)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (slice_eq(line, rows[i].line))
			return true;
	return false;
}
