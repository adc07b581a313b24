// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import static io.kguard.capture.ScriptValues.orEmpty;

import io.kguard.capture.WrittenContainer.Engine;
import io.kguard.capture.WrittenContainer.Mount;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.Keys;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the containers of an event script. */
final class ScriptContainers {
    private static final Keys CONTAINER = ScriptValues.keys("container");
    private static final Keys MOUNT = ScriptValues.keys("mount");

    private static final int MOST = Integer.MAX_VALUE;

    private final EventBuilder events;
    private final Map<String, WrittenContainer> byName = new LinkedHashMap<>();

    ScriptContainers(EventBuilder events) {
        this.events = events;
    }

    /** The container of a name; null, and a problem, if there is none. */
    @Nullable
    WrittenContainer named(YamlValue name) {
        return ScriptValues.known(byName, name, "container");
    }

    void read(YamlValue value) {
        YamlMapping keys = CONTAINER.read(value, "a container");
        if (keys == null) {
            return;
        }
        String name = keys.text("name", "");
        String image = keys.text("image", "");
        String pod = keys.text("pod");
        String namespace = keys.text("namespace");
        WrittenContainer container = pod == null
                ? events.container(name, image)
                : events.pod(pod, namespace == null ? "default" : namespace).container(name, image);
        if (byName.put(name, container) != null) {
            keys.problem("name", "a second container is named \"" + name + "\"", "give it another name");
        }
        describe(keys, container);
    }

    private static void describe(YamlMapping keys, WrittenContainer container) {
        YamlValue type = keys.get("type");
        if (type != null) {
            engine(type, container);
        }
        if (keys.flag("privileged", false)) {
            container.privileged();
        }
        for (String shared : List.of("host-pid", "host-network", "host-ipc")) {
            if (keys.flag(shared, false)) {
                container.shares(shared.replace('-', '_'));
            }
        }
        keys.items("mounts", MOST).forEach(mount -> mount(mount, container));
        YamlMapping each = keys.mapping("labels", "the labels of a container");
        if (each != null) {
            each.values().forEach(label -> container.label(label.key(), orEmpty(label.text())));
        }
    }

    private static void engine(YamlValue type, WrittenContainer container) {
        String label = orEmpty(type.text());
        List<String> known = Arrays.stream(Engine.values()).map(Engine::label).toList();
        int at = known.indexOf(label);
        if (at < 0) {
            type.problem("there is no type of container \"" + label + "\"", Nearest.hint(label, known));
        } else {
            container.type(Engine.values()[at]);
        }
    }

    private static void mount(YamlValue value, WrittenContainer container) {
        YamlMapping keys = MOUNT.read(value, "a mount");
        if (keys != null) {
            String propagation = keys.text("propagation");
            container.mounts(new Mount(
                    keys.text("source", ""),
                    keys.text("destination", ""),
                    keys.text("mode", ""),
                    keys.flag("writable", true),
                    propagation == null ? "private" : propagation));
        }
    }
}
