// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonStringTest {

    @Test
    void whatJsonTakesStaysAsItIs() {
        assertThat(written("plain, caf\u00e9 \ud83d\ude00")).isEqualTo("\"plain, caf\u00e9 \ud83d\ude00\"");
    }

    @Test
    void quotesBackslashesAndControlCharactersAreEscaped() {
        assertThat(written("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
        assertThat(written("\b\f\n\r\t")).isEqualTo("\"\\b\\f\\n\\r\\t\"");
        assertThat(written("x\u0001\u001fy")).isEqualTo("\"x\\u0001\\u001fy\"");
    }

    @Test
    void halvesOfCharactersAreEscaped() {
        assertThat(written("\ud83d half")).isEqualTo("\"\\ud83d half\"");
        assertThat(written("half \ude00")).isEqualTo("\"half \\ude00\"");
    }

    private static String written(String text) {
        StringBuilder out = new StringBuilder();
        JsonString.append(out, text);
        return out.toString();
    }
}
