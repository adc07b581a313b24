// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who meets a message finds it in the page: each one there is a message of the code. */
class TroubleshootingPageTest {
    private static final Pattern MESSAGE = Pattern.compile("### `(.*)`");

    @Test
    void eachMessageIsOneOfTheCode() throws IOException {
        String code = SourceFiles.allText().replaceAll("\"\\s*\\+\\s*\"", "");
        List<String> messages = ReferencePage.text("docs/troubleshooting.md")
                .lines()
                .map(MESSAGE::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(1))
                .toList();
        assertThat(messages)
                .hasSizeGreaterThan(10)
                .allSatisfy(message -> assertThat(code).contains(message));
    }
}
