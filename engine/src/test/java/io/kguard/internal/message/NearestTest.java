// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> NAMES = List.of("args", "Terminal shell in container", "timeout");

    @ParameterizedTest
    @CsvSource({
        "arg, did you mean args?",
        "rags, did you mean args?",
        "ARGS, did you mean args?",
        "terminal Shell In Container, did you mean Terminal shell in container?",
        "pod, 'known: Terminal shell in container, args, timeout'",
    })
    void aHintNamesTheNearestOrWhatThereIs(String written, String hint) {
        assertThat(Nearest.hint(written, NAMES)).isEqualTo(hint);
    }
}
