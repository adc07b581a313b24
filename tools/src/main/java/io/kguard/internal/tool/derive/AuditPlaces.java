// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.event.JsonWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The places of the fields {@code ka.*} in audit events. */
final class AuditPlaces {
    private static final String SPEC = "/requestObject/spec/";
    private static final Map<String, DocumentPlace> ALL = new HashMap<>();

    /** The image up to its tag, as the plugin cuts it. */
    private static final Lens REPOSITORY = new Lens() {
        @Override
        public String see(String value, Facts facts) {
            return value.replaceFirst(":.*", "").replaceFirst("@.*", "");
        }

        @Override
        public List<Fragment> back(Fragment part, Facts facts) {
            return part.place() == Fragment.Place.WHOLE
                    ? List.of(Fragment.whole(part.text() + ":1.0"), part)
                    : List.of(part);
        }
    };

    /** The data of a configuration as JSON. */
    private static final Lens DATA = new Lens() {
        @Override
        public String see(String value, Facts facts) {
            return JsonWriter.compact().tree(Map.of("config", value)).json();
        }

        @Override
        public List<Fragment> back(Fragment part, Facts facts) {
            return List.of(part);
        }
    };

    static {
        text("ka.auditid", "/auditID");
        text("ka.stage", "/stage");
        text("ka.auth.decision", "/annotations/authorization.k8s.io~1decision");
        text("ka.auth.reason", "/annotations/authorization.k8s.io~1reason");
        text("ka.auth.openshift.decision", "/annotations/authentication.openshift.io~1decision");
        text("ka.auth.openshift.username", "/annotations/authentication.openshift.io~1username");
        text(
                "ka.validations.admission.policy.failure",
                "/annotations/validation.policy.admission.k8s.io~1validation_failure");
        text("ka.security.pod.violations", "/annotations/pod-security.kubernetes.io~1audit-violations");
        text("ka.cluster.name", "/annotations/cluster_name");
        text("ka.user.name", "/user/username");
        list("ka.user.groups", "/user/groups/-");
        text("ka.impuser.name", "/impersonatedUser/username");
        text("ka.verb", "/verb");
        text("ka.uri", "/requestURI");
        text("ka.useragent", "/userAgent");
        text("ka.target.name", "/objectRef/name");
        text("ka.target.namespace", "/objectRef/namespace");
        text("ka.target.resource", "/objectRef/resource");
        text("ka.target.subresource", "/objectRef/subresource");
        text("ka.target.pod.name", "/responseObject/metadata/name");
        list("ka.req.binding.subjects.user_names", "/requestObject/subjects/-/name");
        list("ka.req.binding.subjects.group_names", "/requestObject/subjects/-/name");
        list("ka.req.binding.subjects.serviceaccount_names", "/requestObject/subjects/-/name");
        text("ka.req.binding.role", "/requestObject/roleRef/name");
        text("ka.req.configmap.name", "/objectRef/name");
        ALL.put("ka.req.configmap.obj", DocumentPlace.seen("/requestObject/data/config", false, DATA));
        for (String key : new String[] {"apiGroups", "nonResourceURLs", "verbs", "resources"}) {
            list("ka.req.role.rules." + key.toLowerCase(Locale.ROOT), "/requestObject/rules/-/" + key + "/-");
            list("ka.req.role.rules." + key, "/requestObject/rules/-/" + key + "/-");
        }
        text("ka.req.pod.host_ipc", SPEC + "hostIPC");
        text("ka.req.pod.host_network", SPEC + "hostNetwork");
        text("ka.req.container.host_network", SPEC + "hostNetwork");
        text("ka.req.pod.host_pid", SPEC + "hostPID");
        text("ka.req.pod.run_as_user", SPEC + "securityContext/runAsUser");
        text("ka.req.pod.run_as_group", SPEC + "securityContext/runAsGroup");
        text("ka.req.pod.fs_group", SPEC + "securityContext/fsGroup");
        list("ka.req.pod.supplemental_groups", SPEC + "securityContext/supplementalGroups/-");
        list("ka.req.pod.volumes.hostpath", SPEC + "volumes/-/hostPath/path");
        list("ka.req.pod.volumes.flexvolume_driver", SPEC + "volumes/-/flexVolume/driver");
        text("ka.req.service.type", SPEC + "type");
        text("ka.resp.name", "/responseObject/metadata/name");
        text("ka.response.code", "/responseStatus/code");
        text("ka.response.reason", "/responseStatus/reason");
        for (String containers : new String[] {"containers", "initContainers", "ephemeralContainers"}) {
            containers(containers);
        }
        text("ka.req.container.image", SPEC + "containers/-/image");
        ALL.put(
                "ka.req.container.image.repository",
                DocumentPlace.seen(SPEC + "containers/-/image", false, REPOSITORY));
        text("ka.req.container.privileged", SPEC + "containers/-/securityContext/privileged");
    }

    private AuditPlaces() {}

    private static void containers(String list) {
        String field = "ka.req.pod." + list + ".";
        String at = SPEC + list + "/-/";
        list(field + "name", at + "name");
        list(field + "image", at + "image");
        ALL.put(field + "image.repository", DocumentPlace.seen(at + "image", true, REPOSITORY));
        list(field + "args", at + "args/-");
        list(field + "command", at + "command/-");
        list(field + "host_port", at + "ports/-/hostPort");
        list(field + "privileged", at + "securityContext/privileged");
        list(field + "allow_privilege_escalation", at + "securityContext/allowPrivilegeEscalation");
        list(field + "read_only_fs", at + "securityContext/readOnlyRootFilesystem");
        list(field + "run_as_user", at + "securityContext/runAsUser");
        list(field + "run_as_group", at + "securityContext/runAsGroup");
        list(field + "proc_mount", at + "securityContext/procMount");
        list(field + "add_capabilities", at + "securityContext/capabilities/add/-");
        list(field + "eff_run_as_user", SPEC + "runAsUser");
        list(field + "eff_run_as_group", SPEC + "runAsGroup");
    }

    private static void text(String field, String pointer) {
        ALL.put(field, DocumentPlace.of(pointer));
    }

    private static void list(String field, String pointer) {
        ALL.put(field, DocumentPlace.list(pointer));
    }

    /** The place of a field; none if there is no such field. */
    static List<DocumentPlace> of(String field) {
        DocumentPlace place = ALL.get(field);
        return place == null ? List.of() : List.of(place);
    }
}
