// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.kguard.capture.ScapReader;
import io.kguard.event.Event;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.condition.syntax.ConditionSyntaxException;
import io.kguard.internal.condition.syntax.MacroResolver;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.machine.Machine;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Share;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For any input, the parser ends soon, with a condition or a message. */
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
                .hasMessage("filter error at index 200, line 1, column 201: exceeded max depth limit of 1000");
        String transformers = "tolower(".repeat(100_000) + "a.b";
        assertThatThrownBy(() -> ConditionParser.parse(transformers)).hasMessageContaining("max depth");
        String negations = "not ".repeat(100_000) + "a.b = c";
        assertThat(ConditionParser.parse(negations)).isInstanceOf(Condition.Check.class);
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void nestingIsCountedAsFalcoDoes(FalcoVersion version) {
        String deepest = "(".repeat(198) + "a.b = c" + ")".repeat(198);
        assertThat(ConditionParser.parse(deepest, version)).isInstanceOf(Condition.Check.class);
        assertThatThrownBy(() -> ConditionParser.parse("(" + deepest + ")", version))
                .hasMessageContaining("exceeded max depth limit of 1000");
        assertThat(ConditionParser.parse("(".repeat(199) + "macro" + ")".repeat(199), version))
                .isInstanceOf(Condition.MacroRef.class);
    }

    @Test
    @RequiresShared
    void whatIsAllowedNeedsNoDeepStack() throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>(new AssertionError("not run"));
        Runnable all = () -> {
            try {
                throughAllPasses();
                failure.set(null);
            } catch (Throwable e) {
                failure.set(e);
            }
        };
        Thread thread = new Thread(null, all, "shallow", 1 << 19);
        thread.start();
        thread.join();
        assertThat(failure.get()).isNull();
    }

    /** Conditions as deep as allowed, in macros that use each other. */
    private static void throughAllPasses() throws IOException {
        Map<String, Condition> macros = new HashMap<>();
        macros.put("m0", ConditionParser.parse(nested("evt.num > 1")));
        macros.put("m1", ConditionParser.parse(nested("m0")));
        Condition condition = resolver(macros).resolve(ConditionParser.parse(nested("m1")));
        TypedCondition typed = new TypeChecker(FieldCatalogue.of(FalcoVersion.CURRENT)).check(condition);
        assertThat(ConditionPrinter.printExpanded(condition)).contains("evt.num > 1");
        assertThat(EventTypeSearch.of(condition, FalcoVersion.CURRENT).isEmpty())
                .isFalse();
        assertThat(condition.hashCode()).isEqualTo(condition.hashCode());
        Event event = new Event(FalcoVersion.CURRENT);
        Machine machine = new Machine(FalcoVersion.CURRENT);
        EventContext context = new EventContext(event, machine);
        ConditionSet set = new ConditionSet(List.of(typed));
        BitSet first = new BitSet();
        first.set(0);
        try (ScapReader reader =
                ScapReader.open(Shared.path("falco-facts/golden/g1.scap"), FalcoVersion.CURRENT, machine)) {
            while (reader.next(event) && !machine.apply(event)) {
                machine.finish(event);
            }
            Evaluation evaluation = new Evaluation(set, context);
            boolean expected = typed.test(context);
            assertThat(set.program(first, context, true).first(evaluation) == 0).isEqualTo(expected);
            assertThat(Explainer.progress(typed, context)).isNotNegative();
            assertThat(Explainer.clauses(typed, context)).isNotEmpty();
        }
    }

    /** A condition nested as deep as allowed. */
    private static String nested(String inside) {
        String deep = inside;
        for (int i = 0; i < 99; i++) {
            deep = "evt.num = " + i + " or (not (evt.num > " + (1000 + i) + " and " + deep + "))";
        }
        return deep;
    }

    @Test
    void largeListsAreRead() {
        String list = "a.b in (" + "x, ".repeat(300_000) + "y)";
        Condition.Check check =
                assertTimeoutPreemptively(ofMinutes(5), () -> (Condition.Check) ConditionParser.parse(list));
        assertThat(((Operand.TextList) check.right()).values()).hasSize(300_001);
    }

    @Test
    void macrosThatDoubleEachOtherAreRefused() {
        Map<String, Condition> macros = new HashMap<>();
        macros.put("m0", ConditionParser.parse("proc.name = a"));
        for (int i = 1; i < 60; i++) {
            macros.put("m" + i, ConditionParser.parse("m" + (i - 1) + " and m" + (i - 1)));
        }
        MacroResolver resolver = resolver(macros);
        Condition condition = resolver.resolve(ConditionParser.parse("m59"));
        TypeChecker checker = new TypeChecker(FieldCatalogue.of(FalcoVersion.CURRENT));
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
        MacroResolver resolver = resolver(macros);
        resolver.resolve(ConditionParser.parse("a and x"));
        assertThat(resolver.loops()).extracting(Condition.MacroRef::name).containsExactly("a");
        assertThat(resolver.undefined()).extracting(Condition.MacroRef::name).containsExactly("y");
    }

    @Test
    void anyTextIsAConditionOrAnError() {
        long seed = Long.getLong("kguard.seed", 20_261_124);
        Random random = new Random(seed);
        assertTimeoutPreemptively(ofMinutes(5), () -> {
            for (int i = Share.of(200_000); i > 0; i--) {
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

    private static MacroResolver resolver(Map<String, Condition> macros) {
        return new MacroResolver(name -> {
            Condition condition = macros.get(name);
            return condition == null ? null : new MacroResolver.Macro(condition, false);
        });
    }
}
