// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.scenario.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Other requests to the effect of a call of kubectl, which audit rules know by their verbs and by parts of objects. */
final class RequestRewrites {
    private static final Set<String> WRITING = Set.of("create", "replace", "apply");
    private static final Set<String> BINDINGS = Set.of("rolebinding", "clusterrolebinding");
    private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";
    private static final String CONTAINERS = "containers";
    private static final String INIT_CONTAINERS = "initContainers";
    private static final String NAME = "name";
    private static final String IMAGE = "image";
    private static final String COMMAND = "command";
    private static final String ARGS = "args";
    private static final String SECURITY = "securityContext";
    private static final String RESTART = "restartPolicy";
    private static final int THIRD = 2;

    private RequestRewrites() {}

    /** The request is a patch, though nothing was there before. */
    static Optional<VariedStep> serverSideApply(Step.Kubectl step) {
        if (!PodRequest.readsManifest(step, WRITING) || step.args().contains("--server-side")) {
            return Optional.empty();
        }
        List<String> args = new ArrayList<>(List.of("apply", "--server-side", "--force-conflicts"));
        args.addAll(step.args().subList(1, step.args().size()));
        args.remove("--force");
        return Optional.of(VariedStep.by(step.otherwise(args)));
    }

    /** What is there is patched instead of replaced. */
    static Optional<VariedStep> patch(Step.Kubectl step) {
        if (!PodRequest.readsManifest(step, Set.of("replace"))
                || step.args().contains("--force")
                || PodRequest.manifest(step).isEmpty()) {
            return Optional.empty();
        }
        List<String> args = new ArrayList<>(step.args());
        args.set(0, "patch");
        args.addAll(List.of("--type=merge", "-p", step.stdin()));
        return Optional.of(VariedStep.by(step.otherwise(args)));
    }

    /** A binding is made for nobody first, and gets its subject by an update. */
    static Optional<VariedStep> laterSubject(Step.Kubectl step) {
        List<String> args = step.args();
        if (args.size() <= THIRD || !args.get(0).equals("create") || !BINDINGS.contains(args.get(1))) {
            return Optional.empty();
        }
        List<String> subjects = args.stream().filter(RequestRewrites::isSubject).toList();
        List<String> rest =
                args.stream().filter(argument -> !isSubject(argument)).toList();
        if (subjects.isEmpty()) {
            return Optional.empty();
        }
        List<String> later = new ArrayList<>(List.of("set", "subject", args.get(1), args.get(THIRD)));
        int namespace = args.indexOf("-n");
        if (namespace > 0) {
            later.addAll(args.subList(namespace, namespace + 2));
        }
        later.addAll(subjects);
        return Optional.of(new VariedStep(List.of(step.otherwise(rest)), step.otherwise(later), true, null));
    }

    private static boolean isSubject(String argument) {
        return argument.matches("--(serviceaccount|user|group)=.*");
    }

    /** The containers run before the only one that audit rules look at. The logs of the pod are those of the first of them. */
    static Optional<VariedStep> initContainers(Step.Kubectl step) {
        return PodRequest.of(step).map(request -> {
            ObjectNode spec = request.spec();
            ArrayNode init = spec.withArray(INIT_CONTAINERS);
            JsonNode containers = request.containers();
            JsonNode first = containers.get(0);
            containers.forEach(init::add);
            spec.set(CONTAINERS, idle(first.path(IMAGE).asString(""), "true"));
            showLogsOf(request.pod(), first.path(NAME).asString(""));
            return VariedStep.by(request.with(request.pod()));
        });
    }

    /** The user makes a Job, and a controller the pod. */
    static Optional<VariedStep> job(Step.Kubectl step) {
        return PodRequest.of(step).map(request -> {
            ObjectNode pod = request.pod();
            ObjectNode job = JsonMapper.shared().createObjectNode();
            job.put("apiVersion", "batch/v1").put("kind", "Job");
            ObjectNode metadata = pod.withObject("/metadata").deepCopy();
            job.set("metadata", metadata.deepCopy().retain(NAME, "namespace"));
            ObjectNode template = job.putObject("spec").put("backoffLimit", 0).putObject("template");
            template.set("metadata", metadata.retain("labels", "annotations"));
            if (!request.spec().path(RESTART).asString("").equals("OnFailure")) {
                request.spec().put(RESTART, "Never");
            }
            template.set("spec", request.spec());
            VariedStep.PodName name = new VariedStep.PodName(request.name(), "job/" + request.name());
            return new VariedStep(List.of(), request.with(job), true, name);
        });
    }

    /** A pod that does nothing is there before, and gets the container while it runs. It can get no volumes, and nothing of the node. */
    static Optional<VariedStep> ephemeralContainer(Step.Kubectl step) {
        return PodRequest.of(step).filter(RequestRewrites::canComeLater).map(request -> {
            JsonNode container = request.containers().get(0);
            String image = container.path(IMAGE).asString("");
            String name = container.path(NAME).asString("") + "-debug";
            List<String> debug = new ArrayList<>(List.of("debug", request.name(), "--image=" + image, "-c", name));
            debug.addAll(request.namespace());
            debug.add("--attach=false");
            if (isPrivileged(container)) {
                debug.add("--profile=sysadmin");
            }
            List<String> command = Stream.of(COMMAND, ARGS)
                    .flatMap(key -> container.path(key).valueStream())
                    .map(word -> word.asString(""))
                    .toList();
            if (!command.isEmpty()) {
                debug.add("--");
                debug.addAll(command);
            }
            ObjectNode pod = request.pod();
            request.spec().set(CONTAINERS, idle(image, "sleep", "infinity"));
            showLogsOf(pod, name);
            return new VariedStep(
                    List.of(request.with(pod).leavingRunning()),
                    step.otherwise(debug).leavingRunning(),
                    true,
                    null);
        });
    }

    private static boolean canComeLater(PodRequest request) {
        JsonNode container = request.containers().get(0);
        Set<String> ofPod = Set.of(CONTAINERS, RESTART);
        Set<String> ofContainer = Set.of(NAME, IMAGE, COMMAND, ARGS, SECURITY);
        return request.containers().size() == 1
                && ofPod.containsAll(request.spec().propertyNames())
                && container.propertyNames().stream().allMatch(ofContainer::contains)
                && (!container.has(SECURITY)
                        || isPrivileged(container) && container.path(SECURITY).size() == 1);
    }

    private static boolean isPrivileged(JsonNode container) {
        return container.path(SECURITY).path("privileged").asBoolean(false);
    }

    private static ArrayNode idle(String image, String... command) {
        ArrayNode containers = JsonMapper.shared().createArrayNode();
        ArrayNode words =
                containers.addObject().put(NAME, "main").put(IMAGE, image).putArray(COMMAND);
        List.of(command).forEach(words::add);
        return containers;
    }

    private static void showLogsOf(ObjectNode pod, String container) {
        pod.withObject("/metadata/annotations").put(DEFAULT_CONTAINER, container);
    }
}
