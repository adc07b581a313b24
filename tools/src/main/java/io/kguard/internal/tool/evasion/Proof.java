// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.scenario.Scenario;
import io.kguard.scenario.Step;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether an attack that is played in another way still shows that it took place. An effect shows it. An output
 * shows it only if the words that the step itself brings do not have it: else it may be printed whatever happened.
 */
final class Proof {
    private static final String NONE =
            "the attack does not prove its effect: no step has an output from the step that is played otherwise on, and there"
                    + " are no effects";

    private Proof() {}

    private static String ownWords(String output) {
        return "the attack does not prove its effect: the words of the step themselves have the text \"" + output
                + "\", so it may be printed whatever happened, and there are no effects";
    }

    /**
     * Why a variant shows nothing, whatever it does; empty if its outputs or effects would show that it took effect.
     *
     * @param scenario the attack as it is played otherwise
     */
    static String missing(Scenario attack, Scenario scenario) {
        if (!attack.effects().isEmpty()) {
            return "";
        }
        String reason = NONE;
        for (int i = lastVaried(attack, scenario); i < scenario.steps().size(); i++) {
            Words words = new Words();
            scenario.steps().get(i).accept(words);
            attack.steps().get(i).accept(words);
            String output = words.output;
            if (output != null && !words.have(output)) {
                return "";
            }
            reason = output == null ? reason : ownWords(output);
        }
        return reason;
    }

    private static int lastVaried(Scenario attack, Scenario scenario) {
        for (int i = attack.steps().size() - 1; i > 0; i--) {
            if (!attack.steps().get(i).equals(scenario.steps().get(i))) {
                return i;
            }
        }
        return 0;
    }

    /** What steps bring with them, and what is expected of their output. */
    private static final class Words implements Step.Visitor {
        private String text = "";
        private @Nullable String output;

        @Override
        public void visit(Step.Exec step) {
            add(step.command(), step.stdin(), step.output());
        }

        @Override
        public void visit(Step.Kubectl step) {
            add(step.args(), step.stdin(), step.output());
        }

        private void add(List<String> words, String stdin, @Nullable String expected) {
            output = expected;
            Stream<String> own = Stream.concat(words.stream(), Stream.of(stdin));
            text += String.join("\n", own.toList()) + "\n";
        }

        private boolean have(String expected) {
            return text.contains(expected);
        }
    }
}
