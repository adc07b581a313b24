// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.shard;

import io.kguard.internal.message.Wording;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** In what whole runs that are merged may differ. */
public enum Axis {
    /** The operating system with its kernel and architecture. */
    KERNEL("kernel"),
    /** What runs the containers. */
    RUNTIME("runtime"),
    /** The version of Falco that is followed. */
    FALCO("falco");

    private final String word;

    Axis(String word) {
        this.word = word;
    }

    /**
     * The axes that words name.
     *
     * @throws IllegalArgumentException if one names none
     */
    public static Set<Axis> of(Collection<String> words) {
        Set<Axis> axes = EnumSet.noneOf(Axis.class);
        for (String word : words) {
            axes.add(named(word.strip()));
        }
        return axes;
    }

    private static Axis named(String word) {
        for (Axis axis : values()) {
            if (axis.word.equals(word)) {
                return axis;
            }
        }
        throw new IllegalArgumentException(
                Wording.option("axes") + " has \"" + word + "\"; an axis is \"kernel\", \"runtime\" or \"falco\"");
    }

    /** Where a shard is on this axis. */
    String of(ShardHead head) {
        return switch (this) {
            case KERNEL -> head.platform().kernel();
            case RUNTIME -> head.platform().runtime();
            case FALCO -> "Falco " + head.platform().falco();
        };
    }

    @Override
    public String toString() {
        return word;
    }
}
