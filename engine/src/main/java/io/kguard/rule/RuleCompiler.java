// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.EventTypeSearch;
import io.kguard.internal.condition.TypedCondition;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.MacroResolver;
import io.kguard.internal.field.OutputTemplate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compiles rules from their definitions: exceptions, output, lists, macros, types, event codes, in Falco's order. */
final class RuleCompiler {
    private static final int MANY_CODES = 100;

    private final FalcoVersion version;
    private final Definitions definitions;
    private final Named named;
    private final ConditionTexts texts;
    private final Function<String, ConditionChecker> checksOfSource;
    private final OutputCompiler outputs;
    private final EventTypeSearch eventTypes;
    private final Diagnostics diagnostics;
    private final Map<String, Diagnostic> skipped = new HashMap<>();

    /**
     * What conditions name.
     *
     * @param brokenMacros the macros that have errors but can be parsed
     * @param usedMacros receives the names of macros that rules use
     */
    record Named(
            ListExpansion lists,
            Map<String, CompiledMacro> macros,
            Map<String, CompiledMacro> brokenMacros,
            Set<String> usedMacros) {}

    RuleCompiler(
            FalcoVersion version,
            Definitions definitions,
            Named named,
            ConditionTexts texts,
            Function<String, ConditionChecker> checksOfSource,
            OutputCompiler outputs,
            Diagnostics diagnostics) {
        this.version = version;
        this.definitions = definitions;
        this.named = named;
        this.texts = texts;
        this.checksOfSource = checksOfSource;
        this.outputs = outputs;
        this.eventTypes = new EventTypeSearch(version);
        this.diagnostics = diagnostics;
    }

    /** Why rules are skipped, by their names. */
    Map<String, Diagnostic> skipped() {
        return Collections.unmodifiableMap(skipped);
    }

    /** The rule, or null if it is skipped or has errors, which are reported. All its parts are checked in any case. */
    @Nullable
    Rule compile(RuleDefinition definition) {
        List<Diagnostic> errors = new ArrayList<>();
        Attempts attempts = new Attempts();
        TracedText whole =
                new ExceptionText(version).addTo(definition.condition.text(), definition.exceptions, attempts);
        attempts.reportTo(errors);
        boolean lacksOutput = definition.output.isEmpty() && definition.faulty;
        OutputTemplate output = lacksOutput ? null : outputs.compile(definition, errors);
        Parsed parsed = null;
        try {
            parsed = definition.condition.isEmpty() ? null : parse(definition, whole, errors);
            if (parsed != null) {
                check(definition, parsed, errors);
            }
        } catch (LoadError e) {
            errors.addAll(e.diagnostics());
        }
        if (errors.isEmpty()) {
            return parsed == null || parsed.checked == null || output == null || definition.faulty
                    ? null
                    : new CheckedRule(
                            definition,
                            output,
                            new ConditionText(parsed.text, definition.conditionContext),
                            parsed.checked);
        }
        Diagnostic first = errors.get(0);
        if (definition.skipIfUnknownFilter && first.unknownName()) {
            checksOf(definition).forgetLast();
            Diagnostic why = first.withCode(DiagnosticCode.LOAD_UNKNOWN_FILTER);
            skipped.put(definition.name, why);
            diagnostics.add(why);
        } else {
            errors.forEach(diagnostics::add);
        }
        return null;
    }

    /** A rule's condition. It is faulty if an error in it is already reported, and checked if it is valid. */
    private static final class Parsed {
        final TracedText text;
        final Condition condition;
        boolean faulty;

        @Nullable
        TypedCondition checked;

        Parsed(TracedText text, Condition condition) {
            this.text = text;
            this.condition = condition;
        }
    }

    private Parsed parse(RuleDefinition definition, TracedText whole, List<Diagnostic> errors) {
        Context context = definition.conditionContext;
        TracedText text = texts.expand(whole, named.lists, context);
        Condition written = texts.parse(text, context, ExceptionText.checks(definition.exceptions));
        boolean[] broken = {false};
        MacroResolver resolver = new MacroResolver(name -> {
            CompiledMacro macro = named.macros.get(name);
            broken[0] |= macro == null && definitions.isExcused(Location.Kind.MACRO, name);
            return macro == null ? null : macro.macro();
        });
        Parsed parsed;
        try {
            parsed = new Parsed(text, resolver.resolve(written));
        } catch (ConditionException e) {
            throw context.at(text, e.span()).error(DiagnosticCode.LOAD_ERR_VALIDATE, String.valueOf(e.getMessage()));
        }
        named.usedMacros.addAll(resolver.used());
        parsed.faulty = broken[0];
        for (Condition.MacroRef ref : resolver.undefined()) {
            CompiledMacro macro = named.brokenMacros.get(ref.name());
            if (macro != null) {
                Condition use = new Condition.MacroUse(ref.name(), macro.condition(), ref.span());
                checksOf(definition).check(use, context, text, named.brokenMacros, errors);
            } else if (!definitions.isExcused(Location.Kind.MACRO, ref.name())) {
                errors.add(definition
                        .context
                        .at(text, ref.span())
                        .invalid(
                                "Undefined macro '" + ref.name() + "' used in filter.",
                                texts.undefined(ref.name(), definitions.macros.keySet()))
                        .diagnostics()
                        .get(0));
            }
        }
        return parsed;
    }

    private ConditionChecker checksOf(RuleDefinition definition) {
        return checksOfSource.apply(definition.source);
    }

    private void check(RuleDefinition definition, Parsed parsed, List<Diagnostic> errors) {
        Context context = definition.conditionContext;
        boolean undefined = !errors.isEmpty() || parsed.faulty;
        ConditionChecker checks = checksOf(definition);
        boolean sound = checks.check(parsed.condition, context, parsed.text, named.macros, errors);
        if (undefined || !sound) {
            return;
        }
        try {
            parsed.checked = checks.checked(parsed.condition);
            if (!definition.source.equals(EventSource.SYSCALL.label())) {
                return;
            }
            BitSet codes = eventTypes.in(parsed.condition);
            boolean few = codes.isEmpty() && !version.atLeast(FalcoVersion.V0_45);
            if (definition.warnEventTypes && (few || codes.cardinality() > MANY_CODES)) {
                diagnostics.add(definition.context.diagnostic(
                        DiagnosticCode.LOAD_NO_EVTTYPE,
                        "Rule matches too many evt.type values. This has a significant performance penalty.",
                        few
                                ? "the checks of evt.type leave no event type"
                                : "add a test such as 'evt.type in (open, openat)' with 'and'"));
            }
        } catch (ConditionException e) {
            throw context.at(parsed.text, e.span())
                    .error(DiagnosticCode.LOAD_ERR_COMPILE_CONDITION, String.valueOf(e.getMessage()));
        }
    }
}
