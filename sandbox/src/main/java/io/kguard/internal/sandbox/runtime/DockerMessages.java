// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import java.util.stream.Stream;

/** Shortens a Docker daemon's messages. */
final class DockerMessages {
    private static final String[] PREFIXES = {
        "unable to start container process: ", "OCI runtime exec failed: ", "OCI runtime create failed: "
    };

    private DockerMessages() {}

    /** Says that the daemon does not respond, or not as expected. */
    static String noAnswer(RuntimeException failure) {
        return "the Docker daemon does not answer: " + reason(failure);
    }

    /** Whether a message is of the container's runtime: then it could not run the program. */
    static boolean isOfRuntime(String message) {
        return Stream.of(PREFIXES).anyMatch(message::contains);
    }

    /** The root cause of a failure. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return reason(String.valueOf(cause.getMessage()));
    }

    /** The reason in a message, without the prefixes of the components that passed it on. */
    static String reason(String message) {
        String text = message.strip();
        for (String prefix : PREFIXES) {
            int at = text.lastIndexOf(prefix);
            if (at >= 0) {
                text = text.substring(at + prefix.length());
                break;
            }
        }
        return text.endsWith(": unknown") ? text.substring(0, text.length() - ": unknown".length()) : text;
    }
}
