// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Bodies in YAML, whose aliases can stand for more than fits into memory. */
@Tag("trust")
class RequestBodyTest {
    private static JsonNode parse(String yaml) {
        return RequestBody.parse("application/yaml", yaml.getBytes(UTF_8));
    }

    @Test
    void anAliasStandsForWhatItNames() {
        assertThat(parse("a: &x [1, 2]\nb: *x").at("/b/1").asInt()).isEqualTo(2);
    }

    static Stream<String> hostile() {
        StringBuilder lists = new StringBuilder("l0: &l0 [" + "0,".repeat(10_000) + "0]\n");
        for (int i = 1; i <= 6; i++) {
            lists.append("l%d: &l%d [*l%d, *l%d, *l%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        String text = "a: &a " + "x".repeat(1 << 20) + "\nb: [" + "*a ,".repeat(1000) + "*a ]";
        return Stream.of(lists.toString(), text, "a: &a {b: [*a]}");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aliasesMayNotGrowBeyondTheSizeOfABody(String yaml) {
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(ApiStatus.class)
                .hasMessage("the body can't be read: with its aliases it is larger than 3145728 bytes");
    }
}
