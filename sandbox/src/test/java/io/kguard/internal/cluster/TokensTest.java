// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("trust")
class TokensTest {
    private final Tokens tokens = new Tokens();

    @Test
    void aTokenOfAnyLengthTakesLittleMemory() {
        long before = tokens.keptBytes();
        List<String> audiences = List.of(Tokens.SERVER, "x".repeat(1 << 20));

        String token = tokens.issue("shop", "web", "1", Duration.ofHours(1), audiences);

        assertThat(token).hasSizeGreaterThan(1 << 20);
        assertThat(tokens.user(token)).isNotNull();
        assertThat(tokens.keptBytes() - before).isLessThan(1000);
        tokens.revoke(token);
        assertThat(tokens.user(token)).isNull();
    }
}
