// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.internal.condition.syntax.MacroResolver;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Parses macros and resolves the macros in them. */
final class MacroCompiler {
    private final Definitions definitions;
    private final ListExpansion lists;
    private final ConditionTexts texts;
    private final Diagnostics diagnostics;
    private final Set<String> used;
    /** How deep the bodies of macros are. */
    private final IdentityHashMap<Condition, Integer> depths = new IdentityHashMap<>();

    private final Set<String> tooDeep = new HashSet<>();
    private final Map<String, CompiledMacro> broken = new HashMap<>();

    /** Compiles with expanded lists. Adds the names of macros that macros use to {@code used}. */
    MacroCompiler(
            Definitions definitions,
            ListExpansion lists,
            ConditionTexts texts,
            Diagnostics diagnostics,
            Set<String> used) {
        this.definitions = definitions;
        this.lists = lists;
        this.texts = texts;
        this.diagnostics = diagnostics;
        this.used = used;
    }

    /** The macros by name, in order of first definition. Those with errors are reported and left out. */
    Map<String, CompiledMacro> compile() {
        Map<String, CompiledMacro> macros = new LinkedHashMap<>();
        definitions.macros.values().stream()
                .sorted((a, b) -> Integer.compare(a.index, b.index))
                .forEach(macro -> attempt(macro, () -> macros.put(macro.name, parse(macro))));
        for (MacroDefinition macro : definitions.macros.values()) {
            CompiledMacro parsed = macros.get(macro.name);
            if (parsed != null) {
                attempt(macro, () -> macros.put(macro.name, resolve(parsed, macros)));
            }
        }
        for (String name : definitions.macros.keySet()) {
            if (definitions.isBroken(Location.Kind.MACRO, name) && macros.containsKey(name)) {
                broken.put(name, macros.remove(name));
            }
        }
        return macros;
    }

    /** The macros that have errors but can be parsed, as written. */
    Map<String, CompiledMacro> broken() {
        return broken;
    }

    private void attempt(MacroDefinition macro, Runnable step) {
        try {
            step.run();
        } catch (LoadError e) {
            diagnostics.addAll(e);
            definitions.markBroken(Location.Kind.MACRO, macro.name);
        }
    }

    private CompiledMacro parse(MacroDefinition macro) {
        TracedText text = texts.expand(macro.condition.text(), lists, macro.conditionContext);
        return new CompiledMacro(macro, text, texts.parse(text, macro.conditionContext), false);
    }

    private CompiledMacro resolve(CompiledMacro macro, Map<String, CompiledMacro> macros) {
        MacroDefinition definition = macro.definition();
        boolean[] broken = {false};
        MacroResolver resolver = new MacroResolver(name -> {
            CompiledMacro other = macros.get(name);
            if (tooDeep.contains(name)) {
                broken[0] = true;
                return null;
            }
            broken[0] |= definitions.isBroken(Location.Kind.MACRO, name)
                    || other == null && definitions.isExcused(Location.Kind.MACRO, name);
            return other != null && other.definition().index < definition.visibility ? other.macro() : null;
        });
        Condition whole;
        try {
            whole = resolver.resolve(macro.condition());
        } catch (ConditionException e) {
            throw definition
                    .conditionContext
                    .at(macro.text(), e.span())
                    .error(DiagnosticCode.LOAD_ERR_VALIDATE, String.valueOf(e.getMessage()));
        }
        if (depth(whole) > ConditionParser.MAX_DEPTH) {
            tooDeep.add(definition.name);
            throw definition.conditionContext.invalid("macros nest deeper than " + ConditionParser.MAX_DEPTH, null);
        }
        used.addAll(resolver.used());
        resolver.undefined().forEach(ref -> used.add(ref.name()));
        if (!resolver.loops().isEmpty()) {
            Condition.MacroRef loop = resolver.loops().get(0);
            throw definition
                    .context
                    .at(macro.text(), loop.span())
                    .invalid("reference loop in macro '" + loop.name() + "'", null);
        }
        if (broken[0]) {
            // a macro may be undefined because of the error in the other macro
            definitions.markBroken(Location.Kind.MACRO, definition.name);
            return macro.with(whole);
        }
        Attempts attempts = new Attempts();
        for (Condition.MacroRef ref : resolver.undefined()) {
            attempts.failed(definition
                    .context
                    .at(macro.text(), ref.span())
                    .invalid("Undefined macro '" + ref.name() + "' used in filter.", hint(definition, ref.name())));
        }
        attempts.end();
        return macro.with(whole);
    }

    /** How deeply a condition nests after macros are replaced. Shared macros are measured once. */
    private int depth(Condition condition) {
        Integer known = condition instanceof Condition.MacroUse use ? depths.get(use.body()) : null;
        if (known != null) {
            return known;
        }
        int deepest = 0;
        for (Condition child : condition.children()) {
            deepest = Math.max(deepest, depth(child));
        }
        if (condition instanceof Condition.MacroUse use) {
            depths.put(use.body(), 1 + deepest);
        }
        return 1 + deepest;
    }

    private String hint(MacroDefinition user, String name) {
        if (name.equals(user.name)) {
            return "a macro can't use itself";
        }
        return definitions.macros.containsKey(name)
                ? "macro '" + name + "' is defined later, at "
                        + definitions.macros.get(name).context.place().position()
                        + "; a macro must be defined before the macros that use it"
                : texts.undefined(name, definitions.macros.keySet());
    }
}
