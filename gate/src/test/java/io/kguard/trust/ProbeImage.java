// SPDX-License-Identifier: Apache-2.0
package io.kguard.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.workload.AllowedFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An image with busybox and a program of ours, {@code /bin/probe}. */
record ProbeImage(Path folder) {
    static ProbeImage build(Path folder, String source) throws IOException, InterruptedException {
        for (String name : List.of("bin", "etc", "tmp", "proc", "sys", "dev")) {
            Files.createDirectories(folder.resolve(name));
        }
        Files.copy(Path.of("/bin/busybox"), folder.resolve("bin/busybox"));
        for (String name : List.of("sleep", "sh", "mkdir", "echo", "find")) {
            Files.createSymbolicLink(folder.resolve("bin").resolve(name), Path.of("busybox"));
        }
        String program = folder.resolve("bin/probe").toString();
        List<String> compiler = List.of("cc", "-D_GNU_SOURCE", "-Wall", "-Werror", "-static", "-o", program, source);
        assertThat(new ProcessBuilder(compiler).inheritIO().start().waitFor()).isZero();
        return new ProbeImage(folder);
    }

    /** Its name in a manifest. */
    String name() {
        return "rootfs:" + folder;
    }

    /** Starts a pod of it that sleeps. */
    PodSandbox start(Sandbox sandbox, String securityContext) {
        Pod pod = Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata: {name: greedy, namespace: default}
                spec:
                  containers:
                    - {name: main, image: "%s", command: [sleep, infinity], securityContext: %s}
                """.formatted(name(), securityContext), Pod.class);
        AllowedFolders folders = AllowedFolders.defaults().and(List.of(folder));
        return sandbox.start(pod, PodSetup.defaults().withFolders(folders), PodListener.NONE);
    }
}
