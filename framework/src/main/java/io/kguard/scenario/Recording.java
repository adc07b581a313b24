// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * Recorded events. A scenario with a recording is not played: its rules are evaluated on the file.
 *
 * @param kind the kind of file
 * @param file the file
 */
@API(status = API.Status.EXPERIMENTAL)
public record Recording(Kind kind, Path file) {
    /** The kind of recording. */
    public enum Kind {
        /** A Kubernetes audit log in the format of an API server: one event per line. */
        AUDIT("audit"),
        /** A capture by Falco or sysdig. */
        CAPTURE("capture"),
        /** An event script: events that somebody wrote. */
        EVENTS("events");

        private final String key;

        Kind(String key) {
            this.key = key;
        }

        /** The key in scenario files. */
        @Override
        public String toString() {
            return key;
        }
    }
}
