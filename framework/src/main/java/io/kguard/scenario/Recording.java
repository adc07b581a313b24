// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * Events that were recorded elsewhere. A scenario that has one is not played: its rules judge what is in the file.
 *
 * @param kind what the file is
 * @param file the file
 */
@API(status = API.Status.EXPERIMENTAL)
public record Recording(Kind kind, Path file) {
    /** What events were recorded in. */
    public enum Kind {
        /** A Kubernetes audit log, as an API server writes it: an event a line. */
        AUDIT("audit"),
        /** A capture of Falco's or sysdig's. */
        CAPTURE("capture"),
        /** An event script: events that somebody wrote. */
        EVENTS("events");

        private final String key;

        Kind(String key) {
            this.key = key;
        }

        /** The key of scenario files that names it. */
        @Override
        public String toString() {
            return key;
        }
    }
}
