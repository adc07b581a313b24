// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.file.ResourceTable;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an alert has of names that are no UTF-8, as Falco's two libraries write it. */
class Utf8Test {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void bothAreAsFalcosLibrariesHaveThem() {
        List<String[]> rows = ResourceTable.rows(Utf8Test.class, "alert-bytes.tsv", 3);

        assertThat(rows).hasSizeGreaterThan(400).allSatisfy(row -> {
            String bytes = new String(HEX.parseHex(row[0]), ISO_8859_1);
            assertThat(hex(Utf8.text(bytes))).isEqualTo(row[1]);
            assertThat(hex(Utf8.field(bytes))).isEqualTo(row[2]);
        });
        assertThat(rows).filteredOn(row -> !row[1].equals(row[2])).hasSizeGreaterThan(100);
    }

    @Test
    void whatIsUtf8StaysAsItIs() {
        for (String text : List.of("", "shell", "caf\u00e9", "\u65e5\u672c", "a \ud83d\ude00 b", "\ufffd", "\uffff")) {
            String bytes = new String(text.getBytes(UTF_8), ISO_8859_1);
            assertThat(Utf8.text(bytes)).isEqualTo(text);
            assertThat(Utf8.field(bytes)).isEqualTo(text);
        }
    }

    private static String hex(String text) {
        return HEX.formatHex(text.getBytes(UTF_8));
    }
}
