// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Says that rule tests on Docker need Testcontainers: of what they need, this alone does not come with the framework. */
final class MissingTestcontainers {
    private MissingTestcontainers() {}

    /**
     * The error that names the jar, if it is the one that is missing.
     *
     * @throws NoClassDefFoundError the given one, if it is about another class
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
