// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/** The transport protocol of an IP socket, in the order of Falco's codes. */
@API(status = API.Status.INTERNAL)
public enum L4Protocol {
    UNKNOWN("<NA>"),
    NA("<NA>"),
    TCP("tcp"),
    UDP("udp"),
    ICMP("icmp"),
    RAW("raw");

    private static final L4Protocol[] ALL = values();

    private final String label;

    L4Protocol(String label) {
        this.label = label;
    }

    /** The protocol of a code, or {@link #UNKNOWN}. */
    public static L4Protocol of(int code) {
        return code >= 0 && code < ALL.length ? ALL[code] : UNKNOWN;
    }

    /** Its code in captures. */
    public int code() {
        return ordinal();
    }

    /** The value of {@code fd.l4proto}. */
    public String label() {
        return label;
    }
}
