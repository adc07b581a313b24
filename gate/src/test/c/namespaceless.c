// SPDX-License-Identifier: Apache-2.0
/* Tries to reach what the kernel keeps in no namespace, and prints a line with the result of each attempt. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <linux/bpf.h>
#include <linux/if_packet.h>
#include <linux/in6.h>
#include <linux/perf_event.h>
#include <linux/reboot.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/quota.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#define FAMILIES    46
#define HUGE_PAGE   (2 << 20)
#define READ_LOG    3
#define IOPRIO_RT   (1 << 13)
#define OWN_SESSION (-3)

static void report(const char *name, long result) {
    printf("%s %s\n", name, result < 0 ? strerrorname_np(errno) : "granted");
}

static void try_families(void) {
    for (int family = 1; family < FAMILIES; family++) {
        char name[32];
        snprintf(name, sizeof name, "family-%d", family);
        int fd = socket(family, SOCK_DGRAM, 0);
        if (fd < 0 && errno == ESOCKTNOSUPPORT)
            fd = socket(family, SOCK_STREAM, 0);
        report(name, fd);
        if (fd >= 0)
            close(fd);
    }
}

static void try_packets(void) {
    int fd = socket(AF_PACKET, SOCK_RAW, htons(3));
    report("packets", fd);
    struct tpacket_req ring = {.tp_block_size = 4096, .tp_block_nr = 1, .tp_frame_size = 2048, .tp_frame_nr = 2};
    report("packet-ring", setsockopt(fd, SOL_PACKET, PACKET_RX_RING, &ring, sizeof ring));
    report("packet-send-ring", setsockopt(fd, SOL_PACKET, PACKET_TX_RING, &ring, sizeof ring));
    int yes = 1;
    report("packet-option", setsockopt(fd, SOL_PACKET, PACKET_AUXDATA, &yes, sizeof yes));
}

/* A limit of 1 forbids dumps; from 0 on, the kernel would give them to the machine's program. */
static void try_dumps(void) {
    struct rlimit now, none = {0, 0};
    report("core-limit", setrlimit(RLIMIT_CORE, &none));
    report("core-limit-of-old", syscall(SYS_prlimit64, 0, RLIMIT_CORE, &none, &now));
#ifdef SYS_setrlimit
    report("core-limit-by-old-call", syscall(SYS_setrlimit, RLIMIT_CORE, &none));
#endif
    errno = ERANGE;
    report("core-limit-kept", getrlimit(RLIMIT_CORE, &now) || now.rlim_cur != 1 ? -1 : 0);
}

static void try_flow_labels(void) {
    struct in6_flowlabel_req request = {.flr_action = IPV6_FL_A_GET,
                                        .flr_flags = IPV6_FL_F_CREATE,
                                        .flr_share = IPV6_FL_S_EXCL,
                                        .flr_dst = {.s6_addr = {[15] = 1}}};
    report("flow-label",
           setsockopt(socket(AF_INET6, SOCK_DGRAM, 0), SOL_IPV6, IPV6_FLOWLABEL_MGR, &request, sizeof request));
    int yes = 1;
    report("ipv6-option", setsockopt(socket(AF_INET6, SOCK_DGRAM, 0), SOL_IPV6, IPV6_V6ONLY, &yes, sizeof yes));
}

static void try_time(void) {
    struct timeval now;
    gettimeofday(&now, NULL);
    report("settimeofday", settimeofday(&now, NULL));
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    report("clock_settime", clock_settime(CLOCK_REALTIME, &exact));
    struct timex change = {.modes = ADJ_STATUS};
    report("adjtimex", adjtimex(&change));
}

static void try_priorities(void) {
    struct sched_param first = {.sched_priority = 1};
    report("sched_fifo", sched_setscheduler(0, SCHED_FIFO, &first));
    report("sched_rr", sched_setscheduler(0, SCHED_RR, &first));
    report("ioprio_rt", syscall(SYS_ioprio_set, 1, 0, IOPRIO_RT));
    report("nice", setpriority(PRIO_PROCESS, 0, -5));
}

static void try_kernel(void) {
    aio_context_t aio = 0;
    union bpf_attr map = {.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1};
    report("bpf", syscall(SYS_bpf, BPF_MAP_CREATE, &map, sizeof map));
    struct perf_event_attr counter = {
        .type = PERF_TYPE_SOFTWARE, .size = sizeof counter, .config = PERF_COUNT_SW_TASK_CLOCK, .exclude_kernel = 1};
    report("perf_event_open", syscall(SYS_perf_event_open, &counter, 0, -1, -1, 0));
    char log[64];
    report("syslog", syscall(SYS_syslog, READ_LOG, log, sizeof log));
    report("aio", syscall(SYS_io_setup, 1, &aio));
    report("request_key", syscall(SYS_request_key, "user", "nobody-has-it", "make it", OWN_SESSION));
    report("init_module", syscall(SYS_init_module, log, sizeof log, ""));
    report("finit_module", syscall(SYS_finit_module, 0, "", 0));
    report("delete_module", syscall(SYS_delete_module, "nosuch", O_NONBLOCK));
    report("kexec_load", syscall(SYS_kexec_load, 0, 0, NULL, 0));
    report("reboot", syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_CAD_ON, NULL));
    report("acct", acct(NULL));
    report("swapoff", syscall(SYS_swapoff, "/nosuch"));
    report("swapon", syscall(SYS_swapon, "/nosuch", 0));
    report("quotactl", quotactl(QCMD(Q_SETINFO, USRQUOTA), "/dev/null", 0, NULL));
    report("lookup_dcookie", syscall(SYS_lookup_dcookie, 0UL, log, sizeof log));
    report("fanotify_init", syscall(SYS_fanotify_init, 4, O_RDONLY)); /* with the content of events */
    void *page = mmap(NULL, HUGE_PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);
    report("huge-page", page == MAP_FAILED ? -1 : 0);
    report("sctp", socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP));
    report("dccp", socket(AF_INET6, SOCK_DCCP, IPPROTO_DCCP));
    report("seqpacket", socket(AF_INET, SOCK_SEQPACKET, 0));
}

#if defined(__x86_64__)
/* A call of the 32-bit interface. */
static long call32(long number, long first, long second, long third, long fourth) {
    long result;
    __asm__ volatile("int $0x80"
                     : "=a"(result)
                     : "a"(number), "b"(first), "c"(second), "d"(third), "S"(fourth)
                     : "memory", "r8", "r9", "r10", "r11");
    if (result < 0 && result > -4096)
        errno = (int)-result;
    return result < 0 ? -1 : 0;
}

static void try_other_interfaces(void) {
    uint32_t *arguments =
        mmap((void *)0x20000000, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    memcpy(arguments, (uint32_t[]){AF_VSOCK, SOCK_STREAM, 0}, 3 * sizeof *arguments);
    report("socketcall-32", call32(102, 1, (long)arguments, 0, 0));
    report("vsock-32", call32(359, AF_VSOCK, SOCK_STREAM, 0, 0));
    report("inet-32", call32(359, AF_INET, SOCK_STREAM, 0, 0));
    report("bpf-32", call32(357, 0, 0, 0, 0));
    report("syslog-32", call32(103, READ_LOG, (long)arguments, 16, 0));
    report("flow-label-32", call32(366, 0, SOL_IPV6, IPV6_FLOWLABEL_MGR, (long)arguments));
    memset(arguments, 0, 4 * sizeof *arguments);
    call32(75, RLIMIT_CORE, (long)arguments, 0, 0);
    call32(340, 0, RLIMIT_CORE, (long)arguments, 0);
    struct rlimit now;
    errno = ERANGE;
    report("core-limit-kept-32", getrlimit(RLIMIT_CORE, &now) || now.rlim_cur != 1 ? -1 : 0);
    long result = syscall(0x40000000 | SYS_socket, AF_VSOCK, SOCK_STREAM, 0);
    report("vsock-x32", result);
}
#else
static void try_other_interfaces(void) {
}
#endif

/* Asked for alone: ipc of the 32-bit interface is a doubt of its own. */
static void try_huge_memory(void) {
    report("huge-file", memfd_create("huge", MFD_HUGETLB));
    report("huge-segment", shmget(IPC_PRIVATE, HUGE_PAGE, IPC_CREAT | SHM_HUGETLB | 0600));
#if defined(__x86_64__)
    report("huge-file-32", call32(356, 0, MFD_HUGETLB, 0, 0));
    report("huge-segment-32", call32(395, IPC_PRIVATE, HUGE_PAGE, IPC_CREAT | SHM_HUGETLB, 0));
    report("huge-ipc-32", call32(117, 23, IPC_PRIVATE, HUGE_PAGE, IPC_CREAT | SHM_HUGETLB));
#endif
}

int main(int argc, char **argv) {
    (void)argv;
    if (argc > 1) {
        try_huge_memory();
        return 0;
    }
    try_families();
    try_packets();
    try_flow_labels();
    try_dumps();
    try_time();
    try_priorities();
    try_kernel();
    try_other_interfaces();
    return 0;
}
