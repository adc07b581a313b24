// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import io.kguard.internal.message.Wording;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a Falco beside judges. */
public enum BesideMode {
    /** Captures of the events that kguard's sensor recorded. */
    FALCO,
    /** What it sees itself, while the scenarios are played. */
    LIVE;

    /**
     * The mode of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static BesideMode of(String written) {
        return Stream.of(values())
                .filter(mode -> mode.toString().equals(written))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Wording.option(Beside.PARAMETER) + " is \"" + written
                        + "\"; it can be "
                        + Stream.of(values()).map(BesideMode::toString).collect(Collectors.joining(" or "))));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
