// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Small files in which kguard and Falco's main branch of July 2026 once differed. */
@RequiresShared
class TodayRuleFilesTest {
    /** What that Falco refuses. */
    private static final Set<String> REFUSED = Set.of("arg_key", "dot_label", "dot_label2", "nul", "tab_blank_line");

    @Test
    void theyLoadWhereFalcoLoadsThem() throws IOException {
        Set<String> refused = new TreeSet<>();
        int files = 0;
        for (Path file : files()) {
            files++;
            if (!RuleLoader.of(FalcoVersion.CURRENT).load(file).errors().isEmpty()) {
                refused.add(file.getFileName().toString().replace(".yaml", ""));
            }
        }
        assertThat(refused).isEqualTo(REFUSED);
        assertThat(files).isGreaterThanOrEqualTo(25);
    }

    private static Iterable<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Shared.path("conformance/today"))) {
            return files.sorted().toList();
        }
    }
}
