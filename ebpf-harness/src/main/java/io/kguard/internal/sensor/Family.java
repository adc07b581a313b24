// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static io.kguard.event.EventCodes.*;

import io.kguard.event.EventTable;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A BPF program that writes the exit events of a family of system calls. The order is that of {@code enum family} in
 * the BPF sources.
 */
enum Family {
    GENERIC(GENERIC_X),
    CLONE(CLONE_X, CLONE3_X, FORK_X, VFORK_X),
    EXEC(EXECVE_X, EXECVEAT_X),
    OPEN(OPEN_X, OPENAT_X, OPENAT2_X, CREAT_X, OPEN_BY_HANDLE_AT_X),
    PATHS(
            UNLINK_X,
            RMDIR_X,
            CHDIR_X,
            CHROOT_X,
            STAT_X,
            LSTAT_X,
            UMOUNT_X,
            MKDIR_X,
            CHMOD_X,
            ACCESS_X,
            MKNOD_X,
            CHOWN_X,
            LCHOWN_X,
            UMOUNT2_X,
            UNLINKAT_X,
            MKDIRAT_X,
            FCHMODAT_X,
            NEWFSTATAT_X,
            MKNODAT_X,
            FCHOWNAT_X,
            RENAME_X,
            LINK_X,
            SYMLINK_X,
            SYMLINKAT_X,
            RENAMEAT_X,
            RENAMEAT2_X,
            LINKAT_X,
            MOUNT_X,
            GETCWD_X),
    DESCRIPTORS(
            CLOSE_X,
            FCHDIR_X,
            FSTAT_X,
            GETDENTS_X,
            GETDENTS64_X,
            DUP_X,
            DUP2_X,
            DUP3_X,
            FCNTL_X,
            FCHMOD_X,
            FCHOWN_X,
            PIPE_X,
            PIPE2_X,
            EVENTFD_X,
            EVENTFD2_X,
            SIGNALFD_X,
            SIGNALFD4_X,
            TIMERFD_CREATE_X,
            INOTIFY_INIT_X,
            INOTIFY_INIT1_X,
            EPOLL_CREATE1_X,
            USERFAULTFD_X,
            EPOLL_CREATE_X,
            MEMFD_CREATE_X,
            PIDFD_GETFD_X,
            PIDFD_OPEN_X,
            IOCTL_X,
            LSEEK_X,
            FLOCK_X,
            SETNS_X,
            BPF_X),
    SOCKETS(
            SOCKET_X,
            BIND_X,
            CONNECT_X,
            LISTEN_X,
            ACCEPT_X,
            ACCEPT4_X,
            SHUTDOWN_X,
            SOCKETPAIR_X,
            SETSOCKOPT_X,
            GETSOCKOPT_X),
    DATA(
            READ_X,
            PREAD_X,
            WRITE_X,
            PWRITE_X,
            READV_X,
            PREADV_X,
            WRITEV_X,
            PWRITEV_X,
            SENDFILE_X,
            SPLICE_X,
            COPY_FILE_RANGE_X,
            PROCESS_VM_READV_X,
            PROCESS_VM_WRITEV_X),
    MESSAGES(SENDTO_X, RECVFROM_X, SENDMSG_X, RECVMSG_X),
    MMSG(SENDMMSG_X, RECVMMSG_X),
    IDENTITY(
            GETUID_X,
            GETEUID_X,
            GETGID_X,
            GETEGID_X,
            SETSID_X,
            SETUID_X,
            SETGID_X,
            SETREUID_X,
            SETREGID_X,
            SETRESUID_X,
            SETRESGID_X,
            GETRESUID_X,
            GETRESGID_X,
            SETPGID_X,
            CAPSET_X,
            GETRLIMIT_X,
            SETRLIMIT_X,
            PRLIMIT_X,
            PRCTL_X,
            UNSHARE_X),
    MEMORY(BRK_X, MMAP_X, MUNMAP_X, MPROTECT_X, MLOCK_X, MUNLOCK_X, MLOCK2_X, MLOCKALL_X, MUNLOCKALL_X),
    MISC(
            SELECT_X,
            KILL_X,
            TKILL_X,
            TGKILL_X,
            NANOSLEEP_X,
            EPOLL_WAIT_X,
            POLL_X,
            PPOLL_X,
            FUTEX_X,
            PTRACE_X,
            SECCOMP_X,
            INIT_MODULE_X,
            FINIT_MODULE_X,
            DELETE_MODULE_X,
            IO_URING_SETUP_X,
            IO_URING_ENTER_X,
            IO_URING_REGISTER_X,
            SEMOP_X,
            SEMCTL_X,
            SEMGET_X,
            FSCONFIG_X,
            GETSOCKNAME_X,
            GETPEERNAME_X,
            QUOTACTL_X),
    SIGNALS("signal_deliver", SIGNALDELIVER_E),
    SWITCHES("sched_switch", SWITCH_E),
    USER_FAULTS("page_fault_user", PAGE_FAULT_E),
    KERNEL_FAULTS("page_fault_kernel", PAGE_FAULT_E);

    private static final @Nullable Family[] BY_CODE = byCode();

    @SuppressWarnings("ImmutableEnumChecker") // never exposed
    private final int[] codes;

    private final @Nullable String tracepoint;

    Family(int... codes) {
        this.tracepoint = null;
        this.codes = codes;
    }

    Family(String tracepoint, int code) {
        this.tracepoint = tracepoint;
        this.codes = new int[] {code};
    }

    /** The family that writes the events of a code, or null if none does. */
    static @Nullable Family of(int code) {
        return BY_CODE[code];
    }

    /** The name of its program. */
    String program() {
        return tracepoint != null ? tracepoint : "exit_" + name().toLowerCase(Locale.ROOT);
    }

    /** Whether its program is attached to its own tracepoint. Other programs are called at the end of system calls. */
    boolean isAttached() {
        return tracepoint != null;
    }

    /** Whether its program exists on an architecture. Page faults are recorded only on x86, as in Falco. */
    boolean exists(String architecture) {
        return this != USER_FAULTS && this != KERNEL_FAULTS || architecture.equals("x86_64");
    }

    /** Whether a selection contains one of its events. */
    boolean isIn(EventSelection selection) {
        return Arrays.stream(codes).anyMatch(selection::includes);
    }

    /** The codes of its events. */
    IntStream codes() {
        return Arrays.stream(codes);
    }

    private static @Nullable Family[] byCode() {
        @Nullable Family[] families = new @Nullable Family[EventTable.SIZE];
        for (Family family : values()) {
            for (int code : family.codes) {
                families[code] = family;
            }
        }
        return families;
    }
}
