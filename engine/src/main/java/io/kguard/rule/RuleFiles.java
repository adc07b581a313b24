// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Position;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.source.EventSources;
import io.kguard.rule.LoadResult.ListItem;
import io.kguard.rule.LoadResult.Macro;
import io.kguard.rule.Requirements.Plugin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One load. Files are added one after the other, and after each everything so far is compiled. Falco stops after a file
 * with errors; this class reports the errors of all files. Unused definitions are reported at the end; Falco reports
 * them after each file, even those that the next file uses.
 */
final class RuleFiles implements RuleSources.Taker {
    /** How many definitions are compiled. Those of the first file count again after each further file. */
    private static final int MAX_COMPILED = 250_000;

    private final FalcoVersion version;
    private final Diagnostics diagnostics = new Diagnostics();
    private final Definitions definitions = new Definitions();
    private final Requirements requirements;
    private final ItemReader items;
    private final ConditionTexts texts;
    /** The existing sources of events. Rules of others are not compiled. */
    private final LoadedSources sources;

    private final Map<String, ConditionChecker> checks = new HashMap<>();
    private final OutputCompiler outputs;
    /** Whether the last file is not compiled yet, and the number of its first definition. */
    private boolean pending;

    private int first;
    private long compiled;
    private boolean full;
    private final Set<String> files = new LinkedHashSet<>();
    private final List<Unloaded> unread = new ArrayList<>();
    /** Why rules are skipped, by their names. */
    private Map<String, Diagnostic> skipped = Map.of();

    private List<Rule> rules = List.of();
    private List<Macro> macros = List.of();
    private List<ListItem> lists = List.of();
    private Map<Rule, List<Diagnostic>> fatal = Map.of();

    /**
     * Begins a load.
     *
     * @param known the sources that the run knows
     * @param plugins the plugins that files may require
     * @param leftOut where items begin that are not read
     */
    RuleFiles(FalcoVersion version, EventSources known, List<Plugin> plugins, Set<Position> leftOut) {
        this.version = version;
        this.requirements = new Requirements(version, plugins);
        this.texts = new ConditionTexts(version);
        this.sources = new LoadedSources(known, version, plugins);
        this.outputs = new OutputCompiler(version, sources, diagnostics);
        this.items = new ItemReader(version, definitions, requirements, sources, leftOut, diagnostics, unread::add);
    }

    /** The checker for the rules of a source, created on first use. */
    private ConditionChecker checksOf(String source) {
        return checks.computeIfAbsent(
                source, label -> new ConditionChecker(sources.fields(label), definitions, diagnostics));
    }

    @Override
    public void add(LoadError error) {
        compilePending();
        diagnostics.addAll(error);
        definitions.markIncomplete();
    }

    @Override
    public void leaveOut(Unloaded file) {
        diagnostics.add(file.why());
        unread.add(file);
    }

    @Override
    public void add(RuleFileText file, List<YamlNode> documents) {
        compilePending();
        if (compiled > MAX_COMPILED) {
            if (!full) {
                diagnostics.addAll(Context.of(file)
                        .malformed(
                                "too many files: after each file, everything that was defined before is checked again",
                                "put the rules into fewer files; this file and those after it are not read"));
            }
            full = true;
            return;
        }
        files.add(file.name());
        pending = true;
        first = definitions.sequence();
        items.read(file, documents);
    }

    private void compilePending() {
        if (pending) {
            compile(first, false);
        }
        pending = false;
    }

    /** Compiles the last file. */
    LoadResult finish() {
        if (pending) {
            compile(0, true);
        }
        List<Diagnostic> all = new ArrayList<>(requirements.unsatisfied(true));
        requirements.unsatisfied(false).forEach(diagnostics::add);
        all.addAll(diagnostics.all());
        return new LoadResult(
                version,
                sources.known(),
                List.copyOf(files),
                new LoadResult.Defined(rules, macros, lists, fatal, requirements.found),
                unloaded(),
                all);
    }

    /** What is defined and not among the rules. Every rule is one or the other, so that none gets lost without a word. */
    private List<Unloaded> unloaded() {
        if (diagnostics.hasErrors()) {
            return List.of(); // the rules may not be used
        }
        Set<String> loaded = rules.stream().map(Rule::name).collect(Collectors.toSet());
        List<Unloaded> all = new ArrayList<>();
        for (RuleDefinition rule : inOrder(definitions.rules.values())) {
            if (!loaded.contains(rule.name)) {
                Diagnostic why = skipped.get(rule.name);
                all.add(Unloaded.rule(rule, why != null ? why : RuleReader.unknownSource(rule, sources)));
            }
        }
        all.addAll(unread);
        return all;
    }

    /**
     * Compiles.
     *
     * @param since rules that were not defined or changed since this number are skipped
     * @param last whether no file follows
     */
    private void compile(int since, boolean last) {
        try {
            compiled += definitions.sequence();
            Set<String> used = new HashSet<>();
            skipped = Map.of();
            ListExpansion expansion = new ListExpansion(inOrder(definitions.lists.values()));
            MacroCompiler macroCompiler = new MacroCompiler(definitions, expansion, texts, diagnostics, used);
            Map<String, CompiledMacro> compiled = macroCompiler.compile();
            RuleCompiler compiler = new RuleCompiler(
                    version,
                    definitions,
                    new RuleCompiler.Named(expansion, compiled, macroCompiler.broken(), used),
                    texts,
                    this::checksOf,
                    outputs,
                    diagnostics);
            skipped = compiler.skipped();
            List<Rule> done = new ArrayList<>();
            for (RuleDefinition definition : inOrder(definitions.rules.values())) {
                if (definition.visibility >= since && sources.contains(definition.source) && !diagnostics.isFull()) {
                    Rule rule = compiler.compile(definition);
                    if (rule != null) {
                        done.add(rule);
                    }
                }
            }
            rules = done;
            if (last) {
                lists = expansion.items();
                macros = compiled.values().stream().map(RuleFiles::macro).toList();
                fatal = FatalRules.in(rules, macros, sources);
            }
            if (last && !diagnostics.hasErrors()) {
                warnOfUnused(used, expansion);
            }
        } catch (LoadError e) {
            diagnostics.addAll(e);
        }
    }

    private static <D extends Definition> List<D> inOrder(Collection<D> definitions) {
        return definitions.stream()
                .sorted((definition, other) -> Integer.compare(definition.index, other.index))
                .toList();
    }

    private static Macro macro(CompiledMacro macro) {
        return new Macro(
                macro.definition().name,
                new ConditionText(macro.text(), macro.definition().conditionContext),
                macro.condition(),
                macro.definition().context.place().position());
    }

    private void warnOfUnused(Set<String> usedMacros, ListExpansion expansion) {
        warnOfUnused(definitions.macros.values(), usedMacros::contains, DiagnosticCode.LOAD_UNUSED_MACRO, "Macro");
        warnOfUnused(definitions.lists.values(), expansion::isUsed, DiagnosticCode.LOAD_UNUSED_LIST, "List");
    }

    private void warnOfUnused(
            Collection<? extends Definition> defined, Predicate<String> isUsed, DiagnosticCode code, String what) {
        inOrder(defined).stream()
                .filter(definition -> !isUsed.test(definition.name))
                .forEach(definition ->
                        diagnostics.warn(code, what + " not referred to by any other rule/macro", definition.context));
    }
}
