// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.Position;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What rule files hold and Falco leaves out without an error, so that it never fires.
 *
 * @param kind what it is
 * @param name the name of the rule; of a file the path in its folder
 * @param source the source of the rule's events; empty if it is no rule
 * @param priority the rule's priority; {@link Priority#DEBUG} if it is no rule
 * @param tags the rule's tags
 * @param why the warning that says why
 */
@API(status = API.Status.INTERNAL)
public record Unloaded(Kind kind, String name, String source, Priority priority, List<String> tags, Diagnostic why) {
    /** What is left out. */
    public enum Kind {
        /** A rule: of an unknown source, or skipped by {@code skip-if-unknown-filter}. */
        RULE,
        /** An item of a rule file that is no rule, macro or list, such as one with a misspelt key. */
        ITEM,
        /** A file in a folder: a broken link, or one that Falco does not read. Nobody knows what rules it holds. */
        FILE
    }

    public Unloaded {
        tags = List.copyOf(tags);
    }

    static Unloaded rule(RuleDefinition rule, Diagnostic why) {
        return new Unloaded(Kind.RULE, rule.name, rule.source, rule.priority, List.copyOf(rule.tags), why);
    }

    static Unloaded other(Kind kind, String name, Diagnostic why) {
        return new Unloaded(kind, name, "", Priority.DEBUG, List.of(), why);
    }

    /** Where it is. */
    public Position position() {
        return why.position();
    }
}
