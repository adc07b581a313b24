// SPDX-License-Identifier: Apache-2.0
/* Arguments, and what a call starts from, that change while the call runs: by another thread, by a process beside, or
 * by who fills the page. What an honest program does with such memory comes last. */

#include "calls.h"

#include <arpa/inet.h>
#include <linux/aio_abi.h>
#include <linux/userfaultfd.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>

#define PAGE 4096

/* A child that acts as soon as this process waits in a system call. */
static pid_t beside(void (*act)(void)) {
    pid_t waiting = getpid();
    pid_t child = fork();
    if (child == 0) {
        char path[64];
        char state[512] = {0};
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        alarm(20);
        sprintf(path, "/proc/%d/syscall", waiting);
        do { /* a call that waits shows its number, one that runs does not */
            int fd = open(path, O_RDONLY);
            ssize_t n = read(fd, state, sizeof(state) - 1);
            state[n > 0 ? n : 0] = 0;
            close(fd);
        } while (state[0] < '0' || state[0] > '9');
        act();
        _exit(0);
    }
    return child;
}

static char *page;

static void map(int flags, int fd) {
    page = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, flags, fd, 0);
}

/* Maps a file with a text. The page is not in memory. */
static void map_text(const char *text) {
    static char bytes[2 * PAGE];
    int fd = open("page", O_RDWR | O_CREAT | O_TRUNC, 0600);
    strcpy(bytes, text);
    if (write(fd, bytes, sizeof(bytes)) < 0) {
        perror("page");
    }
    close(fd);
    fd = open("page", O_RDONLY);
    map(MAP_PRIVATE, fd);
    close(fd);
}

static void open_other_end(void) {
    close(open("fifo", O_WRONLY));
}

static void poke(void) {
    char path[64];
    sprintf(path, "/proc/%d/mem", getppid());
    int fd = open(path, O_RDWR);
    if (pwrite(fd, "harmless", 9, (off_t)(uintptr_t)page) != 9) {
        perror("pwrite");
    }
    open_other_end();
}

static void write_memory(void) {
    struct iovec own = {"harmless", 9};
    struct iovec other = {page, 9};
    if (process_vm_writev(getppid(), &own, 1, &other, 1, 0) != 9) {
        perror("process_vm_writev");
    }
    open_other_end();
}

static void write_page_of_file(void) {
    int fd = open("page", O_WRONLY);
    if (pwrite(fd, "harmless", 9, 0) != 9) {
        perror("pwrite");
    }
    close(fd);
    open_other_end();
}

static void open_absent(void (*act)(void)) {
    mkfifo("fifo", 0600);
    map_text("fifo");
    pid_t child = beside(act);
    long fd = call(SYS_openat, AT_FDCWD, page, O_RDONLY);
    expect("openat %d %s", fd >= 0, page);
    waitpid(child, NULL, 0);
}

static void poked_path(void) {
    open_absent(poke);
}

static void vm_written_path(void) {
    open_absent(write_memory);
}

static void file_written_path(void) {
    open_absent(write_page_of_file);
}

static void removed_path(void) {
    mkfifo("fifo", 0600);
    map(MAP_SHARED | MAP_ANONYMOUS, -1);
    strcpy(page, "fifo");
    pid_t child = fork();
    if (child == 0) {
        usleep(200000);
        madvise(page, PAGE, MADV_REMOVE);
        open_other_end();
        _exit(0);
    }
    long fd = call(SYS_openat, AT_FDCWD, page, O_RDONLY);
    expect("openat %d", fd >= 0);
    waitpid(child, NULL, 0);
}

static int first, second;

static void dup_folder(void) {
    dup2(second, first);
    close(open("a/fifo", O_WRONLY));
}

static void change_folder(void) {
    if (chdir("../b") == 0) {
        close(open("../a/fifo", O_WRONLY));
    }
}

static void *in_thread(void *act) {
    char state[512] = {0};
    do {
        int fd = open("/proc/self/syscall", O_RDONLY); /* of the first thread */
        ssize_t n = read(fd, state, sizeof(state) - 1);
        state[n > 0 ? n : 0] = 0;
        close(fd);
    } while (state[0] < '0' || state[0] > '9');
    ((void (*)(void))act)();
    return NULL;
}

static pthread_t thread(void (*act)(void)) {
    pthread_t it;
    pthread_create(&it, NULL, in_thread, (void *)act);
    return it;
}

static void folders(void) {
    mkdir("a", 0700);
    mkdir("b", 0700);
    mkfifo("a/fifo", 0600);
}

static void replaced_folder(void) {
    folders();
    first = open("a", O_RDONLY | O_DIRECTORY);
    second = open("b", O_RDONLY | O_DIRECTORY);
    pthread_t it = thread(dup_folder);
    long fd = call(SYS_openat, first, "fifo", O_RDONLY);
    expect("openat %d", fd >= 0);
    pthread_join(it, NULL);
}

static void replaced_working_directory(void) {
    folders();
    if (chdir("a")) {
        return;
    }
    pthread_t it = thread(change_folder);
    long fd = call(SYS_openat, AT_FDCWD, "fifo", O_RDONLY);
    expect("openat %d", fd >= 0);
    pthread_join(it, NULL);
}

static struct sockaddr_un unix_address(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, path);
    return address;
}

static int receiver;

static int bound(const char *path) {
    struct sockaddr_un address = unix_address(path);
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    if (bind(fd, (struct sockaddr *)&address, sizeof(address))) {
        perror(path);
    }
    return fd;
}

/* A socket whose queue is full. */
static void fill(const char *path) {
    struct sockaddr_un address = unix_address(path);
    receiver = bound(path);
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    connect(fd, (struct sockaddr *)&address, sizeof(address));
    while (send(fd, "fill", 4, 0) == 4) {
    }
    close(fd);
}

static void drain(void) {
    char byte[64];
    while (recv(receiver, byte, sizeof(byte), MSG_DONTWAIT) > 0) {
    }
}

static void change_address(void) {
    strcpy(((struct sockaddr_un *)page)->sun_path, "harmless");
    drain();
}

static void share_address(void) {
    map(MAP_SHARED | MAP_ANONYMOUS, -1);
    fill("evil");
    bound("harmless");
    *(struct sockaddr_un *)page = unix_address("evil");
}

static void changed_sendto(void) {
    share_address();
    pid_t child = beside(change_address);
    expect("sendto %ld", call(SYS_sendto, socket(AF_UNIX, SOCK_DGRAM, 0), "x", 1, 0, page, sizeof(struct sockaddr_un)));
    waitpid(child, NULL, 0);
}

static void changed_sendmsg(void) {
    share_address();
    struct iovec data = {"x", 1};
    struct msghdr message = {
        .msg_name = page, .msg_namelen = sizeof(struct sockaddr_un), .msg_iov = &data, .msg_iovlen = 1};
    pid_t child = beside(change_address);
    expect("sendmsg %ld", call(SYS_sendmsg, socket(AF_UNIX, SOCK_DGRAM, 0), &message, 0));
    waitpid(child, NULL, 0);
}

static void changed_sendmmsg(void) {
    share_address();
    struct sockaddr_un other = unix_address("other");
    bound("other");
    struct iovec data = {"x", 1};
    struct mmsghdr messages[2] = {
        {.msg_hdr = {.msg_name = &other, .msg_namelen = sizeof(other), .msg_iov = &data, .msg_iovlen = 1}},
        {.msg_hdr = {.msg_name = page, .msg_namelen = sizeof(other), .msg_iov = &data, .msg_iovlen = 1}},
    };
    pid_t child = beside(change_address);
    expect("sendmmsg %ld", call(SYS_sendmmsg, socket(AF_UNIX, SOCK_DGRAM, 0), messages, 2, 0));
    waitpid(child, NULL, 0);
}

static void dup_socket(void) {
    dup2(second, first);
    drain();
}

static void replaced_socket(void) {
    share_address();
    first = socket(AF_UNIX, SOCK_DGRAM, 0);
    second = socket(AF_UNIX, SOCK_DGRAM, 0);
    pthread_t it = thread(dup_socket);
    expect("sendto %ld", call(SYS_sendto, first, "x", 1, 0, page, sizeof(struct sockaddr_un)));
    pthread_join(it, NULL);
}

static int ends[2];

static void change_data(void) {
    char bytes[PAGE];
    strcpy(page, "harmless");
    ssize_t n = read(ends[0], bytes, sizeof(bytes));
    (void)n;
}

/* A pipe that is full. */
static void fill_pipe(void) {
    static char bytes[PAGE];
    if (pipe2(ends, O_NONBLOCK)) {
        return;
    }
    while (write(ends[1], bytes, sizeof(bytes)) > 0) {
    }
    fcntl(ends[1], F_SETFL, 0);
}

static void changed_data(void) {
    map(MAP_SHARED | MAP_ANONYMOUS, -1);
    strcpy(page, "evilevil");
    fill_pipe();
    pid_t child = beside(change_data);
    expect("write %ld", call(SYS_write, ends[1], page, 9));
    waitpid(child, NULL, 0);
}

static void dup_pipe(void) {
    char bytes[PAGE];
    dup2(second, ends[1]);
    ssize_t n = read(ends[0], bytes, sizeof(bytes));
    (void)n;
}

static void replaced_pipe(void) {
    fill_pipe();
    second = open("/dev/null", O_WRONLY);
    pthread_t it = thread(dup_pipe);
    expect("write %ld", call(SYS_write, ends[1], "evil", 4));
    pthread_join(it, NULL);
}

static void changed_flags(void) {
    map(MAP_SHARED | MAP_ANONYMOUS, -1);
    struct clone_args *arguments = (struct clone_args *)page;
    arguments->flags = CLONE_VFORK;
    arguments->exit_signal = SIGCHLD;
    long child = syscall(SYS_clone3, arguments, sizeof(*arguments));
    if (child == 0) { /* the parent waits in its call */
        arguments->flags = 0;
        _exit(0);
    }
    expect("clone3 %d", child > 0);
    waitpid((pid_t)child, NULL, 0);
}

static void operations(void) {
    aio_context_t context = 0;
    struct iocb operation = {
        .aio_fildes = (unsigned)open("written", O_RDWR | O_CREAT, 0600),
        .aio_lio_opcode = IOCB_CMD_PWRITE,
        .aio_buf = (uintptr_t)"x",
        .aio_nbytes = 1,
    };
    struct iocb *list = &operation;
    struct io_event done;
    syscall(SYS_io_setup, 1, &context);
    expect("io_submit %ld", call(SYS_io_submit, context, 1, &list));
    syscall(SYS_io_getevents, context, 1, 1, &done, NULL);
}

static int faults;

static int register_faults(void) {
    struct uffdio_api api = {.api = UFFD_API};
    struct uffdio_register range = {.range = {(uintptr_t)page, 2 * PAGE}, .mode = UFFDIO_REGISTER_MODE_MISSING};
    faults = (int)syscall(SYS_userfaultfd, O_CLOEXEC);
    return faults < 0 || ioctl(faults, UFFDIO_API, &api) || ioctl(faults, UFFDIO_REGISTER, &range);
}

/* Waits until a page is asked for, and fills it. Before that it may act. */
static void serve(const void *bytes, size_t size, void (*act)(void)) {
    static char full[PAGE] __attribute__((aligned(PAGE)));
    struct uffd_msg fault;
    if (read(faults, &fault, sizeof(fault)) != sizeof(fault)) {
        _exit(1);
    }
    act();
    memset(full, 0, sizeof(full));
    memcpy(full, bytes, size);
    struct uffdio_copy copy = {
        .dst = fault.arg.pagefault.address & ~(unsigned long long)(PAGE - 1), .src = (uintptr_t)full, .len = PAGE};
    ioctl(faults, UFFDIO_COPY, &copy);
}

static struct sockaddr_in inet(unsigned short port) {
    return (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static void nothing(void) {
}

static void change_inet(void) {
    *(struct sockaddr_in *)page = inet(53);
}

static void send_from_faults(int changes) {
    map(MAP_SHARED | MAP_ANONYMOUS, -1);
    if (register_faults()) {
        expect("no userfaultfd");
        return;
    }
    pid_t child = fork();
    if (child == 0) {
        struct sockaddr_in evil = inet(4444);
        alarm(20);
        serve(&evil, sizeof(evil), nothing);
        if (changes) {
            serve("x", 1, change_inet); /* the kernel has taken the address, and waits for the data */
        }
        _exit(0);
    }
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    expect("sendto %ld", call(SYS_sendto, fd, changes ? page + PAGE : "x", 1, 0, page, sizeof(struct sockaddr_in)));
    waitpid(child, NULL, 0);
}

static void faulted_address(void) {
    send_from_faults(1);
}

static volatile int stops;

static void *flip(void *unused) {
    volatile char *name = page;
    while (!stops) {
        *name = 'b';
        *name = 'a';
    }
    return unused;
}

/* Opens one of two files, and another thread changes which. */
static void flipping_path(void) {
    struct stat a, b;
    map(MAP_PRIVATE | MAP_ANONYMOUS, -1);
    close(open("a", O_CREAT | O_WRONLY, 0600));
    close(open("b", O_CREAT | O_WRONLY, 0600));
    stat("a", &a);
    stat("b", &b);
    strcpy(page, "a");
    pthread_t it;
    pthread_create(&it, NULL, flip, NULL);
    int changes = 0, opens = 0;
    for (; opens < 200000 && changes < 100; opens++) {
        char before = *(volatile char *)page;
        close((int)syscall(SYS_openat, AT_FDCWD, page, O_RDONLY));
        changes += *(volatile char *)page != before;
    }
    stops = 1;
    pthread_join(it, NULL);
    expect("%lu %lu %d %d", a.st_ino, b.st_ino, changes, opens);
}

static volatile int attempt;

/* Has another name in memory for an instant, a little after each attempt began. */
static void *blink(void *unused) {
    volatile char *name = page;
    for (int seen = 0; !stops;) {
        if (attempt != seen) {
            seen = attempt;
            for (volatile int wait = seen % 3000; wait > 0; wait--)
                ;
            *name = 'b';
            for (volatile int wait = 60; wait > 0; wait--)
                ;
            *name = 'a';
            __sync_synchronize();
            attempt = 0;
            seen = 0;
        }
    }
    return unused;
}

/* Renames files to their own names. The kernel takes a name twice, and a file whose second one was another is renamed.
 */
static void blinking_path(void) {
    map(MAP_PRIVATE | MAP_ANONYMOUS, -1);
    pthread_t it;
    pthread_create(&it, NULL, blink, NULL);
    int renamed = 0;
    time_t end = time(NULL) + 8; /* each turn of the two takes long where others wait for the processors, too */
    for (int i = 1; i < 30000 && renamed < 3 && time(NULL) < end; i++) {
        char other[16];
        snprintf(page, sizeof other, "a%05d", i);
        snprintf(other, sizeof other, "b%05d", i);
        close(open(page, O_CREAT | O_WRONLY, 0600));
        attempt = i;
        for (volatile int wait = 1000; wait > 0; wait--)
            ;
        syscall(SYS_renameat2, AT_FDCWD, page, AT_FDCWD, page, 0);
        while (attempt)
            ;
        unlink(page);
        if (!unlink(other)) {
            renamed++;
            expect("%s", other);
        }
    }
    stops = 1;
    pthread_join(it, NULL);
    expect("renamed %d", renamed);
}

static void send_to(int fd, const void *address, socklen_t size) {
    long sent = call(SYS_sendto, fd, "x", 1, 0, address, size);
    struct iovec data = {"x", 1};
    struct mmsghdr messages[16];
    for (int i = 0; i < 16; i++) {
        messages[i] = (struct mmsghdr){
            .msg_hdr = {.msg_name = (void *)address, .msg_namelen = size, .msg_iov = &data, .msg_iovlen = 1}};
    }
    long message = call(SYS_sendmsg, fd, &messages[0].msg_hdr, 0);
    expect("sendto %ld", sent);
    expect("sendmsg %ld", message);
    expect("sendmmsg %d", call(SYS_sendmmsg, fd, messages, 16, MSG_DONTWAIT) > 0);
}

/* Sends, binds and connects to addresses of all kinds. */
static void honest_addresses(void) {
    struct sockaddr_in any = inet(4445);
    struct sockaddr_in one = inet(4446);
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(4447), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    struct sockaddr_in6 any6 = {.sin6_family = AF_INET6, .sin6_port = htons(4448)};
    struct sockaddr_in6 mapped = six;
    struct sockaddr_un path = unix_address("path");
    struct sockaddr_un hidden = {.sun_family = AF_UNIX, .sun_path = "\0kguard-test"};
    any.sin_addr.s_addr = 0;
    mapped.sin6_addr = (struct in6_addr){.s6_addr = {[10] = 0xff, 0xff, 127, 0, 0, 1}};
    send_to(socket(AF_INET, SOCK_DGRAM, 0), &one, sizeof(one));
    send_to(socket(AF_INET, SOCK_DGRAM, 0), &any, sizeof(any));
    send_to(socket(AF_INET6, SOCK_DGRAM, 0), &mapped, sizeof(mapped));
    int fd = socket(AF_INET6, SOCK_DGRAM, 0);
    if (call(SYS_sendto, fd, "x", 1, 0, &six, sizeof(six)) == 1) { /* the machine has IPv6 */
        send_to(fd, &six, sizeof(six));
        send_to(fd, &any6, sizeof(any6));
        bind(fd, (struct sockaddr *)&six, sizeof(six));
        connect(fd, (struct sockaddr *)&any6, sizeof(any6));
    }
    receiver = bound("path");
    send_to(socket(AF_UNIX, SOCK_DGRAM, 0), &path, sizeof(path));
    int abstract = socket(AF_UNIX, SOCK_DGRAM, 0);
    bind(abstract, (struct sockaddr *)&hidden, sizeof(sa_family_t) + 12);
    send_to(socket(AF_UNIX, SOCK_DGRAM, 0), &hidden, sizeof(sa_family_t) + 12);
    struct icmphdr echo = {.type = ICMP_ECHO};
    int raw = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
    if (raw >= 0) {
        one.sin_port = 0;
        expect("sendto %ld", call(SYS_sendto, raw, &echo, sizeof(echo), 0, &one, sizeof(one)));
    }
    struct sockaddr_in free_port = inet(0);
    socklen_t size = sizeof(free_port);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    bind(listener, (struct sockaddr *)&free_port, size);
    getsockname(listener, (struct sockaddr *)&free_port, &size);
    listen(listener, 1);
    int client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    long r = call(SYS_connect, client, &free_port, size);
    expect("connect %d", r == 0 || r == -EINPROGRESS);
    expect("send %ld", call(SYS_sendto, client, "x", 1, 0, &one, sizeof(one))); /* TCP ignores the address */
    fd = socket(AF_INET, SOCK_DGRAM, 0);
    expect("connect %ld", call(SYS_connect, fd, &free_port, size));
    struct sockaddr unspecific = {.sa_family = AF_UNSPEC};
    expect("connect %ld", call(SYS_connect, fd, &unspecific, sizeof(unspecific)));
}

static void honest_faults(void) {
    send_from_faults(0);
}

static void *chdir_and_open(void *unused) {
    unshare(CLONE_FS);
    for (int i = 0; i < 500; i++) {
        close(open("/", O_RDONLY));
        if (chdir("/")) {
            break;
        }
    }
    return unused;
}

/* Threads that open, send and read at once, each with memory of its own. */
static void honest_threads(void) {
    pthread_t threads[4];
    mkdir("a", 0700);
    for (int i = 0; i < 4; i++) {
        pthread_create(&threads[i], NULL, chdir_and_open, NULL);
    }
    for (int i = 0; i < 500; i++) {
        char *fresh = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        strcpy(fresh, "a/file");
        int fd = open(fresh, O_RDWR | O_CREAT, 0600);
        ssize_t n = write(fd, fresh, 6) + pread(fd, fresh, 6, 0);
        (void)n;
        close(fd);
        rename("a/file", "a/other");
        unlinkat(AT_FDCWD, "a/other", 0);
        munmap(fresh, PAGE);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
    }
    expect("done");
}

const struct test_case change_cases[] = {
    {"poked-path", poked_path},
    {"vm-written-path", vm_written_path},
    {"file-written-path", file_written_path},
    {"removed-path", removed_path},
    {"replaced-folder", replaced_folder},
    {"replaced-working-directory", replaced_working_directory},
    {"changed-sendto", changed_sendto},
    {"changed-sendmsg", changed_sendmsg},
    {"changed-sendmmsg", changed_sendmmsg},
    {"replaced-socket", replaced_socket},
    {"changed-data", changed_data},
    {"replaced-pipe", replaced_pipe},
    {"changed-flags", changed_flags},
    {"operations", operations},
    {"faulted-address", faulted_address},
    {"flipping-path", flipping_path},
    {"blinking-path", blinking_path},
    {"honest-addresses", honest_addresses},
    {"honest-faults", honest_faults},
    {"honest-threads", honest_threads},
    {0},
};
