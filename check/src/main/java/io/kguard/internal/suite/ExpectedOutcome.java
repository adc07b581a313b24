// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.rule.Priority;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The alert that a test expects.
 *
 * @param source the source of its rule; null for any
 * @param priority its priority; null for any
 * @param fields names of fields with their values
 */
public record ExpectedOutcome(
        @Nullable String source, @Nullable Priority priority, Map<String, String> fields) {
    public ExpectedOutcome {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
