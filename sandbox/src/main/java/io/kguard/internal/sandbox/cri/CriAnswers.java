// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.cri;

import io.kguard.event.JsonWriter;
import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.workload.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the CRI says of a container and of its pod. The numbers are those of fields in {@code runtime.v1}. */
final class CriAnswers {
    private static final int RUNNING = 1;
    private static final int READY = 0;
    private static final int OF_NODE = 2;

    private CriAnswers() {}

    static CriMessage version() {
        return new CriMessage()
                .text(1, "0.1.0")
                .text(2, "containerd") // the runtime of the simulated nodes
                .text(3, "v2.0.0")
                .text(4, "v1");
    }

    static CriMessage runtimeStatus() {
        CriMessage conditions = new CriMessage();
        for (String condition : List.of("RuntimeReady", "NetworkReady")) {
            conditions.message(1, new CriMessage().text(1, condition).flag(2, true));
        }
        return new CriMessage().message(1, conditions);
    }

    /** A {@code Container} of a list. */
    static CriMessage listed(ContainerMetadata container) {
        return new CriMessage()
                .text(1, container.id())
                .text(2, container.podSandboxId())
                .message(3, new CriMessage().text(1, container.name()))
                .message(4, new CriMessage().text(1, container.image().toString()))
                .text(5, imageRef(container))
                .number(6, RUNNING)
                .number(7, created(container))
                .texts(8, container.labels())
                .text(10, container.imageId());
    }

    /** A {@code ContainerStatusResponse}, with what a runtime adds if it is asked to say all. */
    static CriMessage containerStatus(ContainerMetadata container) {
        CriMessage status = new CriMessage()
                .text(1, container.id())
                .message(2, new CriMessage().text(1, container.name()))
                .number(3, RUNNING)
                .number(4, created(container))
                .number(5, created(container))
                .message(8, new CriMessage().text(1, container.image().toString()))
                .text(9, imageRef(container))
                .texts(12, container.labels());
        container.mounts().forEach(mount -> status.message(14, mount(mount)));
        status.message(16, new CriMessage().message(1, resources(container)))
                .text(17, container.imageId())
                .message(18, new CriMessage().message(1, new CriMessage().number(1, Long.parseLong(container.user()))));
        return new CriMessage().message(1, status).texts(2, Map.of("info", info(container)));
    }

    /** A {@code PodSandboxStatus}. */
    static CriMessage podSandbox(ContainerMetadata container) {
        CriMessage modes = new CriMessage()
                .number(1, container.hostNetwork() ? OF_NODE : 0)
                .number(2, container.hostPid() ? OF_NODE : 0)
                .number(3, container.hostIpc() ? OF_NODE : 0);
        return new CriMessage()
                .text(1, container.podSandboxId())
                .message(2, podMetadata(container))
                .number(3, READY)
                .number(4, created(container))
                .message(5, new CriMessage().text(1, container.ip()))
                .message(6, new CriMessage().message(1, new CriMessage().message(2, modes)))
                .texts(7, container.podSandboxLabels());
    }

    /** A {@code PodSandbox} of a list. */
    static CriMessage listedPodSandbox(ContainerMetadata container) {
        return new CriMessage()
                .text(1, container.podSandboxId())
                .message(2, podMetadata(container))
                .number(3, READY)
                .number(4, created(container))
                .texts(5, container.podSandboxLabels());
    }

    /** That a container was created. */
    static CriMessage createdEvent(ContainerMetadata container) {
        return new CriMessage()
                .text(1, container.id())
                .number(3, created(container))
                .message(4, podSandbox(container));
    }

    private static CriMessage podMetadata(ContainerMetadata container) {
        return new CriMessage()
                .text(1, container.podName())
                .text(2, container.podUid())
                .text(3, container.podNamespace());
    }

    private static CriMessage mount(ContainerMetadata.Mount mount) {
        int propagation = switch (mount.propagation()) {
            case "rslave" -> 1;
            case "rshared" -> 2;
            default -> 0;
        };
        return new CriMessage()
                .text(1, mount.destination())
                .text(2, mount.source())
                .flag(3, !mount.writable())
                .number(5, propagation);
    }

    private static CriMessage resources(ContainerMetadata container) {
        return new CriMessage()
                .number(1, container.cpuPeriod())
                .number(2, container.cpuQuota())
                .number(3, container.cpuShares())
                .number(4, container.memoryLimitBytes());
    }

    private static String imageRef(ContainerMetadata container) {
        ImageReference image = container.image();
        return image.digest().isEmpty() ? container.imageId() : image.repository() + "@" + image.digest();
    }

    private static String info(ContainerMetadata container) {
        List<Map<String, String>> environment = new ArrayList<>();
        for (String variable : container.env()) {
            int equals = variable.indexOf('=');
            environment.add(
                    equals < 0
                            ? Map.of("key", variable, "value", "")
                            : Map.of("key", variable.substring(0, equals), "value", variable.substring(equals + 1)));
        }
        return JsonWriter.compact()
                .tree(Map.of("privileged", container.privileged(), "config", Map.of("envs", environment)))
                .json();
    }

    private static long created(ContainerMetadata container) {
        return TimeUnit.SECONDS.toNanos(container.createdTimeSeconds());
    }
}
