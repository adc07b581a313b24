// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilePathTest {
    @ParameterizedTest
    @CsvSource({
        "/root/, ../etc/passwd, /etc/passwd",
        "/a/b/, ./c//d/, /a/b/c/d",
        "'', /tmp/d1/../..///f, /f",
        "/ignored/, /tmp/./x/, /tmp/x",
        "/, .., /",
        "/a/, ., /a",
        "/a/, .hidden, /a/.hidden",
        "/a/, ..x, /a/..x",
        "<UNKNOWN>, x, <UNKNOWN>x",
        "'', /, /",
        "/a/, '', ''"
    })
    void pathsAreMadeNormalByTheirText(String base, String path, String expected) {
        assertThat(FilePath.normalize(base, path)).isEqualTo(expected);
    }

    @Test
    void unprintableBytesBecomeDots() {
        assertThat(FilePath.normalize("/a/", "b\u00c3\u00a4\nc")).isEqualTo("/a/b...c");
    }

    @Test
    void whatIsTooLongIsReplaced() {
        assertThat(FilePath.normalize("/" + "a".repeat(1000) + "/", "b".repeat(30)))
                .isEqualTo("/DIR_TOO_LONG/FILENAME_TOO_LONG");
    }
}
