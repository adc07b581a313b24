// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.scenario.Scenario;
import io.kguard.scenario.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A step of a variant.
 *
 * @param preparation what must be done before the first step
 * @param step the step
 * @param isVaried whether it differs from the attack's step
 * @param pod what later calls of kubectl call a pod that the step makes; null if they call it as before
 */
record VariedStep(
        List<Step> preparation,
        Step step,
        boolean isVaried,
        @Nullable PodName pod) {
    VariedStep {
        preparation = List.copyOf(preparation);
    }

    /** A step that reaches the effect without a preparation. */
    static VariedStep by(Step step) {
        return new VariedStep(List.of(), step, true, null);
    }

    /** The step as it is done in another way; the same step if that does not apply. */
    static VariedStep of(Scenario attack, Step step, int number, Way way) {
        Rewriter rewriter = new Rewriter(attack, number, way);
        step.accept(rewriter);
        return rewriter.result == null ? new VariedStep(List.of(), step, false, null) : rewriter.result;
    }

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

    private static final class Rewriter implements Step.Visitor {
        private static final String COMMAND_FOLLOWS = "--";

        private final Scenario attack;
        private final int number;
        private final Way way;
        private @Nullable VariedStep result;

        Rewriter(Scenario attack, int number, Way way) {
            this.attack = attack;
            this.number = number;
            this.way = way;
        }

        @Override
        public void visit(Step.Exec step) {
            way.rewrite(new CommandLine(step.command(), number))
                    .ifPresent(rewritten -> result = new VariedStep(
                            rewritten.preparation().stream()
                                    .map(command -> (Step) step.preparedBy(command.words()))
                                    .toList(),
                            step.withCommand(rewritten.command().words()),
                            true,
                            null));
        }

        @Override
        public void visit(Step.Kubectl step) {
            way.rewrite(step).ifPresent(varied -> result = varied);
            List<String> args = step.args();
            int before = args.indexOf(COMMAND_FOLLOWS);
            Optional<String> pod = attack.pods().stream()
                    .map(one -> one.getMetadata().getName())
                    .filter(args::contains)
                    .findFirst();
            if (!args.get(0).equals("exec") || before < 0 || before == args.size() - 1 || pod.isEmpty()) {
                return;
            }
            way.rewrite(new CommandLine(args.subList(before + 1, args.size()), number))
                    .ifPresent(rewritten -> {
                        List<String> changed = new ArrayList<>(args.subList(0, before + 1));
                        changed.addAll(rewritten.command().words());
                        result = new VariedStep(
                                rewritten.preparation().stream()
                                        .map(command -> (Step) step.preparedBy(pod.get(), command.words()))
                                        .toList(),
                                step.withArgs(changed),
                                true,
                                null);
                    });
        }
    }
}
