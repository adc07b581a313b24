// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSandbox.Incident;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.Step;
import java.util.List;

/**
 * Finds what happened to a scenario's pods against its intention. A killed container is intended if a command in its
 * pod is expected to be killed: a container that ends kills its commands.
 */
final class PodHealth {
    private static final int KILLED = 128;

    private PodHealth() {}

    /** The incidents that cast doubt on what happened in a pod, in sentences. */
    static List<String> doubts(Scenario scenario, PodSandbox pod) {
        String name = pod.pod().getMetadata().getName();
        boolean killing = scenario.steps().stream().anyMatch(step -> expectsKill(step, name));
        return pod.incidents().stream()
                .filter(incident -> !killing || !isKill(incident))
                .map(PodHealth::text)
                .toList();
    }

    private static boolean expectsKill(Step step, String pod) {
        return step instanceof Step.Exec exec && exec.pod().equals(pod) && exec.exit() > KILLED
                || step instanceof Step.Kubectl kubectl && kubectl.args().contains(pod) && kubectl.exit() > KILLED;
    }

    private static boolean isKill(Incident incident) {
        return switch (incident.kind()) {
            case KILLED, FAILED, OUT_OF_MEMORY -> true;
            case HOOK_FAILED, OUT_OF_PROCESSES, OUT_OF_DISK, OVERRUN, OUT_OF_SOCKET_MEMORY, LOST -> false;
        };
    }

    private static String text(Incident incident) {
        return switch (incident.kind()) {
            case KILLED, FAILED ->
                incident.text() + ". If the scenario means that, a step in this pod must expect an exit status above "
                        + KILLED;
            default -> incident.text();
        };
    }
}
