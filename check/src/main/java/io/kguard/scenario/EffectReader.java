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
        String kind = value.key();
        if (!hasCluster && !kind.equals("file") && !kind.equals("stopped")) {
            value.problem("\"" + kind + "\" needs a cluster, and the scenario has none", "add: cluster: {}");
            return null;
        }
        YamlMapping effect = ScenarioKeys.of(kind).read(value, kind);
        if (effect == null) {
            return null;
        }
        Origin origin = Origin.of(value);
        return switch (kind) {
            case "file" -> file(effect, origin);
            case "stopped" -> stopped(effect, origin);
            case "object" -> object(effect, origin);
            case "gone" -> new Effect.PodGone(pod(effect), origin);
            case "stays" -> new Effect.PodStays(pod(effect), origin);
            case "unreachable" -> unreachable(effect, origin);
            default -> new Effect.PodReplaced(pod(effect), effect.text("node"), origin);
        };
    }

    private Effect file(YamlMapping file, Origin origin) {
        String pod = file.text("pod");
        String container = file.text("container");
        String path = file.path("path") == null ? null : file.text("path");
        targets.check(file, pod, container);
        if (path != null && !path.startsWith("/")) {
            file.problem("path", "\"path\" must be absolute", "");
        }
        return new Effect.FileExists(orEmpty(pod), container, orEmpty(path), file.text("contains"), origin);
    }

    private @Nullable Effect object(YamlMapping object, Origin origin) {
        String apiVersion = object.text("apiVersion");
        String kind = object.text("kind");
        String name = object.text("name");
        String version = apiVersion == null ? "v1" : apiVersion;
        if (kind != null && ApiResources.ofKind(version, kind) == null) {
            object.problem(
                    "kind",
                    "the simulated API server has no " + version + " " + kind,
                    apiVersion == null ? "without apiVersion it is v1" : "");
            return null;
        }
        return new Effect.ObjectExists(
                version, orEmpty(kind), object.text("namespace", "default"), orEmpty(name), fields(object), origin);
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

    /** The name of the pod; empty if it is wrong. */
    private String pod(YamlMapping effect) {
        String pod = effect.text("pod");
        targets.check(effect, pod, null);
        return orEmpty(pod);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private Effect unreachable(YamlMapping unreachable, Origin origin) {
        String pod = pod(unreachable);
        String address = unreachable.text("address");
        if (address != null && !Ipv4.isAddress(address)) {
            unreachable.problem(
                    "address", "\"" + address + "\" is not an IPv4 address", "that of a peer: 203.0.113.66");
        }
        return new Effect.Unreachable(pod, orEmpty(address), unreachable.number("port", 1, HIGHEST_PORT), origin);
    }

    private Effect stopped(YamlMapping stopped, Origin origin) {
        String rule = stopped.text("rule");
        if (rule != null && !fires.contains(rule)) {
            stopped.problem("rule", "the scenario does not have to fire \"" + rule + "\"", Nearest.hint(rule, fires));
        } else if (rule == null && fires.size() != 1) {
            stopped.require("rule", "which of the rules that fire: " + String.join(", ", fires));
        }
        return new Effect.Stopped(
                rule != null ? rule : fires.isEmpty() ? "" : fires.get(0),
                stopped.duration("within", LONGEST, LONGEST),
                origin);
    }
}
