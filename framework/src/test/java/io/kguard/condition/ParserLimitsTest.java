package io.kguard.condition;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.kguard.event.FalcoVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the parser is given, it ends soon, with a condition or a message. */
class ParserLimitsTest {
    private static final String[] PIECES = {
        "proc.name",
        "evt.type",
        "=",
        "!=",
        " in ",
        "(",
        ")",
        ",",
        " and ",
        " or ",
        "not ",
        "not(",
        "\"",
        "'",
        "\\",
        "[",
        "]",
        "val(",
        "tolower(",
        "len(",
        "exists",
        " contains ",
        " pmatch ",
        "a",
        "macro",
        "0x1f",
        "-1",
        " ",
        "\n",
        "<=",
        ">",
        "startswith ",
        "anyof",
        "\u00e9",
        "\u0000",
        "join(",
        "\\x4"
    };

    @Test
    void deepNestingIsAnError() {
        String deep = "(".repeat(100_000) + "a.b = c" + ")".repeat(100_000);
        assertThatThrownBy(() -> ConditionParser.parse(deep))
                .isInstanceOf(ConditionSyntaxException.class)
                .hasMessageContaining("exceeded max depth limit of 200");
        String transformers = "tolower(".repeat(100_000) + "a.b";
        assertThatThrownBy(() -> ConditionParser.parse(transformers)).hasMessageContaining("max depth");
        String negations = "not ".repeat(100_000) + "a.b = c";
        assertThat(ConditionParser.parse(negations)).isInstanceOf(Condition.Check.class);
    }

    @Test
    void whatIsAllowedCanBeEvaluated() {
        StringBuilder text = new StringBuilder("evt.num = 1");
        for (int i = 0; i < 95; i++) {
            text.insert(0, i % 2 == 0 ? "evt.num = 2 or (" : "not (evt.num = 3 and (")
                    .append(i % 2 == 0 ? ")" : "))");
        }
        Map<String, Condition> macros = Map.of("deep", ConditionParser.parse(text.toString()));
        Condition condition =
                new MacroResolver(macros::get).resolve(ConditionParser.parse("(((deep and evt.num > 0)))"));
        TypedCondition typed =
                new TypeChecker(io.kguard.field.FieldCatalogue.of(FalcoVersion.CURRENT)).check(condition);
        assertThat(ConditionPrinter.printExpanded(condition)).contains("evt.num = 1");
        assertThat(EventCodes.of(condition, FalcoVersion.CURRENT).isEmpty()).isFalse();
        assertThat(new LogicPool(c -> false).of(typed).cost()).isPositive();
    }

    @Test
    void largeListsAreRead() {
        String list = "a.b in (" + "x, ".repeat(300_000) + "y)";
        Condition.Check check =
                assertTimeoutPreemptively(ofSeconds(20), () -> (Condition.Check) ConditionParser.parse(list));
        assertThat(((Operand.TextList) check.right()).values()).hasSize(300_001);
    }

    @Test
    void macrosThatDoubleEachOtherAreRefused() {
        Map<String, Condition> macros = new HashMap<>();
        macros.put("m0", ConditionParser.parse("proc.name = a"));
        for (int i = 1; i < 60; i++) {
            macros.put("m" + i, ConditionParser.parse("m" + (i - 1) + " and m" + (i - 1)));
        }
        MacroResolver resolver = new MacroResolver(macros::get);
        Condition condition = resolver.resolve(ConditionParser.parse("m59"));
        TypeChecker checker = new TypeChecker(io.kguard.field.FieldCatalogue.of(FalcoVersion.CURRENT));
        assertThatThrownBy(() -> checker.check(condition))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining("when its macros are written out");
    }

    @Test
    void macrosThatUseThemselvesAreTold() {
        Map<String, Condition> macros = Map.of(
                "a",
                ConditionParser.parse("b"),
                "b",
                ConditionParser.parse("a or c.d = e"),
                "x",
                ConditionParser.parse("y"));
        MacroResolver resolver = new MacroResolver(macros::get);
        resolver.resolve(ConditionParser.parse("a and x"));
        assertThat(resolver.loops()).extracting(Condition.MacroRef::name).containsExactly("a");
        assertThat(resolver.undefined()).extracting(Condition.MacroRef::name).containsExactly("y");
    }

    @Test
    void anyTextIsAConditionOrAnError() {
        long seed = Long.getLong("kguard.seed", 20_261_124);
        Random random = new Random(seed);
        assertTimeoutPreemptively(ofSeconds(60), () -> {
            for (int i = 0; i < 200_000; i++) {
                StringBuilder text = new StringBuilder();
                for (int j = random.nextInt(12); j >= 0; j--) {
                    text.append(PIECES[random.nextInt(PIECES.length)]);
                }
                for (FalcoVersion version : FalcoVersion.values()) {
                    try {
                        ConditionParser.parse(text.toString(), version);
                    } catch (ConditionSyntaxException e) {
                        assertThat(e.span().start())
                                .as("seed %d: %s", seed, text)
                                .isBetween(0, text.length());
                    }
                }
            }
        });
    }
}
