// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import java.util.Arrays;
import java.util.Optional;

/** How much of a request an audit log has. Each level has what those before it have. */
enum AuditLevel {
    /** Nothing. */
    NONE("None"),
    /** Who asked for what, and the status of the response. */
    METADATA("Metadata"),
    /** Also the object that was sent. */
    REQUEST("Request"),
    /** Also the object that was sent back. */
    REQUEST_RESPONSE("RequestResponse");

    private final String title;

    AuditLevel(String title) {
        this.title = title;
    }

    static Optional<AuditLevel> of(String title) {
        return Arrays.stream(values())
                .filter(level -> level.title.equals(title))
                .findFirst();
    }

    /** Its name in policies and events. */
    public String title() {
        return title;
    }

    /** Whether a log of this level has what one of another level has. */
    public boolean includes(AuditLevel other) {
        return compareTo(other) >= 0;
    }
}
