// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.rule.Priority;
import io.kguard.rule.Rule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A rule matched an event.
 *
 * @param rule the rule
 * @param eventNumber the event's number, {@code evt.num}
 * @param timestamp when the event happened, in nanoseconds since the epoch
 * @param message the rule's output with the values of its fields, without the time and priority that Falco prepends
 * @param fields the fields of the output in their order, by the names they have in it. Values are strings, numbers,
 *     booleans and lists of these, or null if the event has no such value
 */
@API(status = API.Status.STABLE)
public record Alert(
        @API(status = API.Status.EXPERIMENTAL) Rule rule,
        long eventNumber,
        long timestamp,
        String message,
        Map<String, @Nullable Object> fields) {
    public Alert {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The rule's name. */
    public String ruleName() {
        return rule.name();
    }

    /** The rule's priority. */
    public Priority priority() {
        return rule.priority();
    }

    /** The source of events that the rule is for. */
    public String source() {
        return rule.source();
    }

    /** The rule's tags, sorted. */
    public List<String> tags() {
        return rule.tags();
    }
}
