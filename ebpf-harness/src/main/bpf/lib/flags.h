// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Converts flags and modes from the kernel's values to Falco's (io/kguard/event/flags.tsv), moving single bits by
 * shifts. */
#pragma once

#include "codes.h"
#include "kernel.h"

#define BIT(value, from, to) ((value) & (from) ? (to) : 0)

#define O_CREAT       0x40
#define O_CLOEXEC     0x80000
#define O_SYNC        0x101000
#define FMODE_CREATED (1 << 20)
#if defined(__TARGET_ARCH_x86)
#define O_DIRECT    0x4000
#define O_LARGEFILE 0x8000
#define O_DIRECTORY 0x10000
#elif defined(__TARGET_ARCH_arm64)
#define O_DIRECTORY 0x4000
#define O_DIRECT    0x10000
#define O_LARGEFILE 0x20000
#endif
#define O_TMPFILE (0x400000 | O_DIRECTORY)

#define F_DUPFD         0
#define F_DUPFD_CLOEXEC 1030

#define FALCO_O_CLOEXEC  0x1000
#define FALCO_O_NONBLOCK 0x40

/* As in Falco, O_TMPFILE and O_SYNC match if any of their bits is set: O_DIRECTORY alone gives O_TMPFILE too. */
static __always_inline u32 open_flags(u64 flags) {
    u32 access = (flags & 3) == 1 ? 2 : (flags & 3) == 2 ? 3 : 1;
    return access | BIT(flags, O_CREAT, 0x4) | BIT(flags, O_TMPFILE, 0x2000) | BIT(flags, 0x400, 0x8) |
           BIT(flags, 0x1000, 0x10) | BIT(flags, 0x80, 0x20) | BIT(flags, 0x800, FALCO_O_NONBLOCK) |
           BIT(flags, O_SYNC, 0x80) | BIT(flags, 0x200, 0x100) | BIT(flags, O_DIRECT, 0x200) |
           BIT(flags, O_DIRECTORY, 0x400) | BIT(flags, O_LARGEFILE, 0x800) | BIT(flags, O_CLOEXEC, FALCO_O_CLOEXEC);
}

/* O_NONBLOCK and O_CLOEXEC, for calls that accept no other open flags. */
static __always_inline u32 descriptor_flags(s32 flags) {
    return flags < 0 ? 0 : BIT(flags, 0x800, FALCO_O_NONBLOCK) | BIT(flags, O_CLOEXEC, FALCO_O_CLOEXEC);
}

/* Falco's permission bits are the kernel's. */
static __always_inline u32 permissions(u64 mode) {
    return mode & 07777;
}

/* A mode counts only if the call may create a file. */
static __always_inline u32 open_mode(u64 flags, u64 mode) {
    return flags & (O_CREAT | O_TMPFILE) ? permissions(mode) : 0;
}

static __always_inline u32 node_mode(u32 mode) {
    u32 type = mode & 0170000;
    return permissions(mode) | (type == 0 ? 0100000 : type == 040000 || type == 0120000 ? 0 : type);
}

#define CLONE_PARENT  0x00008000
#define CLONE_THREAD  0x00010000
#define CLONE_NEWUSER 0x10000000
#define CLONE_NEWPID  0x20000000

static __always_inline u32 clone_flags(u64 flags) {
    return BIT(flags, 0x400, 1 << 0) | BIT(flags, 0x200, 1 << 1) | BIT(flags, 0x80000000, 1 << 2) |
           BIT(flags, 0x08000000, 1 << 3) | BIT(flags, 0x40000000, 1 << 4) | BIT(flags, 0x20000, 1 << 5) |
           BIT(flags, CLONE_NEWPID, 1 << 6) | BIT(flags, 0x04000000, 1 << 7) | BIT(flags, CLONE_PARENT, 1 << 8) |
           BIT(flags, 0x100000, 1 << 9) | BIT(flags, 0x2000, 1 << 10) | BIT(flags, 0x800, 1 << 11) |
           BIT(flags, 0x40000, 1 << 12) | BIT(flags, CLONE_THREAD, 1 << 13) | BIT(flags, 0x800000, 1 << 14) |
           BIT(flags, 0x100, 1 << 15) | BIT(flags, CLONE_NEWUSER, 1 << 20) | BIT(flags, 0x200000, 1 << 23) |
           BIT(flags, 0x1000000, 1 << 24) | BIT(flags, 0x80000, 1 << 25) | BIT(flags, 0x4000, 1 << 27) |
           BIT(flags, 0x02000000, 1 << 28);
}

#define FALCO_CHILD_IN_PIDNS (1 << 29)

/* How openat2 opens. */
struct open_how {
    u64 flags;
    u64 mode;
    u64 resolve;
};

static __always_inline u32 openat2_resolve(u64 flags) {
    return BIT(flags, 0x01, 16) | BIT(flags, 0x02, 4) | BIT(flags, 0x04, 8) | BIT(flags, 0x08, 1) |
           BIT(flags, 0x10, 2) | BIT(flags, 0x20, 32);
}

#define AT_SYMLINK_NOFOLLOW 0x100
#define AT_REMOVEDIR        0x200
#define AT_SYMLINK_FOLLOW   0x400
#define AT_NO_AUTOMOUNT     0x800
#define AT_EMPTY_PATH       0x1000

/* MS_MGC_VAL in the upper half has had no meaning for a long time. */
static __always_inline u32 mount_flags(u32 flags) {
    return (flags & 0xffff0000) == 0xc0ed0000 ? flags & 0xffff : flags;
}

static __always_inline u32 access_mode(u32 mode) {
    return mode & 7;
}

/*
 * Whether a call of fcntl only asks or sets flags, so that no state follows from it. Of a container's runtime it is not
 * recorded: Falco, when it replays a capture, takes it for a copy of a descriptor if such a copy came before it.
 */
static __always_inline bool is_idle_fcntl(u16 exit_code, const u64 *args) {
    u32 command = args[1];
    return exit_code == CODE_FCNTL && command != F_DUPFD && command != F_DUPFD_CLOEXEC;
}

static __always_inline u8 fcntl_command(u32 command) {
    switch (command) {
    case 0 ... 5:
        return command + 1;
    case 6 ... 8:
        return command + 2;
    case 9:
        return 12;
    case 10:
        return 13;
    case 11:
        return 15;
    case 15:
        return 21;
    case 16:
        return 22;
    case 36 ... 38:
        return command - 6;
    case 1024:
        return 23;
    case 1025:
        return 24;
    case 1026:
        return 27;
    case 1029:
        return 25;
    case 1030:
        return 26;
    case 1031:
        return 28;
    case 1032:
        return 29;
    default:
        return 0;
    }
}

static __always_inline u16 ptrace_request(u32 request) {
    switch (request) {
    case 0 ... 9:
        return request + 1;
    case 12 ... 17: /* GETREGS to DETACH; 14 to 19 in between: see below */
        return request == 12   ? 26
               : request == 13 ? 27
               : request == 14 ? 28
               : request == 15 ? 29
               : request == 16 ? 11
                               : 12;
    case 18:
        return 30;
    case 19:
        return 31;
    case 21:
        return 32;
    case 24:
        return 13;
    case 25:
        return 33;
    case 26:
        return 34;
    case 30:
        return 35;
    case 31:
        return 36;
    case 32:
        return 37;
    case 33:
        return 38;
    case 0x4200 ... 0x420b:
        return request - 0x4200 + 14;
    default:
        return 0;
    }
}

#define Q_GETFMT      (1 << 2)
#define Q_GETINFO     (1 << 3)
#define Q_SETINFO     (1 << 4)
#define Q_GETQUOTA    (1 << 5)
#define Q_SETQUOTA    (1 << 6)
#define Q_QUOTAON     (1 << 0)
#define Q_XGETQUOTA   (1 << 10)
#define Q_XSETQLIM    (1 << 11)
#define QFMT_NOT_USED 1

/* The bit of a quota command. The low byte of the kernel's number is the quota type, the rest the command. */
static __always_inline u16 quota_command(u32 command) {
    u32 number = command >> 8;
    u32 own = number & 0xff;
    if (number >> 8 == 'X' && own >= 1 && own <= 7) {
        return 1 << (own + 7);
    }
    switch (number) {
    case 0x800001:
        return 1 << 7;
    case 0x800002 ... 0x800008:
        return 1 << (own - 2);
    default:
        return 0;
    }
}

static __always_inline u8 quota_format(u32 format) {
    return format == 1 || format == 2 || format == 4 ? format << 1 : QFMT_NOT_USED;
}

static __always_inline u16 futex_operation(u32 operation) {
    u32 command = operation & 127;
    return (command <= 12 ? command : 0) | BIT(operation, 128, 0x80) | BIT(operation, 256, 0x100);
}

static __always_inline u16 poll_events(u16 events) {
    return BIT(events, 0x1, 1 << 0) | BIT(events, 0x2, 1 << 1) | BIT(events, 0x4, 1 << 2) |
           BIT(events, 0x2000, 1 << 3) | BIT(events, 0x8, 1 << 4) | BIT(events, 0x10, 1 << 5) |
           BIT(events, 0x20, 1 << 6) | BIT(events, 0x40, 1 << 7) | BIT(events, 0x80, 1 << 8) |
           BIT(events, 0x100, 1 << 9) | BIT(events, 0x200, 1 << 10);
}

/* Falco uses other bits for MAP_...; the last ones exist on no architecture. */
static __always_inline u32 map_flags(u32 flags) {
    return BIT(flags, 0x1, 1 << 0) | BIT(flags, 0x2, 1 << 1) | BIT(flags, 0x10, 1 << 2) | BIT(flags, 0x20, 1 << 3) |
#if defined(__TARGET_ARCH_x86)
           BIT(flags, 0x40, 1 << 4) |
#endif
           BIT(flags, 0x4000, 1 << 6) | BIT(flags, 0x8000, 1 << 7) | BIT(flags, 0x10000, 1 << 8) |
           BIT(flags, 0x100, 1 << 9) | BIT(flags, 0x800, 1 << 10) | BIT(flags, 0x1000, 1 << 11) |
           BIT(flags, 0x2000, 1 << 14);
}

static __always_inline u32 protection(u32 flags) {
    return (flags & 0xf) | BIT(flags, 0x01000000, 1 << 4) | BIT(flags, 0x02000000, 1 << 5);
}

static __always_inline u8 resource(u32 number) {
    return number <= 15 ? number : 0xff;
}

static __always_inline u16 semaphore_command(u32 command) {
    switch (command) {
    case 2:
        return 1 << 0;
    case 1:
        return 1 << 1;
    case 0:
        return 1 << 2;
    case 3:
        return 1 << 3;
    case 19:
        return 1 << 4;
    case 18:
        return 1 << 5;
    case 13:
        return 1 << 6;
    case 14:
        return 1 << 7;
    case 11:
        return 1 << 8;
    case 12:
        return 1 << 9;
    case 15:
        return 1 << 10;
    case 17:
        return 1 << 11;
    case 16:
        return 1 << 12;
    default:
        return 0;
    }
}
