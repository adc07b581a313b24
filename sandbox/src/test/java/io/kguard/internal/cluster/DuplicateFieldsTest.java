// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DuplicateFieldsTest {
    private static List<String> duplicates(String json) {
        return DuplicateFields.of(json.getBytes(UTF_8));
    }

    @Test
    void theyHaveTheirPaths() {
        assertThat(duplicates("{\"a\": 1, \"b\": [0, {}, {\"c\": {\"d\": 1, \"d\": 2}, \"e\": 1}], \"a\": 2}"))
                .containsExactly("b[2].c.d", "a");
    }

    @Test
    @Tag("trust")
    void aLongNameIsNotThereForEachValueBelowIt() {
        String values = "{\"x\": 1, \"x\": 2},".repeat(100_000);

        List<String> found = duplicates("{\"" + "a".repeat(40_000) + "\": [" + values + "{}]}");

        assertThat(found).hasSize(100).allSatisfy(path -> assertThat(path).hasSize(4096));
    }
}
