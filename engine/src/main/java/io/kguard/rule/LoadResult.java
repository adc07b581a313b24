// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.Position;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.source.EventSources;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What rule files hold.
 *
 * @param version the version of Falco they were read for
 * @param sources the sources of events that were known
 * @param files the files, in the order in which they were loaded
 * @param defined what they define
 * @param unloaded what is left out without an error: rules of a source that is not known, those skipped by
 *     {@code skip-if-unknown-filter}, and files of a folder that are not read. A warning says why
 * @param diagnostics what is wrong: the errors first, in the order in which Falco would meet them, then the warnings
 */
@API(status = API.Status.EXPERIMENTAL)
public record LoadResult(
        FalcoVersion version,
        @API(status = API.Status.INTERNAL) EventSources sources,
        @API(status = API.Status.INTERNAL) List<String> files,
        @API(status = API.Status.INTERNAL) Defined defined,
        @API(status = API.Status.INTERNAL) List<Unloaded> unloaded,
        List<Diagnostic> diagnostics) {
    /**
     * What rule files define.
     *
     * @param rules the rules that loaded, disabled ones too, in the order in which they are evaluated
     * @param macros the macros, in order of their first definition
     * @param lists the lists, in order of their first definition
     * @param fatal what of each rule ends Falco, or may
     * @param requirements what the files require: of each one {@code plugin NAME} is enough, from its version on
     */
    @API(status = API.Status.INTERNAL)
    public record Defined(
            List<Rule> rules,
            List<Macro> macros,
            List<ListItem> lists,
            Map<Rule, List<Diagnostic>> fatal,
            List<Map<String, String>> requirements) {
        public Defined {
            rules = List.copyOf(rules);
            macros = List.copyOf(macros);
            lists = List.copyOf(lists);
            fatal = Map.copyOf(fatal);
            requirements = List.copyOf(requirements);
        }
    }

    public LoadResult {
        files = List.copyOf(files);
        unloaded = List.copyOf(unloaded);
        diagnostics = List.copyOf(diagnostics);
    }

    /** The rules that loaded, disabled ones too, in the order in which they are evaluated. */
    @API(status = API.Status.INTERNAL)
    public List<Rule> rules() {
        return defined.rules;
    }

    /** The macros, in order of their first definition. */
    @API(status = API.Status.INTERNAL)
    public List<Macro> macros() {
        return defined.macros;
    }

    /** The lists, in order of their first definition. */
    @API(status = API.Status.INTERNAL)
    public List<ListItem> lists() {
        return defined.lists;
    }

    /** Whether there is no error. Only then may the rules be used. */
    public boolean isSuccessful() {
        return errors().isEmpty();
    }

    /** The errors. */
    public List<Diagnostic> errors() {
        return diagnostics.stream().filter(Diagnostic::isError).toList();
    }

    /** The warnings. */
    public List<Diagnostic> warnings() {
        return diagnostics.stream().filter(diagnostic -> !diagnostic.isError()).toList();
    }

    /** A rule by name. */
    public Optional<Rule> rule(String name) {
        return rules().stream().filter(rule -> rule.name().equals(name)).findFirst();
    }

    /** A macro by name. */
    @API(status = API.Status.INTERNAL)
    public Optional<Macro> macro(String name) {
        return macros().stream().filter(macro -> macro.name().equals(name)).findFirst();
    }

    /**
     * Returns this result if the rules may be used.
     *
     * @throws io.kguard.diagnostic.KguardException if there is an error
     */
    public LoadResult orThrow() {
        return orThrow(errors());
    }

    /** Refuses rules of which one would end Falco. */
    @API(status = API.Status.INTERNAL)
    public LoadResult requireNoneFatal(List<Rule> active) {
        return orThrow(active.stream()
                .flatMap(rule -> defined.fatal.getOrDefault(rule, List.of()).stream())
                .filter(Diagnostic::isError)
                .distinct()
                .toList());
    }

    private LoadResult orThrow(List<Diagnostic> errors) {
        if (!errors.isEmpty()) {
            throw new RuleLoadException(errors);
        }
        return this;
    }

    /**
     * A macro of a rule file.
     *
     * @param name its name
     * @param text the text of its condition; list names are replaced, macros in it are not
     * @param condition the condition, with macros in it resolved
     * @param position where it is defined
     */
    @API(status = API.Status.INTERNAL)
    public record Macro(String name, ConditionText text, Condition condition, Position position) {}

    /**
     * A list of a rule file.
     *
     * @param name its name
     * @param items its items; names of lists among them are replaced by their items, one level deep as in Falco
     * @param position where it is defined
     */
    @API(status = API.Status.INTERNAL)
    public record ListItem(String name, List<String> items, Position position) {
        public ListItem {
            items = List.copyOf(items);
        }
    }
}
