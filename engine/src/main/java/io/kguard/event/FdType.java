// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** What a descriptor refers to. */
@API(status = API.Status.INTERNAL)
public enum FdType {
    UNKNOWN(0, 'o', "<NA>"),
    /** A file in an old capture, without flags. */
    FILE(1, 'f', "file"),
    DIRECTORY(2, 'd', "directory"),
    IPV4_SOCK(3, '4', "ipv4"),
    IPV6_SOCK(4, '6', "ipv6"),
    IPV4_SERVER_SOCK(5, '4', "ipv4"),
    IPV6_SERVER_SOCK(6, '6', "ipv6"),
    FIFO(7, 'p', "pipe"),
    UNIX_SOCK(8, 'u', "unix"),
    EVENTFD(9, 'e', "event"),
    UNSUPPORTED(10, 'X', "<NA>"),
    SIGNALFD(11, 's', "signalfd"),
    EVENTPOLL(12, 'l', "eventpoll"),
    INOTIFY(13, 'i', "inotify"),
    TIMERFD(14, 't', "timerfd"),
    NETLINK(15, 'n', "netlink"),
    FILE_V2(16, 'f', "file"),
    BPF(17, 'b', "bpf"),
    USERFAULTFD(18, 'u', "userfaultfd"),
    IO_URING(19, 'r', "io_uring"),
    MEMFD(20, 'm', "memfd"),
    PIDFD(21, 'P', "pidfd"),
    /** Falco's mark for a descriptor that was not created. */
    UNINITIALIZED(-1, '?', "<NA>");

    private static final FdType[] ALL = values();

    private final int code;
    private final char character;
    private final String label;

    FdType(int code, char character, String label) {
        this.code = code;
        this.character = character;
        this.label = label;
    }

    /** The type of a code, or null if unknown. */
    public static @Nullable FdType of(int code) {
        return code >= 0 && code <= PIDFD.code ? ALL[code] : null;
    }

    /** Its code in captures. */
    public int code() {
        return code;
    }

    /** The value of {@code fd.typechar}. */
    public char character() {
        return character;
    }

    /** The value of {@code fd.type}. */
    public String label() {
        return label;
    }

    /** Whether it is a file and not a directory. */
    public boolean isFile() {
        return this == FILE || this == FILE_V2;
    }

    /** Whether it is a connected IP socket. */
    public boolean isIpSocket() {
        return this == IPV4_SOCK || this == IPV6_SOCK;
    }

    /** Whether it is a bound IP socket. */
    public boolean isIpServer() {
        return this == IPV4_SERVER_SOCK || this == IPV6_SERVER_SOCK;
    }
}
