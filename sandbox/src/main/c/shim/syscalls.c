// SPDX-License-Identifier: Apache-2.0
#include "syscalls.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "report.h"

#define MAX_FILTER 512
#define TYPE_MASK  0xf
#define MPTCP      262

/* The kernel's header for it contradicts the C library's. */
#ifndef IPV6_FLOWLABEL_MGR
#define IPV6_FLOWLABEL_MGR 32
#endif

/* What ipc(2) does, in the lower half of its first argument; the upper half is a version. */
#define IPC_MASK   0xffff
#define IPC_SHMGET 23

#if defined(__x86_64__)
#define NATIVE  AUDIT_ARCH_X86_64
#define FOREIGN AUDIT_ARCH_I386
#define X32_BIT 0x40000000u
#elif defined(__aarch64__)
#define NATIVE  AUDIT_ARCH_AARCH64
#define FOREIGN AUDIT_ARCH_ARM
#endif

/* Numbers of the calls that are looked at, in one interface; ABSENT if it lacks the call. */
#define ABSENT UINT32_MAX
struct interface {
    uint32_t arch;
    uint32_t socket;
    uint32_t socketpair;
    uint32_t setsockopt;
    uint32_t other_setsockopt; /* x32 has a second one */
    uint32_t mmap;
    uint32_t memfd_create;
    uint32_t shmget;
    uint32_t ipc;
    uint32_t bpf;
    uint32_t perf_event_open;
    uint32_t syslog;
    uint32_t request_key;
    uint32_t io_setup;
    uint32_t setrlimit;
    uint32_t prlimit64;
    uint32_t socketcall; /* its arguments are in memory, where no filter sees them */
    uint32_t old_mmap;   /* likewise */
};

static const struct interface interfaces[] = {
    {NATIVE, SYS_socket, SYS_socketpair, SYS_setsockopt,
#if defined(__x86_64__)
     541,
#else
     ABSENT,
#endif
     SYS_mmap, SYS_memfd_create, SYS_shmget, ABSENT, SYS_bpf, SYS_perf_event_open, SYS_syslog, SYS_request_key,
     SYS_io_setup, SYS_setrlimit, SYS_prlimit64, ABSENT, ABSENT},
#if defined(__x86_64__)
    {FOREIGN, 359, 360, 366, ABSENT, 192, 356, 395, 117, 357, 336, 103, 287, 245, 75, 340, 102, 90},
#else
    {FOREIGN, 281, 288, 294, ABSENT, 192, 385, 307, 117, 386, 364, 103, 310, 243, 75, 369, ABSENT, ABSENT},
#endif
};

/* Families of sockets that belong to network namespaces or, in AF_UNIX's case, also to files. All others are the
 * machine's, or make it load a module. */
static const uint32_t families[] = {AF_UNIX, AF_NETLINK, AF_PACKET};

/* Protocols of the internet that every kernel has. Others make it load a module. */
static const uint32_t protocols[] = {0, IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_ICMPV6, IPPROTO_UDPLITE, MPTCP};

static struct sock_filter filter[MAX_FILTER];
static unsigned short length;

static void emit(uint16_t code, uint32_t value, uint8_t if_true, uint8_t if_false) {
    errno = 0;
    if (length == MAX_FILTER)
        die("the filter of system calls is too long");
    filter[length++] = (struct sock_filter){code, if_true, if_false, value};
}

static void load(size_t offset) {
    emit(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

/* The lower half of an argument; both machines are little-endian. */
static void load_argument(int number) {
    load(offsetof(struct seccomp_data, args) + (size_t)number * sizeof(uint64_t));
}

static void load_upper(int number) {
    load(offsetof(struct seccomp_data, args) + (size_t)number * sizeof(uint64_t) + sizeof(uint32_t));
}

static void allow(void) {
    emit(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
}

static void refuse(int error) {
    emit(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (uint32_t)error, 0, 0);
}

/* Runs the next `count` instructions if the loaded value is this one. */
static void if_equal(uint32_t value, uint8_t count) {
    emit(BPF_JMP | BPF_JEQ | BPF_K, value, 0, count);
}

static void allow_if_equal(uint32_t value) {
    if_equal(value, 1);
    allow();
}

/* Begins the part for a call. Its end is known later, and each part ends with a verdict. */
static unsigned short begin(uint32_t call) {
    if_equal(call, 0);
    return (unsigned short)(length - 1);
}

static void end(unsigned short begun) {
    errno = 0;
    if (length - begun - 1 > UINT8_MAX)
        die("a part of the filter of system calls is too long");
    filter[begun].jf = (uint8_t)(length - begun - 1);
}

static void refuse_call(uint32_t call, int error) {
    if (call == ABSENT)
        return;
    if_equal(call, 1);
    refuse(error);
}

static void confine_socket(uint32_t call) {
    unsigned short part = begin(call);
    load_argument(0);
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        allow_if_equal(families[i]);
    emit(BPF_JMP | BPF_JEQ | BPF_K, AF_INET, 2, 0);
    emit(BPF_JMP | BPF_JEQ | BPF_K, AF_INET6, 1, 0);
    refuse(EAFNOSUPPORT);
    load_argument(1);
    emit(BPF_ALU | BPF_AND | BPF_K, TYPE_MASK, 0, 0);
    allow_if_equal(SOCK_RAW); /* of any protocol */
    allow_if_equal(SOCK_PACKET);
    emit(BPF_JMP | BPF_JEQ | BPF_K, SOCK_STREAM, 2, 0);
    emit(BPF_JMP | BPF_JEQ | BPF_K, SOCK_DGRAM, 1, 0);
    refuse(ESOCKTNOSUPPORT);
    load_argument(2);
    for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++)
        allow_if_equal(protocols[i]);
    refuse(EPROTONOSUPPORT);
    end(part);
}

/*
 * The memory of packet rings is charged to nobody. Programs then read packets one by one, as from an older kernel. The
 * machine has 4096 flow labels for all its users.
 */
static void confine_options(uint32_t call) {
    if (call == ABSENT)
        return;
    unsigned short part = begin(call);
    load_argument(1);
    if_equal(SOL_PACKET, 4);
    load_argument(2);
    emit(BPF_JMP | BPF_JEQ | BPF_K, PACKET_RX_RING, 1, 0);
    if_equal(PACKET_TX_RING, 1);
    refuse(ENOPROTOOPT);
    load_argument(1);
    if_equal(SOL_IPV6, 3);
    load_argument(2);
    if_equal(IPV6_FLOWLABEL_MGR, 1);
    refuse(ENOBUFS);
    allow();
    end(part);
}

/*
 * The limit of core dumps stays 1: from 0 on, the kernel starts the machine's program for dumps. Who sets it is told
 * that it is done, as many programs end if they can't forbid dumps.
 */
static void keep_core_limit(uint32_t setrlimit) {
    unsigned short part = begin(setrlimit);
    load_argument(0);
    if_equal(RLIMIT_CORE, 1);
    refuse(0);
    allow();
    end(part);
}

/* The same by the call that can tell the old limit, too, which this answer can't. */
static void keep_core_limit_of_any(uint32_t prlimit64) {
    unsigned short part = begin(prlimit64);
    load_argument(1);
    if_equal(RLIMIT_CORE, 10);
    load_argument(2);
    emit(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 2);
    load_upper(2);
    emit(BPF_JMP | BPF_JEQ | BPF_K, 0, 6, 0); /* it only asks */
    load_argument(3);
    emit(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 3);
    load_upper(3);
    if_equal(0, 1);
    refuse(0);
    refuse(EPERM);
    allow();
    end(part);
}

/* Huge pages are the machine's, and a kubelet gives none to a pod that asks for none. */
static void refuse_huge(uint32_t call, int argument, uint32_t flag) {
    unsigned short part = begin(call);
    load_argument(argument);
    emit(BPF_JMP | BPF_JSET | BPF_K, flag, 0, 1);
    refuse(ENOMEM);
    allow();
    end(part);
}

/* The same by the call through which older programs ask for shared memory. */
static void refuse_huge_ipc(uint32_t call) {
    if (call == ABSENT)
        return;
    unsigned short part = begin(call);
    load_argument(0);
    emit(BPF_ALU | BPF_AND | BPF_K, IPC_MASK, 0, 0);
    if_equal(IPC_SHMGET, 3);
    load_argument(3);
    emit(BPF_JMP | BPF_JSET | BPF_K, SHM_HUGETLB, 0, 1);
    refuse(ENOMEM);
    allow();
    end(part);
}

/* With information for it, the kernel would start the machine's program that makes keys. */
static void confine_keys(uint32_t call) {
    unsigned short part = begin(call);
    load_argument(2);
    if_equal(0, 3);
    load_upper(2);
    if_equal(0, 1);
    allow();
    refuse(ENOKEY);
    end(part);
}

static void confine_socketcall(uint32_t call) {
    if (call == ABSENT)
        return;
    unsigned short part = begin(call);
    load_argument(0);
    emit(BPF_JMP | BPF_JEQ | BPF_K, 1, 2, 0); /* socket */
    emit(BPF_JMP | BPF_JEQ | BPF_K, 8, 1, 0); /* socketpair */
    if_equal(14, 1);                          /* setsockopt */
    refuse(ESOCKTNOSUPPORT);
    allow();
    end(part);
}

static void confine_interface(const struct interface *calls) {
    load(offsetof(struct seccomp_data, arch));
    unsigned short part = begin(calls->arch);
    load(offsetof(struct seccomp_data, nr));
#if defined(X32_BIT)
    if (calls->arch == NATIVE)
        emit(BPF_ALU | BPF_AND | BPF_K, ~X32_BIT, 0, 0);
#endif
    confine_socket(calls->socket);
    confine_socket(calls->socketpair);
    confine_options(calls->setsockopt);
    confine_options(calls->other_setsockopt);
    refuse_huge(calls->mmap, 3, MAP_HUGETLB);
    refuse_huge(calls->memfd_create, 1, MFD_HUGETLB);
    refuse_huge(calls->shmget, 2, SHM_HUGETLB);
    refuse_huge_ipc(calls->ipc);
    confine_keys(calls->request_key);
    keep_core_limit(calls->setrlimit);
    keep_core_limit_of_any(calls->prlimit64);
    confine_socketcall(calls->socketcall);
    refuse_call(calls->bpf, EPERM);
    refuse_call(calls->perf_event_open, EACCES);
    refuse_call(calls->syslog, EPERM);
    refuse_call(calls->old_mmap, ENOSYS);
    /* as if others had all contexts of the machine: they are counted for no user. Programs then do without */
    refuse_call(calls->io_setup, EAGAIN);
    allow();
    end(part);
}

void syscalls_confine(void) {
    length = 0;
    for (size_t i = 0; i < sizeof interfaces / sizeof *interfaces; i++)
        confine_interface(&interfaces[i]);
    allow();
    struct sock_fprog program = {.len = length, .filter = filter};
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
        die("refuse system calls that reach what is in no namespace; the kernel needs CONFIG_SECCOMP_FILTER");
}
