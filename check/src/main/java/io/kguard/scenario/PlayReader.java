// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.capture.InlineScript;
import io.kguard.internal.suite.Play;
import io.kguard.internal.suite.PlayScript;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlProblem;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.workload.StandIns;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the key {@code plays}: an event script that is played in place of steps, in pods that it implies. */
final class PlayReader {
    static final String KEY = "plays";

    private static final Play NOTHING = new Play(List.of(), true);

    private PlayReader() {}

    /** The play of a scenario; null if it has none. */
    static @Nullable Play play(YamlMapping scenario) {
        YamlValue value = scenario.get(KEY);
        if (value == null) {
            return null;
        }
        for (String key : ScenarioKeys.SCENARIO.apart(KEY)) {
            if (scenario.get(key) != null) {
                scenario.problem(
                        key,
                        "a scenario that plays an event script has no \"" + key + "\"",
                        "the script says which pods there are, and what is done");
            }
        }
        List<YamlProblem> mistakes = new InlineScript(value).problems();
        value.document().add(mistakes);
        return mistakes.isEmpty() ? PlayScript.read(value) : NOTHING;
    }

    /** The steps of a play: one for each container in which a process acts. */
    static List<Step> steps(Play play, Origin origin) {
        List<Step> steps = new ArrayList<>();
        for (Play.Part part : play.parts()) {
            String plan = part.plan();
            if (plan != null) {
                steps.add(step(part.pod(), plan, origin));
            }
        }
        return steps;
    }

    private static Step step(Pod pod, String plan, Origin origin) {
        return new Step.Exec(
                pod.getMetadata().getName(),
                null,
                List.of(StandIns.SUITE),
                null,
                StepInput.NONE.withStdin(plan),
                StepEnd.SUCCESS,
                origin);
    }

    /** What rules must do in a play: only what its processes do counts. If none acts, it is the start of the pods. */
    static List<Expectation> expectations(Play play, List<Expectation> written) {
        return written.stream()
                .map(rule -> play.acts() ? rule.fromPlay() : rule.fromStart())
                .toList();
    }
}
