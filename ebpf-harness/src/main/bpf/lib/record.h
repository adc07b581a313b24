// SPDX-License-Identifier: Apache-2.0 OR BSD-2-Clause OR GPL-2.0-only
/* Definitions that the BPF programs and Java share: plain types only. Java's Layout class has the same sizes and
 * offsets. */
#pragma once

#include <linux/types.h>

/* Containers run in user namespaces whose ids own nothing on the machine. Id N below OWN_IDS is one of the SHIFTED_IDS
 * ids from SHIFTED_IDS on, in a range of OWN_IDS that belongs to one jail. A greater id N is HIGH_IDS + N. Rules must
 * see N, as they would on a node. So kernel ids are reported without the shift. */
#define SHIFTED_IDS 0x40000000 /* the first shifted id, and how many there are */
#define OWN_IDS     0x100000
#define HIGH_IDS    0x80000000

/* Comes before every scap event in the ring buffer. */
struct record_header {
    __u32 simulation; /* see struct simulation */
    __u16 cpu;
    __u16 flags; /* RECORD_... */
};

#define RECORD_STATE_ONLY 1 /* the event may only update state */
#define RECORD_BARRIER    2 /* no event follows, but the __u64 that the barrier was called with */
#define RECORD_BLIND_SPOT 4 /* no event follows, but a struct blind_spot; of simulation 0, it concerns all */

#define RECORD_RECEIVED 8 /* no event follows, but a struct received and a path */

/* No event follows, but a struct received and a path. Its mode is FOLDER_..., its flags are the code of the next event.
 */
#define RECORD_FOLDER   16
#define FOLDER_OF_START 0 /* a path of the next event is relative to it */
#define FOLDER_OF_END   1 /* the next event leads to it */

/* A descriptor that came in a message, or a folder. */
struct received {
    __s64 tid;
    __s64 fd;
    __u64 inode;
    __u64 address; /* of a unix socket in the kernel */
    __u32 mode;    /* the type of its file, as in st_mode */
    __u32 device;
    __u32 flags;  /* as events have them */
    __u32 length; /* of the path, including the NUL */
};

/* The fixed part of a scap event. */
struct __attribute__((packed)) event_header {
    __u64 timestamp;
    __s64 tid;
    __u32 length;
    __u16 code;
    __u32 params;
};

/* Causes of loss, in the order of Java's LossCause. */
enum loss {
    LOSS_RING_FULL,
    LOSS_STRING_CUT,
    LOSS_PAGE_FAULT,
    LOSS_UNREADABLE_PATH,
    LOSS_MARK_FAILED,
    LOSS_BUSY,
    LOSS_ARGUMENTS_CUT,
    LOSS_START_UNSEEN,
    LOSS_CAUSES, /* a power of two for the verifier */
};

#define UNCOUNTED 0x8000 /* of BLIND_MESSAGES: a message may have been sent that the call does not count */

/* Of BLIND_REFUSED: the detail is a call that is watched, and otherwise a family of sockets. */
#define REFUSED_CALL 0x8000

/* Why an act is shown by no event, in the order of Java's BlindSpot.Cause. */
enum blind_cause {
    BLIND_IO_URING,
    BLIND_FOREIGN_CALL,
    BLIND_MEMORY_WRITTEN,
    BLIND_DESCRIPTOR,
    BLIND_KERNEL_HELPER,
    BLIND_ARGUMENTS,
    BLIND_MESSAGES,
    BLIND_REPLACED,
    BLIND_AIO,
    BLIND_REFUSED,
    BLIND_LATE,
    BLIND_SENT,
    BLIND_SHARED,
    BLIND_EXHAUSTING,
    BLIND_FOLDER, /* Java finds it */
    BLIND_CAUSES,
};

#define COMM       16
#define BLIND_TEXT 128

struct blind_spot {
    __u16 cause;
    __u16 detail; /* what was done: the number of a system call, a request of ptrace */
    __s32 pid;
    __s32 target; /* the affected process; 0 if there is none, or it is unknown */
    char comm[COMM];
    char target_comm[COMM];
    char text[BLIND_TEXT];
};

#define EVENT_CODES 454 /* of Java's EventTable; as a code it stands for none */
#define CODE_WORDS  8   /* 64-bit words that hold one bit per event code; a power of two, for the verifier's sake */
_Static_assert(EVENT_CODES <= 64 * CODE_WORDS, "each event code has a bit");

#define EXPOSED_STOPPED 1 /* into that of a process that it stopped before */
#define EXPOSED_RUNNING 2

/* One simulation. Its id is its slot in the array plus a generation that grows by MAX_SIMULATIONS. Marks of an ended
 * simulation have an id that no slot holds, so they need not be removed from tasks. */
#define MAX_SIMULATIONS 1024

struct simulation {
    __u32 id;      /* 0: the slot is free */
    __u32 exposed; /* whether a process may have written into another's memory: EXPOSED_... */
    __u64 losses[LOSS_CAUSES];
    __u64 lost_codes[CODE_WORDS];
    __u64 selected_codes[CODE_WORDS]; /* for its rules and its state */
    __u64 data_codes[CODE_WORDS];     /* of which it matters what is read or written */
};

/* How many arguments in memory of one call are kept as they were at its start. */
#define TAKEN_SLOTS 3

/* The event of a system call, indexed by the kernel's number of the call. */
struct call {
    __u16 exit_code;  /* 0: its exit is not recorded */
    __u16 enter_code; /* ENTER_NONE: its enter is not recorded */
    __u16 sc;         /* Falco's number of the call */
    __u8 family;      /* the program that writes the event: FAMILY_... */
    __u8 params;      /* how many parameters the exit event has */
    __u8 enter_params;
    __u8 flags; /* CALL_... */
    __u8 watch; /* WATCH_... */
    __u8 base;  /* BASE_... */
    __u8 taken[TAKEN_SLOTS];
    __u8 reserved;
};

#define CALL_ZERO_ELSEWHERE 1 /* the program of a tracepoint records a result of 0 */

/* What is read at the start of a call: in the upper four bits of each slot one of these, in the lower three the number
 * of the argument that points to it. The order is that of Java's TakenArguments.Kind. */
enum taken_kind {
    TAKEN_NOTHING,
    TAKEN_NAME,     /* a path of which the kernel makes a copy that can be seen */
    TAKEN_STRING,   /* another string */
    TAKEN_HOW,      /* struct open_how */
    TAKEN_FLAGS,    /* a word of flags: the first member of a structure */
    TAKEN_BYTES,    /* data, whose length is the next argument */
    TAKEN_VECTORS,  /* an array of struct iovec, whose length is the next argument */
    TAKEN_ADDRESS,  /* a socket address, whose length is the next argument */
    TAKEN_MESSAGE,  /* struct msghdr */
    TAKEN_MESSAGES, /* an array of struct mmsghdr, whose length is the next argument */
    TAKEN_CONTROL,  /* where struct msghdr has descriptors put */
    TAKEN_CONTROLS, /* the same of an array of struct mmsghdr */
};

#define TAKEN_ARGUMENT 7 /* the bits of the argument's number */
#define TAKEN_KIND     4 /* the position of the kind */

/* What a call starts from, which may be replaced while it runs: one or two descriptors, by the numbers of their
 * arguments plus 1, three bits each, or the working directory. */
#define BASE_BITS      3
#define BASE_DIRECTORY 7
#define BASE_OF_PATHS  0x40 /* it counts for relative paths only */
#define BASE_OF_COPY   0x80 /* it is copied: no event is of what it leads to */

/* Calls that may open a blind spot, in the order of Java's WatchedCall. */
enum watch {
    WATCH_NONE,
    WATCH_RING,       /* creates an io_uring */
    WATCH_OPERATIONS, /* submits operations to one */
    WATCH_AIO,        /* submits operations of the older interface */
    WATCH_TRACE,
    WATCH_MEMORY,     /* writes another process's memory */
    WATCH_DESCRIPTOR, /* copies another process's descriptor */
    WATCH_MESSAGE,    /* may receive descriptors */
    WATCH_MESSAGES,
    WATCH_IOCTL,   /* may put a descriptor into another process */
    WATCH_UNSHARE, /* may end that threads share descriptors or a working directory */
    WATCH_SOCKET,  /* may be refused here only */
    WATCH_PAIR,
    WATCH_BPF, /* and what follows: refused here, and granted to a privileged pod of a node */
    WATCH_COUNTER,
    WATCH_MODULE,
    WATCH_MODULE_FILE,
};

/* The programs that write exit events, each for a family of calls, in the order of Java's Family. */
enum family {
    FAMILY_GENERIC,
    FAMILY_CLONE,
    FAMILY_EXEC,
    FAMILY_OPEN,
    FAMILY_PATHS,
    FAMILY_DESCRIPTORS,
    FAMILY_SOCKETS,
    FAMILY_DATA,
    FAMILY_MESSAGES,
    FAMILY_MMSG,
    FAMILY_IDENTITY,
    FAMILY_MEMORY,
    FAMILY_MISC,
    /* The following are not called by the dispatcher: each has its own tracepoint. */
    FAMILY_SIGNALS,
    FAMILY_SWITCHES,
    FAMILY_USER_FAULTS,
    FAMILY_KERNEL_FAULTS,
    FAMILIES,
};

#define ENTER_NONE   0xffff
#define MAX_CALLS    512
#define SOCKET_CALLS 32
#define CALL_DIFFERS 0x8000

/* Settings that Java writes before it loads the programs. */
struct settings {
    __u64 boot_time;   /* nanoseconds between the epoch and the start of the boot clock */
    __u32 wake_bytes;  /* a processor wakes the reader after it has written this much */
    __u32 snap_length; /* bytes of data that an I/O event holds */
    __u64 key[2];      /* random */
    struct call calls[MAX_CALLS];
    /* By the number of a 32-bit call, and of the call of a socketcall: the number of the native call that does the
     * same, plus 1, and whether its arguments have another form (CALL_DIFFERS). 0 if it has no event. */
    __u16 calls_32bit[MAX_CALLS];
    __u16 socket_calls[SOCKET_CALLS];
};

/* The mark of a process. */
struct mark {
    __u32 simulation;
    __u32 state_only; /* whether its events may only update state, like those of a container runtime */
};

/* Values of state_only. */
#define MARK_JUDGED  0
#define MARK_OUTSIDE 1 /* until it enters a watched container */
#define MARK_ENTERING                                                                                                  \
    2 /* in the container's cgroup, but still running the runtime's program, until it executes another one there */

/* The part of a cgroup's name that identifies a container. */
#define CONTAINER_ID_LENGTH 64

struct container_id {
    char hex[CONTAINER_ID_LENGTH];
};

/* A container that is watched. */
struct watched {
    __u32 simulation;
    __u32 by_daemon; /* whether a daemon runs it, whose processes are not marked beforehand */
    __u32 entered;   /* how many processes were seen entering it */
};
