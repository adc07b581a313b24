// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.ObjectFieldSelector;
import io.fabric8.kubernetes.api.model.Secret;
import io.kguard.internal.image.Image;
import io.kguard.internal.sandbox.PodSetup.PodObjects;
import io.kguard.internal.sandbox.SandboxException;
import io.kguard.internal.sandbox.SandboxException.Reason;
import io.kguard.workload.NameRule;
import io.kguard.workload.Quoted;
import io.kguard.workload.TextRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A container's environment: the variables of the image, then of services, then of the manifest, with references
 * resolved.
 */
final class ContainerEnvironment {
    private static final Pattern REFERENCE = Pattern.compile("\\$(\\$|\\(([^()]+)\\))");
    private static final Pattern FIELD = Pattern.compile("(metadata\\.(?:labels|annotations))\\['([^']+)'\\]");

    private final PodPlan pod;
    private final PodObjects objects;
    private final Map<String, String> variables = new LinkedHashMap<>();

    ContainerEnvironment(PodPlan pod, PodObjects objects, Image image, Container container) {
        this.pod = pod;
        this.objects = objects;
        for (String variable : image.config().env()) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                variables.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        variables.putIfAbsent("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        variables.put("HOSTNAME", pod.hostName());
        addServices();
        if (container.getEnvFrom() != null) {
            container.getEnvFrom().forEach(this::addAll);
        }
        if (container.getEnv() != null) {
            container.getEnv().forEach(this::add);
        }
    }

    List<String> asList() {
        return variables.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    /**
     * Replaces {@code $(NAME)} by the variable's value. Unknown references stay, and {@code $$} becomes a dollar sign.
     */
    String expand(String text) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(2);
            String value = name == null ? "$" : variables.getOrDefault(name, matcher.group());
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(expanded).toString();
    }

    private void addServices() {
        if (Boolean.FALSE.equals(pod.spec().getEnableServiceLinks())) {
            return;
        }
        variables.put("KUBERNETES_SERVICE_HOST", "10.96.0.1");
        variables.put("KUBERNETES_SERVICE_PORT", "443");
        variables.put("KUBERNETES_SERVICE_PORT_HTTPS", "443");
        variables.put("KUBERNETES_PORT", "tcp://10.96.0.1:443");
        variables.put("KUBERNETES_PORT_443_TCP", "tcp://10.96.0.1:443");
        variables.put("KUBERNETES_PORT_443_TCP_PROTO", "tcp");
        variables.put("KUBERNETES_PORT_443_TCP_PORT", "443");
        variables.put("KUBERNETES_PORT_443_TCP_ADDR", "10.96.0.1");
    }

    private void addAll(EnvFromSource source) {
        String prefix = source.getPrefix() == null ? "" : source.getPrefix();
        if (source.getConfigMapRef() != null) {
            String name = source.getConfigMapRef().getName();
            ConfigMap map =
                    configMap(name, Boolean.TRUE.equals(source.getConfigMapRef().getOptional()));
            if (map != null && map.getData() != null) {
                map.getData().forEach((key, value) -> put(prefix + key, value));
            }
        }
        if (source.getSecretRef() != null) {
            String name = source.getSecretRef().getName();
            Secret secret =
                    secret(name, Boolean.TRUE.equals(source.getSecretRef().getOptional()));
            if (secret != null) {
                ObjectData.texts(secret).forEach((key, value) -> put(prefix + key, value));
            }
        }
    }

    private void add(EnvVar variable) {
        String value = variable.getValueFrom() != null
                ? resolve(variable.getName(), variable.getValueFrom())
                : expand(variable.getValue() == null ? "" : variable.getValue());
        if (value != null) {
            put(variable.getName(), value);
        }
    }

    /** Values from other objects must follow the same rules as the manifest. */
    private void put(String name, String value) {
        if (!NameRule.ENVIRONMENT_VARIABLE.allows(name)) {
            throw pod.bad("has a variable that can't be named " + Quoted.of(name) + ": "
                    + NameRule.ENVIRONMENT_VARIABLE.allowed());
        }
        if (TextRules.isBad(value, true)) {
            throw pod.bad("gives the variable " + name + " a value that no process can have: " + Quoted.of(value));
        }
        variables.put(name, value);
    }

    private @Nullable String resolve(String variable, EnvVarSource source) {
        if (source.getFieldRef() != null) {
            return field(variable, source.getFieldRef());
        }
        if (source.getConfigMapKeyRef() != null) {
            boolean optional = Boolean.TRUE.equals(source.getConfigMapKeyRef().getOptional());
            ConfigMap map = configMap(source.getConfigMapKeyRef().getName(), optional);
            Map<String, String> data = map == null || map.getData() == null ? Map.of() : map.getData();
            return key(
                    data,
                    source.getConfigMapKeyRef().getKey(),
                    "config map " + source.getConfigMapKeyRef().getName(),
                    optional);
        }
        if (source.getSecretKeyRef() != null) {
            boolean optional = Boolean.TRUE.equals(source.getSecretKeyRef().getOptional());
            Secret secret = secret(source.getSecretKeyRef().getName(), optional);
            Map<String, String> data = secret == null ? Map.of() : ObjectData.texts(secret);
            return key(
                    data,
                    source.getSecretKeyRef().getKey(),
                    "secret " + source.getSecretKeyRef().getName(),
                    optional);
        }
        throw pod.bad("takes its variable " + variable + " from a resource field, which the sandbox does not do");
    }

    private @Nullable String key(Map<String, String> data, String key, String of, boolean optional) {
        String value = data.get(key);
        if (value == null && !optional) {
            throw missing("the key " + key + " of the " + of);
        }
        return value;
    }

    private String field(String variable, ObjectFieldSelector selector) {
        String path = selector.getFieldPath();
        Matcher keyed = FIELD.matcher(path);
        if (keyed.matches()) {
            Map<String, String> map = keyed.group(1).equals("metadata.labels")
                    ? pod.pod().getMetadata().getLabels()
                    : pod.pod().getMetadata().getAnnotations();
            return map == null ? "" : map.getOrDefault(keyed.group(2), "");
        }
        return switch (path) {
            case "metadata.name" -> pod.name();
            case "metadata.namespace" -> pod.namespace();
            case "metadata.uid" -> pod.uid();
            case "spec.serviceAccountName" -> pod.serviceAccount();
            case "spec.nodeName" ->
                pod.spec().getNodeName() == null ? "" : pod.spec().getNodeName();
            case "status.podIP", "status.podIPs" -> pod.ip();
            case "status.hostIP", "status.hostIPs" -> PodNetwork.NODE_ADDRESS;
            default -> throw pod.bad("takes its variable " + variable + " from the unknown field " + path);
        };
    }

    private @Nullable ConfigMap configMap(String name, boolean optional) {
        ConfigMap map = objects.configMap(pod.namespace(), name);
        if (map == null && !optional) {
            throw missing("the config map " + name);
        }
        return map;
    }

    private @Nullable Secret secret(String name, boolean optional) {
        Secret secret = objects.secret(pod.namespace(), name);
        if (secret == null && !optional) {
            throw missing("the secret " + name);
        }
        return secret;
    }

    private SandboxException missing(String what) {
        return new SandboxException(
                Reason.MISSING_OBJECT,
                what + " in the namespace " + pod.namespace() + ", which the pod " + pod.name()
                        + " refers to, does not exist");
    }
}
