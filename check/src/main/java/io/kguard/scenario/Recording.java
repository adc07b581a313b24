// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import java.nio.file.Path;
import java.util.Locale;
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

    /** The recording in a file, of the kind that the ending of its name tells: {@code .yaml} for written events, {@code .log},
     * {@code .json} and {@code .jsonl} for an audit log, and any other for a capture. */
    public static Recording of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return new Recording(Kind.EVENTS, file);
        }
        boolean audit = name.endsWith(".log") || name.endsWith(".json") || name.endsWith(".jsonl");
        return new Recording(audit ? Kind.AUDIT : Kind.CAPTURE, file);
    }
}
