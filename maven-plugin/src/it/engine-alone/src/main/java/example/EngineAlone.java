package example;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;

/** Compiles a rule with the engine half of kguard alone. */
public final class EngineAlone {
    private static final String RULES = """
            - rule: Shadow file opened
              desc: Somebody opens /etc/shadow
              condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow
              output: Shadow file opened by %proc.name (file=%fd.name)
              priority: WARNING
            """;

    private EngineAlone() {}

    public static void main(String[] args) {
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("shadow.yaml", RULES),
                EngineOptions.of(FalcoVersion.CURRENT));
        System.out.println("rules: " + rules.rules().size());
    }
}
