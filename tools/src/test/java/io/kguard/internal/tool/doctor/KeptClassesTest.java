// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.sensor.KernelSupport;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptClassesTest {
    private static final KernelSupport NOTHING = new KernelSupport(List.of());

    @Test
    void aProgramThatTheScriptDidNotStartIsAskedForNothing() {
        assertThat(KeptClasses.with(NOTHING, null, "mixed mode").requirements()).isEmpty();
    }

    @Test
    void itSaysWhatIsUsed() {
        assertThat(DoctorText.of(KeptClasses.with(NOTHING, "scenarios.aot", "mixed mode, sharing")))
                .isEqualTo("[yes] a quick start  scenarios.aot");
    }

    @Test
    void aSlowStartIsNoLack() {
        KernelSupport support = KeptClasses.with(NOTHING, "scenarios.aot", "mixed mode");

        assertThat(DoctorText.of(support))
                .startsWith("[ - ] a quick start  the JVM does not use scenarios.aot")
                .contains("starts more slowly")
                .contains("cp -a");
        assertThat(support.lacksSomething()).isFalse();
    }
}
