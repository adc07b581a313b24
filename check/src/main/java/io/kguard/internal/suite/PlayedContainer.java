// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.kguard.event.FlagTable;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.workload.FieldProblem;
import io.kguard.workload.ImageException;
import io.kguard.workload.ImageReference;
import io.kguard.workload.PodImages;
import io.kguard.workload.PodRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A container of an event script as the pod that it implies. */
final class PlayedContainer {
    private static final int MAX_MOUNTS = 20;
    private static final String IMAGE = "base";
    private static final String SHIM = "/usr/bin/containerd-shim-runc-v2";
    private static final List<String> USUAL = List.of(
            ("CAP_CHOWN CAP_DAC_OVERRIDE CAP_FSETID CAP_FOWNER CAP_MKNOD CAP_NET_RAW CAP_SETGID CAP_SETUID CAP_SETFCAP"
                            + " CAP_SETPCAP CAP_NET_BIND_SERVICE CAP_SYS_CHROOT CAP_KILL CAP_AUDIT_WRITE")
                    .split(" "));
    private static final Map<String, String> PROPAGATION = Map.of(
            "", "None",
            "private", "None",
            "rprivate", "None",
            "slave", "HostToContainer",
            "rslave", "HostToContainer",
            "shared", "Bidirectional",
            "rshared", "Bidirectional");

    private final String name;
    /** Those of its first process; empty for all. */
    private final String capabilities;

    private final PlayPlan plan = new PlayPlan();
    private final @Nullable Pod pod;
    private boolean hasProcesses;
    private int shim;

    private PlayedContainer(String name, @Nullable Pod pod, String capabilities) {
        this.capabilities = capabilities;
        this.name = name;
        this.pod = pod;
    }

    /**
     * Reads a container; null, and a problem, if it is none.
     *
     * @param all whether its processes have all capabilities that they do not give up themselves
     */
    static @Nullable PlayedContainer read(YamlValue value, boolean all) {
        YamlMapping container = value.mapping("a container");
        if (container == null) {
            return null;
        }
        String name = container.text("name");
        String image = container.text("image");
        String type = container.text("type");
        if (type != null && !type.equals("containerd")) {
            container.problem(
                    "type", "no container of " + type + " can be played", "the pods of a play are containerd's");
        }
        if (name == null || image == null) {
            return null;
        }
        Pod pod = pod(container, name, image);
        for (FieldProblem problem : PodRules.problems(pod)) {
            value.problem("the container's pod: " + problem.path() + " " + problem.reason(), problem.hint());
        }
        try {
            ImageReference.parse(image);
        } catch (ImageException e) {
            container.problem("image", String.valueOf(e.getMessage()), "");
        }
        boolean hasAll = all || container.flag("privileged", false);
        return new PlayedContainer(name, pod, hasAll ? "" : Long.toHexString(usual()) + " 0");
    }

    /** What processes of a container may do if nothing is said of it. */
    private static long usual() {
        FlagTable capabilities = FlagTable.of("capability_bit");
        return USUAL.stream()
                .mapToLong(name -> 1L << capabilities.value(name).orElseThrow())
                .sum();
    }

    /** Processes may do what their user may: the script says so, and not the manifest. */
    private static Pod pod(YamlMapping container, String name, String image) {
        String podName = container.text("pod");
        String namespace = container.text("namespace");
        boolean privileged = container.flag("privileged", false);
        List<Volume> volumes = new ArrayList<>();
        List<VolumeMount> mounts = new ArrayList<>();
        for (YamlValue item : container.items("mounts", MAX_MOUNTS)) {
            mount(item, volumes, mounts);
        }
        return new PodBuilder()
                .withNewMetadata()
                .withName(podName == null ? name : podName)
                .withNamespace(namespace == null ? "default" : namespace)
                .withLabels(texts(container, "labels"))
                .addToAnnotations(PodImages.ANNOTATION, IMAGE)
                .endMetadata()
                .withNewSpec()
                .withHostPID(container.flag("host-pid", false) ? true : null)
                .withHostNetwork(container.flag("host-network", false) ? true : null)
                .withHostIPC(container.flag("host-ipc", false) ? true : null)
                .withVolumes(volumes)
                .addNewContainer()
                .withName(name)
                .withImage(image)
                .withCommand("sleep", "infinity")
                .withVolumeMounts(mounts)
                .withNewSecurityContext()
                .withPrivileged(privileged ? true : null)
                .withNewCapabilities()
                .addToAdd("ALL")
                .endCapabilities()
                .endSecurityContext()
                .endContainer()
                .endSpec()
                .build();
    }

    private static void mount(YamlValue item, List<Volume> volumes, List<VolumeMount> mounts) {
        YamlMapping mount = item.mapping("a mount");
        if (mount == null) {
            return;
        }
        String source = mount.text("source");
        String destination = mount.text("destination");
        String propagation = mount.text("propagation");
        if (propagation != null && !PROPAGATION.containsKey(propagation)) {
            mount.problem(
                    "propagation",
                    "no mount with the propagation \"" + propagation + "\" can be played",
                    "rprivate, rslave or rshared");
        }
        String name = "mount-" + volumes.size();
        volumes.add(new VolumeBuilder()
                .withName(name)
                .withNewHostPath()
                .withPath(source)
                .endHostPath()
                .build());
        mounts.add(new VolumeMountBuilder()
                .withName(name)
                .withMountPath(destination)
                .withReadOnly(mount.flag("writable", true) ? null : true)
                .withMountPropagation(propagation == null ? null : PROPAGATION.get(propagation))
                .build());
    }

    private static Map<String, String> texts(YamlMapping from, String key) {
        YamlMapping mapping = from.mapping(key, key);
        return mapping == null ? Map.of() : mapping.textsByKey();
    }

    String name() {
        return name;
    }

    /** What its processes do. */
    PlayPlan plan() {
        return plan;
    }

    /** The number of the process from which those have that have no other parent: as in a container it is the shim. */
    int shim() {
        if (shim == 0) {
            shim = process(new Plan()
                    .word(SHIM)
                    .word("lower")
                    .word("")
                    .word(SHIM)
                    .word("")
                    .word("")
                    .word(capabilities)
                    .word("")
                    .number(0)
                    .number(0)
                    .number(0)
                    .words(List.of())
                    .words(List.of()));
            plan.start(0, "the start of the shim", List.of(PlayStep.own("start", String.valueOf(shim))));
        }
        return shim;
    }

    /** Adds a process, and returns its number. */
    int process(Plan process) {
        hasProcesses = true;
        return plan.process(process);
    }

    Play.@Nullable Part part() {
        return pod == null ? null : new Play.Part(pod, hasProcesses ? plan.text() : null);
    }
}
