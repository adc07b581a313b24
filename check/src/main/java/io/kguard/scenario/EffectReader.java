// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.Keys;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.workload.ApiResources;
import io.kguard.workload.Ipv4;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the effects of a scenario. */
final class EffectReader {
    private static final int MAX_EFFECTS = 200;

    private static final Keys EFFECT = ScenarioKeys.of("effect");
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int HIGHEST_PORT = 65_535;

    private final Targets targets;
    private final boolean hasCluster;
    private final List<String> fires;

    /**
     * A reader.
     *
     * @param fires the rules that the scenario must fire
     */
    EffectReader(List<Pod> pods, boolean hasCluster, List<String> fires) {
        this.targets = new Targets(pods);
        this.fires = fires;
        this.hasCluster = hasCluster;
    }

    List<Effect> effects(YamlMapping file) {
        List<Effect> effects = new ArrayList<>();
        for (YamlValue item : file.items("effects", MAX_EFFECTS)) {
            YamlMapping effect = EFFECT.read(item, "an effect");
            YamlValue entry = effect == null ? null : effect.onlyEntry(EFFECT.names());
            Effect read = entry == null ? null : read(entry);
            if (read != null) {
                effects.add(read);
            }
        }
        return effects;
    }

    private @Nullable Effect read(YamlValue value) {
        if (value.key().equals("file")) {
            return file(value);
        }
        if (value.key().equals("stopped")) {
            return stopped(value);
        }
        if (!hasCluster) {
            value.problem("\"" + value.key() + "\" needs a cluster, and the scenario has none", "add: cluster: {}");
            return null;
        }
        return switch (value.key()) {
            case "object" -> object(value);
            case "gone" -> new Effect.PodGone(pod(value), Origin.of(value));
            case "stays" -> new Effect.PodStays(pod(value), Origin.of(value));
            case "unreachable" -> unreachable(value);
            default -> replaced(value);
        };
    }

    private static @Nullable YamlMapping mapping(YamlValue effect) {
        return ScenarioKeys.of(effect.key()).read(effect, effect.key());
    }

    private @Nullable Effect file(YamlValue value) {
        YamlMapping file = mapping(value);
        if (file == null) {
            return null;
        }
        String pod = file.text("pod");
        String container = file.text("container");
        String path = file.path("path") == null ? null : file.text("path");
        targets.check(file, pod, container);
        if (path != null && !path.startsWith("/")) {
            file.problem("path", "\"path\" must be absolute", "");
        }
        return new Effect.FileExists(
                pod == null ? "" : pod, container, path == null ? "" : path, file.text("contains"), Origin.of(value));
    }

    private @Nullable Effect object(YamlValue value) {
        YamlMapping object = mapping(value);
        if (object == null) {
            return null;
        }
        String apiVersion = object.text("apiVersion");
        String kind = object.text("kind");
        String name = object.text("name");
        String namespace = object.text("namespace");
        String version = apiVersion == null ? "v1" : apiVersion;
        if (kind != null && ApiResources.ofKind(version, kind) == null) {
            object.problem(
                    "kind",
                    "the simulated API server has no " + version + " " + kind,
                    apiVersion == null ? "without apiVersion it is v1" : "");
            return null;
        }
        return new Effect.ObjectExists(
                version,
                kind == null ? "" : kind,
                namespace == null ? "default" : namespace,
                name == null ? "" : name,
                fields(object),
                Origin.of(value));
    }

    private static Map<String, @Nullable Object> fields(YamlMapping object) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        YamlValue has = object.get("has");
        if (has != null && has.plain() instanceof Map<?, ?> map) {
            map.forEach((key, value) -> fields.put(String.valueOf(key), value));
        } else {
            object.problem("has", "\"has\" must be a mapping", "for example has: {spec: {unschedulable: true}}");
        }
        return fields;
    }

    /** The pod's name of an effect that has only that; empty if it is wrong. */
    private String pod(YamlValue value) {
        YamlMapping effect = mapping(value);
        if (effect == null) {
            return "";
        }
        String pod = effect.text("pod");
        targets.check(effect, pod, null);
        return pod == null ? "" : pod;
    }

    private @Nullable Effect replaced(YamlValue value) {
        YamlMapping replaced = mapping(value);
        if (replaced == null) {
            return null;
        }
        String pod = replaced.text("pod");
        targets.check(replaced, pod, null);
        return new Effect.PodReplaced(pod == null ? "" : pod, replaced.text("node"), Origin.of(value));
    }

    private @Nullable Effect unreachable(YamlValue value) {
        YamlMapping unreachable = mapping(value);
        if (unreachable == null) {
            return null;
        }
        String pod = unreachable.text("pod");
        String address = unreachable.text("address");
        targets.check(unreachable, pod, null);
        if (address != null && !Ipv4.isAddress(address)) {
            unreachable.problem(
                    "address", "\"" + address + "\" is not an IPv4 address", "that of a peer: 203.0.113.66");
        }
        int port = unreachable.number("port", 1, HIGHEST_PORT);
        return new Effect.Unreachable(pod == null ? "" : pod, address == null ? "" : address, port, Origin.of(value));
    }

    private @Nullable Effect stopped(YamlValue value) {
        YamlMapping stopped = mapping(value);
        if (stopped == null) {
            return null;
        }
        String rule = stopped.text("rule");
        if (rule != null && !fires.contains(rule)) {
            stopped.problem("rule", "the scenario does not have to fire \"" + rule + "\"", Nearest.hint(rule, fires));
        } else if (rule == null && fires.size() != 1) {
            stopped.require("rule", "which of the rules that fire: " + String.join(", ", fires));
        }
        return new Effect.Stopped(
                rule != null ? rule : fires.isEmpty() ? "" : fires.get(0),
                stopped.duration("within", LONGEST, LONGEST),
                Origin.of(value));
    }
}
