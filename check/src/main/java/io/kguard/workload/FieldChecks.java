// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import io.kguard.event.IpAddress;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Checks single fields, and collects the problems found. */
@API(status = API.Status.INTERNAL)
public final class FieldChecks {
    private static final int MAX_PATH = 4095;
    private static final Pattern QUANTITY =
            Pattern.compile("[+]?\\d{1,18}(\\.\\d{0,9})?([eE][+-]?\\d{1,2}|[numkMGTPE]|[KMGTPE]i)?");

    private final List<FieldProblem> problems = new ArrayList<>();

    public List<FieldProblem> problems() {
        return List.copyOf(problems);
    }

    void problem(FieldPath at, String reason, String hint) {
        problems.add(new FieldProblem(at, reason, hint));
    }

    /** Checks a required name. */
    void required(FieldPath at, @Nullable String name, NameRule rule) {
        if (name == null || name.isEmpty()) {
            problem(at, "is missing", rule.allowed());
        } else {
            optional(at, name, rule);
        }
    }

    /** Checks an optional name. Empty counts as absent. */
    void optional(FieldPath at, @Nullable String name, NameRule rule) {
        if (name != null && !name.isEmpty() && !rule.allows(name)) {
            problem(at, "can't be " + Quoted.of(name), rule.allowed());
        }
    }

    /** Checks that names are distinct. */
    void distinct(FieldPath list, String field, Collection<? extends @Nullable String> names) {
        Set<String> seen = new HashSet<>();
        int index = 0;
        for (String name : names) {
            if (name != null && !seen.add(name)) {
                problem(list.item(index).key(field), "is given twice: " + Quoted.of(name), "");
            }
            index++;
        }
    }

    /** Checks that an object with a choice of fields has one of them, and only one. */
    void one(FieldPath at, Map<String, Object> object) {
        List<String> given = List.copyOf(object.keySet());
        if (given.isEmpty()) {
            problem(at, "is empty", "say what it is");
        } else if (given.size() > 1) {
            problem(at.key(given.get(1)), "is one too many, after " + given.get(0), "remove one");
        }
    }

    /** Checks each member of a list, which may have at most so many. */
    <T> void each(FieldPath list, @Nullable List<T> members, int most, BiConsumer<FieldPath, T> check) {
        atMost(list, members == null ? 0 : members.size(), most);
        for (int i = 0; members != null && i < members.size(); i++) {
            check.accept(list.item(i), members.get(i));
        }
    }

    void atMost(FieldPath at, int size, int most) {
        if (size > most) {
            problem(at, "has " + size + " members", "at most " + most);
        }
    }

    /** Checks an absolute path, in which {@code ..} is not allowed. */
    void absolutePath(FieldPath at, @Nullable String path) {
        if (path == null || path.isEmpty()) {
            problem(at, "is missing", "an absolute path");
        } else if (!path.startsWith("/")) {
            problem(at, "can't be " + Quoted.of(path), "an absolute path");
        } else {
            noWayUp(at, path);
        }
    }

    /** Checks a relative path, in which {@code ..} is not allowed. */
    public void relativePath(FieldPath at, @Nullable String path) {
        if (path == null || path.isEmpty()) {
            return;
        }
        if (path.startsWith("/")) {
            problem(at, "can't be " + Quoted.of(path), "a path below the volume, without a slash before it");
        } else {
            noWayUp(at, path);
        }
    }

    private void noWayUp(FieldPath at, String path) {
        if (List.of(path.split("/")).contains("..")) {
            problem(at, "can't be " + Quoted.of(path), "a path without ..");
        } else if (path.length() > MAX_PATH) {
            problem(at, "has " + path.length() + " characters", "at most " + MAX_PATH);
        }
    }

    /** Checks an IP address. Does not resolve names. */
    void address(FieldPath at, @Nullable String address) {
        if (address == null || IpAddress.parse(address) == null) {
            problem(at, address == null ? "is missing" : "can't be " + Quoted.of(address), "an IP address");
        }
    }

    void range(FieldPath at, @Nullable Number number, long least, long most) {
        if (number != null && (number.longValue() < least || number.longValue() > most)) {
            problem(at, "can't be " + number, "from " + least + " to " + most);
        }
    }

    /**
     * Checks a quantity.
     *
     * @return the quantity; or null, with a problem, if it is malformed, negative or more than a container can have
     */
    @Nullable
    BigDecimal quantity(FieldPath at, io.fabric8.kubernetes.api.model.@Nullable Quantity quantity, BigDecimal most) {
        if (quantity == null) {
            return null;
        }
        String text = (quantity.getAmount() == null ? "" : quantity.getAmount())
                + (quantity.getFormat() == null ? "" : quantity.getFormat());
        if (!QUANTITY.matcher(text).matches()) {
            problem(at, "can't be " + Quoted.of(text), "an amount such as 64Mi or 500m");
            return null;
        }
        BigDecimal amount = io.fabric8.kubernetes.api.model.Quantity.getAmountInBytes(quantity);
        if (amount.compareTo(most) > 0) {
            problem(at, "can't be " + text, "at most " + shown(most));
            return null;
        }
        return amount;
    }

    private static String shown(BigDecimal amount) {
        BigDecimal mebi = BigDecimal.valueOf(1 << 20);
        return amount.compareTo(mebi) < 0
                ? amount.toPlainString()
                : amount.divideToIntegralValue(mebi).toPlainString() + "Mi";
    }

    /** Checks labels: keys and values must be such that selectors can use them. */
    void labels(FieldPath at, @Nullable Map<String, String> labels) {
        if (labels != null) {
            labels.forEach((key, value) -> {
                keyOf(at, key);
                optional(at.key(key), value, NameRule.LABEL_VALUE);
            });
        }
    }

    /** Checks annotations. Values may be any string within {@link TextRules}. */
    void annotations(FieldPath at, @Nullable Map<String, String> annotations) {
        if (annotations != null) {
            annotations.keySet().forEach(key -> keyOf(at, key));
        }
    }

    private void keyOf(FieldPath at, String key) {
        if (!NameRule.QUALIFIED.allows(key)) {
            problem(at.key(key), "has a key that can't be " + Quoted.of(key), NameRule.QUALIFIED.allowed());
        }
    }
}
