// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When events repeated earlier ones. As the plugin {@code okta} it keeps 10,000 kinds of events, and 200 times of each. */
final class Repeats {
    private static final int MOST_KINDS = 10_000;
    private static final int MOST_TIMES = 200;

    private final Map<String, Deque<Long>> times = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Long>> eldest) {
            return size() > MOST_KINDS;
        }
    };

    /** Adds an event. Events at the same time count once. */
    public void add(@Nullable String kind, long time) {
        if (kind != null) {
            Deque<Long> all = times.computeIfAbsent(kind, key -> new ArrayDeque<>());
            if (!all.contains(time)) {
                all.addLast(time);
            }
            if (all.size() > MOST_TIMES) {
                all.removeFirst();
            }
        }
    }

    /** How many events of a kind there were after a time, in nanoseconds since the epoch. */
    public long after(String kind, long oldest) {
        Deque<Long> all = times.get(kind);
        return all == null ? 0 : all.stream().filter(time -> time > oldest).count();
    }
}
