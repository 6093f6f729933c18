/*
 * What the service manager is told (libsystemd).  Without one, nothing is said
 * and nothing is missing.
 */
#ifndef PORT_SERVICE_H
#define PORT_SERVICE_H

/* The service does its work; once is enough. */
void service_ready(void);
/* One line for `systemctl status`. */
void service_status(const char *text);
void service_stopping(void);

#endif
