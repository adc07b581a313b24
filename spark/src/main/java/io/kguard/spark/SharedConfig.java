// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.output.FalcoConfig;
import io.kguard.rule.RuleLoader;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.TreeMap;

/**
 * A {@code falco.yaml} as it is sent to the executors: its text, and the variables of the driver's environment that it names, because
 * those of an executor are others.
 *
 * @param name its name
 * @param text its bytes
 * @param environment the variables that are set
 */
record SharedConfig(String name, byte[] text, TreeMap<String, String> environment) implements Serializable {
    /** The largest file that is read, in bytes. */
    static final int LARGEST = 1 << 20;

    /**
     * Reads it on the driver.
     *
     * @throws io.kguard.output.FalcoConfigException if it can't be used
     * @throws IOException if the driver has no name that can be found out
     */
    static SharedConfig of(String name, byte[] text, RuleLoader loader) throws IOException {
        TreeMap<String, String> environment = new TreeMap<>();
        FalcoConfig config = FalcoConfig.of(name, text, loader, variable -> {
            String value = System.getenv(variable);
            if (value != null) {
                environment.put(variable, value);
            }
            return value;
        });
        // an executor need not find out what its own machine is called
        environment.putIfAbsent("FALCO_GRPC_HOSTNAME", config.format().hostname());
        return new SharedConfig(name, text, environment);
    }

    /** What it says. */
    FalcoConfig read(RuleLoader loader) {
        try {
            return FalcoConfig.of(name, text, loader, environment::get);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
