// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import static io.kguard.workload.ContainerRules.orNone;

import io.fabric8.kubernetes.api.model.ExecAction;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Kubernetes' rules for what a kubelet runs in a container: hooks and probes. A simulation waits for each of them. */
final class HookRules {
    private static final int MAX_WAIT_SECONDS = 60;
    private static final int MAX_PERIOD_SECONDS = 3600;
    private static final int MAX_TIMES = 1000;
    private static final Set<String> TIMES =
            Set.of(("initialDelaySeconds periodSeconds timeoutSeconds successThreshold failureThreshold "
                            + "terminationGracePeriodSeconds")
                    .split(" "));

    private final FieldChecks checks;

    HookRules(FieldChecks checks) {
        this.checks = checks;
    }

    void lifecycle(FieldPath at, @Nullable Lifecycle lifecycle) {
        if (lifecycle != null) {
            hook(at.key("postStart"), lifecycle.getPostStart());
            hook(at.key("preStop"), lifecycle.getPreStop());
        }
    }

    private void hook(FieldPath at, @Nullable LifecycleHandler hook) {
        if (hook == null) {
            return;
        }
        checks.one(at, Json.tree(hook));
        command(at, hook.getExec());
        if (hook.getSleep() != null) {
            checks.range(at.key("sleep").key("seconds"), hook.getSleep().getSeconds(), 0, MAX_WAIT_SECONDS);
        }
    }

    /**
     * Checks a probe.
     *
     * @param fatal whether a container ends if it fails
     */
    void probe(FieldPath at, @Nullable Probe probe, boolean fatal) {
        if (probe == null) {
            return;
        }
        Map<String, Object> handlers = new LinkedHashMap<>(Json.tree(probe));
        handlers.keySet().removeAll(TIMES);
        checks.one(at, handlers);
        command(at, probe.getExec());
        checks.range(at.key("initialDelaySeconds"), probe.getInitialDelaySeconds(), 0, MAX_WAIT_SECONDS);
        checks.range(at.key("periodSeconds"), probe.getPeriodSeconds(), 1, MAX_PERIOD_SECONDS);
        checks.range(at.key("timeoutSeconds"), probe.getTimeoutSeconds(), 1, MAX_WAIT_SECONDS);
        checks.range(at.key("failureThreshold"), probe.getFailureThreshold(), 1, MAX_TIMES);
        checks.range(at.key("successThreshold"), probe.getSuccessThreshold(), 1, fatal ? 1 : MAX_TIMES);
    }

    private void command(FieldPath at, @Nullable ExecAction exec) {
        if (exec != null && orNone(exec.getCommand()).isEmpty()) {
            checks.problem(at.key("exec").key("command"), "is empty", "a program and its arguments");
        }
    }
}
