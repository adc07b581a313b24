// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import org.jspecify.annotations.Nullable;

/**
 * A rule file inside another YAML file.
 *
 * @param name the name of the file that it becomes
 * @param source its text; that of the outer file if its items stand there as they are
 * @param items the list of its items, if they are no text
 */
record EmbeddedFile(
        String name, RuleFileText source, @Nullable YamlNode items) {
    /** A file that a scalar holds. */
    static EmbeddedFile of(String name, YamlNode scalar) {
        return new EmbeddedFile(name, RuleFileText.embedded(scalar.source().name(), scalar.traced()), null);
    }
}
