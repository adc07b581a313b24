// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the pods and containers in steps and effects of Java exist in the scenario. In a cluster without pods of the
 * scenario, its objects make them.
 */
final class BuiltTargets implements Step.Visitor, Effect.Visitor {
    private final List<Pod> pods;
    private String fault = "";

    BuiltTargets(List<Pod> pods) {
        this.pods = pods;
    }

    /** The first fault, as the end of a sentence; empty if there is none. */
    String fault() {
        return fault;
    }

    @Override
    public void visit(Step.Exec step) {
        check(step.origin(), step.pod(), step.container());
        if (step.command().isEmpty()) {
            add(step.origin(), "the command is empty");
        }
        String agent = step.agent();
        if (agent != null && !ToolCall.isName(agent)) {
            add(step.origin(), "\"" + agent + "\" can't name a coding agent; rules have names such as claude_code");
        }
    }

    @Override
    public void visit(Step.Kubectl step) {
        if (step.args().isEmpty()) {
            add(step.origin(), "kubectl has no arguments");
        } else if (step.args().get(0).equals("kubectl")) {
            add(step.origin(), "the arguments must not begin with kubectl itself");
        }
    }

    @Override
    public void visit(Effect.FileExists effect) {
        check(effect.origin(), effect.pod(), effect.container());
        if (!effect.path().startsWith("/")) {
            add(effect.origin(), "the path " + effect.path() + " must be absolute");
        }
    }

    /** Any object may be looked for. */
    @Override
    public void visit(Effect.ObjectExists effect) {}

    @Override
    public void visit(Effect.PodGone effect) {
        check(effect.origin(), effect.pod(), null);
    }

    @Override
    public void visit(Effect.PodReplaced effect) {
        check(effect.origin(), effect.pod(), null);
    }

    @Override
    public void visit(Effect.PodStays effect) {
        check(effect.origin(), effect.pod(), null);
    }

    @Override
    public void visit(Effect.Unreachable effect) {
        check(effect.origin(), effect.pod(), null);
    }

    /** It names a rule, and no pod. */
    @Override
    public void visit(Effect.Stopped effect) {}

    private void check(Origin origin, String name, @Nullable String container) {
        if (pods.isEmpty()) {
            return;
        }
        List<Pod> named = pods.stream()
                .filter(pod -> pod.getMetadata().getName().equals(name))
                .toList();
        if (named.isEmpty()) {
            add(origin, "there is no pod " + name);
        } else if (container != null
                && named.get(0).getSpec().getContainers().stream()
                        .noneMatch(other -> container.equals(other.getName()))) {
            add(origin, "pod " + name + " has no container " + container);
        }
    }

    private void add(Origin origin, String what) {
        if (fault.isEmpty()) {
            fault = origin + ": " + what;
        }
    }
}
