package io.kguard.engine;

import io.kguard.machine.Machine;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import java.util.List;

/** Rules compiled for evaluation. Immutable, shared by engines and threads. */
public final class RuleSet {
    private final EngineOptions options;
    private final List<Rule> rules;

    private RuleSet(EngineOptions options, List<Rule> rules) {
        this.options = options;
        this.rules = List.copyOf(rules);
    }

    /**
     * Compiles the rules of a load.
     *
     * @throws io.kguard.rule.RuleLoadException if the load has errors
     */
    public static RuleSet compile(LoadResult loaded, EngineOptions options) {
        return new RuleSet(options, loaded.orThrow().rules());
    }

    /** The rules that are evaluated, in the order in which they are. */
    public List<Rule> rules() {
        return rules;
    }

    /** The options it was compiled with. */
    public EngineOptions options() {
        return options;
    }

    /** An engine that judges the events of a machine. */
    public Engine newEngine(Machine machine, AlertListener listener) {
        return new Engine(this, machine, listener);
    }
}
