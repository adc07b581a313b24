// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.sensor.Sensor;
import io.kguard.lint.Lint;
import io.kguard.rule.LoadResult;
import io.kguard.rule.RuleLoader;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What rules use and do not define.
 *
 * @param ofFalco the macros and lists that Falco's own rules have, with their file
 * @param others those that nobody has
 */
record MissingNames(Set<String> ofFalco, Set<String> others) {
    private static final Pattern STOCK =
            Pattern.compile("'([^']+)' is a (?:macro|list) of (\\S+): load that file first");
    private static final Pattern UNDEFINED = Pattern.compile("Undefined (?:macro|list) '([^']+)'");

    /** What rule files lack. */
    static MissingNames of(List<Path> files) {
        LoadResult loaded = RuleLoader.of(FalcoVersion.CURRENT).load(files);
        MissingNames names = new MissingNames(new TreeSet<>(), new TreeSet<>());
        names.add(loaded.diagnostics());
        names.add(
                Lint.check(loaded, Sensor.recordableTypes(FalcoVersion.CURRENT)).diagnostics());
        return names;
    }

    private void add(Collection<Diagnostic> diagnostics) {
        for (Diagnostic diagnostic : diagnostics) {
            Matcher stock = STOCK.matcher(diagnostic.message() + "\n" + diagnostic.hint());
            Matcher undefined = UNDEFINED.matcher(diagnostic.message());
            if (stock.find()) {
                ofFalco.add(stock.group(1) + " (" + stock.group(2) + ")");
            } else if (undefined.find()) {
                others.add(undefined.group(1));
            }
        }
    }
}
