// SPDX-License-Identifier: Apache-2.0
/* Sockets of each family. */

#include "calls.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

static unsigned char encoded[64];

/* family, address, port in host order: the form of an address in events. */
static const char *address4(const struct sockaddr_in *it) {
    uint16_t port = ntohs(it->sin_port);
    encoded[0] = AF_INET;
    memcpy(encoded + 1, &it->sin_addr, 4);
    memcpy(encoded + 5, &port, 2);
    return hex(encoded, 7);
}

static const char *tuple4(const struct sockaddr_in *client, const struct sockaddr_in *server) {
    uint16_t from = ntohs(client->sin_port), to = ntohs(server->sin_port);
    encoded[0] = AF_INET;
    memcpy(encoded + 1, &client->sin_addr, 4);
    memcpy(encoded + 5, &from, 2);
    memcpy(encoded + 7, &server->sin_addr, 4);
    memcpy(encoded + 11, &to, 2);
    return hex(encoded, 13);
}

static const char *tuple6(const struct sockaddr_in6 *client, const struct sockaddr_in6 *server) {
    uint16_t from = ntohs(client->sin6_port), to = ntohs(server->sin6_port);
    encoded[0] = AF_INET6;
    memcpy(encoded + 1, &client->sin6_addr, 16);
    memcpy(encoded + 17, &from, 2);
    memcpy(encoded + 19, &server->sin6_addr, 16);
    memcpy(encoded + 35, &to, 2);
    return hex(encoded, 37);
}

static struct sockaddr_in name4(long fd) {
    struct sockaddr_in it = {0};
    socklen_t size = sizeof(it);
    getsockname((int)fd, (struct sockaddr *)&it, &size);
    return it;
}

static struct sockaddr_in6 name6(long fd) {
    struct sockaddr_in6 it = {0};
    socklen_t size = sizeof(it);
    getsockname((int)fd, (struct sockaddr *)&it, &size);
    return it;
}

static void tcp(void) {
    struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    long server = call(SYS_socket, AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    expect("socket fd=%ld domain=AF_INET type=%d proto=0 flags=*", server, SOCK_STREAM | SOCK_CLOEXEC);
    call(SYS_socket, 200, SOCK_STREAM, 0);
    expect("socket fd=%d domain=200 type=1 proto=0 flags=*", -EAFNOSUPPORT);
    long r = call(SYS_bind, server, &any, sizeof(any));
    expect("bind res=%ld addr=%s fd=%ld", r, address4(&any), server);
    r = call(SYS_listen, server, 5);
    expect("listen res=%ld fd=%ld backlog=5", r, server);
    struct sockaddr_in bound = name4(server);
    long client = call(SYS_socket, AF_INET, SOCK_STREAM, IPPROTO_TCP);
    expect("socket fd=%ld domain=AF_INET type=1 proto=6 flags=*", client);
    r = call(SYS_connect, client, &bound, sizeof(bound));
    struct sockaddr_in own = name4(client);
    const char *tuple = tuple4(&own, &bound);
    expect("connect res=%ld tuple=%s fd=%ld addr=%s", r, tuple, client, address4(&bound));
    struct sockaddr_in unused;
    socklen_t unused_size = sizeof(unused);
    call(SYS_getsockname, client, &unused, &unused_size);
    expect("getsockname");
    call(SYS_getpeername, client, &unused, &unused_size);
    expect("getpeername");
    long accepted = call(SYS_accept4, server, NULL, NULL, SOCK_NONBLOCK);
    expect("accept4 fd=%ld tuple=%s queuepct=0 queuelen=0 queuemax=5 flags=*", accepted, tuple);
    r = call(SYS_sendto, client, "ping", 4, 0, NULL, 0);
    expect("sendto res=%ld data=%s fd=%ld size=4 tuple=%s", r, hex("ping", 4), client, tuple4(&own, &bound));
    char buffer[10];
    r = call(SYS_recvfrom, accepted, buffer, sizeof(buffer), 0, NULL, NULL);
    expect("recvfrom res=%ld data=%s tuple=%s fd=%ld size=10", r, hex("ping", 4), tuple4(&own, &bound), accepted);
    r = call(SYS_recvfrom, accepted, buffer, sizeof(buffer), 0, NULL, NULL);
    expect("recvfrom res=%d data=<> tuple=<> fd=%ld size=10", -EAGAIN, accepted);
    r = call(SYS_shutdown, client, SHUT_WR);
    expect("shutdown res=%ld fd=%ld how=SHUT_WR", r, client);
    r = call(SYS_accept, client, NULL, NULL);
    expect("accept fd=%ld tuple=<> queuepct=0 queuelen=0 queuemax=0", r);
}

static void refused(void) {
    struct sockaddr_in nobody = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons(1)};
    long client = socket(AF_INET, SOCK_STREAM, 0);
    expect("socket fd=%ld domain=AF_INET type=1 proto=0 flags=*", client);
    call(SYS_connect, client, &nobody, sizeof(nobody));
    expect("connect res=%d tuple=<> fd=%ld addr=%s", -ECONNREFUSED, client, address4(&nobody));
    call(SYS_connect, client, (void *)1, sizeof(nobody));
    expect("connect res=%d tuple=<> fd=%ld addr=<>", -EFAULT, client);
    call(SYS_connect, 99, &nobody, sizeof(nobody));
    expect("connect res=%d tuple=<> fd=99 addr=%s", -EBADF, address4(&nobody));
    call(SYS_bind, client, NULL, 0);
    expect("bind res=%d addr=<> fd=%ld", -EINVAL, client);
}

static void udp(void) {
    struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int receiver = socket(AF_INET, SOCK_DGRAM, 0);
    int sender = socket(AF_INET, SOCK_DGRAM, 0);
    bind(receiver, (struct sockaddr *)&any, sizeof(any));
    bind(sender, (struct sockaddr *)&any, sizeof(any));
    struct sockaddr_in to = name4(receiver), from = name4(sender);
    long r = call(SYS_sendto, sender, "query", 5, 0, &to, sizeof(to));
    expect("sendto res=%ld data=%s fd=%d size=5 tuple=%s", r, hex("query", 5), sender, tuple4(&from, &to));
    struct iovec part = {"again", 5};
    struct msghdr message = {.msg_name = &to, .msg_namelen = sizeof(to), .msg_iov = &part, .msg_iovlen = 1};
    r = call(SYS_sendmsg, sender, &message, 0);
    expect("sendmsg res=%ld data=%s fd=%d size=5 tuple=%s", r, hex("again", 5), sender, tuple4(&from, &to));
    struct mmsghdr several[2] = {{.msg_hdr = message}, {.msg_hdr = message}};
    r = call(SYS_sendmmsg, sender, several, 2, 0);
    for (int i = 0; i < 2; i++) {
        expect("sendmmsg res=5 fd=%d size=5 data=%s tuple=%s", sender, hex("again", 5), tuple4(&from, &to));
    }
    char buffer[20];
    struct sockaddr_in peer;
    socklen_t size = sizeof(peer);
    r = call(SYS_recvfrom, receiver, buffer, sizeof(buffer), 0, &peer, &size);
    expect("recvfrom res=%ld data=%s tuple=%s fd=%d size=20", r, hex("query", 5), tuple4(&from, &to), receiver);
    struct iovec room = {buffer, sizeof(buffer)};
    struct msghdr received = {.msg_name = &peer, .msg_namelen = sizeof(peer), .msg_iov = &room, .msg_iovlen = 1};
    r = call(SYS_recvmsg, receiver, &received, 0);
    expect("recvmsg res=%ld size=5 data=%s tuple=%s msgcontrol=<> fd=%d", r, hex("again", 5), tuple4(&from, &to),
           receiver);
    struct mmsghdr both[2] = {{.msg_hdr = received}, {.msg_hdr = received}};
    r = call(SYS_recvmmsg, receiver, both, 2, MSG_DONTWAIT, NULL);
    for (int i = 0; i < 2; i++) {
        expect("recvmmsg res=5 fd=%d size=5 data=%s tuple=%s msgcontrol=<>", receiver, hex("again", 5),
               tuple4(&from, &to));
    }
    r = call(SYS_recvmmsg, receiver, both, 2, MSG_DONTWAIT, NULL);
    expect("recvmmsg res=%d fd=%d size=0 data=<> tuple=<> msgcontrol=<>", -EAGAIN, receiver);
}

static void ipv6(void) {
    struct sockaddr_in6 any = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int server = socket(AF_INET6, SOCK_STREAM, 0);
    if (server < 0 || bind(server, (struct sockaddr *)&any, sizeof(any)) || listen(server, 1)) {
        return; /* the machine has no IPv6 */
    }
    struct sockaddr_in6 bound = name6(server);
    long client = socket(AF_INET6, SOCK_STREAM, 0);
    long r = call(SYS_connect, client, &bound, sizeof(bound));
    struct sockaddr_in6 own = name6(client);
    expect("connect res=%ld tuple=%s fd=%ld addr=*", r, tuple6(&own, &bound), client);
    long accepted = call(SYS_accept, server, NULL, NULL);
    expect("accept fd=%ld tuple=%s queuepct=0 queuelen=0 queuemax=1", accepted, tuple6(&own, &bound));
}

static void local(void) {
    struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "socket"};
    struct sockaddr_un hidden = {.sun_family = AF_UNIX, .sun_path = "\0hidden"};
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    long r = call(SYS_bind, server, &name, sizeof(name));
    unsigned char address[8] = {AF_UNIX, 's', 'o', 'c', 'k', 'e', 't'};
    expect("bind res=%ld addr=%s fd=%d", r, hex(address, 8), server);
    int abstract = socket(AF_UNIX, SOCK_STREAM, 0);
    r = call(SYS_bind, abstract, &hidden, offsetof(struct sockaddr_un, sun_path) + 7);
    unsigned char abstract_address[8] = {AF_UNIX, 'h', 'i', 'd', 'd', 'e', 'n'};
    expect("bind res=%ld addr=%s fd=%d", r, hex(abstract_address, 8), abstract);
    listen(server, 1);
    long client = socket(AF_UNIX, SOCK_STREAM, 0);
    r = call(SYS_connect, client, &name, sizeof(name));
    expect("connect res=%ld tuple=* fd=%ld addr=%s", r, client, hex(address, 8));
    int pair[2];
    r = call(SYS_socketpair, AF_UNIX, SOCK_DGRAM, 0, pair);
    expect("socketpair res=%ld fd1=%d fd2=%d source=* peer=* domain=AF_UNIX type=2 proto=0", r, pair[0], pair[1]);
}

static void options(void) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    int one = 1;
    long r = call(SYS_setsockopt, fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    expect("setsockopt res=%ld fd=%d level=SOL_SOCKET optname=SO_REUSEADDR val=[0201000000] optlen=4", r, fd);
    struct timeval time = {2, 500000};
    r = call(SYS_setsockopt, fd, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof(time));
    uint64_t nanoseconds = 2500000000;
    unsigned char value[9] = {4};
    memcpy(value + 1, &nanoseconds, 8);
    expect("setsockopt res=%ld fd=%d level=SOL_SOCKET optname=SO_RCVTIMEO val=%s optlen=16", r, fd, hex(value, 9));
    int error;
    socklen_t size = sizeof(error);
    r = call(SYS_getsockopt, fd, SOL_SOCKET, SO_ERROR, &error, &size);
    expect("getsockopt res=%ld fd=%d level=SOL_SOCKET optname=SO_ERROR val=[010000000000000000] optlen=4", r, fd);
    r = call(SYS_setsockopt, fd, IPPROTO_TCP, 1, &one, sizeof(one));
    expect("setsockopt res=%ld fd=%d level=SOL_TCP optname=0 val=[0001000000] optlen=4", r, fd);
}

/* Missing addresses and messages, and those of a family that events can't contain. */
static void addressless(void) {
    struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int receiver = socket(AF_INET, SOCK_DGRAM, 0);
    long sender = socket(AF_INET, SOCK_DGRAM, 0);
    bind(receiver, (struct sockaddr *)&any, sizeof(any));
    struct sockaddr_in to = name4(receiver);
    connect((int)sender, (struct sockaddr *)&to, sizeof(to));
    struct sockaddr_in from = name4(sender);
    struct iovec part = {"text", 4};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    long r = call(SYS_sendmsg, sender, &message, 0);
    expect("sendmsg res=%ld data=%s fd=%ld size=4 tuple=%s", r, hex("text", 4), sender, tuple4(&from, &to));
    r = call(SYS_sendmsg, sender, NULL, 0);
    expect("sendmsg res=%d data=<> fd=%ld size=0 tuple=<>", -EFAULT, sender);
    message.msg_iov = (struct iovec *)8;
    r = call(SYS_sendmsg, sender, &message, 0);
    expect("sendmsg res=%d data=<> fd=%ld size=0 tuple=<>", -EFAULT, sender);
    r = call(SYS_sendto, 99, "text", 4, 0, NULL, 0);
    expect("sendto res=%d data=%s fd=99 size=4 tuple=<>", -EBADF, hex("text", 4));
    r = call(SYS_recvmsg, 99, NULL, 0);
    expect("recvmsg res=%d size=0 data=<> tuple=<> msgcontrol=<> fd=99", -EBADF);
    struct sockaddr nobody = {.sa_family = AF_UNSPEC};
    r = call(SYS_connect, sender, &nobody, sizeof(nobody));
    expect("connect res=%ld tuple=* fd=%ld addr=<>", r, sender);
    struct sockaddr strange = {.sa_family = 200};
    r = call(SYS_bind, sender, &strange, sizeof(strange));
    expect("bind res=%ld addr=<> fd=%ld", r, sender);
    long server = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    bind((int)server, (struct sockaddr *)&any, sizeof(any));
    listen((int)server, 3);
    r = call(SYS_accept4, server, &any, NULL, 0);
    expect("accept4 fd=%d tuple=<> queuepct=0 queuelen=0 queuemax=0 flags=0", -EAGAIN);
    int pair[2];
    r = call(SYS_socketpair, AF_INET, SOCK_STREAM, 0, pair);
    expect("socketpair res=%ld fd1=-1 fd2=-1 source=0 peer=0 domain=AF_INET type=1 proto=0", r);
    r = call(SYS_shutdown, server, 9);
    expect("shutdown res=%d fd=%ld how=255", -EINVAL, server);
    r = call(SYS_setsockopt, server, 99, 5, NULL, 0);
    expect("setsockopt res=%ld fd=%ld level=0 optname=0 val=[00] optlen=0", r, server);
}

const struct test_case socket_cases[] = {
    {"tcp", tcp},         {"refused", refused},         {"udp", udp}, {"ipv6", ipv6}, {"local", local},
    {"options", options}, {"addressless", addressless}, {0},
};
