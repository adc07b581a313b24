// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import io.kguard.workload.FieldProblem;
import io.kguard.workload.PodImages;
import io.kguard.workload.PodRules;
import io.kguard.workload.Quoted;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** A pod, completed as an API server and a kubelet complete it. */
final class PodPlan {
    /** The host name of the decoy node. */
    public static final String NODE = "node-1";

    private static final long DEFAULT_GRACE_SECONDS = 30;
    private static final long MAX_GRACE_SECONDS = 60;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Pod pod;
    private final String id;
    private final String ip;

    public PodPlan(Pod given, String ip) {
        this(complete(sound(given)), ip, newId());
    }

    private PodPlan(Pod pod, String ip, String id) {
        this.pod = pod;
        this.ip = ip;
        this.id = id;
    }

    /** The same pod in a sandbox with another id. */
    PodPlan withId(String value) {
        return new PodPlan(pod, ip, value);
    }

    /** A new id of 64 hexadecimal digits. */
    public static String newId() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static Pod complete(Pod given) {
        ObjectMeta meta = given.getMetadata();
        boolean named = meta != null && meta.getName() != null;
        boolean hasUid = meta != null && meta.getUid() != null;
        boolean placed = meta != null && meta.getNamespace() != null;
        PodBuilder builder = new PodBuilder(given);
        return builder.editOrNewMetadata()
                .withName(named ? meta.getName() : "pod-" + newId().substring(0, 5))
                .withNamespace(placed ? meta.getNamespace() : "default")
                .withUid(hasUid ? meta.getUid() : UUID.randomUUID().toString())
                .endMetadata()
                .build();
    }

    /** Checks a manifest by Kubernetes' rules before anything else reads it. */
    private static Pod sound(Pod given) {
        List<FieldProblem> problems = PodRules.manifestProblems(given);
        if (!problems.isEmpty()) {
            String name = given.getMetadata() == null || given.getMetadata().getName() == null
                    ? ""
                    : Quoted.plain(given.getMetadata().getName()) + " ";
            throw malformed("the pod " + name, problems);
        }
        return given;
    }

    private static SandboxException malformed(String what, List<FieldProblem> problems) {
        return new SandboxException(
                Reason.BAD_REQUEST,
                what + "is malformed: "
                        + problems.stream().map(FieldProblem::toString).collect(Collectors.joining("; ")));
    }

    /** Checks a container that is added to a pod. */
    public void check(Container container, Collection<String> others) {
        List<FieldProblem> problems = PodRules.problems(container);
        if (!problems.isEmpty()) {
            throw malformed("a container that comes to the pod " + name() + " ", problems);
        }
        if (others.contains(container.getName())) {
            throw bad("has two containers named " + container.getName());
        }
    }

    public SandboxException bad(String what) {
        return new SandboxException(Reason.BAD_REQUEST, "the pod " + name() + " " + what);
    }

    public Pod pod() {
        return pod;
    }

    public PodSpec spec() {
        return pod.getSpec();
    }

    /** The id of the pod's sandbox. */
    public String id() {
        return id;
    }

    public String name() {
        return pod.getMetadata().getName();
    }

    public String namespace() {
        return pod.getMetadata().getNamespace();
    }

    public String uid() {
        return pod.getMetadata().getUid();
    }

    public String ip() {
        return ip;
    }

    public String hostName() {
        if (hostNetwork()) {
            return NODE;
        }
        String asked = spec().getHostname();
        String name = asked != null && !asked.isBlank() ? asked : name();
        return name.length() > 63 ? name.substring(0, 63) : name;
    }

    String serviceAccount() {
        String name = spec().getServiceAccountName();
        String old = spec().getServiceAccount();
        String given = name == null || name.isBlank() ? old : name;
        return given == null || given.isBlank() ? "default" : given;
    }

    public boolean hostNetwork() {
        return Boolean.TRUE.equals(spec().getHostNetwork());
    }

    public boolean hostPid() {
        return Boolean.TRUE.equals(spec().getHostPID());
    }

    public boolean hostIpc() {
        return Boolean.TRUE.equals(spec().getHostIPC());
    }

    /** The domain name of a pod with a subdomain; empty without one. */
    String domainName() {
        String subdomain = spec().getSubdomain();
        return subdomain == null || subdomain.isEmpty() || hostNetwork()
                ? ""
                : hostName() + "." + subdomain + "." + namespace() + ".svc.cluster.local";
    }

    /** How long its end may take. */
    public Duration grace() {
        Long seconds = spec().getTerminationGracePeriodSeconds();
        return Duration.ofSeconds(
                seconds == null ? DEFAULT_GRACE_SECONDS : Math.min(Math.max(1, seconds), MAX_GRACE_SECONDS));
    }

    public List<Container> initContainers() {
        List<Container> all = spec().getInitContainers();
        return all == null ? List.of() : all;
    }

    public List<Container> allContainers() {
        List<Container> all = new ArrayList<>(initContainers());
        all.addAll(spec().getContainers());
        return all;
    }

    /** The source of a container's files: an annotation's image source, or else its image. */
    public String imageSource(Container container) {
        return PodImages.sourceOf(pod, container);
    }

    public Map<String, String> sandboxLabels() {
        Map<String, String> labels = new TreeMap<>();
        if (pod.getMetadata().getLabels() != null) {
            labels.putAll(pod.getMetadata().getLabels());
        }
        labels.put("io.kubernetes.pod.name", name());
        labels.put("io.kubernetes.pod.namespace", namespace());
        labels.put("io.kubernetes.pod.uid", uid());
        return labels;
    }

    public Map<String, String> containerLabels(String container) {
        return Map.of(
                "io.kubernetes.container.name", container,
                "io.kubernetes.pod.name", name(),
                "io.kubernetes.pod.namespace", namespace(),
                "io.kubernetes.pod.uid", uid());
    }

    /** The pod's cgroup, at the path that a kubelet with cgroupfs uses. */
    public String cgroupPath() {
        return switch (qualityOfService()) {
            case GUARANTEED -> "/kubepods/pod" + uid();
            case BURSTABLE -> "/kubepods/burstable/pod" + uid();
            case BEST_EFFORT -> "/kubepods/besteffort/pod" + uid();
        };
    }

    /** Kubernetes' quality-of-service class of the pod. */
    public enum QualityOfService {
        GUARANTEED,
        BURSTABLE,
        BEST_EFFORT
    }

    public QualityOfService qualityOfService() {
        boolean any = false;
        boolean all = true;
        for (Container container : allContainers()) {
            for (String resource : List.of("cpu", "memory")) {
                Quantity limit = Resources.limit(container, resource);
                Quantity request = Resources.request(container, resource);
                any |= limit != null || request != null;
                all &= limit != null && (request == null || request.equals(limit));
            }
        }
        return all ? QualityOfService.GUARANTEED : any ? QualityOfService.BURSTABLE : QualityOfService.BEST_EFFORT;
    }
}
