package io.kguard.scenario;

import org.jspecify.annotations.Nullable;

/**
 * Something that an act leaves behind. It is looked for from outside the container, so that the look causes no event.
 */
public sealed interface Effect {
    /** Where it is written. */
    Origin origin();

    /**
     * A file of a container.
     *
     * @param pod the pod's name
     * @param container the container's name; null is the pod's first
     * @param path absolute, as the container sees it
     * @param contains text that must be in it; null if it must only exist
     * @param origin where it is written
     */
    record FileExists(
            String pod,
            @Nullable String container,
            String path,
            @Nullable String contains,
            Origin origin) implements Effect {
        @Override
        public String toString() {
            return "file " + path + " in " + pod + (contains == null ? "" : " contains \"" + contains + "\"");
        }
    }
}
