// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Span;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Collects the findings of checks after loading, and knows the positions in the rule files. */
@API(status = API.Status.INTERNAL)
public final class RuleDiagnostics {
    private final Diagnostics diagnostics = new Diagnostics();
    private final Map<String, ConditionText> macros = new HashMap<>();
    private final Map<String, RuleFileText> sources = new HashMap<>();
    /** The macros that {@link #atEachCheck} has entered, for each kind of fault. */
    private final Map<DiagnosticCode, ConditionWalk.Entered> searched = new EnumMap<>(DiagnosticCode.class);

    /** A collection for loaded rules. */
    public RuleDiagnostics(LoadResult loaded) {
        this(loaded.macros());
    }

    RuleDiagnostics(List<LoadResult.Macro> loaded) {
        loaded.forEach(macro -> macros.put(macro.name(), macro.text()));
    }

    /** The findings: the errors, then the warnings, each once, up to a maximum number of each. */
    public List<Diagnostic> all() {
        return diagnostics.all();
    }

    /** Adds a finding about a rule as a whole. */
    public void atRule(Rule rule, DiagnosticCode code, String message, @Nullable String hint) {
        diagnostics.add(contextOf(rule).diagnostic(code, message, hint));
    }

    /** Adds a finding about a rule's condition as a whole. */
    public void atCondition(Rule rule, DiagnosticCode code, String message, @Nullable String hint) {
        diagnostics.add(rule.text().context().diagnostic(code, message, hint));
    }

    /** Adds a finding about one check of a rule's condition or of a macro in it. */
    public void atCheck(Rule rule, Condition.Check wanted, DiagnosticCode code, String message, @Nullable String hint) {
        Context[] found = {rule.text().context()};
        walk(rule, new ConditionWalk.Entered(), (check, context, text) -> {
            if (check.equals(wanted)) {
                found[0] = context.at(text, check.span());
            }
            return true;
        });
        diagnostics.add(found[0].diagnostic(code, message, hint));
    }

    /** Adds a finding for each check of some kind. Those in a macro are added once, for the first rule that uses it. */
    public void atEachCheck(
            Rule rule,
            Predicate<Condition.Check> wrong,
            DiagnosticCode code,
            Function<Condition.Check, String> message,
            @Nullable String hint) {
        walk(rule, searched.computeIfAbsent(code, kind -> new ConditionWalk.Entered()), (check, context, text) -> {
            boolean found = wrong.test(check);
            if (found) {
                diagnostics.add(context.at(text, check.span()).diagnostic(code, message.apply(check), hint));
            }
            return !found;
        });
    }

    /**
     * Adds a finding about the values of an exception.
     *
     * @param span where the values are in the rule's condition
     */
    public void atException(Rule rule, RuleException exception, Span span, DiagnosticCode code, String message) {
        TracedText text = rule.text().traced();
        Place place = text.placeOf(Math.min(span.start(), text.length()));
        diagnostics.add(contextOf(rule)
                .in(Location.Kind.EXCEPTION, exception.name(), place)
                .diagnostic(code, message, null));
    }

    /** The whole texts of the files that rules and macros are written in, by the names of the files. */
    public Map<String, String> texts(List<Rule> rules) {
        Map<String, String> texts = new TreeMap<>();
        Stream.concat(rules.stream().map(rule -> rule.text()), macros.values().stream())
                .map(text -> text.context().place().source())
                .forEach(source -> {
                    sources.put(source.name(), source);
                    texts.put(source.name(), source.text());
                });
        return texts;
    }

    /** Adds a finding about a place in one of the files of {@link #texts}; line and column count from 1. */
    public void atLine(String file, int line, int column, DiagnosticCode code, String message, @Nullable String hint) {
        RuleFileText source = sources.get(file);
        if (source != null) {
            int offset = source.offsetOf(line, column);
            diagnostics.add(Context.of(source)
                    .in(Location.Kind.RULES_CONTENT, source.place(offset))
                    .diagnostic(code, message, hint));
        }
    }

    private void walk(Rule rule, ConditionWalk.Entered entered, ConditionWalk.Visitor visitor) {
        ConditionText text = rule.text();
        new ConditionWalk(name -> macros.containsKey(name) ? macros.get(name).traced() : null, entered, visitor)
                .walk(rule.condition(), text.context(), text.traced());
    }

    private static Context contextOf(Rule rule) {
        Context condition = rule.text().context();
        return condition.parent() == null ? condition : condition.parent();
    }
}
