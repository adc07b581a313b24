// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.Sha256;
import io.kguard.output.TalonAlert;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The texts that Falco Talon got in the last seconds. It drops an alert with one of these texts, whatever else the alert says. */
final class SeenTexts {
    /** Of more texts the oldest are forgotten. */
    private static final int MOST = 100_000;

    private final Duration window;
    /** By digests, because there may be many long ones. */
    private final Map<String, Long> since = new LinkedHashMap<>();

    SeenTexts(Duration window) {
        this.window = window;
    }

    /** How long before an alert one with its text was taken; zero if none was, and now this one is. */
    Duration before(TalonAlert received) {
        return before(received.text(), received.alert().timestamp());
    }

    Duration before(String text, long now) {
        String digest = Sha256.of(text.getBytes(UTF_8));
        Long first = since.get(digest);
        if (first != null && now - first < window.toNanos()) {
            return Duration.ofNanos(Math.max(1, now - first));
        }
        forget(now);
        since.remove(digest); // the newest are the last
        since.put(digest, now);
        return Duration.ZERO;
    }

    private void forget(long now) {
        Iterator<Long> times = since.values().iterator();
        while (times.hasNext()) {
            if (now - times.next() < window.toNanos() && since.size() < MOST) {
                return;
            }
            times.remove();
        }
    }
}
