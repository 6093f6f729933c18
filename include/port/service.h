/*
 * What the service manager is told (libsystemd).  Without one, nothing is said
 * and nothing is missing.
 */
#ifndef PORT_SERVICE_H
#define PORT_SERVICE_H

#include <stdint.h>

/* The service does its work. */
void service_ready(void);
/* One line for `systemctl status`. */
void service_status(const char *text);
void service_stopping(void);
/* Its configuration is read again; service_ready when that is over. */
void service_reloading(void);

/* Milliseconds in which it wants a sign of life; 0: it does not. */
int64_t service_watchdog(void);
void service_alive(void);

#endif
