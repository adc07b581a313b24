// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ConfigMapProjection;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeSource;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.kguard.internal.sandbox.PodSetup.PodObjects;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Fills volumes with the content of several objects, the service account token and the pod's own fields. */
final class ProjectedFiles {
    private static final Duration DEFAULT_LIFETIME = Duration.ofSeconds(3607);

    private final PodPlan pod;
    private final PodObjects objects;
    private final ObjectData named;

    ProjectedFiles(PodPlan pod, PodObjects objects) {
        this.pod = pod;
        this.objects = objects;
        this.named = new ObjectData(pod, objects, "uses");
    }

    /** Writes what every pod gets: the token, the API server's certificate and the namespace. */
    void writeDefault(Path folder) throws IOException {
        VolumeFiles files = new VolumeFiles(0644);
        files.add("token", token(null, DEFAULT_LIFETIME), null);
        files.add("ca.crt", objects.caCertificate().getBytes(UTF_8), null);
        files.add("namespace", pod.namespace().getBytes(UTF_8), null);
        files.write(folder);
    }

    void write(ProjectedVolumeSource source, Path folder) throws IOException {
        VolumeFiles files = new VolumeFiles(PodVolumes.mode(source.getDefaultMode()));
        if (source.getSources() != null) {
            source.getSources().forEach(projection -> add(projection, files));
        }
        files.write(folder);
    }

    void writeFields(DownwardAPIVolumeSource source, Path folder) throws IOException {
        VolumeFiles files = new VolumeFiles(PodVolumes.mode(source.getDefaultMode()));
        if (source.getItems() != null) {
            source.getItems().forEach(item -> add(item, files));
        }
        files.write(folder);
    }

    private void add(VolumeProjection projection, VolumeFiles files) {
        if (projection.getServiceAccountToken() != null) {
            ServiceAccountTokenProjection asked = projection.getServiceAccountToken();
            Long seconds = asked.getExpirationSeconds();
            Duration lifetime = seconds == null ? DEFAULT_LIFETIME : Duration.ofSeconds(seconds);
            files.add(asked.getPath(), token(asked.getAudience(), lifetime), null);
        } else if (projection.getConfigMap() != null) {
            add(projection.getConfigMap(), files);
        } else if (projection.getSecret() != null) {
            add(projection.getSecret(), files);
        } else if (projection.getDownwardAPI() != null) {
            if (projection.getDownwardAPI().getItems() != null) {
                projection.getDownwardAPI().getItems().forEach(item -> add(item, files));
            }
        } else {
            throw pod.bad("has a projected volume with a source that the sandbox does not have");
        }
    }

    private void add(ConfigMapProjection projection, VolumeFiles files) {
        String name = projection.getName();
        boolean made = name.equals("kube-root-ca.crt") && objects.configMap(pod.namespace(), name) == null;
        // in a cluster every namespace has it; without a cluster it holds only the certificate
        Map<String, byte[]> data = made
                ? Map.of("ca.crt", objects.caCertificate().getBytes(UTF_8))
                : ObjectData.bytes(named.configMap(name, projection.getOptional()));
        files.addAll(data, projection.getItems(), projection.getOptional());
    }

    private void add(SecretProjection projection, VolumeFiles files) {
        Secret secret = named.secret(projection.getName(), projection.getOptional());
        files.addAll(ObjectData.bytes(secret), projection.getItems(), projection.getOptional());
    }

    private void add(DownwardAPIVolumeFile item, VolumeFiles files) {
        if (item.getFieldRef() == null) {
            throw pod.bad("asks for a resource field in its volume's file " + item.getPath()
                    + ", which the sandbox does not have");
        }
        String value = switch (item.getFieldRef().getFieldPath()) {
            case "metadata.name" -> pod.name();
            case "metadata.namespace" -> pod.namespace();
            case "metadata.uid" -> pod.uid();
            case "metadata.labels" -> lines(pod.pod().getMetadata().getLabels());
            case "metadata.annotations" -> lines(pod.pod().getMetadata().getAnnotations());
            default ->
                throw pod.bad("asks for the unknown field " + item.getFieldRef().getFieldPath()
                        + " in its volume's file " + item.getPath());
        };
        files.add(item.getPath(), value.getBytes(UTF_8), item.getMode());
    }

    private static String lines(@Nullable Map<String, String> map) {
        StringBuilder text = new StringBuilder();
        if (map != null) {
            new TreeMap<>(map)
                    .forEach((key, value) -> text.append(key)
                            .append("=\"")
                            .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                            .append("\"\n"));
        }
        return text.toString();
    }

    private byte[] token(@Nullable String audience, Duration lifetime) {
        String token =
                objects.serviceAccountToken(pod.namespace(), pod.serviceAccount(), pod.name(), audience, lifetime);
        if (token == null) {
            throw named.missing("service account " + pod.serviceAccount());
        }
        return token.getBytes(UTF_8);
    }
}
