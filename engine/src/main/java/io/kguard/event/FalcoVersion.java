// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import org.apiguardian.api.API;

/** The version of Falco to imitate. It determines which events exist and which parameters they have. */
@API(status = API.Status.STABLE)
public enum FalcoVersion {
    /** Falco 0.40 with libs 0.20: enter and exit events. */
    V0_40("0.40"),
    /** Falco since 0.42: only exit events, which carry all parameters. */
    CURRENT("current");

    private final String label;

    FalcoVersion(String label) {
        this.label = label;
    }

    /**
     * The version with a label.
     *
     * @param label the value of {@code kguard.falco}: {@code current} or {@code 0.40}
     * @throws IllegalArgumentException if it is neither
     */
    public static FalcoVersion of(String label) {
        for (FalcoVersion version : values()) {
            if (version.label.equals(label)) {
                return version;
            }
        }
        throw new IllegalArgumentException("kguard.falco is \"" + label + "\"; it can be \"current\" or \"0.40\"");
    }

    @Override
    public String toString() {
        return label;
    }
}
