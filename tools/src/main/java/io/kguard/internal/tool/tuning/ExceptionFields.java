// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.tuning;

import io.kguard.internal.field.Field;
import io.kguard.internal.file.ResourceTable;
import io.kguard.rule.CheckedRule;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The fields that an exception may name.
 *
 * @param who fields that say who acts; alerts with other values are of another group
 * @param what fields that say what is done: of each row the first one that the alerts of a group agree on
 * @param more fields that tell alerts from attacks where these do not
 */
record ExceptionFields(List<String> who, List<List<String>> what, List<String> more) {
    /** Those of the sources that kguard knows, by the labels of the sources. */
    static final Map<String, ExceptionFields> BY_SOURCE =
            ResourceTable.rows(ExceptionFields.class, "exception-fields.tsv", 4).stream()
                    .collect(Collectors.toMap(row -> row[0], ExceptionFields::ofRow));
    /** What an attacker chooses as he likes. An exception that only these keep from an attack hides the same attack with other values. */
    private static final Set<String> FREE = Set.of("fd.sport", "ka.useragent", "ct.useragent", "gcp.userAgent");

    ExceptionFields {
        who = List.copyOf(who);
        what = List.copyOf(what);
        more = List.copyOf(more);
    }

    private static ExceptionFields ofRow(String[] row) {
        return new ExceptionFields(
                List.of(row[1].split(" ", -1)),
                Stream.of(row[2].split(" ", -1))
                        .map(one -> List.of(one.split("/", -1)))
                        .toList(),
                List.of(row[3].split(" ", -1)));
    }

    static ExceptionFields of(Rule rule) {
        ExceptionFields known = BY_SOURCE.get(rule.source());
        return known == null ? ofOutput(rule) : known;
    }

    /** Of a source that a user describes it is known only what the author of the rule wants to see. */
    private static ExceptionFields ofOutput(Rule rule) {
        List<String> shown = CheckedRule.of(rule).outputTemplate().fields().stream()
                .map(Field::name)
                .filter(name -> !name.startsWith("evt."))
                .distinct()
                .toList();
        int half = (shown.size() + 1) / 2;
        return new ExceptionFields(
                shown.subList(0, half),
                shown.subList(half, shown.size()).stream().map(List::of).toList(),
                List.of());
    }

    /** Those of some fields that an attacker can't choose as he likes. */
    static List<String> bound(List<String> some) {
        return some.stream().filter(field -> !FREE.contains(field)).toList();
    }

    /** All of them, without repetition. */
    List<String> all() {
        List<String> all = new ArrayList<>(who);
        what.forEach(all::addAll);
        all.addAll(more);
        return all;
    }
}
