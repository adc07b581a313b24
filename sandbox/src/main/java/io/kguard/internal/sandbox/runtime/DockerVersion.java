// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kguard.internal.message.Wording;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import io.kguard.workload.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a daemon says of itself. */
final class DockerVersion {
    private static final int MAX_ANSWER = 1 << 16;

    private DockerVersion() {}

    /**
     * Podman speaks Docker's protocol, too.
     *
     * @throws SandboxException if the daemon is Podman, or does not say what it is
     */
    static void refusePodman(DockerHttp http) {
        Map<String, Object> version;
        try (InputStream answer = http.get("/version")) {
            version = Json.read(new String(answer.readNBytes(MAX_ANSWER), UTF_8));
        } catch (IOException | KubernetesClientException e) {
            throw refused(http, "does not say what it is (GET /version): " + e.getMessage(), e);
        }
        if (version != null && version.get("Components") instanceof List<?> components) {
            for (Object component : components) {
                if (component instanceof Map<?, ?> each && "Podman Engine".equals(each.get("Name"))) {
                    throw refused(
                            http,
                            "is Podman " + each.get("Version")
                                    + ", not Docker. Podman starts containers in another way,"
                                    + " and kguard is not tested on it, so no check would be proven.",
                            null);
                }
            }
        }
    }

    private static SandboxException refused(DockerHttp http, String why, @Nullable Exception cause) {
        return new SandboxException(
                Reason.NOT_SUPPORTED,
                "the daemon at " + http.daemon() + " " + why
                        + "\nStart dockerd and set DOCKER_HOST to its socket, or use " + Wording.given("runtime")
                        + "=runc.",
                cause);
    }
}
