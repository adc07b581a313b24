// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The page of versions counts its rows. */
class VersionsPageTest {
    private static final String PAGE = ReferencePage.text("docs/falco-versions.md");

    private static long rows(String heading) {
        String section = PAGE.substring(PAGE.indexOf("\n## " + heading + "\n") + 1);
        return section.substring(0, section.indexOf("\n## "))
                .lines()
                .filter(line -> line.startsWith("| 0."))
                .count();
    }

    @Test
    void eachKindOfRowIsCounted() {
        assertThat(PAGE.replace('\n', ' '))
                .contains("These are " + rows("What changed") + " rows; " + rows("What rests on documents alone")
                        + " more are [from documents alone]");
    }
}
