// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Our pipelines run actions of others by commit: a tag can be moved to other code. */
class PinnedActionsTest {
    private static final Pattern USES = Pattern.compile("uses: (\\S+)");
    private static final Pattern PINNED = Pattern.compile("[\\w-]+/[\\w-]+@[0-9a-f]{40}");

    @Test
    void everyActionIsNamedByItsCommit() throws IOException {
        List<Path> files = new ArrayList<>(List.of(Path.of("../action.yml")));
        try (Stream<Path> workflows = Files.list(Path.of("../.github/workflows"))) {
            workflows.forEach(files::add);
        }
        List<String> used = new ArrayList<>();
        for (Path file : files) {
            Matcher uses = USES.matcher(Files.readString(file));
            while (uses.find()) {
                used.add(uses.group(1));
            }
        }
        assertThat(used)
                .hasSizeGreaterThan(5)
                .allMatch(action -> PINNED.matcher(action).matches());
    }
}
