// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.fabric8.kubernetes.api.model.ConfigMapEnvSource;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.ObjectFieldSelector;
import io.fabric8.kubernetes.api.model.SecretEnvSource;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.kguard.internal.image.Image;
import io.kguard.internal.sandbox.PodSetup.PodObjects;
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
    private final ObjectData objects;
    private final Map<String, String> variables = new LinkedHashMap<>();

    ContainerEnvironment(PodPlan pod, PodObjects objects, Image image, Container container) {
        this.pod = pod;
        this.objects = new ObjectData(pod, objects, "refers to");
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
        ConfigMapEnvSource map = source.getConfigMapRef();
        if (map != null) {
            ObjectData.texts(objects.configMap(map.getName(), map.getOptional()))
                    .forEach((key, value) -> put(prefix + key, value));
        }
        SecretEnvSource secret = source.getSecretRef();
        if (secret != null) {
            ObjectData.texts(objects.secret(secret.getName(), secret.getOptional()))
                    .forEach((key, value) -> put(prefix + key, value));
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
        ConfigMapKeySelector map = source.getConfigMapKeyRef();
        if (map != null) {
            Map<String, String> data = ObjectData.texts(objects.configMap(map.getName(), map.getOptional()));
            return key(data, map.getKey(), "config map " + map.getName(), map.getOptional());
        }
        SecretKeySelector secret = source.getSecretKeyRef();
        if (secret != null) {
            Map<String, String> data = ObjectData.texts(objects.secret(secret.getName(), secret.getOptional()));
            return key(data, secret.getKey(), "secret " + secret.getName(), secret.getOptional());
        }
        throw pod.bad("takes its variable " + variable + " from a resource field, which the sandbox does not do");
    }

    private @Nullable String key(Map<String, String> data, String key, String of, @Nullable Boolean optional) {
        String value = data.get(key);
        if (value == null && !Boolean.TRUE.equals(optional)) {
            throw objects.missing("key " + key + " of the " + of);
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
}
