// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.scenario.Step;
import java.util.List;

/**
 * What later calls of kubectl call a pod that was made in another way.
 *
 * @param attack its name in the attack
 * @param variant the name of what stands for it
 */
record PodName(String attack, String variant) {
    /** A step with the other name. */
    Step in(Step step) {
        if (!(step instanceof Step.Kubectl call)) {
            return step;
        }
        List<String> args = call.args();
        int end = args.contains("--") ? args.indexOf("--") : args.size();
        List<String> changed = args.stream()
                .map(word -> args.indexOf(word) < end && (word.equals(attack) || word.equals("pod/" + attack))
                        ? variant
                        : word)
                .toList();
        return changed.equals(args) ? step : call.withArgs(changed);
    }
}
