// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import static io.kguard.workload.ContainerRules.orNone;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The rules of an API server and a kubelet for a pod's manifest, and kguard's own bounds. Three places apply them: the
 * reader of scenario files, which knows the position in the file, the simulated API server, and the sandbox.
 */
@API(status = API.Status.INTERNAL)
public final class PodRules {
    private static final int MAX_CONTAINERS = 16;
    private static final int MAX_ALIASES = 64;
    private static final long MAX_ID = Integer.MAX_VALUE;
    private static final long MAX_SECONDS = 1L << 32;

    private final FieldChecks checks = new FieldChecks();

    private PodRules() {}

    /**
     * What is wrong with a pod; empty if nothing is. Name and namespace may be absent, because the sandbox adds them.
     */
    public static List<FieldProblem> problems(Pod pod) {
        PodRules rules = new PodRules();
        Map<String, Object> tree = Json.tree(pod);
        if (rules.textsAreSound(tree)) {
            new ManifestWalk(rules.checks).check(FieldPath.ROOT, Pod.class, tree);
            rules.metadata(FieldPath.ROOT.key("metadata"), pod.getMetadata());
            rules.spec(FieldPath.ROOT.key("spec"), pod.getSpec());
        }
        return rules.checks.problems();
    }

    /** What is wrong with a pod that does not run yet, so that it has no ephemeral containers. */
    public static List<FieldProblem> manifestProblems(Pod pod) {
        List<FieldProblem> problems = new ArrayList<>(problems(pod));
        if (pod.getSpec() != null
                && !orNone(pod.getSpec().getEphemeralContainers()).isEmpty()) {
            problems.add(new FieldProblem(
                    FieldPath.ROOT.key("spec").key("ephemeralContainers"),
                    "come to a pod that runs",
                    "kubectl debug adds them"));
        }
        if (problems.isEmpty() && pod.getSpec() != null) {
            problems.addAll(VolumeRules.unknownVolumes(FieldPath.ROOT.key("spec"), pod.getSpec()));
        }
        return problems;
    }

    /** What is wrong with the templates of pods in an object, such as a Deployment; empty if it has none. */
    public static List<FieldProblem> templateProblems(HasMetadata object) {
        PodRules rules = new PodRules();
        rules.templates(FieldPath.ROOT, object.getClass(), Json.tree(object));
        return rules.checks.problems();
    }

    private void templates(FieldPath at, Class<?> type, Map<?, ?> object) {
        ManifestModel.fields(type).forEach((name, model) -> {
            if (!(object.get(name) instanceof Map<?, ?> value)) {
                return;
            }
            if (model == PodTemplateSpec.class) {
                template(at.key(name), Json.typed(value, PodTemplateSpec.class));
            } else if (ManifestModel.isObject(model)) {
                templates(at.key(name), (Class<?>) model, value);
            }
        });
    }

    private void template(FieldPath at, PodTemplateSpec template) {
        new ManifestWalk(checks).check(at, PodTemplateSpec.class, Json.tree(template));
        labels(at.key("metadata"), template.getMetadata());
        if (template.getSpec() != null) {
            spec(at.key("spec"), template.getSpec());
        }
    }

    /** What is wrong with a container that is added to a pod; empty if nothing is. */
    public static List<FieldProblem> problems(Container container) {
        PodRules rules = new PodRules();
        Map<String, Object> tree = Json.tree(container);
        if (rules.textsAreSound(tree)) {
            new ManifestWalk(rules.checks).check(FieldPath.ROOT, Container.class, tree);
            new ContainerRules(rules.checks).check(FieldPath.ROOT, container);
        }
        return rules.checks.problems();
    }

    /**
     * What is wrong with the labels and annotations of another object; empty if nothing is. The rules for its name
     * differ and are not checked here.
     */
    public static List<FieldProblem> metadataProblems(HasMetadata object) {
        PodRules rules = new PodRules();
        rules.labels(FieldPath.ROOT.key("metadata"), object.getMetadata());
        return rules.checks.problems();
    }

    private boolean textsAreSound(Map<String, Object> manifest) {
        new TextRules(checks).check(manifest);
        return checks.problems().isEmpty();
    }

    private void metadata(FieldPath at, @Nullable ObjectMeta metadata) {
        if (metadata == null) {
            return;
        }
        checks.optional(at.key("name"), metadata.getName(), NameRule.DNS_SUBDOMAIN);
        checks.optional(at.key("namespace"), metadata.getNamespace(), NameRule.DNS_LABEL);
        checks.optional(at.key("uid"), metadata.getUid(), NameRule.UID);
        labels(at, metadata);
    }

    private void labels(FieldPath at, @Nullable ObjectMeta metadata) {
        if (metadata != null) {
            checks.labels(at.key("labels"), metadata.getLabels());
            checks.annotations(at.key("annotations"), metadata.getAnnotations());
        }
    }

    private void spec(FieldPath at, @Nullable PodSpec spec) {
        if (spec == null || orNone(spec.getContainers()).isEmpty()) {
            checks.problem(at.key("containers"), "is empty", "give it a container with a name and an image");
            return;
        }
        containers(at, spec);
        new VolumeRules(checks).check(at.key("volumes"), orNone(spec.getVolumes()));
        checks.optional(at.key("hostname"), spec.getHostname(), NameRule.DNS_LABEL);
        checks.optional(at.key("subdomain"), spec.getSubdomain(), NameRule.DNS_LABEL);
        checks.optional(at.key("nodeName"), spec.getNodeName(), NameRule.DNS_SUBDOMAIN);
        checks.optional(at.key("serviceAccountName"), spec.getServiceAccountName(), NameRule.DNS_SUBDOMAIN);
        checks.labels(at.key("nodeSelector"), spec.getNodeSelector());
        checks.range(at.key("terminationGracePeriodSeconds"), spec.getTerminationGracePeriodSeconds(), 0, MAX_SECONDS);
        checks.each(at.key("hostAliases"), spec.getHostAliases(), MAX_ALIASES, this::hostAlias);
        securityContext(at.key("securityContext"), spec.getSecurityContext());
        if (spec.getSecurityContext() != null && spec.getSecurityContext().getFsGroup() != null) {
            new VolumeRules(checks).checkReadable(at.key("volumes"), orNone(spec.getVolumes()));
        }
    }

    /** Whether an init container runs beside the containers, as long as they do. */
    public static boolean isSidecar(Container init) {
        return "Always".equals(init.getRestartPolicy());
    }

    private void containers(FieldPath at, PodSpec spec) {
        List<Container> first = orNone(spec.getInitContainers());
        checks.atMost(at.key("containers"), spec.getContainers().size(), MAX_CONTAINERS);
        ContainerRules rules = new ContainerRules(checks);
        List<String> names = new ArrayList<>();
        checks.each(at.key("initContainers"), first, MAX_CONTAINERS, (here, container) -> {
            rules.check(here, container);
            if (!isSidecar(container)) {
                rules.checkRunsToItsEnd(here, container);
            }
            unique(here, container, names);
        });
        checks.each(at.key("containers"), spec.getContainers(), Integer.MAX_VALUE, (here, container) -> {
            rules.check(here, container);
            unique(here, container, names);
            if (container.getRestartPolicy() != null) {
                checks.problem(
                        here.key("restartPolicy"), "is for init containers", "the pod's restartPolicy is for all");
            }
        });
    }

    private void unique(FieldPath at, Container container, List<String> names) {
        String name = container.getName();
        if (name == null) {
            return;
        }
        if (names.contains(name)) {
            checks.problem(at.key("name"), "is given twice: " + Quoted.of(name), "names of containers differ");
        }
        names.add(name);
    }

    private void hostAlias(FieldPath at, HostAlias alias) {
        checks.address(at.key("ip"), alias.getIp());
        checks.each(
                at.key("hostnames"),
                alias.getHostnames(),
                MAX_ALIASES,
                (here, name) -> checks.required(here, name, NameRule.DNS_SUBDOMAIN));
    }

    private void securityContext(FieldPath at, @Nullable PodSecurityContext context) {
        if (context == null) {
            return;
        }
        checks.range(at.key("runAsUser"), context.getRunAsUser(), 0, MAX_ID);
        checks.range(at.key("runAsGroup"), context.getRunAsGroup(), 0, MAX_ID);
        checks.range(at.key("fsGroup"), context.getFsGroup(), 0, MAX_ID);
        checks.each(
                at.key("supplementalGroups"),
                context.getSupplementalGroups(),
                MAX_ALIASES,
                (here, group) -> checks.range(here, group, 0, MAX_ID));
    }
}
