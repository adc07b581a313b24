// SPDX-License-Identifier: Apache-2.0
/* Acts that no event shows, or that other processes do for the process that caused them. TARGET, in the environment, is
 * the pid of a process outside the simulation. */

#include "calls.h"

#if defined(__x86_64__)
#include "int80.h"
#endif

#include <elf.h>
#include <pthread.h>
#include <linux/filter.h>
#include <linux/io_uring.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/user.h>

static pid_t target(void) {
    return atoi(getenv("TARGET"));
}

/* Ends what a stuck case has started. */
static void end_with_parent(void) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    alarm(20);
}

/* A child that waits to be killed. */
static pid_t start_child(void) {
    pid_t child = fork();
    if (child == 0) {
        end_with_parent();
        pause();
        _exit(0);
    }
    return child;
}

static void end_child(pid_t child) {
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

static void ring(void) {
    struct io_uring_params params = {0};
    expect("io_uring_setup res=%ld", call(SYS_io_uring_setup, 4, &params));
}

static void polled_ring(void) {
    struct io_uring_params params = {.flags = IORING_SETUP_SQPOLL};
    expect("io_uring_setup res=%ld", call(SYS_io_uring_setup, 4, &params));
}

/* The start of a process's stack. */
static unsigned long stack_of(pid_t pid) {
    char path[64];
    char line[512];
    unsigned long start = 0;
    sprintf(path, "/proc/%d/maps", pid);
    FILE *maps = fopen(path, "r");
    while (maps && fgets(line, sizeof(line), maps)) {
        if (strstr(line, "[stack]")) {
            start = strtoul(line, NULL, 16);
        }
    }
    return start;
}

static void trace(pid_t pid, int writes) {
    unsigned long stack = stack_of(pid);
    expect("ptrace attach %ld", call(SYS_ptrace, PTRACE_ATTACH, pid, 0, 0));
    waitpid(pid, NULL, 0);
    errno = 0;
    long word = ptrace(PTRACE_PEEKDATA, pid, stack, 0);
    expect("ptrace peek %d", errno);
    if (writes) {
        expect("ptrace poke %ld", call(SYS_ptrace, PTRACE_POKEDATA, pid, stack, word));
    }
    ptrace(PTRACE_DETACH, pid, 0, 0);
}

static void trace_reading(void) {
    trace(target(), 0);
}

static void trace_writing(void) {
    trace(target(), 1);
}

static void trace_child(void) {
    pid_t child = start_child();
    trace(child, 1);
    end_child(child);
}

static void trace_registers(void) {
    struct user_regs_struct registers;
    pid_t pid = target();
    ptrace(PTRACE_ATTACH, pid, 0, 0);
    waitpid(pid, NULL, 0);
#ifdef __x86_64__
    ptrace(PTRACE_GETREGS, pid, 0, &registers);
    expect("ptrace setregs %ld", call(SYS_ptrace, PTRACE_SETREGS, pid, 0, &registers));
#else
    struct iovec all = {&registers, sizeof(registers)};
    ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &all);
    expect("ptrace setregset %ld", call(SYS_ptrace, PTRACE_SETREGSET, pid, NT_PRSTATUS, &all));
#endif
    ptrace(PTRACE_DETACH, pid, 0, 0);
}

static void write_memory(void) {
    char byte = 0;
    struct iovec own = {&byte, 1};
    struct iovec other = {(void *)stack_of(target()), 1};
    expect("process_vm_writev %ld", call(SYS_process_vm_writev, target(), &own, 1, &other, 1, 0));
}

static void write_own_memory(void) {
    char byte = 0;
    char to = 1;
    struct iovec own = {&byte, 1};
    struct iovec other = {&to, 1};
    expect("process_vm_writev %ld", call(SYS_process_vm_writev, getpid(), &own, 1, &other, 1, 0));
}

static void open_memory_of(pid_t pid, int flags) {
    char path[64];
    sprintf(path, "/proc/%d/mem", pid);
    expect("open %d", open(path, flags) >= 0);
}

static void open_memory(void) {
    open_memory_of(target(), O_RDWR);
}

static void open_memory_of_itself_and_children(void) {
    pid_t child = start_child();
    open_memory_of(child, O_RDWR);
    open_memory_of(getpid(), O_RDWR);
    open_memory_of(target(), O_RDONLY);
    end_child(child);
}

static void take_descriptor_of(pid_t pid) {
    long fd = syscall(SYS_pidfd_open, pid, 0);
    expect("pidfd_getfd %d", syscall(SYS_pidfd_getfd, fd, 0, 0) >= 0);
}

static void take_descriptor(void) {
    take_descriptor_of(target());
}

static void take_descriptor_of_child(void) {
    pid_t child = start_child();
    take_descriptor_of(child);
    end_child(child);
}

union control {
    struct cmsghdr header;
    char room[CMSG_SPACE(sizeof(int))];
};

static void send_descriptor(int socket, int fd) {
    char byte = 'x';
    union control control = {0};
    struct iovec vector = {&byte, 1};
    struct msghdr message = {
        .msg_iov = &vector, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control)};
    control.header = (struct cmsghdr){CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
    memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
    sendmsg(socket, &message, 0);
}

static int receive_descriptor(int socket) {
    char byte = 0;
    union control control = {0};
    struct iovec vector = {&byte, 1};
    struct msghdr message = {
        .msg_iov = &vector, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control)};
    long r = recvmsg(socket, &message, 0);
    expect("recvmsg %ld %d", r, message.msg_controllen > 0);
    int fd;
    memcpy(&fd, CMSG_DATA(&control.header), sizeof(fd));
    return fd;
}

static struct sockaddr_un address_of(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, path);
    return address;
}

int serve_descriptor(const char *path) {
    struct sockaddr_un address = address_of(path);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    char end;
    if (bind(listener, (struct sockaddr *)&address, sizeof(address)) || listen(listener, 1)) {
        perror(path);
        return 1;
    }
    puts("serving");
    fflush(stdout);
    if (fork() == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        int connection = accept(listener, NULL, NULL);
        send_descriptor(connection, 0);
        _exit(read(connection, &end, 1) < 0);
    }
    while (read(0, &end, 1) < 0) {
    }
    return 0;
}

static void receive_from_outside(void) {
    struct sockaddr_un address = address_of(getenv("SERVER"));
    int connection = socket(AF_UNIX, SOCK_STREAM, 0);
    expect("connect %ld", call(SYS_connect, connection, &address, sizeof(address)));
    receive_descriptor(connection);
}

static void receive_from_child(void) {
    int ends[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    pid_t child = fork();
    if (child == 0) {
        send_descriptor(ends[1], 0);
        _exit(0);
    }
    waitpid(child, NULL, 0); /* the sender has ended */
    receive_descriptor(ends[0]);
}

/* What another process opened. */
static int received(int (*open_it)(void)) {
    int ends[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    pid_t child = fork();
    if (child == 0) {
        send_descriptor(ends[1], open_it());
        _exit(0);
    }
    waitpid(child, NULL, 0);
    return receive_descriptor(ends[0]);
}

static int open_etc(void) {
    return open("/etc", O_RDONLY | O_DIRECTORY);
}

static int open_udp(void) {
    return socket(AF_INET, SOCK_DGRAM, 0);
}

static int received_folder(void) {
    return received(open_etc);
}

static int one_end(void) {
    int ends[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    return ends[0];
}

static int read_end(void) {
    int ends[2];
    pipe(ends);
    return ends[0];
}

static int open_passwd(void) {
    return open("/etc/passwd", O_RDONLY);
}

static void receive_each_kind(void) {
    received(open_etc);
    received(open_passwd);
    received(read_end);
    received(one_end);
}

/* More than the sensor looks at. */
static void receive_many(void) {
    static char control[CMSG_SPACE(65 * sizeof(int))] __attribute__((aligned(8)));
    char byte = 'x';
    int ends[2];
    struct iovec vector = {&byte, 1};
    struct msghdr message = {
        .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control)};
    struct cmsghdr *header = (void *)control;
    *header = (struct cmsghdr){CMSG_LEN(65 * sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
    memset(CMSG_DATA(header), 0, 65 * sizeof(int));
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    expect("sendmsg %ld", call(SYS_sendmsg, ends[1], &message, 0));
    expect("recvmsg %ld", call(SYS_recvmsg, ends[0], &message, 0));
}

/* The descriptor has come, but the header that is to say so can't be written. */
static void receive_into_constant(void) {
    static char control[CMSG_SPACE(sizeof(int))] __attribute__((aligned(8)));
    char byte = 'x';
    int ends[2];
    struct iovec vector = {&byte, 1};
    struct msghdr *message = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *message =
        (struct msghdr){.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control)};
    *CMSG_FIRSTHDR(message) = (struct cmsghdr){CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    expect("sendmsg %ld", call(SYS_sendmsg, ends[1], message, 0));
    mprotect(message, 4096, PROT_READ);
    expect("recvmsg %d", call(SYS_recvmsg, ends[0], message, 0) == -EFAULT);
}

/* The second message is sent, too, but there is no room to count it. */
static void send_uncounted(void) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_port = htons(9)};
    struct iovec vector = {"x", 1};
    char *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct mmsghdr *messages = (void *)(pages + 4096 - sizeof(struct mmsghdr));
    for (int i = 0; i < 2; i++) {
        messages[i].msg_hdr =
            (struct msghdr){.msg_name = &to, .msg_namelen = sizeof(to), .msg_iov = &vector, .msg_iovlen = 1};
    }
    mprotect(pages + 4096, 4096, PROT_READ);
    expect("sendmmsg %ld", call(SYS_sendmmsg, socket(AF_INET, SOCK_DGRAM, 0), messages, 2, 0));
}

/* By a request of another size, which the kernel takes for the same. */
static void add_descriptor(void) {
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof(filter) / sizeof(*filter), filter};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    int listener = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
    pid_t child = fork();
    if (child == 0) {
        struct seccomp_notif asked = {0};
        ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &asked);
        struct {
            struct seccomp_notif_addfd it;
            char more[8];
        } given = {.it = {.id = asked.id}};
        long added = ioctl(listener, _IOWR('!', 3, char[sizeof(given)]), &given);
        struct seccomp_notif_resp answer = {.id = asked.id, .val = added};
        ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
        _exit(0);
    }
    expect("getppid %ld", call(SYS_getppid));
    waitpid(child, NULL, 0);
}

static void send_by_received(void) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_port = htons(9)};
    int fd = dup(received(open_udp));
    expect("sendto %ld", call(SYS_sendto, fd, "x", 1, 0, &to, sizeof(to)));
}

static void send_by_received_in_child(void) {
    int fd = received(open_udp);
    pid_t child = fork();
    if (child == 0) {
        struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_port = htons(9)};
        _exit(connect(fd, (struct sockaddr *)&to, sizeof(to)) < 0);
    }
    waitpid(child, NULL, 0);
}

static void open_below_received(void) {
    int copy = dup(received_folder());
    expect("openat %d", call(SYS_openat, copy, "passwd", O_RDONLY) >= 0);
}

static int change_folder(void *unused) {
    (void)unused;
    return chdir("/etc");
}

static void with_child(int flags) {
    static char stack[1 << 16] __attribute__((aligned(16)));
    pid_t child = clone(change_folder, stack + sizeof(stack), flags | SIGCHLD, NULL);
    waitpid(child, NULL, 0);
    expect("open %d", open("passwd", O_RDONLY) >= 0 || !(flags & CLONE_FS));
}

static void shared_folder(void) {
    with_child(CLONE_VM | CLONE_FS);
}

static void shared_descriptors(void) {
    with_child(CLONE_VM | CLONE_FILES);
}

static void shared_memory_alone(void) {
    with_child(CLONE_VM | CLONE_VFORK);
}

static void *unshare_folder(void *unused) {
    expect("unshare %ld", call(SYS_unshare, CLONE_FS));
    return unused;
}

static void thread_alone(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, unshare_folder, NULL);
    pthread_join(thread, NULL);
}

/* Entries of a network of its own, but in the machine's table. */
static void add_neighbours(void) {
    struct {
        struct nlmsghdr header;
        struct ndmsg neighbour;
        struct rtattr to;
        unsigned char address[16];
        struct rtattr device;
        unsigned char ethernet[8];
    } request = {
        .header = {sizeof request, RTM_NEWNEIGH, NLM_F_REQUEST | NLM_F_CREATE, 0, 0},
        .neighbour = {.ndm_family = AF_INET6, .ndm_ifindex = 1, .ndm_state = NUD_REACHABLE},
        .to = {sizeof request.to + sizeof request.address, NDA_DST},
        .address = {0xfd},
        .device = {sizeof request.device + 6, NDA_LLADDR},
    };
    unshare(CLONE_NEWNET);
    int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    for (int i = 1; i < 5000; i++) {
        memcpy(request.address + 12, &i, sizeof i);
        send(fd, &request, sizeof request, 0);
    }
    _exit(0);
}

static void fill_neighbours(void) {
    int status = 0;
    pid_t child = fork();
    if (!child)
        add_neighbours();
    waitpid(child, &status, 0);
    expect("ended by %d", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

static void unshare_without_threads(void) {
    unshare_folder(NULL);
}

#if defined(__x86_64__)
static void foreign_message(void) {
    static unsigned message[7];
    expect("recvmsg %ld", int80(372, 0, low(message), 0, 0, 0, 0));
}

/* Neither has an event, or one that was requested. */
static void foreign_harmless(void) {
    expect("getpid %ld", int80(20, 0, 0, 0, 0, 0, 0));
    expect("time %d", int80(13, 0, 0, 0, 0, 0, 0) > 0);
    expect("lseek %ld", int80(19, 0, 0, 0, 0, 0, 0));
    expect("nothing %ld", int80(500, 0, 0, 0, 0, 0, 0));
}
#endif

static char *shared;

/* Whether this is the number of one of the calls that the cases wait in. */
static int waits(int number) {
#ifdef SYS_open
    if (number == SYS_open) {
        return 1;
    }
#endif
    return number == SYS_openat || number == SYS_connect;
}

/* Writes to shared memory as soon as the other process is in a call that has started. */
static pid_t change_while_waiting(pid_t waiting, const char *to, size_t size, const char *fifo) {
    pid_t child = fork();
    if (child == 0) {
        end_with_parent();
        while (!waits(waiting_in(waiting))) {
        }
        memcpy(shared, to, size);
        if (fifo) {
            open(fifo, O_WRONLY);
        }
        _exit(0);
    }
    return child;
}

static void share(void) {
    shared = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

static void changed_path(void) {
    share();
    mkfifo("fifo", 0600);
    strcpy(shared, "fifo");
    pid_t child = change_while_waiting(getpid(), "harmless", 9, "fifo");
    long fd = call(SYS_openat, AT_FDCWD, shared, O_RDONLY);
    expect("openat %d %s", fd >= 0, shared);
    waitpid(child, NULL, 0);
}

/* Longer than the part of a path that is kept. */
static void changed_long_path(void) {
    static char slashes[300];
    memset(slashes, '/', sizeof(slashes) - 1);
    share();
    mkfifo("fifo", 0600);
    sprintf(shared, ".%sfifo", slashes);
    pid_t child = change_while_waiting(getpid(), "x", 1, "fifo");
    long fd = call(SYS_openat, AT_FDCWD, shared, O_RDONLY);
    expect("openat %d", fd >= 0);
    waitpid(child, NULL, 0);
}

/* A second connect() tells how far the first one is, whatever address it has. */
static void connect_again(void) {
    struct sockaddr_in first = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    struct sockaddr_in other = {.sin_family = AF_INET, .sin_addr = {htonl(0xcb007109)}, .sin_port = htons(9)};
    socklen_t size = sizeof(first);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    listen(listener, 1);
    getsockname(listener, (struct sockaddr *)&first, &size);
    first.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    expect("%ld", call(SYS_connect, fd, &first, sizeof(first)));
    close(accept(listener, NULL, NULL));
    expect("%ld", call(SYS_connect, fd, &other, sizeof(other)));
    expect("%ld", call(SYS_connect, fd, &other, sizeof(other)));
}

static void same_path(void) {
    share();
    mkfifo("fifo", 0600);
    strcpy(shared, "fifo");
    pid_t child = change_while_waiting(getpid(), "fifo", 5, "fifo");
    long fd = call(SYS_openat, AT_FDCWD, shared, O_RDONLY);
    expect("openat %d", fd >= 0);
    waitpid(child, NULL, 0);
}

/* Paths of every length, in pages that were not in memory before. */
static void many_paths(void) {
    char *page = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (int length = 1; length < 4090; length += length < 300 ? 1 : 97) {
        memset(page, '/', (size_t)length);
        page[length] = 0;
        close(open(page, O_RDONLY));
        rename(page, "x");
        page += length < 300 ? 0 : 4096;
    }
    expect("open");
}

static void changed_address(void) {
    share();
    struct sockaddr_un first = address_of("first");
    struct sockaddr_un second = address_of("second");
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    bind(listener, (struct sockaddr *)&first, sizeof(first));
    listen(listener, 0);
    int full = socket(AF_UNIX, SOCK_STREAM, 0);
    connect(full, (struct sockaddr *)&first, sizeof(first));
    memcpy(shared, &first, sizeof(first));
    pid_t child = change_while_waiting(getpid(), (const char *)&second, sizeof(second), NULL);
    pid_t accepter = fork();
    if (accepter == 0) {
        end_with_parent();
        while (memcmp(shared, &second, sizeof(second)) != 0) {
            __asm__ volatile("" ::: "memory");
        }
        accept(listener, NULL, NULL);
        _exit(0);
    }
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    long r = call(SYS_connect, fd, shared, sizeof(first));
    expect("connect %ld", r);
    waitpid(child, NULL, 0);
    waitpid(accepter, NULL, 0);
}

const struct test_case blind_cases[] = {
    {"ring", ring},
    {"polled-ring", polled_ring},
    {"fill-neighbours", fill_neighbours},
    {"trace-reading", trace_reading},
    {"trace-writing", trace_writing},
    {"trace-child", trace_child},
    {"trace-registers", trace_registers},
#if defined(__x86_64__)
    {"foreign-message", foreign_message},
    {"foreign-harmless", foreign_harmless},
#endif
    {"write-memory", write_memory},
    {"write-own-memory", write_own_memory},
    {"open-memory", open_memory},
    {"open-memory-of-itself-and-children", open_memory_of_itself_and_children},
    {"take-descriptor", take_descriptor},
    {"take-descriptor-of-child", take_descriptor_of_child},
    {"receive-from-outside", receive_from_outside},
    {"receive-from-child", receive_from_child},
    {"changed-path", changed_path},
    {"changed-long-path", changed_long_path},
    {"changed-address", changed_address},
    {"open-below-received", open_below_received},
    {"receive-each-kind", receive_each_kind},
    {"receive-into-constant", receive_into_constant},
    {"send-uncounted", send_uncounted},
    {"add-descriptor", add_descriptor},
    {"receive-many", receive_many},
    {"send-by-received", send_by_received},
    {"send-by-received-in-child", send_by_received_in_child},
    {"shared-folder", shared_folder},
    {"shared-descriptors", shared_descriptors},
    {"shared-memory-alone", shared_memory_alone},
    {"thread-alone", thread_alone},
    {"unshare-without-threads", unshare_without_threads},
    {"connect-again", connect_again},
    {"same-path", same_path},
    {"many-paths", many_paths},
    {0},
};
