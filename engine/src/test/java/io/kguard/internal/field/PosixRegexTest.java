// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Syntax and running time of regular expressions; {@code FilterReferenceTest} compares them with RE2's. */
class PosixRegexTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "[a-z]{2,3} abc true",
                "[a-z]{2,3} abcd false",
                ".* x true",
                "a|bc bc true",
                "(a|b)*c ababc true",
                "a+b? aa true",
                "[[:upper:]]+ ABC true",
                "[^/]+ a/b false",
                "a\\.b a.b true",
                "a\\.b axb false",
                "x{2} x{2} false",
                "a{,2} a{,2} true",
                "^ab$ ab true",
                "\\x41 A true",
                "a\\_b[\\_] a_b_ true",
                "x{99999999999} x{99999999999} true",
                "[--a]+ -a true",
                "a** aaa true"
            })
    void regexMatchesAsAWhole(String pattern, String value, boolean expected) {
        assertThat(PosixRegex.compile(pattern).matches(value)).isEqualTo(expected);
    }

    @Test
    void aDotIsACharacterNotAByte() {
        assertThat(PosixRegex.compile("x.y").matches(bytes("x€y"))).isTrue();
        assertThat(PosixRegex.compile("x.y").matches("x\u0082y")).isFalse();
        assertThat(PosixRegex.compile("[^a]").matches(bytes("😀"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\d+", "(?i)a", "(?=a)", "a)", "(a", "[a", "*a", "\\b", "a{1001}", "[z-a]", "\\"})
    void whatIsNoPosixRegexIsRefused(String pattern) {
        assertThatThrownBy(() -> PosixRegex.compile(pattern)).isInstanceOf(IllegalArgumentException.class);
    }

    /** What RE2 20240702 says of them in POSIX mode. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "a|*b 'no argument for repetition operator: *'",
                "({2}) 'no argument for repetition operator: {2}'",
                "{2,}x 'no argument for repetition operator: {2,}'",
                "(?=a) 'no argument for repetition operator: ?'",
                "a{1001} 'invalid repetition size: {1001}'",
                "a{3,2} 'invalid repetition size: {3,2}'",
                "((a{100}b){100}){100} 'invalid repetition size: {100}'",
                "[a-b-c] 'invalid character class range: -c'",
                "[z-a] 'invalid character class range: z-a'",
                "\\x{110000} 'invalid escape sequence: \\x{110000'",
                "\\d 'invalid escape sequence: \\d'",
                "[a 'missing ]: [a'",
                "(a 'missing ): (a'",
                "a) 'unexpected ): a)'",
                "\\ 'trailing \\'"
            })
    void messagesAreThoseOfRe2(String pattern, String message) {
        assertThatThrownBy(() -> PosixRegex.compile(pattern)).hasMessage(message);
    }

    @Test
    void regexesTakeTimeInProportionToTheText() {
        assertThat(PosixRegex.compile("(a*)*b").matches("a".repeat(20_000))).isFalse();
        assertThatThrownBy(() -> PosixRegex.compile("(" + "a{1000}".repeat(1000) + ")"))
                .hasMessageContaining("too large");
    }

    @Test
    void noExpressionOverflowsTheStack() {
        for (String operator : new String[] {"*", "?", "{1}", "{0}"}) {
            assertThat(PosixRegex.compile("a" + operator.repeat(500)).matches(operator.equals("{0}") ? "" : "a"))
                    .isTrue();
            assertThatThrownBy(() -> PosixRegex.compile("a" + operator.repeat(100_000)))
                    .hasMessageStartingWith("expression nests too deeply");
        }
        assertThatThrownBy(() -> PosixRegex.compile("(".repeat(400) + "a" + ")**".repeat(400) + "*".repeat(200)))
                .hasMessageStartingWith("expression nests too deeply");
    }

    private static String bytes(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
