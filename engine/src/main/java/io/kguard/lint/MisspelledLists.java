// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.message.Nearest;
import io.kguard.rule.LoadResult.ListItem;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleDiagnostics;
import io.kguard.rule.StockNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds values that are nearly the name of a list, or the name of one that is not loaded. To Falco they are strings like any other. */
final class MisspelledLists {
    /** Words joined by underscores, as lists are named; programs and paths seldom are. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,50}(?:_[A-Za-z0-9]{1,50}){1,10}");

    private final Set<String> lists;
    private final RuleDiagnostics diagnostics;
    private final Map<String, Optional<String>> known = new HashMap<>();

    MisspelledLists(List<ListItem> lists, RuleDiagnostics diagnostics) {
        this.lists = lists.stream().map(ListItem::name).collect(Collectors.toSet());
        this.diagnostics = diagnostics;
    }

    void warn(Rule rule) {
        diagnostics.atEachCheck(
                rule,
                check -> missing(check).isPresent() || misspelled(check).isPresent(),
                DiagnosticCode.LINT_MISSPELLED_LIST,
                check -> {
                    Optional<String> missing = missing(check);
                    if (missing.isPresent()) {
                        return "'" + missing.get() + "' is compared as a string, because no such list is loaded; "
                                + StockNames.hint(Location.Kind.LIST, missing.get())
                                        .orElseThrow();
                    }
                    String value = misspelled(check).orElseThrow();
                    return "'" + value + "' is compared as a string; there is a list '"
                            + meant(value).orElseThrow() + "'";
                },
                "write the name of the list, or put the string in quotes if you mean the string itself");
    }

    /** A value with the name of a list of Falco's public rules, whose file is not loaded. */
    private Optional<String> missing(Condition.Check check) {
        return values(check).stream()
                .filter(value -> !value.quoted())
                .map(Operand.Text::value)
                .filter(value -> !lists.contains(value)
                        && NAME.matcher(value).matches()
                        && StockNames.hint(Location.Kind.LIST, value).isPresent())
                .findFirst();
    }

    private Optional<String> misspelled(Condition.Check check) {
        return values(check).stream()
                .filter(value -> !value.quoted())
                .map(Operand.Text::value)
                .filter(value -> meant(value).isPresent())
                .findFirst();
    }

    private static List<Operand.Text> values(Condition.Check check) {
        if (check.right() instanceof Operand.TextList list) {
            return list.values();
        }
        return check.operator().takesList() && check.right() instanceof Operand.Text value ? List.of(value) : List.of();
    }

    private Optional<String> meant(String value) {
        return known.computeIfAbsent(
                value,
                text -> lists.contains(text) || !NAME.matcher(text).matches()
                        ? Optional.empty()
                        : Optional.ofNullable(Nearest.of(text, lists)));
    }
}
