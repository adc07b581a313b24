// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.internal.field.FieldCatalogue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WitnessesTest {
    private final LogicPool pool = new LogicPool(ConditionSet::isByType);
    private final Witnesses witnesses = new Witnesses();

    private LogicNode logic(String condition) {
        return pool.of(new TypeChecker(FieldCatalogue.of(FalcoVersion.CURRENT))
                .check(ConditionParser.parse(condition, FalcoVersion.CURRENT)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "proc.name = cat and fd.typechar = f | proc.name",
                "fd.typechar = f and fd.name startswith /etc | fd.name",
                "not proc.name = cat and proc.pname in (sh, bash) | proc.pname",
                "proc.name = cat or fd.name pmatch (/etc, /usr) | fd.name, proc.name",
                "(proc.name = cat or evt.rawres = 3) and proc.exists | evt.rawres, proc.name",
                "container.id = host and (proc.cmdline contains a or proc.cmdline regex 'b.*') | proc.cmdline",
                "proc.name endswith d and evt.num > 3 | proc.name",
            })
    void aConditionHasThoseOfWhichFewEventsHaveOne(String condition, String fields) {
        Witnesses.Found found = witnesses.of(logic(condition.replace("proc.exists", "proc.pid exists")));
        assertThat(found).isNotNull();
        assertThat(String.join(", ", names(found))).isEqualTo(fields);
    }

    private static List<String> names(Witnesses.Found found) {
        return found.checks().stream()
                .map(node -> node.check().reader().text())
                .distinct()
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not proc.name = cat",
                "proc.name != cat",
                "proc.name exists",
                "proc.name = cat or not fd.name = x",
                "proc.name = cat or fd.num > 3",
                "fd.name contains ''",
                "fd.name startswith ''",
                "proc.name = val(proc.pname)",
                "fd.sip = 10.0.0.1",
                // these count how often they are read
                "util.cnt = 5",
                "util.cnt > 5 and proc.name = cat",
                "proc.name = cat and not evt.deltatime > 3",
            })
    void someHaveNone(String condition) {
        assertThat(witnesses.of(logic(condition))).isNull();
    }

    @Test
    void conditionsOfTheSameLogicHaveTheSame() {
        LogicNode one = logic("proc.name in (cat, tac) and fd.name = x");
        LogicNode other = logic("fd.name = x and (proc.name = tac or proc.name = cat)");
        assertThat(one).isSameAs(other);
        assertThat(witnesses.of(one)).isSameAs(witnesses.of(other));
    }
}
