// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A workflow may write only what it says here. Without a word of its own it would get what the repository's settings give. */
class WorkflowPermissionsTest {
    private static final Path WORKFLOWS = Path.of("../.github/workflows");
    private static final Pattern NONE_BY_DEFAULT =
            Pattern.compile("(?m)^permissions:( \\{}|\n  contents: read)\n(?!  )");

    @Test
    void byDefaultAWorkflowReadsAtMost() throws IOException {
        try (Stream<Path> workflows = Files.list(WORKFLOWS)) {
            assertThat(workflows)
                    .hasSizeGreaterThan(1)
                    .allMatch(
                            workflow -> NONE_BY_DEFAULT.matcher(text(workflow)).find());
        }
    }

    @Test
    void onlyTheJobThatPublishesWrites() throws IOException {
        List<String> writing = new ArrayList<>();
        try (Stream<Path> workflows = Files.list(WORKFLOWS)) {
            workflows.forEach(workflow -> {
                String job = "";
                for (String line : text(workflow).lines().toList()) {
                    job = line.matches("  [\\w-]+:") ? line.strip() : job;
                    if (line.matches(".*\\bwrite(-all)?\\s*(#.*)?")) {
                        writing.add(workflow.getFileName() + " " + job + " " + line.strip());
                    }
                }
            });
        }
        assertThat(writing)
                .containsExactlyInAnyOrder(
                        "release.yml publish: contents: write",
                        "release.yml publish: id-token: write",
                        "release.yml publish: attestations: write");
    }

    @Test
    void aCheckoutOfAReleaseKeepsNoToken() {
        String release = text(WORKFLOWS.resolve("release.yml"));

        assertThat(release.split("uses: actions/checkout@", -1)).hasSize(2);
        assertThat(release).contains("persist-credentials: false");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
