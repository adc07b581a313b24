// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import io.kguard.output.TalonAlert;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The texts that Falco Talon got in the last seconds. It drops an alert with one of these texts, whatever else the alert says. */
final class SeenTexts {
    private final Duration window;
    private final Map<String, Long> since = new LinkedHashMap<>();

    SeenTexts(Duration window) {
        this.window = window;
    }

    /** How long before an alert one with its text was taken; zero if none was, and now this one is. */
    Duration before(TalonAlert received) {
        long now = received.alert().timestamp();
        Long first = since.get(received.text());
        if (first != null && now - first < window.toNanos()) {
            return Duration.ofNanos(Math.max(1, now - first));
        }
        forget(now);
        since.remove(received.text()); // the newest are the last
        since.put(received.text(), now);
        return Duration.ZERO;
    }

    private void forget(long now) {
        for (Iterator<Long> times = since.values().iterator(); times.hasNext(); ) {
            if (now - times.next() < window.toNanos()) {
                return;
            }
            times.remove();
        }
    }
}
