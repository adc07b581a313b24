// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.rule.Priority;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the name of a priority, in any case. */
public final class PriorityName {
    private PriorityName() {}

    /** The priority that a key names; null if it is not given, or if there is none of that name, which is a problem. */
    public static @Nullable Priority of(YamlMapping mapping, String key) {
        String name = mapping.text(key);
        Optional<Priority> priority = name == null ? Optional.empty() : Priority.of(name);
        if (name != null && priority.isEmpty()) {
            mapping.problem(
                    key,
                    "there is no priority \"" + name + "\"",
                    Nearest.hint(
                            name,
                            Stream.of(Priority.values()).map(Priority::label).toList()));
        }
        return priority.orElse(null);
    }
}
