// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/** The transport protocol of an IP socket; the order is that of Falco's codes. */
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

    /** The protocol of a code; {@link #UNKNOWN} if there is none. */
    public static L4Protocol of(int code) {
        return code >= 0 && code < ALL.length ? ALL[code] : UNKNOWN;
    }

    /** Its code in captures. */
    public int code() {
        return ordinal();
    }

    /** As {@code fd.l4proto} shows it. */
    public String label() {
        return label;
    }
}
