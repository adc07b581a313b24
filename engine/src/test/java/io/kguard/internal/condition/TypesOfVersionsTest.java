// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.internal.field.FieldCatalogue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a version compiles and another refuses, in the words of Falco's library. */
class TypesOfVersionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "V0_41 | evt.rawarg.pid = 5              | wrong parameter type 15",
                "V0_41 | proc.vmswap = val(container.start_ts) | field 'proc.vmswap' has type 'UINT64' while the"
                        + " right-hand side field 'container.start_ts' has incompatible type 'ABSTIME'",
                "V0_44 | proc.name regex 'a(?i)b'        | invalid regex pattern: no argument for repetition operator: ?"
            })
    void itIsRefused(FalcoVersion version, String condition, String message) {
        assertThatThrownBy(() -> check(condition, version)).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "V0_42 | evt.rawarg.pid = 5",
                "V0_40 | proc.vmswap = val(container.start_ts)",
                "V0_43 | proc.name regex 'a(?i)b'"
            })
    void itIsCompiled(FalcoVersion version, String condition) {
        assertThatCode(() -> check(condition, version)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"len(toupper(proc.aargs)) exists", "proc.name = val(proc.aargs)"})
    void theArgumentsOfAncestorsMayBeTransformed(String condition) {
        assertThat(check(condition, FalcoVersion.CURRENT)).isNotNull();
    }

    private static TypedCondition check(String condition, FalcoVersion version) {
        return new TypeChecker(FieldCatalogue.of(version)).check(ConditionParser.parse(condition, version));
    }
}
