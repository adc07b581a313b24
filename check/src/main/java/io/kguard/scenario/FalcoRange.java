// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.event.FalcoVersion;
import io.kguard.internal.yaml.YamlMapping;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The versions of Falco for which a scenario is written, as its file says it: {@code >=0.41, <0.44}. */
record FalcoRange(String text) {
    private static final Pattern BOUND = Pattern.compile("([<>]?=?) *(0\\.\\d\\d)");

    /** The range of a file; null if it has none, or a wrong one. */
    static @Nullable FalcoRange of(YamlMapping file) {
        String text = file.text("falco");
        FalcoRange range = text == null ? null : new FalcoRange(text);
        FalcoVersion[] all = FalcoVersion.values();
        long in = range == null ? 1 : Stream.of(all).filter(range::has).count();
        if (in == 0 || in == all.length) {
            file.problem(
                    "falco",
                    "\"" + text + "\" means " + (in == 0 ? "none" : "all")
                            + " of the versions of Falco that kguard knows",
                    "\">=0.44\", \"<0.42\" or \">=0.41, <0.44\"; it knows " + FalcoVersion.known());
        }
        return range;
    }

    boolean has(FalcoVersion version) {
        return Stream.of(text.split(",", -1)).map(String::strip).allMatch(bound -> holds(bound, version));
    }

    private static boolean holds(String written, FalcoVersion version) {
        Matcher bound = BOUND.matcher(written);
        int compared = bound.matches() ? Integer.signum(version.number().compareTo(bound.group(2))) : 0;
        return bound.matches()
                && (bound.group(1).isEmpty() ? compared == 0 : bound.group(1).indexOf("<=>".charAt(1 + compared)) >= 0);
    }
}
