// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_BROKER_H
#define KGUARD_BROKER_H

#include <netinet/in.h>
#include <stdbool.h>

/*
 * What a jailed process asks of the process outside: a connection to one of a few addresses. Requests and answers go
 * over a pair of sockets that keep messages apart.
 */
struct broker_request {
    struct sockaddr_in target;
    /* Where the connection comes from; the port is 0. An address of 0: from anywhere. */
    struct sockaddr_in source;
};

/* Lets requests reach an address. Ends the process if there are too many. */
void broker_allow(const char *address, const char *port);
/* Answers one request. Returns false when nobody can ask any more. */
bool broker_serve(int socket);
/* Asks. Returns the connected socket, or -1. */
int broker_ask(int socket, const struct broker_request *request);

/* Connects to a target from a source, both as in a request; returns the socket, or -1. */
int broker_connect(const struct broker_request *request);

#endif
