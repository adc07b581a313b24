// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.event.ParamType;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.field.FieldDefinition;
import io.kguard.internal.message.Nearest;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What to do about a check of an address or a network that is none. */
final class AddressHint {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final Set<Operator> OF_TEXT = Set.of(
            Operator.STARTSWITH,
            Operator.ENDSWITH,
            Operator.CONTAINS,
            Operator.ICONTAINS,
            Operator.GLOB,
            Operator.REGEX);

    private AddressHint() {}

    /** The hint; null if the field has another type, or there is nothing to say. */
    static @Nullable public String of(
            Condition.Check check, ConditionException e, @Nullable FieldDefinition field, Set<String> lists) {
        if (field == null || field.type() != ParamType.IPADDR && field.type() != ParamType.IPNET) {
            return null;
        }
        if (OF_TEXT.contains(check.operator())) {
            return "an address is not a string; compare networks: " + networkOf(field) + " in (\"10.0.0.0/8\")";
        }
        return check.right().values().stream()
                .filter(value -> value.span().equals(e.span()))
                .findFirst()
                .map(value -> ofValue(value, field, lists))
                .orElse(null);
    }

    private static @Nullable String ofValue(Operand.Text value, FieldDefinition field, Set<String> lists) {
        String text = value.value();
        if (NAME.matcher(text).matches()) {
            String near = Nearest.of(text, lists);
            return "there is no list '" + text + "'" + (near == null ? "" : "; did you mean '" + near + "'?");
        }
        boolean isNetwork = text.indexOf('/') > 0 && field.type() == ParamType.IPADDR;
        if (!isNetwork) {
            return null;
        }
        String network = networkOf(field);
        return "this is a network, not an address: compare it with "
                + (network.equals(field.name()) ? "a field of the type ipnet" : network);
    }

    private static String networkOf(FieldDefinition field) {
        String name = field.name();
        return name.endsWith("ip") ? name.substring(0, name.length() - 2) + "net" : name;
    }
}
