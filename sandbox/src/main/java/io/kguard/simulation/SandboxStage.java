// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.SandboxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Pods without a cluster, run by the sandbox. */
final class SandboxStage implements Stage {
    private static final AtomicLong NODES = new AtomicLong();

    private final Sandbox sandbox;
    private final PodSetup setup;
    private final PodListener listener;
    private final Map<String, PodSandbox> pods = new LinkedHashMap<>();

    SandboxStage(Sandbox sandbox, PodSetup setup, PodListener listener) {
        this.sandbox = sandbox;
        this.setup = setup.withNode("simulation " + NODES.incrementAndGet());
        this.listener = listener;
    }

    @Override
    public void start(List<Pod> manifests) {
        for (Pod pod : manifests) {
            pods.put(pod.getMetadata().getName(), sandbox.start(pod, setup, listener));
        }
    }

    @Override
    public Map<String, PodSandbox> pods() {
        return pods;
    }

    @Override
    public List<String> clear() {
        List<String> failures = new ArrayList<>();
        for (PodSandbox pod : pods.values()) {
            try {
                pod.close();
            } catch (SandboxException e) {
                failures.add("a pod could not be removed: " + e.getMessage());
            }
        }
        return failures;
    }
}
