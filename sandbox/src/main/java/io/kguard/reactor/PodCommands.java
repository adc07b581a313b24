// SPDX-License-Identifier: Apache-2.0
package io.kguard.reactor;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kguard.reaction.Action;
import io.kguard.reaction.ReactionResult.Outcome;
import java.util.List;

/** Runs commands and scripts in a pod. */
final class PodCommands {
    private static final String SCRIPT = "/tmp/talon-script.sh";

    private final KubernetesClient client;
    private final Target target;
    private final List<String> containers;
    private final AlertVariables variables;

    PodCommands(KubernetesClient client, Target target, Pod pod, AlertVariables variables) {
        this.client = client;
        this.target = target;
        this.containers =
                pod.getSpec().getContainers().stream().map(Container::getName).toList();
        this.variables = variables;
    }

    /** Runs a command in each container. It fails if it fails in the last one. */
    Finished exec(Action.Exec action) {
        List<String> command = List.of(action.shell(), "-c", variables.expand(action.command()));
        return finished(runInEach(command, ""));
    }

    /** Copies a script to each container, and runs it in the last one. */
    Finished script(Action.Script action) {
        String script = variables.expand(action.script());
        // Falco Talon runs no shell here, so tee also writes a file of the name ">"
        PodExec.Result last = runInEach(List.of("tee", SCRIPT, ">", "/dev/null"), script);
        if (last.problem().isEmpty()) {
            last = run(containers.get(containers.size() - 1), List.of(action.shell(), SCRIPT), "");
        }
        return finished(last);
    }

    /** Runs a command in each container, and returns what the last one left. */
    private PodExec.Result runInEach(List<String> command, String input) {
        PodExec.Result last = new PodExec.Result("", "no container found");
        for (String container : containers) {
            last = run(container, command, input);
        }
        return last;
    }

    private PodExec.Result run(String container, List<String> command, String input) {
        String refusal = variables.refusal();
        return refusal.isEmpty()
                ? PodExec.run(client, target, container, command, input)
                : new PodExec.Result("", refusal);
    }

    private Finished finished(PodExec.Result result) {
        return result.problem().isEmpty()
                ? new Finished(target.toString(), Outcome.DONE, result.output())
                : Finished.failed(target.toString(), result.problem());
    }
}
