// SPDX-License-Identifier: Apache-2.0
#include "pod.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cgroup.h"
#include "frame.h"
#include "jail_enter.h"
#include "listener.h"
#include "mounts.h"
#include "netlink.h"
#include "network.h"
#include "node.h"
#include "peer.h"
#include "probe.h"
#include "report.h"

static struct peer peers[MAX_PEERS];
static int peer_count;
static struct connection connections[MAX_CONNECTIONS];
static int connection_count;
static struct in_addr pod_address;
static pid_t node;

static struct in_addr parse_address(const char *text) {
    struct in_addr address;
    errno = 0;
    if (!text || !inet_aton(text, &address))
        die("no address: %s", text ? text : "");
    return address;
}

static struct sockaddr_in parse_socket(struct texts *texts) {
    struct in_addr address = parse_address(texts_next(texts));
    const char *port = texts_next(texts);
    return (struct sockaddr_in){
        .sin_family = AF_INET,
        .sin_addr = address,
        .sin_port = htons((uint16_t)(port ? atoi(port) : 0)),
    };
}

static void parse_hex(struct peer *peer, const char *hex) {
    size_t length = hex ? strlen(hex) / 2 : 0;
    peer->answer = malloc(length + 1);
    if (!peer->answer)
        die("no memory");
    for (size_t i = 0; i < length; i++) {
        char digits[] = {hex[2 * i], hex[2 * i + 1], 0};
        peer->answer[i] = (unsigned char)strtoul(digits, NULL, 16);
    }
    peer->answer_length = length;
}

static struct peer *new_peer(void) {
    errno = 0;
    if (peer_count == MAX_PEERS)
        die("a pod can have %d peers, not more", MAX_PEERS);
    return &peers[peer_count++];
}

static void add_peer(bool tcp, struct texts *texts) {
    struct peer *peer = new_peer();
    peer->tcp = tcp;
    peer->address = parse_socket(texts);
    const char *behaviour = texts_next(texts);
    if (behaviour && !strcmp(behaviour, "answer")) {
        const char *closes = texts_next(texts);
        peer->closes = closes && *closes == '1';
        parse_hex(peer, texts_next(texts));
    } else if (behaviour && !strcmp(behaviour, "relay")) {
        peer->relay = parse_socket(texts);
    }
    netlink_add_peer(peer->address.sin_addr, pod_address);
    peer_listen(peer);
}

static bool accept_one(struct peer *peer) {
    struct connection connection;
    if (!peer_accept(peer, &connection))
        return false;
    if (connection_count < MAX_CONNECTIONS)
        connections[connection_count++] = connection;
    else
        connection_close(&connection);
    return true;
}

static void fence_peer(struct peer *peer, bool drop) {
    peer->fenced = drop;
    peer_fence(peer->listener, drop);
    if (!peer->tcp)
        return;
    /* Those that wait to be accepted have no filter yet, later ones inherit it. */
    for (int i = 0; i < PEER_BACKLOG; i++)
        accept_one(peer);
    for (int i = 0; i < connection_count; i++)
        if (connections[i].peer == peer)
            peer_fence(connections[i].fd, drop);
}

static void fence(struct texts *texts) {
    bool fenced[MAX_PEERS] = {false};
    for (const char *protocol; (protocol = texts_next(texts));) {
        bool tcp = !strcmp(protocol, "tcp");
        struct sockaddr_in address = parse_socket(texts);
        for (int i = 0; i < peer_count; i++)
            fenced[i] |= peers[i].tcp == tcp && peers[i].address.sin_port == address.sin_port &&
                         peers[i].address.sin_addr.s_addr == address.sin_addr.s_addr;
    }
    for (int i = 0; i < peer_count; i++)
        if (peers[i].fenced != fenced[i])
            fence_peer(&peers[i], fenced[i]);
}

static void mount_all(struct texts *texts) {
    char problem[512];
    if (!mounts_do(texts, problem, sizeof problem))
        die("%s", problem);
}

/* A socket at a path answers like any other peer. */
static void add_unix_peer(struct texts *texts) {
    struct peer *peer = new_peer();
    const char *path = texts_next(texts);
    peer->tcp = true;
    peer->closes = true;
    parse_hex(peer, texts_next(texts));
    peer->listener = path ? listen_unix(path) : -1;
    if (peer->listener < 0)
        die("listen on %s", path ? path : "no path");
}

static void set_host_name(const char *name) {
    if (name && sethostname(name, strlen(name)))
        die("set the host name %s", name);
}

static void configure(void) {
    struct frame frame;
    while (frame_read(0, &frame)) {
        struct texts texts = {.at = frame.payload, .left = frame.length};
        switch ((enum pod_frame)frame.type) {
        case POD_HOST_NAME:
            set_host_name(texts_next(&texts));
            break;
        case POD_ADDRESS:
            pod_address = parse_address(texts_next(&texts));
            netlink_add_address(pod_address);
            break;
        case POD_TCP_PEER:
            add_peer(true, &texts);
            break;
        case POD_UDP_PEER:
            add_peer(false, &texts);
            break;
        case POD_UNIX_PEER:
            add_unix_peer(&texts);
            break;
        case POD_MOUNTS:
            mount_all(&texts);
            break;
        case POD_NODE:
            node = node_start(texts_next(&texts));
            break;
        case POD_FENCE:
            fence(&texts);
            break;
        case POD_END:
            return;
        case POD_PROBE:
        default:
            errno = 0;
            die("the pod's process does not know the frame %c", frame.type);
        }
    }
    _Exit(1);
}

static void accept_all(const struct pollfd *fds) {
    for (int i = 0; i < peer_count; i++) {
        if (!fds[i].revents)
            continue;
        accept_one(&peers[i]);
    }
}

static void proceed_all(const struct pollfd *fds) {
    int kept = 0;
    for (int i = 0; i < connection_count; i++) {
        if (connection_proceed(&connections[i], fds[2 * i].revents, fds[2 * i + 1].revents))
            connections[kept++] = connections[i];
        else
            connection_close(&connections[i]);
    }
    connection_count = kept;
}

/* Returns false if there are no more frames. */
static bool obey(void) {
    struct frame frame;
    if (!frame_read(0, &frame))
        return false;
    struct texts texts = {.at = frame.payload, .left = frame.length};
    if (frame.type == POD_FENCE) {
        fence(&texts);
        report_line("done");
    } else if (frame.type == POD_PROBE) {
        struct sockaddr_in address = parse_socket(&texts);
        report_line(probe_connect(&address));
    } else {
        errno = 0;
        die("the pod's process does not know the frame %c", frame.type);
    }
    return true;
}

static void serve(void) {
    static struct pollfd fds[1 + MAX_PEERS + 2 * MAX_CONNECTIONS];
    for (;;) {
        fds[0] = (struct pollfd){.fd = 0, .events = POLLIN};
        for (int i = 0; i < peer_count; i++)
            fds[1 + i] = (struct pollfd){.fd = peers[i].listener, .events = POLLIN};
        struct pollfd *both = fds + 1 + peer_count;
        for (int i = 0; i < connection_count; i++) {
            const struct connection *connection = &connections[i];
            both[2 * i] = (struct pollfd){.fd = connection->fd_ended ? -1 : connection->fd, .events = POLLIN};
            both[2 * i + 1] = (struct pollfd){.fd = connection->other_ended ? -1 : connection->other, .events = POLLIN};
        }
        if (poll(fds, (nfds_t)(1 + peer_count + 2 * connection_count), -1) < 0) {
            if (errno == EINTR)
                continue;
            return;
        }
        if (fds[0].revents && !obey())
            return;
        proceed_all(both);
        accept_all(fds + 1);
    }
}

int pod_main(const char *network, const char *cgroup, const char *volumes) {
    signal(SIGPIPE, SIG_IGN);
    mounts_isolate(volumes);
    jail_attach();
    network_enter(network);
    configure();
    /* Found by its file, because another JVM may have created one with the same name. */
    char folder[64] = "";
    int fd = cgroup ? open(cgroup, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
    if (cgroup && fd < 0)
        die("open the cgroup %s", cgroup);
    snprintf(folder, sizeof folder, "/proc/self/fd/%d/.", fd);
    report_ready();
    serve();
    if (node)
        node_end(node);
    if (cgroup)
        cgroup_kill(folder);
    return 0;
}
