// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import static io.kguard.golden.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SummaryMarkdownTest {
    @Test
    void isAsPeopleReadIt() throws IOException {
        assertGolden(SummaryMarkdown.of(ExampleRun.mixed()), "report/summary.md");
        assertGolden(SummaryMarkdown.of(ExampleRun.impossible()), "report/summary-impossible.md");
    }

    @Test
    void namesTheRatioAndTheRest() {
        assertThat(SummaryMarkdown.of(ExampleRun.mixed()))
                .contains("**1 of 3 rules have a check.**")
                .contains("Rules without a check: 2");
    }

    /** GitHub takes one MiB. */
    @Test
    void staysSmall() {
        String summary = SummaryMarkdown.of(ExampleRun.manyFailed(5000));

        assertThat(summary).hasSizeLessThan(300_000).contains("And 4970 more");
    }
}
