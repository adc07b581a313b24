// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.internal.yaml.Keys;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.workload.Actor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the steps of a scenario. */
final class StepReader {
    private static final int MAX_STEPS = 200;
    private static final int MAX_ARGUMENTS = 1000;

    private static final Keys STEP = ScenarioKeys.of("step");
    private static final Keys EXEC = ScenarioKeys.of("exec");
    private static final Keys ACT = ScenarioKeys.of("act");
    private static final Keys KUBECTL = ScenarioKeys.of("kubectl");
    private static final Keys ACTOR = ScenarioKeys.of("actor");

    private final Targets targets;
    private final boolean hasCluster;

    StepReader(List<Pod> pods, boolean hasCluster) {
        this.targets = new Targets(pods);
        this.hasCluster = hasCluster;
    }

    List<Step> steps(YamlMapping file) {
        List<Step> steps = new ArrayList<>();
        for (YamlValue item : file.items("steps", MAX_STEPS)) {
            YamlMapping step = STEP.read(item, "a step");
            YamlValue entry = step == null ? null : step.onlyEntry(STEP.names());
            if (entry == null) {
                continue;
            }
            Step read = switch (entry.key()) {
                case "exec" -> exec(entry);
                case "act" -> act(entry);
                default -> kubectl(entry);
            };
            if (read != null) {
                steps.add(read);
            }
        }
        return steps;
    }

    private @Nullable Step exec(YamlValue value) {
        YamlMapping exec = EXEC.read(value, "exec");
        if (exec == null) {
            return null;
        }
        List<String> command = exec.texts("command", MAX_ARGUMENTS);
        if (exec.isEmptyList("command")) {
            exec.problem("command", "\"command\" is empty", "for example [bash, -c, id]");
        }
        String agent = exec.text("agent");
        if (agent != null && !ToolCall.isName(agent)) {
            exec.problem("agent", "\"agent\" must name a coding agent", "as rules name it: claude_code");
        }
        return exec(value, exec, command, agent);
    }

    private @Nullable Step act(YamlValue value) {
        YamlMapping act = ACT.read(value, "act");
        return act == null ? null : exec(value, act, ActReader.command(act), null);
    }

    private Step exec(YamlValue value, YamlMapping exec, List<String> command, @Nullable String agent) {
        String pod = exec.text("pod");
        String container = exec.text("container");
        targets.check(exec, pod, container);
        return new Step.Exec(
                pod == null ? "" : pod,
                container,
                command,
                agent,
                StepInput.read(exec, false),
                StepEnd.read(exec),
                Origin.of(value));
    }

    private @Nullable Step kubectl(YamlValue value) {
        if (!hasCluster) {
            value.problem("kubectl needs a cluster, and the scenario has none", "add to it: cluster: {}");
            return null;
        }
        YamlMapping kubectl =
                value.isList() ? YamlMapping.single(value, "kubectl", "args") : KUBECTL.read(value, "kubectl");
        if (kubectl == null) {
            return null;
        }
        List<String> args = kubectl.texts("args", MAX_ARGUMENTS);
        if (kubectl.isEmptyList("args")) {
            kubectl.problem("args", "kubectl has no arguments", "for example [exec, -it, jenkins-0, --, bash]");
        } else if (!args.isEmpty() && args.get(0).equals("kubectl")) {
            kubectl.problem("args", "the arguments must not begin with kubectl itself", "leave it out");
        }
        return new Step.Kubectl(
                args,
                actor(kubectl),
                StepInput.read(kubectl, Step.Kubectl.asksForTerminal(args)),
                StepEnd.read(kubectl),
                Origin.of(value));
    }

    private Actor actor(YamlMapping kubectl) {
        YamlMapping as = ACTOR.read(kubectl.get("as"), "as");
        if (as == null) {
            return Actor.ADMINISTRATOR;
        }
        String account = as.text("serviceAccount");
        String user = as.text("user");
        if ((account == null) == (user == null)) {
            kubectl.problem(
                    "as",
                    "\"as\" must name either a service account or a user",
                    "serviceAccount: shop/frontend, or user: jane and perhaps groups: [developers]");
        } else if (account != null && as.get("groups") != null) {
            as.problem("groups", "only a user has groups here", "leave it out: a service account has its own groups");
        }
        if (user != null) {
            return new Actor.User(user, as.texts("groups", MAX_ARGUMENTS));
        }
        String[] parts = account == null ? new String[0] : account.split("/", -1);
        if (parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty()) {
            return new Actor.ServiceAccount(parts[0], parts[1]);
        }
        as.problem(
                "serviceAccount",
                "\"" + account + "\" is not a service account",
                "its namespace and its name: shop/frontend");
        return Actor.ADMINISTRATOR;
    }
}
