// SPDX-License-Identifier: Apache-2.0
#include "jail.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <linux/keyctl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "broker.h"
#include "freezer.h"
#include "netlink.h"
#include "progress.h"
#include "report.h"
#include "settings.h"
#include "syscalls.h"
#include "tree.h"
#include "user_namespace.h"

#define NAMESPACES (CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS)
#define MAX_TREES  200 /* with the folder */
#define MAX_JOINED 32
#define NOBODY     65534
/* How long killed processes may take to end before they are checked for being frozen. */
#define END_MILLIS 20
/* Where a jail is built before it becomes the root: any folder that everyone may enter. */
#define WORKSHOP "/tmp"

static struct {
    int fd;
    const char *target;
} trees[MAX_TREES];
static int tree_count;

static const char *joined[MAX_JOINED];
static int joined_count;
/* The freezer.state files of the joined cgroups, if they have one. */
static int freezers[MAX_JOINED];
static int freezer_count;

/* The folder of the machine that the jail may read. */
static const char *folder;

static int broker = -1;
static bool entered;

static const char *const devices[] = {"null", "zero", "full", "random", "urandom", "tty"};

static const char *argument(int argc, char *argv[], const char *name) {
    for (int i = 1; i + 1 < argc; i++)
        if (!strcmp(argv[i], name))
            return argv[i + 1];
    return NULL;
}

static void add_tree(const char *path, const char *target, int user_namespace) {
    errno = 0;
    if (tree_count == MAX_TREES - 1)
        die("a jail can have %d files and folders of the machine, not more", MAX_TREES - 1);
    trees[tree_count].fd = tree_open(path, user_namespace);
    trees[tree_count++].target = target;
}

/* The ids of the jail's root on the machine. They own the jail, so who has them needs no CAP_SYS_PTRACE to look into
 * it. */
static struct stat owner_of(pid_t jail) {
    char path[64];
    struct stat owner;
    snprintf(path, sizeof path, "/proc/%d", jail);
    if (stat(path, &owner))
        die("look at the jail %s", path);
    return owner;
}

static int open_user_namespace(pid_t jail) {
    char path[64];
    struct stat owner = owner_of(jail);
    snprintf(path, sizeof path, "/proc/%d/ns/user", jail);
    if (setegid(owner.st_gid) || seteuid(owner.st_uid))
        die("become the owner of the jail");
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        die("open %s", path);
    if (seteuid(0) || setegid(0))
        die("become root again");
    return fd;
}

/*
 * Leaves what belongs to the machine and is not separated by namespaces. These are the keyring of the machine's user
 * session, and the machine's program for core dumps, which the kernel would start as root. A limit of 1 disables dumps,
 * even to a program, and the jail can't raise it.
 */
static void leave_session(void) {
    struct rlimit none = {.rlim_cur = 1, .rlim_max = 1};
    if (setrlimit(RLIMIT_CORE, &none))
        die("forbid core dumps");
    /* what the session's user may do is no matter of pods */
    struct rlimit nothing = {0, 0};
    if (setrlimit(RLIMIT_RTPRIO, &nothing) || setrlimit(RLIMIT_NICE, &nothing))
        die("forbid real-time priorities");
    if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) < 0 && errno != ENOSYS)
        die("leave the keys of the session; in a container, start it with --security-opt seccomp=unconfined");
    syscalls_confine();
}

/* Becomes the root user of the entered user namespace, who owns the process's files in /proc. */
static void become_root(void) {
    if (setgroups(0, NULL) || setresgid(0, 0, 0) || setresuid(0, 0, 0))
        die("become root of the jail");
    if (prctl(PR_SET_DUMPABLE, 1))
        die("own what /proc says of the jail");
    leave_session();
}

static void end_with_parent(void) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL))
        die("tie the jail to its holder");
}

static void make_folders(char *path) {
    for (char *slash = path + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = 0;
        if (mkdir(path, 0755) && errno != EEXIST)
            die("make %s", path);
        *slash = '/';
    }
}

static void make_file(const char *path) {
    int fd = open(path, O_CREAT | O_RDONLY | O_CLOEXEC, 0644);
    if (fd < 0)
        die("make %s", path);
    close(fd);
}

static void make_folder(const char *path) {
    if (mkdir(path, 0755) && errno != EEXIST)
        die("make %s", path);
}

static void attach_tree(int index) {
    char target[PATH_MAX];
    struct stat stat;
    if (fstat(trees[index].fd, &stat))
        die("look at %s", trees[index].target);
    snprintf(target, sizeof target, "%s%s", WORKSHOP, trees[index].target);
    make_folders(target);
    if (S_ISDIR(stat.st_mode))
        make_folder(target);
    else
        make_file(target);
    tree_attach(trees[index].fd, target);
}

static void add_devices(void) {
    make_folder(WORKSHOP "/dev");
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
        char source[64];
        char target[64];
        snprintf(source, sizeof source, "/dev/%s", devices[i]);
        snprintf(target, sizeof target, WORKSHOP "/dev/%s", devices[i]);
        make_file(target);
        if (mount(source, target, NULL, MS_BIND, NULL))
            die("bind %s", source);
    }
}

/* Links all folders of programs and libraries to one. */
static void add_links(void) {
    if (symlink("usr/bin", WORKSHOP "/bin") || symlink("usr/sbin", WORKSHOP "/sbin") ||
        symlink("usr/lib", WORKSHOP "/lib") || symlink("usr/lib64", WORKSHOP "/lib64"))
        die("link the jail's folders");
}

static void mount_kernel(const char *type, const char *target, const char *container) {
    make_folder(target);
    if (mount(type, target, type, MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL))
        die("mount %s in the jail; if a part of it is hidden by a container, start that with %s", type, container);
}

/*
 * Puts the folder in a mount namespace that is still the machine's. The jail's is a copy of it, in which the kernel
 * keeps the mount read-only: so nothing of the jail can change what kguard reads or writes there. Meanwhile it is in
 * the workshop, because the jail's root may not enter the folders above it.
 */
static void lock_folder(int user_namespace) {
    if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
        die("make the jail's mounts its own");
    tree_attach(tree_open(folder, user_namespace), WORKSHOP);
}

static int clone_tree(const char *path, unsigned flags) {
    int tree = (int)syscall(SYS_open_tree, AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | flags);
    if (tree < 0)
        die("open %s", path);
    return tree;
}

/* What runc writes: its state, logs and process ids. kguard never looks there. */
static void add_work(void) {
    char place[PATH_MAX];
    snprintf(place, sizeof place, "%s%s/work", WORKSHOP, folder);
    if (mount("work", place, "tmpfs", MS_NOSUID | MS_NODEV, "mode=700,size=64m,nr_inodes=65536"))
        die("mount %s", place);
}

static void build_root(void) {
    /* before /tmp hides what is below it */
    int cgroups = clone_tree("/sys/fs/cgroup", AT_RECURSIVE);
    trees[tree_count].fd = clone_tree(WORKSHOP, 0);
    trees[tree_count++].target = folder;
    if (mount("jail", WORKSHOP, "tmpfs", MS_NOSUID, "mode=755,size=1m,nr_inodes=4096"))
        die("mount the jail's root");
    add_links();
    mount_kernel("proc", WORKSHOP "/proc", "--security-opt systempaths=unconfined");
    mount_kernel("sysfs", WORKSHOP "/sys", "-v /sys:/sys");
    tree_attach(cgroups, WORKSHOP "/sys/fs/cgroup");
    add_devices();
    for (int i = 0; i < tree_count; i++)
        attach_tree(i);
    add_work();
    make_folder(WORKSHOP "/tmp");
    make_folder(WORKSHOP "/run");
    if (chdir(WORKSHOP) || syscall(SYS_pivot_root, ".", ".") || umount2(".", MNT_DETACH) || chdir("/"))
        die("change the root to the jail's");
}

static void run_init(int ready) {
    end_with_parent();
    build_root();
    user_namespace_of_containers();
    netlink_loopback_up();
    signal(SIGCHLD, SIG_IGN); /* the kernel reaps its orphans */
    progress_tell(ready);
    close(0);
    for (;;)
        pause();
}

static void open_files(int argc, char *argv[]) {
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "-file") && i + 2 < argc) {
            /* the jail's root can make any mount writable, but files of other owners can't be changed */
            add_tree(argv[i + 1], argv[i + 2], KEEP_OWNERS);
            i += 2;
        }
    }
}

/* The first process ends after all others, so frozen ones must be thawed. */
static void end_jail(pid_t init, int pidfd, const char *hierarchy) {
    struct pollfd ended = {.fd = pidfd, .events = POLLIN};
    kill(init, SIGKILL);
    while (hierarchy && poll(&ended, 1, END_MILLIS) == 0)
        freezer_thaw_all(hierarchy);
    waitpid(init, NULL, 0);
}

int jail_main(int argc, char *argv[]) {
    int user_namespace = user_namespace_of_jail();
    open_files(argc, argv);
    folder = argument(argc, argv, "-folder");
    errno = 0;
    if (!folder)
        die("a jail needs a folder");
    lock_folder(user_namespace);
    int ready[2];
    if (pipe2(ready, O_CLOEXEC))
        die("make a pipe");
    if (setns(user_namespace, CLONE_NEWUSER) || unshare(NAMESPACES))
        die("make the jail's namespaces");
    become_root();
    pid_t init = fork();
    if (init < 0)
        die("start the jail");
    if (!init)
        run_init(ready[1]);
    close(ready[1]);
    char ignored[64];
    if (read(ready[0], ignored, 1) != 1)
        return 1; /* it has reported why */
    printf("process %d\n", init);
    report_ready();
    int ended = (int)syscall(SYS_pidfd_open, init, 0);
    struct pollfd fds[] = {{.fd = 0, .events = POLLIN}, {.fd = ended, .events = POLLIN}};
    while (!fds[1].revents) {
        if (poll(fds, 2, -1) < 0 && errno != EINTR)
            break;
        if (fds[0].revents && read(0, ignored, sizeof ignored) <= 0)
            break;
    }
    end_jail(init, ended, argument(argc, argv, "-thaw"));
    return 0;
}

static pid_t jail_of(int argc, char *argv[]) {
    const char *pid = argument(argc, argv, "-jail");
    return pid ? (pid_t)atol(pid) : 0;
}

static void join(const char *cgroup, pid_t child) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/cgroup.procs", cgroup);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || dprintf(fd, "%d", child) < 0)
        die("enter the cgroup %s", cgroup);
    close(fd);
    int freezer = freezer_open(cgroup);
    if (freezer >= 0)
        freezers[freezer_count++] = freezer;
}

static void prepare(int argc, char *argv[], pid_t jail) {
    int user_namespace = open_user_namespace(jail);
    for (int i = 1; i + 1 < argc; i++) {
        if (!strcmp(argv[i], "-layer") && i + 2 < argc) {
            add_tree(argv[i + 1], argv[i + 2], user_namespace);
            i += 2;
        } else if (!strcmp(argv[i], "-relay") && i + 2 < argc) {
            broker_allow(argv[i + 1], argv[i + 2]);
            i += 2;
        } else if (!strcmp(argv[i], "-settings")) {
            settings_protect(argv[++i]);
        } else if (!strcmp(argv[i], "-join")) {
            errno = 0;
            if (joined_count == MAX_JOINED)
                die("a process can be in %d cgroups, not more", MAX_JOINED);
            joined[joined_count++] = argv[++i];
        }
    }
    close(user_namespace);
}

/* An intermediate process creates the child, because a process that enters a pid namespace is not in it, only its
 * children are. The child then becomes this process's own child. */
static pid_t start_inside(pid_t jail, const int go[2]) {
    int told[2];
    if (pipe2(told, O_CLOEXEC))
        die("make a pipe");
    int pidfd = (int)syscall(SYS_pidfd_open, jail, 0);
    if (pidfd < 0)
        die("open the jail");
    pid_t between = fork();
    if (between < 0)
        die("start a process");
    if (!between) {
        struct stat owner = owner_of(jail);
        if (setresgid(owner.st_gid, owner.st_gid, owner.st_gid) || setresuid(owner.st_uid, owner.st_uid, owner.st_uid))
            die("become the owner of the jail");
        if (setns(pidfd, CLONE_NEWUSER | NAMESPACES))
            die("enter the jail");
        pid_t child = (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
        if (child < 0)
            die("start a process in the jail");
        if (child) {
            if (write(told[1], &child, sizeof child) != sizeof child)
                _exit(1);
            _exit(0);
        }
        close(told[0]);
        close(told[1]);
        close(go[1]);
        become_root();
        end_with_parent();
        progress_await(go[0], "the process outside is gone");
        return 0;
    }
    close(told[1]);
    close(pidfd);
    pid_t child;
    if (read(told[0], &child, sizeof child) != sizeof child)
        _exit(1); /* it has reported why */
    close(told[0]);
    waitpid(between, NULL, 0);
    return child;
}

static void drop_privileges(void) {
    if (setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) || setresuid(NOBODY, NOBODY, NOBODY))
        die("drop privileges");
}

/* Two processes with the same command line are hard to tell apart. */
static void forget_arguments(int argc, char *argv[]) {
    for (int i = 1; i < argc; i++)
        memset(argv[i], 0, strlen(argv[i]));
}

/* Ends when the child does. If the child is frozen when the JVM is gone, it is thawed: the end of the jail has killed
 * it by then, and the jail itself may not be able to thaw it. */
static void supervise(pid_t child, int requests) {
    struct pollfd fd = {.fd = requests, .events = POLLIN};
    int pidfd = (int)syscall(SYS_pidfd_open, child, 0);
    struct pollfd fds[] = {fd, {.fd = pidfd, .events = POLLIN}, {.fd = freezer_count ? 0 : -1}};
    int patience = -1;
    while (!fds[1].revents) {
        int n = poll(fds, 3, patience);
        if (n < 0 && errno != EINTR)
            break;
        if (n == 0)
            for (int i = 0; i < freezer_count; i++)
                freezer_thaw_file(freezers[i]);
        if (n > 0 && fds[0].revents && !broker_serve(requests))
            fds[0].fd = -1;
        if (n > 0 && fds[2].revents) {
            fds[2].fd = -1;
            patience = END_MILLIS;
        }
    }
    int status;
    waitpid(child, &status, 0);
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

void jail_enter(int argc, char *argv[]) {
    pid_t jail = jail_of(argc, argv);
    if (!jail)
        return;
    prepare(argc, argv, jail);
    int go[2];
    int pair[2];
    if (pipe2(go, O_CLOEXEC) || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
        die("make a pipe");
    pid_t child = start_inside(jail, go);
    if (!child) {
        close(pair[0]);
        broker = pair[1];
        entered = true;
        return;
    }
    close(pair[1]);
    close(go[0]);
    for (int i = 0; i < tree_count; i++)
        close(trees[i].fd);
    for (int i = 0; i < joined_count; i++)
        join(joined[i], child);
    drop_privileges();
    printf("process %d\n", child);
    if (fflush(stdout))
        _exit(1);
    progress_tell(go[1]);
    if (!freezer_count)
        close(0);
    forget_arguments(argc, argv);
    supervise(child, pair[0]);
}

void jail_attach(void) {
    for (int i = 0; i < tree_count; i++) {
        char target[PATH_MAX];
        snprintf(target, sizeof target, "%s", trees[i].target);
        make_folders(target);
        make_folder(target);
        tree_attach(trees[i].fd, target);
    }
}

bool jail_is_entered(void) {
    return entered;
}

int jail_connect(const struct sockaddr_in *target, const struct sockaddr_in *source) {
    struct broker_request request = {.target = *target, .source = *source};
    return broker_ask(broker, &request);
}
