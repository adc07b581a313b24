// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import java.util.List;

/** The stages of a request of which an audit log may have events. */
final class AuditStages {
    /** It has arrived, and nothing was done about it yet. */
    public static final String RECEIVED = "RequestReceived";

    /** The first part of a long response was sent. */
    public static final String STARTED = "ResponseStarted";

    /** It is over. */
    public static final String COMPLETE = "ResponseComplete";

    static final List<String> ALL = List.of(RECEIVED, STARTED, COMPLETE, "Panic");

    private AuditStages() {}
}
