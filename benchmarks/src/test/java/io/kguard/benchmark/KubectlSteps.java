// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import io.kguard.internal.cluster.Cluster;
import io.kguard.internal.cluster.ClusterOptions;
import io.kguard.internal.cluster.Kubectl;
import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.workload.Actor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Measures the first kubectl command of a cluster, which finds no cache and no client pod, and the later ones. */
final class KubectlSteps {
    private KubectlSteps() {}

    /**
     * Prints a table.
     *
     * @param args the number of clusters, and of kubectl commands in each
     */
    public static void main(String[] args) {
        int rounds = Integer.parseInt(args[0]);
        int commands = Integer.parseInt(args[1]);
        List<Long> first = new ArrayList<>();
        List<Long> later = new ArrayList<>();
        try (Sandbox sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox())) {
            for (int round = 0; round < rounds; round++) {
                try (Cluster cluster = Cluster.start(sandbox, ClusterOptions.defaults())) {
                    Kubectl kubectl = new Kubectl(cluster, sandbox.newFolder());
                    first.add(run(kubectl));
                    for (int i = 1; i < commands; i++) {
                        later.add(run(kubectl));
                    }
                }
            }
        }
        System.out.printf("%-32s %10s %10s %10s %10s%n", "milliseconds", "cold", "median", "90 %", "runs");
        print("kubectl: first in a cluster", first);
        print("kubectl: later", later);
    }

    private static long run(Kubectl kubectl) {
        long begin = System.nanoTime();
        ExecResult result = kubectl.run(Actor.ADMINISTRATOR, ExecSpec.of("get", "configmaps", "-o", "name"));
        long took = System.nanoTime() - begin;
        if (!result.succeeded()) {
            throw new IllegalStateException(result.stderr());
        }
        return took;
    }

    private static void print(String title, List<Long> nanos) {
        long cold = nanos.remove(0);
        Collections.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-32s %10.0f %10.0f %10.0f %10d%n",
                title,
                cold / 1e6,
                nanos.get(nanos.size() / 2) / 1e6,
                nanos.get(nanos.size() * 9 / 10) / 1e6,
                nanos.size());
    }
}
