/* GnuTLS, with the server's certificate and name verified. */
#include "imap_tls.h"

#include <arpa/inet.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

struct imap_tls {
	gnutls_session_t session;
	gnutls_certificate_credentials_t credentials;
	char *host; /* GnuTLS keeps a pointer to it */
};

static bool
is_address(const char *host)
{
	struct in6_addr bytes;

	return inet_pton(AF_INET, host, &bytes) == 1 ||
	    inet_pton(AF_INET6, host, &bytes) == 1;
}

static int
load_authorities(struct imap_tls *tls, const char *ca_file, struct fail *why)
{
	int got;

	if (*ca_file == '\0')
		got = gnutls_certificate_set_x509_system_trust(
		    tls->credentials);
	else
		got = gnutls_certificate_set_x509_trust_file(tls->credentials,
		    ca_file, GNUTLS_X509_FMT_PEM);
	if (got > 0)
		return 0;
	return fail_set(why, FAIL_SETUP, "no certificate can be read from %s%s"
	    "%s", *ca_file == '\0' ? "the system's store" : ca_file,
	    got < 0 ? ": " : "", got < 0 ? gnutls_strerror(got) : "");
}

int
imap_tls_new(struct imap_tls **out, int fd, const char *host,
    const char *ca_file, struct fail *why)
{
	struct imap_tls *tls = calloc(1, sizeof(*tls));

	*out = NULL;
	if (tls == NULL || (tls->host = strdup(host)) == NULL ||
	    gnutls_certificate_allocate_credentials(&tls->credentials) < 0 ||
	    gnutls_init(&tls->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK |
		GNUTLS_NO_SIGNAL) < 0)
		log_die("out of memory: TLS");
	gnutls_set_default_priority(tls->session);
	gnutls_credentials_set(tls->session, GNUTLS_CRD_CERTIFICATE,
	    tls->credentials);
	/* RFC 6066: no addresses here. */
	if (!is_address(host))
		gnutls_server_name_set(tls->session, GNUTLS_NAME_DNS, host,
		    strlen(host));
	gnutls_session_set_verify_cert(tls->session, tls->host, 0);
	/* Our own deadline is the only one. */
	gnutls_handshake_set_timeout(tls->session, 0);
	gnutls_transport_set_int(tls->session, fd);
	if (load_authorities(tls, ca_file, why) < 0) {
		imap_tls_free(tls);
		return -1;
	}
	*out = tls;
	return 0;
}

void
imap_tls_free(struct imap_tls *tls)
{
	if (tls == NULL)
		return;
	if (tls->session != NULL)
		gnutls_deinit(tls->session);
	if (tls->credentials != NULL)
		gnutls_certificate_free_credentials(tls->credentials);
	free(tls->host);
	free(tls);
}

static int
what_it_waits_for(const struct imap_tls *tls)
{
	return gnutls_record_get_direction(tls->session) == 0 ? IMAP_TLS_READ :
							     IMAP_TLS_WRITE;
}

/* GnuTLS's sentence on the certificate, which ends with a blank. */
static int
fail_certificate(const struct imap_tls *tls, struct fail *why)
{
	gnutls_datum_t text = { NULL, 0 };
	unsigned status = gnutls_session_get_verify_cert_status(tls->session);

	gnutls_certificate_verification_status_print(status,
	    GNUTLS_CRT_X509, &text, 0);
	fail_set(why, FAIL_SETUP, "TLS: the certificate does not prove that it"
	    " is %s: %.*s", tls->host, SLICE_ARG(slice_trim(slice_make(
	    text.data, text.size))));
	gnutls_free(text.data);
	return -1;
}

int
imap_tls_handshake(struct imap_tls *tls, struct fail *why)
{
	int got;

	do
		got = gnutls_handshake(tls->session);
	while (got == GNUTLS_E_INTERRUPTED ||
	    got == GNUTLS_E_WARNING_ALERT_RECEIVED);
	if (got == GNUTLS_E_AGAIN)
		return what_it_waits_for(tls);
	if (got == GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR)
		return fail_certificate(tls, why);
	if (got < 0)
		return fail_set(why, FAIL_RETRY, "TLS: %s",
		    gnutls_strerror(got));
	return 0;
}

static ssize_t
result(const struct imap_tls *tls, ssize_t got, struct fail *why)
{
	if (got >= 0)
		return got;
	/* A server that wants new keys, in TLS 1.2, is told no by silence. */
	if (got == GNUTLS_E_AGAIN || got == GNUTLS_E_INTERRUPTED ||
	    got == GNUTLS_E_REHANDSHAKE ||
	    got == GNUTLS_E_WARNING_ALERT_RECEIVED)
		return what_it_waits_for(tls);
	/* Many servers just close; lengths are IMAP's matter. */
	if (got == GNUTLS_E_PREMATURE_TERMINATION)
		return 0;
	return fail_set(why, FAIL_RETRY, "TLS: %s", gnutls_strerror((int)got));
}

ssize_t
imap_tls_read(struct imap_tls *tls, void *to, size_t len, struct fail *why)
{
	return result(tls, gnutls_record_recv(tls->session, to, len), why);
}

ssize_t
imap_tls_write(struct imap_tls *tls, const void *from, size_t len,
    struct fail *why)
{
	return result(tls, gnutls_record_send(tls->session, from, len), why);
}

size_t
imap_tls_pending(const struct imap_tls *tls)
{
	return gnutls_record_check_pending(tls->session);
}
