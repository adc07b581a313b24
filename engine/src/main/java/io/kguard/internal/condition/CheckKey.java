// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import java.util.List;

/** Identifies equal checks by the text of their values, not by the objects that read them. */
final class CheckKey {
    private CheckKey() {}

    static Object of(TypedCheck check) {
        String text = check.reader().text();
        if (check instanceof TypedCheck.Compare compare) {
            return List.<Object>of("compare", text, compare.value());
        } else if (check instanceof TypedCheck.Quantified quantified) {
            return List.<Object>of("quantified", text, quantified.all(), quantified.value());
        } else if (check instanceof TypedCheck.Pair pair) {
            return List.<Object>of("pair", text, pair.operator(), pair.right().text());
        } else if (check instanceof TypedCheck.Exists) {
            return List.<Object>of("exists", text);
        }
        return List.<Object>of("never");
    }
}
