// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The median, which a few disturbed rounds do not change. */
final class Median {
    private Median() {}

    static <T> double of(List<T> rounds, ToDoubleFunction<T> figure) {
        return quantile(rounds, figure, 0.5);
    }

    /** The figure that this share of all rounds does not exceed. */
    static <T> double quantile(List<T> rounds, ToDoubleFunction<T> figure, double share) {
        List<Double> sorted =
                new ArrayList<>(rounds.stream().mapToDouble(figure).boxed().toList());
        Collections.sort(sorted);
        return sorted.get((int) (sorted.size() * share));
    }
}
