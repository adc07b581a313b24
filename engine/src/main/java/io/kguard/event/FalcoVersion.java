// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import io.kguard.internal.message.Wording;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/** The version of Falco to imitate, oldest first. It determines which events exist, their parameters, and how rules are read. */
@API(status = API.Status.STABLE)
public enum FalcoVersion {
    /** Falco 0.40 with libs 0.20: enter and exit events. */
    V0_40("0.40"),
    /** Falco 0.41 with libs 0.21: containers come from a plugin. */
    V0_41("0.41"),
    /** Falco 0.42 with libs 0.22: exit events only, which carry every parameter. */
    V0_42("0.42"),
    /** Falco 0.43 with libs 0.23. */
    V0_43("0.43"),
    /** Falco 0.44 with libs 0.25: new transformers and modifiers of operators. */
    V0_44("0.44"),
    /** Falco 0.45 with libs 0.26, as its main branch was in July 2026. */
    V0_45("0.45");

    /** The newest version that kguard knows: what {@code current} stands for. */
    public static final FalcoVersion CURRENT = V0_45;

    private static final String NEWEST = "current";

    private final String label;

    FalcoVersion(String label) {
        this.label = label;
    }

    /**
     * The version with a label.
     *
     * @param label the value of {@code kguard.falco}: {@code 0.40} to {@code 0.45}, or {@code current} for the newest
     * @throws IllegalArgumentException if it is none of them
     */
    public static FalcoVersion of(String label) {
        if (label.equals(NEWEST)) {
            return CURRENT;
        }
        for (FalcoVersion version : values()) {
            if (version.label.equals(label)) {
                return version;
            }
        }
        throw new IllegalArgumentException(Wording.option("falco") + " is \"" + label + "\"; it can be " + known()
                + "; the nearest is " + nearest(label));
    }

    /** The versions that there are, as a sentence has them. */
    public static String known() {
        return Arrays.stream(values()).map(version -> version.label).collect(Collectors.joining(", ")) + " or " + NEWEST
                + ", which is " + CURRENT.label;
    }

    /** The version whose minor number is the nearest; {@code current} for what has none. */
    private static String nearest(String label) {
        String text = label.strip().replaceFirst("^v", "");
        if (!text.matches("0\\.[0-9]{1,6}(\\..*)?")) {
            return NEWEST;
        }
        int minor = minor(text);
        return Arrays.stream(values())
                .min(Comparator.comparingInt(version -> Math.abs(minor(version.label) - minor)))
                .map(version -> version.label)
                .orElse(NEWEST);
    }

    private static int minor(String text) {
        return Integer.parseInt(text.split("\\.", -1)[1]);
    }

    /** Whether it is this old or newer. */
    public boolean atLeast(FalcoVersion other) {
        return compareTo(other) >= 0;
    }

    /** Whether a system call makes an event when it begins, too. */
    public boolean hasEnterEvents() {
        return !atLeast(V0_42);
    }

    /** Whether of rule files only those are read whose names end with {@code .yaml} or {@code .yml}. */
    public boolean readsOnlyYaml() {
        return atLeast(V0_41);
    }

    /** Its number alone, such as {@code 0.45}. */
    public String number() {
        return label;
    }

    /** Its number, such as {@code 0.44}; of the newest also that it is {@code current}. */
    @Override
    public String toString() {
        return this == CURRENT ? label + " (" + NEWEST + ")" : label;
    }
}
