// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.Collection;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Where values of Falco's Helm chart have rules: {@code customRules} at their top, which is below {@code falco} in values of a chart
 * around it. But below {@code falco} of its own values is the falco.yaml, in which Falco does not look for rules.
 */
@API(status = API.Status.INTERNAL)
public final class FalcoChart {
    /** What is wrong with rules at the wrong place. */
    public static final String MISPLACED =
            "customRules below falco: in values of Falco's chart, falco is the falco.yaml, and Falco loads no rule of it";

    /** What to do. */
    public static final String ADVICE =
            "move customRules to the top of the values. If these are values of a chart around Falco's, show it by another value of"
                    + " Falco's chart beside customRules, such as driver: {enabled: true}";

    private static final String NAME = "falco";

    /** Values of the chart that no falco.yaml has. */
    private static final Set<String> OF_CHART =
            Set.of(("falco falcosidekick falcoctl falco-talon k8s-metacollector driver collectors controller"
                            + " certs extra image tty mounts gvisor scc services serviceAccount serviceMonitor rbac"
                            + " resources nodeSelector tolerations affinity podAnnotations podLabels"
                            + " podPriorityClassName podSecurityContext containerSecurityContext imagePullSecrets"
                            + " healthChecks fullnameOverride nameOverride namespaceOverride responseActions grafana")
                    .split(" ", -1));

    private FalcoChart() {}

    /**
     * Whether {@code customRules} below {@code falco} are in vain.
     *
     * @param beside the keys of the mapping that has them
     * @param chart the chart whose values these are, as far as it is known
     */
    public static boolean areMisplaced(Collection<String> beside, @Nullable String chart) {
        if (chart != null) {
            return chart.substring(chart.lastIndexOf('/') + 1).equals(NAME);
        }
        return beside.stream().noneMatch(OF_CHART::contains);
    }
}
