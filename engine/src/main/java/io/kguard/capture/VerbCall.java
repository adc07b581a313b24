// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The call that a verb of event scripts stands for.
 *
 * @param type the type of its events
 * @param values the values of its parameters, as a script has them. In place of a descriptor {@code to} and {@code from}
 *     may have an address, and {@code port} a port
 */
@API(status = API.Status.INTERNAL)
public record VerbCall(String type, Map<String, Object> values) {
    public VerbCall {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * The call of a verb.
     *
     * @param said the verb's values: one, a list, or a map by words
     * @return null if there is no such verb, or if it is no call
     * @throws IllegalArgumentException if there are too many values or too few
     */
    public static @Nullable VerbCall of(String verb, Object said) {
        ScriptVerb known = ScriptVerbs.find(verb);
        if (known == null) {
            return null;
        }
        Map<String, Object> values = known.parameters(said);
        values.replaceAll((name, value) -> ScriptVerbs.isDescriptor(name) ? ScriptVerb.descriptor(value) : value);
        return new VerbCall(known.type(), values);
    }
}
