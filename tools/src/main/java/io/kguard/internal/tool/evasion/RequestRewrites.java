// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import io.kguard.internal.yaml.YamlDocument;
import io.kguard.internal.yaml.YamlFormat;
import io.kguard.scenario.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Other requests to the effect of a call of kubectl, which audit rules know by their verbs and by parts of objects. */
final class RequestRewrites {
    private static final YamlFormat MANIFEST =
            new YamlFormat("manifest", "it should be an object of Kubernetes", 256 << 10, 60, 20, 20_000);
    private static final Set<String> WRITING = Set.of("create", "replace", "apply");
    private static final Set<String> BINDINGS = Set.of("rolebinding", "clusterrolebinding");
    private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";
    private static final String CONTAINERS = "containers";
    private static final String INIT_CONTAINERS = "initContainers";
    private static final int NAME = 2;

    private RequestRewrites() {}

    /** The request is a patch, though nothing was there before. */
    static Optional<RewrittenRequest> serverSideApply(Step.Kubectl step) {
        if (!readsManifest(step, WRITING) || step.args().contains("--server-side")) {
            return Optional.empty();
        }
        List<String> args = new ArrayList<>(List.of("apply", "--server-side", "--force-conflicts"));
        args.addAll(step.args().subList(1, step.args().size()));
        args.remove("--force");
        return Optional.of(RewrittenRequest.of(step.otherwise(args)));
    }

    /** What is there is patched instead of replaced. */
    static Optional<RewrittenRequest> patch(Step.Kubectl step) {
        if (!readsManifest(step, Set.of("replace"))
                || step.args().contains("--force")
                || manifest(step).isEmpty()) {
            return Optional.empty();
        }
        List<String> args = new ArrayList<>(step.args());
        args.set(0, "patch");
        args.addAll(List.of("--type=merge", "-p", step.stdin()));
        return Optional.of(RewrittenRequest.of(step.otherwise(args)));
    }

    /** A binding is made for nobody first, and gets its subject by an update. */
    static Optional<RewrittenRequest> laterSubject(Step.Kubectl step) {
        List<String> args = step.args();
        if (args.size() <= NAME || !args.get(0).equals("create") || !BINDINGS.contains(args.get(1))) {
            return Optional.empty();
        }
        List<String> subjects = args.stream().filter(RequestRewrites::isSubject).toList();
        List<String> rest =
                args.stream().filter(argument -> !isSubject(argument)).toList();
        if (subjects.isEmpty()) {
            return Optional.empty();
        }
        List<String> later = new ArrayList<>(List.of("set", "subject", args.get(1), args.get(NAME)));
        int namespace = args.indexOf("-n");
        if (namespace > 0) {
            later.addAll(args.subList(namespace, namespace + 2));
        }
        later.addAll(subjects);
        return Optional.of(new RewrittenRequest(List.of(step.otherwise(rest)), step.otherwise(later)));
    }

    private static boolean isSubject(String argument) {
        return argument.matches("--(serviceaccount|user|group)=.*");
    }

    /** The containers run before the only one that audit rules look at. The logs of the pod are those of the first of them. */
    static Optional<RewrittenRequest> initContainers(Step.Kubectl step) {
        if (!readsManifest(step, WRITING)) {
            return Optional.empty();
        }
        return manifest(step)
                .filter(pod -> pod.path("kind").asString("").equals("Pod"))
                .filter(pod -> pod.path("spec").path(CONTAINERS).isArray()
                        && !pod.path("spec").path(CONTAINERS).isEmpty())
                .map(pod -> RewrittenRequest.of(step.withStdin(before(pod).toString())));
    }

    private static ObjectNode before(ObjectNode pod) {
        ObjectNode spec = (ObjectNode) pod.get("spec");
        ArrayNode init = spec.withArray(INIT_CONTAINERS);
        JsonNode containers = spec.get(CONTAINERS);
        JsonNode first = containers.get(0);
        containers.forEach(init::add);
        ObjectNode only = spec.putArray(CONTAINERS)
                .addObject()
                .put("name", "main")
                .put("image", first.path("image").asString(""));
        only.putArray("command").add("true");
        ObjectNode annotations = pod.withObject("/metadata/annotations");
        annotations.put(DEFAULT_CONTAINER, first.path("name").asString(""));
        return pod;
    }

    private static boolean readsManifest(Step.Kubectl step, Set<String> verbs) {
        List<String> args = step.args();
        int file = args.indexOf("-f");
        return verbs.contains(args.get(0))
                && !args.contains("--raw")
                && file > 0
                && file + 1 < args.size()
                && args.get(file + 1).equals("-");
    }

    /** The manifest, if the step has one and no more. */
    private static Optional<ObjectNode> manifest(Step.Kubectl step) {
        YamlDocument document = YamlDocument.of("manifest", step.stdin(), MANIFEST, (value, written) -> written);
        if (document.root() == null || !document.problems().isEmpty()) {
            return Optional.empty();
        }
        JsonNode json = JsonMapper.shared().readTree(document.root().json());
        return json instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }
}
