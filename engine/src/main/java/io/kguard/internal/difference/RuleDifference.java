// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.difference;

import java.io.Serializable;
import java.util.List;

/**
 * How the alerts of a rule on a recording differ between the two sides.
 *
 * @param rule the rule's name
 * @param before how many alerts the old version gives
 * @param after how many the new version gives
 * @param appear messages that only the new version gives; the first few
 * @param appearing how many these are
 * @param vanish messages that only the old version gives; the first few
 * @param vanishing how many these are
 * @param changes what is said otherwise of the same event, such as {@code container.name: web, then null}; the first of each kind
 * @param changing how many alerts say something else
 */
public record RuleDifference(
        String rule,
        int before,
        int after,
        List<String> appear,
        int appearing,
        List<String> vanish,
        int vanishing,
        List<String> changes,
        int changing)
        implements Serializable {
    /** Copies the lists. */
    public RuleDifference {
        appear = List.copyOf(appear);
        vanish = List.copyOf(vanish);
        changes = List.copyOf(changes);
    }

    boolean isEmpty() {
        return appearing == 0 && vanishing == 0 && changing == 0;
    }
}
