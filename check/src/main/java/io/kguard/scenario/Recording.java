// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.capture.InlineScript;
import io.kguard.internal.source.SourceLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Recorded events. A scenario with a recording is not played: its rules are evaluated on the events.
 *
 * @param kind the kind of recording
 * @param file the file; that of the scenario if the events stand in it
 * @param events the events of a log that stand in the scenario, each in JSON; empty if a file has them
 * @param script the event script that stands in the scenario; null if there is none
 */
@API(status = API.Status.INTERNAL)
public record Recording(
        Kind kind, Path file, List<String> events, @Nullable InlineScript script) {
    public Recording {
        events = List.copyOf(events);
    }

    /** A recording in a file. */
    public Recording(Kind kind, Path file) {
        this(kind, file, List.of(), null);
    }

    /** Whether the events stand in the scenario. */
    public boolean isInline() {
        return !events.isEmpty() || script != null;
    }

    /** The kind of recording. */
    public enum Kind {
        /** A Kubernetes audit log in the format of an API server: one event per line. */
        AUDIT("audit"),
        /**
         * A log of any sources other than system calls, such as AWS CloudTrail's: what each event has tells its
         * source.
         */
        LOG("log"),
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

    /**
     * The recording in a file, of the kind that the ending of its name tells: {@code .yaml} for written events,
     * {@code .log}, {@code .json} and {@code .jsonl} for a log, also with {@code .gz} after it, and any other for a
     * capture.
     */
    public static Recording of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return new Recording(Kind.EVENTS, file);
        }
        return new Recording(SourceLog.isNamed(file) ? Kind.LOG : Kind.CAPTURE, file);
    }
}
