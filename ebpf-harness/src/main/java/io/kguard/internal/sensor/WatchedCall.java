// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.event.Syscall;
import java.util.Arrays;

/** System calls that may open a blind spot. The order is that of {@code enum watch} in the BPF sources, from 1. */
enum WatchedCall {
    RING("io_uring_setup"),
    OPERATIONS("io_uring_enter"),
    AIO("io_submit"),
    TRACE("ptrace"),
    MEMORY("process_vm_writev"),
    DESCRIPTOR("pidfd_getfd"),
    MESSAGE("recvmsg"),
    MESSAGES("recvmmsg"),
    IOCTL("ioctl"),
    UNSHARE("unshare"),
    SOCKET("socket"),
    PAIR("socketpair"),
    BPF("bpf"),
    COUNTER("perf_event_open"),
    MODULE("init_module"),
    MODULE_FILE("finit_module");

    private final String call;

    WatchedCall(String call) {
        this.call = call;
    }

    /** How the BPF programs watch a system call, as a code; 0 if they do not. */
    static byte of(Syscall syscall) {
        return (byte) Arrays.stream(values())
                .filter(watched -> watched.call.equals(syscall.name()))
                .mapToInt(watched -> watched.ordinal() + 1)
                .findFirst()
                .orElse(0);
    }

    /** The name of the call with a code. */
    static String name(int number) {
        return number > 0 && number <= values().length ? values()[number - 1].call : "a system call";
    }
}
