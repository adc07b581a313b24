// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.lint.AttackTechniques;
import java.util.List;
import java.util.stream.Collectors;

/** ATT&amp;CK techniques in words. */
final class Techniques {
    private Techniques() {}

    /** Techniques with their names, as far as those are known. */
    static String named(List<String> techniques) {
        return techniques.stream()
                .map(technique -> (technique + " " + AttackTechniques.name(technique)).strip())
                .collect(Collectors.joining(", "));
    }
}
