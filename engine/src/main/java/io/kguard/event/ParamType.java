// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/**
 * The type of an event parameter or of a field. The names are those of Falco's libs.
 *
 * <p>Source: libs 0.20, {@code ppm_param_type}.
 */
@API(status = API.Status.INTERNAL)
public enum ParamType {
    INT8(1, Kind.SIGNED),
    INT16(2, Kind.SIGNED),
    INT32(4, Kind.SIGNED),
    INT64(8, Kind.SIGNED),
    UINT8(1, Kind.UNSIGNED),
    UINT16(2, Kind.UNSIGNED),
    UINT32(4, Kind.UNSIGNED),
    UINT64(8, Kind.UNSIGNED),
    CHARBUF(0, Kind.TEXT),
    BYTEBUF(0, Kind.BYTES),
    ERRNO(8, Kind.SIGNED),
    SOCKADDR(0, Kind.BYTES),
    SOCKTUPLE(0, Kind.BYTES),
    FD(8, Kind.SIGNED),
    PID(8, Kind.SIGNED),
    FDLIST(0, Kind.BYTES),
    FSPATH(0, Kind.TEXT),
    SYSCALLID(2, Kind.UNSIGNED),
    SIGTYPE(1, Kind.UNSIGNED),
    RELTIME(8, Kind.UNSIGNED),
    ABSTIME(8, Kind.UNSIGNED),
    PORT(2, Kind.UNSIGNED),
    L4PROTO(1, Kind.UNSIGNED),
    SOCKFAMILY(1, Kind.UNSIGNED),
    BOOL(4, Kind.UNSIGNED),
    IPV4ADDR(4, Kind.ADDRESS),
    DYN(0, Kind.BYTES),
    FLAGS8(1, Kind.UNSIGNED),
    FLAGS16(2, Kind.UNSIGNED),
    FLAGS32(4, Kind.UNSIGNED),
    UID(4, Kind.UNSIGNED),
    GID(4, Kind.UNSIGNED),
    DOUBLE(8, Kind.DOUBLE),
    SIGSET(4, Kind.UNSIGNED),
    CHARBUFARRAY(0, Kind.BYTES),
    CHARBUF_PAIR_ARRAY(0, Kind.BYTES),
    IPV4NET(0, Kind.NET),
    IPV6ADDR(16, Kind.ADDRESS),
    IPV6NET(0, Kind.NET),
    IPADDR(0, Kind.ADDRESS),
    IPNET(0, Kind.NET),
    MODE(4, Kind.UNSIGNED),
    FSRELPATH(0, Kind.TEXT),
    ENUMFLAGS8(1, Kind.UNSIGNED),
    ENUMFLAGS16(2, Kind.UNSIGNED),
    ENUMFLAGS32(4, Kind.UNSIGNED);

    /** How a value is represented in comparisons. */
    public enum Kind {
        /** A {@code long}, compared as signed. */
        SIGNED,
        /** A {@code long}, compared as unsigned. */
        UNSIGNED,
        /** A floating-point number. */
        DOUBLE,
        /** A byte string that ends at its first NUL, held as a Latin-1 {@code String}. */
        TEXT,
        /** Bytes of any value. */
        BYTES,
        /** An IPv4 or IPv6 address. */
        ADDRESS,
        /** An IPv4 or IPv6 network. */
        NET
    }

    private final int size;
    private final Kind kind;

    ParamType(int size, Kind kind) {
        this.size = size;
        this.kind = kind;
    }

    /** The number that Falco and its plugins know it by; the order here is theirs. */
    public int code() {
        return ordinal() + 1;
    }

    /** The size of a value in an event, in bytes; 0 if it varies. */
    public int size() {
        return size;
    }

    /** How a value is represented in comparisons. */
    public Kind kind() {
        return kind;
    }

    /** Whether an absent or empty value reads as {@code <NA>}. */
    public boolean isText() {
        return kind == Kind.TEXT;
    }
}
