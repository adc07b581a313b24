// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.internal.cluster.Cluster;
import io.kguard.internal.sandbox.PodContainer;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.scenario.Effect;
import io.kguard.verdict.StoppedProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks effects. Throws an {@link ActFailedException} for an effect that is absent. */
final class EffectCheck implements Effect.Visitor {
    /** Beyond the time that an effect may take, to tell that it took longer from that it never came. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final Duration GONE_TIMEOUT = Duration.ofSeconds(30);

    private final Stage stage;
    private final EventPipeline pipeline;

    EffectCheck(Stage stage, EventPipeline pipeline) {
        this.stage = stage;
        this.pipeline = pipeline;
    }

    @Override
    public void visit(Effect.FileExists effect) {
        require(effect, FileEffect.absence(effect, stage.pod(effect.pod())));
    }

    @Override
    public void visit(Effect.ObjectExists effect) {
        require(effect, absence(effect, stage.cluster(effect)));
    }

    @Override
    public void visit(Effect.PodGone effect) {
        PodSandbox pod = stage.pod(effect.pod());
        if (!stage.cluster(effect).awaitGone(pod.pod(), GONE_TIMEOUT)) {
            throw absent(effect, "the API server still has it");
        }
        for (PodContainer container : pod.containers()) {
            if (ProcessHandle.of(container.pid()).isPresent()
                    && !container.exit().isDone()) {
                throw absent(effect, "its container " + container.name() + " still runs");
            }
        }
    }

    @Override
    public void visit(Effect.PodReplaced effect) {
        Cluster cluster = stage.cluster(effect);
        Pod pod = stage.pod(effect.pod()).pod();
        Pod other = cluster.awaitReplacement(pod, GONE_TIMEOUT);
        if (other == null) {
            throw absent(
                    effect,
                    cluster.awaitGone(pod, Duration.ZERO)
                            ? "no running pod is in its place; its ReplicaSet or StatefulSet needs a template"
                            : "the API server still has it");
        }
        String node = other.getSpec().getNodeName();
        if (effect.node() != null && !effect.node().equals(node)) {
            throw absent(effect, other.getMetadata().getName() + " in its place runs on node " + node);
        }
    }

    @Override
    public void visit(Effect.PodStays effect) {
        if (!isThere(effect.pod(), stage)) {
            throw absent(effect, "it is gone, or its containers have ended");
        }
    }

    @Override
    public void visit(Effect.Unreachable effect) {
        PodSandbox.Reach reach;
        try {
            reach = stage.pod(effect.pod()).reach(effect.address(), effect.port());
        } catch (SandboxException e) {
            throw absent(effect, String.valueOf(e.getMessage()));
        }
        switch (reach) {
            case SILENT -> {}
            case OPEN -> throw absent(effect, "a connection is made");
            case REFUSED, NONE -> throw absent(effect, "the pods' network has no such peer, so this proves nothing");
            case UNKNOWN -> throw absent(effect, "the pod's network does not answer at all");
        }
    }

    @Override
    public void visit(Effect.Stopped effect) {
        StoppedProcess end = pipeline.awaitStopped(
                        effect.rule(), effect.within().plus(MARGIN))
                .orElseThrow(() -> absent(
                        effect,
                        pipeline.isFiredOnProcess(effect.rule())
                                ? "it still runs, or a process that it started"
                                : "the rule did not fire on a process"));
        if (!end.killed()) {
            throw absent(effect, "it ended by itself, so nothing stopped it");
        }
        if (end.after().compareTo(effect.within()) > 0) {
            throw absent(effect, "it took " + end.after().toMillis() + " ms");
        }
    }

    /** Whether a pod of the scenario is in the cluster and runs. */
    static boolean isThere(String name, Stage stage) {
        PodSandbox pod = stage.pod(name);
        return !stage.cluster(name).awaitGone(pod.pod(), Duration.ZERO)
                && pod.containers().stream()
                        .anyMatch(container -> !container.exit().isDone());
    }

    /** Why an object is not as an effect says; empty if it is. */
    static String absence(Effect.ObjectExists effect, Cluster cluster) {
        Map<String, @Nullable Object> object =
                cluster.find(effect.apiVersion(), effect.kind(), effect.namespace(), effect.name());
        return object == null ? "there is no such object" : difference("", effect.fields(), object);
    }

    /** How an object differs; empty if it does not. */
    private static String difference(String path, @Nullable Object wanted, @Nullable Object found) {
        if (wanted instanceof Map<?, ?> fields) {
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                Object value = found instanceof Map<?, ?> map ? map.get(field.getKey()) : null;
                String difference = difference(path + "." + field.getKey(), field.getValue(), value);
                if (!difference.isEmpty()) {
                    return difference;
                }
            }
            return "";
        }
        if (wanted instanceof List<?> items && found instanceof List<?> others && items.size() == others.size()) {
            for (int i = 0; i < items.size(); i++) {
                String difference = difference(path + "[" + i + "]", items.get(i), others.get(i));
                if (!difference.isEmpty()) {
                    return difference;
                }
            }
            return "";
        }
        // in a manifest, numbers and strings look alike
        return String.valueOf(wanted).equals(String.valueOf(found)) ? "" : path + " is " + found;
    }

    private static void require(Effect effect, String absence) {
        if (!absence.isEmpty()) {
            throw absent(effect, absence);
        }
    }

    private static ActFailedException absent(Effect effect, String reason) {
        return new ActFailedException(effect.origin() + ": the effect did not take place: " + effect + ": " + reason);
    }
}
