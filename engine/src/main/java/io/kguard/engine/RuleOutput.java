// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.rule.Rule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * The output of a rule's alerts: the rule's own output and what a configuration adds to it.
 *
 * @param template the template of the whole message
 * @param extraFields further fields: their names and the templates of their values
 * @param rawFields further fields, given by name and with their own type
 */
@API(status = API.Status.INTERNAL)
public record RuleOutput(String template, Map<String, String> extraFields, List<String> rawFields) {
    public RuleOutput {
        extraFields = Collections.unmodifiableMap(new LinkedHashMap<>(extraFields));
        rawFields = List.copyOf(rawFields);
    }

    /** The rule's own output, without additions. */
    public static RuleOutput of(Rule rule) {
        return new RuleOutput(rule.output(), Map.of(), List.of());
    }
}
