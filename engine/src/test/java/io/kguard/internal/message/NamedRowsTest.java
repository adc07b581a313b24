// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.message.NamedRows.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables of rules, whose names may be long. */
class NamedRowsTest {
    @Test
    void namesThatFitStandBesideTheirFigures() {
        assertThat(NamedRows.of(List.of(
                        new Row("A shell", "   12 alerts", List.of("in web")),
                        new Row("Other rule", "    1 alerts", List.of()))))
                .containsExactly("  A shell        12 alerts", "    in web", "  Other rule      1 alerts");
        assertThat(NamedRows.of(List.of())).isEmpty();
    }

    /** One row that is too wide changes all, so that columns stay columns. */
    @Test
    void otherwiseTheyStandAboveThemAndNothingIsCut() {
        String name = "A program that nobody expects reads the key of a service, and somebody else reads it, too";

        List<String> lines = NamedRows.of(List.of(
                new Row(name, "   12 alerts   3.50 per hour", List.of()),
                new Row("Short", "    1 alerts   0.10 per hour", List.of())));

        assertThat(lines)
                .containsExactly(
                        "  A program that nobody expects reads the key of a service, and somebody else",
                        "    reads it, too",
                        "    12 alerts, 3.50 per hour",
                        "  Short",
                        "    1 alerts, 0.10 per hour")
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }
}
