// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_PEER_H
#define KGUARD_PEER_H

#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#define MAX_PEERS       64
#define MAX_CONNECTIONS 256
#define PEER_BACKLOG    128

/* An address on the pod's network with a server. */
struct peer {
    int listener;
    bool tcp;
    struct sockaddr_in address;
    unsigned char *answer;
    size_t answer_length;
    bool closes;
    /* Nothing gets through to it. */
    bool fenced;
    struct sockaddr_in relay;
};

/* A peer's side of a connection. */
struct connection {
    const struct peer *peer;
    int fd;
    /* The other end of a relay, or -1. */
    int other;
    bool answered;
    bool fd_ended;
    bool other_ended;
};

/* Opens the peer's socket in the thread's current network namespace. */
void peer_listen(struct peer *peer);
/* Drops what a socket of a peer receives, or no longer does, as a firewall would: the sender gets no answer. */
void peer_fence(int fd, bool drop);
/* Accepts a connection, or answers a datagram. Returns false if there is no connection to keep. */
bool peer_accept(const struct peer *peer, struct connection *connection);
/* Transfers what was received on either side. Returns false when the connection is over. */
bool connection_proceed(struct connection *connection, short fd_events, short other_events);
void connection_close(struct connection *connection);

#endif
