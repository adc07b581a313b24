// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import static io.kguard.workload.ContainerRules.orNone;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.kguard.internal.message.Nearest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Kubernetes' rules for a pod's volumes. */
final class VolumeRules {
    private static final int MAX_VOLUMES = 32;
    private static final int MAX_FILES = 500;
    private static final int MAX_MODE = 0777;
    private static final int OTHERS_READ = 4;
    private static final Set<String> MODES = Set.of("defaultMode", "mode");
    private static final long MAX_LIFETIME = 1L << 32;
    private static final BigDecimal MAX_SIZE = BigDecimal.valueOf(1L << 30);

    private final FieldChecks checks;

    VolumeRules(FieldChecks checks) {
        this.checks = checks;
    }

    void check(FieldPath at, List<Volume> volumes) {
        checks.atMost(at, volumes.size(), MAX_VOLUMES);
        for (int i = 0; i < volumes.size(); i++) {
            Volume volume = volumes.get(i);
            checks.required(at.item(i).key("name"), volume.getName(), NameRule.DNS_LABEL);
            source(at.item(i), volume);
        }
        checks.distinct(at, "name", volumes.stream().map(Volume::getName).toList());
    }

    /** Mounts of volumes that the pod does not have. */
    static List<FieldProblem> unknownVolumes(FieldPath at, PodSpec spec) {
        List<String> volumes = orNone(spec.getVolumes()).stream()
                .map(volume -> String.valueOf(volume.getName()))
                .toList();
        List<FieldProblem> problems = new ArrayList<>();
        unknown(at.key("initContainers"), orNone(spec.getInitContainers()), volumes, problems);
        unknown(at.key("containers"), orNone(spec.getContainers()), volumes, problems);
        return problems;
    }

    private static void unknown(
            FieldPath at, List<Container> containers, List<String> volumes, List<FieldProblem> problems) {
        for (int i = 0; i < containers.size(); i++) {
            List<VolumeMount> mounts = orNone(containers.get(i).getVolumeMounts());
            for (int j = 0; j < mounts.size(); j++) {
                String name = mounts.get(j).getName();
                if (name != null && !volumes.contains(name)) {
                    problems.add(new FieldProblem(
                            at.item(i).key("volumeMounts").item(j).key("name"),
                            "names a volume that the pod does not have: " + Quoted.of(name),
                            volumes.isEmpty() ? "add it to the pod's volumes" : Nearest.hint(name, volumes)));
                }
            }
        }
    }

    /** Checks that everybody can read all files: kguard does not give them the pod's group. */
    void checkReadable(FieldPath at, List<Volume> volumes) {
        for (int i = 0; i < volumes.size(); i++) {
            readable(at.item(i), Json.tree(volumes.get(i)));
        }
    }

    private void readable(FieldPath at, Object tree) {
        if (tree instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (value instanceof Number mode
                        && MODES.contains(String.valueOf(key))
                        && (mode.intValue() & OTHERS_READ) == 0) {
                    checks.problem(
                            at.key(String.valueOf(key)),
                            "does not let others read, and the pod has an fsGroup",
                            "kguard does not give files of volumes to the group, so let others read them, or leave fsGroup"
                                    + " out");
                } else {
                    readable(at.key(String.valueOf(key)), value);
                }
            });
        } else if (tree instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                readable(at.item(i), list.get(i));
            }
        }
    }

    private void source(FieldPath at, Volume volume) {
        Map<String, Object> kinds = new LinkedHashMap<>(Json.tree(volume));
        kinds.remove("name");
        checks.one(at, kinds);
        if (volume.getHostPath() != null) {
            checks.absolutePath(
                    at.key("hostPath").key("path"), volume.getHostPath().getPath());
        }
        if (volume.getEmptyDir() != null) {
            checks.quantity(
                    at.key("emptyDir").key("sizeLimit"), volume.getEmptyDir().getSizeLimit(), MAX_SIZE);
        }
        if (volume.getConfigMap() != null) {
            FieldPath here = at.key("configMap");
            checks.required(here.key("name"), volume.getConfigMap().getName(), NameRule.DNS_SUBDOMAIN);
            mode(here, volume.getConfigMap().getDefaultMode());
            items(here, orNone(volume.getConfigMap().getItems()));
        }
        if (volume.getSecret() != null) {
            FieldPath here = at.key("secret");
            checks.required(here.key("secretName"), volume.getSecret().getSecretName(), NameRule.DNS_SUBDOMAIN);
            mode(here, volume.getSecret().getDefaultMode());
            items(here, orNone(volume.getSecret().getItems()));
        }
        if (volume.getDownwardAPI() != null) {
            mode(at.key("downwardAPI"), volume.getDownwardAPI().getDefaultMode());
            fields(at.key("downwardAPI"), orNone(volume.getDownwardAPI().getItems()));
        }
        if (volume.getProjected() != null) {
            FieldPath here = at.key("projected");
            mode(here, volume.getProjected().getDefaultMode());
            List<VolumeProjection> sources = orNone(volume.getProjected().getSources());
            for (int i = 0; i < sources.size(); i++) {
                projection(here.key("sources").item(i), sources.get(i));
            }
        }
    }

    private void projection(FieldPath at, VolumeProjection source) {
        checks.one(at, Json.tree(source));
        if (source.getConfigMap() != null) {
            checks.required(
                    at.key("configMap").key("name"), source.getConfigMap().getName(), NameRule.DNS_SUBDOMAIN);
            items(at.key("configMap"), orNone(source.getConfigMap().getItems()));
        }
        if (source.getSecret() != null) {
            checks.required(at.key("secret").key("name"), source.getSecret().getName(), NameRule.DNS_SUBDOMAIN);
            items(at.key("secret"), orNone(source.getSecret().getItems()));
        }
        if (source.getDownwardAPI() != null) {
            fields(at.key("downwardAPI"), orNone(source.getDownwardAPI().getItems()));
        }
        if (source.getServiceAccountToken() != null) {
            FieldPath here = at.key("serviceAccountToken");
            filePath(here.key("path"), source.getServiceAccountToken().getPath());
            checks.range(
                    here.key("expirationSeconds"),
                    source.getServiceAccountToken().getExpirationSeconds(),
                    600,
                    MAX_LIFETIME);
        }
    }

    private void items(FieldPath at, List<KeyToPath> items) {
        checks.atMost(at.key("items"), items.size(), MAX_FILES);
        for (int i = 0; i < items.size(); i++) {
            FieldPath here = at.key("items").item(i);
            checks.required(here.key("key"), items.get(i).getKey(), NameRule.DATA_KEY);
            filePath(here.key("path"), items.get(i).getPath());
            checks.range(here.key("mode"), items.get(i).getMode(), 0, MAX_MODE);
        }
    }

    private void fields(FieldPath at, List<DownwardAPIVolumeFile> files) {
        checks.atMost(at.key("items"), files.size(), MAX_FILES);
        for (int i = 0; i < files.size(); i++) {
            FieldPath here = at.key("items").item(i);
            filePath(here.key("path"), files.get(i).getPath());
            checks.range(here.key("mode"), files.get(i).getMode(), 0, MAX_MODE);
            if (files.get(i).getFieldRef() != null && files.get(i).getFieldRef().getFieldPath() == null) {
                checks.problem(here.key("fieldRef").key("fieldPath"), "is missing", "for example metadata.name");
            }
        }
    }

    private void filePath(FieldPath at, @Nullable String path) {
        if (path == null || path.isEmpty()) {
            checks.problem(at, "is missing", "the name of a file below the volume");
        } else if (path.startsWith("..")) {
            checks.problem(at, "can't be " + Quoted.of(path), "a path that does not begin with ..");
        } else {
            checks.relativePath(at, path);
        }
    }

    private void mode(FieldPath at, @Nullable Integer mode) {
        checks.range(at.key("defaultMode"), mode, 0, MAX_MODE);
    }
}
