// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The containers of the machine, by short id. */
final class Containers {
    private final Map<String, Container> byId = new HashMap<>();
    /** The id that was asked for last, and its container: events of one container follow each other. */
    private @Nullable String lastId;

    private @Nullable Container last;

    public Containers() {}

    /** A container by its short id, or null if unknown. */
    @SuppressWarnings("ReferenceEquality") // the usual case; another string with the same id is looked up
    public @Nullable Container get(String id) {
        if (lastId != id) {
            lastId = id;
            last = byId.get(id);
        }
        return last;
    }

    /** All known containers. */
    public Collection<Container> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    public void put(Container container) {
        byId.put(container.id(), container);
        lastId = null;
    }

    public void remove(String id) {
        byId.remove(id);
        lastId = null;
    }

    public void clear() {
        byId.clear();
        lastId = null;
    }
}
