/* Domains at which anybody can have an address, and so no organization's. */
#include "desk/organization.h"

static const char *const domains[] = {
	"126.com", "163.com", "aim.com", "aliyun.com", "aol.com", "arcor.de",
	"att.net", "bellsouth.net", "bigpond.com", "bk.ru", "bluewin.ch",
	"btinternet.com", "centrum.cz", "charter.net", "comcast.net",
	"cox.net", "daum.net", "disroot.org", "docomo.ne.jp", "duck.com",
	"earthlink.net", "email.cz", "email.de", "ezweb.ne.jp", "fastmail.com",
	"fastmail.fm", "foxmail.com", "free.fr", "freemail.hu", "freenet.de",
	"gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net",
	"googlemail.com", "hanmail.net", "hey.com", "home.nl", "hotmail.co.uk",
	"hotmail.com", "hotmail.de", "hotmail.es", "hotmail.fr", "hotmail.it",
	"hushmail.com", "icloud.com", "inbox.lv", "inbox.ru", "interia.pl",
	"kpnmail.nl", "laposte.net", "libero.it", "list.ru", "live.co.uk",
	"live.com", "live.de", "live.fr", "live.nl", "mac.com", "mail.com",
	"mail.de", "mail.ru", "mailbox.org", "me.com", "msn.com", "naver.com",
	"nate.com", "o2.pl", "online.de", "online.no", "onet.pl",
	"optonline.net", "orange.fr", "outlook.com", "outlook.de",
	"outlook.es", "outlook.fr", "outlook.jp", "pm.me", "posteo.de",
	"posteo.net", "proton.me", "protonmail.ch", "protonmail.com", "qq.com",
	"rambler.ru", "rediffmail.com", "riseup.net", "rocketmail.com",
	"rogers.com", "sapo.pt", "sbcglobal.net", "seznam.cz", "sfr.fr",
	"shaw.ca", "sina.com", "sky.com", "skynet.be", "softbank.ne.jp",
	"sohu.com", "sympatico.ca", "t-online.de", "talktalk.net",
	"telenet.be", "terra.com.br", "tin.it", "tiscali.it", "tuta.com",
	"tuta.io", "tutanota.com", "tutanota.de", "ukr.net", "uol.com.br",
	"verizon.net", "virgilio.it", "virginmedia.com", "vodafone.de",
	"wanadoo.fr", "web.de", "wp.pl", "ya.ru", "yahoo.co.in",
	"yahoo.co.jp", "yahoo.co.uk", "yahoo.com", "yahoo.com.br", "yahoo.de",
	"yahoo.es", "yahoo.fr", "yahoo.it", "yandex.com", "yandex.ru",
	"yeah.net", "ymail.com", "zoho.com", "ziggo.nl",
};

bool
domain_is_free_mail(struct slice domain)
{
	for (size_t i = 0; i < ARRAY_LEN(domains); i++)
		if (slice_eq(slice_of(domains[i]), domain))
			return true;
	return false;
}

const char *const *
free_mail_domains(size_t *count)
{
	*count = ARRAY_LEN(domains);
	return domains;
}
