// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Explains that rule tests on Docker need Testcontainers, the only library that the framework does not bring along. */
final class MissingTestcontainers {
    private MissingTestcontainers() {}

    /**
     * The error that names the missing jar.
     *
     * @throws NoClassDefFoundError the given error, if it is about another class
     */
    static ExtensionConfigurationException explain(NoClassDefFoundError e) {
        String missing = String.valueOf(e.getMessage()).replace('.', '/');
        if (missing.contains("org/testcontainers/") || missing.contains("com/github/dockerjava/")) {
            return new ExtensionConfigurationException(
                    "rule tests on Docker need org.testcontainers:testcontainers; add it to the test dependencies", e);
        }
        throw e;
    }
}
