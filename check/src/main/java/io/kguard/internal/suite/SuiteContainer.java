// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The container that a test asks for.
 *
 * @param name its name
 * @param image a further name for its image; null for the image's own
 * @param env its environment
 */
public record SuiteContainer(String name, @Nullable String image, Map<String, String> env) {
    /** The container of a test that asks for none: it needs one all the same, because nothing runs on the machine. */
    static final SuiteContainer DEFAULT = new SuiteContainer("event-generator", null, Map.of());

    public SuiteContainer {
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    }
}
