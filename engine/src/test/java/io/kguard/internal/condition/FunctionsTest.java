// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.capture.ScapReader;
import io.kguard.event.Event;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.ConditionException;
import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.internal.condition.syntax.ConditionSyntaxException;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.Field;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.OutputTemplate;
import io.kguard.internal.machine.Machine;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code join}, {@code concat} and {@code getopt}, in conditions and in outputs. */
class FunctionsTest {
    private static final FieldCatalogue CATALOGUE = FieldCatalogue.of(FalcoVersion.CURRENT);

    private static final String SIXTY_FIVE_CHARACTERS =
            "0123456789012345678901234567890123456789012345678901234567890123A";

    private static final String ARGUMENTS =
            "(\"-lv\", \"-p80\", \"--force\", \"-e\", \"/bin/sh\", \"-x\", \"last\", \"-l\")";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "join(\", \", (\"a\", \"b\", 3)) = \"a, b, 3\"",
                "join(\"-\", ()) = \"\"",
                "join(\"\", (\"a\", concat(\"b\", \"c\"), \"d\")) = \"abcd\"",
                "concat(\"a\", toupper(\"b\"), join(\"+\", (\"c\", \"d\"))) = aBc+d",
                "toupper(concat(\"a\", \"b\")) = AB",
                "len(concat(\"a\", \"bc\")) = 3",
                "tolower(\"ABC\") startswith ab",
                "len((\"a\", \"b\")) = 2",
                // Falco treats this as a string because its field is one: the number's lowest byte, then 0
                "concat(len(\"" + SIXTY_FIVE_CHARACTERS + "\"), \"-\") = A-",
                "join(\"-\", (len(\"" + SIXTY_FIVE_CHARACTERS + "\"), \"b\")) = A-b",
                "concat(len(\"\"), \"b\") = b",
                "len(concat(len(\"abc\"), len(\"ab\"))) = 2",
                "concat(getopt((\"-a\"), \"a\"), \"b\") = ab",
                "not concat(getopt((\"word\"), \"a\"), \"b\") exists",
                "getopt(ARGUMENTS, \"lvp:e:\") in (l, v, p, 80, e, /bin/sh, \"?\")",
                "getopt(ARGUMENTS, \"lvp:e:\")[p] = 80",
                "getopt(ARGUMENTS, \"lvp:e:\")[e] = /bin/sh",
                "getopt(ARGUMENTS, \"lvp:e:\")[l] = l",
                "getopt(ARGUMENTS, \"lvp:e:\")[\"v\"] exists",
                "getopt(ARGUMENTS, \"vp:\") intersects (\"?\")",
                "getopt((\"-a1\", \"-a2\"), \"a:\")[a] = 2",
                "getopt((\"-a\"), \"a:\")[a] = \"\"",
                "getopt((\"-a\", \"--\", \"-b\"), \"ab\") in (a)",
                "len(getopt((\"-ab\", \"-c\"), \"abc\")) = 3",
                "not getopt((\"-a\"), \"ab\")[b] exists",
                "not getopt((\"-a\"), \"ab\")[b] != x",
                "getopt((\"word\"), \"a\") in (nothing)",
                "not getopt((\"word\"), \"a\") intersects (nothing)",
                "concat(\"a\", \"b\") = concat(\"ab\", \"\")",
                "concat(\"a\", \"b\") in concat(\"ab\", \"\")",
                "not concat(\"A\", \"B\") in toupper(\"ab\")",
                "not toupper(getopt((\"-a\"), \"a\")) intersects (A)"
            })
    void conditionsHold(String condition) throws Exception {
        String text = condition.replace("ARGUMENTS", ARGUMENTS);
        assertThat(typed(text).test(context())).as(text).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "join(\"-\") = x | join() requires exactly 2 arguments",
                "join(\"-\", proc.name) = x | join() second argument must be a list",
                "join((\"-\"), (\"a\")) = x | join() first argument (separator) must be a single value, not a list",
                "join(\"-\", getopt((\"-a\"), \"a\")) = x | join() second argument must be a list",
                "join(\"-\", (\"a\"))[x] = x | transformer 'join' does not support field arguments",
                "concat(proc.name) = x | concat() requires at least 2 arguments",
                "concat(len(proc.name)) = x | concat() requires at least 2 arguments",
                "concat(len((\"a\", \"b\")), \"c\") = x | concat() arguments must be strings",
                "concat(proc.name, proc.pid) = x | concat() arguments must be strings",
                "getopt(proc.name, \"a\") exists | getopt() first argument must be a list",
                "getopt((\"a\"), (\"a\")) exists | getopt() second argument (optstring) must be a single value",
                "getopt((\"a\"), \"a\")[ab] exists | getopt() field argument must be a single option character",
                "getopt((\"a\"), \"a\") = a | operator not supported list filters",
                "tolower(proc.name)[a] = x | transformer 'tolower' does not support field arguments",
                "tolower(proc.name, proc.exe) = x | 'tolower' takes one argument, not 2",
                "proc.pid = concat(proc.name, \"a\") | the right-hand side field 'NA' has incompatible type 'CHARBUF'"
            })
    void whatFalcoRefusesIsRefused(String condition, String message) {
        assertThatThrownBy(() -> typed(condition))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"concat(proc.name, \"a\") = x", "tolower(\"a\") = a", "fd.name startswith anyof (a)"})
    void falco040KnowsNoneOfIt(String condition) {
        assertThatThrownBy(() -> ConditionParser.parse(condition, FalcoVersion.V0_40))
                .isInstanceOf(ConditionSyntaxException.class);
    }

    @Test
    @RequiresShared
    void outputsShowWhatConditionsCompare() throws Exception {
        OutputTemplate template = OutputTemplate.compile(
                "%join( \"|\" , (proc.name, toupper(proc.name), proc.pid, 7)) %30concat(\"<\", proc.name, \">\")"
                        + " %getopt((\"-n\", proc.name), \"n:\")[n]%getopt((\"-a\", \"-b\"), \"ab\") %concat(fd.sip.name, \"\")",
                CATALOGUE);
        assertThat(template.fields())
                .extracting(Field::name)
                .containsExactly("proc.name", "proc.name", "proc.pid", "proc.name", "proc.name", "fd.sip.name");
        OutputTemplate plain = OutputTemplate.compile("%proc.name %proc.pid", CATALOGUE);
        int[] compared = {0};
        eachEvent(context -> {
            String[] values = plain.format(context).split(" ", -1);
            if (values.length == 2 && !values[1].equals("<NA>")) {
                String name = values[0];
                String padded = String.format("%-30s", "<" + name + ">");
                assertThat(template.format(context))
                        .isEqualTo(name + "|" + name.toUpperCase(Locale.ROOT) + "|" + values[1] + "|7 " + padded + " "
                                + name + "(a,b) <NA>");
                compared[0]++;
            }
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            template.putValues(context, fields);
            assertThat(fields.keySet()).containsExactly("proc.name", "proc.pid", "fd.sip.name");
        });
        assertThat(compared[0]).isGreaterThan(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%join(\"-\", proc.name) | join() second argument must be a list",
                "%concat(\"a | a string does not end: \"a",
                "%concat(proc.name, \"a\" | missing closing transformer parenthesis: concat(proc.name, \"a\"",
                "%concat(nosuch.field, \"a\") | invalid formatting token nosuch.field, \"a\")"
            })
    void outputsThatCantBeFormattedAreToldOf(String template, String message) {
        assertThatThrownBy(() -> OutputTemplate.compile(template, CATALOGUE)).hasMessage(message);
    }

    private static TypedCondition typed(String text) {
        return new TypeChecker(CATALOGUE).check(ConditionParser.parse(text));
    }

    private static EventContext context() {
        return new EventContext(new Event(FalcoVersion.CURRENT), new Machine(FalcoVersion.CURRENT));
    }

    private static void eachEvent(Consumer<EventContext> consumer) throws IOException {
        Machine machine = new Machine(FalcoVersion.CURRENT);
        Event event = new Event(FalcoVersion.CURRENT);
        EventContext context = new EventContext(event, machine);
        try (ScapReader reader =
                ScapReader.open(Shared.path("falco-facts/golden/g1.scap"), FalcoVersion.CURRENT, machine)) {
            while (reader.next(event)) {
                if (machine.apply(event)) {
                    consumer.accept(context);
                }
                machine.finish(event);
            }
        }
    }
}
