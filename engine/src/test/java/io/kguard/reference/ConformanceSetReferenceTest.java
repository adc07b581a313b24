// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.ConformanceSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Falco's library reads the project's recordings, which confirms the alerts stored next to them. */
@RequiresReference
class ConformanceSetReferenceTest {
    static List<Path> captures() throws IOException {
        return ConformanceSet.captures();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void aRecordingReadsTheSame(Path capture) throws IOException, InterruptedException {
        assertThat(RecordingReference.differences(capture)).isEmpty();
    }
}
