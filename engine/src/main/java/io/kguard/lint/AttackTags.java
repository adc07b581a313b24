// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.internal.message.Nearest;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleDiagnostics;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds tags that look like MITRE ATT&amp;CK's and are none of them, and techniques that no tactic of their rule has. Falco knows
 * no tags, so it says nothing.
 */
final class AttackTags {
    /** ATT&amp;CK for Enterprise, up to version 19: the tactics of today, and those that a version had before. */
    private static final Set<String> TACTICS =
            Set.of(("reconnaissance resource_development initial_access execution persistence"
                            + " privilege_escalation defense_evasion stealth defense_impairment credential_access"
                            + " discovery lateral_movement collection command_and_control exfiltration impact")
                    .split(" ", -1));

    private static final String PREFIX = "mitre_";
    private static final Pattern TECHNIQUE = Pattern.compile("T\\d{4}(\\.\\d{3})?");
    private static final Pattern TACTIC_NUMBER = Pattern.compile("TA\\d{4}");
    private static final Pattern LIKE_TECHNIQUE = Pattern.compile("T\\d{1,6}([._]\\d{1,4})*");

    private final RuleDiagnostics diagnostics;

    AttackTags(RuleDiagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    void warn(Rule rule) {
        for (String tag : rule.tags()) {
            String hint = hint(tag);
            if (hint != null) {
                diagnostics.atRule(
                        rule,
                        DiagnosticCode.LINT_UNKNOWN_TAG,
                        "The tag " + tag + " of rule '" + rule.name()
                                + "' is no tactic and no technique of MITRE ATT&CK",
                        hint);
            }
        }
        Set<String> named = rule.tags().stream()
                .map(tag -> tag.toLowerCase(Locale.ROOT).replace('-', '_'))
                .filter(tag -> tag.startsWith(PREFIX) && TACTICS.contains(tag.substring(PREFIX.length())))
                .collect(Collectors.toCollection(TreeSet::new));
        // a tactic by its number: what the rule names is more than its names
        if (!named.isEmpty() && rule.tags().stream().noneMatch(TACTIC_NUMBER.asMatchPredicate())) {
            rule.tags().forEach(tag -> compare(rule, named, tag));
        }
    }

    private void compare(Rule rule, Set<String> named, String tag) {
        String technique = tag.toUpperCase(Locale.ROOT).replace("MITRE_", "");
        Set<String> right = AttackTechniques.tacticsEver(technique).stream()
                .map(tactic -> PREFIX + tactic.replace('-', '_'))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!right.isEmpty() && Collections.disjoint(named, right)) {
            diagnostics.atRule(
                    rule,
                    DiagnosticCode.LINT_TECHNIQUE_OF_OTHER_TACTIC,
                    "The technique " + (technique + " " + AttackTechniques.name(technique)).strip() + " of rule '"
                            + rule.name() + "' belongs to no tactic that the rule names: " + String.join(", ", named),
                    "ATT&CK has it in " + String.join(", ", right));
        }
    }

    private static @Nullable String hint(String tag) {
        String lower = tag.toLowerCase(Locale.ROOT);
        if (lower.startsWith(PREFIX)) {
            String name = lower.substring(PREFIX.length()).replace('-', '_');
            String technique = name.toUpperCase(Locale.ROOT);
            if (TACTICS.contains(name)) {
                return null;
            }
            if (TECHNIQUE.matcher(technique).matches()) {
                return unknown(technique);
            }
            return Nearest.hint(lower, TACTICS.stream().map(PREFIX::concat).collect(Collectors.toSet()));
        }
        String upper = tag.toUpperCase(Locale.ROOT);
        if (TECHNIQUE.matcher(upper).matches()) {
            return unknown(upper);
        }
        return LIKE_TECHNIQUE.matcher(upper).matches()
                ? "a technique is T and four digits, and three more after a dot, such as T1059.004"
                : null;
    }

    /** What to do about a technique that no version has; null if one has it. */
    private static @Nullable String unknown(String technique) {
        return AttackTechniques.isKnown(technique)
                ? null
                : "no technique of ATT&CK up to version " + AttackTechniques.VERSION + " has this number";
    }
}
