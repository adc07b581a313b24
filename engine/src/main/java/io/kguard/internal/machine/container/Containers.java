// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine.container;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The containers of the machine, by short id. */
public final class Containers {
    private final Map<String, Container> byId = new HashMap<>();

    public Containers() {}

    /** A container by its short id, or null if unknown. */
    public @Nullable Container get(String id) {
        return byId.get(id);
    }

    /** All known containers. */
    public Collection<Container> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    public void put(Container container) {
        byId.put(container.id(), container);
    }

    public void remove(String id) {
        byId.remove(id);
    }

    public void clear() {
        byId.clear();
    }
}
