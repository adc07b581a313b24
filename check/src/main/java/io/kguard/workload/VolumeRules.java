// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import static io.kguard.workload.ContainerRules.orNone;

import io.fabric8.kubernetes.api.model.ConfigMapProjection;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeSource;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
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
        checks.each(at, volumes, MAX_VOLUMES, (here, volume) -> {
            checks.required(here.key("name"), volume.getName(), NameRule.DNS_LABEL);
            source(here, volume);
        });
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
        HostPathVolumeSource path = volume.getHostPath();
        if (path != null) {
            checks.absolutePath(at.key("hostPath").key("path"), path.getPath());
        }
        EmptyDirVolumeSource empty = volume.getEmptyDir();
        if (empty != null) {
            checks.quantity(at.key("emptyDir").key("sizeLimit"), empty.getSizeLimit(), MAX_SIZE);
        }
        ConfigMapVolumeSource config = volume.getConfigMap();
        if (config != null) {
            FieldPath here = at.key("configMap");
            object(here, "name", config.getName(), config.getDefaultMode(), config.getItems());
        }
        SecretVolumeSource secret = volume.getSecret();
        if (secret != null) {
            FieldPath here = at.key("secret");
            object(here, "secretName", secret.getSecretName(), secret.getDefaultMode(), secret.getItems());
        }
        DownwardAPIVolumeSource downward = volume.getDownwardAPI();
        if (downward != null) {
            mode(at.key("downwardAPI"), downward.getDefaultMode());
            fields(at.key("downwardAPI"), downward.getItems());
        }
        ProjectedVolumeSource projected = volume.getProjected();
        if (projected != null) {
            mode(at.key("projected"), projected.getDefaultMode());
            checks.each(
                    at.key("projected").key("sources"), projected.getSources(), Integer.MAX_VALUE, this::projection);
        }
    }

    private void projection(FieldPath at, VolumeProjection source) {
        checks.one(at, Json.tree(source));
        ConfigMapProjection config = source.getConfigMap();
        if (config != null) {
            object(at.key("configMap"), "name", config.getName(), null, config.getItems());
        }
        SecretProjection secret = source.getSecret();
        if (secret != null) {
            object(at.key("secret"), "name", secret.getName(), null, secret.getItems());
        }
        if (source.getDownwardAPI() != null) {
            fields(at.key("downwardAPI"), source.getDownwardAPI().getItems());
        }
        ServiceAccountTokenProjection token = source.getServiceAccountToken();
        if (token != null) {
            FieldPath here = at.key("serviceAccountToken");
            filePath(here.key("path"), token.getPath());
            checks.range(here.key("expirationSeconds"), token.getExpirationSeconds(), 600, MAX_LIFETIME);
        }
    }

    /** Checks the name of the object that files come from, and the files. */
    private void object(
            FieldPath at, String field, String name, @Nullable Integer mode, @Nullable List<KeyToPath> items) {
        checks.required(at.key(field), name, NameRule.DNS_SUBDOMAIN);
        mode(at, mode);
        checks.each(at.key("items"), items, MAX_FILES, (here, item) -> {
            checks.required(here.key("key"), item.getKey(), NameRule.DATA_KEY);
            file(here, item.getPath(), item.getMode());
        });
    }

    private void fields(FieldPath at, @Nullable List<DownwardAPIVolumeFile> files) {
        checks.each(at.key("items"), files, MAX_FILES, (here, file) -> {
            file(here, file.getPath(), file.getMode());
            if (file.getFieldRef() != null && file.getFieldRef().getFieldPath() == null) {
                checks.problem(here.key("fieldRef").key("fieldPath"), "is missing", "for example metadata.name");
            }
        });
    }

    private void file(FieldPath at, @Nullable String path, @Nullable Integer mode) {
        filePath(at.key("path"), path);
        checks.range(at.key("mode"), mode, 0, MAX_MODE);
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
