// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.event.FalcoVersion;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of Falco's rule engine, or of a plugin. */
record EngineVersion(long major, long minor, long patch) implements Comparable<EngineVersion> {
    private static final Pattern SEMVER =
            Pattern.compile("([0-9]{1,10})\\.([0-9]{1,10})\\.([0-9]{1,10}).*", Pattern.DOTALL);
    private static final long MAX = 0xffff_ffffL;

    /** The engine of a version of Falco. */
    public static EngineVersion of(FalcoVersion version) {
        return new EngineVersion(
                0,
                switch (version) {
                    case V0_40 -> 46;
                    case V0_41 -> 50;
                    case V0_42 -> 57;
                    case V0_43 -> 58;
                    case V0_44 -> 62;
                    case V0_45 -> 63;
                },
                0);
    }

    /** Parses {@code required_engine_version}: {@code x.y.z}, or a number n that means {@code 0.n.0}. */
    static Optional<EngineVersion> parseRequirement(String text) {
        OptionalLong number = ItemValues.unsigned(text);
        return number.isPresent() ? Optional.of(new EngineVersion(0, number.getAsLong(), 0)) : parse(text);
    }

    /** Parses a version {@code x.y.z}. Text after it is ignored, as in Falco. */
    public static Optional<EngineVersion> parse(String text) {
        Matcher matcher = SEMVER.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        EngineVersion version = new EngineVersion(
                Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)));
        boolean fits = version.major <= MAX && version.minor <= MAX && version.patch <= MAX;
        return fits ? Optional.of(version) : Optional.empty();
    }

    /** Whether this version satisfies a requirement: same major version, and not older. */
    public boolean satisfies(EngineVersion required) {
        return major == required.major && compareTo(required) >= 0;
    }

    @Override
    public int compareTo(EngineVersion other) {
        int order = Long.compare(major, other.major);
        order = order != 0 ? order : Long.compare(minor, other.minor);
        return order != 0 ? order : Long.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
