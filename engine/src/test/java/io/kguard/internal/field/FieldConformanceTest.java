// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Share;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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

    static List<String> recorded() {
        List<String> few = List.of(HALF, "k8s_shell_tty");
        List<String> more =
                List.of("app_user", "links_sensitive", "ok_threads", "shell_network", "udp_out", "webshell_spawn");
        return Share.isLarge() ? Stream.concat(few.stream(), more.stream()).toList() : few;
    }

    @ParameterizedTest
    @MethodSource("recorded")
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
