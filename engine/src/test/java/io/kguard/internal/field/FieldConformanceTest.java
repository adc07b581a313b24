// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields have the same values as in Falco's library, event for event. */
@RequiresShared
class FieldConformanceTest {
    /** For this capture there are expected values for every second event only. */
    private static final String HALF = "privileged_mount";

    @ParameterizedTest
    @ValueSource(strings = {"g1", "g2", "g3", "g4", "g5"})
    void everyFieldOfAGoldenCaptureIsAsExpected(String name) throws IOException {
        Path golden = Shared.path("falco-facts/golden");
        ExpectedFields expected = new ExpectedFields(golden.resolve("fields.txt"));
        expected.compare(golden.resolve(name + ".scap"), golden.resolve(name + ".expected.jsonl"), true);
        assertThat(expected.report()).isEmpty();
        assertThat(expected.events()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app_user",
                "k8s_shell_tty",
                "links_sensitive",
                "ok_threads",
                HALF,
                "shell_network",
                "udp_out",
                "webshell_spawn"
            })
    void everyFieldOfARecordedCaptureIsAsExpected(String name) throws IOException {
        Path conformance = Shared.path("conformance");
        ExpectedFields expected = new ExpectedFields(conformance.resolve("fields/fields.txt"));
        expected.compare(
                conformance.resolve("captures/" + name + ".scap"),
                conformance.resolve("fields/" + name + ".fields.jsonl.gz"),
                !name.equals(HALF));
        assertThat(expected.report()).isEmpty();
        assertThat(expected.events()).isPositive();
    }
}
