// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The versions of Falco for which a scenario is written.
 *
 * @param text as its file says it, such as {@code >=0.41, <0.44}
 * @param versions the versions in it
 */
record FalcoRange(String text, List<FalcoVersion> versions) {
    static final String KEY = "falco";
    private static final Pattern BOUND = Pattern.compile("(>=|<=|>|<|=)?\\s*(0\\.\\d{1,3})");
    private static final int MAX_BOUNDS = 2;

    FalcoRange {
        versions = List.copyOf(versions);
    }

    /** The range of a file; null if it has none, or a wrong one. */
    static @Nullable FalcoRange of(YamlMapping file) {
        String text = file.text(KEY);
        if (text == null) {
            return null;
        }
        List<FalcoVersion> in = new ArrayList<>(List.of(FalcoVersion.values()));
        String[] bounds = text.split(",", -1);
        for (String written : bounds) {
            Matcher bound = BOUND.matcher(written.strip());
            FalcoVersion version = bound.matches() ? known(bound.group(2)) : null;
            if (version == null || bounds.length > MAX_BOUNDS) {
                file.problem(
                        KEY,
                        "\"" + text + "\" names no versions of Falco that kguard knows",
                        "\">=0.44\", \"<0.42\" or \">=0.41, <0.44\"; it knows " + FalcoVersion.known());
                return null;
            }
            String operator = bound.group(1) == null ? "=" : bound.group(1);
            in.removeIf(other -> !holds(other.compareTo(version), operator));
        }
        if (in.isEmpty() || in.size() == FalcoVersion.values().length) {
            file.problem(
                    KEY,
                    "\"" + text + "\" means " + (in.isEmpty() ? "none" : "all") + " of the versions that kguard knows",
                    in.isEmpty() ? "it knows " + FalcoVersion.known() : "remove it");
            return null;
        }
        return new FalcoRange(text, in);
    }

    private static @Nullable FalcoVersion known(String number) {
        for (FalcoVersion version : FalcoVersion.values()) {
            if (version.number().equals(number)) {
                return version;
            }
        }
        return null;
    }

    private static boolean holds(int compared, String operator) {
        return switch (operator) {
            case ">=" -> compared >= 0;
            case "<=" -> compared <= 0;
            case ">" -> compared > 0;
            case "<" -> compared < 0;
            default -> compared == 0;
        };
    }

    /** What lacks where rules are read for a version; null if it is in the range. */
    @Nullable
    String unmet(FalcoVersion version) {
        return versions.contains(version) ? null : "Falco " + text + ", and this run is as Falco " + version + " is";
    }
}
