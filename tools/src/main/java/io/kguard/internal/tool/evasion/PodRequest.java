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
import tools.jackson.databind.node.ObjectNode;

/**
 * A call of kubectl that makes a pod.
 *
 * @param call the call
 * @param pod the pod's manifest, a copy of its own
 * @param verb the verb of a call that is given the manifest
 */
record PodRequest(Step.Kubectl call, ObjectNode pod, String verb) {
    private static final YamlFormat MANIFEST =
            new YamlFormat("manifest", "it should be an object of Kubernetes", 256 << 10, 60, 20, 20_000);
    private static final Set<String> WRITING = Set.of("create", "replace", "apply");
    private static final String CONTAINERS = "containers";
    private static final String COMMAND_FOLLOWS = "--";

    /** The pod that a call makes; empty if it makes none, or by options that are not known here. */
    static Optional<PodRequest> of(Step.Kubectl call) {
        Optional<PodRequest> request = readsManifest(call, WRITING)
                ? manifest(call)
                        .map(object -> new PodRequest(call, object, call.args().get(0)))
                : ofRun(call);
        return request.filter(found -> found.pod.path("kind").asString("").equals("Pod"))
                .filter(found -> !found.name().isEmpty())
                .filter(found ->
                        found.containers().isArray() && !found.containers().isEmpty());
    }

    /** Whether a call is given one manifest or more, for one of some verbs. */
    static boolean readsManifest(Step.Kubectl call, Set<String> verbs) {
        List<String> args = call.args();
        int file = args.indexOf("-f");
        return verbs.contains(args.get(0))
                && !args.contains("--raw")
                && file > 0
                && file + 1 < args.size()
                && args.get(file + 1).equals("-");
    }

    /** The manifest, if the call has one and no more. */
    static Optional<ObjectNode> manifest(Step.Kubectl call) {
        return object(call.stdin());
    }

    private static Optional<ObjectNode> object(String text) {
        YamlDocument document = YamlDocument.of("manifest", text, MANIFEST, (value, written) -> written);
        if (document.root() == null || !document.problems().isEmpty()) {
            return Optional.empty();
        }
        JsonNode json = JsonMapper.shared().readTree(document.root().json());
        return json instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    /** What {@code kubectl run} would send. */
    private static Optional<PodRequest> ofRun(Step.Kubectl call) {
        List<String> args = call.args();
        int end = args.indexOf(COMMAND_FOLLOWS);
        if (args.size() < 2 || !args.get(0).equals("run") || args.get(1).startsWith("-")) {
            return Optional.empty();
        }
        ObjectNode pod = JsonMapper.shared().createObjectNode();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata").put("name", args.get(1));
        metadata.putObject("labels").put("run", args.get(1));
        ObjectNode spec = pod.putObject("spec");
        ObjectNode container = spec.putArray(CONTAINERS).addObject().put("name", args.get(1));
        if (end > 0 && end + 1 < args.size()) {
            args.subList(end + 1, args.size()).forEach(container.putArray("args")::add);
        }
        int options = end < 0 ? args.size() : end;
        for (int i = 2; i < options; i++) {
            String option = args.get(i);
            String value = option.substring(option.indexOf('=') + 1);
            if (option.startsWith("--image=")) {
                container.put("image", value);
            } else if (option.startsWith("--restart=")) {
                spec.put("restartPolicy", value);
            } else if (option.equals("--privileged")) {
                container.putObject("securityContext").put("privileged", true);
            } else if (option.startsWith("--overrides=") && object(value).isPresent()) {
                merge(pod, object(value).get());
            } else if (option.equals("-n")) {
                i++; // with() keeps it
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new PodRequest(call, pod, "create"));
    }

    /** Source: RFC 7396. */
    private static void merge(ObjectNode object, ObjectNode patch) {
        patch.properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                object.remove(entry.getKey());
            } else if (entry.getValue() instanceof ObjectNode inner) {
                merge(object.withObject("/" + entry.getKey()), inner);
            } else {
                object.set(entry.getKey(), entry.getValue());
            }
        });
    }

    String name() {
        return pod.path("metadata").path("name").asString("");
    }

    ObjectNode spec() {
        return pod.withObject("/spec");
    }

    JsonNode containers() {
        return pod.path("spec").path(CONTAINERS);
    }

    /** The options of the call that name the namespace. */
    List<String> namespace() {
        List<String> args = call.args();
        int option = args.indexOf("-n");
        return option > 0 && option + 1 < args.size() ? args.subList(option, option + 2) : List.of();
    }

    /** The call with another manifest. */
    Step.Kubectl with(ObjectNode manifest) {
        List<String> args = new ArrayList<>();
        if (call.stdin().isEmpty()) {
            args.addAll(List.of(verb, "-f", "-"));
            args.addAll(namespace());
        } else {
            args.addAll(call.args());
        }
        return call.otherwise(args).withStdin(manifest.toString());
    }
}
