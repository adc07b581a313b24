// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;

/**
 * A process of a play.
 *
 * @param container where it runs
 * @param number its number in the container's plan
 * @param directory its directory as far as the script says it; empty if it does not
 * @param isRoot whether its user may do everything to files
 * @param hasTerminal whether it has a terminal
 */
record PlayedProcess(PlayedContainer container, int number, String directory, boolean isRoot, boolean hasTerminal) {
    static final String NOT_LIVE = "write it as \"events\": they need no real process";

    /** A path as a process takes it: relative to its directory. */
    String resolve(String path) {
        if (path.startsWith("/")) {
            return path;
        }
        return (directory.isEmpty() ? "/" : directory.endsWith("/") ? directory : directory + "/") + path;
    }

    /** Says that something of the script can't be played. */
    static void refuse(YamlMapping at, String key, String why) {
        YamlValue value = at.get(key);
        if (value != null) {
            value.problem("\"" + key + "\" can't be played: " + why, NOT_LIVE);
        }
    }
}
