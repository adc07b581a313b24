// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.rule.Rule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An entry of {@code append_output}: additions to the alerts of some rules.
 *
 * @param source the source of the rules; empty for any
 * @param tags tags that the rules must all have
 * @param rule the rule's name; empty for any
 * @param extraOutput a template that is appended to the rule's; may be empty
 * @param extraFields further fields of JSON: their names and templates
 * @param rawFields further fields of JSON that keep their name and type
 * @param suggested whether the fields that Falco suggests for the source are appended
 */
record AppendOutput(
        String source,
        List<String> tags,
        String rule,
        String extraOutput,
        Map<String, String> extraFields,
        List<String> rawFields,
        boolean suggested) {
    AppendOutput {
        tags = List.copyOf(tags);
        extraFields = Collections.unmodifiableMap(new LinkedHashMap<>(extraFields));
        rawFields = List.copyOf(rawFields);
    }

    boolean matches(Rule candidate) {
        return (source.isEmpty() || source.equals(candidate.source()))
                && candidate.tags().containsAll(tags)
                && (rule.isEmpty() || rule.equals(candidate.name()));
    }
}
