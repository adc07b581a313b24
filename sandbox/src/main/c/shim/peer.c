// SPDX-License-Identifier: Apache-2.0
#include "peer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <sys/socket.h>
#include <unistd.h>

#include "network.h"
#include "report.h"

void peer_listen(struct peer *peer) {
    int on = 1;
    int type = peer->tcp ? SOCK_STREAM : SOCK_DGRAM;
    peer->listener = socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (peer->listener < 0)
        die("open a peer's socket");
    setsockopt(peer->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(peer->listener, (struct sockaddr *)&peer->address, sizeof peer->address) ||
        (peer->tcp && listen(peer->listener, PEER_BACKLOG)))
        die("listen on %s:%d", inet_ntoa(peer->address.sin_addr), ntohs(peer->address.sin_port));
}

void peer_fence(int fd, bool drop) {
    struct sock_filter none = BPF_STMT(BPF_RET | BPF_K, 0);
    struct sock_fprog program = {.len = 1, .filter = &none};
    int unused = 0;
    int failed = drop ? setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program)
                      : setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, &unused, sizeof unused);
    if (failed && (drop || errno != ENOENT))
        die("fence a peer");
}

static void answer_datagram(const struct peer *peer) {
    char data[2048];
    struct sockaddr_in from;
    socklen_t length = sizeof from;
    long n = recvfrom(peer->listener, data, sizeof data, 0, (struct sockaddr *)&from, &length);
    if (n >= 0 && peer->answer_length)
        sendto(peer->listener, peer->answer, peer->answer_length, 0, (struct sockaddr *)&from, length);
}

/* The source of a connection outside identifies the pod: the pod 10.B.C.D connects from 127.B.C.D, which only this
 * machine can use. */
static int relay(const struct sockaddr_in *target, const struct sockaddr_in *from) {
    struct sockaddr_in source = {.sin_family = AF_INET};
    if (ntohl(target->sin_addr.s_addr) >> 24 == 127)
        source.sin_addr.s_addr = htonl((ntohl(from->sin_addr.s_addr) & 0xffffff) | 127u << 24);
    return network_connect_outside(target, &source);
}

bool peer_accept(const struct peer *peer, struct connection *connection) {
    if (!peer->tcp) {
        answer_datagram(peer);
        return false;
    }
    struct sockaddr_in from = {0};
    socklen_t length = sizeof from;
    int fd = accept4(peer->listener, (struct sockaddr *)&from, &length, SOCK_CLOEXEC);
    if (fd < 0)
        return false;
    *connection = (struct connection){.peer = peer, .fd = fd, .other = -1};
    if (peer->relay.sin_port) {
        connection->other = relay(&peer->relay, &from);
        if (connection->other < 0) {
            connection_close(connection);
            return false;
        }
    }
    return true;
}

static bool write_all(int fd, const unsigned char *data, size_t length) {
    while (length) {
        long n = send(fd, data, length, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        data += n;
        length -= (size_t)n;
    }
    return true;
}

/* Reads once and passes the data on. Returns false if the connection is no longer usable. */
static bool move(int from, int to, bool *ended) {
    unsigned char data[16 * 1024];
    long n = recv(from, data, sizeof data, MSG_DONTWAIT);
    if (n < 0)
        return errno == EAGAIN || errno == EINTR;
    if (!n) {
        *ended = true;
        shutdown(to, SHUT_WR);
        return true;
    }
    return write_all(to, data, (size_t)n);
}

static bool play(struct connection *connection) {
    unsigned char data[16 * 1024];
    long n = recv(connection->fd, data, sizeof data, MSG_DONTWAIT);
    if (n < 0)
        return errno == EAGAIN || errno == EINTR;
    if (!n)
        return false;
    const struct peer *peer = connection->peer;
    if (connection->answered || !peer->answer_length)
        return true;
    connection->answered = true;
    return write_all(connection->fd, peer->answer, peer->answer_length) && !peer->closes;
}

bool connection_proceed(struct connection *connection, short fd_events, short other_events) {
    if (connection->other < 0)
        return !fd_events || play(connection);
    if (fd_events && !connection->fd_ended && !move(connection->fd, connection->other, &connection->fd_ended))
        return false;
    if (other_events && !connection->other_ended && !move(connection->other, connection->fd, &connection->other_ended))
        return false;
    return !connection->fd_ended || !connection->other_ended;
}

void connection_close(struct connection *connection) {
    close(connection->fd);
    if (connection->other >= 0)
        close(connection->other);
    connection->fd = connection->other = -1;
}
