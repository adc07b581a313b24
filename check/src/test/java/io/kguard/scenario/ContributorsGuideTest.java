// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples to copy in CONTRIBUTING.md work as they are. */
class ContributorsGuideTest {

    @Test
    void theScenarioToCopyIsSound() throws IOException {
        String guide = Files.readString(Path.of("../CONTRIBUTING.md"));
        int start = guide.indexOf("```yaml\nscenario:");
        String block = guide.substring(start + "```yaml\n".length(), guide.indexOf("```", start + 3));

        List<Scenario> scenarios = ScenarioReader.read("CONTRIBUTING.md", block);

        assertThat(scenarios).extracting(Scenario::id).containsExactly("shadow-file-read", "passwd-file-read");
    }
}
