// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.internal.message.Wording;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * When Falco learns the name, the image and the pod of a container. On a node it asks the container runtime, and the
 * container's first processes may be faster.
 */
@API(status = API.Status.INTERNAL)
public enum MetadataArrival {
    /** After the first step, or after the step that starts the container. No time: it would depend on the machine's speed. */
    LATE("after the first step"),
    /** Never. */
    NONE("never");

    private final String text;

    MetadataArrival(String text) {
        this.text = text;
    }

    /**
     * Reads the value of an option.
     *
     * @param word {@code late} or {@code none}
     * @throws IllegalArgumentException if it is neither
     */
    public static MetadataArrival of(String word) {
        return Arrays.stream(values())
                .filter(value -> value.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Wording.option("metadata") + " is \"" + word
                        + "\"; it can be "
                        + Arrays.stream(values()).map(MetadataArrival::toString).collect(Collectors.joining(", "))));
    }

    /** The time, as the end of a sentence. */
    public String text() {
        return text;
    }

    /** As in options. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
