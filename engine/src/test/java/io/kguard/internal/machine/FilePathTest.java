// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
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
        assertThat(FilePath.normalize(FalcoVersion.CURRENT, base, path)).isEqualTo(expected);
    }

    /** {@code b}, an a with an umlaut, a line feed, half a character, and {@code c}. */
    @ParameterizedTest
    @CsvSource({
        "V0_40, /a/b....c",
        "V0_43, /a/b....c",
        "V0_44, /a/b\u00c3\u00a4\u00ef\u00bf\u00bd\u00ef\u00bf\u00bdc",
        "V0_45, '/a/b\u00c3\u00a4\n\u00c3c'"
    })
    void bytesThatAreNoPrintableAsciiAreAsInTheVersion(FalcoVersion version, String expected) {
        String path = "b\u00c3\u00a4\n\u00c3c";
        assertThat(FilePath.normalize(version, "/a/", path)).isEqualTo(expected);
        assertThat(FilePath.normalize(version, "", "/a/" + path)).isEqualTo(expected);
    }

    @Test
    void aDotOfAByteThatCannotBePrintedIsNoDirectory() {
        assertThat(FilePath.normalize(FalcoVersion.V0_43, "/a/", "\u0001/b")).isEqualTo("/a/./b");
    }

    @Test
    void whatIsTooLongIsReplaced() {
        assertThat(FilePath.normalize(FalcoVersion.CURRENT, "/" + "a".repeat(1000) + "/", "b".repeat(30)))
                .isEqualTo("/DIR_TOO_LONG/FILENAME_TOO_LONG");
    }
}
