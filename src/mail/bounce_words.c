/* The words of mail systems: subjects of bounces, and sentences in them. */
#include "mail/bounce_words.h"

#include "base/ascii.h"

/* Sentences stand near the beginning. */
#define SENTENCE_WITHIN ((size_t)8 << 10)

static const struct slice subjects[] = {
	SLICE_INIT("Undelivered Mail Returned to Sender"),	/* Postfix */
	SLICE_INIT("Delayed Mail (still being retried)"),
	SLICE_INIT("Mail delivery failed"),			/* Exim */
	SLICE_INIT("Mail failure"),
	SLICE_INIT("Warning: message "),
	SLICE_INIT("failure notice"),			/* qmail, Yahoo */
	SLICE_INIT("Returned mail:"),				/* Sendmail */
	SLICE_INIT("Warning: could not send message"),
	SLICE_INIT("Delivery Status Notification"),	/* Gmail, OpenSMTPD */
	SLICE_INIT("Mail Delivery Status Notification"),	/* Zoho */
	SLICE_INIT("Delivery Notification"),			/* Sun */
	SLICE_INIT("Mail System Error - Returned Mail"),	/* au, EZweb */
	SLICE_INIT("Mail Delivery Failure"),
	SLICE_INIT("Mail Delivery Error"),
	SLICE_INIT("Mail could not be delivered"),		/* InterScan */
	SLICE_INIT("Message could not be delivered"),
	SLICE_INIT("Message Delivery Failure"),
	SLICE_INIT("Delivery failure"),				/* Domino */
	SLICE_INIT("DELIVERY FAILURE:"),
	SLICE_INIT("Delivery failed"),
	SLICE_INIT("Delivery Status"),				/* McAfee */
	SLICE_INIT("Delivery report"),
	SLICE_INIT("Permanent Delivery Failure"),
	SLICE_INIT("Non-delivery"),
	SLICE_INIT("Nondeliverable mail"),
	SLICE_INIT("NOTICE: mail delivery status"),		/* Courier */
	SLICE_INIT("mail failed, returning to sender"),
	SLICE_INIT("Undeliverable"),		/* Exchange, IMail, Domino */
	SLICE_INIT("Undelivered"),
	SLICE_INIT("Unzustellbar"),				/* German */
	SLICE_INIT("Nicht zustellbar"),
	SLICE_INIT("Non remis"),				/* French */
	SLICE_INIT("Non distribuable"),
	SLICE_INIT("No se puede entregar"),			/* Spanish */
	SLICE_INIT("Recapito non riuscito"),			/* Italian */
	SLICE_INIT("Non recapitabile"),
	SLICE_INIT("Não é possível entregar"),		/* Portuguese */
	SLICE_INIT("Não entregue"),
	SLICE_INIT("Onbestelbaar"),				/* Dutch */
	SLICE_INIT("Niet te bezorgen"),
	SLICE_INIT("Går inte att leverera"),			/* Swedish */
	SLICE_INIT("Det går inte att leverera"),
	SLICE_INIT("Kan ikke leveres"),			/* Danish, Norwegian */
	SLICE_INIT("Ei voi toimittaa"),				/* Finnish */
	SLICE_INIT("Niedostarczone"),				/* Polish */
	SLICE_INIT("Nie można dostarczyć"),
	SLICE_INIT("Nedoručitelné"),				/* Czech */
	SLICE_INIT("Nedoručiteľné"),				/* Slovak */
	SLICE_INIT("Kézbesíthetetlen"),			/* Hungarian */
	SLICE_INIT("Nelivrabil"),				/* Romanian */
	SLICE_INIT("Teslim edilemedi"),				/* Turkish */
	SLICE_INIT("Недоставленное сообщение"),			/* Russian */
	SLICE_INIT("Не удается доставить"),
	SLICE_INIT("Ваше сообщение не доставлено"),		/* mail.ru */
	SLICE_INIT("Δεν είναι δυνατή η παράδοση"),		/* Greek */
	SLICE_INIT("配信不能"),				/* Japanese */
	SLICE_INIT("配信不可"),
	SLICE_INIT("メールエラー通知"),				/* KDDI */
	SLICE_INIT("未送达"),				/* Chinese */
	SLICE_INIT("无法送达"),
	SLICE_INIT("系统退信"),				/* QQ, 163 */
	SLICE_INIT("無法傳遞"),
	SLICE_INIT("배달되지 않음"),				/* Korean */
};

/*
 * The sentence before the failed address; the ones that stand nearest to it
 * first.  A blank stands for any run of blanks and line ends, a '#' for a
 * number.
 */
static const struct sentence {
	struct slice words;
	bool delayed;
} sentences[] = {
	{ SLICE_INIT("The following address(es) failed:"), false },  /* Exim */
	{ SLICE_INIT("The following address failed:"), false },	/* GMX */
	{ SLICE_INIT("The following addresses failed:"), false }, /* 1&1 */
	{ SLICE_INIT("message has not yet been delivered"), true },  /* Exim */
	{ SLICE_INIT("address(es) have yet to be delivered:"), true },
	{ SLICE_INIT("addresses had permanent fatal errors -----"),
	    false },						/* Sendmail */
	{ SLICE_INIT("addresses had delivery problems ---"), false },
	{ SLICE_INIT("addresses had transient non-fatal errors -----"),
	    true },						/* Sendmail */
	{ SLICE_INIT("addresses had fatal errors -----"), false },
	{ SLICE_INIT("addresses had delivery errors---"), false },
	{ SLICE_INIT("----- Unsent addresses follow -----"), false },
	{ SLICE_INIT("Failed addresses follow: ---"), false },	/* Smail */
	{ SLICE_INIT("This is the qmail-send program at"), false },
	{ SLICE_INIT("This is the mail system at host"), false }, /* Postfix */
	{ SLICE_INIT("This is the Postfix program at host"), false },
	{ SLICE_INIT("is delayed for more than"), true },	/* OpenSMTPD */
	{ SLICE_INIT("deliver a message for the following list of recipients"),
	    false },						/* OpenSMTPD */
	{ SLICE_INIT("deliver the mail to the following recipients"),
	    false },						/* WorkMail */
	{ SLICE_INIT("error delivering your mail to"), false },	/* DragonFly */
	{ SLICE_INIT("Delivery to the following recipient failed"),
	    false },						/* Gmail */
	{ SLICE_INIT("Delivery to the following recipients failed"), false },
	{ SLICE_INIT("Delivery to the following recipient has been delayed"),
	    true },						/* Gmail */
	{ SLICE_INIT("Your message wasn't delivered to"), false }, /* Gmail */
	{ SLICE_INIT("There was a problem delivering your message to"),
	    false },						/* Gmail */
	{ SLICE_INIT("temporary problem delivering your message to"),
	    true },						/* Gmail */
	{ SLICE_INIT("message to the following address"), false }, /* Yahoo */
	{ SLICE_INIT("Delivery has failed to these recipients"),
	    false },						/* Exchange */
	{ SLICE_INIT("The following recipient(s) could not be reached"),
	    false },						/* Exchange */
	{ SLICE_INIT("The following recipient(s) cannot be reached"), false },
	{ SLICE_INIT("did not reach the following recipient"), false },
	{ SLICE_INIT("did not reach some or all of the intended recipients"),
	    false },						/* Exchange */
	{ SLICE_INIT("recipients was rejected by a remote mail server"),
	    false },						/* au, EZweb */
	{ SLICE_INIT("was not delivered to:"), false },		/* Domino */
	{ SLICE_INIT("------- Failure Reasons --------"), false }, /* Domino */
	{ SLICE_INIT("Your message could not be delivered"), false },
	{ SLICE_INIT("Your message cannot be delivered"), false },
	{ SLICE_INIT("message that you sent could not be delivered"), false },
	{ SLICE_INIT("unable to deliver your message"), false },
	{ SLICE_INIT("unable to deliver the message"), false },
	{ SLICE_INIT("unable to deliver the following message"), false },
	{ SLICE_INIT("message to the following recipients cannot be delivered"),
	    false },						/* Courier */
	{ SLICE_INIT("The following recipients were affected:"),
	    false },				/* MailMarshal */
	{ SLICE_INIT("Your message could not be sent"),
	    false },				/* SurfControl */
	{ SLICE_INIT("We had trouble delivering your message"), false },
	{ SLICE_INIT("Unable to deliver message to"), false },	/* InterScan */
	{ SLICE_INIT("The user(s) account is"), false },	/* au, EZweb */
	{ SLICE_INIT("User mailbox exceeds allowed size:"), false }, /* IMail */
	{ SLICE_INIT("Unknown user:"), false },			/* IMail */
	{ SLICE_INIT("Unknown host:"), false },
	{ SLICE_INIT("Invalid final delivery userid:"), false },
	{ SLICE_INIT("Delivery failed # attempts:"), false },
	{ SLICE_INIT("undeliverable to"), false },
	{ SLICE_INIT("Could not be delivered to:"), false },	/* KDDI */
	{ SLICE_INIT("problem with the e-mail address(es) you're trying"),
	    false },				/* qmail's kin */
	{ SLICE_INIT("Error: Invalid user address"), false },	/* Verizon */
	{ SLICE_INIT("Error message below:"), false },	/* James, Verizon */
	{ SLICE_INIT("konnte nicht zugestellt werden"), false },
	{ SLICE_INIT("n'a pas pu être remis"), false },
	{ SLICE_INIT("no se ha podido entregar"), false },
	{ SLICE_INIT("送信できませんでした"), false },
	{ SLICE_INIT("----- Transcript of session follows -----"),
	    false },						/* Sendmail */
};

bool
bounce_subject(struct slice subject)
{
	for (size_t i = 0; i < ARRAY_LEN(subjects); i++)
		if (slice_starts_nocase(subject, subjects[i]))
			return true;
	return false;
}

/* The length of what matches the words at the front of text; 0: nothing. */
static size_t
match_words(struct slice text, struct slice words)
{
	size_t at = 0;

	for (size_t i = 0; i < words.len; i++) {
		if (words.data[i] == ' ') {
			if (at == text.len || !ascii_is_space(text.data[at]))
				return 0;
			while (at < text.len && ascii_is_space(text.data[at]))
				at++;
		} else if (words.data[i] == '#') {
			if (at == text.len || !ascii_is_digit(text.data[at]))
				return 0;
			while (at < text.len && ascii_is_digit(text.data[at]))
				at++;
		} else if (at == text.len || ascii_lower(text.data[at]) !=
		    ascii_lower(words.data[i])) {
			return 0;
		} else {
			at++;
		}
	}
	return at;
}

/* The offset behind the first such words; text.len when there are none. */
static size_t
find_words(struct slice text, struct slice words)
{
	size_t got;

	for (size_t i = 0; i < text.len; i++)
		if ((got = match_words(slice_from(text, i), words)) > 0)
			return i + got;
	return text.len;
}

bool
bounce_sentence(struct slice text, size_t *behind, bool *delayed)
{
	struct slice head = slice_head(text, SENTENCE_WITHIN);

	for (size_t i = 0; i < ARRAY_LEN(sentences); i++) {
		*behind = find_words(head, sentences[i].words);
		/* A sentence that ends the text has no address behind it. */
		if (*behind < head.len) {
			*delayed = sentences[i].delayed;
			return true;
		}
	}
	return false;
}
