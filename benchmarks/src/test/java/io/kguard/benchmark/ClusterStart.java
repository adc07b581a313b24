// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kguard.internal.cluster.Cluster;
import io.kguard.internal.cluster.ClusterOptions;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.workload.Actor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Measures how long a simulated cluster takes from its start to the first response, and a pod from the request that
 * creates it until its containers run. The first round is cold: it loads the classes.
 */
final class ClusterStart {
    private ClusterStart() {}

    /**
     * Prints a table.
     *
     * @param args the number of rounds, each with one boot, and the number of pods per round
     */
    public static void main(String[] args) {
        int rounds = Integer.parseInt(args[0]);
        int pods = Integer.parseInt(args[1]);
        List<Long> boots = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        long firstPod = 0;
        try (Sandbox sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox())) {
            for (int round = 0; round < rounds; round++) {
                long begin = System.nanoTime();
                try (Cluster cluster = Cluster.start(sandbox, ClusterOptions.defaults());
                        KubernetesClient client = cluster.client(Actor.ADMINISTRATOR)) {
                    client.namespaces().withName("default").get();
                    boots.add(System.nanoTime() - begin);
                    for (int i = 0; i < pods; i++) {
                        Pod pod = pod("pod-" + i);
                        begin = System.nanoTime();
                        client.resource(pod).create();
                        cluster.awaitRunning("default", "pod-" + i);
                        long took = System.nanoTime() - begin;
                        if (round == 0 && i == 0) {
                            firstPod = took;
                        } else {
                            starts.add(took);
                        }
                    }
                }
            }
        }
        long coldBoot = boots.remove(0);
        System.out.printf("%-32s %10s %10s %10s %10s%n", "milliseconds", "cold", "median", "90 %", "runs");
        print("cluster: boot to first answer", coldBoot, boots);
        print("pod: request to running", firstPod, starts);
    }

    private static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("base")
                .withCommand("sleep", "infinity")
                .endContainer()
                .endSpec()
                .build();
    }

    private static void print(String title, long cold, List<Long> nanos) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%-32s %10.0f %10.0f %10.0f %10d%n",
                title,
                cold / 1e6,
                sorted.get(sorted.size() / 2) / 1e6,
                sorted.get(sorted.size() * 9 / 10) / 1e6,
                sorted.size());
    }
}
