// SPDX-License-Identifier: Apache-2.0
package io.kguard.assertion;

import io.kguard.engine.Alert;
import io.kguard.verdict.Detections;
import org.apiguardian.api.API;

/** The entry point for kguard's assertions. */
@API(status = API.Status.STABLE)
public final class KguardAssertions {
    private KguardAssertions() {}

    /** Assertions on what was detected in a simulation. */
    public static DetectionsAssert assertThat(Detections actual) {
        return new DetectionsAssert(actual);
    }

    /** Assertions on an alert. */
    public static AlertAssert assertThat(Alert actual) {
        return new AlertAssert(actual, null, null);
    }
}
