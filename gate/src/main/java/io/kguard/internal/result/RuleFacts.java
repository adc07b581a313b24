// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.file.Sha256;
import io.kguard.internal.report.RuleEntry;
import io.kguard.rule.Priority;
import io.kguard.rule.Rule;
import io.kguard.rule.Unloaded;
import java.util.List;

/**
 * What decides which thresholds a rule has.
 *
 * @param name its name
 * @param tags its tags
 * @param priority its priority
 * @param file the path of its file
 * @param unloaded why it is not loaded although it should be, so that no check can be about it; empty if it is
 */
public record RuleFacts(String name, List<String> tags, Priority priority, String file, String unloaded) {
    public RuleFacts {
        tags = List.copyOf(tags);
    }

    public static RuleFacts of(Rule rule) {
        return new RuleFacts(
                rule.name(), rule.tags(), rule.priority(), rule.position().file(), "");
    }

    /** The digest of what a rule says, with its macros replaced: 16 hexadecimal digits, in the first line of a derived file. */
    public static String digest(Rule rule) {
        String said = rule.source() + "\n" + rule.name() + "\n" + ConditionPrinter.printExpanded(rule.condition());
        return Sha256.of(said.getBytes(UTF_8)).substring(0, 16);
    }

    /** Those of what was left out when the rules were loaded. */
    public static RuleFacts of(Unloaded left) {
        return new RuleFacts(
                left.name(),
                left.tags(),
                left.priority(),
                left.position().file(),
                left.why().message().strip());
    }

    /** Those of a rule of a run that counts. */
    public static RuleFacts of(RuleEntry rule) {
        return new RuleFacts(
                rule.name(),
                rule.tags(),
                Priority.of(rule.priority()).orElseThrow(),
                rule.place().file(),
                rule.unloaded() ? rule.unevaluated() : "");
    }
}
