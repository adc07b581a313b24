// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypeNotationTest {
    private static final Map<String, SchemaType> WORDS = Map.of("text", SchemaType.TEXT, "flag", SchemaType.FLAG);

    private static SchemaType read(String written) {
        return TypeNotation.read(written, WORDS);
    }

    @Test
    void readsEachKindOfType() {
        assertThat(read("number 255 | word any"))
                .isEqualTo(SchemaType.either(List.of(SchemaType.number(255), SchemaType.word("any"))));
        assertThat(read("[#exec]+")).isEqualTo(SchemaType.listOfOneOrMore(SchemaType.ref("exec")));
        assertThat(read("{[flag]}")).isEqualTo(SchemaType.mappingOf(SchemaType.list(SchemaType.FLAG)));
        assertThat(read("text | (text | flag)"))
                .isEqualTo(SchemaType.either(
                        List.of(SchemaType.TEXT, SchemaType.either(List.of(SchemaType.TEXT, SchemaType.FLAG)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[text", "text |flag", "text flag", "#", "[text]*", "(text"})
    void anotherTextIsAFault(String written) {
        assertThatThrownBy(() -> read(written)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aWordWithoutATypeIsAFault() {
        assertThatThrownBy(() -> read("txet")).hasMessage("txet");
    }
}
