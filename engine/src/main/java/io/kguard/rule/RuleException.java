// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Position;
import java.util.List;
import org.apiguardian.api.API;

/**
 * An exception of a rule: combinations of field values that the rule ignores. It is already part of the rule's
 * condition.
 *
 * @param name its name, which appends refer to
 * @param fields the fields in it
 * @param comps the operator of each field
 * @param scalar whether it was written with a single field and a plain list of values
 * @param tuples the values: for each tuple, for each field, the alternatives; a scalar exception has one tuple
 * @param position where it is defined
 */
@API(status = API.Status.INTERNAL)
public record RuleException(
        String name,
        List<String> fields,
        List<String> comps,
        boolean scalar,
        List<List<List<String>>> tuples,
        Position position) {
    public RuleException {
        fields = List.copyOf(fields);
        comps = List.copyOf(comps);
        tuples = List.copyOf(tuples);
    }
}
