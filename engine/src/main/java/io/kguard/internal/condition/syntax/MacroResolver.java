// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the names of macros by the macros, and keeps where they were used. A macro's own condition is resolved once
 * and shared by all its uses.
 *
 * <p>Not thread-safe.
 */
public final class MacroResolver {
    private final Function<String, @Nullable Macro> macros;
    private final Map<String, Condition> resolved = new HashMap<>();
    private final Set<String> path = new LinkedHashSet<>();
    private final List<Condition.MacroRef> undefined = new ArrayList<>();
    private final List<Condition.MacroRef> loops = new ArrayList<>();
    private int depth;

    /**
     * A macro.
     *
     * @param resolved whether the macros in its condition are resolved
     */
    public record Macro(Condition condition, boolean resolved) {}

    /**
     * A resolver.
     *
     * @param macros returns a macro by its name, or null if there is none; called once per name
     */
    public MacroResolver(Function<String, @Nullable Macro> macros) {
        this.macros = macros;
    }

    /**
     * A condition with its macros resolved. Unknown names, and names that would lead back to themselves, stay;
     * {@link #undefined} and {@link #loops} list them.
     *
     * @throws ConditionException if macros nest too deeply
     */
    public Condition resolve(Condition condition) {
        if (++depth > ConditionParser.MAX_DEPTH) {
            throw new ConditionException("exceeded max depth limit of " + ConditionParser.MAX_DEPTH, condition.span());
        }
        try {
            return replace(condition);
        } finally {
            depth--;
        }
    }

    private Condition replace(Condition condition) {
        if (condition instanceof Condition.And and) {
            return new Condition.And(all(and.children()), and.span());
        } else if (condition instanceof Condition.Or or) {
            return new Condition.Or(all(or.children()), or.span());
        } else if (condition instanceof Condition.Not not) {
            return new Condition.Not(resolve(not.child()), not.span());
        } else if (condition instanceof Condition.MacroRef ref) {
            return macro(ref);
        }
        // a MacroUse is already resolved; entering it again would undo the sharing of macros' bodies
        return condition;
    }

    /** Resolves several conditions. A loop, because it is on the stack at every level. */
    private List<Condition> all(List<Condition> conditions) {
        List<Condition> all = new ArrayList<>(conditions.size());
        for (Condition condition : conditions) {
            all.add(resolve(condition));
        }
        return all;
    }

    private Condition macro(Condition.MacroRef ref) {
        Condition known = resolved.get(ref.name());
        if (known != null) {
            return new Condition.MacroUse(ref.name(), known, ref.span());
        }
        if (path.contains(ref.name())) {
            loops.add(ref);
            return ref;
        }
        Macro macro = macros.apply(ref.name());
        if (macro == null) {
            undefined.add(ref);
            return ref;
        }
        path.add(ref.name());
        Condition whole = macro.resolved ? macro.condition : resolve(macro.condition);
        path.remove(ref.name());
        resolved.put(ref.name(), whole);
        return new Condition.MacroUse(ref.name(), whole, ref.span());
    }

    /** The unknown names so far, in the order found; a name inside a shared macro once. */
    public List<Condition.MacroRef> undefined() {
        return List.copyOf(undefined);
    }

    /** The names so far of macros that use themselves. */
    public List<Condition.MacroRef> loops() {
        return List.copyOf(loops);
    }

    /** The names of the macros that were used so far. */
    public Set<String> used() {
        return Set.copyOf(resolved.keySet());
    }
}
