// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_BROKER_H
#define KGUARD_BROKER_H

#include <netinet/in.h>
#include <stdbool.h>

/* What a jailed process can ask the process outside for: a connection to one of a few addresses. Requests and answers
 * use a pair of sockets that preserve message boundaries. */
struct broker_request {
    struct sockaddr_in target;
    /* The source of the connection; the port is 0. The address 0 means any. */
    struct sockaddr_in source;
};

/* Allows requests to connect to an address. Ends the process if there are too many. */
void broker_allow(const char *address, const char *port);
/* Answers one request. Returns false when the other end is closed. */
bool broker_serve(int socket);
/* Sends a request. Returns the connected socket, or -1. */
int broker_ask(int socket, const struct broker_request *request);

/* Connects to a target from a source, both as in a request. Returns the socket, or -1. */
int broker_connect(const struct broker_request *request);

#endif
