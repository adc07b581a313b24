// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.board;

import io.kguard.internal.report.RuleFigures;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A rule as a run left it behind.
 *
 * @param name its name
 * @param place where it is written
 * @param about its priority, source and tags
 * @param counts whether checks should be about it: it is evaluated, or did not load
 * @param unevaluated why it is not evaluated; empty if it is
 * @param noise its alerts on everyday work; empty if that was not measured
 * @param cost what evaluating it costs; empty if that was not measured
 */
record RuleResult(
        String name,
        String place,
        List<String> about,
        boolean counts,
        String unevaluated,
        Optional<RuleFigures.Noise> noise,
        Optional<RuleFigures.Cost> cost) {
    RuleResult {
        about = List.copyOf(about);
    }

    static RuleResult of(JsonPart json) throws IOException {
        Optional<JsonPart> noise = json.optional("noise");
        Optional<JsonPart> cost = json.optional("cost");
        return new RuleResult(
                json.text("rule"),
                json.text("file") + ":" + json.count("line"),
                List.of(json.text("priority"), json.text("source"), String.join(", ", json.texts("tags"))),
                json.flag("evaluated") || json.flag("unloaded"),
                json.text("reason"),
                noise.isEmpty() ? Optional.empty() : Optional.of(noise(noise.get())),
                cost.isEmpty() ? Optional.empty() : Optional.of(cost(cost.get())));
    }

    private static RuleFigures.Noise noise(JsonPart json) throws IOException {
        return new RuleFigures.Noise(json.count("alerts"), json.number("perThousandEvents"), json.texts("workloads"));
    }

    private static RuleFigures.Cost cost(JsonPart json) throws IOException {
        return new RuleFigures.Cost(
                json.number("share"),
                json.count("evaluations"),
                json.count("matches"),
                json.counts("takenBy"),
                json.text("scenario"));
    }
}
