// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.internal.cluster.PodSecurityStandard.Level;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the labels of a namespace say of Pod Security. A label that can't be read is the strictest standard for what is
 * enforced, and none for what is only told.
 *
 * <p>Source: Kubernetes, "Enforce Pod Security Standards with Namespace Labels".
 *
 * @param enforce the standard that a pod must meet
 * @param audit the standard whose violation is noted in the audit log
 * @param warn the standard whose violation the client is told
 * @param problems what is wrong with the labels
 */
record PodSecurityLabels(
        PodSecurityStandard enforce, PodSecurityStandard audit, PodSecurityStandard warn, List<String> problems) {
    static final String PREFIX = "pod-security.kubernetes.io/";

    PodSecurityLabels {
        problems = List.copyOf(problems);
    }

    static PodSecurityLabels of(JsonNode namespace) {
        JsonNode labels = namespace.at("/metadata/labels");
        List<String> problems = new ArrayList<>();
        PodSecurityStandard enforce = read(labels, "enforce", Level.RESTRICTED, problems);
        PodSecurityStandard audit = read(labels, "audit", Level.PRIVILEGED, problems);
        PodSecurityStandard warn = read(labels, "warn", Level.PRIVILEGED, problems);
        boolean enforces = Level.of(labels.path(PREFIX + "enforce").asString("")) != null;
        if (enforces && !labels.has(PREFIX + "warn") && enforce.level() != Level.PRIVILEGED) {
            warn = labels.has(PREFIX + "warn-version") ? warn.withLevel(enforce.level()) : enforce;
        }
        return new PodSecurityLabels(enforce, audit, warn, problems);
    }

    private static PodSecurityStandard read(JsonNode labels, String mode, Level otherwise, List<String> problems) {
        PodSecurityStandard standard = PodSecurityStandard.NONE;
        String key = PREFIX + mode;
        if (labels.has(key)) {
            String text = labels.path(key).asString("");
            Level level = Level.of(text);
            if (level == null) {
                problems.add(problem(key, text, "must be one of privileged, baseline, restricted"));
            }
            standard = standard.withLevel(level == null ? otherwise : level);
        }
        String versionKey = key + "-version";
        if (labels.has(versionKey)) {
            String text = labels.path(versionKey).asString("");
            int minor = PodSecurityStandard.minor(text);
            if (minor < 0) {
                problems.add(problem(versionKey, text, "must be \"latest\" or \"v1.x\""));
            }
            standard = standard.withMinor(minor < 0 ? PodSecurityStandard.LATEST : minor);
        }
        return standard;
    }

    private static String problem(String label, String value, String rule) {
        return "metadata.labels[" + label + "]: Invalid value: \"" + value + "\": " + rule;
    }
}
