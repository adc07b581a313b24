// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {
    @Test
    void escapesBecomeCharacters() {
        assertThat(JsonValue.parse("\"\\ud83d\\ude00 \\ud83d \\\"\\/\\\\\\t\"").text())
                .isEqualTo("\u00f0\u009f\u0098\u0080 \u00ef\u00bf\u00bd \"/\\\t");
        assertThat(JsonValue.parse("\"a\\u0000b\"").text()).isEqualTo("a");
    }

    @Test
    void valuesAreFoundByKeyAndByIndex() {
        JsonValue value = JsonValue.parse("{\"a\":[{\"b\":1.50},null],\"a\":2}");

        assertThat(value.get("a", "0", "b").text()).isEqualTo("1.50");
        assertThat(value.get("a", "1").kind()).isEqualTo(JsonValue.Kind.NULL);
        for (String[] nothing : List.of(
                new String[] {"b"}, new String[] {"a", "2"}, new String[] {"a", "x"}, new String[] {"a", "0", "b", "c"
                })) {
            assertThat(value.get(nothing)).isNull();
        }
    }

    @Test
    void indentedTextHasALinePerValue() {
        assertThat(JsonValue.parse("{\"a\":[1,{}],\"b\":[]}").indented())
                .isEqualTo("{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}");
    }

    /** As Go does: Falco's plugin and Falcosidekick are written in it. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"\"\\ud83d!\"", "\"\\ude00!\"", "\"\\ud83d\\u0021\""})
    void halfACharacterBecomesTheReplacementCharacter(String json) {
        assertThat(JsonValue.parse(json).text()).isEqualTo("\u00ef\u00bf\u00bd!");
        assertThat(JsonValue.parseLenient(json).tree()).isEqualTo("\u00ef\u00bf\u00bd!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0001b", "a\nb", "a\u0000b"})
    void controlCharactersInStringsAreForTheLenient(String text) {
        assertThatThrownBy(() -> JsonValue.parse('"' + text + '"'))
                .isInstanceOf(JsonException.class)
                .hasMessage("not JSON: a control character in a string at byte 3");
        assertThat(JsonValue.parseLenient('"' + text + '"').tree()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "-01", "1.", "00.5"})
    void sloppyNumbersAreForTheLenient(String number) {
        assertThatThrownBy(() -> JsonValue.parse(number)).hasMessage("not JSON: a value is expected at byte 1");
        assertThat(JsonValue.parseLenient(number).tree()).isInstanceOf(Number.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1", ".5", "--1", "1e", "-", "NaN", "0x1", "1.2.3"})
    void whatIsNoNumberIsRefused(String number) {
        assertThatThrownBy(() -> JsonValue.parse(number)).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> JsonValue.parseLenient(number)).isInstanceOf(JsonException.class);
    }

    @Test
    void valuesNestAsDeeplyAsTheStackCanBear() {
        assertThat(JsonValue.parse(nested(300)).kind()).isEqualTo(JsonValue.Kind.ARRAY);
        assertThatThrownBy(() -> JsonValue.parse(nested(302))).hasMessageStartingWith("not JSON: more than 300 levels");
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    @Test
    void aTreeHasAllThatIsInIt() {
        assertThat(JsonValue.parse("{\"a\":[1,-0.5,1e3,true,null],\"b\":\"x\\u0000y\",\"c\":{},\"a2\":false}")
                        .tree())
                .isEqualTo(Map.of(
                        "a", Arrays.asList(1L, -0.5, 1000.0, true, null), "b", "x\0y", "c", Map.of(), "a2", false));
        assertThat(JsonValue.parse("{\"a\":1,\"a\":2}").tree()).isEqualTo(Map.of("a", 2L));
        assertThat(JsonValue.parse("9223372036854775807").tree()).isEqualTo(Long.MAX_VALUE);
        assertThat(JsonValue.parse("9223372036854775808").tree()).isEqualTo(0x1p63);
    }
}
